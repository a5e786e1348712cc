//! How addresses are handed to the desktop's opener.
//! It never starts a browser: the opener is a script of its own.

use super::again::{again, must_pass, role};
use sessionbell_agent::opener::DesktopOpener;
use sessionbell_agent::ports::{Opener, WorldEvent};
use sessionbell_core::engine::Purpose;
use sessionbell_core::link::{MailLink, Openable, WebLink};
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::sync::mpsc::unbounded_channel;

fn web() -> Openable {
    Openable::Web(WebLink::parse("https://zoom.us/j/1?pwd=a&b=$(id);'x'%20\"").unwrap())
}

fn open_in_a_process(opener: &Path, note: &Path) {
    let mut child = again("opening::opens", "opens");
    child.env("SESSIONBELL_OPENER", opener).env("SESSIONBELL_TEST_NOTE", note);
    must_pass(child);
}

#[test]
fn an_address_is_one_word_for_a_program_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let (opener, note) = (folder.path().join("opener"), folder.path().join("note"));
    fs::write(&opener, "#!/bin/sh\nset -e\n{ echo \"$#\"; echo \"$1\"; echo \"$$\"; ps -o pgid= -p $$ | tr -d ' '; } >\"$SESSIONBELL_TEST_NOTE.part\"\nmv \"$SESSIONBELL_TEST_NOTE.part\" \"$SESSIONBELL_TEST_NOTE\"\n").unwrap();
    fs::set_permissions(&opener, Permissions::from_mode(0o755)).unwrap();
    open_in_a_process(&opener, &note);
}

#[test]
fn opens() {
    if role().as_deref() != Some("opens") {
        return;
    }
    let note = PathBuf::from(std::env::var("SESSIONBELL_TEST_NOTE").unwrap());
    let until = |what: &dyn Fn() -> bool| {
        let seen = (0..20_000).any(|_| {
            what() || {
                std::thread::sleep(Duration::from_millis(1));
                false
            }
        });
        assert!(seen, "it did not happen within 20 s");
    };
    let mail = Openable::Mail(MailLink::new("niko@example.org", "Join & learn", "Hi\nthere").unwrap());
    for what in [web(), mail] {
        let (events, mut world) = unbounded_channel();
        DesktopOpener::new(events, PathBuf::new()).open(&what, None).unwrap();
        until(&|| note.exists());
        let said = fs::read_to_string(&note).unwrap();
        let lines: Vec<&str> = said.lines().collect();
        assert_eq!(lines[..2], ["1", what.as_str()]);
        assert_eq!(lines[2], lines[3], "a process group of its own");
        // Waited for: a zombie would keep its entry.
        until(&|| !Path::new("/proc").join(lines[2]).exists());
        fs::remove_file(&note).unwrap();
        assert!(world.blocking_recv().is_none(), "nothing went wrong");
    }
    // A calendar takes the place of no file that is there.
    let folder = tempfile::tempdir().unwrap();
    for name in ["A talk.ics", "A talk (2).ics"] {
        let (events, mut world) = unbounded_channel();
        DesktopOpener::new(events, folder.path().join("new")).open_calendar("A talk", "BEGIN:VCALENDAR").unwrap();
        until(&|| note.exists());
        let file = folder.path().join("new").join(name);
        assert_eq!(fs::read_to_string(&note).unwrap().lines().nth(1), file.to_str());
        assert_eq!(fs::read_to_string(file).unwrap(), "BEGIN:VCALENDAR");
        assert!(world.blocking_recv().is_none(), "nothing went wrong");
        fs::remove_file(&note).unwrap();
    }
}

#[test]
fn a_missing_opener_is_a_sentence() {
    let mut child = again("opening::does_not_open", "does not open");
    child.env("SESSIONBELL_OPENER", "/nowhere/xdg-open");
    must_pass(child);
}

#[test]
fn does_not_open() {
    if role().as_deref() != Some("does not open") {
        return;
    }
    let (events, _world) = unbounded_channel();
    let sentence = DesktopOpener::new(events, PathBuf::new()).open(&web(), None).unwrap_err().to_string();
    assert!(sentence.contains("/nowhere/xdg-open did not start") && !sentence.contains("pwd"), "{sentence}");
    let folder = tempfile::tempdir().unwrap();
    let (events, _world) = unbounded_channel();
    let sentence = DesktopOpener::new(events, folder.path().to_owned()).open_calendar("A talk", "").unwrap_err().to_string();
    assert!(sentence.contains("A talk.ics, which could not be opened: /nowhere/xdg-open did not start"), "{sentence}");
    // Nor is there a folder where a file is.
    fs::write(folder.path().join("file"), "").unwrap();
    let (events, _world) = unbounded_channel();
    let sentence = DesktopOpener::new(events, folder.path().join("file")).open_calendar("A talk", "").unwrap_err().to_string();
    assert!(sentence.starts_with("The session could not be saved for your calendar"), "{sentence}");
}

/// `xdg-open` ends with 3 where no browser is found.
#[test]
fn an_opener_that_fails_is_told_of_later() {
    let folder = tempfile::tempdir().unwrap();
    let opener = folder.path().join("opener");
    fs::write(&opener, "#!/bin/sh\nexit 3\n").unwrap();
    fs::set_permissions(&opener, Permissions::from_mode(0o755)).unwrap();
    let mut child = again("opening::fails", "fails");
    child.env("SESSIONBELL_OPENER", opener);
    must_pass(child);
}

#[test]
fn fails() {
    if role().as_deref() != Some("fails") {
        return;
    }
    let (events, mut world) = unbounded_channel();
    let session = "feed/talk".parse().unwrap();
    DesktopOpener::new(events, PathBuf::new()).open(&web(), Some(Purpose::Join(session))).unwrap();
    let Some(WorldEvent::NotOpened { purpose: Some(Purpose::Join(session)), why }) = world.blocking_recv() else { panic!("it was told of nothing") };
    assert_eq!(session.to_string(), "feed/talk");
    assert!(why.to_string().contains("exit status: 3") && why.to_string().contains("default browser") && !why.to_string().contains("pwd"), "{why}");
}
