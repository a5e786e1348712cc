//! Puts the agent together from the real ports and runs it on a thread of its own.
//! It never runs beside another agent of the same user, as far as its lock can tell.

use crate::autostart::DesktopAutostart;
use crate::clock::{Clock, SystemClock};
use crate::disk::Database;
use crate::door;
use crate::driver::{Driver, Ports};
use crate::fetch;
use crate::files;
use crate::handle::{Handle, line};
use crate::notify;
use crate::opener::{DesktopClipboard, DesktopOpener};
use crate::paths::Paths;
use crate::player::DesktopPlayer;
use crate::ports::Shell;
use crate::screen::DesktopScreen;
use crate::secrets::DesktopSecrets;
use crate::settings_file::TomlFile;
use crate::timer::Timer;
use crate::tray_host;
use crate::watch;
use anyhow::{Context, Result};
use std::thread::JoinHandle;
use tokio::sync::mpsc::unbounded_channel;

/// What was answered last is on its way to whoever asked for that long.
const LAST_WORDS: std::time::Duration = std::time::Duration::from_millis(50);

/// Starts the agent. It ends, with its thread, when it is asked to quit.
///
/// # Errors
/// The thread, its runtime, its timers or the door could not be made.
pub fn start(paths: Paths, shell: Box<dyn Shell>) -> Result<(Handle, JoinHandle<()>)> {
    start_with(paths, shell, |ports| ports)
}

/// Starts the agent as [`start`] does, on ports that `changed` has had in its hands: to see or to break what goes through them.
///
/// # Errors
/// As [`start`].
pub fn start_with(paths: Paths, shell: Box<dyn Shell>, changed: impl FnOnce(Ports) -> Ports + Send + 'static) -> Result<(Handle, JoinHandle<()>)> {
    let (handle, people) = line();
    let for_door = handle.clone();
    let (ready, is_ready) = std::sync::mpsc::channel();
    let thread = std::thread::Builder::new().name("agent".to_owned()).spawn(move || {
        let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
            Ok(runtime) => runtime,
            Err(error) => {
                let _gone = ready.send(Err(error.into()));
                return;
            }
        };
        runtime.block_on(async move {
            let (events, world) = unbounded_channel();
            let opened = Timer::new().context("no timer").and_then(|timer| {
                door::open(&paths.door(), for_door).with_context(|| format!("{} cannot be opened", paths.door().display()))?;
                Ok(timer)
            });
            let timer = match opened {
                Ok(timer) => timer,
                Err(error) => {
                    let _gone = ready.send(Err(error));
                    return;
                }
            };
            let _watch = watch::start(&paths.settings_file(), events.clone());
            tray_host::start(events.clone());
            let (fetcher, courier) = fetch::start(fetch::Limits::default(), events.clone());
            let ports = Ports {
                clock: Box::new(SystemClock),
                notifier: notify::start(icon(&paths), events.clone()),
                fetcher,
                courier,
                disk: Box::new(Database::new(paths.database())),
                settings: Box::new(TomlFile(paths.settings_file())),
                secrets: Box::new(DesktopSecrets::new(paths.secrets_file(), events.clone())),
                player: Box::new(DesktopPlayer::new(paths.sound(), events.clone())),
                screen: Box::new(DesktopScreen::new(events.clone())),
                opener: Box::new(DesktopOpener::new(events, paths.downloads().to_owned())),
                clipboard: Box::new(DesktopClipboard::default()),
                autostart: Box::new(DesktopAutostart),
                shell,
            };
            let seed = seed();
            let driver = Driver::new(changed(ports), timer, paths.settings_file().display().to_string(), seed);
            let _gone = ready.send(Ok(()));
            driver.run(world, people).await;
            // The door still has to hand out the last answer.
            tokio::time::sleep(LAST_WORDS).await;
            // A dead door is no door: the next start need not knock at it.
            let _left = std::fs::remove_file(paths.door());
        });
    })?;
    is_ready.recv().context("the agent did not start")??;
    Ok((handle, thread))
}

/// Differs between machines and starts; it only spreads polls.
fn seed() -> u64 {
    let now = SystemClock.now();
    let nanos = now.wall.timestamp_nanos_opt().unwrap_or_default().unsigned_abs();
    nanos ^ (u64::from(std::process::id()) << 32) ^ u64::from(now.up.subsec_nanos())
}

/// The icon that notices show: a file, since a program that was not installed has none that the desktop knows; by its name where that cannot be kept.
fn icon(paths: &Paths) -> String {
    const ICON: &[u8] = include_bytes!("../../icons/128x128.png");
    let file = paths.icon();
    let is_kept = files::keep(&file, ICON).is_ok();
    url::Url::from_file_path(&file).ok().filter(|_| is_kept).map_or_else(|| "sessionbell".to_owned(), String::from)
}
