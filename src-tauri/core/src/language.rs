//! Decides in which language something is said, and holds the sentences of each (Project Fluent, syntax 1.0).
//! It never decides what is said: callers name a sentence and fill its gaps.

use crate::text::{capitalised, is_right_to_left, isolated, line};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::fmt;
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

static ENGLISH: LazyLock<FluentBundle<FluentResource>> =
    LazyLock::new(|| bundle("en", [include_str!("../words/en/desktop.ftl"), include_str!("../words/en/faults.ftl"), include_str!("../words/en/feeds.ftl")]));
static GERMAN: LazyLock<FluentBundle<FluentResource>> =
    LazyLock::new(|| bundle("de", [include_str!("../words/de/desktop.ftl"), include_str!("../words/de/faults.ftl"), include_str!("../words/de/feeds.ftl")]));

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
        self.fill(id, Some(&gaps.into_iter().map(|(name, with)| (name, set_apart(with))).collect()))
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

/// Something to say that is not said yet: a sentence of the catalogue with what fills its gaps. It is said in whatever
/// language it is asked for; [`fmt::Display`] says it in English, for logs and terminals.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sentence {
    id: Cow<'static, str>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    gaps: Vec<(Cow<'static, str>, Gap)>,
}

/// What fills a gap.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Gap {
    /// A number.
    Number(i64),
    /// A name, or words from elsewhere.
    Text(String),
    /// Another sentence.
    Sentence(Sentence),
    /// Another sentence, which begins this one.
    Opening(Sentence),
}

/// A sentence of the catalogue, its gaps still empty.
#[must_use]
pub fn sentence(id: &'static str) -> Sentence {
    Sentence { id: id.into(), gaps: Vec::new() }
}

impl Sentence {
    /// Words from elsewhere, which are the same in every language.
    #[must_use]
    pub fn as_it_is(words: impl Into<String>) -> Self {
        sentence("as-it-is").with("text", words.into())
    }

    /// With that gap filled.
    #[must_use]
    pub fn with(mut self, gap: &'static str, with: impl Into<Gap>) -> Self {
        self.gaps.push((gap.into(), with.into()));
        self
    }

    /// With each of the texts in its gaps as one clean line of at most `most` grapheme clusters.
    #[must_use]
    pub fn quoting(mut self, most: usize) -> Self {
        for (_, gap) in &mut self.gaps {
            *gap = match std::mem::replace(gap, Gap::Number(0)) {
                Gap::Number(number) => Gap::Number(number),
                Gap::Text(text) => Gap::Text(line(&text, most)),
                Gap::Sentence(sentence) => Gap::Sentence(sentence.quoting(most)),
                Gap::Opening(sentence) => Gap::Opening(sentence.quoting(most)),
            };
        }
        self
    }

    /// Whether it is the one of that name, whatever fills its gaps.
    #[must_use]
    pub fn is(&self, id: &str) -> bool {
        self.id == id
    }

    /// Whether the catalogue has it: what was saved may come from a version that said other things.
    #[must_use]
    pub fn is_known(&self) -> bool {
        let inside = self.gaps.iter().all(|(_, gap)| match gap {
            Gap::Sentence(sentence) | Gap::Opening(sentence) => sentence.is_known(),
            Gap::Number(_) | Gap::Text(_) => true,
        });
        inside && ENGLISH.has_message(&self.id)
    }

    /// What is to be said, in a language.
    #[must_use]
    pub fn said(&self, language: Language) -> String {
        let value = |gap: &Gap| match gap {
            Gap::Number(number) => FluentValue::from(*number),
            Gap::Text(text) => text.clone().into(),
            Gap::Sentence(sentence) => sentence.said(language).into(),
            Gap::Opening(sentence) => capitalised(&sentence.said(language)).into(),
        };
        language.fill(&self.id, Some(&self.gaps.iter().map(|(name, gap)| (name.as_ref(), set_apart(value(gap)))).collect()))
    }
}

impl fmt::Display for Sentence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.said(Language::English))
    }
}

impl From<&str> for Gap {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Gap {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<u16> for Gap {
    fn from(number: u16) -> Self {
        Self::Number(number.into())
    }
}

impl From<u32> for Gap {
    fn from(number: u32) -> Self {
        Self::Number(number.into())
    }
}

impl From<i64> for Gap {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<usize> for Gap {
    fn from(number: usize) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<Sentence> for Gap {
    fn from(sentence: Sentence) -> Self {
        Self::Sentence(sentence)
    }
}

/// Words that run from right to left must not turn round what stands beside them.
fn set_apart(with: FluentValue<'_>) -> FluentValue<'_> {
    match with {
        FluentValue::String(words) if words.chars().any(is_right_to_left) => isolated(&words).into(),
        other => other,
    }
}

/// A catalogue's sentences. One that is wrong is left out here; the tests let none through.
fn bundle(tag: &str, words: [&str; 3]) -> FluentBundle<FluentResource> {
    let mut bundle = FluentBundle::new_concurrent(tag.parse().into_iter().collect());
    // Only words that run the other way are set apart: some notification servers show the marks.
    bundle.set_use_isolating(false);
    for words in words {
        bundle.add_resource_overriding(FluentResource::try_new(words.to_owned()).unwrap_or_else(|(resource, _)| resource));
    }
    bundle
}
