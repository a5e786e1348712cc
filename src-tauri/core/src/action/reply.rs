//! Decides what a person can be answered: what came of what they asked for, or why it was not done.
//! It never carries an address that could be opened.

use crate::language::{Language, Sentence};
use crate::session::FeedId;
use serde::{Deserialize, Serialize};

/// What a request came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum Reply {
    /// It is done.
    Done,
    /// The host's chat was opened, the message is on the clipboard.
    Asked {
        /// The place: “Zulip”.
        channel: String,
        /// The message.
        message: String,
        /// Whether it is really on the clipboard; else the person copies it from where it is shown.
        copied: bool,
    },
    /// The message is being sent with the person's own account.
    Sending {
        /// The place: “Zulip”.
        channel: String,
    },
    /// How a host would be asked.
    Draft {
        /// The place: “Zulip”.
        channel: String,
        /// The message.
        message: String,
        /// The account it would be sent with; `None`: the chat is opened, with the message at hand.
        account: Option<String>,
        /// That the host was asked lately, as a sentence.
        lately: Option<String>,
    },
    /// The meeting is on a host that is opened for the first time: ask the person, then send [`super::UserAction::Join`] with it.
    ConfirmHost {
        /// The host's name.
        host: String,
        /// The part of it that somebody has registered: who is really behind it.
        domain: String,
        /// Whose sessions the link was for, if it came with another host's than this one.
        was: Option<String>,
    },
    /// The feed is subscribed and being fetched.
    Subscribed {
        /// Which.
        #[cfg_attr(feature = "typescript", ts(type = "string"))]
        feed: FeedId,
    },
    /// The reminder rings again then.
    Snoozed {
        /// Milliseconds since 1970-01-01T00:00:00Z.
        #[cfg_attr(feature = "typescript", ts(type = "number"))]
        until: i64,
    },
}

/// Why a request was not carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum RefusalCode {
    /// The session is not (or no longer) known.
    NoSuchSession,
    /// The feed is not (or no longer) known.
    NoSuchFeed,
    /// There is no link to open.
    NoLink,
    /// There is nobody to ask.
    NobodyToAsk,
    /// The host was asked within the last seven days.
    AskedLately,
    /// The pasted text may not be opened.
    BadLink,
    /// The address cannot be a feed's.
    BadAddress,
    /// The feed is subscribed already.
    AlreadySubscribed,
    /// It was checked less than a minute ago.
    TooSoon,
    /// The session is over.
    TooLate,
    /// The value is not possible.
    BadSetting,
    /// The desktop or the disk refused.
    NotDone,
    /// The program in the tray does not answer.
    NoAgent,
}

/// A request that was not carried out, in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[error("{sentence}")]
pub struct Refusal {
    /// For the program.
    pub code: RefusalCode,
    /// For the person: what is wrong and what to do.
    pub sentence: String,
}

/// A request that is not carried out; what is wrong is still to be said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// For the program.
    pub code: RefusalCode,
    /// For the person: what is wrong and what to do.
    pub sentence: Sentence,
}

impl Refused {
    /// A refusal in words.
    #[must_use]
    pub fn new(code: RefusalCode, sentence: Sentence) -> Self {
        Self { code, sentence }
    }

    /// In a language.
    #[must_use]
    pub fn said(&self, language: Language) -> Refusal {
        Refusal { code: self.code, sentence: self.sentence.said(language) }
    }
}
