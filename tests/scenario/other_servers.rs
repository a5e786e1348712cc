//! Asking on Matrix, and at services that take requests themselves.
//! It never waits for an answer: the test gives it.

use crate::reminders::key;
use crate::talking::{CANARY, ask, authorization, said, signed_in, view, with};
use crate::world::World;
use sessionbell_core::action::{Reply, SignIn, UserAction};
use sessionbell_core::courier::Called;
use sessionbell_core::secret::Secret;
use sessionbell_core::view::{OfferView, RequestView, WayView};

#[test]
fn a_matrix_account_asks_in_the_room_of_the_two_and_never_in_plain_text_in_an_encrypted_one() {
    let contact = r#"{"participant":"n","kind":"matrix","handle":"@niko:example.org"}"#;
    let signed_in = || {
        let mut world = World::new("08:00", "leads = [10]", &[with("talk", "10:00", contact)]);
        world.ask(UserAction::SignIn { with: SignIn::Matrix { server: "matrix.example.org".into(), key: Secret::new(CANARY) } }).unwrap();
        let call = world.call(200, r#"{"user_id":"@ada:example.org"}"#);
        assert_eq!((call.url.as_str(), authorization(&call)), ("https://matrix.example.org/_matrix/client/v3/account/whoami", format!("Bearer {CANARY}")));
        let talk = key(&world, "talk");
        world.ask(ask(&talk, Some("Hi"))).unwrap();
        (world, talk)
    };
    let (mut world, talk) = signed_in();
    assert!(world.call(404, r#"{"errcode":"M_NOT_FOUND"}"#).url.path().ends_with("/user/%40ada%3Aexample.org/account_data/m.direct"));
    assert_eq!(
        world.call(200, r#"{"room_id":"!new:example.org"}"#).body.unwrap().1,
        r#"{"invite":["@niko:example.org"],"is_direct":true,"preset":"trusted_private_chat"}"#
    );
    assert_eq!(world.call(200, "{}").body.unwrap().1, r#"{"@niko:example.org":["!new:example.org"]}"#);
    let call = world.call(200, r#"{"event_id":"$1"}"#);
    assert!(call.url.path().starts_with("/_matrix/client/v3/rooms/%21new%3Aexample.org/send/m.room.message/"), "{}", call.url);
    assert_eq!(call.body.unwrap().1, r#"{"body":"Hi","msgtype":"m.text"}"#);
    let message =
        |id: &str, sender: &str, body: &str| format!(r#"{{"event_id":"{id}","sender":"{sender}","type":"m.room.message","content":{{"body":"{body}"}}}}"#);
    let newest_first = [
        message("$3", "@niko:example.org", "https://meet.jit.si/Room"),
        message("$1", "@ada:example.org", "Hi"),
        message("$0", "@niko:example.org", "https://meet.jit.si/Old"),
    ];
    world.call(200, &format!(r#"{{"chunk":[{}]}}"#, newest_first.join(",")));
    assert_eq!(view(&world, &talk).offer.unwrap().host.as_deref(), Some("meet.jit.si"));

    let (mut world, talk) = signed_in();
    world.call(200, r#"{"@niko:example.org":["!left:example.org","!old:example.org"]}"#);
    assert!(world.call(200, r#"{"algorithm":"m.megolm.v1.aes-sha2"}"#).url.path().ends_with("/rooms/%21old%3Aexample.org/state/m.room.encryption/"));
    assert!(said(&world)[0].contains("is encrypted") && world.calls.is_empty() && view(&world, &talk).request.is_none());

    let (mut world, talk) = signed_in();
    world.call(200, r#"{"@niko:example.org":["!old:example.org"]}"#);
    world.call(404, r#"{"errcode":"M_NOT_FOUND"}"#);
    world.call(200, r#"{"event_id":"$1"}"#);
    world.call(200, r#"{"chunk":[{"event_id":"$2","sender":"@niko:example.org","type":"m.room.encrypted","content":{}}]}"#);
    assert!(matches!(view(&world, &talk).offer, Some(OfferView { host: None, sealed: true, .. })));

    for (status, body, words) in [
        (401, r#"{"errcode":"M_UNKNOWN_TOKEN"}"#, "does not accept the access token"),
        (429, r#"{"errcode":"M_LIMIT_EXCEEDED","retry_after_ms":1500}"#, "asks for a pause of 1 s"),
        (403, r#"{"errcode":"M_FORBIDDEN","error":"Not yours"}"#, "does not allow it: Not yours"),
        (200, "<html>", "is not one of Matrix’s"),
    ] {
        let (mut world, _) = signed_in();
        if status == 200 {
            world.call(404, "{}");
        }
        world.call(status, body);
        assert!(said(&world)[0].contains(words), "{:?}", said(&world));
    }
}

#[test]
fn a_service_that_takes_requests_itself_is_asked_once_and_answers_in_its_time() {
    let contact = r#"{"participant":"n","kind":"endpoint","uri":"https://club.example/join","handle":"the club"}"#;
    let answer = |status: u16, location: Option<&str>, body: &str| Called::Answer {
        status,
        retry_after: None,
        location: location.map(str::to_owned),
        body: body.as_bytes().to_vec(),
    };
    let (mut world, [talk, next]) = signed_in(contact);
    assert_eq!(world.ask(ask(&talk, Some("Hi"))), Ok(Reply::Sending { channel: "the club".into() }));
    let call = world.called(answer(202, Some("/join/r7"), r#"{"state":"pending"}"#));
    assert!(call.only_public && authorization(&call).is_empty());
    assert!(call.headers.iter().any(|(name, value)| *name == "Idempotency-Key" && value.reveal().len() == 34));
    assert_eq!(call.body.unwrap().1, r#"{"feed":"test","message":"Hi","name":"Ada","session":{"start":"2021-03-30T10:00:00Z","title":"talk","uid":"talk"}}"#);
    assert!(matches!(view(&world, &talk).request, Some(RequestView::Asked { watched: true, waitlisted: false, .. })));
    assert_eq!(world.call(200, r#"{"state":"waitlist"}"#).url.as_str(), "https://club.example/join/r7");
    assert!(matches!(view(&world, &talk).request, Some(RequestView::Asked { waitlisted: true, .. })));
    world.until("08:00:15");
    world.call(200, r#"{"state":"approved","link":"https://meet.jit.si/Club"}"#);
    assert_eq!(view(&world, &talk).offer.unwrap().host.as_deref(), Some("meet.jit.si"));
    world.ask(UserAction::AnswerOffer { session: talk, accepted: true }).unwrap();
    assert!(matches!(view(&world, &next).way, WayView::Kept { .. }));

    for (called, words) in [
        (answer(409, None, r#"{"title":"The session is full."}"#), "did not take the request: The session is full."),
        (answer(404, None, ""), "takes no requests at the address"),
        (answer(200, None, r#"{"state":"maybe"}"#), "is not one that docs/join-endpoint.json knows"),
        (answer(302, Some("https://evil.example/"), ""), "has moved to evil.example"),
    ] {
        let (mut world, [talk, _]) = signed_in(contact);
        world.ask(ask(&talk, Some("Hi"))).unwrap();
        world.called(called);
        assert!(said(&world)[0].contains(words), "{:?}", said(&world));
    }
    // A status address on another server is not looked at.
    let (mut world, [talk, _]) = signed_in(contact);
    world.ask(ask(&talk, Some("Hi"))).unwrap();
    world.called(answer(202, Some("https://evil.example/r7"), r#"{"state":"pending"}"#));
    assert!(world.calls.is_empty() && matches!(view(&world, &talk).request, Some(RequestView::Asked { watched: false, .. })));
    let (mut world, [talk, _]) = signed_in(contact);
    world.ask(ask(&talk, Some("Hi"))).unwrap();
    world.called(answer(200, None, r#"{"state":"declined"}"#));
    assert!(matches!(view(&world, &talk).request, Some(RequestView::Declined { .. })));
}
