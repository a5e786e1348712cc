//! Decides which issues of a feed are listed.
//! It never forgets to say that there were more.

use super::{Issue, Weight};
use crate::language::{Sentence, sentence};
use crate::text;

/// Issues kept of one feed; further ones are counted.
const MOST_ISSUES: usize = 200;
/// Longest place shown, in grapheme clusters.
const PLACE: usize = 500;
/// Longest of what a sentence quotes, in grapheme clusters.
const QUOTE: usize = 200;

/// Collects issues up to the limit, and counts the rest.
#[derive(Default)]
pub(super) struct Issues {
    kept: Vec<Issue>,
    more: usize,
}

impl Issues {
    pub(super) fn add(&mut self, weight: Weight, place: impl Into<String>, sentence: Sentence) {
        if self.kept.len() < MOST_ISSUES {
            // A place has keys in it that the publisher chose, and a sentence may quote an identifier.
            let (place, sentence) = (text::line(&place.into(), PLACE), sentence.quoting(QUOTE));
            self.kept.push(Issue { weight, place, sentence });
        } else {
            self.more += 1;
        }
    }

    pub(super) fn warn(&mut self, place: impl Into<String>, sentence: Sentence) {
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
            let sentence = sentence("issue-more").with("n", self.more);
            self.kept.push(Issue { weight: Weight::Warning, place: String::new(), sentence });
        }
        self.kept
    }
}
