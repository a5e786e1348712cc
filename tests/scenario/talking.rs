//! Asking with an account of one's own, and what hosts' servers answer: Zulip, Matrix, and services that take requests themselves.
//! It never waits for an answer: the test gives it.

use crate::reminders::key;
use crate::world::{Entry, World, at, entry};
use chrono::Duration;
use sessionbell_core::action::{Refusal, RefusalCode, Reply, SignIn, UserAction};
use sessionbell_core::courier::{Call, Called};
use sessionbell_core::engine::Input;
use sessionbell_core::language::Sentence;
use sessionbell_core::notice::Press;
use sessionbell_core::poll::FetchFault;
use sessionbell_core::secret::Secret;
use sessionbell_core::session::SessionKey;
use sessionbell_core::trouble::TroubleCode;
use sessionbell_core::view::{OfferView, RequestView, SessionView, SignInView, View, WayView};
use std::collections::BTreeMap;

/// What must be seen nowhere but in the secrets and in the call it is for.
pub(crate) const CANARY: &str = "canary0123456789";

impl World {
    /// What the keyring gives out.
    pub(crate) fn found(&self) -> Result<BTreeMap<String, Secret>, Sentence> {
        if self.keyring_is_locked {
            Err(Sentence::as_it_is("It is locked."))
        } else {
            Ok(self.secrets.iter().map(|(name, value)| (name.clone(), Secret::new(value))).collect())
        }
    }

    /// The oldest call that waits, as `VERB address`, answered with `status` and `body`.
    pub(crate) fn call(&mut self, status: u16, body: &str) -> Call {
        self.called(Called::Answer { status, retry_after: None, location: None, body: body.as_bytes().to_vec() })
    }

    pub(crate) fn called(&mut self, called: Called) -> Call {
        let (ticket, call) = self.calls.pop_front().expect("nobody was called");
        self.input(Input::Called(ticket, called));
        call
    }
}

pub(crate) fn asked_at(contact: &str) -> String {
    format!(
        r#","participants":{{"n":{{"name":"Niko","roles":{{"owner":true}}}}}},"sessionbell.github.io:join":{{"mode":"ask","room":"zoom","contacts":[{contact}]}}"#
    )
}

pub(crate) fn with(uid: &str, start: &str, contact: &str) -> Entry {
    Entry { more: asked_at(contact), ..entry(uid, start) }
}

pub(crate) const ZULIP: &str = r#"{"participant":"n","kind":"zulip","server":"https://chat.example.org","user":7,"handle":"Niko M"}"#;

/// A person who is signed in at `chat.example.org`, with two sessions of one room that are asked for at `contact`.
pub(crate) fn signed_in(contact: &str) -> (World, [SessionKey; 2]) {
    let mut world = World::new("08:00", "leads = [10]\nname = \"Ada\"", &[with("talk", "10:00", contact), with("next", "2021-03-31T10:00:00Z", contact)]);
    let file = format!("[api]\nemail=ada@example.org\nkey={CANARY}\nsite=https://chat.example.org\n");
    world.ask(UserAction::SignIn { with: SignIn::Zuliprc { file: Secret::new(file) } }).unwrap();
    assert_eq!(world.settings_page().sign_in, SignInView::Asking);
    let call = world.call(200, r#"{"result":"success","user_id":3,"delivery_email":"ada@example.org"}"#);
    assert_eq!((call.url.as_str(), authorization(&call)), ("https://chat.example.org/api/v1/users/me", basic()));
    let keys = ["talk", "next"].map(|uid| key(&world, uid));
    (world, keys)
}

pub(crate) fn authorization(call: &Call) -> String {
    call.headers.iter().find(|(name, _)| *name == "Authorization").map(|(_, value)| value.reveal().to_owned()).unwrap_or_default()
}

/// `ada@example.org:canary0123456789` as RFC 7617 has it.
fn basic() -> String {
    "Basic YWRhQGV4YW1wbGUub3JnOmNhbmFyeTAxMjM0NTY3ODk=".to_owned()
}

pub(crate) fn ask(session: &SessionKey, message: Option<&str>) -> UserAction {
    UserAction::Ask { session: session.clone(), contact: 0, message: message.map(str::to_owned), again: false }
}

pub(crate) fn view(world: &World, session: &SessionKey) -> SessionView {
    world.upcoming().sessions.into_iter().find(|one| one.key == *session).unwrap()
}

pub(crate) fn said(world: &World) -> Vec<String> {
    world.upcoming().troubles.into_iter().filter(|trouble| trouble.code == TroubleCode::NotDone).map(|trouble| trouble.sentence).collect()
}

#[test]
fn from_signing_in_to_the_next_session_of_the_series() {
    let (mut world, [talk, next]) = signed_in(ZULIP);
    assert!(world.settings.contains("[[account]]\nkind = \"zulip\"\nserver = \"https://chat.example.org\"\nuser = \"ada@example.org\""), "{}", world.settings);
    assert_eq!(world.secrets.get("account/zulip/chat.example.org").map(String::as_str), Some(CANARY));
    let page = world.settings_page();
    assert_eq!((page.sign_in, page.accounts.len(), page.accounts[0].note.as_str()), (SignInView::Not, 1, ""));
    // What is sent at once is shown before.
    world.until("09:50");
    world.diary();
    world.press("talk", Press::Ask);
    assert_eq!(world.diary(), ["09:50:00 show upcoming talk"]);
    let draft = world.ask(UserAction::Draft { session: talk.clone(), contact: 0 }).unwrap();
    let Reply::Draft { channel, message, account, lately: None } = draft else { panic!("{draft:?}") };
    assert_eq!((channel.as_str(), account.as_deref()), ("Zulip", Some("ada@example.org")));
    assert!(message.starts_with("Hi Niko, I would like to join “talk”") && message.ends_with("\nAda"), "{message}");
    assert!(world.calls.is_empty() && view(&world, &talk).request.is_none(), "nothing is sent by looking at it");

    assert_eq!(world.ask(ask(&talk, Some("Hi & bye, é?"))), Ok(Reply::Sending { channel: "Zulip".into() }));
    assert_eq!(world.ask(ask(&talk, Some("Hi"))).unwrap_err().code, RefusalCode::TooSoon);
    assert!(matches!(view(&world, &talk).request, Some(RequestView::Drafted { .. })));
    let call = world.call(200, r#"{"result":"success","id":100}"#);
    assert_eq!((format!("{:?}", call.verb), call.url.as_str()), ("Post".into(), "https://chat.example.org/api/v1/messages"));
    assert_eq!(call.body, Some(("application/x-www-form-urlencoded", "type=direct&to=%5B7%5D&content=Hi+%26+bye%2C+%C3%A9%3F".into())));
    assert!(matches!(view(&world, &talk).request, Some(RequestView::Asked { watched: true, waitlisted: false, .. })));
    assert_eq!(world.diary(), Vec::<String>::new(), "nothing is opened, and nothing copied");

    // Looked into at once, and then every 15 s: only what the host wrote since counts.
    let messages = |list: &str| format!(r#"{{"result":"success","messages":[{list}]}}"#);
    let own = r#"{"id":100,"sender_id":3,"content":"Hi & bye https://zoom.us/j/1?pwd=own"},{"id":99,"sender_id":7,"content":"https://zoom.us/j/1?pwd=before"}"#;
    let call = world.call(200, &messages(own));
    let narrow: Vec<_> = call.url.query_pairs().filter(|(name, _)| name == "narrow").map(|(_, value)| value.into_owned()).collect();
    assert_eq!(narrow, [r#"[{"operand":[7],"operator":"dm"}]"#]);
    assert_eq!(view(&world, &talk).offer, None);
    world.until("09:50:14");
    assert!(world.calls.is_empty());
    world.until("09:50:15");
    world.call(200, &messages(&format!(r#"{own},{{"id":101,"sender_id":7,"content":"Sure, in a minute"}}"#)));
    assert!(matches!(view(&world, &talk).offer, Some(OfferView { host: None, .. })));
    assert_eq!(world.standing.iter().filter(|one| one.notice.title == "Niko answered: talk").count(), 1);
    world.until("09:50:30");
    let link = format!("https://us02web.zoom.us/j/2?pwd={CANARY}");
    world.call(
        200,
        &messages(&format!(r#"{own},{{"id":101,"sender_id":7,"content":"Sure, in a minute"}},{{"id":102,"sender_id":7,"content":"[here]({link})!"}}"#)),
    );
    let offer = view(&world, &talk).offer.unwrap();
    assert_eq!((offer.from.as_str(), offer.host.as_deref(), offer.service.as_deref()), ("Niko", Some("us02web.zoom.us"), Some("Zoom")));
    assert_eq!(world.standing.iter().filter(|one| one.notice.title == "Niko answered: talk").count(), 2);
    assert!(world.standing.iter().all(|one| !format!("{:?}", one.notice).contains("zoom.us")), "a notice shows no link");
    world.until("09:59");
    assert!(world.calls.is_empty(), "what is answered is not looked into any more");
    let shown = serde_json::to_string(&View::Upcoming(Box::new(world.upcoming()))).unwrap();
    let seen = format!("{shown}{:?}{:?}{:?}{:?}", world.engine, world.saved, world.settings, world.settings_page());
    assert!(!seen.contains(CANARY), "key and link are seen nowhere");

    world.diary();
    world.ask(UserAction::AnswerOffer { session: talk.clone(), accepted: true }).unwrap();
    assert!(matches!(view(&world, &talk).request, Some(RequestView::LinkReceived { .. })) && view(&world, &talk).offer.is_none());
    world.restart();
    assert!(matches!(view(&world, &next).way, WayView::Kept { from: Some(from), whose: None, opened: None, .. } if from == "talk"));
    world.ask(UserAction::Join { session: next.clone(), host: None }).unwrap();
    assert_eq!(world.diary(), [format!("09:59:00 open {link}")]);
    assert!(matches!(view(&world, &talk).way, WayView::Kept { opened: Some(_), .. }));
}

#[test]
fn a_host_is_asked_once_in_seven_days_unless_the_person_insists() {
    let contact = r#"{"participant":"n","kind":"zulip","server":"https://other.example.org","user":7,"handle":"Niko"}"#;
    let (mut world, [talk, next]) = signed_in(contact);
    let draft = |world: &mut World, session: &SessionKey| match world.ask(UserAction::Draft { session: session.clone(), contact: 0 }).unwrap() {
        Reply::Draft { account, lately, .. } => (account, lately),
        other => panic!("{other:?}"),
    };
    assert_eq!(draft(&mut world, &talk), (None, None), "an account of another organisation is of no use");
    world.ask(ask(&talk, None)).unwrap();
    assert!(world.diary().iter().any(|line| line.ends_with("open https://other.example.org/#narrow/dm/7-Niko")));
    // Only the person knows whether it was sent.
    assert!(matches!(view(&world, &talk).request, Some(RequestView::Drafted { .. })));
    world.ask(UserAction::Sent { session: talk.clone(), sent: false }).unwrap();
    assert_eq!((view(&world, &talk).request, draft(&mut world, &next).1), (None, None));
    world.ask(ask(&talk, None)).unwrap();
    world.ask(UserAction::Sent { session: talk.clone(), sent: true }).unwrap();
    assert!(matches!(view(&world, &talk).request, Some(RequestView::Asked { watched: false, .. })));
    world.restart();
    world.until("2021-03-30T11:00:00Z");
    let lately = draft(&mut world, &next).1.unwrap();
    assert!(lately.starts_with("You asked Niko on Zulip 3 hours ago."), "{lately}");
    assert_eq!(world.ask(ask(&next, Some("Hi"))).unwrap_err(), Refusal { code: RefusalCode::AskedLately, sentence: lately });
    world.ask(UserAction::Ask { session: next.clone(), contact: 0, message: Some("Hi again".into()), again: true }).unwrap();
    assert!(world.diary().iter().any(|line| line.ends_with("copy Hi again")), "in the person's own words");
}

#[test]
fn what_goes_wrong_at_zulip_is_said_so_that_it_can_be_mended() {
    let answer = |status: u16, body: &str| Called::Answer { status, retry_after: None, location: None, body: body.as_bytes().to_vec() };
    let moved = Called::Answer { status: 301, retry_after: None, location: Some("https://chat.new.example/api/v1/messages".into()), body: Vec::new() };
    let busy = Called::Answer {
        status: 429,
        retry_after: Some(Duration::seconds(28)),
        location: None,
        body: br#"{"result":"error","code":"RATE_LIMIT_HIT"}"#.to_vec(),
    };
    for (called, words, stays) in [
        (answer(401, r#"{"result":"error","msg":"Invalid API key","code":"INVALID_API_KEY"}"#), "does not accept the e-mail address and API key", false),
        (answer(403, r#"{"result":"error","msg":"Account is deactivated","code":"USER_DEACTIVATED"}"#), "account at chat.example.org is deactivated", false),
        (answer(403, r#"{"result":"error","msg":"x","code":"REALM_DEACTIVATED"}"#), "organisation at chat.example.org is deactivated", false),
        (answer(400, r#"{"result":"error","msg":"Invalid user ID: 7","code":"BAD_REQUEST"}"#), "The host is not known at chat.example.org", false),
        (answer(400, r#"{"result":"error","msg":"Message must not be empty","code":"BAD_REQUEST"}"#), "did not take it: Message must not be empty", false),
        (
            answer(404, r#"{"result":"error","msg":"Subdomain does not exist","code":"SUBDOMAIN_NOT_FOUND"}"#),
            "no Zulip organisation at chat.example.org",
            false,
        ),
        (answer(200, "<html>"), "is not one of Zulip’s", false),
        (answer(502, "<html>"), "trouble of its own", false),
        (busy, "asks for a pause of 28 s", false),
        (moved, "chat.example.org has moved to chat.new.example. Your key is not sent on", false),
        (Called::Failed(FetchFault::Unreachable("chat.example.org".into())), "chat.example.org could not be reached. Nothing was sent", false),
        (Called::Failed(FetchFault::TooSlow("chat.example.org".into())), "whether your message arrived is not known", true),
    ] {
        let (mut world, [talk, _]) = signed_in(ZULIP);
        world.ask(ask(&talk, Some("Hi"))).unwrap();
        world.called(called.clone());
        let said = said(&world);
        assert!(said.len() == 1 && said[0].contains(words) && said[0].ends_with('.'), "{called:?}: {said:?}");
        assert_eq!(view(&world, &talk).request.is_some(), stays, "{called:?}");
        assert!(!said[0].contains(CANARY));
    }
}

#[test]
fn a_sign_in_that_is_refused_changes_nothing() {
    let mut world = World::new("08:00", "", &[entry("talk", "10:00")]);
    let sign_in = |server: &str, user: &str, key: &str| UserAction::SignIn {
        with: SignIn::Zulip { server: server.to_owned(), user: user.to_owned(), key: Secret::new(key) },
    };
    for (server, user, key) in [
        ("", "a@b.org", "k"),
        ("http://chat.example.org", "a@b.org", "k"),
        ("chat.example.org", "ada", "k"),
        ("chat.example.org", "a@b.org", ""),
        ("chat.example.org", "a@b.org", "k k"),
    ] {
        assert_eq!(world.ask(sign_in(server, user, key)).unwrap_err().code, RefusalCode::BadSetting, "{server} {user} {key}");
    }
    let refused = world.ask(UserAction::SignIn { with: SignIn::Zuliprc { file: Secret::new("[api]\nemail=a@b.org\nsite=https://x.example.org\n") } });
    assert!(refused.unwrap_err().sentence.contains("has no line “key=…”"));
    world.ask(sign_in("chat.example.org", "a@b.org", CANARY)).unwrap();
    world.call(401, r#"{"result":"error","msg":"Invalid API key","code":"UNAUTHORIZED"}"#);
    let page = world.settings_page();
    assert!(matches!(&page.sign_in, SignInView::Refused { why } if why.contains("Get the key anew")), "{:?}", page.sign_in);
    assert!(page.accounts.is_empty() && world.secrets.is_empty() && !world.settings.contains("account"));
}

#[test]
fn signing_out_forgets_the_key_and_looks_no_more() {
    let (mut world, [talk, _]) = signed_in(ZULIP);
    world.ask(ask(&talk, Some("Hi"))).unwrap();
    world.call(200, r#"{"result":"success","id":100}"#);
    world.call(200, r#"{"result":"success","messages":[]}"#);
    world.ask(UserAction::SignOut { account: "account/zulip/chat.example.org".into() }).unwrap();
    assert!(world.secrets.is_empty() && !world.settings.contains("account"));
    assert_eq!(world.ask(UserAction::SignOut { account: "account/zulip/chat.example.org".into() }).unwrap_err().code, RefusalCode::BadSetting);
    world.until("09:40");
    assert!(world.calls.is_empty());
    let draft = |world: &mut World| world.ask(UserAction::Draft { session: talk.clone(), contact: 0 }).unwrap();
    assert!(matches!(draft(&mut world), Reply::Draft { account: None, .. }));
    // It can be taken back for as long as the program runs.
    world.ask(UserAction::UndoSetting).unwrap();
    assert!(world.secrets.len() == 1 && world.settings.contains("account"));
    assert!(matches!(draft(&mut world), Reply::Draft { account: Some(_), .. }));
    assert_eq!(world.ask(UserAction::UndoSetting).unwrap_err().code, RefusalCode::NotDone);
}

#[test]
fn a_thread_is_looked_into_less_and_less_often_and_not_beyond_the_session() {
    let (mut world, [_, next]) = signed_in(ZULIP);
    world.ask(ask(&next, Some("Hi"))).unwrap();
    world.call(200, r#"{"result":"success","id":100}"#);
    let mut looks = Vec::new();
    for minutes in 0..(27 * 60 * 4) {
        let now = at("08:00") + Duration::seconds(minutes * 15);
        world.until(&now.format("%Y-%m-%dT%H:%M:%SZ").to_string());
        while let Some((_, call)) = world.calls.front() {
            assert!(call.url.path().ends_with("/messages"));
            looks.push((now - at("08:00")).num_seconds());
            world.call(200, r#"{"result":"success","messages":[]}"#);
        }
    }
    let within = |from: i64, to: i64| looks.iter().filter(|second| (from * 60..to * 60).contains(second)).count();
    assert_eq!((within(0, 5), within(5, 60), within(60, 1440)), (20, 55, 276));
    let last = looks.last().copied().unwrap();
    assert!(last < 27 * 3600, "the session is over at 11:00 of the next day: {last}");
    assert!(within(1440, 1620) <= 7, "{}", within(1440, 1620));
}

#[test]
fn a_look_that_fails_is_tried_later_and_a_key_that_is_refused_is_said() {
    let (mut world, [talk, _]) = signed_in(ZULIP);
    world.ask(ask(&talk, Some("Hi"))).unwrap();
    world.call(200, r#"{"result":"success","id":100}"#);
    world.called(Called::Failed(FetchFault::Unreachable("chat.example.org".into())));
    assert_eq!(said(&world), Vec::<String>::new(), "being offline for a while is no news");
    world.until("08:00:59");
    assert!(world.calls.is_empty());
    world.until("08:01");
    world.called(Called::Failed(FetchFault::Unreachable("chat.example.org".into())));
    world.until("08:02:59");
    assert!(world.calls.is_empty());
    world.until("08:03");
    world.called(Called::Answer { status: 429, retry_after: Some(Duration::seconds(90)), location: None, body: b"{}".to_vec() });
    world.until("08:04:29");
    assert!(world.calls.is_empty());
    world.until("08:04:30");
    world.call(401, r#"{"result":"error","code":"INVALID_API_KEY"}"#);
    assert!(world.settings_page().accounts[0].note.contains("sign in again"));
    world.until("09:49");
    assert!(world.calls.is_empty());
    let reply = world.ask(UserAction::Draft { session: talk, contact: 0 }).unwrap();
    assert!(matches!(reply, Reply::Draft { account: None, .. }), "the chat itself is opened then");
}

#[test]
fn a_link_that_is_not_the_right_one_is_refused_and_another_is_waited_for() {
    let (mut world, [talk, _]) = signed_in(ZULIP);
    world.ask(ask(&talk, Some("Hi"))).unwrap();
    world.call(200, r#"{"result":"success","id":100}"#);
    let first = r#"{"id":101,"sender_id":7,"content":"https://notes.example.org/a"}"#;
    world.call(200, &format!(r#"{{"result":"success","messages":[{first}]}}"#));
    assert_eq!(view(&world, &talk).offer.unwrap().host.as_deref(), Some("notes.example.org"));
    world.ask(UserAction::AnswerOffer { session: talk.clone(), accepted: false }).unwrap();
    assert_eq!(view(&world, &talk).offer, None);
    world.until("08:00:20");
    world.call(200, &format!(r#"{{"result":"success","messages":[{first},{{"id":105,"sender_id":7,"content":"https://meet.jit.si/Room"}}]}}"#));
    assert_eq!(view(&world, &talk).offer.unwrap().host.as_deref(), Some("meet.jit.si"));
    assert_eq!(world.ask(UserAction::AnswerOffer { session: talk.clone(), accepted: true }), Ok(Reply::Done));
    assert_eq!(world.ask(UserAction::AnswerOffer { session: talk, accepted: true }).unwrap_err().code, RefusalCode::NoLink);
}

#[test]
fn a_host_whose_number_is_not_published_is_found_by_name_or_not_asked() {
    let contact = r#"{"participant":"n","kind":"zulip","handle":"Niko M"}"#;
    let people = |list: &str| format!(r#"{{"result":"success","members":[{list}]}}"#);
    let niko = r#"{"user_id":7,"full_name":"niko m","is_active":true,"is_bot":false}"#;
    let others = r#"{"user_id":8,"full_name":"Niko M","is_active":false,"is_bot":false},{"user_id":9,"full_name":"Niko M","is_active":true,"is_bot":true},{"user_id":3,"full_name":"Ada","is_active":true}"#;
    let (mut world, [talk, _]) = signed_in(contact);
    world.ask(ask(&talk, Some("Hi"))).unwrap();
    assert_eq!(world.call(200, &people(&format!("{others},{niko}"))).url.path(), "/api/v1/users");
    assert!(world.call(200, r#"{"result":"success","id":100}"#).body.unwrap().1.contains("to=%5B7%5D"));
    for (list, words) in
        [(others.to_owned(), "Nobody at chat.example.org is called “niko m”"), (format!("{niko},{niko}"), "Several people at chat.example.org")]
    {
        let (mut world, [talk, _]) = signed_in(contact);
        world.ask(ask(&talk, Some("Hi"))).unwrap();
        world.call(200, &people(&list));
        assert!(said(&world)[0].contains(words), "{:?}", said(&world));
        assert!(world.calls.is_empty() && view(&world, &talk).request.is_none());
    }
}

#[test]
fn a_meeting_link_on_the_clipboard_is_offered_while_an_answer_is_waited_for_and_never_taken() {
    let contact = r#"{"participant":"n","kind":"discord","user":7,"handle":"niko"}"#;
    let mut world = World::new("08:00", "", &[with("talk", "10:00", contact)]);
    let talk = key(&world, "talk");
    world.clipboard = "join me: https://us02web.zoom.us/j/1?pwd=a".into();
    world.ask(UserAction::LookAtClipboard).unwrap();
    assert_eq!(view(&world, &talk).offer, None, "nobody was asked");
    world.ask(ask(&talk, None)).unwrap();
    for other in ["", "milk, bread", "https://example.org/a", "https://discord.gg/abc"] {
        world.clipboard = other.into();
        world.ask(UserAction::LookAtClipboard).unwrap();
        assert_eq!(view(&world, &talk).offer, None, "{other}");
    }
    world.clipboard = "join me: https://us02web.zoom.us/j/1?pwd=a".into();
    world.ask(UserAction::LookAtClipboard).unwrap();
    assert!(matches!(view(&world, &talk).offer, Some(OfferView { clipboard: true, .. })));
    assert!(matches!(view(&world, &talk).request, Some(RequestView::Drafted { .. })));
    world.ask(UserAction::AnswerOffer { session: talk.clone(), accepted: false }).unwrap();
    world.ask(UserAction::LookAtClipboard).unwrap();
    assert_eq!(view(&world, &talk).offer, None, "once refused it is not offered again");
    world.clipboard = "https://us02web.zoom.us/j/2?pwd=a".into();
    world.ask(UserAction::LookAtClipboard).unwrap();
    world.ask(UserAction::AnswerOffer { session: talk.clone(), accepted: true }).unwrap();
    assert!(matches!(view(&world, &talk).way, WayView::Kept { .. }) && view(&world, &talk).offer.is_none());
}

#[test]
fn the_tray_says_how_far_a_request_is() {
    let (mut world, [talk, _]) = signed_in(ZULIP);
    let lines = |world: &World| format!("{:?}", world.menu.as_ref().unwrap().items);
    assert!(lines(&world).contains("Ask to join on Zulip"));
    world.ask(ask(&talk, Some("Hi"))).unwrap();
    assert!(lines(&world).contains("Did you send your message?"));
    world.call(200, r#"{"result":"success","id":100}"#);
    assert!(lines(&world).contains("Words(\"    Asked on Zulip\")"));
    world.call(200, r#"{"result":"success","messages":[{"id":101,"sender_id":7,"content":"https://zoom.us/j/1"}]}"#);
    assert!(lines(&world).contains("Niko answered: use the link for talk?"));
    world.ask(UserAction::AnswerOffer { session: talk, accepted: true }).unwrap();
    assert!(lines(&world).contains("    Join") && !lines(&world).contains("answered"));
}
