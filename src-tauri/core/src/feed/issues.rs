//! Decides which issues of a feed are listed.
//! It never forgets to say that there were more.

use super::{Issue, Weight};
use crate::text;

/// Issues kept of one feed; further ones are counted.
const MOST_ISSUES: usize = 200;
/// Longest place shown, in grapheme clusters.
const PLACE: usize = 500;
/// Longest sentence shown, in grapheme clusters.
const SENTENCE: usize = 600;

/// Collects issues up to the limit, and counts the rest.
#[derive(Default)]
pub(super) struct Issues {
    kept: Vec<Issue>,
    more: usize,
}

impl Issues {
    pub(super) fn add(&mut self, weight: Weight, place: impl Into<String>, sentence: impl Into<String>) {
        if self.kept.len() < MOST_ISSUES {
            // A place has keys in it that the publisher chose, and a sentence may quote an identifier.
            let (place, sentence) = (text::line(&place.into(), PLACE), text::line(&sentence.into(), SENTENCE));
            self.kept.push(Issue { weight, place, sentence });
        } else {
            self.more += 1;
        }
    }

    pub(super) fn warn(&mut self, place: impl Into<String>, sentence: impl Into<String>) {
        self.add(Weight::Warning, place, sentence);
    }

    /// Takes over those of a part, each as `seen` from here.
    pub(super) fn absorb(&mut self, part: Self, mut seen: impl FnMut(&mut Issue)) {
        for mut issue in part.kept {
            seen(&mut issue);
            self.add(issue.weight, issue.place, issue.sentence);
        }
        self.more += part.more;
    }

    pub(super) fn finish(mut self) -> Vec<Issue> {
        if self.more > 0 {
            let sentence = format!("{} further problems are not listed", self.more);
            self.kept.push(Issue { weight: Weight::Warning, place: String::new(), sentence });
        }
        self.kept
    }
}
