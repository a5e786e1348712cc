//! From posts to feeds: golden pairs, and what is refused.

use crate::{here, sbell, sbell_in};
use serde_json::Value;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

/// The posts in `posts/`, each with the options that it is published with.
const POSTS: &[(&str, &str)] = &[
    ("2021-03-22-drafting", ""),
    ("triage", ""),
    ("2021-09-28-meetup", ""),
    ("2021-11-01-office-hours", ""),
    ("2021-03-29-columns", "--hosts tests/cli/posts/2021-03-29-columns.hosts.toml"),
    ("2021-03-30-chats", "--hosts tests/cli/posts/2021-03-30-chats.hosts.toml"),
    ("2021-03-29-wrong", ""),
];

fn posts() -> String {
    here("tests/cli/posts")
}

/// Stamps are of today.
fn without_stamps(text: &str) -> String {
    text.lines().filter(|line| !line.trim_start().starts_with("\"updated\":")).map(|line| format!("{line}\n")).collect()
}

/// What is published of each post, and all that is said, stands beside it. `UPDATE_GOLDEN=1` writes it anew, to be read before it is kept.
#[test]
fn every_post_is_published_as_it_stands_beside_it() {
    for (name, options) in POSTS {
        let (code, out, said) = sbell(&format!("publish tests/cli/posts/{name}.md {options}"));
        let found = format!("exit {}\n{said}{}", code.unwrap(), without_stamps(&out));
        let path = format!("{}/{name}.out", posts());
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            std::fs::write(&path, &found).unwrap();
        }
        assert_eq!(found, std::fs::read_to_string(&path).unwrap(), "{name}");
    }
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// The post that it all came from; only where it is at hand.
fn seed() -> Option<String> {
    let folder = Path::new(&here("../shared/seed")).read_dir().ok()?;
    folder.filter_map(|entry| Some(entry.ok()?.path().display().to_string())).find(|path| path.ends_with(".md"))
}

#[test]
fn the_seed_post_gives_its_six_sessions() {
    let Some(seed) = seed() else { return };
    let (code, out, said) = sbell(&format!("publish {seed}"));
    assert_eq!(code, Some(0), "{said}");
    let feed = json(&out);
    let entries = feed["entries"].as_array().unwrap();
    let host = |entry: &Value| {
        let people = entry["participants"].as_object().unwrap();
        people.values().find(|person| person["roles"]["owner"] == true).unwrap()["name"].as_str().unwrap().to_owned()
    };
    let line = |entry: &Value| format!("{} {} {}", entry["start"].as_str().unwrap(), entry["timeZone"].as_str().unwrap(), host(entry));
    assert_eq!(
        entries.iter().map(line).collect::<Vec<_>>(),
        [
            "2021-03-30T14:30:00 America/New_York Niko",
            "2021-03-31T10:00:00 America/New_York Niko",
            "2021-03-31T15:00:00 America/New_York Niko",
            "2021-04-01T07:00:00 America/New_York Ryan Levick",
            "2021-04-02T07:00:00 America/New_York Ryan Levick",
            "2021-04-02T14:30:00 America/New_York Niko"
        ]
    );
    let topics = |entry: &Value| -> Vec<String> {
        let links = entry["links"].as_object().unwrap();
        links
            .iter()
            .filter(|(key, _)| key.starts_with("topic"))
            .map(|(_, link)| link["href"].as_str().unwrap().rsplit('/').next().unwrap().to_owned())
            .collect()
    };
    assert_eq!(entries.iter().map(topics).collect::<Vec<_>>(), [vec!["67"], vec!["95"], vec!["107"], vec!["76", "75"], vec!["105"], vec!["54"]]);
    let calls = |entry: &Value| entry["sessionbell.github.io:wanted"].as_array().map_or(0, Vec::len);
    assert_eq!(entries.iter().map(calls).collect::<Vec<_>>(), [0, 0, 1, 1, 0, 0]);
    assert!(entries[2]["sessionbell.github.io:wanted"][0]["text"].as_str().unwrap().contains("Kotlin"));
    assert!(entries[3]["sessionbell.github.io:wanted"][0]["text"].as_str().unwrap().contains("debuggers"));
    assert_eq!(feed["sessionbell.github.io:wanted"].as_array().unwrap().len(), 1);
    for entry in entries {
        let join = &entry["sessionbell.github.io:join"];
        assert!(join["instructions"].as_str().unwrap().starts_with("If you would like to join, ping me or Ryan on Discord or Zulip"));
        let contacts: Vec<String> = join["contacts"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| format!("{} {}", one["kind"].as_str().unwrap(), one["participant"].as_str().unwrap()))
            .collect();
        assert_eq!(contacts, ["discord niko", "discord ryan-levick", "zulip niko", "zulip ryan-levick"]);
        assert_eq!(join["room"], "zoom");
        assert!(entry.get("duration").is_none(), "the post gives no end");
    }
    assert_eq!(feed["sessionbell.github.io:rooms"]["zoom"]["access"], "on-request");
}

/// A folder with one post in it.
fn folder(name: &str, text: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(name), text).unwrap();
    folder
}

const WEEK: &str = "---\ntitle: Sessions\n---\n\n| When | Who | Topic |\n| --- | --- | --- |\n| Tue 14:30 ET | Niko | traits |\n| Wed 10:00 ET | Niko | types |\n\
                    | Thu 10:00 ET | Ryan | [debugging](https://a.example/1) |\n\nPing Niko on Zulip for the link.\n";

#[test]
fn an_edited_post_shows_exactly_its_edits() {
    let folder = folder("2099-03-30-week.md", WEEK);
    let run = |arguments: &str| sbell_in(folder.path(), arguments);
    assert_eq!(run("publish 2099-03-30-week.md --out old.json").0, Some(0));
    let edited = WEEK
        .replace("Tue 14:30", "Tue 15:30")
        .replace("| Wed 10:00 ET | Niko | types |", "| ~~Wed 10:00 ET~~ | ~~Niko~~ | ~~types~~ |")
        .replace("(https://a.example/1)", "(https://a.example/1) and [profiling](https://a.example/2)");
    std::fs::copy(folder.path().join("old.json"), folder.path().join("new.json")).unwrap();
    std::fs::write(folder.path().join("2099-03-30-week.md"), edited).unwrap();
    assert_eq!(run("publish 2099-03-30-week.md --out new.json").0, Some(0));
    let (code, out, _) = run("diff old.json new.json");
    assert_eq!(
        (code, out.as_str()),
        (
            Some(0),
            "moved: “traits” from Tue 2099-03-31 14:30 ET to Tue 2099-03-31 15:30 ET\ncancelled: “types”\ntopic added to “debugging and profiling”: profiling\n"
        )
    );
    let kinds: Vec<String> =
        json(&run("diff old.json new.json --json").1).as_array().unwrap().iter().map(|one| one["kind"].as_str().unwrap().to_owned()).collect();
    assert_eq!(kinds, ["moved", "cancelled", "topic"]);
    let uids = |name: &str| -> Vec<String> {
        let feed = json(&std::fs::read_to_string(folder.path().join(name)).unwrap());
        feed["entries"].as_array().unwrap().iter().map(|entry| entry["uid"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(uids("old.json"), uids("new.json"));
    let later = std::fs::read_to_string(folder.path().join("new.json")).unwrap().replacen(
        "\"title\": \"traits\"",
        "\"title\": \"generics\", \"duration\": \"PT90M\"",
        1,
    );
    std::fs::write(folder.path().join("later.json"), later.replace("Ping Niko on Zulip", "Ping me on Zulip")).unwrap();
    let out = run("diff new.json later.json").1;
    assert!(out.starts_with("“traits” is now called “generics”\n“generics” now takes 1 h 30 min\nhow to get into “generics” is different\n"), "{out}");
    assert_eq!(run("diff new.json new.json"), (Some(0), "no difference\n".to_owned(), String::new()));
}

#[test]
fn nothing_is_written_of_a_post_with_an_error_or_without_a_yes() {
    let folder = folder("2099-03-30-week.md", WEEK);
    std::fs::write(folder.path().join("2099-03-31-wrong.md"), "* Tue at 14:30, Niko: traits\n").unwrap();
    let (code, out, said) = sbell_in(folder.path(), "publish 2099-03-30-week.md 2099-03-31-wrong.md --out feed.json");
    assert_eq!((code, out.as_str()), (Some(1), ""));
    assert!(said.contains("2099-03-31-wrong.md:1:1: error[no-zone]") && said.ends_with("1 error; nothing was written\n"), "{said}");
    let (code, _, said) = sbell_in(folder.path(), "publish 2099-03-30-week.md --out feed.json --confirm");
    assert!(code == Some(1) && said.contains("Publish this? [y/N]") && said.ends_with("nothing was written\n"), "{said}");
    assert!(!folder.path().join("feed.json").exists());
    let mut asked = Command::new(env!("CARGO_BIN_EXE_sbell"));
    asked.args(["publish", "2099-03-30-week.md", "--out", "feed.json", "--confirm"]).current_dir(folder.path()).stdin(std::process::Stdio::piped());
    let mut asked = asked.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null()).spawn().unwrap();
    std::io::Write::write_all(&mut asked.stdin.take().unwrap(), b"yes\n").unwrap();
    assert!(asked.wait().unwrap().success() && folder.path().join("feed.json").exists());
    assert_eq!(sbell_in(folder.path(), "publish missing.md").0, Some(2));
    assert_eq!(sbell_in(folder.path(), "publish").0, Some(2));
    assert_eq!(sbell_in(folder.path(), "check 2099-03-31-wrong.md").0, Some(1));
    assert_eq!(sbell_in(folder.path(), "check 2099-03-30-week.md").0, Some(0));
}

/// The date may be said, and the list of hosts beside the post is read by itself.
#[test]
fn what_is_said_beside_a_post_counts() {
    let folder = folder("week.md", "* Tue at noon ET, Niko: traits\n\nPing Niko for the link.\n");
    assert!(sbell_in(folder.path(), "check week.md").1.contains("error[no-date]"));
    std::fs::write(folder.path().join("hosts.toml"), "[[host]]\nname = \"Niko Matsakis\"\nmail = \"niko@a.example\"\n").unwrap();
    let feed = json(&sbell_in(folder.path(), "publish week.md --date 2021-03-29").1);
    let entry = &feed["entries"][0];
    assert_eq!((entry["start"].as_str(), entry["organizerCalendarAddress"].as_str()), (Some("2021-03-30T12:00:00"), Some("mailto:niko@a.example")));
    assert_eq!(entry["sessionbell.github.io:join"]["contacts"][0]["handle"], "niko@a.example");
    std::fs::write(folder.path().join("hosts.toml"), "[[host]]\nnam = 1\n").unwrap();
    let (code, _, said) = sbell_in(folder.path(), "check week.md");
    assert!(code == Some(2) && said.contains("hosts.toml: the list of hosts cannot be read"), "{said}");
}

/// A link to a page of times that an earlier post had for another time is named with the file it stands in, by both commands.
#[test]
fn a_link_of_an_earlier_post_is_named() {
    let folder = folder("2021-03-29-a.md", "* [Tue at noon ET](https://t.example/1), Niko: a\n");
    std::fs::write(folder.path().join("2021-04-05-b.md"), "\n* [Tue at noon ET](https://t.example/1), Niko: b\n").unwrap();
    let expected = "2021-04-05-b.md:2:1: warning[reused-link]: the link https://t.example/1 stood beside 2021-03-30 12:00 in 2021-03-29-a";
    assert!(sbell_in(folder.path(), "check 2021-03-29-a.md 2021-04-05-b.md").1.contains(expected));
    assert!(sbell_in(folder.path(), "publish 2021-03-29-a.md 2021-04-05-b.md").2.contains(expected));
}

#[test]
fn hostile_markdown_is_refused_with_its_place_and_soon() {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes, expected) in [
        ("2021-01-01-deep.md", "> ".repeat(200_000).into_bytes(), "error[too-deep]"),
        ("2021-01-01-brackets.md", "[".repeat(500_000).into_bytes(), "error[too-deep]"),
        ("2021-01-01-long.md", "* Tue at noon ET: a\n".repeat(520_000).into_bytes(), "error[too-long]"),
        ("2021-01-01-bytes.md", [b"one\ntwo \xFF\xFE".as_slice(), &[b'a'; 1000]].concat(), ":2:5: error[not-text]"),
        ("2021-01-01-rows.md", format!("| When | Who |\n|-|-|\n{}", "| Tue at noon ET | Niko |\n".repeat(40_000)).into_bytes(), "error[too-long]"),
        ("2021-01-01-items.md", "* Tue at noon ET: Niko: a\n".repeat(40_000).into_bytes(), "further findings are not listed"),
        ("2021-01-01-references.md", "[a][b] ".repeat(140_000).into_bytes(), "warning[too-many]"),
        ("2021-01-01-tags.md", "{{ a }} ".repeat(130_000).into_bytes(), "error[no-sessions]"),
        ("2021-01-01-prose.md", "On March 3 at 5 and ".repeat(50_000).into_bytes(), "error[no-sessions]"),
        ("2021-01-01-emphasis.md", "*a_ ".repeat(250_000).into_bytes(), "error[no-sessions]"),
        ("2021-01-01-cells.md", format!("{}\n{}\n", "|a".repeat(100_000), "|-".repeat(100_000)).into_bytes(), "error[no-sessions]"),
    ] {
        std::fs::write(folder.path().join(name), &bytes).unwrap();
        let begin = Instant::now();
        let (code, out, _) = sbell_in(folder.path(), &format!("check {name}"));
        assert!(code == Some(1) && out.contains(expected), "{name}: {}", out.chars().take(300).collect::<String>());
        // The tests are built without optimisation; the figure of the release build is in docs/quality.md.
        assert!(begin.elapsed() < Duration::from_secs(20), "{name}: {:?}", begin.elapsed());
    }
}

/// Every code is explained, and every example of the document shows what it says it shows.
#[test]
fn every_check_is_documented_with_an_example_that_shows_it() {
    let document = std::fs::read_to_string(here("src-tauri/docs/checks.md")).unwrap();
    let (_, list, _) = sbell("explain");
    for line in list.lines() {
        let code = line.split_whitespace().next().unwrap();
        let (exit, section, _) = sbell(&format!("explain {code}"));
        assert!(exit == Some(0) && section.starts_with(&format!("## {code}\n")) && section.contains("**Mend it:**"), "{code}");
        assert!(line.ends_with('.'), "{line}");
        let Some((kind, rest)) = section.split_once("\n```").map(|(_, rest)| rest.split_once('\n').unwrap()) else {
            assert!(["not-text", "too-long", "too-many"].contains(&code), "{code} has no example");
            continue;
        };
        let example = rest.split_once("\n```").unwrap().0;
        let name = match (kind, code) {
            ("markdown", "no-date") => "example.md",
            ("markdown", _) => "2021-03-29-example.md",
            _ => "example.json",
        };
        let folder = folder(name, example);
        let found = json(&sbell_in(folder.path(), &format!("check {name} --json")).1);
        assert!(found.as_array().unwrap().iter().any(|one| one["code"] == code), "{code}: {found}");
    }
    let sections = document.lines().filter(|line| line.starts_with("## ")).count();
    assert_eq!(sections, list.lines().count());
    assert_eq!(sbell("explain nothing").0, Some(2));
}

/// Python's icalendar, which set-up installs for the system's Python, reads what was written and sees the same instants.
#[test]
fn the_calendar_is_read_back_by_another_program() {
    let folder = tempfile::tempdir().unwrap();
    for (name, options) in POSTS.iter().filter(|(name, _)| !name.ends_with("wrong")) {
        let ics = folder.path().join("out.ics");
        let feed = folder.path().join(format!("{name}.json"));
        let (code, _, said) = sbell(&format!("publish tests/cli/posts/{name}.md {options} --ics {} --out {}", ics.display(), feed.display()));
        assert_eq!(code, Some(0), "{said}");
        let lines = |file: &Path| {
            let (code, out, said) = sbell(&format!("list {} --json --from 2021-03-01 --to 2021-12-01", file.display()));
            assert_eq!(code, Some(0), "{said}");
            let listing = json(&out);
            listing["sessions"]
                .as_array()
                .unwrap()
                .iter()
                .map(|one| format!("{} {} {} {}", one["start"], one["end"], one["title"], one["status"]))
                .collect::<Vec<_>>()
        };
        assert_eq!(lines(&ics), lines(&feed), "{name}");
        let program = "import sys, icalendar\nfor e in icalendar.Calendar.from_ical(open(sys.argv[1], 'rb').read()).walk('VEVENT'):\n    print(e['UID'], e.decoded('DTSTART').astimezone(__import__('datetime').timezone.utc).strftime('%Y-%m-%dT%H:%M:%SZ'), e['SUMMARY'])\n";
        let output = Command::new("/usr/bin/python3").args(["-c", program]).arg(&ics).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        // Of an hour that is there twice this one takes the second, against RFC 5545 section 3.3.5.
        let is_once = |line: &String| !line.ends_with("The hour that is there twice");
        let theirs: Vec<String> = String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).filter(is_once).collect();
        let document = json(&std::fs::read_to_string(&feed).unwrap());
        let first = json(&sbell(&format!("list {} --json --from 2021-03-01 --to 2021-12-01", feed.display())).1);
        let instant = |uid: &str| first["sessions"].as_array().unwrap().iter().find(|one| one["uid"] == uid).unwrap()["start"].as_str().unwrap().to_owned();
        let ours: Vec<String> = document["entries"]
            .as_array()
            .unwrap()
            .iter()
            .map(|entry| format!("{} {} {}", entry["uid"].as_str().unwrap(), instant(entry["uid"].as_str().unwrap()), entry["title"].as_str().unwrap()))
            .filter(is_once)
            .collect();
        assert_eq!(theirs, ours, "{name}");
    }
}

#[test]
fn published_feeds_are_valid_against_the_published_schema() {
    let schema = json(&std::fs::read_to_string(here("src-tauri/docs/session-feed.schema.json")).unwrap());
    let schema = jsonschema::validator_for(&schema).unwrap();
    let mut feeds: Vec<String> = POSTS
        .iter()
        .filter(|(name, _)| !name.ends_with("wrong"))
        .map(|(name, options)| sbell(&format!("publish tests/cli/posts/{name}.md {options}")).1)
        .collect();
    feeds.extend(seed().map(|seed| sbell(&format!("publish {seed}")).1));
    for feed in &feeds {
        let feed = json(feed);
        let wrong: Vec<String> = schema.iter_errors(&feed).map(|error| format!("{}: {error}", error.instance_path)).collect();
        assert!(wrong.is_empty(), "{}\n{feed:#}", wrong.join("\n"));
    }
    let week = json(&feeds[0]);
    for (place, value) in [
        ("/entries/0/start", Value::from("2021-03-30T14:30:00Z")),
        ("/entries/0/timeZone", "ET".into()),
        ("/entries/0/duration", "1h".into()),
        ("/entries/0/sessionbell.github.io:join/mode", "knock".into()),
        ("/entries/0/uid", Value::Null),
        ("/@type", "Event".into()),
    ] {
        let mut wrong = week.clone();
        match wrong.pointer_mut(place) {
            Some(at) => *at = value,
            None => wrong["entries"][0]["duration"] = value,
        }
        assert!(!schema.is_valid(&wrong), "{place}");
    }
}

#[test]
fn a_page_and_an_announcement_escape_what_they_are_given() {
    let folder = folder("2099-03-30-week.md", "* Tue 14:30 ET, Niko: <script>alert(1)</script> @everyone **now** & [x](https://a.example/?a=1&b=2)\n");
    let (code, out, said) = sbell_in(folder.path(), "publish 2099-03-30-week.md --html page.html --chat=zulip");
    assert_eq!(code, Some(0), "{said}");
    assert!(out.contains("* <time:2099-03-31T18:30:00Z>, Niko: ") && !out.contains("@everyone") && !out.contains("<script>"), "{out}");
    let page = std::fs::read_to_string(folder.path().join("page.html")).unwrap();
    assert!(page.contains("<time datetime=\"2099-03-31T18:30:00Z\">Tue 31 Mar 2099, 14:30 ET</time>"), "{page}");
    assert!(page.contains("<a href=\"https://a.example/?a=1&amp;b=2\">x</a>") && !page.contains("<script>alert"), "{page}");
    let discord = sbell_in(folder.path(), "publish 2099-03-30-week.md --chat").1;
    assert!(discord.contains("<t:4078665000:F>"), "{discord}");
}

#[test]
fn a_preview_marks_other_days_and_unusual_weeks() {
    let folder = folder("2021-03-15-week.md", "* Tue 20:30 ET, Niko: traits\n");
    let (code, out, said) = sbell_in(folder.path(), "preview 2021-03-15-week.md --zone Europe/Berlin --zone Asia/Kolkata");
    assert_eq!(
        (code, out.as_str(), said.as_str()),
        (
            Some(0),
            "Host’s clock             Berlin          Kolkata       Session\n\
             Tue 2021-03-16 20:30 ET  01:30 +1 day *  06:00 +1 day  traits (Niko)\n\
             * in Berlin “traits” is an hour earlier than usual\n",
            ""
        )
    );
    assert_eq!(sbell_in(folder.path(), "preview 2021-03-15-week.md --zone CET").0, Some(2));
}

#[test]
fn completions_and_the_manual_know_every_command() {
    let (_, script, _) = sbell("completions bash");
    let (_, manual, _) = sbell("man");
    for command in ["publish", "check", "explain", "preview", "diff", "link", "list", "next", "doctor"] {
        assert!(script.contains(command) && manual.contains(command), "{command}");
    }
    assert!(manual.contains(".TH sbell 1"), "{manual}");
}

/// A publisher's build has no windows: `sbell` is built without their toolkit.
#[test]
fn nothing_of_the_windows_is_in_its_tree() {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "-p", "sbell", "--edges", "normal,build", "--prefix", "none", "--offline"])
        .current_dir(here(""))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let tree = String::from_utf8(output.stdout).unwrap();
    assert!(tree.contains("sessionbell-core"));
    for line in tree.lines() {
        assert!(!["gtk", "gdk", "webkit", "wry", "tauri", "tao "].iter().any(|word| line.starts_with(word)), "{line}");
    }
}
