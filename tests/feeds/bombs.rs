//! Documents within the cap of 2 MiB that cost the most: how much memory each takes at its peak, by a counting allocator, and how long.
//! It never measures more than one at a time: its tests are one.

#![expect(clippy::print_stdout, reason = "the measured figures are wanted")]

use cpu_time::ThreadTime;
use peak_alloc::PeakAlloc;
use sessionbell_core::feed::{self, NotAFeed, Scope};
use sessionbell_core::series::Window;
use sessionbell_core::zone::Zones;
use std::fmt::Write;
use std::time::Duration;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

const CAP: usize = 2 * 1024 * 1024;
/// What reading a document within the cap may take beside the document itself.
const MOST: usize = 16 * 1024 * 1024;
/// How long it may take, also where nothing is optimised.
const LONGEST: Duration = Duration::from_secs(2);

/// `before`, then `piece` of a number again and again, then `after`, filled up to the cap.
fn filled(before: &str, piece: impl Fn(usize) -> String, after: &str) -> String {
    let mut out = String::with_capacity(CAP);
    out.push_str(before);
    for number in 0.. {
        let piece = piece(number);
        if out.len() + piece.len() + 1 + after.len() > CAP {
            break;
        }
        if number > 0 {
            out.push(',');
        }
        out.push_str(&piece);
    }
    out.push_str(after);
    out
}

/// An event with one property more, filled up to the cap.
fn event(open: &str, piece: impl Fn(usize) -> String, close: &str) -> String {
    let before = format!(r#"{{"@type":"Group","entries":[{{"@type":"Event","uid":"a","title":"t","start":"2021-03-30T14:30:00",{open}"#);
    filled(&before, piece, &format!("{close}}}]}}"))
}

/// A group with one property more, filled up to the cap.
fn group(open: &str, piece: impl Fn(usize) -> String, close: &str) -> String {
    filled(
        &format!(r#"{{"@type":"Group",{open}"#),
        piece,
        &format!(r#"{close},"entries":[{{"@type":"Event","uid":"a","title":"t","start":"2021-03-30T14:30:00"}}]}}"#),
    )
}

/// Sessions with something in each, filled up to the cap.
fn sessions(more: impl Fn(usize) -> String) -> String {
    filled(r#"{"@type":"Group","entries":["#, |n| format!(r#"{{"uid":"{n:x}","start":"2021-03-30T14:30:00",{}}}"#, more(n)), "]}")
}

/// A talk, as small as it is.
fn talk(number: usize) -> String {
    format!(r#"{{"id":{number},"title":"t","date":"2021-03-30T14:30:00Z"}}"#)
}

/// A calendar of components, filled up to the cap.
fn calendar(piece: impl Fn(usize) -> String) -> String {
    let mut out = "BEGIN:VCALENDAR\n".to_owned();
    let pieces = (0..).map(piece);
    for piece in pieces {
        if out.len() + piece.len() > CAP {
            break;
        }
        out.push_str(&piece);
    }
    out
}

/// A calendar of one event, with `begin` and then `piece` again and again, filled up to the cap.
fn one_event(begin: &str, piece: impl Fn(usize) -> String) -> String {
    let head = format!("BEGIN:VEVENT\nUID:a\nDTSTART:20210330T143000Z\nSUMMARY:t\n{begin}");
    calendar(|number| if number == 0 { head.clone() } else { piece(number) })
}

/// Each shape by its name.
fn bombs() -> Vec<(&'static str, String)> {
    let number = |_: usize| "0".to_owned();
    let key = |n: usize| format!(r#""{n:x}":0"#);
    let small = |n: usize| format!(r#"{{"uid":"{n:x}","start":"2021-03-30T14:30:00"}}"#);
    let mut nested = String::new();
    for _ in 0..120 {
        nested.push_str(r#"{"a":"#);
    }
    let nested = format!("{nested}0{}", "}".repeat(120));
    vec![
        ("sessions, as small as they are", filled(r#"{"@type":"Group","entries":["#, small, "]}")),
        ("sessions with one identity", filled(r#"{"@type":"Group","entries":["#, |_| small(0), "]}")),
        ("sessions with a long title", sessions(|_| format!(r#""title":"{}""#, "t".repeat(45)))),
        ("sessions with a title of marks", sessions(|_| format!(r#""title":"{}""#, "\u{301}".repeat(23)))),
        ("sessions with a topic", sessions(|_| r#""links":{"":{"href":"https://a.bc"}}"#.to_owned())),
        ("sessions with a post", sessions(|_| r#""links":{"":{"rel":"describedby","href":"https://a.bc"}}"#.to_owned())),
        ("sessions with a public link", sessions(|_| r#""virtualLocations":{"":{"uri":"https://a.bc"}}"#.to_owned())),
        ("sessions with somebody to ask", sessions(|_| r#""sessionbell.github.io:join":{"contacts":[{"kind":"discord"}]}"#.to_owned())),
        ("sessions with a host", sessions(|_| r#""participants":{"":{"name":"n","roles":{"owner":true}}}"#.to_owned())),
        ("sessions with calls", sessions(|_| r#""sessionbell.github.io:wanted":["a","a","a","a"]"#.to_owned())),
        ("sessions that were updated", sessions(|_| format!(r#""updated":"{}""#, "u".repeat(43)))),
        ("sessions that repeat", sessions(|_| r#""recurrenceRule":{"frequency":"daily"}"#.to_owned())),
        ("entries that are numbers", filled(r#"{"@type":"Group","entries":["#, number, "]}")),
        ("entries that are empty", filled(r#"{"@type":"Group","entries":["#, |_| "{}".to_owned(), "]}")),
        ("entries that are deep", filled(r#"{"@type":"Group","entries":["#, |_| nested.clone(), "]}")),
        ("keys of the group", group("", key, "")),
        ("keys of the group, all alike", group("", |_| r#""a":0"#.to_owned(), "")),
        ("a list in the group", group(r#""x":["#, number, "]")),
        ("a list of lists in the group", group(r#""links":["#, |_| "[]".to_owned(), "]")),
        ("an object in the group", group(r#""links":{"#, key, "}")),
        ("objects deep in the group", group(r#""links":["#, |_| nested.clone(), "]")),
        ("rooms", group(r#""sessionbell.github.io:rooms":{"#, |n| format!(r#""{n:x}":{{}}"#), "}")),
        (
            "what a group says for all its sessions",
            filled(
                &format!(
                    r#"{{"@type":"Group","links":{{"p":{{"rel":"describedby","href":"https://a.bc/{}"}}}},"sessionbell.github.io:join":{{"instructions":"{}","contacts":[{}]}},"entries":["#,
                    "p".repeat(2_000),
                    "i".repeat(1_000),
                    vec![format!(r#"{{"kind":"web","uri":"https://a.bc/{}"}}"#, "c".repeat(2_000)); 16].join(",")
                ),
                small,
                "]}",
            ),
        ),
        ("calls", group(r#""sessionbell.github.io:wanted":["#, |_| r#""a""#.to_owned(), "]")),
        ("keys of an event", event("", key, "")),
        ("a list in an event", event(r#""x":["#, number, "]")),
        ("participants", event(r#""participants":{"#, |n| format!(r#""{n:x}":{{"name":"{n:x}","roles":{{"owner":true}}}}"#), "}")),
        ("links", event(r#""links":{"#, |n| format!(r#""{n:x}":{{"href":"https://a.bc"}}"#), "}")),
        ("links that are refused", event(r#""links":{"#, |n| format!(r#""{n:x}":{{}}"#), "}")),
        ("public links", event(r#""virtualLocations":{"#, |n| format!(r#""{n:x}":{{"uri":"https://a.bc"}}"#), "}")),
        ("contacts", event(r#""sessionbell.github.io:join":{"contacts":["#, |_| r#"{"kind":"discord"}"#.to_owned(), "]}")),
        ("a string of letters", event(r#""title":""#, |_| "x".repeat(1_000), r#"""#)),
        ("a string of escapes", event(r#""description":""#, |_| r"\u0301".repeat(100), r#"""#)),
        ("a string of tags", event(r#""descriptionContentType":"text/html","description":""#, |_| "<b>&amp;".repeat(100), r#"""#)),
        ("a long key", event(r#""links":{"#, |_| format!(r#""{}":{{}}"#, "k".repeat(CAP - 400)), "}")),
        ("a long number", event(r#""sequence":"#, |_| "9".repeat(CAP - 200), "")),
        ("a number with a long exponent", event(r#""sequence":1e"#, |_| "9".repeat(CAP - 200), "")),
        ("one event alone", filled(r#"{"@type":"Event","uid":"a","start":"2021-03-30T14:30:00","x":["#, number, "]}")),
        ("one event alone with keys", filled(r#"{"@type":"Event","uid":"a","start":"2021-03-30T14:30:00","#, key, "}")),
        ("a list instead of a group", filled("[", number, "]")),
        ("talks", filled(r#"{"schedule":{"conference":{"acronym":"a","days":[{"date":"2021-03-30","rooms":{"r":["#, talk, "]}}]}}}")),
        ("rooms of a conference", filled(r#"{"schedule":{"conference":{"days":[{"rooms":{"#, |n| format!(r#""{n:x}":[]"#), "}}]}}}")),
        ("a list in a conference", filled(r#"{"schedule":{"conference":{"days":["#, number, "]}}}")),
        ("a list in a talk", filled(r#"{"schedule":{"conference":{"days":[{"rooms":{"r":[{"guid":"a","persons":["#, number, "]}]}}]}}}")),
        ("speakers", filled(r#"{"sessions":[],"speakers":["#, |n| format!(r#"{{"id":{n},"fullName":"n"}}"#), "]}")),
        ("lists of Sessionize", filled(r#"[{"sessions":[]},"#, number, "]")),
        ("a web page", format!("<{}", "<a href=x>".repeat(CAP / 10 - 1))),
        ("events", calendar(|n| format!("BEGIN:VEVENT\nUID:{n:x}\nDTSTART:20210330T143000Z\nEND:VEVENT\n"))),
        ("events that repeat", calendar(|n| format!("BEGIN:VEVENT\nUID:{n:x}\nDTSTART:20210330T143000Z\nRRULE:FREQ=DAILY\nEND:VEVENT\n"))),
        (
            "events of one day with further dates",
            calendar(|n| format!("BEGIN:VEVENT\nUID:{n:x}\nDTSTART:20210330\nRDATE:20210401,20210402,20210403,20210404\nEND:VEVENT\n")),
        ),
        ("dates of one event", one_event("", |n| format!("RDATE:20210330T{:02}{:02}00Z\n", n / 60 % 24, n % 60))),
        ("dates in one line", one_event("RDATE:20210330T143000Z", |n| format!(",20210330T{:02}{:02}00Z", n / 60 % 24, n % 60))),
        ("properties of an event", one_event("", |_| "URL:\n".to_owned())),
        ("properties that nobody reads", one_event("", |_| "X:\n".to_owned())),
        ("parameters", one_event("LOCATION", |n| format!(";{n:x}=a"))),
        ("folds", one_event("DESCRIPTION:", |_| "\n a".to_owned())),
        ("empty lines", one_event("", |_| "\n".to_owned())),
        ("rules of an event", one_event("", |_| "RRULE:FREQ=DAILY\n".to_owned())),
        ("weekdays of a rule", one_event("RRULE:FREQ=YEARLY;BYDAY=1MO", |n| format!(",{}TU", n % 53 + 1))),
        (
            "changed occurrences",
            calendar(|n| {
                format!(
                    "BEGIN:VEVENT\nUID:a\nRECURRENCE-ID:2021{:04}T{:02}{:02}00Z\nDTSTART:20210330T143000Z\nEND:VEVENT\n",
                    331 + n / 1_440 % 30,
                    n / 60 % 24,
                    n % 60
                )
            }),
        ),
        ("zones", calendar(|n| format!("BEGIN:VTIMEZONE\nTZID:{n:x}\nBEGIN:STANDARD\nDTSTART:19700101\nEND:STANDARD\nEND:VTIMEZONE\n"))),
        (
            "observances",
            calendar(|n| if n == 0 { "BEGIN:VTIMEZONE\nTZID:a\n".to_owned() } else { "BEGIN:STANDARD\nRDATE:19700101\nEND:STANDARD\n".to_owned() }),
        ),
        ("components in components", calendar(|_| "BEGIN:X\n".to_owned())),
        ("brackets", "[".repeat(CAP)),
        ("levels", format!(r#"{{"@type":"Group","entries":[{}0{}]}}"#, "[".repeat(120), "]".repeat(120))),
        ("braces", r#"{"a":"#.repeat(CAP / 5)),
        ("quotation marks", "\"".repeat(CAP)),
        ("blanks", " ".repeat(CAP)),
    ]
}

#[test]
fn whatever_fits_into_two_mib_takes_no_more_than_sixteen_and_two_seconds_to_read() {
    let at = |text: &str| text.parse().unwrap();
    let scope = Scope::new(Zones::bundled(), Window { from: at("2021-03-22T00:00:00Z"), to: at("2021-05-22T00:00:00Z") });
    let mut too_much = String::new();
    for (name, document) in bombs() {
        assert!(document.len() <= CAP, "{name}: {}", document.len());
        let before = MEMORY.current_usage();
        MEMORY.reset_peak_usage();
        // The processor’s time, whatever else the machine does: nothing is waited for here.
        let begun = ThreadTime::now();
        let answer = feed::parse(document.as_bytes(), &scope);
        let took = begun.elapsed();
        let peak = MEMORY.peak_usage() - before;
        let what = match &answer {
            Ok((feed, issues)) => format!("{} sessions, {} issues", feed.sessions.len(), issues.len()),
            Err(why) => why.to_string().chars().take(80).collect(),
        };
        println!("{:>7} KiB  {:>5} KiB  {:>5} ms  {name}: {what}", document.len() / 1024, peak / 1024, took.as_millis());
        if peak > MOST || took > LONGEST {
            writeln!(too_much, "{name}: {} KiB, {took:?}", peak / 1024).unwrap();
        }
        drop(answer);
    }
    assert_eq!(too_much, "");
    assert_eq!(feed::parse("[".repeat(CAP).as_bytes(), &scope), Err(NotAFeed::TooDeep));
}
