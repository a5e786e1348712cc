//! Decides how a session leaves the program for somebody else, as text and for a calendar, and what is shown to those who have none.
//! It never hands out a link that a host has sent.

use super::requesting::Answered;
use super::{Effect, Engine, SAMPLE};
use crate::action::{RefusalCode, Refused, Reply};
use crate::language::sentence;
use crate::moment::Moment;
use crate::notice::series;
use crate::publish::{invitation, sample};
use crate::session::{Session, SessionKey, Start, Way};
use crate::text;
use chrono::{DateTime, Duration, Utc};
use std::path::Path;
use url::Url;

/// The sample's first session begins that soon.
const SOON: Duration = Duration::minutes(3);

impl Engine {
    pub(super) fn copy_session(&mut self, key: &SessionKey) -> Answered {
        let session = self.session(key)?;
        let text = self.as_text(session, &series(&key.feed, &self.state, &self.settings));
        self.effects.push_back(Effect::Copy(text, key.clone()));
        Ok(Reply::Done)
    }

    /// The topic, the time on the reader's clock and the host's, who, where, and where to read more: each a line.
    fn as_text(&self, session: &Session, series: &str) -> String {
        let reader = self.reader();
        let (start, end) = (session.start.instant(reader), session.end(reader));
        let voice = self.voice();
        let day = voice.language.full_day(reader.day(start));
        let clock = |at| voice.clock(at, reader);
        let when = match session.start {
            Start::AllDay(_) => day,
            Start::Zoned { .. } | Start::Floating(_) => {
                let until = session.duration.map(|_| format!("–{}", clock(end))).unwrap_or_default();
                let theirs = voice.host_clock(session, reader).map(|theirs| format!(", {theirs}")).unwrap_or_default();
                format!("{day}, {}{until} ({}){theirs}", clock(start), reader.name())
            }
        };
        let who = [session.hosted_by(), series.to_owned()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
        let public = match &*session.way {
            Way::Public(links) => links.first().map(|link| link.web().as_str().to_owned()),
            Way::Ask { .. } | Way::Unstated => None,
        };
        let post = session.post.as_ref().map(|post| post.as_str().to_owned());
        let lines = [session.title.to_string(), when, who, session.place.to_string()].into_iter().filter(|line| !line.is_empty());
        lines.chain(public).chain(post).collect::<Vec<_>>().join("\n")
    }

    /// Writes the sample feed beside the settings and subscribes to it.
    pub(super) fn add_sample(&mut self, now: Moment) -> Answered {
        let nowhere = || Refused::new(RefusalCode::NotDone, sentence("sample-nowhere"));
        let place = Path::new(&self.settings_place).with_file_name(SAMPLE);
        let address = Url::from_file_path(place).map_err(|()| nowhere())?;
        self.effects.push_back(Effect::WriteSample(sample(now.wall, SOON)));
        self.add_feed(address.as_str(), now)
    }

    pub(super) fn add_to_calendar(&mut self, key: &SessionKey, now: DateTime<Utc>) -> Answered {
        let session = self.session(key)?;
        let calendar = invitation(session, &series(&key.feed, &self.state, &self.settings), now);
        let name = file_name(&session.title);
        self.effects.push_back(Effect::AddToCalendar { name, calendar, session: key.clone() });
        Ok(Reply::Done)
    }
}

/// A title as the name of a file: letters, digits, spaces and hyphens alone.
fn file_name(title: &str) -> String {
    let kept: String = title.chars().map(|c| if c.is_alphanumeric() || c == '-' { c } else { ' ' }).collect();
    let name = text::line(&kept, 60);
    let name = name.trim_matches(['-', ' ', '…']);
    if name.is_empty() { "session".to_owned() } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::file_name;

    #[test]
    fn a_title_names_no_other_folder() {
        assert_eq!(file_name("Wrapping C++: async / APIs"), "Wrapping C async APIs");
        assert_eq!(file_name("../../.bashrc"), "bashrc");
        assert_eq!(file_name("Über Grüße"), "Über Grüße");
        assert_eq!(file_name("///"), "session");
        assert!(file_name(&"a".repeat(400)).chars().count() <= 61);
    }
}
