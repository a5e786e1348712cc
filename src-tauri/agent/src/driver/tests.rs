//! The driver with a port that breaks: a fault of the program's own is contained, said, and costs no reminder.
//! It never uses a port that is not a stand-in: what is tested is the task around them.

use super::{Driver, Ports};
use crate::clock::{Clock, SystemClock};
use crate::handle::{Handle, line};
use crate::ports::{
    Autostart, Clipboard, Courier, Disk, DiskFault, Fetched, Fetcher, Kept, Loaded, Notifier, NotifyEvent, Opener, Player, Screen, Secrets, SettingsFile,
    Shell, WorldEvent,
};
use crate::timer::Timer;
use sessionbell_core::action::{UserAction, WindowKind};
use sessionbell_core::alarm::Posted;
use sessionbell_core::courier::Call;
use sessionbell_core::engine::Purpose;
use sessionbell_core::feed;
use sessionbell_core::language::Sentence;
use sessionbell_core::link::Openable;
use sessionbell_core::menu::Menu;
use sessionbell_core::notice::Notice;
use sessionbell_core::poll::{AnswerKind, FetchAnswer, FetchRequest, Validators};
use sessionbell_core::secret::Secret;
use sessionbell_core::session::SessionKey;
use sessionbell_core::settings::SecretStore;
use sessionbell_core::store::{Record, Saved};
use sessionbell_core::view::{Push, View};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use tokio::time::timeout;

const PATIENCE: Duration = Duration::from_secs(20);

/// Keeps in memory what it is given, and breaks as often as is set when it saves.
struct Memory {
    ledger: Arc<Mutex<BTreeMap<(String, String), sessionbell_core::store::LedgerRow>>>,
    breaks: Arc<AtomicU32>,
}

impl Disk for Memory {
    fn load(&mut self) -> Result<Loaded, DiskFault> {
        let ledger = self.ledger.lock().unwrap().values().cloned().collect();
        Ok(Loaded { saved: Saved { ledger, ..Saved::default() }, ..Loaded::default() })
    }

    fn save(&mut self, records: &[Record]) -> Result<Kept, DiskFault> {
        let broken = self.breaks.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok();
        assert!(!broken, "a fault of the program's own, for a test");
        for record in records {
            if let Record::Ledger(row) = record {
                self.ledger.lock().unwrap().insert((row.session.clone(), row.bell.clone()), row.clone());
            }
        }
        Ok(Kept::Beside)
    }
}

struct Server {
    events: UnboundedSender<WorldEvent>,
    shown: Arc<Mutex<Vec<String>>>,
}

struct NoServer;

impl Courier for NoServer {
    fn call(&mut self, _ticket: u64, _call: Call) {
        panic!("nobody has an account here");
    }
}

impl Notifier for Server {
    fn show(&mut self, ticket: u64, notice: Notice, _replaces: Option<Posted>) {
        self.shown.lock().unwrap().push(notice.title);
        let posted = Posted { server: ":1.1".into(), id: u32::try_from(ticket).unwrap() };
        let _sent = self.events.send(WorldEvent::Notify(NotifyEvent::Posted { ticket, posted }));
    }

    fn retract(&mut self, _posted: Posted) {}
}

struct Origin {
    events: UnboundedSender<WorldEvent>,
    body: Vec<u8>,
}

impl Fetcher for Origin {
    fn fetch(&mut self, request: FetchRequest) {
        let kind = AnswerKind::Fresh { body: self.body.clone(), validators: Validators::default() };
        let answer = FetchAnswer { feed: request.feed, address: request.address, kind, max_age: None, retry_after: None, date: None, moved_to: None };
        let parsed = Some(feed::parse(&self.body, &request.scope));
        let _sent = self.events.send(WorldEvent::Fetched(Box::new(Fetched { answer, parsed })));
    }
}

/// Everything that is of no matter here.
struct Nothing;

impl SettingsFile for Nothing {
    fn read(&mut self) -> Result<Option<String>, DiskFault> {
        Ok(Some("language = \"en\"\nleads = [0]\n[[feed]]\naddress = \"https://example.org/feed.json\"\n".to_owned()))
    }
    fn write(&mut self, _text: &str) -> Result<(), DiskFault> {
        Ok(())
    }
    fn write_sample(&mut self, _feed: &str) -> Result<(), DiskFault> {
        Ok(())
    }
}

impl Secrets for Nothing {
    fn load(&mut self, _from: SecretStore, _names: Vec<String>) {}

    fn put(&mut self, _to: SecretStore, _name: String, _value: Option<Secret>) {}
}

impl Opener for Nothing {
    fn open(&mut self, _what: &Openable, _purpose: Option<Purpose>) -> Result<(), Sentence> {
        Ok(())
    }
    fn open_calendar(&mut self, _name: &str, _calendar: &str) -> Result<(), Sentence> {
        Ok(())
    }
}

impl Player for Nothing {
    fn play(&mut self, _volume: u32) {}
}

impl Screen for Nothing {
    fn look(&mut self) {}
}

impl Clipboard for Nothing {
    fn copy(&mut self, _text: &str) -> Result<(), Sentence> {
        Ok(())
    }

    fn read(&mut self) -> Option<String> {
        None
    }
}

impl Autostart for Nothing {
    fn set(&mut self, _on: bool) -> Result<(), Sentence> {
        Ok(())
    }
    fn is_set(&mut self) -> Option<bool> {
        None
    }
}

impl Shell for Nothing {
    fn open_window(&mut self, _window: WindowKind, _session: Option<&SessionKey>) -> Result<(), Sentence> {
        Ok(())
    }
    fn tray(&mut self, _menu: Menu) {}
    fn tray_host(&mut self, _there: bool) {}
    fn quit(&mut self) {}
}

async fn troubles(handle: &Handle, until: impl Fn(&str) -> bool) -> String {
    let mut pushes = handle.watch(WindowKind::Upcoming);
    loop {
        let Push::View { view: View::Upcoming(view) } = timeout(PATIENCE, pushes.recv()).await.unwrap().unwrap() else { continue };
        let said: Vec<_> = view.troubles.iter().map(|trouble| trouble.sentence.clone()).collect();
        let said = said.join("\n");
        if until(&said) {
            return said;
        }
    }
}

#[tokio::test]
async fn a_fault_of_its_own_is_contained_said_and_costs_no_reminder() {
    let (events, world) = unbounded_channel();
    let (handle, people) = line();
    let shown = Arc::<Mutex<Vec<String>>>::default();
    let breaks = Arc::new(AtomicU32::new(0));
    let due = SystemClock.now().wall + chrono::Duration::seconds(2);
    let start = due.format("%Y-%m-%dT%H:%M:%S");
    let body = format!(
        r#"{{"@type":"Group","uid":"t","entries":[{{"@type":"Event","uid":"a","title":"Unharmed","start":"{start}","timeZone":"Etc/UTC","duration":"PT1H"}}]}}"#
    );
    let ports = Ports {
        clock: Box::new(SystemClock),
        notifier: Box::new(Server { events: events.clone(), shown: Arc::clone(&shown) }),
        courier: Box::new(NoServer),
        fetcher: Box::new(Origin { events: events.clone(), body: body.into_bytes() }),
        disk: Box::new(Memory { ledger: Arc::default(), breaks: Arc::clone(&breaks) }),
        settings: Box::new(Nothing),
        player: Box::new(Nothing),
        screen: Box::new(Nothing),
        secrets: Box::new(Nothing),
        opener: Box::new(Nothing),
        clipboard: Box::new(Nothing),
        autostart: Box::new(Nothing),
        shell: Box::new(Nothing),
    };
    let up = NotifyEvent::ServerUp { server: ":1.1".into(), product: "test".into(), has_buttons: true, abilities: Vec::new(), do_not_disturb: false };
    events.send(WorldEvent::Notify(up)).unwrap();
    let driver = Driver::new(ports, Timer::new().unwrap(), "settings.toml".into(), 1);
    let task = tokio::spawn(driver.run(world, people));

    assert_eq!(troubles(&handle, |_| true).await, "");
    breaks.store(1, Ordering::SeqCst);
    // Whatever is asked for next hits the fault; the one who asked hears that nothing came of it.
    let answer = handle.ask(UserAction::ClearMissed).await;
    assert!(answer.is_err(), "{answer:?}");
    let said = troubles(&handle, |said| said.contains("fault of its own")).await;
    assert!(said.contains("went on from what is saved"), "{said}");
    let rang = async {
        while shown.lock().unwrap().is_empty() {
            tokio::task::yield_now().await;
        }
    };
    timeout(PATIENCE, rang).await.expect("the bell rings all the same");
    assert_eq!(*shown.lock().unwrap(), ["Now: Unharmed"]);
    assert!(handle.ask(UserAction::ClearMissed).await.is_ok(), "it works again");
    handle.tell(UserAction::Quit);
    timeout(PATIENCE, task).await.unwrap().unwrap();
}
