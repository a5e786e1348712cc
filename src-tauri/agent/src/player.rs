//! Plays the bell with a program that the desktop has for sounds.
//! It never waits for it on the task that rings, and plays nothing but the bell.

use crate::files;
use crate::ports::{Player, WorldEvent};
use sessionbell_core::language::{Sentence, sentence};
use sessionbell_core::sound::bell;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::sync::mpsc::UnboundedSender;

/// A player that takes longer for a second and a half of sound is ended.
const LONGEST: Duration = Duration::from_secs(10);
/// How often a player is looked after.
const LOOK: Duration = Duration::from_millis(50);

/// The desktop's players, the first that is there: PipeWire's, PulseAudio's, ALSA's; on macOS and Windows what they bring.
/// `SESSIONBELL_PLAYER` names another program, which is given the file.
#[derive(Clone, Debug)]
pub struct DesktopPlayer {
    file: PathBuf,
    events: UnboundedSender<WorldEvent>,
    plays: Arc<AtomicBool>,
}

impl DesktopPlayer {
    /// A player that keeps the bell in that file.
    #[must_use]
    pub fn new(file: PathBuf, events: UnboundedSender<WorldEvent>) -> Self {
        Self { file, events, plays: Arc::default() }
    }
}

impl Player for DesktopPlayer {
    fn play(&mut self, volume: u32) {
        if self.plays.swap(true, Ordering::SeqCst) {
            return;
        }
        let (file, events, plays) = (self.file.clone(), self.events.clone(), Arc::clone(&self.plays));
        // A thread for each bell: between them nothing waits for the next.
        std::thread::spawn(move || {
            let heard = play(&file, volume);
            plays.store(false, Ordering::SeqCst);
            // The program may have ended meanwhile.
            let _gone = events.send(WorldEvent::Sounded(heard));
        });
    }
}

fn play(file: &Path, volume: u32) -> Result<(), Sentence> {
    let not_kept = |error: std::io::Error| sentence("bell-not-kept").with("file", file.display().to_string()).with("why", error.to_string());
    files::keep(file, &bell(volume)).map_err(not_kept)?;
    let mut why = sentence("bell-no-player");
    for mut player in players(file) {
        let name = player.get_program().to_string_lossy().into_owned();
        match player.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().and_then(ended) {
            Ok(status) if status.success() => return Ok(()),
            Ok(status) => why = sentence("bell-not-heard").with("name", name).with("how", status.to_string()),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => why = sentence("bell-broken-player").with("name", name).with("why", error.to_string()),
        }
    }
    Err(why)
}

/// Waits until the player has ended, and ends it if that takes too long.
fn ended(mut child: Child) -> std::io::Result<ExitStatus> {
    let looks = LONGEST.as_millis() / LOOK.as_millis();
    for _ in 0..looks {
        if let Some(status) = child.try_wait()? {
            return Ok(status);
        }
        std::thread::sleep(LOOK);
    }
    child.kill()?;
    child.wait()
}

fn players(file: &Path) -> Vec<Command> {
    let with = |program: &str, arguments: &[&str]| {
        let mut command = Command::new(program);
        command.args(arguments).arg(file);
        command
    };
    if let Some(other) = std::env::var_os("SESSIONBELL_PLAYER") {
        let mut command = Command::new(other);
        command.arg(file);
        vec![command]
    } else if cfg!(target_os = "macos") {
        vec![with("afplay", &[])]
    } else if cfg!(target_os = "windows") {
        vec![with("powershell", &["-NoProfile", "-Command", "(New-Object Media.SoundPlayer $args[0]).PlaySync()"])]
    } else {
        vec![with("pw-play", &[]), with("paplay", &[]), with("aplay", &["-q"])]
    }
}
