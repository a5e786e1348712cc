//! Decides which sentences of a post call for people, and which session each is about.
//! It never puts a call on a session that it does not name by day or host.

use super::sentence::{is_nearly, sentences, words};
use super::when::likely_weekday;
use crate::text;
use chrono::Weekday;

/// Calls read of one post.
pub(super) const MOST: usize = 50;
/// Who is called.
const PEOPLE: [&str; 12] = ["people", "folks", "anyone", "anybody", "someone", "those", "users", "experience", "experiences", "experienced", "you've", "you"];
/// That they are.
const WANTED: [&str; 14] = [
    "welcome",
    "interested in having",
    "interested in hearing",
    "interested in people",
    "interested in folks",
    "looking for",
    "would love to",
    "'d love to",
    "helpful if",
    "useful info",
    "useful to share",
    "would be great if",
    "we need",
    "would appreciate",
];
/// What a call begins with when it follows another.
const LEADS: [&str; 6] = ["for example,", "similarly,", "also,", "likewise,", "and ", "in particular,"];

/// A call, with the place of its sentence in the text that it stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Call {
    /// Its words, without what joined it to the sentence before.
    pub(super) words: String,
    /// Which session it is about.
    pub(super) about: About,
}

/// Which session a call is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum About {
    /// None of them in particular.
    All,
    /// That one.
    One(usize),
    /// One by day or host, but none or several fit.
    Unclear,
}

/// What a call may name a session by.
pub(super) struct Named<'a> {
    pub(super) weekday: Option<Weekday>,
    pub(super) hosts: Vec<&'a str>,
    pub(super) title: &'a str,
}

/// The calls in a text.
pub(super) fn calls(text: &str, sessions: &[Named<'_>]) -> Vec<Call> {
    sentences(text).into_iter().filter_map(|range| call(&text[range], sessions)).take(MOST).collect()
}

fn call(sentence: &str, sessions: &[Named<'_>]) -> Option<Call> {
    let lower = sentence.to_lowercase().replace('’', "'");
    let words = words(sentence);
    // What ends in a colon leads to the calls after it.
    let is_call = !lower.ends_with(':') && words.iter().any(|word| PEOPLE.contains(&word.as_str())) && WANTED.iter().any(|wanted| lower.contains(wanted));
    if !is_call {
        return None;
    }
    let days: Vec<Weekday> = words.iter().filter_map(|word| likely_weekday(word.trim_end_matches("'s"))).collect();
    let is_named = |host: &str| {
        let first = host.split_whitespace().next().unwrap_or(host).to_lowercase();
        words.iter().any(|word| word.trim_end_matches("'s").trim_end_matches('\'') == first)
    };
    let names_a_host = sessions.iter().flat_map(|session| &session.hosts).any(|host| is_named(host));
    let about = if days.is_empty() && !names_a_host {
        About::All
    } else {
        let fits = |session: &Named<'_>| {
            (days.is_empty() || session.weekday.is_some_and(|day| days.contains(&day))) && (!names_a_host || session.hosts.iter().any(|host| is_named(host)))
        };
        let fitting: Vec<usize> = (0..sessions.len()).filter(|at| sessions.get(*at).is_some_and(fits)).collect();
        about(&fitting, sessions, &words)
    };
    Some(Call { words: without_lead(sentence), about })
}

/// Of the sessions that fit by day and host, the one whose topic the call names.
fn about(fitting: &[usize], sessions: &[Named<'_>], said: &[String]) -> About {
    if let [only] = fitting {
        return About::One(*only);
    }
    let score = |at: usize| {
        let title = sessions.get(at).map(|session| words(session.title)).unwrap_or_default();
        said.iter().filter(|word| word.len() > 4 && title.iter().any(|other| is_nearly(word, other))).count()
    };
    let scores: Vec<(usize, usize)> = fitting.iter().map(|at| (score(*at), *at)).collect();
    let best = scores.iter().map(|(score, _)| *score).max().unwrap_or(0);
    match scores.iter().filter(|(score, _)| *score == best).collect::<Vec<_>>()[..] {
        [(score, at)] if *score > 0 => About::One(*at),
        _ => About::Unclear,
    }
}

fn without_lead(sentence: &str) -> String {
    let mut rest = sentence.trim();
    for lead in LEADS {
        rest = rest.get(..lead.len()).filter(|start| start.eq_ignore_ascii_case(lead)).map_or(rest, |_| rest[lead.len()..].trim_start());
    }
    let mut chars = rest.chars();
    let first = chars.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    text::line(&format!("{first}{}", chars.as_str()), 300)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn about_of(sentence: &str) -> Vec<About> {
        let session = |weekday, host, title| Named { weekday: Some(weekday), hosts: vec![host], title };
        let sessions = [
            session(Weekday::Wed, "Niko Matsakis", "picking an HTTP library"),
            session(Weekday::Wed, "Niko Matsakis", "structured concurrency and parallel data"),
            session(Weekday::Thu, "Ryan Levick", "debugging"),
            session(Weekday::Fri, "Ryan Levick", "helpers"),
        ];
        calls(sentence, &sessions).into_iter().map(|call| call.about).collect()
    }

    #[test]
    fn a_call_finds_its_session() {
        for (sentence, expected) in [
            ("People who know coroutines would be most welcome on the Wed session on structured concurency.", &[About::One(1)][..]),
            ("Folks who used debuggers would have useful info to share on Ryan’s Thusday session.", &[About::One(2)]),
            ("We’re interested in having people join who have been there.", &[About::All]),
            ("People who know Go are welcome on Wednesday.", &[About::Unclear]),
            ("People who know Go are welcome on Monday.", &[About::Unclear]),
            ("Anyone is welcome in Ryan’s sessions.", &[About::Unclear]),
            ("It may be helpful if you've seen others:", &[]),
            ("Join us on Friday.", &[]),
        ] {
            assert_eq!(about_of(sentence), expected, "{sentence}");
        }
    }

    #[test]
    fn what_joined_it_to_the_sentence_before_is_left_out() {
        assert_eq!(without_lead("For example, people who’ve been there"), "People who’ve been there");
        assert_eq!(without_lead("Örtliche"), "Örtliche");
    }

    #[test]
    fn weekdays_are_forgiven_letters() {
        for (word, day) in
            [("thusday", Some(Weekday::Thu)), ("wednesay", Some(Weekday::Wed)), ("sunday", Some(Weekday::Sun)), ("today", None), ("holiday", None)]
        {
            assert_eq!(likely_weekday(word), day, "{word}");
        }
    }
}
