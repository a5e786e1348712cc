//! Decides who hosts a session of a post, by the names in its text and in the list of hosts beside it.
//! It never takes one person for another: a name that could be two people stays as it is written.

use super::markdown::Text;
use crate::link::{WebLink, is_mailbox};
use crate::text;
use serde::Deserialize;
use std::collections::BTreeSet;

/// The list of hosts that a publisher keeps beside the posts (`hosts.toml`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct HostBook {
    /// Who “me” and “I” are in a post that does not say who wrote it.
    pub author: Option<String>,
    /// The people.
    pub host: Vec<BookHost>,
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BookHost {
    /// The full name.
    pub name: String,
    /// Other names that posts use.
    #[serde(default)]
    pub also: Vec<String>,
    /// Where they can be asked.
    #[serde(default)]
    pub zulip: Option<ZulipContact>,
    /// Where they can be asked.
    #[serde(default)]
    pub discord: Option<DiscordContact>,
    /// A Matrix user id (`@niko:example.org`).
    #[serde(default)]
    pub matrix: Option<String>,
    /// An e-mail address.
    #[serde(default)]
    pub mail: Option<String>,
    /// A public user name on Telegram.
    #[serde(default)]
    pub telegram: Option<String>,
    /// Where they can be asked.
    #[serde(default)]
    pub slack: Option<SlackContact>,
    /// Where they can be asked.
    #[serde(default)]
    pub irc: Option<IrcContact>,
    /// The https address of a service that takes requests for them (docs/join-endpoint.json).
    #[serde(default)]
    pub endpoint: Option<String>,
    /// A page about them.
    #[serde(default)]
    pub page: Option<String>,
}

/// A person on a Zulip server.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ZulipContact {
    /// The server’s https address.
    pub server: String,
    /// The number of the user there.
    #[serde(default)]
    pub user: Option<u64>,
    /// The name shown there.
    #[serde(default)]
    pub handle: Option<String>,
}

/// A person on Discord.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DiscordContact {
    /// The number of the user there.
    #[serde(default)]
    pub user: Option<u64>,
    /// The name shown there.
    #[serde(default)]
    pub handle: Option<String>,
}

/// A person in a Slack workspace.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SlackContact {
    /// The workspace’s https address.
    pub server: String,
    /// The id of the workspace, with which `user` opens their direct messages.
    #[serde(default)]
    pub team: Option<String>,
    /// Their id there.
    #[serde(default)]
    pub user: Option<String>,
    /// The name shown there.
    #[serde(default)]
    pub handle: Option<String>,
}

/// A person, or a channel, on an IRC network.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IrcContact {
    /// A server of the network.
    pub server: String,
    /// A nick, or a channel with its `#`.
    pub handle: String,
}

/// A list of hosts that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the list of hosts cannot be read: {0}")]
pub struct BadHostBook(String);

impl HostBook {
    /// Reads `hosts.toml`.
    ///
    /// # Errors
    /// It is not TOML, has a key that is not known, or an address that cannot be used.
    pub fn read(toml: &str) -> Result<Self, BadHostBook> {
        let book: Self = toml_edit::de::from_str(toml).map_err(|error| BadHostBook(error.to_string().trim().replace('\n', " ")))?;
        for host in &book.host {
            let bad = |what: &str, why: String| BadHostBook(format!("the {what} of {}: {why}", host.name));
            let addresses = [
                ("Zulip server", host.zulip.as_ref().map(|zulip| &zulip.server)),
                ("Slack workspace", host.slack.as_ref().map(|slack| &slack.server)),
                ("endpoint", host.endpoint.as_ref()),
                ("page", host.page.as_ref()),
            ];
            for (what, address) in addresses {
                address.map(|address| WebLink::parse(address)).transpose().map_err(|why| bad(what, why.to_string()))?;
            }
            if let Some(mail) = host.mail.as_ref().filter(|mail| !is_mailbox(mail)) {
                return Err(bad("mail address", format!("“{mail}” is not one plain address")));
            }
        }
        Ok(book)
    }
}

/// Somebody who is named in a post.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// As fully as the text or the list of hosts has it.
    pub name: String,
    /// A page about them.
    pub page: Option<WebLink>,
    /// What the list of hosts says.
    pub book: Option<BookHost>,
}

/// How a name was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Known {
    /// It is that person, written so.
    As(Person),
    /// It is short for that person.
    Short(Person),
    /// It could be several.
    Several(Vec<String>),
}

/// Everybody who is named in a post with a link or is in the list of hosts.
#[derive(Clone, Debug, Default)]
pub(super) struct People {
    all: Vec<(Person, Vec<String>)>,
    listed: bool,
}

impl People {
    pub(super) fn of<'a>(book: &HostBook, texts: impl Iterator<Item = &'a Text>) -> Self {
        let page = |host: &BookHost| host.page.as_deref().and_then(|page| WebLink::parse(page).ok());
        let mut all: Vec<_> = book
            .host
            .iter()
            .map(|host| (Person { name: text::line(&host.name, text::NAME), page: page(host), book: Some(host.clone()) }, host.also.clone()))
            .collect();
        let listed = !all.is_empty();
        for (name, href) in texts.flat_map(|text| text.links.iter().map(|link| (text.over(link), &link.href))) {
            let name = name.trim();
            if !is_full_name(name) {
                continue;
            }
            let page = WebLink::parse(href).ok();
            match all.iter_mut().find(|(person, _)| person.name.eq_ignore_ascii_case(name)) {
                Some((person, _)) => person.page = person.page.take().or(page),
                None => all.push((Person { name: text::line(name, text::NAME), page, book: None }, Vec::new())),
            }
        }
        Self { all, listed }
    }

    /// Adds whom the running text calls by a full name that begins with one of these first names, if it is one alone.
    pub(super) fn add_named<'a>(&mut self, firsts: &BTreeSet<String>, texts: impl Iterator<Item = &'a Text>) {
        let clean = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).trim_end_matches("'s").trim_end_matches("’s").to_owned();
        let is_surname = |word: &str| {
            let is_name =
                word.chars().count() > 1 && word.chars().next().is_some_and(char::is_uppercase) && word.chars().skip(1).all(|c| c.is_lowercase() || c == '-');
            is_name && super::when::likely_weekday(&word.to_lowercase()).is_none()
        };
        let mut found: BTreeSet<(String, String)> = BTreeSet::new();
        for text in texts {
            let words: Vec<&str> = text.words.split_whitespace().collect();
            for pair in words.windows(2) {
                let (first, last) = (clean(pair[0]), clean(pair[1]));
                // A mark between two words parts them.
                let joined = pair[0].ends_with(char::is_alphanumeric);
                if joined && firsts.contains(&first) && is_surname(&last) {
                    found.insert((first, last));
                }
            }
        }
        for first in firsts {
            let mut of_that = found.iter().filter(|(other, _)| other == first);
            if let (Some((_, last)), None) = (of_that.next(), of_that.next())
                && matches!(self.known(first), Known::As(_))
            {
                self.all.push((Person { name: text::line(&format!("{first} {last}"), text::NAME), ..Person::default() }, Vec::new()));
            }
        }
    }

    /// Who that is.
    pub(super) fn known(&self, name: &str) -> Known {
        let same = |a: &str, b: &str| a.to_lowercase() == b.to_lowercase();
        if let Some((person, _)) = self.all.iter().find(|(person, _)| same(&person.name, name)) {
            return Known::As(person.clone());
        }
        let first = |person: &Person| person.name.split_whitespace().next().unwrap_or_default().to_owned();
        let bare = name.trim_start_matches('@');
        let is_short = |(person, also): &&(Person, Vec<String>)| also.iter().any(|other| same(other, bare)) || same(&first(person), bare);
        match self.all.iter().filter(is_short).collect::<Vec<_>>()[..] {
            [] => Known::As(Person { name: text::line(name, text::NAME), ..Person::default() }),
            [(person, _)] => Known::Short(person.clone()),
            ref several => Known::Several(several.iter().map(|(person, _)| person.name.clone()).collect()),
        }
    }

    /// Whether somebody has that full name.
    pub(super) fn is_somebody(&self, name: &str) -> bool {
        self.all.iter().any(|(person, _)| person.name.to_lowercase() == name.to_lowercase())
    }

    /// Whether there is a list of hosts and that person is not in it.
    pub(super) fn is_missing(&self, person: &Person) -> bool {
        self.listed && person.book.is_none()
    }
}

/// Two to four words, each with a capital: no sentence, and no topic either, which has small words in it.
fn is_full_name(text: &str) -> bool {
    let words: Vec<_> = text.split_whitespace().collect();
    let is_name =
        |word: &str| word.chars().next().is_some_and(char::is_uppercase) && word.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’'));
    (2..=4).contains(&words.len()) && words.iter().all(|word| is_name(word))
}

/// The names in a cell; “TBD” and the like are nobody.
pub(super) fn names(text: &str) -> Vec<String> {
    let mut text = text.replace(" and ", ",").replace(" und ", ",").replace(" with ", ",");
    text = text.replace(['&', '/', ';', '+'], ",");
    let clean = |name: &str| {
        let name = name.split('(').next().unwrap_or_default().trim();
        let name = ["with ", "by ", "host: ", "hosts: ", "hosted by "]
            .iter()
            .find_map(|lead| name.get(..lead.len()).filter(|start| start.eq_ignore_ascii_case(lead)).map(|_| &name[lead.len()..]))
            .unwrap_or(name);
        text::line(name.trim_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ':' | '—' | '–' | '-' | '?' | '*')), text::NAME)
    };
    text.split(',').map(clean).filter(|name| !name.is_empty() && !is_nobody(name)).collect()
}

/// Whether a cell says that something is not known yet.
pub(super) fn is_nobody(text: &str) -> bool {
    ["tbd", "tba", "tbc", "n/a", "na", "none", "open", "you", "nobody", "everyone", "all", "anyone", "to be announced", "to be determined", "to be decided"]
        .contains(&text.trim().to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_a_cell() {
        for (cell, expected) in [
            ("Niko", &["Niko"][..]),
            ("Niko & Ryan", &["Niko", "Ryan"]),
            ("with Niko, Ryan and Ada (remote)", &["Niko", "Ryan", "Ada"]),
            ("TBD", &[]),
            ("—", &[]),
            ("@niko / @rylev", &["@niko", "@rylev"]),
        ] {
            assert_eq!(names(cell), expected, "{cell}");
        }
    }

    #[test]
    fn only_capital_words_are_a_name() {
        for (text, is) in
            [("Ryan Levick", true), ("Async Vision Doc", true), ("debugging", false), ("Jean-Luc d'Arc", false), ("A. B. Clarke", true), ("Read more", false)]
        {
            assert_eq!(is_full_name(text), is, "{text}");
        }
    }

    #[test]
    fn a_list_of_hosts_is_strict() {
        assert!(HostBook::read("[[host]]\nname = \"A\"\nzulip = { server = \"https://a.example\", user = 7 }\n").is_ok());
        for wrong in ["[[host]]\nnam = \"A\"", "[[host]]\nname = \"A\"\nmail = \"a b\"", "[[host]]\nname = \"A\"\npage = \"javascript:1\"", "["] {
            assert!(HostBook::read(wrong).unwrap_err().to_string().starts_with("the list of hosts cannot be read: "), "{wrong}");
        }
    }
}
