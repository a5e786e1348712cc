//! What a page may call: ask, watch, and say that it is painted.
//! It never decides: requests go to the agent as they are, views come back as they are.

use sessionbell_agent::door::Visitor;
use sessionbell_core::action::{Refusal, Reply, UserAction};
use sessionbell_core::view::Push;
use std::sync::{Mutex, PoisonError};
use tauri::State;
use tauri::ipc::Channel;

/// The window's end of the door.
pub(crate) struct Page {
    pub(crate) agent: Visitor,
    pub(crate) line: Mutex<Line>,
}

/// What the page has been told, and where it listens.
#[derive(Default)]
pub(crate) struct Line {
    channel: Option<Channel<Push>>,
    view: Option<Push>,
    /// Said before the page listened.
    held: Vec<Push>,
}

impl Page {
    /// Passes on what the agent says, now or as soon as the page listens.
    pub(crate) fn push(&self, push: Push) {
        let mut line = self.line.lock().unwrap_or_else(PoisonError::into_inner);
        match &line.channel {
            Some(channel) => {
                // A page that is being closed listens no more.
                let _closed = channel.send(push.clone());
            }
            None if !matches!(push, Push::View { .. }) => line.held.push(push.clone()),
            None => {}
        }
        if matches!(push, Push::View { .. }) {
            line.view = Some(push);
        }
    }
}

/// Hands a request to the agent.
#[tauri::command]
pub(crate) async fn ask(page: State<'_, Page>, action: UserAction) -> Result<Reply, Refusal> {
    page.agent.ask(action).await
}

/// From now on the page hears what changes, beginning with the view as it is.
#[tauri::command]
pub(crate) fn watch(page: State<'_, Page>, channel: Channel<Push>) {
    let mut line = page.line.lock().unwrap_or_else(PoisonError::into_inner);
    let held = std::mem::take(&mut line.held);
    for push in line.view.iter().cloned().chain(held) {
        let _closed = channel.send(push);
    }
    line.channel = Some(channel);
}

/// Notes in the log that the page stands on the screen.
#[tauri::command]
pub(crate) fn painted() {
    tracing::info!("painted");
}
