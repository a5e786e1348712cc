//! The window that rings, with two sessions at once.
//! It never shows none: then there is no window.

use super::{NOW, Worn, ask, millis, session, view};
use serde_json::json;
use sessionbell_core::view::View;

pub(crate) fn ringing(worn: Worn) -> View {
    let why = worn.say(
        "The notification server does not answer. Reminders ring in this window meanwhile.",
        "Der Meldungsdienst antwortet nicht. Solange läuten Erinnerungen in diesem Fenster.",
    );
    view(
        "bell",
        json!({
            "now": millis(NOW), "look": worn.look(), "snooze": 5, "why": why,
            "sessions": [
                session("a", "2021-03-30", "20:30", 60, "Wrapping C++ async APIs in Rust futures", json!({})),
                session("b", "2021-03-30", "20:45", 60, "Picking an HTTP library", json!({ "way": ask() })),
            ],
        }),
    )
}
