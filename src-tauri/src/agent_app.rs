//! The long-lived process: the agent on its thread, the tray on the main one.
//! It never opens a web view: each window is a process of its own.

use crate::tray::Tray;
use anyhow::{Context, Result, bail};
use sessionbell_agent::disk::AgentLock;
use sessionbell_agent::paths::Paths;
use sessionbell_agent::ports::Shell;
use sessionbell_agent::start;
use sessionbell_core::action::{UserAction, WindowKind};
use sessionbell_core::language::{Sentence, sentence};
use sessionbell_core::menu::Menu;
use sessionbell_core::session::SessionKey;
use std::process::{Command, Stdio};
use tauri::{AppHandle, RunEvent};

/// Runs until it is asked to quit. If another agent of this user runs already, that one is asked to show its window.
pub(crate) fn run(paths: Paths, hidden: bool) -> Result<()> {
    let show = UserAction::Show { window: WindowKind::Upcoming, session: None };
    let _lock = match AgentLock::take(&paths) {
        Ok(Some(lock)) => Some(lock),
        Ok(None) if hidden => return Ok(()),
        Ok(None) => return crate::tell(&paths, show).context("Sessionbell runs already but does not answer; end it and start it again."),
        Err(error) => {
            // On a disk that takes no lock the door tells whether somebody is there.
            tracing::warn!(%error, "no lock");
            if crate::tell(&paths, show.clone()).is_ok() {
                return Ok(());
            }
            None
        }
    };
    if cfg!(target_os = "linux") && std::env::var_os("DISPLAY").is_none() && std::env::var_os("WAYLAND_DISPLAY").is_none() {
        bail!("there is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set); start Sessionbell from within a desktop session");
    }
    let app = tauri::Builder::default().build(crate::context()).context("the desktop's toolkit did not start")?;
    let tray = Tray::new(app.handle().clone());
    let (handle, thread) = start::start(paths, Box::new(Desktop { app: app.handle().clone(), tray: tray.clone() }))?;
    tray.connect(handle.clone());
    handle.tell(if hidden { UserAction::LoggedIn } else { show });
    let code = app.run_return(|_, event| {
        if let RunEvent::ExitRequested { code: None, api, .. } = event {
            // There is no window to begin with; only a request to quit ends the program.
            api.prevent_exit();
        }
    });
    tracing::info!(code, "ended");
    drop(handle);
    if thread.join().is_err() {
        bail!("the agent ended by a fault of its own; see the log");
    }
    Ok(())
}

/// Windows and tray, as the agent reaches them from its thread.
struct Desktop {
    app: AppHandle,
    tray: Tray,
}

impl Shell for Desktop {
    fn open_window(&mut self, window: WindowKind, session: Option<&SessionKey>) -> Result<(), Sentence> {
        let failed = |error: std::io::Error| sentence("window-not-opened").with("why", error.to_string());
        let mut command = Command::new(std::env::current_exe().map_err(failed)?);
        command.args(["--window", window.name()]).env_remove(crate::GDK_GL).stdin(Stdio::null()).stdout(Stdio::null());
        if let Some(session) = session {
            command.args(["--session", &session.to_string()]);
        }
        let mut child = command.spawn().map_err(failed)?;
        // Somebody must wait for it, or it stays as a zombie.
        std::thread::Builder::new().name("window".to_owned()).stack_size(64 * 1024).spawn(move || child.wait()).map_err(failed)?;
        Ok(())
    }

    fn tray(&mut self, menu: Menu) {
        self.tray.say(menu);
    }

    fn tray_host(&mut self, there: bool) {
        self.tray.host_is(there);
    }

    fn quit(&mut self) {
        self.app.exit(0);
    }
}
