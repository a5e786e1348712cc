//! A private session bus, and a notification server on it that behaves as a test wants.
//! It never starts a service by itself, and ends with the test.

use std::collections::HashMap;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use zbus::Connection;
use zbus::object_server::SignalEmitter;
use zbus::zvariant::OwnedValue;

const NAME: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";

pub(crate) struct Bus {
    daemon: Child,
    pub(crate) address: String,
    _folder: Option<tempfile::TempDir>,
}

impl Bus {
    pub(crate) fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut bus = Self::start_in(folder.path());
        bus._folder = Some(folder);
        bus
    }

    /// A bus whose socket is `folder/bus`.
    pub(crate) fn start_in(folder: &Path) -> Self {
        let config = folder.join("bus.conf");
        let text = format!(
            r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:path={}/bus</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>"#,
            folder.display()
        );
        std::fs::write(&config, text).unwrap();
        let mut daemon = Command::new("dbus-daemon")
            .arg(format!("--config-file={}", config.display()))
            .args(["--nofork", "--print-address=1"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("dbus-daemon is installed");
        let mut address = String::new();
        BufReader::new(daemon.stdout.take().unwrap()).read_line(&mut address).unwrap();
        Self { daemon, address: address.trim().to_owned(), _folder: None }
    }
}

impl Drop for Bus {
    fn drop(&mut self) {
        let _ended = self.daemon.kill();
        let _status = self.daemon.wait();
    }
}

/// How a server behaves.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Mood {
    pub(crate) acts_before_reply: bool,
    pub(crate) hangs: bool,
    /// Answers when it is told to.
    pub(crate) late: bool,
    /// Never says what it can do.
    pub(crate) shy: bool,
    pub(crate) refuses: bool,
    /// Neither buttons nor markup.
    pub(crate) plain: bool,
}

/// A notice as it arrived.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) title: String,
    pub(crate) body: String,
    pub(crate) actions: Vec<String>,
    pub(crate) replaces: u32,
}

#[derive(Default)]
struct Book {
    gate: Arc<tokio::sync::Notify>,
    asked: Arc<tokio::sync::Notify>,
    seen: Vec<Seen>,
    retracted: Vec<u32>,
    last: u32,
}

struct Face {
    mood: Mood,
    book: Arc<Mutex<Book>>,
}

#[zbus::interface(name = "org.freedesktop.Notifications")]
impl Face {
    #[expect(clippy::too_many_arguments, reason = "the specification has eight")]
    async fn notify(
        &self,
        _app: String,
        replaces: u32,
        _icon: String,
        title: String,
        body: String,
        actions: Vec<String>,
        _hints: HashMap<String, OwnedValue>,
        _expires: i32,
        #[zbus(signal_emitter)] emitter: SignalEmitter<'_>,
    ) -> zbus::fdo::Result<u32> {
        if self.mood.hangs {
            std::future::pending::<()>().await;
        }
        if self.mood.late {
            let gate = Arc::clone(&self.book.lock().unwrap().gate);
            gate.notified().await;
        }
        if self.mood.refuses {
            return Err(zbus::fdo::Error::Failed("not today".into()));
        }
        let id = {
            let mut book = self.book.lock().unwrap();
            if replaces == 0 {
                book.last += 1;
            }
            let id = if replaces == 0 { book.last } else { replaces };
            book.seen.push(Seen { title, body, actions, replaces });
            id
        };
        if self.mood.acts_before_reply {
            Self::action_invoked(&emitter, id, "join").await?;
            Self::notification_closed(&emitter, id, 2).await?;
        }
        Ok(id)
    }

    async fn close_notification(&self, id: u32, #[zbus(signal_emitter)] emitter: SignalEmitter<'_>) -> zbus::fdo::Result<()> {
        self.book.lock().unwrap().retracted.push(id);
        Ok(Self::notification_closed(&emitter, id, 3).await?)
    }

    async fn get_capabilities(&self) -> Vec<String> {
        let asked = Arc::clone(&self.book.lock().unwrap().asked);
        asked.notify_one();
        if self.mood.shy {
            std::future::pending::<()>().await;
        }
        let all: &[&str] = if self.mood.plain { &["body"] } else { &["actions", "body", "body-markup"] };
        all.iter().map(|word| (*word).to_owned()).collect()
    }

    fn get_server_information(&self) -> (String, String, String, String) {
        ("test".into(), "test".into(), "1".into(), "1.2".into())
    }

    #[zbus(signal)]
    async fn action_invoked(emitter: &SignalEmitter<'_>, id: u32, action_key: &str) -> zbus::Result<()>;

    #[zbus(signal)]
    async fn notification_closed(emitter: &SignalEmitter<'_>, id: u32, reason: u32) -> zbus::Result<()>;
}

pub(crate) struct Server {
    connection: Connection,
    book: Arc<Mutex<Book>>,
}

impl Server {
    pub(crate) async fn start(address: &str, mood: Mood) -> Self {
        let book = Arc::<Mutex<Book>>::default();
        let face = Face { mood, book: Arc::clone(&book) };
        let builder = zbus::connection::Builder::address(address).unwrap().serve_at(PATH, face).unwrap();
        let connection = builder.name(NAME).unwrap().build().await.unwrap();
        Self { connection, book }
    }

    /// Waits until it was asked what it can do.
    pub(crate) async fn asked(&self) {
        let asked = Arc::clone(&self.book.lock().unwrap().asked);
        asked.notified().await;
    }

    /// Has a late server answer.
    pub(crate) fn release(&self) {
        self.book.lock().unwrap().gate.notify_one();
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.book.lock().unwrap().seen.clone()
    }

    /// Gives up its name, as a server that ends does; one that hangs in a call cannot end by itself.
    pub(crate) async fn leave(self) {
        self.connection.release_name(NAME).await.unwrap();
    }

    pub(crate) fn retracted(&self) -> Vec<u32> {
        self.book.lock().unwrap().retracted.clone()
    }

    pub(crate) async fn invoke(&self, id: u32, key: &str) {
        self.connection.emit_signal(None::<&str>, PATH, NAME, "ActionInvoked", &(id, key)).await.unwrap();
    }

    pub(crate) async fn close(&self, id: u32, reason: u32) {
        self.connection.emit_signal(None::<&str>, PATH, NAME, "NotificationClosed", &(id, reason)).await.unwrap();
    }
}

/// Another program on the bus sends a signal as if it were the server.
pub(crate) async fn forge(address: &str, id: u32, key: &str) {
    let connection = zbus::connection::Builder::address(address).unwrap().build().await.unwrap();
    connection.emit_signal(None::<&str>, PATH, NAME, "ActionInvoked", &(id, key)).await.unwrap();
    // The bus has it when it answers the next call.
    zbus::fdo::DBusProxy::new(&connection).await.unwrap().get_id().await.unwrap();
}
