//! Just enough of WebDriver (W3C Recommendation) to drive a real window through `tauri-driver`.
//! It never waits without a limit.

use crate::command::{built, wait};
use crate::desktop::{Desktop, PATIENCE};
use crate::setup::driver;
use anyhow::{Context, Result, bail};
use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde_json::{Value, json};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

/// The keys that have no character, as WebDriver writes them (section 17.4.2).
pub const ENTER: &str = "\u{E007}";
/// Escape.
pub const ESCAPE: &str = "\u{E00C}";
/// Tab.
pub const TAB: &str = "\u{E004}";
/// Shift, which is held beside another key.
pub const SHIFT: char = '\u{E008}';
/// Control, likewise.
pub const CONTROL: char = '\u{E009}';
/// The arrow down.
pub const DOWN: &str = "\u{E015}";

/// A window that is driven; it is closed when this is dropped.
#[derive(Debug)]
pub struct Window {
    port: u16,
    session: String,
}

impl Window {
    /// Starts a window process (`sessionbell --window NAME`) under a driver of its own.
    ///
    /// # Errors
    /// The driver is not there, or the window did not start.
    pub fn open(desktop: &mut Desktop, home: &Path, name: &str) -> Result<Self> {
        Self::open_built(desktop, home, name, false)
    }

    /// As [`Self::open`], of the release build or the other.
    ///
    /// # Errors
    /// As there.
    pub fn open_built(desktop: &mut Desktop, home: &Path, name: &str, release: bool) -> Result<Self> {
        let (port, native) = (free_port()?, free_port()?);
        let mut command = desktop.command(driver());
        command
            .args(["--port", &port.to_string(), "--native-port", &native.to_string(), "--native-driver", "/usr/bin/WebKitWebDriver"])
            .env("SESSIONBELL_HOME", home)
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        desktop.spawn(&mut command)?;
        for port in [port, native] {
            wait("the driver", PATIENCE, || TcpStream::connect(("127.0.0.1", port)).ok())?;
        }
        let options = json!({ "application": built("sessionbell", release), "args": ["--window", name] });
        let wanted = json!({ "capabilities": { "alwaysMatch": { "browserName": "wry", "tauri:options": options } } });
        let answer = call(port, "POST", "/session", Some(&wanted))?;
        let session = answer.pointer("/sessionId").and_then(Value::as_str).context("the driver gave no session")?.to_owned();
        let window = Self { port, session };
        window.until("the first view", "document.documentElement.dataset.painted !== undefined")?;
        Ok(window)
    }

    /// What a script returns.
    ///
    /// # Errors
    /// It threw.
    pub fn script(&self, script: &str) -> Result<Value> {
        self.call("POST", "/execute/sync", Some(&json!({ "script": script, "args": [] })))
    }

    /// Waits until an expression is true.
    ///
    /// # Errors
    /// It does not become so.
    pub fn until(&self, what: &str, expression: &str) -> Result<()> {
        wait(what, PATIENCE, || (self.script(&format!("return !!({expression})")).ok()? == Value::Bool(true)).then_some(()))
    }

    /// The words of all elements that the CSS finds, also of those that are scrolled out of sight.
    ///
    /// # Errors
    /// The page does not answer.
    pub fn texts(&self, css: &str) -> Result<Vec<String>> {
        let found = self.script(&format!("return [...document.querySelectorAll({})].map((one) => one.textContent)", json!(css)))?;
        Ok(found.as_array().map_or(Vec::new(), |texts| texts.iter().filter_map(Value::as_str).map(str::to_owned).collect()))
    }

    /// Clicks the first element that the CSS finds, as a person does: it must be visible, and stand still.
    ///
    /// # Errors
    /// There is none, or it cannot be clicked.
    pub fn click(&self, css: &str) -> Result<()> {
        // A row that is just being drawn anew, or pushed down, cannot be clicked in that moment; a person would aim again.
        let (mut why, mut stood) = (None, None);
        let clicked = wait(&format!("{css} to be clickable"), PATIENCE, || {
            let element = self.element(css).ok()?;
            let place = self.place(&element).ok();
            if place.is_none() || stood != place {
                stood = place;
                return None;
            }
            match self.call("POST", &format!("/element/{element}/click"), Some(&json!({}))) {
                Ok(_) => Some(Ok(())),
                Err(error) if ["not interactable", "stale element", "intercepted"].iter().any(|passing| error.to_string().contains(passing)) => {
                    why = Some(error);
                    None
                }
                Err(error) => Some(Err(error)),
            }
        });
        clicked.map_err(|late| why.take().unwrap_or(late))?
    }

    /// Where in the page an element is.
    fn place(&self, element: &str) -> Result<Value> {
        // The key is WebDriver's for a reference to an element (section 12, "web element identifier").
        let body = json!({
            "script": "const at = arguments[0].getBoundingClientRect(); return [at.x + scrollX, at.y + scrollY, at.width, at.height]",
            "args": [{ "element-6066-11e4-a52e-4f735466cecf": element }],
        });
        self.call("POST", "/execute/sync", Some(&body))
    }

    /// Types into the first element that the CSS finds.
    ///
    /// # Errors
    /// There is none.
    pub fn write(&self, css: &str, text: &str) -> Result<()> {
        let element = self.element(css)?;
        self.call("POST", &format!("/element/{element}/value"), Some(&json!({ "text": text }))).map(|_| ())
    }

    /// Presses keys, one after another, on whatever has the focus.
    ///
    /// # Errors
    /// The page does not answer.
    pub fn keys(&self, keys: &str) -> Result<()> {
        self.strokes(keys.chars().flat_map(|key| [("keyDown", key), ("keyUp", key)]))
    }

    /// Presses a key while another is held.
    ///
    /// # Errors
    /// The page does not answer.
    pub fn keys_with(&self, held: char, key: &str) -> Result<()> {
        let pressed = key.chars().flat_map(|key| [("keyDown", key), ("keyUp", key)]);
        self.strokes([("keyDown", held)].into_iter().chain(pressed).chain([("keyUp", held)]))
    }

    fn strokes(&self, strokes: impl Iterator<Item = (&'static str, char)>) -> Result<()> {
        let strokes: Vec<Value> = strokes.map(|(kind, key)| json!({ "type": kind, "value": key.to_string() })).collect();
        let body = json!({ "actions": [{ "type": "key", "id": "keyboard", "actions": strokes }] });
        self.call("POST", "/actions", Some(&body)).map(|_| ())
    }

    /// Makes the window that large, in pixels.
    ///
    /// # Errors
    /// The window manager or the driver refuses.
    pub fn resize(&self, width: u32, height: u32) -> Result<()> {
        self.call("POST", "/window/rect", Some(&json!({ "x": 0, "y": 0, "width": width, "height": height }))).map(|_| ())
    }

    /// A picture of the page, as PNG.
    ///
    /// # Errors
    /// The driver takes none.
    pub fn picture(&self, to: &Path) -> Result<()> {
        // What was just scrolled or resized is drawn with the next frame.
        self.script("window.drawn = false; requestAnimationFrame(() => requestAnimationFrame(() => { window.drawn = true; })); return true")?;
        self.until("the page to be drawn", "window.drawn")?;
        // A picture is taken with the next change on the screen, so there has to be one: a dot that nobody sees, until it is taken.
        self.script(
            "const dot = document.createElement('i'); dot.style.cssText = 'position: fixed; left: 0; top: 0; width: 1px; height: 1px; opacity: 0.001';
            document.documentElement.append(dot); let turn = 0;
            window.dot = setInterval(() => { turn += 1; dot.style.background = turn % 2 ? 'black' : 'white'; }, 20); return true",
        )?;
        let picture = self.call("GET", "/screenshot", None);
        self.script("clearInterval(window.dot); document.documentElement.querySelector(':scope > i').remove(); return true")?;
        let picture = picture?;
        let bytes = BASE64_STANDARD.decode(picture.as_str().context("no picture")?)?;
        std::fs::write(to, bytes).with_context(|| format!("{} cannot be written", to.display()))
    }

    fn element(&self, css: &str) -> Result<String> {
        wait(&format!("an element {css}"), PATIENCE, || {
            let found = self.call("POST", "/element", Some(&json!({ "using": "css selector", "value": css }))).ok()?;
            found.as_object()?.values().next()?.as_str().map(str::to_owned)
        })
    }

    /// Closes the window.
    ///
    /// # Errors
    /// It is closed already.
    pub fn close(&self) -> Result<()> {
        self.call("DELETE", "", None).map(|_| ())
    }

    fn call(&self, method: &str, path: &str, body: Option<&Value>) -> Result<Value> {
        call(self.port, method, &format!("/session/{}{path}", self.session), body)
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        // It may be closed already.
        let _closed = self.close();
    }
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

/// One request. `tauri-driver` hangs up without a word when the connection it keeps to the native driver was closed
/// meanwhile: then nothing was done, and it is asked again.
fn call(port: u16, method: &str, path: &str, body: Option<&Value>) -> Result<Value> {
    let mut answer = String::new();
    for _ in 0..5 {
        answer = exchange(port, method, path, body)?;
        if !answer.is_empty() {
            break;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    // The body is one JSON object; what surrounds it in a chunked answer is not.
    let json = answer.split_once("\r\n\r\n").map_or("", |(_, body)| body);
    let json = json.find('{').zip(json.rfind('}')).and_then(|(from, to)| json.get(from..=to)).unwrap_or_default();
    let value: Value = serde_json::from_str(json).with_context(|| format!("the driver answered {}", answer.lines().next().unwrap_or_default()))?;
    let value = value.get("value").cloned().unwrap_or(Value::Null);
    if let Some(error) = value.get("error").and_then(Value::as_str) {
        bail!("{error}: {}", value.get("message").and_then(Value::as_str).unwrap_or_default());
    }
    Ok(value)
}

fn exchange(port: u16, method: &str, path: &str, body: Option<&Value>) -> Result<String> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(Duration::from_secs(60)))?;
    let body = body.map(Value::to_string).unwrap_or_default();
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}
