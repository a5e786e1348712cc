//! The entry that starts the program with the desktop session, read back as a desktop reads it.
//! It never touches this user's own entries.

use super::again::{again, must_pass, role};
use super::names;
use sessionbell_agent::autostart::DesktopAutostart;
use sessionbell_agent::ports::Autostart;
use std::fs;

/// The words of an `Exec` line (Desktop Entry Specification, “The Exec key”), or nothing if it is not well-formed.
fn exec_words(entry: &str) -> Option<Vec<String>> {
    let value = entry.lines().find_map(|line| line.strip_prefix("Exec="))?;
    // The escapes that hold for every string come first, then those inside quotes.
    let (mut plain, mut marks) = (String::new(), value.chars());
    while let Some(mark) = marks.next() {
        plain.push(match mark {
            '\\' => match marks.next()? {
                's' => ' ',
                'n' => '\n',
                't' => '\t',
                'r' => '\r',
                '\\' => '\\',
                _ => return None,
            },
            other => other,
        });
    }
    let (mut words, mut marks) = (Vec::new(), plain.chars().peekable());
    while let Some(mark) = marks.next() {
        let mut word = String::new();
        match mark {
            ' ' => continue,
            '"' => loop {
                match marks.next()? {
                    '"' => break,
                    '\\' => word.push(marks.next().filter(|next| "\"`$\\".contains(*next))?),
                    '`' | '$' => return None,
                    other => word.push(other),
                }
            },
            first => {
                word.push(first);
                while let Some(next) = marks.next_if(|next| *next != ' ') {
                    word.push(next);
                }
                if word.chars().any(|one| "\"'\\><~|&;$*?#()`\t\n".contains(one)) {
                    return None;
                }
            }
        }
        let whole = word.replace("%%", "\0");
        if whole.contains('%') {
            return None;
        }
        words.push(whole.replace('\0', "%"));
    }
    Some(words)
}

#[test]
fn starting_at_login_is_entered_where_the_desktop_looks_for_it() {
    for place in ["plain", "with space", "100%f \"quoted\" $HOME `x` back\\slash"] {
        let folder = tempfile::tempdir().unwrap();
        let program = folder.path().join(place).join("sessionbell");
        fs::create_dir(program.parent().unwrap()).unwrap();
        fs::copy(std::env::current_exe().unwrap(), &program).unwrap();
        let (home, config) = (folder.path().join("home"), folder.path().join("config"));
        let entries = config.join("autostart");
        fs::create_dir_all(&entries).unwrap();
        fs::create_dir(&home).unwrap();
        fs::write(entries.join("other.desktop"), "[Desktop Entry]\n").unwrap();
        let switch = |on: &str| {
            let mut child = again("autostart::switches_autostart", on);
            let mut moved = std::process::Command::new(&program);
            moved.args(child.get_args()).envs(child.get_envs().filter_map(|(name, value)| Some((name, value?))));
            child = moved;
            child.env("HOME", &home).env("XDG_CONFIG_HOME", &config);
            must_pass(child);
        };
        switch("on");
        switch("on");
        assert_eq!(names(&entries), ["other.desktop", "sessionbell.desktop"], "{place}");
        let entry = fs::read_to_string(entries.join("sessionbell.desktop")).unwrap();
        assert!(entry.starts_with("[Desktop Entry]\n") && entry.contains("\nType=Application\n"), "{entry}");
        assert_eq!(exec_words(&entry), Some(vec![program.to_str().unwrap().to_owned(), "--hidden".to_owned()]), "{entry}");
        switch("off");
        switch("off");
        assert_eq!(names(&entries), ["other.desktop"], "{place}");
        assert_eq!(names(&home), Vec::<String>::new(), "{place}");
    }
}

#[test]
fn switches_autostart() {
    match role().as_deref() {
        Some("on") => DesktopAutostart.set(true).unwrap(),
        Some("off") => DesktopAutostart.set(false).unwrap(),
        Some(_) | None => {}
    }
}
