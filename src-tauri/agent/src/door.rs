//! The local socket on which windows, second starts and `sbell` reach the agent: length-framed JSON.
//! It never answers anybody but this user.

mod frame;

use crate::desktop_language;
use crate::handle::Handle;
use frame::{read, write};
use serde::{Deserialize, Serialize};
use sessionbell_core::action::{Refusal, RefusalCode, Refused, Reply, UserAction, WindowKind};
use sessionbell_core::language::sentence;
use sessionbell_core::view::Push;
use std::io;
use std::path::Path;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// What comes through the door from a client.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Call {
    /// Carry something out; answered under the same number.
    Ask { id: u64, action: UserAction },
    /// From now on send this window's views.
    Watch { window: WindowKind },
}

/// What goes out to a client.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Word {
    Answer { id: u64, result: Result<Reply, Refusal> },
    Push(Push),
}

/// A caller's frames are small; a view of ten thousand sessions is not.
const LONGEST_CALL: u32 = 256 * 1024;
const LONGEST_WORD: u32 = 128 * 1024 * 1024;

/// Opens the door at `path` and answers until the program ends. The caller holds the agent's lock, so that a socket
/// that lies there is a dead one's. Inside a tokio runtime.
///
/// # Errors
/// The socket cannot be made.
pub fn open(path: &Path, handle: Handle) -> io::Result<()> {
    let mut listener = platform::listen(path)?;
    tokio::spawn(async move {
        loop {
            match listener.accept().await {
                Ok(stream) => {
                    tokio::spawn(serve(stream, handle.clone()));
                }
                Err(error) => {
                    tracing::warn!(%error, "somebody could not be let in");
                    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
                }
            }
        }
    });
    Ok(())
}

async fn serve<S: AsyncRead + AsyncWrite + Send + 'static>(stream: S, handle: Handle) {
    let (mut from, mut to) = tokio::io::split(stream);
    let (send, mut words) = unbounded_channel::<Word>();
    let writer = tokio::spawn(async move {
        while let Some(word) = words.recv().await {
            if write(&mut to, &word).await.is_err() {
                return;
            }
        }
    });
    while let Ok(Some(call)) = read::<Call>(&mut from, LONGEST_CALL).await {
        match call {
            Call::Ask { id, action } => {
                let result = handle.ask(action).await;
                if send.send(Word::Answer { id, result }).is_err() {
                    break;
                }
            }
            Call::Watch { window } => {
                let mut views = handle.watch(window);
                let send = send.clone();
                tokio::spawn(async move {
                    // A window that is gone ends this, and with it the driver's interest in the view.
                    loop {
                        tokio::select! {
                            push = views.recv() => {
                                let Some(push) = push else { return };
                                if send.send(Word::Push(push)).is_err() {
                                    return;
                                }
                            }
                            () = send.closed() => return,
                        }
                    }
                });
            }
        }
    }
    writer.abort();
}

/// A client's end of the door.
#[derive(Debug)]
pub struct Visitor {
    calls: UnboundedSender<(UserAction, tokio::sync::oneshot::Sender<Result<Reply, Refusal>>)>,
}

impl Visitor {
    /// Knocks at the door of the running agent. With a window, its views come on the receiver, [`Push::Gone`] last.
    /// Inside a tokio runtime.
    ///
    /// # Errors
    /// Nobody is there.
    pub async fn knock(path: &Path, window: Option<WindowKind>) -> io::Result<(Self, UnboundedReceiver<Push>)> {
        let stream = platform::connect(path).await?;
        let (mut from, mut to) = tokio::io::split(stream);
        if let Some(window) = window {
            write(&mut to, &Call::Watch { window }).await?;
        }
        let (calls, mut asked) = unbounded_channel::<(UserAction, tokio::sync::oneshot::Sender<Result<Reply, Refusal>>)>();
        let (push, pushes) = unbounded_channel();
        let (heard, mut words) = unbounded_channel();
        // Reading has a task of its own: a frame that is half read must not be dropped.
        let reader = tokio::spawn(async move {
            while let Ok(Some(word)) = read::<Word>(&mut from, LONGEST_WORD).await {
                if heard.send(word).is_err() {
                    return;
                }
            }
        });
        tokio::spawn(async move {
            let mut waiting = std::collections::BTreeMap::new();
            let mut last = 0_u64;
            loop {
                tokio::select! {
                    word = words.recv() => match word {
                        Some(Word::Push(one)) => {
                            let _closed = push.send(one);
                        }
                        Some(Word::Answer { id, result }) => {
                            if let Some(answer) = waiting.remove(&id) {
                                let answer: tokio::sync::oneshot::Sender<Result<Reply, Refusal>> = answer;
                                let _gone = answer.send(result);
                            }
                        }
                        None => break,
                    },
                    call = asked.recv() => match call {
                        Some((action, answer)) => {
                            last += 1;
                            waiting.insert(last, answer);
                            if write(&mut to, &Call::Ask { id: last, action }).await.is_err() {
                                break;
                            }
                        }
                        None => break,
                    },
                }
            }
            let _closed = push.send(Push::Gone);
            reader.abort();
        });
        Ok((Self { calls }, pushes))
    }

    /// Asks the agent and waits for what it came to.
    ///
    /// # Errors
    /// Why it was not done, in words; also when the agent has ended.
    pub async fn ask(&self, action: UserAction) -> Result<Reply, Refusal> {
        let gone = || Refused::new(RefusalCode::NoAgent, sentence("no-agent")).said(desktop_language());
        let (send, answer) = tokio::sync::oneshot::channel();
        self.calls.send((action, send)).map_err(|_| gone())?;
        answer.await.map_err(|_| gone())?
    }
}

#[cfg(unix)]
mod platform {
    //! A Unix socket in a folder for this user alone; the kernel says who calls.

    use std::io;
    use std::path::Path;
    use tokio::net::{UnixListener, UnixStream};

    pub(super) struct Listener(UnixListener);

    pub(super) fn listen(path: &Path) -> io::Result<Listener> {
        use std::os::unix::fs::PermissionsExt;
        match std::fs::remove_file(path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            Ok(()) | Err(_) => {}
        }
        let listener = UnixListener::bind(path)?;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600))?;
        Ok(Listener(listener))
    }

    impl Listener {
        /// The next caller of this user; others are turned away.
        pub(super) async fn accept(&mut self) -> io::Result<UnixStream> {
            let me = rustix::process::geteuid().as_raw();
            loop {
                let (stream, _) = self.0.accept().await?;
                if stream.peer_cred()?.uid() == me {
                    return Ok(stream);
                }
                tracing::warn!("another user knocked and was turned away");
            }
        }
    }

    pub(super) async fn connect(path: &Path) -> io::Result<UnixStream> {
        UnixStream::connect(path).await
    }
}

#[cfg(windows)]
mod platform {
    //! A named pipe of this user's session; the system's default access rules keep others out.

    use std::hash::{DefaultHasher, Hash, Hasher};
    use std::io;
    use std::path::Path;
    use tokio::net::windows::named_pipe::{ClientOptions, NamedPipeClient, NamedPipeServer, ServerOptions};

    pub(super) struct Listener {
        name: String,
        next: NamedPipeServer,
    }

    fn name_of(path: &Path) -> String {
        let mut hash = DefaultHasher::new();
        path.hash(&mut hash);
        format!(r"\\.\pipe\sessionbell-{:016x}", hash.finish())
    }

    pub(super) fn listen(path: &Path) -> io::Result<Listener> {
        let name = name_of(path);
        let next = ServerOptions::new().first_pipe_instance(true).reject_remote_clients(true).create(&name)?;
        Ok(Listener { name, next })
    }

    impl Listener {
        pub(super) async fn accept(&mut self) -> io::Result<NamedPipeServer> {
            self.next.connect().await?;
            let further = ServerOptions::new().reject_remote_clients(true).create(&self.name)?;
            Ok(std::mem::replace(&mut self.next, further))
        }
    }

    pub(super) async fn connect(path: &Path) -> io::Result<NamedPipeClient> {
        ClientOptions::new().open(name_of(path))
    }
}
