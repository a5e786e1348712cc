//! Decides how a post says that people get in: whom they ask, where, and whether the link is that of another time.
//! It never repeats a link that was meant for those who ask.

use super::markdown::Text;
use super::people::{Known, People, Person};
use super::sentence::{sentences, words};
use crate::link::{JoinLink, WebLink};
use crate::text;

/// What people are told to do.
const ASKING: [&str; 16] = [
    "ping",
    "message",
    "dm",
    "contact",
    "ask",
    "reach out",
    "email",
    "e-mail",
    "mail",
    "write",
    "let me know",
    "let us know",
    "get in touch",
    "drop",
    "poke",
    "send",
];
/// What for.
const FOR: [&str; 9] = ["join", "link", "invite", "invitation", "zoom", "attend", "participate", "come", "details"];
/// That a link is the one of another time.
const SAME: [&str; 8] =
    ["same link", "link is the same", "link as before", "link stays the same", "same zoom", "same room", "same call", "link will be the same"];

/// How people get in, by asking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Join {
    /// The host’s own sentences.
    pub instructions: String,
    /// Who may be asked, best first.
    pub people: Vec<Person>,
    /// Where, in the order in which the sentence names them.
    pub channels: Vec<Place>,
    /// The room whose link it is, if sessions share one.
    pub room: Option<SharedRoom>,
}

/// Where people are asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// Zulip, on that server if a link of the post leads there.
    Zulip(Option<WebLink>),
    /// Discord.
    Discord,
    /// Matrix.
    Matrix,
    /// Telegram.
    Telegram,
    /// Slack.
    Slack,
    /// IRC.
    Irc,
    /// E-mail, to that address if the post has it.
    Mail(Option<String>),
    /// A page that the sentence links to.
    Page(WebLink, String),
}

/// A room that sessions share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedRoom {
    /// What people call it: the service, if the text names it.
    pub label: String,
    /// The sentence that says so.
    pub note: String,
}

/// What a post says about getting in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Ways {
    pub(super) join: Option<Join>,
    /// Where the sentence stands, in bytes of the source.
    pub(super) at: usize,
    /// Who “me” is taken for, if the text does not say.
    pub(super) me: Option<String>,
    /// Links into a meeting, with their places.
    pub(super) meetings: Vec<(JoinLink, usize)>,
}

/// What a post says; `hosts` are those of its sessions, `author` who wrote it.
pub(super) fn ways(texts: &[&Text], hosts: &[Person], people: &People, author: Option<&Person>) -> Ways {
    let mut ways = Ways::default();
    let zulip =
        texts.iter().flat_map(|text| &text.links).find_map(|link| WebLink::parse(&link.href).ok().filter(|link| link.host().ends_with(".zulipchat.com")));
    for text in texts {
        let here = |link: &super::markdown::Anchor| JoinLink::parse(&link.href).ok().filter(JoinLink::is_room).map(|join| (join, link.at));
        ways.meetings.extend(text.links.iter().filter_map(here));
        let all = sentences(&text.words);
        for (number, range) in all.iter().enumerate() {
            let sentence = &text.words[range.clone()];
            if ways.join.is_some() || !asks(sentence) {
                continue;
            }
            // The sentences after it about the link belong to it.
            let further = all[number + 1..].iter().take_while(|range| words(&text.words[(*range).clone()]).iter().any(|word| word.contains("link")));
            let end = further.last().unwrap_or(range).end;
            let links: Vec<_> = text.links.iter().filter(|link| range.contains(&link.over.start)).collect();
            let channels = channels(sentence, &links, zulip.as_ref());
            let (asked, me) = asked(sentence, hosts, people, author);
            ways.me = me;
            ways.at = text.at;
            ways.join = Some(Join { instructions: text::prose(&text.words[range.start..end], 1_000), people: asked, channels, room: None });
        }
    }
    let room = texts.iter().flat_map(|text| sentences(&text.words).into_iter().map(|range| &text.words[range])).find(|sentence| says_same(sentence));
    if let (Some(join), Some(note)) = (&mut ways.join, room) {
        let label = service(&join.instructions).or_else(|| service(note)).unwrap_or("Shared room");
        join.room = Some(SharedRoom { label: label.to_owned(), note: text::line(note, 300) });
    }
    ways
}

fn asks(sentence: &str) -> bool {
    let said = words(sentence);
    let has = |phrase: &str| if phrase.contains(' ') { said.join(" ").contains(phrase) } else { said.iter().any(|word| word == phrase) };
    ASKING.iter().any(|phrase| has(phrase)) && FOR.iter().any(|phrase| has(phrase))
}

fn says_same(sentence: &str) -> bool {
    let said = words(sentence).join(" ");
    SAME.iter().any(|phrase| said.contains(phrase))
}

/// The service that a text names.
fn service(text: &str) -> Option<&'static str> {
    const SERVICES: [(&str, &str); 7] = [
        ("zoom", "Zoom"),
        ("jitsi", "Jitsi Meet"),
        ("meet", "Google Meet"),
        ("teams", "Microsoft Teams"),
        ("bigbluebutton", "BigBlueButton"),
        ("webex", "Webex"),
        ("hangout", "Hangouts"),
    ];
    let said = words(text);
    SERVICES.iter().find(|(word, _)| said.iter().any(|said| said == word)).map(|(_, name)| *name)
}

fn channels(sentence: &str, links: &[&super::markdown::Anchor], zulip: Option<&WebLink>) -> Vec<Place> {
    let mut found: Vec<Place> = Vec::new();
    let mut add = |place: Place| {
        if !found.iter().any(|other| std::mem::discriminant(other) == std::mem::discriminant(&place)) {
            found.push(place);
        }
    };
    let address = || links.iter().find_map(|link| link.href.strip_prefix("mailto:")).map(str::to_owned);
    for word in words(sentence) {
        match word.as_str() {
            "zulip" => add(Place::Zulip(zulip.cloned())),
            "discord" => add(Place::Discord),
            "matrix" => add(Place::Matrix),
            "telegram" => add(Place::Telegram),
            "slack" => add(Place::Slack),
            "irc" => add(Place::Irc),
            "email" | "e-mail" | "mail" => add(Place::Mail(address())),
            _ => {}
        }
    }
    if let Some(address) = address() {
        add(Place::Mail(Some(address)));
    }
    if found.is_empty()
        && let Some(page) = links.iter().find_map(|link| WebLink::parse(&link.href).ok())
    {
        let label = page.host().to_owned();
        found.push(Place::Page(page, label));
    }
    found
}

/// Names that follow what people are told to do: “ask Sam or Kim on Discord”.
fn named_after_asking(sentence: &str) -> Vec<String> {
    const NO_NAMES: [&str; 11] = ["zulip", "discord", "matrix", "telegram", "slack", "irc", "zoom", "me", "us", "i", "the"];
    let mut names = Vec::new();
    let mut is_open = false;
    for word in sentence.split_whitespace() {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let lower = bare.to_lowercase();
        let is_name = bare.starts_with(char::is_uppercase) && !NO_NAMES.contains(&lower.as_str());
        if is_open && is_name {
            names.push(text::line(bare, text::NAME));
        }
        // A name, or what joins two, goes on; anything else ends the list.
        is_open = ASKING.contains(&lower.as_str()) || (is_open && (is_name || ["or", "and", "me"].contains(&lower.as_str())));
    }
    names
}

/// Who a sentence says may be asked, and who “me” is taken for if nothing but the hosts says so.
fn asked(sentence: &str, hosts: &[Person], people: &People, author: Option<&Person>) -> (Vec<Person>, Option<String>) {
    let first = |person: &Person| person.name.split_whitespace().next().unwrap_or_default().to_lowercase();
    let mut found: Vec<Person> = Vec::new();
    let (mut me, mut i_at) = (None, None);
    for word in words(sentence) {
        if ["me", "i"].contains(&word.as_str()) && i_at.is_none() {
            i_at = Some(found.len());
        } else if ["us", "hosts", "host", "either"].contains(&word.as_str()) {
            found.extend(hosts.iter().filter(|host| !found.contains(host)).cloned().collect::<Vec<_>>());
        } else if let Some(host) = hosts.iter().find(|host| first(host) == word.trim_end_matches("'s")) {
            if !found.contains(host) {
                found.push(host.clone());
            }
        } else if let Known::Short(person) = people.known(&word)
            && !found.contains(&person)
        {
            found.push(person);
        }
    }
    for name in named_after_asking(sentence) {
        if found.iter().all(|person| !person.name.starts_with(&name)) {
            found.push(Person { name, ..Person::default() });
        }
    }
    if let Some(at) = i_at {
        let others: Vec<_> = hosts.iter().filter(|host| !found.contains(host)).collect();
        let who = match (author, &others[..]) {
            (Some(author), _) => Some(author.clone()),
            (None, [only]) => {
                me = Some(only.name.clone());
                Some((*only).clone())
            }
            (None, _) => None,
        };
        if let Some(who) = who.filter(|who| !found.contains(who)) {
            found.insert(at, who);
        }
    }
    (found, me)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(name: &str) -> Person {
        Person { name: name.to_owned(), ..Person::default() }
    }

    fn said(words: &str) -> Option<Join> {
        let text = Text { words: words.to_owned(), ..Text::default() };
        ways(&[&text], &[person("Niko"), person("Ryan Levick")], &People::default(), None).join
    }

    fn names(join: &Join) -> Vec<&str> {
        join.people.iter().map(|person| person.name.as_str()).collect()
    }

    #[test]
    fn who_is_asked_where_and_for_which_room() {
        let join = said("If you would like to join, ping me or Ryan on Discord or Zulip and we’ll send you the Zoom link. If you’ve already joined, the link is the same as before. Bye.").unwrap();
        assert_eq!(names(&join), ["Niko", "Ryan Levick"]);
        assert_eq!(join.channels, [Place::Discord, Place::Zulip(None)]);
        assert!(join.instructions.ends_with("the link is the same as before."), "{}", join.instructions);
        assert_eq!(join.room.map(|room| room.label), Some("Zoom".to_owned()));
    }

    #[test]
    fn us_are_all_hosts_and_me_is_nobody_if_it_could_be_either() {
        assert_eq!(names(&said("Ask us on Zulip for an invite.").unwrap()), ["Niko", "Ryan Levick"]);
        assert_eq!(names(&said("Ask me on Zulip for an invite.").unwrap()), Vec::<&str>::new());
    }

    #[test]
    fn who_hosts_nothing_may_be_asked_too() {
        assert_eq!(names(&said("You can ask Sam or Kim on Discord for the link.").unwrap()), ["Sam", "Kim"]);
        assert_eq!(names(&said("Ping Ryan on Zulip for the Zoom link.").unwrap()), ["Ryan Levick"]);
    }

    #[test]
    fn not_every_sentence_with_a_link_asks() {
        for words in ["Please join us!", "The link is below.", "Ask questions there."] {
            assert_eq!(said(words), None, "{words}");
        }
    }
}
