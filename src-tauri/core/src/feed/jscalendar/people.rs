//! Decides who hosts a session, where they can be asked, and what they look for.
//! It never keeps an address that could not be opened.

use super::patch::Properties;
use super::{Issues, JOIN, Object, WANTED, pointer};
use crate::language::{Sentence, sentence};
use crate::link::{ChatLink, WebLink, is_mailbox};
use crate::session::{Channel, Contact, Host, RoomId};
use crate::text;
use serde_json::Value;

/// Contacts read of one session at most.
const MOST_CONTACTS: usize = 16;
/// Calls read of one session at most.
const MOST_CALLS: usize = 8;

/// How people get in, as far as it is asking.
#[derive(Clone, Debug)]
pub(super) struct Join {
    pub(super) instructions: String,
    pub(super) contacts: Vec<Contact>,
    pub(super) room: Option<RoomId>,
}

/// Participants with the role of owner or chair, owners first, each in the order of their keys.
pub(super) fn hosts(entry: Properties<'_>, place: &str, issues: &mut Issues) -> Vec<Host> {
    let participants = match entry.get("participants") {
        None | Some(Value::Null) => return Vec::new(),
        Some(Value::Object(participants)) => participants,
        Some(_) => {
            issues.warn(format!("{place}/participants"), sentence("issue-participants"));
            return Vec::new();
        }
    };
    let with_role =
        |role: &'static str| participants.values().filter(move |person| person.get("roles").and_then(|roles| roles.get(role)) == Some(&Value::Bool(true)));
    let mut hosts: Vec<Host> = Vec::new();
    for person in with_role("owner").chain(with_role("chair")) {
        let name = text::line(person.get("name").and_then(Value::as_str).unwrap_or_default(), text::NAME);
        if !name.is_empty() && hosts.iter().all(|host| host.name != name) {
            hosts.push(Host { name });
        }
    }
    hosts
}

/// This program's `join` property of an entry or group.
pub(super) fn join(object: Properties<'_>, place: &str, participants: Option<&Object>, issues: &mut Issues) -> Option<Join> {
    let join = object.get(JOIN)?;
    let here = format!("{place}/{}", pointer(JOIN));
    let join = match join {
        Value::Object(join) => join,
        _ => {
            issues.warn(here, sentence("issue-join-not-object"));
            return None;
        }
    };
    match join.get("mode").and_then(Value::as_str) {
        Some("ask") | None => {}
        Some("public") => return None,
        Some(other) => issues.warn(format!("{here}/mode"), sentence("issue-join-mode").with("text", text::line(other, 40))),
    }
    let listed = join.get("contacts").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let mut contacts = Vec::with_capacity(listed.len().min(MOST_CONTACTS));
    for (number, contact) in listed.iter().take(MOST_CONTACTS).enumerate() {
        let person = contact.get("participant").and_then(Value::as_str).and_then(|id| participants?.get(id)).and_then(|person| person.get("name"));
        let person = person.or_else(|| contact.get("name")).and_then(Value::as_str).map(|name| text::line(name, text::NAME)).filter(|name| !name.is_empty());
        match channel(contact) {
            Ok(channel) => contacts.push(Contact { person, channel }),
            Err(why) => issues.warn(format!("{here}/contacts/{number}"), why),
        }
    }
    Some(Join {
        instructions: text::prose(join.get("instructions").and_then(Value::as_str).unwrap_or_default(), 1_000),
        contacts,
        room: join.get("room").and_then(Value::as_str).map(|room| RoomId(text::line(room, text::NAME))).filter(|room| !room.0.is_empty()),
    })
}

fn channel(contact: &Value) -> Result<Channel, Sentence> {
    let words = |key| contact.get(key).and_then(Value::as_str).map(|words| text::line(words, text::NAME)).filter(|words| !words.is_empty());
    let uri = contact.get("uri").and_then(Value::as_str);
    let handle = words("handle").or_else(|| words("name")).unwrap_or_default();
    let number = || contact.get("user").and_then(|user| user.as_u64().or_else(|| user.as_str()?.parse().ok()));
    match words("kind").unwrap_or_default().to_ascii_lowercase().as_str() {
        "zulip" => {
            let realm = match contact.get("server").and_then(Value::as_str).or(uri) {
                Some(server) => {
                    let page = WebLink::parse(server).map_err(|why| sentence("contact-zulip").with("why", why.sentence()))?;
                    Some(WebLink::parse(&format!("https://{}/", page.host())).map_err(|why| why.sentence())?)
                }
                None => None,
            };
            let from_uri = uri.and_then(|uri| uri.split_once("#narrow/dm/")).and_then(|(_, rest)| rest.split('-').next()?.parse().ok());
            Ok(Channel::Zulip { realm, user: from_uri.or_else(number), handle })
        }
        "discord" => {
            let from_uri = uri.and_then(|uri| uri.strip_prefix("https://discord.com/users/")).and_then(|id| id.trim_end_matches('/').parse().ok());
            Ok(Channel::Discord { user: from_uri.or_else(number), handle })
        }
        "matrix" => {
            let well_formed = handle.starts_with('@') && handle.contains(':') && !handle.contains(' ') && !handle.contains('/');
            if well_formed { Ok(Channel::Matrix { id: handle }) } else { Err(sentence("contact-matrix")) }
        }
        "email" | "mail" => {
            let address = uri.and_then(|uri| uri.strip_prefix("mailto:")).map_or(handle, |address| text::line(address, text::NAME));
            if is_mailbox(&address) { Ok(Channel::Mail { address }) } else { Err(sentence("contact-mail")) }
        }
        "web" => {
            let page = WebLink::parse(uri.unwrap_or_default()).map_err(|why| sentence("contact-web").with("why", why.sentence()))?;
            let label = if handle.is_empty() { page.host().to_owned() } else { handle };
            Ok(Channel::Web { page, label })
        }
        "telegram" => {
            let name = uri.and_then(|uri| uri.strip_prefix("https://t.me/")).map_or(handle.as_str(), |name| name.trim_end_matches('/')).trim_start_matches('@');
            let well_formed = (4..=32).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
            if well_formed { Ok(Channel::Telegram { name: name.to_owned() }) } else { Err(sentence("contact-telegram")) }
        }
        "slack" => {
            let ids = words("team").zip(words("user")).filter(|(team, user)| ChatLink::slack(team, user).is_some());
            let workspace = contact.get("server").and_then(Value::as_str).or(uri).map(WebLink::parse).transpose();
            let workspace = workspace.map_err(|why| sentence("contact-slack-workspace").with("why", why.sentence()))?;
            let workspace =
                workspace.filter(|page| page.host().ends_with(".slack.com")).and_then(|page| WebLink::parse(&format!("https://{}/", page.host())).ok());
            if ids.is_none() && workspace.is_none() {
                return Err(sentence("contact-slack"));
            }
            Ok(Channel::Slack { ids, workspace, handle })
        }
        "irc" => {
            let server = contact.get("server").and_then(Value::as_str).map(|server| server.trim_start_matches("ircs://").trim_end_matches('/').to_owned());
            let server = server.unwrap_or_default();
            if ChatLink::irc(&server, &handle).is_none() {
                return Err(sentence("contact-irc"));
            }
            Ok(Channel::Irc { server, name: handle })
        }
        "endpoint" => {
            let address = WebLink::parse(uri.unwrap_or_default()).map_err(|why| sentence("contact-endpoint").with("why", why.sentence()))?;
            let label = if handle.is_empty() { address.host().to_owned() } else { handle };
            Ok(Channel::Endpoint { address, label })
        }
        "" => Err(sentence("contact-no-kind")),
        other => Err(sentence("contact-unknown-kind").with("kind", other)),
    }
}

/// `replyTo` of RFC 8984 section 4.4.1, read as contacts.
pub(super) fn reply_to(entry: Properties<'_>) -> Option<Join> {
    let methods = entry.get("replyTo")?.as_object()?;
    let text_of = |method: &str| methods.get(method).and_then(Value::as_str);
    let mail = text_of("imip").and_then(|uri| uri.strip_prefix("mailto:")).filter(|address| is_mailbox(address));
    let page = text_of("web").and_then(|uri| WebLink::parse(uri).ok());
    let mail = mail.map(|address| Channel::Mail { address: address.to_owned() });
    let page = page.map(|page| Channel::Web { label: page.host().to_owned(), page });
    let contacts: Vec<_> = [mail, page].into_iter().flatten().map(|channel| Contact { person: None, channel }).collect();
    (!contacts.is_empty()).then(|| Join { instructions: String::new(), contacts, room: None })
}

/// This program's `wanted` property: what experience is looked for.
pub(super) fn wanted(object: Properties<'_>, place: &str, issues: &mut Issues) -> Vec<String> {
    match object.get(WANTED) {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Array(calls)) => calls
            .iter()
            .take(MOST_CALLS)
            .filter_map(|call| call.get("text").unwrap_or(call).as_str())
            .map(|call| text::line(call, 300))
            .filter(|call| !call.is_empty())
            .collect(),
        Some(_) => {
            issues.warn(format!("{place}/{}", pointer(WANTED)), sentence("issue-wanted"));
            Vec::new()
        }
    }
}
