//! Says whether the screen is locked, when it is asked.
//! It never guesses: where the desktop does not say, the answer is that nobody knows.

use crate::ports::{Screen, WorldEvent};
use tokio::sync::mpsc::UnboundedSender;

/// The desktop's screen.
#[derive(Clone, Debug)]
pub struct DesktopScreen {
    events: UnboundedSender<WorldEvent>,
}

impl DesktopScreen {
    /// A screen that answers to `events`.
    #[must_use]
    pub fn new(events: UnboundedSender<WorldEvent>) -> Self {
        Self { events }
    }
}

impl Screen for DesktopScreen {
    fn look(&mut self) {
        #[cfg(target_os = "linux")]
        {
            let events = self.events.clone();
            tokio::spawn(async move {
                let locked = linux::is_locked().await;
                let _ended = events.send(WorldEvent::Screen(locked));
            });
        }
        #[cfg(not(target_os = "linux"))]
        let _ended = self.events.send(WorldEvent::Screen(None));
    }
}

#[cfg(target_os = "linux")]
mod linux {
    use std::time::Duration;
    use tokio::time::timeout;
    use zbus::Connection;
    use zbus::fdo::DBusProxy;
    use zbus::names::BusName;

    /// The screen locks of the desktops, all with `GetActive`: name and interface, then path.
    const LOCKS: [(&str, &str); 5] = [
        ("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver"),
        ("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver"),
        ("org.cinnamon.ScreenSaver", "/org/cinnamon/ScreenSaver"),
        ("org.mate.ScreenSaver", "/org/mate/ScreenSaver"),
        ("org.xfce.ScreenSaver", "/org/xfce/ScreenSaver"),
    ];
    /// A lock that does not answer within that time does not say anything.
    const PATIENCE: Duration = Duration::from_secs(2);

    /// Whether any of them says that it is; `None` if none says anything.
    pub(super) async fn is_locked() -> Option<bool> {
        let connection = timeout(PATIENCE, Connection::session()).await.ok()?.ok()?;
        let bus = DBusProxy::new(&connection).await.ok()?;
        let mut locked = None;
        for (name, path) in LOCKS {
            // Nothing is started only to be asked.
            if !bus.name_has_owner(BusName::try_from(name).ok()?).await.unwrap_or(false) {
                continue;
            }
            let answer = timeout(PATIENCE, connection.call_method(Some(name), path, Some(name), "GetActive", &())).await;
            if let Some(active) = answer.ok().and_then(Result::ok).and_then(|reply| reply.body().deserialize::<bool>().ok()) {
                locked = Some(locked.unwrap_or(false) || active);
            }
        }
        locked
    }
}
