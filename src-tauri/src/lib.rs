//! The shell: the tray, the windows, and the roles that the one binary plays.
//! It never decides what is shown: the core does, and the agent hands it over.

mod agent_app;
mod commands;
mod logging;
mod tray;
mod window_app;

use anyhow::{Context, Result};
use clap::Parser;
use sessionbell_agent::door::Visitor;
use sessionbell_agent::paths::Paths;
use sessionbell_core::action::{UserAction, WindowKind};
use std::process::ExitCode;

/// Rings a desktop notification ahead of community sessions, and helps you in.
#[derive(Debug, Parser)]
#[command(name = "sessionbell", version)]
struct Arguments {
    /// Start in the tray without opening a window.
    #[arg(long)]
    hidden: bool,
    /// Open one window of the Sessionbell that runs already: upcoming or settings.
    #[arg(long, value_name = "WINDOW", value_parser = window_kind)]
    window: Option<WindowKind>,
    /// With --window: put this session in view.
    #[arg(long, value_name = "KEY", requires = "window")]
    session: Option<String>,
    /// Ask the Sessionbell that runs to end.
    #[arg(long, conflicts_with_all = ["hidden", "window"])]
    quit: bool,
}

fn window_kind(name: &str) -> Result<WindowKind, String> {
    let known = [WindowKind::Upcoming, WindowKind::Settings, WindowKind::Bell];
    known.into_iter().find(|kind| kind.name() == name).ok_or_else(|| "the windows are upcoming, settings and bell".to_owned())
}

/// Plays the role that the command line asks for.
#[must_use]
pub fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!("{error:#}");
            #[expect(clippy::print_stderr, reason = "whoever started it from a terminal is told there")]
            {
                eprintln!("sessionbell: {error:#}");
            }
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<()> {
    let paths = Paths::find()?;
    if arguments.quit {
        return tell(&paths, UserAction::Quit).context("Sessionbell is not running.");
    }
    if let Some(window) = arguments.window {
        draws(NO_LAYERS, "1");
        logging::start(&paths, window.name());
        return window_app::run(&paths, window, arguments.session.as_deref());
    }
    draws(GDK_GL, "disable");
    logging::start(&paths, "agent");
    agent_app::run(paths, arguments.hidden)
}

/// GTK and WebKit only listen to the environment about how they draw. What a person has set there stays. To be called before
/// any thread is started, as a change of the environment must be.
#[cfg(target_os = "linux")]
fn draws(name: &str, value: &str) {
    // It costs memory and time, not reminders.
    let _as_before = glib::setenv(name, value, false);
}

/// Elsewhere there is no GTK.
#[cfg(not(target_os = "linux"))]
fn draws(_name: &str, _value: &str) {}

/// GTK's setting for OpenGL: a process without windows needs none, and is 10 MB smaller without it.
const GDK_GL: &str = "GDK_GL";
/// WebKit's setting for painting a page as one, on the processor: a window of text has no use for layers that OpenGL puts together. It is
/// 35 MB smaller so, no slower, and not blank where a graphics driver has trouble.
const NO_LAYERS: &str = "WEBKIT_DISABLE_COMPOSITING_MODE";

/// Identity, pages and capabilities, from `tauri.conf.json`.
fn context() -> tauri::Context {
    tauri::generate_context!()
}

/// Hands one request to the agent that runs, and waits until it is done.
fn tell(paths: &Paths, action: UserAction) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let (visitor, _views) = Visitor::knock(&paths.door(), None).await?;
        visitor.ask(action).await.map_err(anyhow::Error::from).map(|_| ())
    })
}
