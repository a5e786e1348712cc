//! Performs what the engine asks for, through the ports, in the order it asks.
//! It never goes on to a later effect before an earlier one is done or refused.

use super::{Driver, MOST_UNSAVED, STARTS_WITHIN};
use crate::ports::Kept;
use sessionbell_core::action::WindowKind;
use sessionbell_core::engine::{Deed, Effect, Input};
use sessionbell_core::language::Sentence;
use sessionbell_core::secret::Secret;
use sessionbell_core::session::SessionKey;
use sessionbell_core::store::Record;
use sessionbell_core::view::Push;

impl Driver {
    /// Performs all effects in order, or those up to a plan that comes after a notice; answers why the last that failed did
    /// so.
    pub(super) fn perform(&mut self) -> Option<Sentence> {
        let mut fault = None;
        let mut rang = false;
        while !(rang && self.engine.is_unplanned()) {
            let Some(effect) = self.engine.poll_effect() else { break };
            rang |= matches!(effect, Effect::Notify { .. });
            let result = self.perform_one(effect);
            fault = result.err().or(fault);
        }
        fault
    }

    fn perform_one(&mut self, effect: Effect) -> Result<(), Sentence> {
        match effect {
            Effect::Save(records) => {
                self.save(records);
                Ok(())
            }
            Effect::Notify { ticket, notice, replaces, due } => {
                tracing::info!(ticket, due = %due, "rings");
                tracing::debug!(ticket, title = %notice.title, "rings");
                self.ports.notifier.show(ticket, notice, replaces);
                Ok(())
            }
            Effect::Retract(posted) => {
                self.ports.notifier.retract(posted);
                Ok(())
            }
            Effect::Fetch(request) => {
                self.ports.fetcher.fetch(request);
                Ok(())
            }
            Effect::Call(ticket, call) => {
                tracing::info!(ticket, ?call, "asks a host's server");
                self.ports.courier.call(ticket, call);
                Ok(())
            }
            Effect::Open(what, purpose) => {
                let opened = self.ports.opener.open(&what, purpose.clone());
                let now = self.ports.clock.now();
                match (&opened, purpose) {
                    (Ok(()), Some(purpose)) => self.engine.handle(Input::Opened(purpose), now),
                    (Ok(()), None) => {}
                    (Err(why), purpose) => self.engine.handle(Input::NotDone(Deed::Open(purpose), why.clone()), now),
                }
                opened
            }
            Effect::Copy(text, session) => {
                if let Err(why) = self.ports.clipboard.copy(&text) {
                    tracing::warn!("{why}");
                    let now = self.ports.clock.now();
                    self.engine.handle(Input::NotDone(Deed::Copy(session), why), now);
                }
                Ok(())
            }
            Effect::AddToCalendar { name, calendar, session } => {
                let opened = self.ports.opener.open_calendar(&name, &calendar);
                if let Err(why) = &opened {
                    let now = self.ports.clock.now();
                    self.engine.handle(Input::NotDone(Deed::AddToCalendar(session), why.clone()), now);
                }
                opened
            }
            Effect::Sound(volume) => {
                self.ports.player.play(volume);
                Ok(())
            }
            Effect::LookAtScreen => {
                self.ports.screen.look();
                Ok(())
            }
            Effect::ReadClipboard => {
                if let Some(text) = self.ports.clipboard.read() {
                    let now = self.ports.clock.now();
                    self.engine.handle(Input::Clipboard(Secret::new(text)), now);
                }
                Ok(())
            }
            Effect::WriteSample(feed) => self.ports.settings.write_sample(&feed).map_err(|fault| fault.0),
            Effect::WriteSettings(text) => self.ports.settings.write(&text).map_err(|fault| fault.0),
            Effect::LoadSecrets(from, names) => {
                self.ports.secrets.load(from, names);
                Ok(())
            }
            Effect::Secret(to, name, value) => {
                self.ports.secrets.put(to, name, value);
                Ok(())
            }
            Effect::Show(window, session) => self.show(window, session),
            Effect::Autostart(on) => {
                let done = self.ports.autostart.set(on);
                let (there, now) = (self.ports.autostart.is_set(), self.ports.clock.now());
                self.engine.handle(Input::Autostart(there), now);
                done
            }
            Effect::Tray(menu) => {
                self.ports.shell.tray(menu);
                Ok(())
            }
            Effect::Quit => {
                self.ends = true;
                Ok(())
            }
        }
    }

    /// Saves a batch together with what could not be saved before, and notes a change of the disk's health.
    fn save(&mut self, records: Vec<Record>) {
        self.unsaved.extend(records);
        let result = self.ports.disk.save(&self.unsaved);
        let now = self.ports.clock.now();
        match result {
            Ok(kept) => {
                self.unsaved.clear();
                if self.disk_fault.take().is_some() {
                    self.engine.handle(Input::Disk(Ok(())), now);
                }
                if let Kept::Afresh(damage) = kept {
                    tracing::error!("{}", damage.sentence);
                    self.engine.handle(Input::DiskAfresh(damage.sentence), now);
                }
            }
            Err(fault) => {
                let excess = self.unsaved.len().saturating_sub(MOST_UNSAVED);
                self.unsaved.drain(..excess);
                if self.disk_fault.as_ref() != Some(&fault) {
                    tracing::error!("not saved: {fault}");
                    self.engine.handle(Input::Disk(Err(fault.0.clone())), now);
                    self.disk_fault = Some(fault);
                }
            }
        }
    }

    fn show(&mut self, window: WindowKind, session: Option<SessionKey>) -> Result<(), Sentence> {
        self.watchers.retain(|watcher| !watcher.to.is_closed());
        if let Some(open) = self.watchers.iter().find(|watcher| watcher.window == window) {
            let _closed = open.to.send(Push::Show { session });
            return Ok(());
        }
        let up = self.ports.clock.now().up;
        if let Some((since, wanted)) = self.starting.get_mut(&window).filter(|(since, _)| up < *since + STARTS_WITHIN) {
            let _since = since;
            *wanted = session.or(wanted.take());
            return Ok(());
        }
        self.ports.shell.open_window(window, session.as_ref())?;
        self.starting.insert(window, (up, session));
        Ok(())
    }
}
