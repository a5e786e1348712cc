//! Decides when hosts’ servers are talked to with the person’s own account, and what follows from their answers.
//! It never takes a link from an answer by itself: it is offered, and kept when the person says so.

use super::requesting::Answered;
use super::ringing::Flight;
use super::setting::PutBack;
use super::{Effect, Engine};
use crate::action::{RefusalCode, Refused, Reply, SignIn, WindowKind};
use crate::courier::{Again, Call, Called, Conversation, Decision, Done, Next, Offer, SigningIn, Stopped, zuliprc};
use crate::language::{Sentence, sentence};
use crate::link::{JoinLink, best_link};
use crate::moment::Moment;
use crate::notice;
use crate::plan::held_until;
use crate::request::{JoinRequest, Thread};
use crate::secret::Secret;
use crate::session::{Channel, Contact, SessionKey};
use crate::settings::{Account, AccountKind, ServerAddress};
use crate::text;
use crate::view::Accounts;
use chrono::{DateTime, Utc};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// Longest text of a key or token.
const LONGEST_KEY: usize = 2_000;

/// Everything about conversations with servers.
#[derive(Debug, Default)]
pub(super) struct Talks {
    /// Keys by the names of their accounts.
    pub(super) keys: BTreeMap<String, Secret>,
    /// Conversations that wait for an answer, by ticket.
    waiting: BTreeMap<u64, (Errand, Conversation)>,
    last_ticket: u64,
    /// When each thread is looked into next, in time since the machine was started.
    pub(super) looks: BTreeMap<SessionKey, Duration>,
    /// Looks in a row that came to nothing.
    pub(super) failures: BTreeMap<SessionKey, u32>,
    /// Threads that are not looked into any more, since it would come to nothing.
    pub(super) stopped: BTreeSet<SessionKey>,
    /// Sessions whose message is on its way.
    pub(super) sending: BTreeSet<SessionKey>,
    /// What hosts have answered.
    pub(super) offers: BTreeMap<SessionKey, Offer>,
    /// The meeting link on the clipboard, while an answer is waited for.
    pub(super) clipboard: Option<JoinLink>,
    /// One that was refused.
    refused: Option<JoinLink>,
    /// Answers that no notice has told of yet.
    untold: BTreeSet<SessionKey>,
    /// What is wrong with accounts, by their names.
    pub(super) notes: BTreeMap<String, Sentence>,
    /// What became of the last sign-in.
    signing_in: SigningIn,
}

/// What a conversation is for.
#[derive(Clone, Debug)]
pub(super) enum Errand {
    SignIn(Account, Secret),
    /// Asking for a session on a channel; how far its request was before.
    Ask {
        session: SessionKey,
        channel: String,
        before: Option<JoinRequest>,
    },
    Look(SessionKey),
}

impl Talks {
    /// What the settings show of accounts.
    pub(super) fn accounts(&self) -> Accounts<'_> {
        Accounts { notes: &self.notes, signing_in: &self.signing_in }
    }

    pub(super) fn is_looking(&self, session: &SessionKey) -> bool {
        self.waiting.values().any(|(errand, _)| matches!(errand, Errand::Look(other) if other == session))
    }

    /// When the next thread is looked into.
    pub(super) fn next_look(&self) -> Option<Duration> {
        self.looks.iter().filter(|(session, _)| !self.is_looking(session)).map(|(_, due)| *due).min()
    }
}

impl Engine {
    pub(super) fn begin_talk(&mut self, errand: Errand, (conversation, call): (Conversation, Call)) {
        self.talks.last_ticket += 1;
        let ticket = self.talks.last_ticket;
        self.talks.waiting.insert(ticket, (errand, conversation));
        self.effects.push_back(Effect::Call(ticket, call));
    }

    /// The account, with its key, that a contact can be asked with.
    pub(super) fn account_for(&self, contact: &Contact) -> Option<(Account, Secret)> {
        let of_kind = |kind: AccountKind| self.settings.accounts.iter().filter(move |account| account.kind == kind);
        let account = match &contact.channel {
            Channel::Zulip { realm: Some(realm), .. } => of_kind(AccountKind::Zulip).find(|account| account.server.host() == realm.host()),
            // A feed that names Zulip alone can only mean the one that the person is on, if that is one.
            Channel::Zulip { realm: None, .. } => {
                let mut accounts = of_kind(AccountKind::Zulip);
                accounts.next().filter(|_| accounts.next().is_none())
            }
            Channel::Matrix { .. } => of_kind(AccountKind::Matrix).next(),
            _ => None,
        }?;
        let name = account.name();
        if self.talks.notes.contains_key(&name) {
            // With a key that is refused nobody can be asked: the chat itself is opened.
            return None;
        }
        Some((account.clone(), self.talks.keys.get(&name)?.clone()))
    }

    /// Sends a request with a conversation that is ready to begin.
    pub(super) fn deliver(&mut self, session: SessionKey, channel: String, begins: (Conversation, Call), now: DateTime<Utc>) -> Answered {
        if !self.talks.sending.insert(session.clone()) {
            return Err(Refused::new(RefusalCode::TooSoon, sentence("on-its-way")));
        }
        let drafted = JoinRequest::Drafted { channel: channel.clone(), at: now };
        let before = self.state.requests.insert(session.clone(), drafted);
        self.save(vec![self.state.request_record(&session)]);
        self.begin_talk(Errand::Ask { session, channel: channel.clone(), before }, begins);
        Ok(Reply::Sending { channel })
    }

    pub(super) fn sign_in(&mut self, with: SignIn) -> Answered {
        let refused = |why: Sentence| Refused::new(RefusalCode::BadSetting, why);
        let (kind, server, user, key) = match with {
            SignIn::Zulip { server, user, key } => (AccountKind::Zulip, server, user, key),
            SignIn::Zuliprc { file } => {
                let (server, user, key) = zuliprc(file.reveal()).map_err(refused)?;
                (AccountKind::Zulip, server, user, key)
            }
            SignIn::Matrix { server, key } => (AccountKind::Matrix, server, String::new(), key),
        };
        let server = ServerAddress::parse(&server).map_err(refused)?;
        let (user, key) = (text::line(&user, text::NAME), Secret::new(key.reveal().trim()));
        if key.reveal().is_empty() || key.reveal().len() > LONGEST_KEY || key.reveal().contains(|c: char| c.is_control() || c.is_whitespace()) {
            return Err(refused(sentence("key-incomplete")));
        }
        if kind == AccountKind::Zulip && (!user.contains('@') || user.contains(':')) {
            return Err(refused(sentence("zulip-needs-mail")));
        }
        let account = Account { kind, server, user };
        self.talks.waiting.retain(|_, (errand, _)| !matches!(errand, Errand::SignIn(..)));
        self.talks.signing_in = SigningIn::Asking;
        let begins = Conversation::sign_in(account.clone(), key.clone());
        self.begin_talk(Errand::SignIn(account, key), begins);
        Ok(Reply::Done)
    }

    pub(super) fn sign_out(&mut self, name: &str, now: Moment) -> Answered {
        let mut settings = self.settings.clone();
        let Some(place) = settings.accounts.iter().position(|account| account.name() == name) else {
            return Err(Refused::new(RefusalCode::BadSetting, sentence("account-gone")));
        };
        let account = settings.accounts.remove(place);
        self.change_settings(settings, now)?;
        let key = self.talks.keys.remove(name);
        self.note_undo(key.map(|key| PutBack::Account(account, key)));
        self.talks.notes.remove(name);
        self.keep_secret(name.to_owned(), None);
        Ok(Reply::Done)
    }

    pub(super) fn take_called(&mut self, ticket: u64, called: &Called, now: Moment) {
        let Some((errand, conversation)) = self.talks.waiting.remove(&ticket) else { return };
        match conversation.take(called) {
            Next::Call(conversation, call) => self.begin_talk(errand, (conversation, call)),
            Next::Done(done) => self.finish(errand, done, now),
            Next::Stopped(stopped) => self.stop(errand, stopped, now),
        }
    }

    fn finish(&mut self, errand: Errand, done: Done, now: Moment) {
        if let Errand::Ask { session, .. } = &errand {
            self.talks.sending.remove(session);
        }
        match (errand, done) {
            (Errand::SignIn(account, key), Done::SignedIn { user }) => self.signed_in(Account { user, ..account }, key, now),
            (Errand::Ask { session, channel, .. }, Done::Delivered(thread)) => self.asked(session, channel, Some(thread), now),
            (Errand::Ask { session, channel, .. }, Done::Decided(decision, thread)) => {
                self.asked(session.clone(), channel, thread.clone(), now);
                self.decided(&session, decision, thread, now);
            }
            (Errand::Look(session), Done::Heard { texts, upto, sealed }) => {
                self.looked(&session, now);
                let newest_first: Vec<&str> = texts.iter().map(Secret::reveal).collect();
                let link = best_link(&newest_first.join("\n"));
                if !texts.is_empty() || sealed {
                    self.offer(session, link, upto, sealed, now);
                }
            }
            (Errand::Look(session), Done::Decided(decision, thread)) => {
                self.looked(&session, now);
                self.decided(&session, decision, thread, now);
            }
            // A conversation ends as it was begun.
            (Errand::SignIn(..) | Errand::Ask { .. } | Errand::Look(_), _) => {}
        }
    }

    fn signed_in(&mut self, account: Account, key: Secret, now: Moment) {
        let name = account.name();
        let mut settings = self.settings.clone();
        match settings.accounts.iter_mut().find(|other| other.name() == name) {
            Some(other) => *other = account,
            None => settings.accounts.push(account),
        }
        self.talks.signing_in = SigningIn::Not;
        if settings != self.settings
            && let Err(refusal) = self.change_settings(settings, now)
        {
            self.talks.signing_in = SigningIn::Refused(refusal.sentence);
            return;
        }
        self.take_key(name, key);
    }

    /// An account has that key from now on.
    pub(super) fn take_key(&mut self, name: String, key: Secret) {
        self.talks.notes.remove(&name);
        self.talks.stopped.clear();
        self.keep_secret(name.clone(), Some(key.clone()));
        self.talks.keys.insert(name, key);
    }

    /// The host was asked, and nobody needs to say so.
    fn asked(&mut self, session: SessionKey, channel: String, thread: Option<Thread>, now: Moment) {
        self.note_asked(&session, &channel, now.wall);
        self.talks.failures.remove(&session);
        self.talks.stopped.remove(&session);
        let request = JoinRequest::Asked { channel, at: now.wall, thread, waitlisted: false };
        self.state.requests.insert(session.clone(), request);
        self.save(vec![self.state.request_record(&session)]);
    }

    fn decided(&mut self, session: &SessionKey, decision: Decision, thread: Option<Thread>, now: Moment) {
        let Some(JoinRequest::Asked { waitlisted, .. }) = self.state.requests.get_mut(session) else { return };
        match decision {
            Decision::Pending => *waitlisted = false,
            Decision::Waitlisted => *waitlisted = true,
            Decision::Declined => {
                self.state.requests.insert(session.clone(), JoinRequest::Declined { at: now.wall });
            }
            Decision::Approved(link) => {
                if let Some(upto) = thread {
                    let link = JoinLink::parse(link.reveal()).ok();
                    self.offer(session.clone(), link, upto, false, now);
                } else if let Ok(link) = JoinLink::parse(link.reveal()) {
                    let status = link.web().clone();
                    self.offer(session.clone(), Some(link), Thread::Endpoint { status }, false, now);
                }
                return;
            }
        }
        self.save(vec![self.state.request_record(session)]);
    }

    fn offer(&mut self, session: SessionKey, link: Option<JoinLink>, upto: Thread, sealed: bool, now: Moment) {
        let from = match self.state.session(&session) {
            Some(known) => known.hosted_by(),
            None => return,
        };
        let offer = Offer { link, from, at: now.wall, upto, sealed };
        let is_new = self.talks.offers.get(&session).is_none_or(|before| before.upto != offer.upto);
        if is_new {
            self.talks.untold.insert(session.clone());
            self.talks.offers.insert(session, offer);
        }
    }

    /// Offers a meeting link on the clipboard for what is waited for, if it is none that is known already.
    pub(super) fn take_clipboard(&mut self, text: &str) {
        let is_new = |link: &JoinLink| link.is_room() && self.talks.refused.as_ref() != Some(link) && self.state.links.values().all(|kept| kept.link != *link);
        self.talks.clipboard = best_link(text).filter(is_new);
    }

    /// Takes or refuses what a host has answered.
    pub(super) fn answer_offer(&mut self, session: SessionKey, accepted: bool, now: DateTime<Utc>) -> Answered {
        let gone = || Refused::new(RefusalCode::NoLink, sentence("answer-gone"));
        let Some(offer) = self.talks.offers.remove(&session) else {
            let link = self.talks.clipboard.take().ok_or_else(gone)?;
            if accepted {
                return self.keep(session, link, now);
            }
            self.talks.refused = Some(link);
            return Ok(Reply::Done);
        };
        self.talks.untold.remove(&session);
        if accepted {
            let link = offer.link.ok_or_else(gone)?;
            return self.keep(session, link, now);
        }
        if let Some(JoinRequest::Asked { thread, .. }) = self.state.requests.get_mut(&session) {
            *thread = Some(offer.upto);
            self.save(vec![self.state.request_record(&session)]);
        }
        Ok(Reply::Done)
    }

    fn stop(&mut self, errand: Errand, stopped: Stopped, now: Moment) {
        match errand {
            Errand::SignIn(..) => self.talks.signing_in = SigningIn::Refused(stopped.sentence),
            Errand::Ask { session, before, .. } => {
                self.talks.sending.remove(&session);
                // What may have arrived stays a draft: the person looks, and says whether it was sent.
                if stopped.again != Again::Unknown {
                    match before {
                        Some(before) => self.state.requests.insert(session.clone(), before),
                        None => self.state.requests.remove(&session),
                    };
                    self.save(vec![self.state.request_record(&session)]);
                }
                self.around.not_done = Some(stopped.sentence);
                self.effects.push_back(Effect::Show(WindowKind::Upcoming, Some(session)));
            }
            Errand::Look(session) => self.look_failed(session, stopped, now),
        }
    }

    /// Tells of a host’s answer, if it is time. Whatever holds it back brings its own wake-up.
    pub(super) fn tell_answers(&mut self, now: DateTime<Utc>) {
        let waits = self.around.do_not_disturb || !self.around.can_ring() || held_until(&self.state, &self.settings, now, self.reader()).is_some();
        if waits {
            return;
        }
        for session in std::mem::take(&mut self.talks.untold) {
            let (Some(offer), Some(known)) = (self.talks.offers.get(&session), self.state.session(&session)) else { continue };
            let notice = notice::answered(&known.title, &offer.from, offer.link.is_some(), self.voice().language);
            self.send(Flight::Other(Some(session)), notice, None, now);
        }
    }
}
