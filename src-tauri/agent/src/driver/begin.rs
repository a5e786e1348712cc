//! Makes an engine from what is saved: at the start, and after a fault of the program's own.
//! It never performs anything.

use super::Ports;
use crate::clock::machine_zone;
use crate::desktop_language;
use crate::ports::{DiskFault, Loaded};
use crate::tzdata::machine_zones;
use sessionbell_core::engine::{Beginning, Engine, Input};
use sessionbell_core::trouble::Surroundings;
use std::time::Duration;

/// Faults of the program's own, so that one which comes again and again does not keep the machine busy.
#[derive(Debug, Default)]
pub(super) struct Stumbles {
    last: Option<Duration>,
    in_a_row: u32,
}

impl Stumbles {
    /// One more, so long after the machine was started; how long to rest.
    pub(super) fn again(&mut self, up: Duration) -> chrono::Duration {
        let close = self.last.is_some_and(|last| up < last + Duration::from_secs(60));
        self.in_a_row = if close { self.in_a_row + 1 } else { 0 };
        self.last = Some(up);
        match self.in_a_row {
            0 => chrono::Duration::zero(),
            many => chrono::Duration::seconds(1 << many.min(6)),
        }
    }
}

/// An engine from what is saved; also why the disk cannot be used, if it cannot.
pub(super) fn begin(ports: &mut Ports, settings_place: &str, seed: u64, mut around: Surroundings, last_ticket: u64) -> (Engine, Option<DiskFault>) {
    around.zones = machine_zones();
    let zones = around.zones;
    around.language = desktop_language();
    let loaded = ports.disk.load().unwrap_or_else(|fault| Loaded { fault: Some(fault), ..Loaded::default() });
    let disk_fault = loaded.fault;
    around.disk_fault = disk_fault.as_ref().map(|fault| fault.0.clone());
    let settings = ports.settings.read();
    // A file that cannot be read says nothing of what is subscribed: nothing must be forgotten on its account.
    around.settings_fault = settings.as_ref().err().map(|fault| fault.0.clone());
    let now = ports.clock.now();
    let (saved, damage) = (loaded.saved, loaded.damage);
    let beginning = Beginning {
        saved,
        settings: settings.unwrap_or_default(),
        settings_place: settings_place.to_owned(),
        seed,
        rang_before: damage.as_ref().and_then(|damage| damage.written),
        around,
        last_ticket,
    };
    let (mut engine, left_out) = Engine::new(beginning, machine_zone(zones), now);
    for sentence in left_out {
        tracing::warn!("not understood and left out: {sentence}");
    }
    if let Some(damage) = damage {
        tracing::error!("{}", damage.sentence);
        engine.handle(Input::DiskAfresh(damage.sentence), now);
    }
    (engine, disk_fault)
}
