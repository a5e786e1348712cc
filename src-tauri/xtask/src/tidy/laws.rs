//! The laws themselves, as functions of a file's name and text.
//! It never reads a file.

use super::{Breach, LONGEST};

/// Words that only some files may use: the words, where they may stand, the law.
type Fence = (&'static [&'static str], &'static [&'static str], &'static str);

/// Whether a file is part of the program rather than of its tests or tools.
pub(super) fn is_program(name: &str) -> bool {
    name.ends_with(".rs") && name.starts_with("src-tauri/") && !name.starts_with("src-tauri/xtask/")
}

fn fences() -> Vec<Fence> {
    vec![
        (
            &["Utc::now", "Local::now", "SystemTime::now", "Instant::now"],
            &["src-tauri/agent/src/clock.rs", "src-tauri/agent/src/notify/linux.rs", "src-tauri/core/examples/plan_cost.rs"],
            "only clock asks for the time: everything else is handed it, so that it can be tested on a turned clock",
        ),
        (
            &["rusqlite", "std::fs", "fs::File", "tempfile::"],
            &[
                "src-tauri/agent/src/disk.rs",
                "src-tauri/agent/src/disk/",
                "src-tauri/agent/src/files.rs",
                "src-tauri/agent/src/paths.rs",
                "src-tauri/agent/src/secrets/file.rs",
                "src-tauri/agent/src/tzdata.rs",
                "src-tauri/agent/src/watch.rs",
                "src-tauri/agent/src/autostart/",
                "src-tauri/agent/src/door.rs",
                "src-tauri/agent/src/start.rs",
                "src-tauri/agent/src/fetch/file.rs",
                "src-tauri/cli/src/files.rs",
            ],
            "only the disk ports touch files and SQLite, so that what is kept is kept soundly",
        ),
        (&["reqwest"], &["src-tauri/agent/src/fetch.rs", "src-tauri/agent/src/fetch/"], "only fetch talks HTTP, so that its limits hold everywhere"),
        (
            &["notify_rust", "org.freedesktop.Notifications"],
            &["src-tauri/agent/src/notify/"],
            "only notify/* knows the notification server, so that its rules hold everywhere",
        ),
        (
            &["tauri::", "tauri_build", "use tauri"],
            &["src-tauri/src/", "src-tauri/build.rs"],
            "only the shell knows the window toolkit, so that the agent builds without it",
        ),
    ]
}

/// What the core may not name at all.
const NOT_IN_CORE: &[&str] =
    &["HashMap", "HashSet", "std::time::Instant", "std::time::SystemTime", "std::env::", "std::net", "std::thread", "tokio", "tracing"];

/// The modules of the core, first to last.
pub(super) fn core_order(lib: &str) -> Vec<String> {
    lib.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).map(str::to_owned).collect()
}

/// Lines before the tests.
pub(super) fn length(text: &str) -> usize {
    text.lines().take_while(|line| line.trim() != "#[cfg(test)]").count()
}

/// What breaks a law in one file.
pub(super) fn check(name: &str, text: &str, order: &[String]) -> Vec<Breach> {
    let mut found = Vec::new();
    let mut add = |line: usize, law: String| found.push(Breach { file: name.to_owned(), line, law });
    // The laws themselves, the lock files and what is generated name what they forbid.
    if name.ends_with("tidy/laws.rs") || name.ends_with(".lock") || name.ends_with("package-lock.json") || name.contains("/generated/") {
        return found;
    }
    if name.ends_with(".rs") {
        let head: String =
            text.lines().take_while(|line| line.starts_with("//!")).map(|line| line.trim_start_matches("//!").trim()).collect::<Vec<_>>().join(" ");
        let inside_tests = name.starts_with("tests/");
        if head.matches(['.', ':']).count() < 2 && !(inside_tests && head.contains('.')) {
            add(1, "a Rust file opens with //!: one sentence of what it decides or does, one of what it never does".to_owned());
        }
        if length(text) > LONGEST {
            add(0, format!("{} lines without tests: {LONGEST} is the stop; a file that does two things is two files", length(text)));
        }
    }
    let own_place =
        order.iter().position(|module| name == format!("src-tauri/core/src/{module}.rs") || name.starts_with(&format!("src-tauri/core/src/{module}/")));
    let program_lines = if name.ends_with(".rs") { length(text) } else { usize::MAX };
    for (number, line) in text.lines().enumerate() {
        let at = number + 1;
        let code = line.split("//").next().unwrap_or_default();
        // A to-do of a calendar is a component of RFC 5545.
        let line = &line.replace("VTODO", "");
        for (words, what) in [
            (&["TODO", "FIXME", "XXX"][..], "what is left open stands in an issue, not in the code"),
            (&["#[ignore"][..], "a test that does not run tests nothing"),
        ] {
            if name != "src-tauri/xtask/src/tidy.rs"
                && words.iter().any(|word| line.contains(word))
                && (name.ends_with(".rs") || name.ends_with(".ts") || name.ends_with(".svelte"))
            {
                add(at, what.to_owned());
            }
        }
        if ["/work/", "/root/", "static.crates.io", "registry.npmjs.org", "index.crates.io"].iter().any(|word| line.contains(word)) {
            add(at, "the project names no folder of a machine and no registry’s host".to_owned());
        }
        if name.starts_with("ui/src/") {
            if line.contains("@tauri-apps/") && name != "ui/src/host/tauri.ts" {
                add(at, "only ui/src/host/tauri.ts knows Tauri, so that pages can be tested without it".to_owned());
            }
            if line.contains("{@html") {
                add(at, "published text is never markup".to_owned());
            }
        }
        if number >= program_lines || !is_program(name) {
            continue;
        }
        for (words, places, law) in fences() {
            if words.iter().any(|word| code.contains(word)) && !places.iter().any(|place| name.starts_with(place)) {
                add(at, law.to_owned());
            }
        }
        if name.starts_with("src-tauri/core/src/") {
            for word in NOT_IN_CORE.iter().filter(|word| code.contains(*word)) {
                add(at, format!("the core does not know {word}: it is a function of what it is given, in an order that is always the same"));
            }
        }
        if let Some(own_place) = own_place {
            for module in imported(code) {
                if order.iter().position(|other| other == module).is_some_and(|place| place > own_place) {
                    add(at, format!("a core module imports only earlier ones (lib.rs has the order); {module} comes later"));
                }
            }
        }
    }
    found
}

/// The core's modules that a line names.
fn imported(code: &str) -> impl Iterator<Item = &str> {
    code.split("crate::").skip(1).filter_map(|rest| rest.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).next())
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "//! Decides x.\n//! It never does y.\n";

    fn laws(name: &str, text: &str) -> Vec<String> {
        let order = ["zone", "feed", "plan"].map(str::to_owned);
        check(name, text, &order).into_iter().map(|breach| breach.law).collect()
    }

    #[test]
    fn each_law_is_noticed_when_it_is_broken() {
        for (name, text, law) in [
            ("src-tauri/core/src/zone.rs", "fn f() {}", "a Rust file opens with"),
            ("src-tauri/core/src/zone.rs", &format!("{HEAD}use crate::plan::x;"), "imports only earlier"),
            ("src-tauri/core/src/zone.rs", &format!("{HEAD}let now = Utc::now();"), "only clock asks"),
            ("src-tauri/core/src/zone.rs", &format!("{HEAD}use std::collections::HashMap;"), "the core does not know HashMap"),
            ("src-tauri/agent/src/driver.rs", &format!("{HEAD}std::fs::write(a, b);"), "only the disk ports"),
            ("src-tauri/agent/src/driver.rs", &format!("{HEAD}use reqwest::Url;"), "only fetch talks"),
            ("src-tauri/agent/src/driver.rs", &format!("{HEAD}use tauri::App;"), "only the shell"),
            ("src-tauri/src/tray.rs", &format!("{HEAD}use notify_rust::x;"), "only notify/* knows"),
            ("src-tauri/core/src/zone.rs", &format!("{HEAD}{}", "fn f() {}\n".repeat(400)), "lines without tests"),
            ("ui/src/sessions/Row.svelte", "import x from '@tauri-apps/api'", "only ui/src/host/tauri.ts"),
            ("ui/src/sessions/Row.svelte", "{@html title}", "never markup"),
            ("src-tauri/core/src/zone.rs", &format!("{HEAD}// TODO later"), "stands in an issue"),
            ("tests/agent/x.rs", &format!("{HEAD}#[ignore]"), "tests nothing"),
            ("README.md", "cd /work/main", "no folder of a machine"),
        ] {
            let found = laws(name, text);
            assert!(found.iter().any(|one| one.contains(law)), "{name}: “{law}” was not noticed: {found:?}");
        }
    }

    #[test]
    fn what_is_in_order_is_left_alone() {
        assert_eq!(laws("src-tauri/core/src/plan.rs", &format!("{HEAD}use crate::zone::Zone;\n")), Vec::<String>::new());
        let tested = format!("{HEAD}fn f() {{}}\n#[cfg(test)]\nmod tests {{ use std::fs; }}");
        assert_eq!(laws("src-tauri/core/src/plan.rs", &tested), Vec::<String>::new());
    }

    #[test]
    fn the_tree_is_in_order() {
        super::super::tidy().unwrap();
    }
}
