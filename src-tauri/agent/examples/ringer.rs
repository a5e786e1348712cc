//! The whole agent without windows and tray: what `cargo xtask torture` starts and kills.
//! It never ends by itself, unless `RINGER_DIES` names a step of a reminder: then it is killed just there.

use anyhow::{Context, Result};
use sessionbell_agent::driver::Ports;
use sessionbell_agent::paths::Paths;
use sessionbell_agent::ports::{Disk, DiskFault, Kept, Loaded, Notifier, Shell};
use sessionbell_agent::start::start_with;
use sessionbell_core::action::WindowKind;
use sessionbell_core::alarm::Posted;
use sessionbell_core::menu::Menu;
use sessionbell_core::notice::Notice;
use sessionbell_core::session::SessionKey;
use sessionbell_core::store::Record;

/// A desktop on which nothing is shown.
struct Bare;

impl Shell for Bare {
    fn open_window(&mut self, _window: WindowKind, _session: Option<&SessionKey>) -> Result<(), sessionbell_core::language::Sentence> {
        Ok(())
    }
    fn tray(&mut self, _menu: Menu) {}
    fn tray_host(&mut self, _there: bool) {}
    fn quit(&mut self) {}
}

/// The step of a reminder at which the process is to be killed.
#[derive(Clone)]
struct Death(Option<String>);

impl Death {
    /// Dies here, as of `kill -9`: no destructor runs and nothing is written any more.
    fn at(&self, step: &str) {
        if self.0.as_deref() == Some(step) {
            #[cfg(unix)]
            // Only a process that is not there can refuse the signal.
            let _gone = rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::KILL);
        }
    }
}

/// A disk on which the first entry of the ledger is the claim and the second the record of it.
struct Mortal {
    disk: Box<dyn Disk>,
    death: Death,
    entries: u32,
}

impl Disk for Mortal {
    fn load(&mut self) -> Result<Loaded, DiskFault> {
        self.disk.load()
    }

    fn save(&mut self, records: &[Record]) -> Result<Kept, DiskFault> {
        self.entries += u32::from(records.iter().any(|record| matches!(record, Record::Ledger(_))));
        let what = if self.entries == 1 { "claim" } else { "record" };
        if self.entries > 0 {
            self.death.at(&format!("before-{what}"));
        }
        let kept = self.disk.save(records);
        if self.entries > 0 {
            self.death.at(&format!("after-{what}"));
        }
        kept
    }
}

struct Messenger {
    notifier: Box<dyn Notifier>,
    death: Death,
}

impl Notifier for Messenger {
    fn show(&mut self, ticket: u64, notice: Notice, replaces: Option<Posted>) {
        self.death.at("before-notice");
        self.notifier.show(ticket, notice, replaces);
    }

    fn retract(&mut self, posted: Posted) {
        self.notifier.retract(posted);
    }
}

fn main() -> Result<()> {
    let death = Death(std::env::var("RINGER_DIES").ok());
    let mortal = move |ports: Ports| Ports {
        disk: Box::new(Mortal { disk: ports.disk, death: death.clone(), entries: 0 }),
        notifier: Box::new(Messenger { notifier: ports.notifier, death }),
        ..ports
    };
    let (_handle, thread) = start_with(Paths::find()?, Box::new(Bare), mortal)?;
    // Whoever started it ends it.
    thread.join().ok().context("the agent ended by a fault of its own")
}
