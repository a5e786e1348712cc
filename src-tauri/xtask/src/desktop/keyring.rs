//! A real keyring on the virtual desktop: gnome-keyring, unlocked, with a store of its own.
//! It never sees the keyring of whoever runs it.

use super::{Desktop, Guard, PATIENCE};
use crate::command::wait;
use anyhow::{Context, Result};
use std::io::Write;
use std::process::{ChildStdin, Stdio};

impl Desktop {
    /// Starts the keyring and unlocks it with a password of the test's own.
    ///
    /// # Errors
    /// It is not installed or did not become ready.
    pub fn start_keyring(&mut self) -> Result<()> {
        let mut keyring = self.command("gnome-keyring-daemon");
        keyring.args(["--foreground", "--components=secrets", "--unlock"]).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut keyring = Guard::spawn(&mut keyring)?;
        let mut stdin: ChildStdin = keyring.stdin().context("gnome-keyring takes no password")?;
        stdin.write_all(b"of this test alone")?;
        drop(stdin);
        self.clients.push(keyring);
        wait("gnome-keyring on the bus", PATIENCE, || self.has_name("org.freedesktop.secrets").then_some(()))
    }
}
