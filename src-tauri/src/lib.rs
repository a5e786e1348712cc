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
        logging::start(&paths, window.name());
        return window_app::run(&paths, window, arguments.session.as_deref());
    }
    agent_app::without_gl();
    logging::start(&paths, "agent");
    agent_app::run(paths, arguments.hidden)
}

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
