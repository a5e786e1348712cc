//! Decides what is said to a Zulip organisation (its REST API, zulip.com/api) and what it answers.
//! It never reads another conversation than that with the host who was asked.

use super::{Call, Called, Conversation, Done, MOST, MOST_PEOPLE, Next, Stopped, Verb, answer, rate_limited, words};
use crate::language::{Sentence, sentence};
use crate::request::Thread;
use crate::secret::Secret;
use crate::settings::Account;
use crate::text;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use url::form_urlencoded;

/// Messages looked at in one go: a host who wrote more than that has written the link among the last.
const MESSAGES: &str = "100";

/// Where a conversation stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    account: Account,
    key: Secret,
    stage: Stage,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Stage {
    SigningIn,
    /// Looking for the host's user id by name.
    Finding {
        names: Vec<String>,
        message: Secret,
    },
    Sending {
        host: u64,
    },
    Looking {
        host: u64,
        sent: u64,
    },
}

pub(super) fn sign_in(account: Account, key: Secret) -> (Conversation, Call) {
    let call = call(&account, &key, Verb::Get, "/api/v1/users/me", &[], None);
    (Conversation::Zulip(Step { account, key, stage: Stage::SigningIn }), call)
}

pub(super) fn ask(account: Account, key: Secret, user: Option<u64>, handle: &str, person: Option<&str>, message: &str) -> (Conversation, Call) {
    match user {
        Some(host) => send(account, key, host, message),
        None => {
            let names = [Some(handle), person].into_iter().flatten().filter(|name| !name.is_empty()).map(str::to_lowercase).collect();
            let call = Call { most_bytes: MOST_PEOPLE, ..call(&account, &key, Verb::Get, "/api/v1/users", &[], None) };
            (Conversation::Zulip(Step { account, key, stage: Stage::Finding { names, message: Secret::new(message) } }), call)
        }
    }
}

pub(super) fn look(account: Account, key: Secret, host: u64, sent: u64) -> (Conversation, Call) {
    let narrow = json!([{ "operator": "dm", "operand": [host] }]).to_string();
    // From the newest back: what was said first is not what is waited for.
    let query = [("anchor", "newest"), ("num_before", MESSAGES), ("num_after", "0"), ("apply_markdown", "false"), ("narrow", &narrow)];
    let call = call(&account, &key, Verb::Get, "/api/v1/messages", &query, None);
    (Conversation::Zulip(Step { account, key, stage: Stage::Looking { host, sent } }), call)
}

fn send(account: Account, key: Secret, host: u64, message: &str) -> (Conversation, Call) {
    let form = form_urlencoded::Serializer::new(String::new())
        .append_pair("type", "direct")
        .append_pair("to", &json!([host]).to_string())
        .append_pair("content", message)
        .finish();
    let call = call(&account, &key, Verb::Post, "/api/v1/messages", &[], Some(("application/x-www-form-urlencoded", form)));
    (Conversation::Zulip(Step { account, key, stage: Stage::Sending { host } }), call)
}

fn call(account: &Account, key: &Secret, verb: Verb, path: &str, query: &[(&str, &str)], body: Option<(&'static str, String)>) -> Call {
    let credentials = STANDARD.encode(format!("{}:{}", account.user, key.reveal()));
    let headers = vec![("Authorization", Secret::new(format!("Basic {credentials}")))];
    Call { verb, url: account.server.at(path, query), headers, body, most_bytes: MOST, only_public: false }
}

impl Step {
    pub(super) fn take(self, called: &Called) -> Next {
        self.read(called).unwrap_or_else(Next::Stopped)
    }

    fn read(self, called: &Called) -> Result<Next, Stopped> {
        let place = self.account.server.host();
        let (status, value, called) = answer(called, &place, matches!(self.stage, Stage::Sending { .. }))?;
        if status != 200 || words(&value, "result") != "success" {
            return Err(refused(status, &value, called, &place));
        }
        let odd = || Stopped::later(sentence("zulip-odd").with("place", &*place));
        match self.stage {
            Stage::SigningIn => {
                let user = [words(&value, "delivery_email"), self.account.user.as_str()].into_iter().find(|user| !user.is_empty());
                Ok(Next::Done(Done::SignedIn { user: user.unwrap_or_default().to_owned() }))
            }
            Stage::Finding { ref names, ref message } => {
                let people = value.get("members").and_then(Value::as_array).ok_or_else(odd)?;
                let is_meant = |person: &&Value| {
                    let flag = |key: &str| person.get(key).and_then(Value::as_bool).unwrap_or(false);
                    flag("is_active") && !flag("is_bot") && names.contains(&words(person, "full_name").to_lowercase())
                };
                let found: Vec<u64> = people.iter().filter(is_meant).filter_map(|person| person.get("user_id").and_then(Value::as_u64)).collect();
                let name = names.first().map_or_else(String::new, |name| text::line(name, text::NAME));
                match found.as_slice() {
                    [host] => {
                        let (conversation, call) = send(self.account.clone(), self.key.clone(), *host, message.reveal());
                        Ok(Next::Call(conversation, call))
                    }
                    [] => Err(Stopped::never(sentence("zulip-nobody").with("place", place).with("name", name))),
                    _ => Err(Stopped::never(sentence("zulip-several").with("place", place).with("name", name))),
                }
            }
            Stage::Sending { host } => {
                let sent = value.get("id").and_then(Value::as_u64).ok_or_else(odd)?;
                Ok(Next::Done(Done::Delivered(Thread::Zulip { account: self.account.name(), host, sent })))
            }
            Stage::Looking { host, sent } => {
                let messages = value.get("messages").and_then(Value::as_array).ok_or_else(odd)?;
                let number = |message: &Value, key: &str| message.get(key).and_then(Value::as_u64).unwrap_or(0);
                let later = messages.iter().filter(|message| number(message, "id") > sent && number(message, "sender_id") == host);
                let mut heard: Vec<(u64, Secret)> = later.map(|message| (number(message, "id"), Secret::new(words(message, "content")))).collect();
                heard.sort_by_key(|(id, _)| std::cmp::Reverse(*id));
                let upto = Thread::Zulip { account: self.account.name(), host, sent: heard.first().map_or(sent, |(id, _)| *id) };
                Ok(Next::Done(Done::Heard { texts: heard.into_iter().map(|(_, text)| text).collect(), upto, sealed: false }))
            }
        }
    }
}

/// What an error of Zulip's means for the person.
fn refused(status: u16, value: &Value, called: &Called, place: &str) -> Stopped {
    let at = |id| sentence(id).with("place", place);
    let (code, said) = (words(value, "code"), text::line(words(value, "msg"), 160));
    match (status, code) {
        (_, "USER_DEACTIVATED") => Stopped::never(at("zulip-user-deactivated")),
        (_, "REALM_DEACTIVATED") => Stopped::never(at("zulip-realm-deactivated")),
        (429, _) | (_, "RATE_LIMIT_HIT") => rate_limited(called, value.get("retry-after").and_then(Value::as_f64), place),
        (401, _) | (_, "INVALID_API_KEY" | "UNAUTHORIZED") => Stopped::never(at("zulip-key-refused")),
        (400, _) if said.to_lowercase().contains("invalid user id") || said.to_lowercase().contains("invalid email") => {
            Stopped::never(at("zulip-host-unknown"))
        }
        (404, _) => Stopped::never(at("zulip-not-there")),
        _ if said.is_empty() => Stopped::later(at("zulip-odd-status").with("status", status)),
        _ => Stopped::never(at("server-refused").with("why", said.trim_end_matches('.'))),
    }
}

/// A `zuliprc` file, as Zulip hands it out: who, where, and the key.
///
/// # Errors
/// What is missing.
pub fn zuliprc(file: &str) -> Result<(String, String, Secret), Sentence> {
    let find = |wanted: &'static str| {
        let pairs = file.lines().filter_map(|line| line.split_once('='));
        let mut found = pairs.filter(|(key, _)| key.trim().eq_ignore_ascii_case(wanted)).map(|(_, value)| value.trim().to_owned());
        found.next().filter(|value| !value.is_empty()).ok_or_else(|| sentence("zuliprc-lacks").with("line", wanted))
    };
    Ok((find("site")?, find("email")?, Secret::new(find("key")?)))
}
