//! What talks to the driver, from the shell and from the door.
//! It never touches the engine: it hands over and waits.

use crate::desktop_language;
use sessionbell_core::action::{Refusal, RefusalCode, Refused, Reply, UserAction, WindowKind};
use sessionbell_core::language::sentence;
use sessionbell_core::view::Push;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::sync::oneshot;

/// What reaches the driver from people.
#[derive(Debug)]
pub(crate) enum Command {
    /// Carry something out and answer.
    Ask(UserAction, oneshot::Sender<Result<Reply, Refusal>>),
    /// Send the window's view now and whenever it changes, until the receiver is dropped.
    Watch(WindowKind, UnboundedSender<Push>),
}

/// A line to the driver; copies are cheap.
#[derive(Clone, Debug)]
pub struct Handle(UnboundedSender<Command>);

/// A handle, and the end that the driver listens on.
pub(crate) fn line() -> (Handle, UnboundedReceiver<Command>) {
    let (send, receive) = unbounded_channel();
    (Handle(send), receive)
}

impl Handle {
    /// Asks and waits for what it came to.
    ///
    /// # Errors
    /// Why it was not done, in words.
    pub async fn ask(&self, action: UserAction) -> Result<Reply, Refusal> {
        let (send, answer) = oneshot::channel();
        let gone = || Refused::new(RefusalCode::NoAgent, sentence("agent-ending")).said(desktop_language());
        self.0.send(Command::Ask(action, send)).map_err(|_| gone())?;
        answer.await.map_err(|_| gone())?
    }

    /// Asks without waiting for the answer; a refusal is logged.
    pub fn tell(&self, action: UserAction) {
        let (send, _) = oneshot::channel();
        let _ended = self.0.send(Command::Ask(action, send));
    }

    /// The views of a window, from now on.
    #[must_use]
    pub fn watch(&self, window: WindowKind) -> UnboundedReceiver<Push> {
        let (send, views) = unbounded_channel();
        let _ended = self.0.send(Command::Watch(window, send));
        views
    }
}
