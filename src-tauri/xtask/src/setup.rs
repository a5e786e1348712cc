//! Finds out what is missing on this machine and installs it.
//! It never installs what is there, and needs no network when nothing is missing.

use crate::command::{cargo, npm, output, root, run, target};
use anyhow::{Context, Result, bail};
use std::path::PathBuf;
use std::process::Command;

/// What the set-up is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum For {
    /// Building and a virtual desktop.
    Running,
    /// That, and driving windows.
    Testing,
    /// Measuring beside other programs that read calendars; needs neither a desktop nor pages.
    Comparing,
}

const BUILDING: &[&str] = &["build-essential", "pkg-config", "libwebkit2gtk-4.1-dev", "librsvg2-dev"];
const DESKTOP: &[&str] = &[
    "xvfb",
    "dbus",
    "procps",
    "dunst",
    "gnome-keyring",
    "xfce4-panel",
    "imagemagick",
    "xdotool",
    "xclip",
    "libglib2.0-bin",
    "systemd",
    "at-spi2-core",
    "gir1.2-atspi-2.0",
    "gir1.2-gtk-3.0",
    "python3-gi",
    "xfce4-notifyd",
    "fonts-inter",
    "fonts-noto-core",
    "x11-xserver-utils",
    "webkit2gtk-driver",
    "python3-icalendar",
];

const COMPARING: &[&str] = &["build-essential", "pkg-config", "libical-dev", "calcurse"];

/// Installs what is missing; on systems other than Debian's it says what to install.
///
/// # Errors
/// Something could not be installed, as a sentence.
pub fn setup(what_for: For) -> Result<()> {
    match what_for {
        For::Running | For::Testing => {
            packages(&[BUILDING, DESKTOP].concat())?;
            node()?;
        }
        For::Comparing => packages(COMPARING)?,
    }
    if what_for == For::Testing && cfg!(target_os = "linux") {
        tool("tauri-driver", "^2.1")?;
    }
    Ok(())
}

#[expect(clippy::print_stderr, reason = "what is missing is said")]
fn packages(wanted: &[&str]) -> Result<()> {
    if cfg!(target_os = "macos") {
        eprintln!("macOS: needs Xcode’s command line tools (xcode-select --install).");
        return Ok(());
    }
    if cfg!(target_os = "windows") {
        eprintln!("Windows: needs the Microsoft C++ Build Tools and WebView2 (part of Windows 11).");
        return Ok(());
    }
    if Command::new("dpkg-query").arg("--version").output().is_err() {
        eprintln!("This is no Debian: what there is called {} has to be installed.", wanted.join(", "));
        return Ok(());
    }
    let installed = Command::new("dpkg-query").args(["-W", "-f", "${Package} ${db:Status-Status}\\n"]).args(wanted).output()?;
    let installed = String::from_utf8_lossy(&installed.stdout).into_owned();
    let is_there = |package: &str| installed.lines().any(|line| line == format!("{package} installed"));
    let missing: Vec<&str> = wanted.iter().copied().filter(|package| !is_there(package)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    eprintln!("Missing Debian packages: {}", missing.join(" "));
    let is_root = output(Command::new("id").arg("-u"))?.trim() == "0";
    let apt = |arguments: &[&str]| {
        let mut command = if is_root { Command::new("apt-get") } else { Command::new("sudo") };
        if !is_root {
            command.args(["--preserve-env=DEBIAN_FRONTEND", "apt-get"]);
        }
        command.env("DEBIAN_FRONTEND", "noninteractive").args(arguments);
        command
    };
    run(&mut apt(&["update", "-qq"]))?;
    run(apt(&["install", "-y", "-qq", "--no-install-recommends"]).args(&missing)).context("install the packages above by hand and try again")
}

fn node() -> Result<()> {
    let version = output(Command::new("node").arg("--version")).context("Node.js 20 or newer is needed; install it from your distribution or nodejs.org")?;
    let major: u32 = version.trim().trim_start_matches('v').split('.').next().and_then(|major| major.parse().ok()).unwrap_or(0);
    if major < 20 {
        bail!("Node.js 20 or newer is needed; this is {}", version.trim());
    }
    let ui = root().join("ui");
    let changed = |path: PathBuf| path.metadata().and_then(|about| about.modified()).ok();
    // npm notes here what it has installed.
    let installed = changed(ui.join("node_modules/.package-lock.json"));
    if installed.is_none() || installed < changed(ui.join("package-lock.json")) {
        run(npm().args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]))?;
    }
    Ok(())
}

/// Where `tauri-driver` is kept.
#[must_use]
pub fn driver() -> PathBuf {
    target().join("tools/bin/tauri-driver")
}

/// A program from crates.io, installed on its first use; it is kept beside the build, so that it is built once.
///
/// # Errors
/// It could not be installed.
pub fn tool(name: &str, version: &str) -> Result<PathBuf> {
    let tools = target().join("tools");
    let program = tools.join("bin").join(name);
    if !program.exists() {
        let mut install = cargo();
        install.args(["install", name, "--version", version, "--locked", "--quiet", "--root"]).arg(&tools);
        run(install.env("CARGO_TARGET_DIR", tools.join("build"))).with_context(|| format!("{name} could not be installed"))?;
    }
    Ok(program)
}
