//! Runs the built `sbell` on feeds with fixed dates and checks all that it says, and its exit code.
//! It never looks at what this user is subscribed to, and asks nobody over a network.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod publishing;

use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;

/// What `sbell` says to these arguments at the root of the project, for a user who never ran Sessionbell: exit code,
/// standard output, standard error.
fn sbell(arguments: &str) -> (Option<i32>, String, String) {
    sbell_in(Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap(), arguments)
}

/// The same in another folder.
fn sbell_in(root: &Path, arguments: &str) -> (Option<i32>, String, String) {
    let home = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_sbell"));
    command.args(arguments.split_whitespace()).current_dir(root).env("SESSIONBELL_HOME", home.path());
    let output = command.stdin(std::process::Stdio::null()).output().unwrap();
    (output.status.code(), String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
}

fn check(arguments: &str, code: i32, out: &str, complaint: &str) {
    assert_eq!(sbell(arguments), (Some(code), out.to_owned(), complaint.to_owned()), "sbell {arguments}");
}

fn listing(arguments: &str) -> Value {
    let (code, out, complaint) = sbell(arguments);
    assert_eq!((code, complaint.as_str()), (Some(0), ""), "sbell {arguments}");
    serde_json::from_str(&out).unwrap()
}

/// A file at the root of the project.
fn here(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap().join(name).display().to_string()
}

const WEEK: &str = "list tests/feeds/001-a-week.json --zone Europe/Berlin";

const ALL: &str = "\
Tue 2021-03-30   20:30  Wrapping C++ async APIs (Niko)
Wed 2021-03-31   16:00  Picking an HTTP library (Niko)
Wed 2021-03-31   21:00  Structured concurrency (Niko)
Thu 2021-04-01   13:00  Debugging and insights (Ryan)
Fri 2021-04-02   13:00  Common async helpers (Ryan)
Fri 2021-04-02   20:30  Bridging sync and async (Niko)
";

const WEDNESDAY_EVENING: &str = "Wed 2021-03-31   21:00  Structured concurrency (Niko)\n";

#[test]
fn a_list_is_in_order_of_time_and_on_the_clock_of_the_zone() {
    check(WEEK, 0, ALL, "");
    check("list tests/feeds/001-a-week.json --zone Asia/Kolkata --to 2021-03-31", 0, "", "");
    check("list tests/feeds/009-cancelled-and-moved.json --zone UTC", 0, "Tue 2021-03-30   18:30  off  cancelled\nWed 2021-03-31   18:30  moved\n", "");
}

/// A session without an end counts as an hour; both bounds are left out themselves.
#[test]
fn a_list_holds_what_takes_place_between_the_bounds() {
    check(&format!("{WEEK} --from 2021-04-02T17:30:00Z"), 0, "Fri 2021-04-02   20:30  Bridging sync and async (Niko)\n", "");
    check(&format!("{WEEK} --from 2021-03-31T15:00:00Z --to 2021-03-31T19:00:01Z"), 0, WEDNESDAY_EVENING, "");
    check(&format!("{WEEK} --from 2021-03-31T15:00:00Z --to 2021-03-31T19:00:00Z"), 0, "", "");
    check(&format!("{WEEK} --from 2021-03-31T17:00:00+02:00 --to 2021-04-01"), 0, WEDNESDAY_EVENING, "");
    check(&format!("{WEEK} --from 2021-04-03"), 0, "", "");
}

#[test]
fn a_list_as_json() {
    let evening = listing(&format!("{WEEK} --from 2021-03-31T15:00:00Z --to 2021-04-01 --json"));
    let session = json!({
        "start": "2021-03-31T19:00:00Z", "end": null, "local": "2021-03-31T21:00:00", "zone": "Europe/Berlin",
        "uid": "wed-2", "occurrence": null, "title": "Structured concurrency", "hosts": ["Niko"], "status": "Confirmed",
        "way": "ask", "links": ["https://github.com/rust-lang/wg-async-foundations/issues/107"],
        "wanted": ["people who have used Kotlin’s coroutines"],
    });
    assert_eq!(evening, json!({ "title": "Async Vision Doc", "uid": "week-3", "sessions": [session], "issues": [] }));

    let week = listing(&format!("{WEEK} --json"));
    let starts: Vec<&str> = week["sessions"].as_array().unwrap().iter().map(|session| session["start"].as_str().unwrap()).collect();
    assert_eq!(starts.len(), 6);
    assert!(starts.is_sorted(), "{starts:?}");
}

#[test]
fn what_was_not_understood_is_said_beside_the_list() {
    let (place, sentence) = ("line 5", "rule not supported: BYWEEKNO; only the first date is shown");
    let list = "list tests/feeds/207-a-rule-that-is-not-followed.ics --from 2021-03-01 --zone Europe/Berlin";
    check(list, 0, "Tue 2021-03-30   20:30  By the number of the week\n", &format!("warning: {place}: {sentence}\n"));
    let listed = listing(&format!("{list} --json"));
    assert_eq!(listed["issues"], json!([{ "weight": "warning", "place": place, "sentence": sentence }]));
}

#[test]
fn what_cannot_be_listed_is_said_with_what_to_do() {
    for (arguments, complaint) in [
        ("list /nowhere/feed.json", "the file cannot be read: /nowhere/feed.json is not there"),
        ("list missing.json", &format!("the file cannot be read: {} is not there", here("missing.json"))),
        ("list ./feeds/missing.txt", &format!("the file cannot be read: {} is not there", here("feeds/missing.txt"))),
        (
            "list http://example.org/feed.json",
            "“http://example.org/feed.json” is neither a file nor an address: this address is not encrypted; try it with https:// instead of http://",
        ),
        ("list tests/feeds/017-web-page.json", "the address leads to a web page, not to a feed; look for a link to a feed or calendar on it"),
        ("list tests/feeds/001-a-week.json --zone ET", "“ET” is not a time zone name; use one like Europe/Berlin or America/New_York"),
    ] {
        check(arguments, 1, "", &format!("sbell: {complaint}\n"));
        check(&format!("{arguments} --json"), 1, "", &format!("sbell: {complaint}\n"));
    }
    let (code, out, complaint) = sbell(&format!("{WEEK} --from soon"));
    assert_eq!((code, out.as_str()), (Some(1), ""));
    assert!(complaint.starts_with("sbell: “soon” is neither an instant (2021-03-30T12:00:00Z) nor a day (2021-03-30)"), "{complaint}");
}

/// XDG Base Directory Specification 0.8; without a runtime folder the door is among the data.
#[cfg(target_os = "linux")]
#[test]
fn the_folders_are_those_that_the_system_names() {
    use std::os::unix::fs::PermissionsExt;
    let made = |variables: &[(&str, &str)]| {
        let home = tempfile::tempdir().unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_sbell"));
        command.arg("next").env_clear().env("HOME", home.path());
        command.envs(variables.iter().map(|(name, folder)| (name, home.path().join(folder))));
        assert_eq!(command.output().unwrap().status.code(), Some(1));
        let folders = [
            "mine",
            ".local/share/sessionbell",
            ".local/share/sessionbell/run",
            ".local/state/sessionbell",
            ".config/sessionbell",
            "data/sessionbell",
            "run/sessionbell",
            "state/sessionbell",
            "config/sessionbell",
        ];
        let there = folders.into_iter().filter(|folder| home.path().join(folder).is_dir()).collect::<Vec<_>>();
        for folder in &there {
            assert_eq!(home.path().join(folder).metadata().unwrap().permissions().mode() & 0o777, 0o700, "{folder} is for its user alone");
        }
        there
    };
    assert_eq!(made(&[]), [".local/share/sessionbell", ".local/share/sessionbell/run", ".local/state/sessionbell", ".config/sessionbell"]);
    let named = [("XDG_DATA_HOME", "data"), ("XDG_RUNTIME_DIR", "run"), ("XDG_STATE_HOME", "state"), ("XDG_CONFIG_HOME", "config")];
    assert_eq!(made(&named), ["data/sessionbell", "run/sessionbell", "state/sessionbell", "config/sessionbell"]);
    assert_eq!(made(&[("SESSIONBELL_HOME", "mine"), ("XDG_DATA_HOME", "data")]), ["mine"]);
}

#[test]
fn next_without_feeds_says_so() {
    check("next", 1, "No session is coming up.\n", "");
    check("next --json", 1, "null\n", "");
}

#[test]
fn a_reader_that_has_seen_enough_is_no_fault() {
    let home = tempfile::tempdir().unwrap();
    let sbell = env!("CARGO_BIN_EXE_sbell");
    let feed = here("tests/feeds/001-a-week.json");
    let mut command = Command::new(sbell);
    command.args(["list", &feed]).env("SESSIONBELL_HOME", home.path()).stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
    let mut running = command.spawn().unwrap();
    drop(running.stdout.take());
    let output = running.wait_with_output().unwrap();
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
}

#[test]
fn what_repeats_is_listed_for_the_days_asked_for() {
    let list = "list tests/feeds/203-repeats.ics --zone Europe/Berlin";
    let listed = listing(&format!("{list} --from 2021-04-12 --to 2021-04-15 --json"));
    let sessions: Vec<_> =
        listed["sessions"].as_array().unwrap().iter().map(|one| (one["uid"].as_str(), one["start"].as_str(), one["occurrence"].as_str())).collect();
    let expected = [("weekly", "2021-04-13T18:30:00Z", "2021-04-13T14:30:00"), ("changed", "2021-04-14T07:00:00Z", "2021-04-14T09:00:00")];
    assert_eq!(sessions, expected.map(|(uid, start, occurrence)| (Some(uid), Some(start), Some(occurrence))));
}

#[test]
fn the_doctor_names_the_time_zone_database() {
    let (code, out, complaint) = sbell("doctor");
    assert_eq!(complaint, "");
    assert!(code.is_some());
    let line = out.lines().find(|line| line.contains("Time zones")).unwrap();
    let release = line.split("database ").nth(1).and_then(|rest| rest.split(',').next()).unwrap();
    // The one that the program brings is the oldest that can be named.
    assert!(release >= "2026f", "{line}");
}

#[test]
fn a_schedule_is_listed_as_any_feed_is() {
    let frab = "\
Sat 2021-08-21   11:00  Opening Ceremony (jinxx & smtw)
Sun 2021-08-22   00:15  Card & badge (Ada Lovelace)
";
    let complaint = "warning: /schedule/conference/days/0/rooms/Curie ~1 left/1/links/1: the link is left out: only https:// addresses are opened; this one begins with http:\n";
    check("list tests/feeds/101-frab.json --zone Europe/Berlin --from 2021-08-21 --to 2021-08-21T22:30:00Z", 0, frab, complaint);
}

/// The machine's zone is no guess at the event's.
#[test]
fn a_schedule_without_a_zone_is_listed_once_its_zone_is_given() {
    let asks = "sbell: this schedule does not say in which time zone it is; name the zone of the event, as in --zone Europe/Vienna\n";
    check("list tests/feeds/113-sessionize-grid.json", 1, "", asks);
    let listed = listing("list tests/feeds/112-sessionize-sessions.json --json --zone Asia/Tokyo");
    assert_eq!(listed["sessions"][1]["local"], "2021-10-09T18:00:00");
}

#[test]
fn a_web_page_is_told_from_a_feed() {
    let page = "sbell: the address leads to a web page, not to a feed; look for a link to a feed or calendar on it\n";
    check("list tests/feeds/017-web-page.json", 1, "", page);
}

#[test]
fn an_address_is_judged_as_the_app_judges_it() {
    let wrapped = "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fzoom.us%2Fj%2F1%3Fpwd%3Da&data=05";
    check(&format!("link {wrapped}"), 0, "Zoom: opened when its session is joined; https://zoom.us/j/1?pwd=a\n", "");
    check("link https://room.example/a", 0, "no known service: opened after its host is confirmed once; https://room.example/a\n", "");
    check(
        "link javascript:alert(1)",
        1,
        "no known service: not opened: only https:// addresses are opened; this one begins with javascript:; javascript:alert(1)\n",
        "",
    );
    let mut command = Command::new(env!("CARGO_BIN_EXE_sbell"));
    let mut running = command.args(["link", "-", "--json"]).stdin(std::process::Stdio::piped()).stdout(std::process::Stdio::piped()).spawn().unwrap();
    std::io::Write::write_all(&mut running.stdin.take().unwrap(), b"https://meet.jit.si/Room\n\nhttps://evil-zoom.us/j/1\nhttp://zoom.us/j/1\n").unwrap();
    let output = running.wait_with_output().unwrap();
    let lines: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
    let outcomes: Vec<String> = lines.iter().map(|line| format!("{} {}", line["outcome"].as_str().unwrap(), line["service"])).collect();
    assert_eq!((output.status.code(), outcomes), (Some(1), vec!["opened \"Jitsi Meet\"".into(), "asked-first null".into(), "refused null".into()]));
}
