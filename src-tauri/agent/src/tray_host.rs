//! Reports whether the desktop has a tray to stand in (`org.kde.StatusNotifierWatcher` on the session bus).
//! It never asks twice: the bus says when the tray comes and goes.

use crate::ports::WorldEvent;
use tokio::sync::mpsc::UnboundedSender;

/// Starts reporting. Inside a tokio runtime.
pub(crate) fn start(events: UnboundedSender<WorldEvent>) {
    #[cfg(target_os = "linux")]
    tokio::spawn(linux::watch(events));
    // The other systems always have one.
    #[cfg(not(target_os = "linux"))]
    let _ended = events.send(WorldEvent::TrayHost(true));
}

#[cfg(target_os = "linux")]
mod linux {
    use super::{UnboundedSender, WorldEvent};
    use futures_util::StreamExt;
    use std::time::Duration;
    use zbus::fdo::DBusProxy;
    use zbus::names::BusName;

    const WATCHER: &str = "org.kde.StatusNotifierWatcher";

    pub(super) async fn watch(events: UnboundedSender<WorldEvent>) {
        let mut wait = Duration::from_secs(1);
        loop {
            if let Err(error) = follow(&events).await {
                tracing::debug!(%error, "the tray cannot be looked for");
            }
            if events.send(WorldEvent::TrayHost(false)).is_err() {
                return;
            }
            tokio::time::sleep(wait).await;
            wait = (wait * 2).min(Duration::from_secs(60));
        }
    }

    /// Reports until the bus is gone.
    async fn follow(events: &UnboundedSender<WorldEvent>) -> zbus::Result<()> {
        let connection = zbus::Connection::session().await?;
        let bus = DBusProxy::new(&connection).await?;
        let mut changes = bus.receive_name_owner_changed_with_args(&[(0, WATCHER)]).await?;
        let there = bus.name_has_owner(BusName::try_from(WATCHER)?).await?;
        let _ended = events.send(WorldEvent::TrayHost(there));
        while let Some(change) = changes.next().await {
            let there = change.args()?.new_owner().is_some();
            if events.send(WorldEvent::TrayHost(there)).is_err() {
                return Ok(());
            }
        }
        Ok(())
    }
}
