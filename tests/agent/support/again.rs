//! Runs one test of this binary in a process of its own: to kill it, to measure it, or to give it another environment.
//! It never ends a process that it did not start.

use std::process::{Command, Stdio};

/// What a test that is a role in another one finds set.
const ROLE: &str = "SESSIONBELL_TEST_ROLE";

/// This binary once more, running `test` alone in the role that [`role`] then answers.
pub(crate) fn again(test: &str, role: &str) -> Command {
    through(&[], test, role)
}

/// Likewise, started by `program` with its arguments.
pub(crate) fn through(program: &[&str], test: &str, role: &str) -> Command {
    let this = std::env::current_exe().unwrap();
    let mut command = match program {
        [] => Command::new(this),
        [first, rest @ ..] => {
            let mut command = Command::new(first);
            command.args(rest).arg(this);
            command
        }
    };
    command.args(["--exact", test, "--nocapture"]).env(ROLE, role).stdin(Stdio::null());
    command
}

/// The role that this process was started in, if any.
pub(crate) fn role() -> Option<String> {
    std::env::var(ROLE).ok()
}

/// Runs `command` and fails with all it said unless its one test was found and passed.
pub(crate) fn must_pass(mut command: Command) -> String {
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let passed = output.status.success() && said.contains("\ntest result: ok. 1 passed;");
    assert!(passed, "{}\n{said}\n{}", output.status, String::from_utf8_lossy(&output.stderr));
    said
}
