//! Decides how a session of a post is written as an event of the native feed.
//! It never writes a duration, a host or a contact that the post or the list of hosts does not give.

use super::native::{Object, calls, set, slug};
use super::{JOIN, WANTED};
use crate::link::WebLink;
use crate::post::{Announced, Announcement, Channel, Join, Person, Repeats};
use crate::recur::Frequency;
use crate::text;
use chrono::Duration;
use serde_json::{Value, json};

/// What a post says of a session, as an event without identity.
pub(super) fn event(session: &Announced, post: &Announcement) -> Object {
    let mut out = Object::new();
    out.insert("@type".to_owned(), "Event".into());
    out.insert("title".to_owned(), if session.title.is_empty() { "Session".into() } else { session.title.clone().into() });
    out.insert("start".to_owned(), session.local.format("%Y-%m-%dT%H:%M:%S").to_string().into());
    out.insert("timeZone".to_owned(), if session.zone.name() == "UTC" { "Etc/UTC" } else { session.zone.name() }.into());
    set(&mut out, "duration", session.length.map(|length| duration(length).into()));
    set(&mut out, "recurrenceRule", session.repeats.as_ref().map(rule));
    set(&mut out, "status", session.cancelled.then(|| "cancelled".into()));
    let join = post.join.as_ref().filter(|_| session.meeting.is_none());
    let mut people = Object::new();
    for host in &session.hosts {
        people.insert(slug(&host.name), participant(host, &["owner", "chair"]));
    }
    for asked in join.iter().flat_map(|join| &join.people) {
        people.entry(slug(&asked.name)).or_insert_with(|| participant(asked, &["contact"]));
    }
    set(&mut out, "participants", (!people.is_empty()).then(|| people.into()));
    set(&mut out, "organizerCalendarAddress", session.hosts.iter().find_map(mail).map(Value::from));
    set(&mut out, "links", links(session, post));
    set(&mut out, "virtualLocations", session.meeting.as_ref().map(|link| json!({ "meeting": { "@type": "VirtualLocation", "uri": link.web().as_str() } })));
    set(&mut out, JOIN, join.map(ask));
    set(&mut out, WANTED, calls(&session.wanted));
    out
}

fn participant(person: &Person, roles: &[&str]) -> Value {
    let roles: Object = roles.iter().map(|role| ((*role).to_owned(), true.into())).collect();
    let mut out = Object::new();
    out.insert("@type".to_owned(), "Participant".into());
    out.insert("name".to_owned(), person.name.clone().into());
    set(&mut out, "calendarAddress", mail(person).map(Value::from));
    out.insert("roles".to_owned(), roles.into());
    out.into()
}

fn mail(person: &Person) -> Option<String> {
    person.book.as_ref()?.mail.as_ref().map(|address| format!("mailto:{address}"))
}

fn links(session: &Announced, post: &Announcement) -> Option<Value> {
    let mut links = Object::new();
    let mut add = |key: String, rel: &str, link: &WebLink, title: &str| {
        let mut one = json!({ "@type": "Link", "href": link.as_str(), "rel": rel });
        if !title.is_empty() {
            one["title"] = title.into();
        }
        links.insert(key, one);
    };
    for (number, topic) in session.topics.iter().enumerate() {
        add(format!("topic{}", number + 1), "related", &topic.link, &topic.title);
    }
    if let Some(times) = &session.times {
        add("tz".to_owned(), "alternate", times, "");
    }
    if let Some(link) = &post.link {
        add("post".to_owned(), "describedby", link, &post.title);
    }
    (!links.is_empty()).then(|| links.into())
}

/// How people ask: each who may be asked, at each place.
fn ask(join: &Join) -> Value {
    let mut contacts: Vec<Value> = Vec::new();
    for channel in &join.channels {
        let of_all: Vec<Value> = join.people.iter().filter_map(|person| contact(channel, Some(person))).collect();
        if of_all.is_empty() {
            contacts.extend(contact(channel, None));
        }
        contacts.extend(of_all);
    }
    if join.channels.is_empty() {
        // The text does not say where, but the list of hosts does.
        let places = [Channel::Zulip(None), Channel::Discord, Channel::Matrix, Channel::Telegram, Channel::Slack, Channel::Irc, Channel::Mail(None)];
        let listed =
            join.people.iter().flat_map(|person| places.iter().filter(|place| is_listed(place, person)).filter_map(|place| contact(place, Some(person))));
        contacts.extend(listed);
    }
    // A service that takes requests itself needs nobody to be at a chat: it comes first.
    let services: Vec<&String> = join.people.iter().filter_map(|person| person.book.as_ref()?.endpoint.as_ref()).collect();
    if let [service, others @ ..] = &services[..]
        && others.iter().all(|other| other == service)
    {
        contacts.insert(0, json!({ "kind": "endpoint", "uri": service }));
    }
    let mut out = json!({ "mode": "ask", "instructions": join.instructions, "contacts": contacts });
    if let Some(room) = &join.room {
        out["room"] = slug(&room.label).into();
    }
    out
}

fn is_listed(place: &Channel, person: &Person) -> bool {
    person.book.as_ref().is_some_and(|book| match place {
        Channel::Zulip(_) => book.zulip.is_some(),
        Channel::Discord => book.discord.is_some(),
        Channel::Matrix => book.matrix.is_some(),
        Channel::Telegram => book.telegram.is_some(),
        Channel::Slack => book.slack.is_some(),
        Channel::Irc => book.irc.is_some(),
        Channel::Mail(_) => book.mail.is_some(),
        Channel::Page(..) => false,
    })
}

/// A person at a place, as far as it can be reached: an e-mail or Matrix contact needs its address.
fn contact(channel: &Channel, person: Option<&Person>) -> Option<Value> {
    let book = person.and_then(|person| person.book.as_ref());
    let mut out = Object::new();
    set(&mut out, "participant", person.map(|person| slug(&person.name).into()));
    let name = || person.map(|person| person.name.clone());
    let mut say = |kind: &str, handle: Option<String>| {
        out.insert("kind".to_owned(), kind.into());
        set(&mut out, "handle", handle.map(Value::from));
    };
    match channel {
        Channel::Zulip(server) => {
            let listed = book.and_then(|book| book.zulip.as_ref());
            say("zulip", listed.and_then(|zulip| zulip.handle.clone()).or_else(name));
            let server = listed.map(|zulip| zulip.server.clone()).or_else(|| server.as_ref().map(|server| format!("https://{}", server.host())));
            set(&mut out, "server", server.map(Value::from));
            set(&mut out, "user", listed.and_then(|zulip| zulip.user).map(Value::from));
        }
        Channel::Discord => {
            let listed = book.and_then(|book| book.discord.as_ref());
            say("discord", listed.and_then(|discord| discord.handle.clone()).or_else(name));
            // Snowflakes are larger than what JSON readers keep of a number.
            set(&mut out, "user", listed.and_then(|discord| discord.user).map(|user| user.to_string().into()));
        }
        Channel::Matrix => say("matrix", Some(book?.matrix.clone()?)),
        Channel::Telegram => say("telegram", Some(book?.telegram.clone()?)),
        Channel::Slack => {
            let listed = book?.slack.as_ref()?;
            say("slack", listed.handle.clone().or_else(name));
            out.insert("server".to_owned(), listed.server.as_str().into());
            set(&mut out, "team", listed.team.as_deref().map(Value::from));
            set(&mut out, "user", listed.user.as_deref().map(Value::from));
        }
        Channel::Irc => {
            let listed = book?.irc.as_ref()?;
            say("irc", Some(listed.handle.clone()));
            out.insert("server".to_owned(), listed.server.as_str().into());
        }
        Channel::Mail(address) => say("email", Some(book.and_then(|book| book.mail.clone()).or_else(|| address.clone())?)),
        Channel::Page(page, label) => {
            say("web", Some(text::line(label, text::NAME)));
            out.insert("uri".to_owned(), page.as_str().into());
        }
    }
    Some(out.into())
}

/// RFC 8984 section 1.4.6.
fn duration(length: Duration) -> String {
    let (hours, minutes) = (length.num_minutes() / 60, length.num_minutes() % 60);
    match (hours, minutes) {
        (0, minutes) => format!("PT{minutes}M"),
        (hours, 0) => format!("PT{hours}H"),
        (hours, minutes) => format!("PT{hours}H{minutes}M"),
    }
}

/// RFC 8984 section 4.3.3.
fn rule(repeats: &Repeats) -> Value {
    let mut out = json!({ "@type": "RecurrenceRule", "frequency": frequency(repeats.frequency) });
    if repeats.interval > 1 {
        out["interval"] = repeats.interval.into();
    }
    if !repeats.days.is_empty() {
        let day = |(number, weekday): &(Option<i8>, chrono::Weekday)| {
            let mut day = json!({ "@type": "NDay", "day": weekday.to_string()[..2].to_lowercase() });
            if let Some(number) = number {
                day["nthOfPeriod"] = (*number).into();
            }
            day
        };
        out["byDay"] = repeats.days.iter().map(day).collect();
    }
    if let Some(until) = repeats.until {
        out["until"] = format!("{until}T23:59:59").into();
    }
    out
}

fn frequency(frequency: Frequency) -> &'static str {
    match frequency {
        Frequency::Daily => "daily",
        Frequency::Weekly => "weekly",
        Frequency::Monthly => "monthly",
        Frequency::Yearly => "yearly",
    }
}
