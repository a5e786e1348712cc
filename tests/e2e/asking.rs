//! Asking hosts: with an account of one's own and a real keyring, and on every channel from the window.
//! It never sends anything to anybody: Zulip stands on loopback, and what is opened is recorded.

use crate::home::{Home, Session, soon};
use crate::zulip::Zulip;
use std::path::Path;
use xtask::command::{target, wait};
use xtask::desktop::{PATIENCE, Parts};
use xtask::webdriver::Window;

/// What must be found nowhere outside of the keyring.
const KEY: &str = "canaryKEY0123456789";
const LINK: &str = "https://us02web.zoom.us/j/2?pwd=canaryLINK";

/// A feed that names Zulip alone means the organisation that the person is on.
const ASK: &str = r#","sessionbell.github.io:join":{"mode":"ask","room":"zoom","contacts":[{"kind":"zulip","user":7,"handle":"Niko Host","name":"Niko"}]}"#;

fn fill(window: &Window, field: &str, text: &str) {
    window.click(&format!("[data-testid={field}]")).unwrap();
    window.write(&format!("[data-testid={field}]"), text).unwrap();
}

/// Every file under `folder` that holds `words`.
fn holds(folder: &Path, words: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if entry.file_type().unwrap().is_dir() {
            found.extend(holds(&path, words));
        } else if std::fs::read(&path).is_ok_and(|bytes| bytes.windows(words.len()).any(|part| part == words.as_bytes())) {
            found.push(path.display().to_string());
        }
    }
    found
}

#[test]
fn from_an_account_in_the_keyring_to_the_button_of_the_next_session() {
    let mut home = Home::new(Parts::ALL);
    home.desktop.start_keyring().unwrap();
    let zulip = Zulip::new("ada@example.org", KEY);
    zulip.will_say(&format!("Welcome! [The room]({LINK}), see you."));
    let rings = soon(40);
    let first = rings + chrono::Duration::hours(1);
    let next = rings + chrono::Duration::minutes(10);
    home.subscribe(
        &[Session { uid: "a", title: "Asked for", start: first, more: ASK }, Session { uid: "b", title: "The next one", start: next, more: ASK }],
        "leads = [10]\nname = \"Ada\"\n",
    );
    let app = home.start();

    let settings = Window::open(&mut home.desktop, &home.path, "settings").unwrap();
    settings.until("the pages", "document.querySelector('[data-testid=nav-joining]')").unwrap();
    settings.click("[data-testid=nav-joining]").unwrap();
    fill(&settings, "server", &zulip.address());
    fill(&settings, "user", "ada@example.org");
    fill(&settings, "key", "wrong");
    settings.click("[data-testid=sign-in]").unwrap();
    settings.until("the refusal", "document.querySelector('[data-testid=sign-in-refused]')?.textContent.includes('does not accept')").unwrap();
    fill(&settings, "key", KEY);
    settings.click("[data-testid=sign-in]").unwrap();
    settings.until("the account", "document.querySelector('[data-testid=account]')?.textContent.includes('ada@example.org')").unwrap();
    assert_eq!(settings.script("return document.querySelector('[data-testid=key]').value").unwrap(), "", "a key is not left on the screen");
    settings.picture(&target().join("looks/account.png")).unwrap();
    drop(settings);

    let window = Window::open(&mut home.desktop, &home.path, "upcoming").unwrap();
    window.until("two sessions", "document.querySelectorAll('[data-testid=session]').length === 2").unwrap();
    window.click("li[data-key$='/a'] [data-testid=ask]").unwrap();
    window.until("the account it is sent with", "document.querySelector('[data-testid=ask-how]')?.textContent.includes('ada@example.org')").unwrap();
    assert!(zulip.sent().is_empty(), "nothing is sent before the click");
    window.picture(&target().join("looks/ask-with-account.png")).unwrap();
    window.click("[data-testid=ask-send]").unwrap();
    window.until("the answer", "document.querySelector('li[data-key$=\"/a\"] [data-testid=offer]')?.textContent.includes('us02web.zoom.us')").unwrap();
    window.picture(&target().join("looks/offer.png")).unwrap();
    let sent = zulip.sent();
    assert!(sent.len() == 1 && sent[0].starts_with("Hi Niko, I would like to join “Asked for” (Series) on ") && sent[0].ends_with("\nAda"), "{sent:?}");
    let told = home.until_rung("Niko answered: Asked for", 1, 30).remove(0);
    assert!(!format!("{told:?}").contains("zoom.us"), "a notice shows no link");

    window.click("[data-testid=offer-use]").unwrap();
    window.until("Join for the next session", "document.querySelector('li[data-key$=\"/b\"] [data-testid=join]')").unwrap();
    let page = window.script("return document.documentElement.outerHTML").unwrap();
    assert!(!page.as_str().unwrap().contains("canary"), "neither key nor link is in a page");
    drop(window);
    let looks = zulip.asked().len();
    home.quit(app);

    // Another start: both come from the keyring.
    let app = home.start();
    let rung = home.until_rung("The next one", 1, 60).remove(0);
    assert!(rung.buttons.contains(&"Join".to_owned()), "{:?}", rung.buttons);
    home.desktop.press_notice("The next one", "Join").unwrap();
    assert_eq!(home.until_opened("zoom.us"), LINK);
    assert_eq!(zulip.asked().len(), looks, "what is answered is not looked into any more");
    let environment = std::fs::read(format!("/proc/{app}/environ")).unwrap();
    assert!(!String::from_utf8_lossy(&environment).contains("canary"));
    home.quit(app);
    std::fs::remove_file(&home.opened).unwrap();
    assert_eq!(holds(home.desktop.folder(), "canary"), Vec::<String>::new(), "neither key nor link is in a file");
    assert!(wait("the keyring’s own file", PATIENCE, || std::fs::read_dir(home.desktop.folder().join("data/keyrings")).ok()?.next()).is_ok());
}

#[test]
fn without_a_keyring_a_link_is_kept_while_the_program_runs_or_in_a_file_by_choice() {
    let mut home = Home::new(Parts::ALL);
    home.subscribe(&[Session { uid: "a", title: "Asked for", start: soon(3_600), more: ASK }], "");
    let app = home.start();
    let window = Window::open(&mut home.desktop, &home.path, "upcoming").unwrap();
    window.until("the session", "document.querySelector('[data-testid=session] [data-testid=ask]')").unwrap();
    window.click("li[data-key$='/a'] [data-testid=ask]").unwrap();
    window.click("[data-testid=ask-send]").unwrap();
    window.until("the question", "document.querySelector('li [data-testid=have-link]')").unwrap();
    // Pasted into the window, beside every field.
    window
        .script(&format!(
            "const data = new DataTransfer(); data.setData('text/plain', 'Here: {LINK}');
             document.body.dispatchEvent(new ClipboardEvent('paste', {{ clipboardData: data, bubbles: true }})); return true"
        ))
        .unwrap();
    window.until("Join", "document.querySelector('li[data-key$=\"/a\"] [data-testid=join]')").unwrap();
    window
        .until("that it is not kept", "document.querySelector('[data-testid=trouble][data-code=secrets-not-kept]')?.textContent.includes('kept only while')")
        .unwrap();
    window.picture(&target().join("looks/no-keyring.png")).unwrap();
    assert_eq!(holds(&home.path, "canary"), Vec::<String>::new());
    let settings = Window::open(&mut home.desktop, &home.path, "settings").unwrap();
    settings.until("the pages", "document.querySelector('[data-testid=nav-joining]')").unwrap();
    settings.click("[data-testid=nav-joining]").unwrap();
    settings
        .script("const list = document.querySelector('[data-testid=secrets]'); list.value = 'file'; list.dispatchEvent(new Event('change', { bubbles: true })); return true")
        .unwrap();
    let held = wait("the file", PATIENCE, || Some(holds(&home.path, "canaryLINK")).filter(|found| !found.is_empty())).unwrap();
    assert!(held.len() == 1 && held[0].ends_with("links.json"), "{held:?}");
    drop(settings);
    drop(window);
    home.quit(app);
    let app = home.start();
    let window = Window::open(&mut home.desktop, &home.path, "upcoming").unwrap();
    window.until("Join after another start", "document.querySelector('li[data-key$=\"/a\"] [data-testid=join]')").unwrap();
    drop(window);
    home.quit(app);
}

#[test]
fn every_channel_opens_by_its_own_address_from_the_window() {
    let contacts = r##","sessionbell.github.io:join":{"mode":"ask","contacts":[
        {"kind":"zulip","server":"https://chat.example.org","user":7,"handle":"Niko H. (he/him)"},
        {"kind":"discord","user":"80351110224678912","handle":"niko"},
        {"kind":"matrix","handle":"@niko:example.org"},
        {"kind":"email","handle":"niko@example.org"},
        {"kind":"telegram","handle":"@niko_m"},
        {"kind":"slack","team":"T024BE7LD","user":"U024BE7LH","handle":"niko"},
        {"kind":"irc","server":"irc.libera.chat","handle":"#sessions"},
        {"kind":"web","uri":"https://club.example/join","handle":"our page"}]}"##;
    let expected = [
        "https://chat.example.org/#narrow/dm/7-Niko-H.2E-.28he.2Fhim.29",
        "https://discord.com/users/80351110224678912",
        "https://matrix.to/#/%40niko%3Aexample.org",
        "mailto:niko@example.org?subject=Joining%3A%20Any%20way&body=Hi%20%26%20%C3%A9",
        "https://t.me/niko_m?text=Hi%20%26%20%C3%A9",
        "slack://user?team=T024BE7LD&id=U024BE7LH",
        "ircs://irc.libera.chat/sessions",
        "https://club.example/join",
    ];
    let mut home = Home::new(Parts::ALL);
    home.subscribe(&[Session { uid: "a", title: "Any way", start: soon(7_200), more: contacts }], "");
    let app = home.start();
    let window = Window::open(&mut home.desktop, &home.path, "upcoming").unwrap();
    for (number, address) in expected.iter().enumerate() {
        window.until("Ask to join", "document.querySelector('li [data-testid=ask]')").unwrap();
        window.click("li [data-testid=ask]").unwrap();
        window.until("every contact", "document.querySelectorAll('[data-testid=ask-on]').length === 8").unwrap();
        window.script(&format!("document.querySelectorAll('[data-testid=ask-on]')[{number}].click(); return true")).unwrap();
        window.until("the choice", &format!("document.querySelectorAll('[data-testid=ask-on]')[{number}].checked")).unwrap();
        window
            .script("const field = document.querySelector('[data-testid=ask-message]'); field.value = ''; field.dispatchEvent(new Event('input', { bubbles: true })); return true")
            .unwrap();
        window.write("[data-testid=ask-message]", "Hi & é").unwrap();
        if number == 0 {
            window.picture(&target().join("looks/ask-where.png")).unwrap();
        }
        window.click("[data-testid=ask-send]").unwrap();
        assert_eq!(home.until_opened(&address[..address.len().min(24)]), *address);
        assert_eq!(home.desktop.clipboard().unwrap(), "Hi & é");
        window.until("the question", "document.querySelector('li [data-testid=sent-no]')").unwrap();
        window.click("li [data-testid=sent-no]").unwrap();
    }
    drop(window);
    home.quit(app);
}

#[test]
fn a_link_on_the_clipboard_is_offered_and_one_that_is_dropped_is_kept() {
    let mut home = Home::new(Parts::ALL);
    let start = soon(2 * 3_600);
    let other = r#","sessionbell.github.io:join":{"mode":"ask","contacts":[{"kind":"discord","handle":"ryan"}]}"#;
    home.subscribe(
        &[
            Session { uid: "a", title: "Asked for", start, more: crate::home::ASK },
            Session { uid: "b", title: "Dropped on", start: start + chrono::Duration::hours(2), more: other },
        ],
        "",
    );
    let app = home.start();
    let window = Window::open(&mut home.desktop, &home.path, "upcoming").unwrap();
    window.until("two sessions", "document.querySelectorAll('[data-testid=session]').length === 2").unwrap();
    window.click("li[data-key$='/a'] [data-testid=ask]").unwrap();
    window.click("[data-testid=ask-send]").unwrap();
    window.click("li[data-key$='/a'] [data-testid=sent-yes]").unwrap();
    window.until("the request", "document.querySelector('li[data-key$=\"/a\"] [data-testid=request]')?.textContent.includes('Asked on Zulip')").unwrap();

    // The person is elsewhere, copies the host's answer, and comes back.
    let answer = home.path.join("answer.txt");
    std::fs::write(&answer, "Sure, come in: https://meet.jit.si/FromTheClipboard see you").unwrap();
    let mut xclip = home.desktop.command("xclip");
    home.desktop.spawn(xclip.args(["-quiet", "-in", "-selection", "clipboard"]).arg(&answer)).unwrap();
    wait("the clipboard", PATIENCE, || home.desktop.clipboard().ok().filter(|text| text.contains("FromTheClipboard"))).unwrap();
    let offered = "document.querySelector('li[data-key$=\"/a\"] [data-testid=offer]')?.textContent.includes('link on your clipboard')";
    // There is no window manager here that would give the focus back.
    window.script("window.dispatchEvent(new Event('focus')); return true").unwrap();
    window.until("the offer", offered).unwrap();
    window.click("li[data-key$='/a'] [data-testid=offer-use]").unwrap();
    window.click("li[data-key$='/a'] [data-testid=join]").unwrap();
    home.until_opened("https://meet.jit.si/FromTheClipboard");

    let dropped = window
        .script(
            "const dragged = new DataTransfer();
             dragged.setData('text/uri-list', 'https://us02web.zoom.us/j/3?pwd=dropped');
             const row = document.querySelector('li[data-key$=\"/b\"]');
             return [row.dispatchEvent(new DragEvent('dragover', { dataTransfer: dragged, bubbles: true, cancelable: true })),
                     row.dispatchEvent(new DragEvent('drop', { dataTransfer: dragged, bubbles: true, cancelable: true }))]",
        )
        .unwrap();
    assert_eq!(dropped, serde_json::json!([false, false]), "the page takes it");
    window.click("li[data-key$='/b'] [data-testid=join]").unwrap();
    home.until_opened("https://us02web.zoom.us/j/3?pwd=dropped");
    home.quit(app);
}
