//! Sessionbell: rings ahead of community sessions, from the tray.
//! It never decides anything here: it finds out which role it was started in.

#![cfg_attr(windows, windows_subsystem = "windows")]

fn main() -> std::process::ExitCode {
    sessionbell_app::main()
}
