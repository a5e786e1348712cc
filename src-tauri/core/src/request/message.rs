//! Decides the words in which a host is asked: a template of the person's own, its fields filled in for one session.
//! It never sends anything.

use crate::language::{Sentence, sentence};
use crate::session::{Contact, Session, Start};

/// The template as long as a person has none of their own.
pub const TEMPLATE: &str = "Hi {host}, I would like to join “{session}” ({series}) on {when}. Could you send me the link? {been}\n{calls}\n{name}";
/// Longest template or message, in characters.
pub const LONGEST: usize = 4_000;
/// The fields that a template may have, each in braces.
pub const FIELDS: [&str; 7] = ["host", "session", "series", "when", "been", "calls", "name"];

/// What a message is about.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// Who is asked.
    pub contact: &'a Contact,
    /// For which session.
    pub session: &'a Session,
    /// What its series is called.
    pub series: &'a str,
    /// Who asks; may be empty.
    pub name: &'a str,
    /// Whether they were in an earlier session of the feed.
    pub was_there: bool,
}

/// Whether every pair of braces holds a field.
///
/// # Errors
/// What is wrong.
pub fn check(template: &str) -> Result<(), Sentence> {
    if template.chars().count() > LONGEST {
        return Err(sentence("message-too-long").with("most", LONGEST));
    }
    let fields = FIELDS.map(|field| format!("{{{field}}}")).join(" ");
    for (at, _) in template.match_indices('{') {
        let inside = template.get(at + 1..).and_then(|rest| rest.split_once('}')).map(|(inside, _)| inside);
        match inside {
            Some(inside) if FIELDS.contains(&inside) => {}
            Some(inside) => return Err(sentence("message-unknown-field").with("field", format!("{{{inside}}}")).with("fields", fields)),
            None => return Err(sentence("message-open-field").with("fields", fields)),
        }
    }
    Ok(())
}

/// The message. A field that is empty takes the brackets around it or the space before it along, and its line if nothing else
/// stands there. The date and weekday are those of the host’s zone.
#[must_use]
pub fn fill(template: &str, subject: Subject<'_>) -> String {
    let mut lines: Vec<String> = Vec::new();
    for line in template.lines() {
        let (mut out, mut rest, mut fields) = (String::new(), line, 0_usize);
        while let Some((before, (name, behind))) = rest.split_once('{').and_then(|(before, inside)| Some((before, inside.split_once('}')?))) {
            out.push_str(before);
            rest = behind;
            fields += 1;
            let value = value(name, subject);
            if value.is_empty() {
                if out.ends_with('(') && rest.starts_with(')') {
                    out.pop();
                    rest = rest.get(1..).unwrap_or_default();
                }
                out.truncate(out.trim_end_matches(' ').len());
            } else {
                out.push_str(&value);
            }
        }
        out.push_str(rest);
        if fields == 0 || !out.trim().is_empty() {
            lines.push(out);
        }
    }
    lines.join("\n")
}

fn value(field: &str, subject: Subject<'_>) -> String {
    let Subject { contact, session, series, name, was_there } = subject;
    match field {
        "host" => contact.person.clone().unwrap_or_default(),
        "session" => session.title.to_string(),
        "series" => series.to_owned(),
        "when" => when(session),
        "been" => if was_there { "I joined an earlier session." } else { "This would be my first." }.to_owned(),
        "calls" => session.wanted.iter().map(|call| format!("You are looking for: {call} – ")).collect::<Vec<_>>().join("\n"),
        "name" => name.to_owned(),
        _ => String::new(),
    }
}

/// The start on the host’s own clock: “Tuesday 30 March at 14:30 ET”.
fn when(session: &Session) -> String {
    match session.start {
        Start::Zoned { local, zone, at } => format!("{} {}", local.format("%A %-d %B at %H:%M"), zone.label(at)),
        Start::Floating(local) => local.format("%A %-d %B at %H:%M").to_string(),
        Start::AllDay(day) => day.format("%A %-d %B").to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::feed::{self, Scope};
    use crate::series::Window;
    use crate::zone::Zones;

    fn session(more: &str) -> Session {
        let document = format!(
            r#"{{"@type":"Group","uid":"g","entries":[{{"@type":"Event","uid":"a","title":"Structured concurrency","start":"2021-03-30T14:30:00","timeZone":"America/New_York"{more}}}]}}"#
        );
        let window = Window { from: "2021-01-01T00:00:00Z".parse().unwrap(), to: "2022-01-01T00:00:00Z".parse().unwrap() };
        feed::parse(document.as_bytes(), &Scope::new(Zones::bundled(), window)).unwrap().0.sessions.remove(0)
    }

    fn filled(template: &str, person: Option<&str>, series: &str, name: &str, session: &Session) -> String {
        let contact = Contact { person: person.map(str::to_owned), channel: crate::session::Channel::Mail { address: "niko@example.org".to_owned() } };
        fill(template, Subject { contact: &contact, session, series, name, was_there: true })
    }

    #[test]
    fn every_field_is_filled_in_on_the_clock_of_the_host() {
        let session = session(r#","sessionbell.github.io:wanted":[{"text":"Kotlin coroutines"},{"text":"Go"}]"#);
        let expected = "Hi Niko, I would like to join “Structured concurrency” (Async) on Tuesday 30 March at 14:30 ET. Could you send me the link? I joined an earlier session.\nYou are looking for: Kotlin coroutines – \nYou are looking for: Go – \nAda";
        assert_eq!(filled(TEMPLATE, Some("Niko"), "Async", "Ada", &session), expected);
    }

    #[test]
    fn what_is_not_known_leaves_no_gap() {
        let session = session("");
        let expected =
            "Hi, I would like to join “Structured concurrency” on Tuesday 30 March at 14:30 ET. Could you send me the link? I joined an earlier session.";
        assert_eq!(filled(TEMPLATE, None, "", "", &session), expected);
        assert_eq!(filled("{name}\n\nLink for {session}, please\n{name}", None, "", "", &session), "\nLink for Structured concurrency, please");
    }

    #[test]
    fn a_field_that_does_not_exist_is_refused() {
        assert_eq!(check(TEMPLATE), Ok(()));
        assert_eq!(check("no fields at all"), Ok(()));
        assert!(check("{hosts}").unwrap_err().to_string().starts_with("“{hosts}” is not a field"));
        assert!(check("Hi {host").unwrap_err().to_string().contains("never closed"));
        assert!(check(&"x".repeat(LONGEST + 1)).is_err());
    }

    #[test]
    fn what_a_feed_says_is_no_field() {
        let mut session = session("");
        session.title = "{name}{host".into();
        assert_eq!(filled("{session} by {name}", None, "", "Ada", &session), "{name}{host by Ada");
    }
}
