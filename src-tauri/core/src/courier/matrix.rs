//! Decides what is said to a Matrix home server (client–server API, v1.11) and what it answers.
//! It never writes plain text into a room that is encrypted, and reads no other room than that of the two.

use super::{Call, Called, Conversation, Done, MOST, Next, Stopped, Verb, answer, rate_limited, words};
use crate::language::sentence;
use crate::link::percent;
use crate::request::Thread;
use crate::secret::Secret;
use crate::settings::Account;
use crate::text;
use serde_json::{Map, Value, json};

/// Events looked at in one go.
const EVENTS: &str = "100";

/// Where a conversation stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    account: Account,
    key: Secret,
    stage: Stage,
}

/// What is to be said, and to whom.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Letter {
    host: String,
    message: Secret,
    token: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Stage {
    SigningIn,
    /// Looking for the room of the two.
    Finding(Letter),
    /// Whether that room is encrypted.
    Checking {
        letter: Letter,
        room: String,
        rooms: Map<String, Value>,
    },
    /// Making a room.
    Inviting {
        letter: Letter,
        rooms: Map<String, Value>,
    },
    /// Noting that it is the room of the two.
    Noting {
        letter: Letter,
        room: String,
    },
    Sending {
        letter: Letter,
        room: String,
    },
    Looking {
        host: String,
        room: String,
        sent: String,
    },
}

pub(super) fn sign_in(account: Account, key: Secret) -> (Conversation, Call) {
    step(account, key, Stage::SigningIn, Verb::Get, "/account/whoami", &[], None)
}

pub(super) fn ask(account: Account, key: Secret, host: &str, message: &str, token: &str) -> (Conversation, Call) {
    let path = direct(&account);
    let letter = Letter { host: host.to_owned(), message: Secret::new(message), token: token.to_owned() };
    step(account, key, Stage::Finding(letter), Verb::Get, &path, &[], None)
}

pub(super) fn look(account: Account, key: Secret, host: &str, room: &str, sent: &str) -> (Conversation, Call) {
    let stage = Stage::Looking { host: host.to_owned(), room: room.to_owned(), sent: sent.to_owned() };
    step(account, key, stage, Verb::Get, &format!("/rooms/{}/messages", percent(room)), &[("dir", "b"), ("limit", EVENTS)], None)
}

/// Where the person’s program notes which rooms are of two (`m.direct`).
fn direct(account: &Account) -> String {
    format!("/user/{}/account_data/m.direct", percent(&account.user))
}

fn step(account: Account, key: Secret, stage: Stage, verb: Verb, path: &str, query: &[(&str, &str)], body: Option<Value>) -> (Conversation, Call) {
    let headers = vec![("Authorization", Secret::new(format!("Bearer {}", key.reveal())))];
    let url = account.server.at(&format!("/_matrix/client/v3{path}"), query);
    let body = body.map(|body| ("application/json", body.to_string()));
    (Conversation::Matrix(Step { account, key, stage }), Call { verb, url, headers, body, most_bytes: MOST, only_public: false })
}

impl Step {
    pub(super) fn take(self, called: &Called) -> Next {
        self.read(called).unwrap_or_else(Next::Stopped)
    }

    fn read(self, called: &Called) -> Result<Next, Stopped> {
        let place = self.account.server.host();
        // Under one transaction id a message is sent once: what is not known can be tried again.
        let (status, value, called) = answer(called, &place, false)?;
        let is_well = status == 200;
        let Self { account, key, stage } = self;
        let go = |(conversation, call): (Conversation, Call)| Ok(Next::Call(conversation, call));
        match stage {
            Stage::Finding(letter) if status == 404 => go(invite(account, key, letter, Map::new())),
            Stage::Checking { letter, room, .. } if status == 404 => go(send(account, key, letter, room)),
            Stage::Checking { letter, rooms, .. } if status == 403 => go(invite(account, key, letter, rooms)),
            Stage::Checking { letter, .. } if is_well => Err(Stopped::never(sentence("matrix-encrypted").with("host", text::line(&letter.host, text::NAME)))),
            // The host has the room all the same, and the next message makes another.
            Stage::Noting { letter, room } => go(send(account, key, letter, room)),
            _ if !is_well => Err(refused(status, &value, called, &place)),
            Stage::SigningIn => {
                let user = words(&value, "user_id").to_owned();
                if user.is_empty() { Err(odd(&place)) } else { Ok(Next::Done(Done::SignedIn { user })) }
            }
            Stage::Finding(letter) => {
                let rooms = value.as_object().cloned().unwrap_or_default();
                let room = rooms.get(&letter.host).and_then(Value::as_array).and_then(|rooms| rooms.last()).and_then(Value::as_str).map(str::to_owned);
                match room {
                    Some(room) => {
                        let path = format!("/rooms/{}/state/m.room.encryption/", percent(&room));
                        go(step(account, key, Stage::Checking { letter, room, rooms }, Verb::Get, &path, &[], None))
                    }
                    None => go(invite(account, key, letter, rooms)),
                }
            }
            Stage::Checking { .. } => Err(odd(&place)),
            Stage::Inviting { letter, mut rooms } => {
                let room = words(&value, "room_id").to_owned();
                if room.is_empty() {
                    return Err(odd(&place));
                }
                let with_host = rooms.entry(letter.host.clone()).or_insert_with(|| json!([]));
                with_host.as_array_mut().into_iter().for_each(|with_host| with_host.push(room.clone().into()));
                let path = direct(&account);
                go(step(account, key, Stage::Noting { letter, room }, Verb::Put, &path, &[], Some(Value::Object(rooms))))
            }
            Stage::Sending { letter, room } => {
                let sent = words(&value, "event_id").to_owned();
                if sent.is_empty() {
                    return Err(odd(&place));
                }
                Ok(Next::Done(Done::Delivered(Thread::Matrix { account: account.name(), host: letter.host, room, sent })))
            }
            Stage::Looking { host, room, sent } => {
                let events = value.get("chunk").and_then(Value::as_array).ok_or_else(|| odd(&place))?;
                let since: Vec<&Value> =
                    events.iter().take_while(|event| words(event, "event_id") != sent).filter(|event| words(event, "sender") == host).collect();
                let texts = since.iter().filter(|event| words(event, "type") == "m.room.message").filter_map(|event| event.get("content"));
                let texts = texts.map(|content| Secret::new(words(content, "body"))).collect();
                let sealed = since.iter().any(|event| words(event, "type") == "m.room.encrypted");
                let last = since.first().map_or(sent, |event| words(event, "event_id").to_owned());
                let upto = Thread::Matrix { account: account.name(), host, room, sent: last };
                Ok(Next::Done(Done::Heard { texts, upto, sealed }))
            }
        }
    }
}

fn invite(account: Account, key: Secret, letter: Letter, rooms: Map<String, Value>) -> (Conversation, Call) {
    let body = json!({ "invite": [letter.host], "is_direct": true, "preset": "trusted_private_chat" });
    step(account, key, Stage::Inviting { letter, rooms }, Verb::Post, "/createRoom", &[], Some(body))
}

fn send(account: Account, key: Secret, letter: Letter, room: String) -> (Conversation, Call) {
    let body = json!({ "msgtype": "m.text", "body": letter.message.reveal() });
    let path = format!("/rooms/{}/send/m.room.message/{}", percent(&room), percent(&letter.token));
    step(account, key, Stage::Sending { letter, room }, Verb::Put, &path, &[], Some(body))
}

fn odd(place: &str) -> Stopped {
    Stopped::later(sentence("matrix-odd").with("place", place))
}

/// What an error of a home server means for the person.
fn refused(status: u16, value: &Value, called: &Called, place: &str) -> Stopped {
    let at = |id| sentence(id).with("place", place);
    let (code, said) = (words(value, "errcode"), text::line(words(value, "error"), 160));
    match (status, code) {
        (429, _) | (_, "M_LIMIT_EXCEEDED") => rate_limited(called, value.get("retry_after_ms").and_then(Value::as_f64).map(|millis| millis / 1000.0), place),
        (_, "M_USER_DEACTIVATED") => Stopped::never(at("matrix-deactivated")),
        (401, _) | (_, "M_UNKNOWN_TOKEN" | "M_MISSING_TOKEN") => Stopped::never(at("matrix-key-refused")),
        (_, "M_FORBIDDEN") => Stopped::never(at("matrix-forbidden").with("why", said.trim_end_matches('.'))),
        _ if said.is_empty() => odd(place),
        _ => Stopped::never(at("server-refused").with("why", said.trim_end_matches('.'))),
    }
}
