//! Decides how one session reads as an iCalendar (RFC 5545), for the calendar of somebody who goes there.
//! It never has a time without its zone where the session has one, nor a link that a host has sent.

use super::ics::Lines;
use crate::session::{Session, Start, Status, Way};
use chrono::{DateTime, Duration, Utc};

/// A calendar of one event. A start on a zone's clock is given as an instant: one event needs no rules of a zone.
#[must_use]
pub fn invitation(session: &Session, series: &str, now: DateTime<Utc>) -> String {
    let mut out = Lines::default();
    out.push("BEGIN:VCALENDAR");
    out.push("VERSION:2.0");
    out.push("PRODID:-//Sessionbell//sessionbell//EN");
    out.push("BEGIN:VEVENT");
    // A date of a series is an event by itself here: the others are not in this calendar.
    let occurrence = session.occurrence.map(|occurrence| occurrence.0.format("-%Y%m%dT%H%M%S").to_string()).unwrap_or_default();
    out.property("UID", &format!("{}{occurrence}", session.uid.0));
    out.push(&format!("DTSTAMP:{}", instant(now)));
    match session.start {
        Start::Zoned { at, .. } => out.push(&format!("DTSTART:{}", instant(at))),
        Start::Floating(local) => out.push(&format!("DTSTART:{}", local.format("%Y%m%dT%H%M%S"))),
        Start::AllDay(day) => out.push(&format!("DTSTART;VALUE=DATE:{}", day.format("%Y%m%d"))),
    }
    if let Some(length) = session.duration {
        let is_whole_days = matches!(session.start, Start::AllDay(_)) && length.num_seconds() % Duration::days(1).num_seconds() == 0;
        out.push(&if is_whole_days { format!("DURATION:P{}D", length.num_days().max(1)) } else { format!("DURATION:PT{}S", length.num_seconds()) });
    }
    match session.status {
        Status::Cancelled => out.push("STATUS:CANCELLED"),
        Status::Tentative => out.push("STATUS:TENTATIVE"),
        Status::Confirmed => {}
    }
    out.property("SUMMARY", &session.title);
    if !session.place.is_empty() {
        out.property("LOCATION", &session.place);
    }
    let topics = session.topics.iter().map(|topic| format!("{}: {}", topic.title, topic.link.as_str()).trim_start_matches(": ").to_owned());
    let parts = [session.description.to_string(), session.hosted_by(), series.to_owned()].into_iter().chain(topics).filter(|part| !part.is_empty());
    out.property("DESCRIPTION", &parts.collect::<Vec<_>>().join("\n"));
    let room = match &*session.way {
        Way::Public(links) => links.first().map(|link| link.web().as_str()),
        Way::Ask { .. } | Way::Unstated => None,
    };
    if let Some(url) = room.or(session.post.as_ref().map(|post| post.as_str())) {
        out.push(&format!("URL:{url}"));
    }
    out.push("END:VEVENT");
    out.push("END:VCALENDAR");
    out.0
}

fn instant(at: DateTime<Utc>) -> String {
    at.format("%Y%m%dT%H%M%SZ").to_string()
}
