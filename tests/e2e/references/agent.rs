//! An agent that always says the same: it opens the door as the real one does, and hands windows the view it was given.
//! It never keeps anything: whatever it is asked to do is done and changes nothing.

use serde_json::{Value, json};
use sessionbell_core::action::Reply;
use sessionbell_core::view::View;
use std::io::{Read, Write};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

pub(super) const MESSAGE: &str =
    "Hi Niko, I would like to join “Picking an HTTP library” (Async Vision Doc) on Wednesday 31 March at 10:00 ET. Could you send me the link? Thank you! Ada";

pub(super) struct Agent(Arc<Mutex<Shown>>);

struct Shown {
    view: View,
    windows: Vec<UnixStream>,
}

impl Agent {
    /// Opens the door of that home.
    pub(super) fn open(home: &Path, view: View) -> Self {
        std::fs::create_dir_all(home.join("run")).unwrap();
        let door = UnixListener::bind(home.join("run/door.sock")).unwrap();
        let shown = Arc::new(Mutex::new(Shown { view, windows: Vec::new() }));
        let all = Arc::clone(&shown);
        std::thread::spawn(move || {
            for caller in door.incoming().map_while(Result::ok) {
                let shown = Arc::clone(&all);
                std::thread::spawn(move || serve(caller, &shown));
            }
        });
        Self(shown)
    }

    /// From now on windows show that.
    pub(super) fn show(&self, view: View) {
        let mut shown = lock(&self.0);
        shown.view = view;
        let push = push(&shown.view);
        shown.windows.retain_mut(|window| write(window, &push).is_some());
    }
}

fn lock(shown: &Mutex<Shown>) -> MutexGuard<'_, Shown> {
    shown.lock().unwrap_or_else(PoisonError::into_inner)
}

fn push(view: &View) -> Value {
    json!({ "push": { "push": "view", "view": view } })
}

fn serve(mut caller: UnixStream, shown: &Mutex<Shown>) {
    while let Some(call) = read(&mut caller) {
        if call.get("watch").is_some() {
            let mut shown = lock(shown);
            let push = push(&shown.view);
            if write(&mut caller, &push).is_some() {
                shown.windows.push(caller.try_clone().unwrap());
            }
        } else {
            let answer = json!({ "answer": { "id": call["ask"]["id"], "result": { "Ok": reply(call["ask"]["action"]["do"].as_str()) } } });
            let _gone = write(&mut caller, &answer);
        }
    }
}

fn reply(to: Option<&str>) -> Reply {
    match to {
        Some("draft") => Reply::Draft { channel: "Zulip".to_owned(), message: MESSAGE.to_owned(), account: None, lately: None },
        Some("join") => Reply::ConfirmHost { host: "meet.example.org".to_owned(), domain: "example.org".to_owned(), was: Some("Ryan".to_owned()) },
        _ => Reply::Done,
    }
}

/// A frame of the door: its length in four bytes, the little end first, then JSON.
fn read(from: &mut UnixStream) -> Option<Value> {
    let mut length = [0; 4];
    from.read_exact(&mut length).ok()?;
    let mut bytes = vec![0; usize::try_from(u32::from_le_bytes(length)).ok()?];
    from.read_exact(&mut bytes).ok()?;
    serde_json::from_slice(&bytes).ok()
}

fn write(to: &mut UnixStream, value: &Value) -> Option<()> {
    let json = value.to_string();
    to.write_all(&u32::try_from(json.len()).ok()?.to_le_bytes()).ok()?;
    to.write_all(json.as_bytes()).ok()
}
