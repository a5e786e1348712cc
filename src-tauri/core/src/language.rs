//! Decides in which language something is said, and holds the sentences of each (Project Fluent, syntax 1.0).
//! It never decides what is said: callers name a sentence and fill its gaps.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

/// A language that everything can be said in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum Language {
    /// English.
    #[default]
    #[serde(rename = "en")]
    English,
    /// German.
    #[serde(rename = "de")]
    German,
}

const ENGLISH_WORDS: &str = include_str!("../words/en/desktop.ftl");
const GERMAN_WORDS: &str = include_str!("../words/de/desktop.ftl");
static ENGLISH: LazyLock<FluentBundle<FluentResource>> = LazyLock::new(|| bundle("en", ENGLISH_WORDS));
static GERMAN: LazyLock<FluentBundle<FluentResource>> = LazyLock::new(|| bundle("de", GERMAN_WORDS));

impl Language {
    /// The language of a locale’s name (`de_AT.UTF-8`, `de-CH`), if it is one of those.
    #[must_use]
    pub fn of_locale(locale: &str) -> Option<Self> {
        let language = locale.split(['_', '-', '.', '@']).next().unwrap_or_default();
        [("en", Self::English), ("de", Self::German)].into_iter().find_map(|(name, one)| language.eq_ignore_ascii_case(name).then_some(one))
    }

    /// A sentence without gaps.
    #[must_use]
    pub fn word(self, id: &str) -> String {
        self.fill(id, None)
    }

    /// A sentence with its gaps filled.
    #[must_use]
    pub fn say<'a, const N: usize>(self, id: &str, gaps: [(&'a str, FluentValue<'a>); N]) -> String {
        self.fill(id, Some(&FluentArgs::from_iter(gaps)))
    }

    fn fill(self, id: &str, gaps: Option<&FluentArgs<'_>>) -> String {
        let bundle = match self {
            Self::English => &*ENGLISH,
            Self::German => &*GERMAN,
        };
        let mut faults = Vec::new();
        let pattern = bundle.get_message(id).and_then(|message| message.value());
        let said = pattern.map(|pattern| bundle.format_pattern(pattern, gaps, &mut faults).into_owned());
        debug_assert!(said.is_some() && faults.is_empty(), "{id}: {faults:?}");
        said.unwrap_or_else(|| id.to_owned())
    }
}

/// A catalogue's sentences. One that is wrong is left out here; the tests let none through.
fn bundle(tag: &str, words: &str) -> FluentBundle<FluentResource> {
    let mut bundle = FluentBundle::new_concurrent(tag.parse().into_iter().collect());
    // Names that may run the other way are isolated where that is wanted: some notification servers show the marks.
    bundle.set_use_isolating(false);
    bundle.add_resource_overriding(FluentResource::try_new(words.to_owned()).unwrap_or_else(|(resource, _)| resource));
    bundle
}
