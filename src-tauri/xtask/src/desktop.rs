//! A virtual desktop of real parts: an X server, a session bus of its own, a panel with a tray, a notification server.
//! It never touches the desktop, the bus or the settings of whoever runs it.

mod bus;
mod keyring;
mod process;
mod tray;

pub use process::{Guard, Ran, memory_of, ran, ran_since, tree};
pub use tray::{Entry, Tray};

use crate::command::{output, wait};
use anyhow::{Context, Result};
use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

/// Long enough for any part to be ready on a busy machine.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// The parts that a desktop may lack.
#[derive(Clone, Copy, Debug)]
pub struct Parts {
    /// A panel with a tray.
    pub tray: bool,
    /// A notification server.
    pub notifications: bool,
}

impl Parts {
    /// Everything.
    pub const ALL: Self = Self { tray: true, notifications: true };
}

/// The number in a unique bus name such as `:1.42`.
pub(crate) fn name_number(name: &str) -> Option<u64> {
    name.rsplit('.').next()?.parse().ok()
}

/// A running desktop; it ends, with all its processes, when it is dropped.
#[derive(Debug)]
pub struct Desktop {
    // Dropped in this order: clients before servers.
    clients: Vec<Guard>,
    dunst: Option<Guard>,
    _bus: Guard,
    _display: Guard,
    folder: tempfile::TempDir,
    display: String,
    address: String,
}

impl Desktop {
    /// Starts the parts and waits until each is ready.
    ///
    /// # Errors
    /// A part is not installed or did not become ready.
    pub fn start(parts: Parts) -> Result<Self> {
        let folder = tempfile::Builder::new().prefix("sb-").tempdir()?;
        let mut xvfb = Command::new("Xvfb");
        xvfb.args(["-displayfd", "1", "-screen", "0", "1280x1000x24", "-nolisten", "tcp", "-noreset"]).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut display = Guard::spawn(&mut xvfb)?;
        let display_name = format!(":{}", first_line(&mut display)?);
        let config = folder.path().join("bus.conf");
        std::fs::write(&config, bus::config(folder.path()))?;
        let mut daemon = Command::new("dbus-daemon");
        daemon.arg(format!("--config-file={}", config.display())).args(["--nofork", "--print-address=1"]).stdout(Stdio::piped());
        let mut daemon = Guard::spawn(&mut daemon)?;
        let address = first_line(&mut daemon)?;
        for name in ["config", "run", "cache", "data"] {
            std::fs::create_dir_all(folder.path().join(name))?;
        }
        let mut desktop = Self { clients: Vec::new(), dunst: None, _bus: daemon, _display: display, folder, display: display_name, address };
        let _colour = desktop.command("xsetroot").args(["-solid", "#3b4a5a"]).status();
        if parts.notifications {
            desktop.start_dunst()?;
        }
        if parts.tray {
            desktop.start_panel()?;
        }
        Ok(desktop)
    }

    /// A program in this desktop's surroundings.
    #[must_use]
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        let at = |name: &str| self.folder.path().join(name);
        command
            .env("DISPLAY", &self.display)
            .env("DBUS_SESSION_BUS_ADDRESS", &self.address)
            .env("XDG_CONFIG_HOME", at("config"))
            .env("XDG_RUNTIME_DIR", at("run"))
            .env("XDG_CACHE_HOME", at("cache"))
            .env("XDG_DATA_HOME", at("data"))
            .env("GDK_BACKEND", "x11")
            .env("NO_AT_BRIDGE", "1")
            .env("LIBGL_ALWAYS_SOFTWARE", "1")
            // What it says and how it looks is compared, whatever the machine's own language and theme are.
            .env("LC_ALL", "C.UTF-8")
            .env_remove("LANGUAGE")
            .env_remove("GTK_THEME")
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("SESSIONBELL_HOME")
            .stdin(Stdio::null());
        command
    }

    /// A folder that ends with the desktop.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Starts a panel with a tray, and the settings service that it needs, and waits for it.
    ///
    /// # Errors
    /// It is not installed or did not become ready.
    pub fn start_panel(&mut self) -> Result<()> {
        let channel = self.folder.path().join("config/xfce4/xfconf/xfce-perchannel-xml");
        std::fs::create_dir_all(&channel)?;
        std::fs::write(channel.join("xfce4-panel.xml"), include_str!("desktop/panel.xml"))?;
        let service = std::fs::read_dir("/usr/lib")?.flatten().map(|entry| entry.path().join("xfce4/xfconf/xfconfd")).find(|path| path.exists());
        let service = service.context("xfconfd is not installed; it comes with xfce4-panel")?;
        for program in [service, PathBuf::from("xfce4-panel")] {
            let is_panel = program.ends_with("xfce4-panel");
            let mut command = self.command(program);
            if is_panel {
                command.arg("--disable-wm-check");
            }
            self.clients.push(Guard::spawn(command.stdout(Stdio::null()).stderr(Stdio::null()))?);
            let name = if is_panel { "org.kde.StatusNotifierWatcher" } else { "org.xfce.Xfconf" };
            wait(&format!("{name} on the bus"), PATIENCE, || self.has_name(name).then_some(()))?;
        }
        Ok(())
    }

    /// Starts the notification server and waits for it.
    ///
    /// # Errors
    /// It is not installed or did not become ready.
    pub fn start_dunst(&mut self) -> Result<()> {
        let config = self.folder.path().join("dunstrc");
        // dunst asks such a program which of the offered buttons to press; this one answers what a test has written.
        let (chooser, choice) = (self.folder.path().join("chooser"), self.choice());
        let script = format!("#!/bin/sh\ngrep -F -- \"$(sed -n 1p '{0}')\" | grep -F -m1 -- \"$(sed -n 2p '{0}')\"\n", choice.display());
        write_program(&chooser, &script)?;
        std::fs::write(&config, DUNSTRC.replace("CHOOSER", &chooser.display().to_string()))?;
        let mut dunst = self.command("dunst");
        dunst.arg("-config").arg(&config).stdout(Stdio::null()).stderr(Stdio::null());
        self.dunst = Some(Guard::spawn(&mut dunst)?);
        wait("dunst on the bus", PATIENCE, || self.has_name("org.freedesktop.Notifications").then_some(()))
    }

    fn choice(&self) -> PathBuf {
        self.folder.path().join("choice")
    }

    /// Has dunst press the button that says `label`, of a notice on its screen whose summary contains `words`.
    ///
    /// # Errors
    /// dunst does not answer.
    pub fn press_notice(&self, words: &str, label: &str) -> Result<()> {
        std::fs::write(self.choice(), format!("#{label} (\n{words}\n"))?;
        self.dunst(&["context"]).map(|_| ())
    }

    /// Ends the notification server, as a crash would.
    pub fn kill_dunst(&mut self) {
        self.dunst = None;
    }

    /// Whether somebody has that name on the bus.
    #[must_use]
    pub fn has_name(&self, name: &str) -> bool {
        let asked = self.call("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "NameHasOwner", &["s", name]);
        asked.is_ok_and(|answer| answer.pointer("/data/0") == Some(&Value::Bool(true)))
    }

    /// The number in the bus name that a connection made now gets; whoever connects later gets a greater one.
    ///
    /// # Errors
    /// The bus is not there.
    #[cfg(target_os = "linux")]
    pub fn newest_name(&self) -> Result<u64> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let name = runtime.block_on(async {
            let connection = zbus::connection::Builder::address(self.address.as_str())?.build().await?;
            anyhow::Ok(connection.unique_name().map(ToString::to_string))
        })?;
        name.as_deref().and_then(name_number).context("the bus gave no name")
    }

    /// The number in the bus name that a connection made now gets.
    ///
    /// # Errors
    /// Always: there is no such bus on this system.
    #[cfg(not(target_os = "linux"))]
    pub fn newest_name(&self) -> Result<u64> {
        anyhow::bail!("there is no session bus here")
    }

    /// A call on the bus; the answer as JSON.
    ///
    /// # Errors
    /// Nobody answers, or with an error.
    pub fn call(&self, to: &str, path: &str, interface: &str, method: &str, arguments: &[&str]) -> Result<Value> {
        let mut busctl = Command::new("busctl");
        busctl.arg(format!("--address={}", self.address)).args(["--json=short", "--timeout=5", "call", "--", to, path, interface, method]).args(arguments);
        let answer = output(&mut busctl)?;
        Ok(serde_json::from_str(answer.trim()).unwrap_or(Value::Null))
    }

    /// A property on the bus, as JSON.
    ///
    /// # Errors
    /// Nobody answers, or with an error.
    pub fn property(&self, of: &str, path: &str, interface: &str, name: &str) -> Result<Value> {
        let answer = self.call(of, path, "org.freedesktop.DBus.Properties", "Get", &["ss", interface, name])?;
        Ok(answer.pointer("/data/0/data").cloned().unwrap_or(Value::Null))
    }

    /// The address of the bus.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// What dunst shows or has shown, newest first: summary, body, and the words of its buttons.
    ///
    /// # Errors
    /// dunst does not answer.
    pub fn dunst(&self, arguments: &[&str]) -> Result<String> {
        output(self.command("dunstctl").args(arguments))
    }

    /// How many notices are on the screen.
    #[must_use]
    pub fn displayed(&self) -> usize {
        self.dunst(&["count", "displayed"]).ok().and_then(|count| count.trim().parse().ok()).unwrap_or(0)
    }

    /// A picture of the whole screen, or of a part of it (`WIDTHxHEIGHT+X+Y`).
    ///
    /// # Errors
    /// The picture could not be taken.
    pub fn picture(&self, to: &Path, part: Option<&str>) -> Result<()> {
        let mut import = self.command("import");
        import.args(["-window", "root"]);
        if let Some(part) = part {
            import.args(["-crop", part, "+repage"]);
        }
        output(import.arg(to)).map(|_| ()).with_context(|| format!("no picture {}", to.display()))
    }

    /// The X windows whose title contains `name`.
    #[must_use]
    pub fn windows(&self, name: &str) -> Vec<String> {
        let found = output(self.command("xdotool").args(["search", "--onlyvisible", "--name", name])).unwrap_or_default();
        found.lines().map(str::to_owned).collect()
    }

    /// `xdotool` on this display.
    ///
    /// # Errors
    /// It failed.
    pub fn xdotool(&self, arguments: &[&str]) -> Result<String> {
        output(self.command("xdotool").args(arguments))
    }

    /// Starts a client that ends with the desktop; answers its process id.
    ///
    /// # Errors
    /// It did not start.
    pub fn spawn(&mut self, command: &mut Command) -> Result<u32> {
        let guard = Guard::spawn(command)?;
        let id = guard.id();
        self.clients.push(guard);
        Ok(id)
    }

    /// Whether the client of that process id still runs.
    pub fn is_running(&mut self, id: u32) -> bool {
        self.clients.iter_mut().any(|client| client.id() == id && client.is_running())
    }

    /// The client of that process id, to be ended or waited for on its own.
    #[must_use]
    pub fn take(&mut self, id: u32) -> Option<Guard> {
        let at = self.clients.iter().position(|client| client.id() == id)?;
        Some(self.clients.remove(at))
    }

    /// The text on the clipboard.
    ///
    /// # Errors
    /// There is none.
    pub fn clipboard(&self) -> Result<String> {
        output(self.command("xclip").args(["-out", "-selection", "clipboard"]))
    }

    /// A program that notes what it is given, in place of `xdg-open` or a player of sounds; and the file of that name it notes it in.
    ///
    /// # Errors
    /// It could not be written.
    pub fn recorder(&self, name: &str) -> Result<(PathBuf, PathBuf)> {
        let (script, log) = (self.folder.path().join(format!("{name}.sh")), self.folder.path().join(name));
        write_program(&script, &format!("#!/bin/sh\nprintf '%s\\n' \"$1\" >> '{}'\n", log.display()))?;
        Ok((script, log))
    }
}

fn write_program(path: &Path, script: &str) -> Result<()> {
    std::fs::write(path, script)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o700))?;
    }
    Ok(())
}

fn first_line(of: &mut Guard) -> Result<String> {
    let out = of.stdout().context("a part of the desktop says nothing")?;
    let mut line = String::new();
    BufReader::new(out).read_line(&mut line)?;
    let line = line.trim().to_owned();
    anyhow::ensure!(!line.is_empty(), "a part of the desktop ended at once");
    Ok(line)
}

const DUNSTRC: &str = r##"[global]
    width = 420
    height = 220
    offset = 16x56
    origin = top-right
    font = Inter 11
    frame_width = 1
    frame_color = "#00000033"
    corner_radius = 10
    padding = 14
    horizontal_padding = 16
    markup = full
    dmenu = CHOOSER
    format = "<b>%s</b>\n%b"
    show_indicators = no
    idle_threshold = 0
    history_length = 100
[urgency_low]
    background = "#fbfaf7"
    foreground = "#1d1c1a"
    timeout = 0
[urgency_normal]
    background = "#fbfaf7"
    foreground = "#1d1c1a"
    timeout = 0
[urgency_critical]
    background = "#fbfaf7"
    foreground = "#1d1c1a"
    timeout = 0
"##;
