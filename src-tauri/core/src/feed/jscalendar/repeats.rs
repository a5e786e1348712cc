//! Decides when an entry of a group takes place besides its start, and what is different then (RFC 8984 section 4.3).
//! It never lets a rule or a change that is not understood cost the session: the dates that are certain stay.

use super::entry;
use super::grammar::local_date_time;
use super::patch::{self, Budget, Patch, Properties, Refused};
use super::{Issues, Object, Shared, pointer, rule};
use crate::feed::Weight;
use crate::feed::assemble::Repeats;
use crate::language::{Sentence, sentence};
use crate::recur::Rule;
use crate::session::{RecurrenceId, Session, Start};
use chrono::{NaiveDateTime, NaiveTime};
use serde_json::Value;
use std::sync::Arc;

/// Rules read of one session at most.
const MOST_RULES: usize = 16;

/// The rules and changes of an entry that was read as `first`; `None` if it takes place once.
pub(super) fn read(object: &Object, first: &Session, place: &str, shared: &Shared, budget: &mut Budget, issues: &mut Issues) -> Option<Repeats> {
    let stated = |key: &str| object.get(key).filter(|value| !matches!(value, Value::Null) && value.as_array().is_none_or(|list| !list.is_empty()));
    let overrides = object.get("recurrenceOverrides").filter(|value| !value.is_null() && value.as_object().is_none_or(|object| !object.is_empty()));
    let keys = ["recurrenceRule", "recurrenceRules", "excludedRecurrenceRules"];
    let repeats = keys.iter().copied().find(|key| stated(key).is_some()).or(overrides.map(|_| "recurrenceOverrides"))?;
    if first.occurrence.is_some() {
        issues.warn(format!("{place}/{repeats}"), sentence("issue-occurrence-repeats"));
        return None;
    }
    let Some(left) = budget.series.checked_sub(1) else { return Some(Repeats::unfollowed()) };
    budget.series = left;
    let mut found = Repeats { rules: rules(object, first, place, issues), starts_anyway: true, ..Repeats::default() };
    if stated("excludedRecurrenceRules").is_some() {
        issues.warn(format!("{place}/excludedRecurrenceRules"), sentence("issue-excluded-rules"));
        found.rules.clear();
    }
    match overrides {
        None => {}
        Some(Value::Object(overrides)) => changes(overrides, object, first, place, shared, budget, &mut found, issues),
        Some(_) => issues.warn(format!("{place}/recurrenceOverrides"), sentence("issue-overrides-not-object")),
    }
    Some(found)
}

/// `recurrenceRule` of version 2.0 and `recurrenceRules` of 1.0, as far as they are followed.
fn rules(object: &Object, first: &Session, place: &str, issues: &mut Issues) -> Vec<Rule> {
    let mut listed: Vec<(String, &Value)> = Vec::new();
    listed.extend(object.get("recurrenceRule").filter(|value| !value.is_null()).map(|rule| (format!("{place}/recurrenceRule"), rule)));
    let here = format!("{place}/recurrenceRules");
    match object.get("recurrenceRules") {
        None | Some(Value::Null) => {}
        Some(Value::Array(rules)) => listed.extend(rules.iter().enumerate().map(|(number, rule)| (format!("{here}/{number}"), rule))),
        Some(_) => issues.warn(here, sentence("issue-rules-not-list")),
    }
    if listed.len() > MOST_RULES {
        issues.warn(format!("{place}/recurrenceRules"), sentence("issue-only-first-rules").with("most", MOST_RULES).with("all", listed.len()));
        listed.truncate(MOST_RULES);
    }
    let whole_days = matches!(first.start, Start::AllDay(_));
    let mut rules = Vec::with_capacity(listed.len());
    for (place, stated) in listed {
        match rule::read(stated, whole_days) {
            Ok(rule) => rules.push(rule),
            Err(refused) => issues.warn(format!("{place}{}", refused.place), refused.sentence),
        }
    }
    rules
}

#[expect(clippy::too_many_arguments, reason = "the parts of one document; no two of them belong together elsewhere")]
fn changes(overrides: &Object, object: &Object, first: &Session, place: &str, shared: &Shared, budget: &mut Budget, found: &mut Repeats, issues: &mut Issues) {
    let mut series = patch::Series::new(object);
    for (key, change) in overrides {
        let place = format!("{place}/recurrenceOverrides/{}", pointer(key));
        let Some(time) = local_date_time(key) else {
            issues.warn(place, sentence("issue-override-date"));
            continue;
        };
        let time = announced(first, time);
        let Value::Object(change) = change else {
            issues.warn(place, sentence("issue-override-not-object"));
            found.also.insert(time, None);
            continue;
        };
        match change.get("excluded") {
            Some(Value::Bool(true)) => {
                found.except.insert(time);
                continue;
            }
            None | Some(Value::Null | Value::Bool(false)) => {}
            Some(_) => {
                unchanged(issues, format!("{place}/excluded"), sentence("must-be-true-or-false").with("key", "excluded"));
                found.also.insert(time, None);
                continue;
            }
        }
        let changed = match patch::read(change, &mut series, budget, &place, issues) {
            Ok(patch) if patch.is_empty() => None,
            Ok(patch) => occurrence(first, time, object, &patch, &place, shared, issues),
            Err(Refused::Invalid(key, why)) => {
                unchanged(issues, format!("{place}/{}", pointer(&key)), why);
                None
            }
            Err(Refused::Budget) => {
                budget.unread += 1;
                None
            }
        };
        match changed {
            Some(changed) if budget.overrides > 0 => {
                budget.overrides -= 1;
                found.changed.insert(RecurrenceId(time), changed);
            }
            Some(_) => {
                budget.unread += 1;
                found.also.insert(time, None);
            }
            None => drop(found.also.insert(time, None)),
        }
    }
}

fn unchanged(issues: &mut Issues, place: String, why: Sentence) {
    issues.warn(place, not_applied(why));
}

fn not_applied(why: Sentence) -> Sentence {
    sentence("issue-change-not-applied").with("why", why)
}

/// A whole day is announced by its midnight.
fn announced(first: &Session, time: NaiveDateTime) -> NaiveDateTime {
    match first.start {
        Start::AllDay(_) => time.date().and_time(NaiveTime::MIN),
        Start::Zoned { .. } | Start::Floating(_) => time,
    }
}

/// The occurrence announced for `time`, if the patch makes it another than the series has it; what it leaves alone is shared.
fn occurrence(first: &Session, time: NaiveDateTime, object: &Object, patch: &Patch, place: &str, shared: &Shared, issues: &mut Issues) -> Option<Session> {
    let like = Session { occurrence: Some(RecurrenceId(time)), start: first.start.at_wall(time), ..first.clone() };
    let (mut one, mut own) = (like.clone(), Issues::default());
    let with = Properties::patched(object, patch);
    let start_is_certain = if patch.touches(&["start", "timeZone", "showWithoutTime"]) {
        let moved_to = if patch.touches(&["start"]) { with.get("start").and_then(Value::as_str).and_then(local_date_time) } else { None };
        let start = entry::start_at(moved_to.unwrap_or(time), with, "", shared.zones, &mut own);
        start.map(|start| one.start = start).is_some()
    } else {
        true
    };
    if start_is_certain {
        entry::read_again(&mut one, with, patch, shared, &mut own);
    }
    issues.absorb(own, |issue| {
        issue.place = format!("{place}{}", patch.place(&issue.place));
        issue.weight = Weight::Warning;
        if !start_is_certain {
            issue.sentence = not_applied(issue.sentence.clone());
        }
    });
    (start_is_certain && one != like).then_some(one)
}

/// `new`, in the memory of `old` if they are the same.
pub(super) fn sharing<T: ?Sized + PartialEq>(new: Arc<T>, old: &Arc<T>) -> Arc<T> {
    if new == *old { old.clone() } else { new }
}
