//! The disk of a test's world: it takes records as the database does.
//! It never fails: the world decides whether it is full.

use sessionbell_core::store::{Record, Saved};

pub(crate) fn keep(saved: &mut Saved, record: Record) {
    match record {
        Record::Ledger(row) => {
            saved.ledger.retain(|one| (&one.session, &one.bell) != (&row.session, &row.bell));
            saved.ledger.push(row);
        }
        Record::LedgerForget { session, bell } => saved.ledger.retain(|one| (&one.session, &one.bell) != (&session, &bell)),
        Record::Copy { feed, body, fetched } => {
            saved.copies.retain(|(other, ..)| *other != feed);
            saved.copies.push((feed, body, fetched));
        }
        Record::CopyForget { feed } => saved.copies.retain(|(other, ..)| *other != feed),
        Record::Fact { kind, key, value } => {
            saved.facts.retain(|(other, which, _)| (other, which) != (&kind, &key));
            saved.facts.extend(value.map(|value| (kind, key, value)));
        }
    }
}
