//! Notices on systems other than Linux, through notify-rust.
//! It never keeps a notice of an earlier run: ids mean something in this one alone.

use crate::ports::{Notifier, NotifyEvent, WorldEvent};
use sessionbell_core::alarm::Posted;
use sessionbell_core::language::sentence;
use sessionbell_core::notice::{Notice, Press};
use tokio::sync::mpsc::UnboundedSender;

struct Desktop {
    events: UnboundedSender<WorldEvent>,
    life: String,
    last: u32,
}

/// Starts showing notices. Inside a tokio runtime.
#[must_use]
pub fn start(_icon: String, events: UnboundedSender<WorldEvent>) -> Box<dyn Notifier> {
    let life = format!("local-{}", std::process::id());
    let up = NotifyEvent::ServerUp {
        server: life.clone(),
        product: if cfg!(target_os = "macos") { "macOS" } else { "Windows" }.to_owned(),
        has_buttons: false,
        abilities: Vec::new(),
        do_not_disturb: false,
    };
    let _ended = events.send(WorldEvent::Notify(up));
    Box::new(Desktop { events, life, last: 0 })
}

impl Notifier for Desktop {
    fn show(&mut self, ticket: u64, notice: Notice, _replaces: Option<Posted>) {
        self.last = self.last.wrapping_add(1);
        let posted = Posted { server: self.life.clone(), id: self.last };
        let events = self.events.clone();
        tokio::task::spawn_blocking(move || {
            let mut shown = notify_rust::Notification::new();
            shown.appname("Sessionbell").summary(&notice.title).body(&notice.body);
            for button in notice.buttons.iter().filter(|button| button.press != Press::Open) {
                shown.action(button.press.key(), &button.label);
            }
            let event = match shown.show() {
                Ok(_) => NotifyEvent::Posted { ticket, posted },
                Err(error) => NotifyEvent::Failed { ticket, why: sentence("notify-system-refused").with("why", error.to_string()) },
            };
            let _ended = events.send(WorldEvent::Notify(event));
        });
    }

    fn retract(&mut self, _posted: Posted) {}
}
