//! Addresses that must never be opened, in every place of a feed where an address may stand, and lookalikes of meeting services.
//! It never contacts any of them. The lists are the files in `links/`.

use super::{root, scope};
use serde_json::{Value, json};
use sessionbell_core::feed;
use sessionbell_core::link::{JoinLink, Openable, WebLink};
use sessionbell_core::request;
use sessionbell_core::session::{Channel, Way};

/// The lines of a list, without those that explain it.
fn lines(name: &str) -> Vec<String> {
    let text = std::fs::read_to_string(root().join("tests/feeds/links").join(name)).unwrap();
    text.lines().filter(|line| !line.starts_with("# ") && !line.is_empty()).map(unescaped).collect()
}

/// `\t`, `\n`, `\r`, `\0`, `\u{…}` and `\\` as the characters that they stand for.
fn unescaped(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once('\\') {
        out.push_str(before);
        let mut chars = after.chars();
        match chars.next().unwrap() {
            't' => out.push('\t'),
            'n' => out.push('\n'),
            'r' => out.push('\r'),
            '0' => out.push('\0'),
            '\\' => out.push('\\'),
            'u' => {
                let (code, after) = after.strip_prefix("u{").unwrap().split_once('}').unwrap();
                out.push(char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap());
                rest = after;
                continue;
            }
            other => panic!("\\{other} in {line}"),
        }
        rest = chars.as_str();
    }
    out + rest
}

/// Each scheme spelled as browsers and mail programs are known to be lenient about, and the addresses that are written out.
fn hostile() -> Vec<String> {
    let mut all = lines("spelled.txt");
    for address in lines("schemes.txt") {
        let (scheme, rest) = address.split_once(':').unwrap();
        let (first, others) = scheme.split_at(1);
        let mixed: String = scheme.chars().enumerate().map(|(at, c)| if at % 2 == 0 { c.to_ascii_uppercase() } else { c }).collect();
        all.extend([
            address.clone(),
            format!("{}:{rest}", scheme.to_ascii_uppercase()),
            format!("{mixed}:{rest}"),
            format!(" \t\r\n{address}\u{a0}"),
            format!("\u{1}{address}"),
            format!("\u{200b}{address}"),
            format!("{first}\t{others}:{rest}"),
            format!("{first}\r\n{others}:{rest}"),
            format!("{first}\0{others}:{rest}"),
            format!("{scheme}\n:{rest}"),
            format!("{scheme} :{rest}"),
            format!("{scheme}%3A{rest}"),
            format!("{scheme}&colon;{rest}"),
            format!("{scheme}\u{ff1a}{rest}"),
            format!("%{:02x}{others}:{rest}", first.as_bytes()[0]),
            format!("{scheme}:{}", rest.replace('/', "\\")),
            format!("view-source:{address}"),
            format!("jar:{address}!/x"),
            format!("feed:{address}"),
            format!("url:{address}"),
            format!("<{address}>"),
        ]);
    }
    all
}

#[test]
fn the_lists_are_what_they_are_believed_to_be() {
    assert!(lines("schemes.txt").len() >= 120 && lines("spelled.txt").len() >= 240, "{} {}", lines("schemes.txt").len(), lines("spelled.txt").len());
    assert!(hostile().len() >= 2_500, "{}", hostile().len());
    assert_eq!(unescaped(r"a\t\\n\u{202e}b"), "a\t\\n\u{202e}b");
}

#[test]
fn no_hostile_address_is_a_link() {
    for address in hostile() {
        assert!(WebLink::parse(&address).is_err() && JoinLink::parse(&address).is_err(), "{address:?}: {}", WebLink::parse(&address).unwrap().as_str());
        let kept = serde_json::from_value::<WebLink>(json!(address));
        assert!(kept.is_err(), "{address:?} is read back");
    }
}

#[test]
fn what_may_be_opened_is_shown_by_its_real_host() {
    for line in lines("allowed.txt") {
        let (address, host) = line.rsplit_once(" -> ").unwrap();
        let link = WebLink::parse(address).unwrap_or_else(|why| panic!("{address:?}: {why}"));
        assert_eq!(link.host(), host, "{address:?}");
        assert!(link.as_str().starts_with(&format!("https://{host}")), "{}", link.as_str());
    }
}

/// A feed that has `address` wherever an address may stand.
fn everywhere(address: &str) -> Value {
    let contacts: Vec<Value> = ["zulip", "discord", "matrix", "email", "telegram", "slack", "irc", "endpoint", "web"]
        .iter()
        .flat_map(|kind| {
            [
                json!({"kind": kind, "uri": address, "handle": "h"}),
                json!({"kind": kind, "uri": address, "server": address}),
                json!({"kind": kind, "server": address, "handle": address, "user": address}),
            ]
        })
        .collect();
    let links = json!({
        "a": {"@type": "Link", "href": address},
        "b": {"@type": "Link", "href": address, "rel": "describedby"},
        "c": {"@type": "Link", "href": address, "rel": "alternate"},
        "d": {"@type": "Link", "href": address, "rel": "icon", "display": "badge"},
    });
    let join = |mode: &str| json!({"mode": mode, "contacts": contacts, "uri": address, "url": address, "room": "r"});
    let places = json!({"v": {"@type": "VirtualLocation", "uri": address, "name": "n", "features": {"video": true}}});
    let event = |uid: &str, more: Value| {
        let mut event = json!({"@type": "Event", "uid": uid, "title": "t", "start": "2021-03-30T14:30:00", "links": links});
        event.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        event
    };
    json!({
        "@type": "Group", "uid": "g", "source": address, "links": links, "virtualLocations": places,
        "sessionbell.github.io:join": join("ask"),
        "sessionbell.github.io:rooms": {"r": {"label": "r", "uri": address, "url": address}},
        "entries": [
            event("1", json!({"virtualLocations": places, "locations": {"l": {"uri": address, "links": links}}})),
            event("2", json!({"sessionbell.github.io:join": join("ask")})),
            event("3", json!({"sessionbell.github.io:join": join("public")})),
            event("4", json!({"replyTo": {"imip": address, "web": address, "other": address}})),
            event("5", json!({"participants": {"p": {"name": "n", "roles": {"owner": true}, "sendTo": {"imip": address}, "links": links, "calendarAddress": address}}})),
            event("6", json!({"descriptionContentType": "text/html", "description": format!("<a href='{address}'>text</a><img src=\"{address}\">")})),
        ],
    })
}

#[test]
fn no_hostile_address_comes_out_of_a_feed() {
    for address in hostile() {
        let document = everywhere(&address).to_string();
        let (feed, _issues) = feed::parse(document.as_bytes(), &scope()).unwrap();
        assert_eq!(feed.sessions.len(), 6, "{address:?}");
        for session in &feed.sessions {
            assert!(session.topics.is_empty() && session.post.is_none(), "{address:?} is a topic or post");
            let contacts = match &*session.way {
                Way::Public(_) => panic!("{address:?} is a public link"),
                Way::Ask { contacts, .. } => contacts.as_slice(),
                Way::Unstated => &[],
            };
            for contact in contacts {
                let opened = request::address(contact, session, "Hi");
                // What is opened is made here: of the address at most a name is in it.
                let built = match (&contact.channel, &opened) {
                    (Channel::Discord { user: None, .. }, Some(Openable::Web(link))) => link.as_str() == "https://discord.com/channels/@me",
                    (Channel::Matrix { .. }, Some(Openable::Web(link))) => link.as_str().starts_with("https://matrix.to/#/%40"),
                    // A plain mailbox without attachments or further addresses is one, whoever wrote it.
                    (Channel::Telegram { name }, Some(Openable::Web(link))) => link.as_str() == format!("https://t.me/{name}?text=Hi"),
                    (Channel::Mail { address: mailbox }, Some(Openable::Mail(_))) => address.contains(&format!("mailto:{mailbox}")) && !mailbox.contains('?'),
                    _ => false,
                };
                assert!(built, "{address:?}: {opened:?} from {:?}", contact.channel);
            }
        }
        if !address.contains(['<', '>']) && address.len() > 8 {
            assert!(!feed.sessions[5].description.contains(address.trim()), "{address:?} is in the text: {}", feed.sessions[5].description);
        }
    }
}

#[test]
fn no_hostile_address_is_taken_from_what_is_pasted_or_answered() {
    let hostile = hostile();
    assert!(hostile.len() >= 500, "{}", hostile.len());
    for address in &hostile {
        for text in [address.clone(), format!("Here you are: {address} see you"), format!("[room]({address})"), format!("<{address}>")] {
            // Cut out of a text it may be another address than it was: what is then found must itself be one that opens nowhere else.
            if let Some(link) = sessionbell_core::link::best_link(&text) {
                assert!(text.contains(link.web().as_str().trim_end_matches('/')) && link.service().is_none(), "{text:?} gives {}", link.web().as_str());
            }
        }
        assert!(JoinLink::parse(address).is_err(), "{address:?}");
    }
}

/// The services: a host, how a meeting's path begins, the label.
const SERVICES: &[(&str, &str, &str)] = &[
    ("zoom.us", "/j/", "Zoom"),
    ("zoom.us", "/my/", "Zoom"),
    ("zoom.us", "/w/", "Zoom"),
    ("meet.google.com", "/", "Google Meet"),
    ("teams.microsoft.com", "/l/meetup-join/", "Microsoft Teams"),
    ("teams.live.com", "/meet/", "Microsoft Teams"),
    ("meet.jit.si", "/", "Jitsi Meet"),
    ("webex.com", "/meet/", "Webex"),
    ("whereby.com", "/", "Whereby"),
    ("discord.gg", "/", "Discord"),
    ("discord.com", "/invite/", "Discord"),
    ("demo.bigbluebutton.org", "/", "BigBlueButton"),
    ("app.gather.town", "/app/", "Gather"),
    ("twitch.tv", "/", "Twitch"),
    ("youtube.com", "/live/", "YouTube"),
    ("youtu.be", "/", "YouTube"),
];

#[test]
fn a_lookalike_has_no_label_and_is_shown_by_its_real_host() {
    let templates = lines("lookalikes.txt");
    assert!(templates.len() >= 50, "{}", templates.len());
    for (host, path) in [("us02web.zoom.us", "j"), ("company.webex.com", "meet"), ("www.youtube.com", "live")] {
        assert!(JoinLink::parse(&format!("https://{host}/{path}/1")).unwrap().service().is_some(), "{host}");
    }
    for (host, path, label) in SERVICES {
        for real in [format!("https://{host}{path}1"), format!("HTTPS://{}{path}1?pwd=a", host.to_uppercase()), format!("https://{host}:443{path}1")] {
            let link = JoinLink::parse(&real).unwrap();
            assert_eq!((link.service(), link.web().host()), (Some(*label), *host), "{real}");
        }
        let (letter, digit, foreign) =
            [('o', "0", "\u{43e}"), ('e', "3", "\u{435}"), ('i', "1", "\u{456}")].into_iter().find(|(letter, ..)| host.contains(*letter)).unwrap();
        let (zeroed, cyrillic) = (host.replacen(letter, digit, 1), host.replacen(letter, foreign, 1));
        let fill = |template: &str| {
            let dashed = host.replace('.', "-");
            template.replace("DASHED", &dashed).replace("ZEROED", &zeroed).replace("CYRILLIC", &cyrillic).replace("HOST", host).replace("PATH", path)
        };
        for line in &templates {
            let (template, shown) = line.rsplit_once(" -> ").unwrap();
            let address = fill(template);
            match (JoinLink::parse(&address), shown) {
                (Err(_), "refused") => {}
                (Ok(link), shown) if shown != "refused" => assert_eq!((link.service(), link.web().host()), (None, fill(shown).as_str()), "{address}"),
                (answer, _) => panic!("{address}: {:?}, expected {shown}", answer.map(|link| link.web().as_str().to_owned())),
            }
        }
    }
}
