//! A short-lived process that shows one window and ends with it.
//! It never loads anything but the program's own pages, and never talks to anybody but the agent.

use crate::commands::{self, Line, Page};
use anyhow::{Context, Result};
use sessionbell_agent::door::Visitor;
use sessionbell_agent::paths::Paths;
use sessionbell_core::action::WindowKind;
use sessionbell_core::view::{Push, View};
use std::sync::Mutex;
use tauri::webview::{PageLoadEvent, WebviewWindowBuilder};
use tauri::{Manager, WebviewUrl, WebviewWindow};

/// Shows the window until it is closed.
pub(crate) fn run(paths: &Paths, window: WindowKind, session: Option<&str>) -> Result<()> {
    let door = paths.door();
    let (agent, mut pushes) =
        tauri::async_runtime::block_on(Visitor::knock(&door, Some(window))).context("Sessionbell is not running; start it without --window first.")?;
    let first = session.and_then(|key| key.parse().ok()).map(|key| Push::Show { session: Some(key) });
    tauri::Builder::default()
        .invoke_handler(tauri::generate_handler![commands::ask, commands::watch, commands::painted])
        .manage(Page { agent, line: Mutex::new(Line::default()) })
        .setup(move |app| {
            let view = open(app, window)?;
            if let Some(first) = first {
                app.state::<Page>().push(first);
            }
            tauri::async_runtime::spawn(async move {
                while let Some(push) = pushes.recv().await {
                    if matches!(push, Push::Show { .. }) {
                        raise(&view);
                    }
                    // With nothing left to ring for, the window that rings has done its work.
                    if matches!(&push, Push::View { view: View::Bell(bell) } if bell.sessions.is_empty()) {
                        view.app_handle().exit(0);
                        return;
                    }
                    view.state::<Page>().push(push);
                }
            });
            Ok(())
        })
        .run(crate::context())
        .context("the window could not be shown")
}

/// What a window is called before its page says more.
const NAME: &str = "Sessionbell";

fn open(app: &tauri::App, window: WindowKind) -> tauri::Result<WebviewWindow> {
    let (page, size) = match window {
        WindowKind::Upcoming => ("index.html", (760.0, 860.0)),
        WindowKind::Settings => ("settings.html", (760.0, 720.0)),
        WindowKind::Bell => ("bell.html", (460.0, 300.0)),
    };
    WebviewWindowBuilder::new(app, window.name(), WebviewUrl::App(page.into()))
        .title(NAME)
        // The page knows the language.
        .on_document_title_changed(|window, page| {
            if page != NAME {
                // A window that is being closed needs no title.
                let _gone = window.set_title(&format!("{page} – {NAME}"));
            }
        })
        .inner_size(size.0, size.1)
        // Shown before its page is loaded, WebKit sometimes waits half a second for a picture of it.
        .visible(false)
        .on_page_load(|window, page| {
            if page.event() == PageLoadEvent::Finished {
                // A window that is being closed cannot be shown, and need not be.
                let _gone = window.show();
            }
        })
        .min_inner_size(360.0, 320.0)
        // What rings is to be seen, whatever is in front.
        .always_on_top(window == WindowKind::Bell)
        // What is dropped is the page's to take; the runtime would swallow it.
        .disable_drag_drop_handler()
        // The program's own pages have this address; no other is ever shown.
        .on_navigation(|url| (url.scheme() == "tauri" && url.host_str() == Some("localhost")) || url.host_str() == Some("tauri.localhost"))
        .build()
}

/// Brings the window before the others.
fn raise(window: &WebviewWindow) {
    // A window that is being closed cannot be raised, and need not be.
    let _gone = window.unminimize().and_then(|()| window.show()).and_then(|()| window.set_focus());
}
