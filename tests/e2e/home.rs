//! A home for one test: a desktop, a feed, settings, and the program with them.
//! It never shares anything with another test.

use chrono::{DateTime, Duration as Span, Timelike, Utc};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;
use xtask::command::{built, wait};
use xtask::desktop::{Desktop, Guard, PATIENCE, Parts, Tray};
use xtask::run::Notices;

pub(crate) struct Home {
    pub(crate) desktop: Desktop,
    pub(crate) notices: Option<Notices>,
    pub(crate) path: PathBuf,
    pub(crate) opened: PathBuf,
    opener: PathBuf,
    /// Takes the place of the desktop's player of sounds: what it was given to play is noted.
    player: PathBuf,
    pub(crate) played: PathBuf,
}

/// One entry of a test's feed.
pub(crate) struct Session {
    pub(crate) uid: &'static str,
    pub(crate) title: &'static str,
    pub(crate) start: DateTime<Utc>,
    /// Further properties, as JSON with a leading comma, or nothing.
    pub(crate) more: &'static str,
}

pub(crate) const ASK: &str = r#","sessionbell.github.io:join":{"mode":"ask","room":"zoom","instructions":"Ping me.","contacts":[{"kind":"zulip","server":"https://chat.example.org","user":7,"handle":"Niko Host","name":"Niko"}]}"#;
pub(crate) const PUBLIC: &str = r#","virtualLocations":{"1":{"@type":"VirtualLocation","uri":"https://meet.jit.si/Room"}}"#;

/// A whole second, that far from now.
pub(crate) fn soon(seconds: i64) -> DateTime<Utc> {
    Utc::now().with_nanosecond(0).unwrap() + Span::seconds(seconds)
}

pub(crate) fn feed(sessions: &[Session]) -> String {
    let entries: Vec<String> = sessions
        .iter()
        .map(|session| {
            let start = session.start.format("%Y-%m-%dT%H:%M:%S");
            format!(
                r#"{{"@type":"Event","uid":"{}","title":"{}","start":"{start}","timeZone":"UTC","duration":"PT1H","participants":{{"h":{{"@type":"Participant","name":"Niko","roles":{{"owner":true}}}}}}{}}}"#,
                session.uid, session.title, session.more
            )
        })
        .collect();
    format!(r#"{{"@type":"Group","uid":"e2e","title":"Series","sessionbell.github.io:rooms":{{"zoom":{{"label":"Zoom"}}}},"entries":[{}]}}"#, entries.join(","))
}

impl Home {
    pub(crate) fn new(parts: Parts) -> Self {
        let mut desktop = Desktop::start(parts).unwrap();
        let notices = Some(Notices::watch(&mut desktop).unwrap());
        let path = desktop.folder().join("home");
        std::fs::create_dir_all(path.join("config")).unwrap();
        let (opener, opened) = desktop.recorder("opened").unwrap();
        let (player, played) = desktop.recorder("played").unwrap();
        Self { desktop, notices, path, opened, opener, player, played }
    }

    /// Writes a feed and subscribes to it, with further settings before it.
    pub(crate) fn subscribe(&self, sessions: &[Session], settings: &str) {
        let feed_file = self.feed_file();
        std::fs::write(&feed_file, feed(sessions)).unwrap();
        self.settings(&format!("{settings}\n[[feed]]\naddress = \"file://{}\"\n", feed_file.display()));
    }

    pub(crate) fn feed_file(&self) -> PathBuf {
        self.path.join("feed.json")
    }

    pub(crate) fn settings(&self, text: &str) {
        std::fs::write(self.settings_file(), text).unwrap();
    }

    pub(crate) fn settings_file(&self) -> PathBuf {
        self.path.join("config/settings.toml")
    }

    pub(crate) fn program(&self, arguments: &[&str]) -> Command {
        let binary = built("sessionbell", false);
        assert!(binary.exists(), "{} is not built; run `cargo xtask test`", binary.display());
        let mut command = self.desktop.command(binary);
        command
            .args(arguments)
            .env("SESSIONBELL_HOME", &self.path)
            .env("TZ", "Europe/Berlin")
            .env("SESSIONBELL_OPENER", &self.opener)
            .env("SESSIONBELL_PLAYER", &self.player);
        command
    }

    /// Starts the program in the tray.
    pub(crate) fn start(&mut self) -> u32 {
        let mut command = self.program(&["--hidden"]);
        let id = self.desktop.spawn(&mut command).unwrap();
        wait("the door", PATIENCE, || self.path.join("run/door.sock").exists().then_some(())).unwrap();
        id
    }

    /// Starts the program in the tray, after `script` has mounted what nobody else sees and what ends with the program.
    /// `None` where this user may not mount.
    pub(crate) fn start_mounted(&mut self, script: &str) -> Option<u32> {
        if !Command::new("unshare").args(["--mount", "true"]).status().is_ok_and(|status| status.success()) {
            eprintln!("not shown here, since this user may not mount");
            return None;
        }
        let program = self.program(&["--hidden"]);
        let mut mounted = self.desktop.command("unshare");
        mounted.args(["--mount", "sh", "-c", &format!("{script} && exec \"$0\" \"$@\"")]).arg(program.get_program()).args(program.get_args());
        mounted.envs(program.get_envs().filter_map(|(name, value)| Some((name, value?))));
        let id = self.desktop.spawn(&mut mounted).unwrap();
        wait("the door", PATIENCE, || self.path.join("run/door.sock").exists().then_some(())).unwrap();
        Some(id)
    }

    pub(crate) fn tray(&self, process: u32) -> Tray<'_> {
        Tray::of(&self.desktop, process).unwrap()
    }

    /// Waits until the opener was given an address that contains `part`.
    pub(crate) fn until_opened(&self, part: &str) -> String {
        let find = || std::fs::read_to_string(&self.opened).ok()?.lines().find(|line| line.contains(part)).map(str::to_owned);
        wait(&format!("“{part}” to be opened"), PATIENCE, find).unwrap()
    }

    /// Waits until `count` notices whose summary contains `words` went over the bus.
    pub(crate) fn until_rung(&self, words: &str, count: usize, limit: u64) -> Vec<xtask::run::Notice> {
        let all = || self.notices.as_ref().unwrap().all().into_iter().filter(|notice| notice.title.contains(words)).collect::<Vec<_>>();
        wait(&format!("“{words}” to ring {count} times"), Duration::from_secs(limit), || Some(all()).filter(|found| found.len() >= count)).unwrap()
    }

    /// Ends the program as a person does, and checks that it ends well.
    pub(crate) fn quit(&mut self, process: u32) {
        assert!(self.program(&["--quit"]).status().unwrap().success());
        let mut app: Guard = self.desktop.take(process).unwrap();
        assert!(app.ended(PATIENCE).is_some_and(|status| status.success()), "it ends when it is asked to");
    }

    /// Makes it an hour ago, as far as the saved state tells, that feeds were asked, and their turn in two seconds; the
    /// program must not be running.
    pub(crate) fn feeds_are_due(&self) {
        let database = rusqlite::Connection::open(self.path.join("data/sessionbell.db")).unwrap();
        let (asked, next) = ((Utc::now() - Span::hours(1)).to_rfc3339(), soon(2).to_rfc3339());
        let changed =
            database.execute("UPDATE facts SET value = json_set(value, '$.asked', ?1, '$.checked', ?1, '$.next', ?2) WHERE kind = 'poll'", [&asked, &next]);
        assert!(changed.unwrap() > 0, "a feed was asked");
    }

    pub(crate) fn webkit_processes(&self, of: u32) -> Vec<String> {
        xtask::desktop::tree(of)
            .into_iter()
            .filter_map(|id| std::fs::read_to_string(format!("/proc/{id}/comm")).ok())
            .filter(|name| name.starts_with("WebKit"))
            .collect()
    }

    pub(crate) fn log(&self, name: &str) -> String {
        xtask::run::logs(&self.path, name)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }
}
