//! The catalogue of what notices, tray and reports say: complete in every language, and nothing said beside it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![expect(clippy::disallowed_methods, reason = "the core reads no files, its test does")]

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, VariantKey};
use fluent_syntax::parser::parse;
use sessionbell_core::language::Language;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Words that are the same in both languages.
const ALIKE: &[&str] = &["april", "august", "doctor-feed", "doctor-feeds", "in-span", "november", "september", "tray-pause"];

/// Where no words stand but those from the catalogue.
const SPOKEN: &[&str] = &[
    "src/notice.rs",
    "src/menu.rs",
    "src/words.rs",
    "src/trouble.rs",
    "src/view",
    "src/view.rs",
    "src/engine",
    "src/engine.rs",
    "src/courier",
    "src/courier.rs",
    "src/poll.rs",
    "src/poll",
    "src/link.rs",
    "src/feed",
    "src/feed.rs",
    "src/recur",
    "src/recur.rs",
    "src/settings",
    "src/settings.rs",
    "src/action",
    "../agent/src",
    "../src",
];

/// What is for logs and terminals alone, by what stands before it in its line.
const FOR_LOGS: &[&str] = &["tracing::", "why: \"", ".context(", ".with_context(", "bail!(", "io::Error::new(", "reason = \"", "eprintln!("];

/// What machines read, by how it begins, and what logs and terminals alone say.
const NO_WORDS: &[&str] = &[
    "SELECT ",
    "INSERT ",
    "DELETE ",
    "PRAGMA ",
    "CREATE ",
    "%",
    "Bearer ",
    "Basic ",
    "application/",
    "Call(",
    "FeedAddress(",
    "Answer(",
    "PrivateFile(",
    "[Desktop Entry]",
    "(New-Object",
    "# version",
    "{name} (",
    "').parse",
    "' | '",
    "line ",
    " at line ",
    "' => in_string",
    "too many values",
    "a JSON value",
    "an object",
    "a list",
    "invalid user id",
    "invalid email",
    "reminders are no longer held",
    "a reminder expires",
    "not modified",
    "another status",
    "the platform failed",
    "no access",
    "no such entry",
    "several entries",
    "another fault",
    "time ran out",
    "no connection",
    "the windows are",
];

#[derive(Debug, Default, PartialEq)]
struct Said {
    text: String,
    gaps: BTreeSet<String>,
    plurals: Vec<BTreeSet<String>>,
}

fn source(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)
}

fn catalogue(language: &str) -> BTreeMap<String, Said> {
    let read = |name: &str| std::fs::read_to_string(source("words").join(language).join(name)).unwrap();
    let text = read("desktop.ftl") + &read("faults.ftl") + &read("feeds.ftl");
    let parsed = parse(text.as_str()).unwrap_or_else(|(_, faults)| panic!("{language}: {faults:?}"));
    let mut all = BTreeMap::new();
    for entry in parsed.body {
        if let Entry::Message(message) = entry {
            let mut said = Said::default();
            walk(message.value.as_ref().expect("a message has a value"), &mut said);
            assert!(all.insert(message.id.name.to_owned(), said).is_none(), "{language} says {} twice", message.id.name);
        }
    }
    all
}

fn walk(pattern: &Pattern<&str>, said: &mut Said) {
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => said.text.push_str(value),
            PatternElement::Placeable { expression: Expression::Inline(inline) } => gap(inline, said),
            PatternElement::Placeable { expression: Expression::Select { selector, variants } } => {
                gap(selector, said);
                let keys = variants.iter().map(|variant| match variant.key {
                    VariantKey::Identifier { name } => name.to_owned(),
                    VariantKey::NumberLiteral { value } => value.to_owned(),
                });
                said.plurals.push(keys.collect());
                variants.iter().for_each(|variant| walk(&variant.value, said));
            }
        }
    }
}

fn gap(inline: &InlineExpression<&str>, said: &mut Said) {
    match inline {
        InlineExpression::VariableReference { id } => drop(said.gaps.insert(id.name.to_owned())),
        InlineExpression::StringLiteral { value } => said.text.push_str(value),
        other => panic!("a gap is a variable: {other:?}"),
    }
}

/// Code without its tests and comments, file by file.
fn code(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            code(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            let (text, _tests) = text.split_once("#[cfg(test)]\nmod tests {").unwrap_or((&text, ""));
            found.push((path, text.lines().filter(|line| !["//", "#["].iter().any(|head| line.trim_start().starts_with(head))).collect::<Vec<_>>().join("\n")));
        }
    }
}

/// String literals, as far as a line tells.
fn literals(code: &str) -> impl Iterator<Item = &str> {
    code.lines().flat_map(|line| line.split('"').skip(1).step_by(2))
}

#[test]
fn every_language_says_the_same_things_with_the_same_gaps() {
    let (english, german) = (catalogue("en"), catalogue("de"));
    assert_eq!(english.keys().collect::<Vec<_>>(), german.keys().collect::<Vec<_>>());
    for (id, said) in &english {
        let other = &german[id];
        assert_eq!((&said.gaps, &said.plurals), (&other.gaps, &other.plurals), "{id}");
        let is_alike = said.text == other.text && said.text.contains(char::is_alphabetic);
        assert_eq!(is_alike, ALIKE.contains(&&**id), "{id}: {}", said.text);
        assert!(said.plurals.iter().all(|keys| !keys.contains("one") || keys.contains("other")), "{id}");
    }
}

#[test]
fn what_the_catalogue_has_is_said_and_what_is_said_it_has() {
    let mut files = Vec::new();
    for folder in ["src", "../agent/src", "../src", "../cli/src"] {
        code(&source(folder), &mut files);
    }
    let words: BTreeSet<&str> = files.iter().flat_map(|(_, code)| literals(code)).collect();
    let english = catalogue("en");
    let unsaid: Vec<_> = english.keys().filter(|id| !words.contains(id.as_str())).collect();
    assert!(unsaid.is_empty(), "{unsaid:?}");
    for (path, code) in &files {
        for call in [".word(\"", ".say(\"", "sentence(\""] {
            for after in code.split(call).skip(1) {
                let id = after.split('"').next().unwrap_or_default();
                assert!(english.contains_key(id), "{}: {id}", path.display());
            }
        }
    }
}

#[test]
fn nothing_is_said_beside_the_catalogue() {
    let mut files = Vec::new();
    for folder in ["src", "../agent/src", "../src"] {
        code(&source(folder), &mut files);
    }
    let spoken = files.iter().filter(|(path, _)| SPOKEN.iter().any(|one| path.starts_with(source(one))) && !path.ends_with("tests.rs"));
    let (mut looked_at, mut beside) = (0, Vec::new());
    for (path, code) in spoken {
        looked_at += 1;
        let lines: Vec<&str> = code.lines().filter(|line| !FOR_LOGS.iter().any(|mark| line.contains(mark))).collect();
        for literal in literals(&lines.join("\n")) {
            let outside = literal.split('{').map(|part| part.split_once('}').map_or(part, |(_, after)| after));
            let has_word = outside.flat_map(|part| part.split(' ')).any(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 1);
            if has_word && literal.contains(' ') && !NO_WORDS.iter().any(|mark| literal.starts_with(mark)) {
                beside.push(format!("{}: {literal}", path.display()));
            }
        }
    }
    assert!(beside.is_empty(), "{}", beside.join("\n"));
    assert!(looked_at >= 60, "{looked_at}");
}

#[test]
fn numbers_take_their_form_in_every_language() {
    let spans = |language: Language| [1, 5, 60, 90, 120, 1_440, 2_880, 1_500].map(|minutes| language.span(minutes));
    assert_eq!(spans(Language::English), ["1 minute", "5 minutes", "1 hour", "1 h 30 min", "2 hours", "1 day", "2 days", "1 d 1 h"]);
    assert_eq!(spans(Language::German), ["1 Minute", "5 Minuten", "1 Stunde", "1 Std. 30 Min.", "2 Stunden", "1 Tag", "2 Tagen", "1 T. 1 Std."]);
    let day = "2021-03-31".parse().unwrap();
    assert_eq!([Language::English, Language::German].map(|language| language.full_day(day)), ["Wednesday 31 March 2021", "Mittwoch, 31. März 2021"]);
    assert_eq!([Language::English, Language::German].map(|language| language.short_day(day)), ["Wed 31 Mar", "Mi, 31. März"]);
}

#[test]
fn a_desktop_s_locale_names_its_language() {
    for (locale, language) in [
        ("de_DE.UTF-8", Some(Language::German)),
        ("de-AT", Some(Language::German)),
        ("DE", Some(Language::German)),
        ("de@euro", Some(Language::German)),
        ("en_GB.UTF-8", Some(Language::English)),
        ("den_CA", None),
        ("C", None),
        ("", None),
    ] {
        assert_eq!(Language::of_locale(locale), language, "{locale}");
    }
}
