//! Decides in which words a publisher reads what is different between two states of a feed.
//! It looks for differences as the app does, so that a publisher sees what readers will be told of.

use crate::language::Language;
use crate::series::Feed;
use crate::session::{FeedId, Session, Start};
use crate::store::{Change, FeedCopy, FeedState, What, one_for_many};
use crate::zone::Zone;
use chrono::{DateTime, Utc};
use serde::Serialize;

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// `new`, `moved`, `cancelled`, `withdrawn`, `back`, `topic`, `host`, `title`, `length` or `way`.
    pub kind: &'static str,
    /// The session's identifier in the feed.
    pub uid: String,
    /// Its topic, as it is now.
    pub title: String,
    /// What is different, as a sentence without a full stop.
    pub sentence: String,
}

/// What readers of `old` will find different in `new`: by the session's identifier, wherever it stands.
#[must_use]
pub fn diff(old: Feed, new: Feed) -> Vec<Difference> {
    let feed = FeedId("compared".into());
    // Long ago, everything is still to come.
    let now = DateTime::<Utc>::UNIX_EPOCH;
    let others = unannounced(&old, &new);
    let sessions = new.sessions.clone();
    let mut state = FeedState::default();
    state.merge(&feed, copy(old), Zone::UTC, now);
    let changes = one_for_many(state.merge(&feed, copy(new), Zone::UTC, now).0, |_| false);
    let mut found: Vec<Difference> = changes.iter().map(|change| difference(change, &sessions)).collect();
    found.extend(others);
    found
}

fn copy(feed: Feed) -> FeedCopy {
    FeedCopy { feed, issues: Vec::new(), fetched: DateTime::<Utc>::UNIX_EPOCH, hash: 0 }
}

fn difference(change: &Change, sessions: &[Session]) -> Difference {
    let session = sessions.iter().find(|session| session.uid == change.session.uid && session.occurrence == change.session.occurrence);
    let clock = |at: DateTime<Utc>| match session.map(|session| session.start) {
        Some(Start::Zoned { zone, .. }) => format!("{} {}", zone.wall(at).format("%a %Y-%m-%d %H:%M"), zone.label(at)),
        Some(Start::Floating(_) | Start::AllDay(_)) | None => at.format("%a %Y-%m-%d %H:%M UTC").to_string(),
    };
    let title = &change.title;
    let (kind, sentence) = match &change.what {
        What::New => {
            let when = session.map(|session| clock(session.start.instant(Zone::UTC))).unwrap_or_default();
            ("new", format!("new: “{title}”, {when}"))
        }
        What::Moved { from, to } => ("moved", format!("moved: “{title}” from {} to {}", clock(*from), clock(*to))),
        What::Cancelled => ("cancelled", format!("cancelled: “{title}”")),
        What::Withdrawn => ("withdrawn", format!("gone: “{title}”; without “status”: “cancelled” its readers are told that it is no longer in the feed")),
        What::Back => ("back", format!("on after all: “{title}”")),
        What::Topic { label } => ("topic", format!("topic added to “{title}”: {label}")),
        What::Host { to } => ("host", format!("“{title}” is now hosted by {to}")),
    };
    Difference { kind, uid: change.session.uid.0.to_string(), title: title.clone(), sentence }
}

/// What readers are not told of, but see: another title (unless a topic was added, which its link says), length or way in.
fn unannounced(old: &Feed, new: &Feed) -> Vec<Difference> {
    let mut found = Vec::new();
    for session in &new.sessions {
        let Some(before) = old.sessions.iter().find(|other| other.uid == session.uid && other.occurrence == session.occurrence) else { continue };
        let mut say = |kind, sentence: String| {
            found.push(Difference { kind, uid: session.uid.0.to_string(), title: session.title.to_string(), sentence });
        };
        let has_new_topic = session.topics.iter().any(|topic| before.topics.iter().all(|other| other.link != topic.link));
        if before.title != session.title && !has_new_topic {
            say("title", format!("“{}” is now called “{}”", before.title, session.title));
        }
        if before.duration != session.duration {
            let length = session
                .duration
                .map_or_else(|| "has no end any more".to_owned(), |length| format!("now takes {}", Language::English.span(length.num_minutes())));
            say("length", format!("“{}” {length}", session.title));
        }
        if before.way != session.way {
            say("way", format!("how to get into “{}” is different", session.title));
        }
    }
    found
}
