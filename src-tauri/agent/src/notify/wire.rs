//! The form in which a notice goes over the bus (Desktop Notifications Specification 1.2).
//! It never lets published text be read as markup.

use sessionbell_core::notice::{Notice, Press, Urgency};
use sessionbell_core::text::escaped;
use std::collections::HashMap;
use zbus::zvariant::Value;

/// The well-known name and interface of notification servers.
pub(super) const NAME: &str = "org.freedesktop.Notifications";
/// The one object of such a server.
pub(super) const PATH: &str = "/org/freedesktop/Notifications";

/// The interface of properties (D-Bus Specification, “Standard interfaces”).
pub(super) const PROPERTIES: &str = "org.freedesktop.DBus.Properties";
/// Where servers tell that they hold notices back: Plasma’s inhibition, dunst’s pause.
pub(super) const QUIET: [(&str, &str); 2] = [(NAME, "Inhibited"), ("org.dunstproject.cmd0", "paused")];

/// What a server says it can do, as far as it matters here (`GetCapabilities`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Abilities {
    pub(super) buttons: bool,
    pub(super) body_markup: bool,
}

impl Abilities {
    pub(super) fn from_words(words: &[String]) -> Self {
        let has = |word: &str| words.iter().any(|other| other == word);
        Self { buttons: has("actions"), body_markup: has("body-markup") }
    }
}

/// The arguments of `Notify`, in order.
pub(super) type NotifyArguments<'a> = (&'a str, u32, &'a str, String, String, Vec<&'a str>, HashMap<&'a str, Value<'a>>, i32);

/// The arguments of `Notify` for a notice.
pub(super) fn arguments<'a>(notice: &'a Notice, icon: &'a str, replaces: u32, can: Abilities) -> NotifyArguments<'a> {
    let body = if can.body_markup { escaped(&notice.body) } else { notice.body.clone() };
    let buttons = notice.buttons.iter().filter(|_| can.buttons).flat_map(|button| [button.press.key(), button.label.as_str()]);
    let urgency: u8 = match notice.urgency {
        Urgency::Quiet => 0,
        Urgency::Usual => 1,
        Urgency::Urgent => 2,
    };
    let hints = HashMap::from([
        ("urgency", Value::from(urgency)),
        ("category", Value::from("x-sessionbell.reminder")),
        ("desktop-entry", Value::from("sessionbell")),
        // The bell is this program's own, or none is wished for.
        ("suppress-sound", Value::from(true)),
        // dunst replaces a notice of the same tag instead of stacking a second one.
        ("x-dunst-stack-tag", Value::from(notice.tag.as_str())),
    ]);
    let expires = if notice.urgency == Urgency::Urgent { 0 } else { -1 };
    ("Sessionbell", replaces, icon, notice.title.clone(), body, buttons.collect(), hints, expires)
}

/// What an action key means; unknown keys mean nothing.
pub(super) fn press(key: &str) -> Option<Press> {
    Press::from_key(key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use sessionbell_core::notice::Button;

    fn notice() -> Notice {
        Notice {
            title: "In 10 minutes: <b>x</b>".into(),
            body: "<img src='file:///etc/passwd'> & \"more\"".into(),
            buttons: vec![Button { press: Press::Open, label: "Open".into() }, Button { press: Press::Join, label: "Join".into() }],
            tag: "a/b".into(),
            urgency: Urgency::Usual,
        }
    }

    #[test]
    fn markup_is_escaped_only_where_it_would_be_read() {
        let notice = notice();
        let plain = arguments(&notice, "sessionbell", 0, Abilities { buttons: true, body_markup: false });
        assert_eq!(plain.4, notice.body);
        let marked = arguments(&notice, "sessionbell", 0, Abilities { buttons: true, body_markup: true });
        assert_eq!(marked.4, "&lt;img src=&#39;file:///etc/passwd&#39;&gt; &amp; &quot;more&quot;");
        assert_eq!(marked.3, notice.title, "a summary is plain text by the specification");
    }

    #[test]
    fn buttons_are_sent_only_to_servers_that_have_them() {
        let notice = notice();
        assert_eq!(arguments(&notice, "sessionbell", 0, Abilities { buttons: true, body_markup: true }).5, ["default", "Open", "join", "Join"]);
        assert!(arguments(&notice, "sessionbell", 0, Abilities::default()).5.is_empty());
    }
}
