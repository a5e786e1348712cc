//! Decides how a host is asked for the link of a session, and how a link that came is kept.
//! It never sends a message that the person has not seen, and keeps no address that may not be opened.

use super::{Effect, Engine, Purpose};
use crate::action::{RefusalCode, Refused, Reply, WindowKind};
use crate::alarm::Answer;
use crate::courier::{Asked, Conversation};
use crate::language::{Sentence, sentence};
use crate::link::{JoinLink, LinkRefused, best_link, spelled};
use crate::notice::series;
use crate::request::message::{self, Subject};
use crate::request::{self, ASKED_COUNTS, JoinRequest, RoomKey};
use crate::secret::Secret;
use crate::session::{Contact, SessionKey, Way};
use crate::store::{KeptLink, LinkNote};
use chrono::{DateTime, Utc};

pub(super) type Answered = Result<Reply, Refused>;

impl Engine {
    /// Whom a session’s contact is, and the words to ask in.
    fn drafted(&self, key: &SessionKey, contact: usize) -> Result<(Contact, String), Refused> {
        let session = self.session(key)?;
        let nobody = || Refused::new(RefusalCode::NobodyToAsk, sentence("nobody-to-ask"));
        let contact = match &*session.way {
            Way::Ask { contacts, .. } => contacts.get(contact).ok_or_else(nobody)?,
            Way::Public(_) | Way::Unstated => return Err(nobody()),
        };
        let was_there = self.state.requests.iter().any(|(other, request)| other.feed == key.feed && matches!(request, JoinRequest::Joined { .. }));
        let series = series(&key.feed, &self.state, &self.settings);
        let template = Some(self.settings.message.as_str()).filter(|template| !template.is_empty()).unwrap_or(message::TEMPLATE);
        let message = message::fill(template, Subject { contact, session, series: &series, name: &self.settings.name, was_there });
        Ok((contact.clone(), message))
    }

    pub(super) fn draft(&mut self, key: &SessionKey, contact: usize, now: DateTime<Utc>) -> Answered {
        let (contact, message) = self.drafted(key, contact)?;
        let account = self.account_for(&contact).map(|(account, _)| account.user);
        Ok(Reply::Draft {
            channel: contact.channel.label().to_owned(),
            message,
            account,
            lately: self.asked_lately(key, now).map(|lately| lately.said(self.voice().language)),
        })
    }

    /// That the host of a session’s room was asked within the last week.
    fn asked_lately(&self, key: &SessionKey, now: DateTime<Utc>) -> Option<Sentence> {
        let session = self.state.session(key)?;
        let (channel, at) = self.state.asked.get(&RoomKey::of(&key.feed, session))?;
        let counts = *at > now - ASKED_COUNTS && *at <= now;
        let language = self.voice().language;
        let who = if session.hosts.is_empty() { language.word("a-host") } else { session.hosted_by() };
        let span = language.span((now - *at).num_minutes().max(1));
        counts.then(|| sentence("asked-lately").with("who", who).with("channel", &**channel).with("span", span))
    }

    pub(super) fn ask_host(&mut self, key: SessionKey, contact: usize, (said, again): (Option<String>, bool), now: DateTime<Utc>) -> Answered {
        let (contact, drafted) = self.drafted(&key, contact)?;
        if let Some(lately) = self.asked_lately(&key, now).filter(|_| !again) {
            return Err(Refused::new(RefusalCode::AskedLately, lately));
        }
        let channel = contact.channel.label().to_owned();
        let is_shown = said.is_some();
        let message: String = said.unwrap_or(drafted).chars().take(message::LONGEST).collect();
        let token = self.token(&key);
        let session = self.session(&key)?;
        let account = self.account_for(&contact);
        let begins = match account {
            Some((account, secret)) => Conversation::ask(account, secret, &contact, &message, &token),
            None => {
                let feed = self.state.feeds.get(&key.feed).and_then(|feed| feed.copy.as_ref()).map_or("", |copy| copy.feed.uid.as_str());
                Conversation::ask_endpoint(&contact, Asked { session, feed, name: &self.settings.name, message: &message, token: &token })
            }
        };
        if let Some(begins) = begins {
            if !is_shown {
                // What is sent at once is read by the person before: the window shows it.
                self.effects.push_back(Effect::Show(WindowKind::Upcoming, Some(key)));
                return Ok(Reply::Done);
            }
            return self.deliver(key, channel, begins, now);
        }
        let open = request::address(&contact, session, &message);
        let open = open.ok_or_else(|| Refused::new(RefusalCode::NobodyToAsk, sentence("nowhere-to-ask")))?;
        self.effects.push_back(Effect::Copy(message.clone(), key.clone()));
        self.effects.push_back(Effect::Open(open, Some(Purpose::Ask(key, channel.clone()))));
        Ok(Reply::Asked { channel, message, copied: true })
    }

    /// Tells a request from every other of this program’s.
    fn token(&mut self, key: &SessionKey) -> String {
        let roll = self.roll();
        format!("{:016x}{roll:016x}", crate::store::content_hash(key.to_string().as_bytes()))
    }

    pub(super) fn said_sent(&mut self, key: SessionKey, sent: bool, now: DateTime<Utc>) -> Answered {
        self.session(&key)?;
        let Some(JoinRequest::Drafted { channel, .. }) = self.state.requests.get(&key).cloned() else { return Ok(Reply::Done) };
        if sent {
            self.note_asked(&key, &channel, now);
        }
        self.set_request(key, sent.then(|| JoinRequest::asked(channel, now)))
    }

    pub(super) fn take_opened(&mut self, purpose: Purpose, now: DateTime<Utc>) {
        let (session, request, how) = match purpose {
            Purpose::Join(session) => (session, JoinRequest::Joined { at: now }, Answer::Joined),
            Purpose::Ask(session, channel) => (session, JoinRequest::Drafted { channel, at: now }, Answer::Asked),
        };
        if let JoinRequest::Joined { .. } = request {
            self.note_opened(&session, now);
        }
        self.answer(&session, how, now);
        let before = self.state.requests.insert(session.clone(), request);
        self.save(vec![self.state.request_record(&session)]);
        self.opened = Some((session, before));
    }

    /// Notes that the room’s host was asked, for the week in which they are not asked again without thought.
    pub(super) fn note_asked(&mut self, session: &SessionKey, channel: &str, at: DateTime<Utc>) {
        let Some(known) = self.state.session(session) else { return };
        let room = RoomKey::of(&session.feed, known);
        self.state.asked.insert(room.clone(), (channel.to_owned(), at));
        self.save(vec![self.state.asked_record(&room)]);
    }

    pub(super) fn keep_link(&mut self, key: SessionKey, pasted: &str, now: DateTime<Utc>) -> Answered {
        self.session(&key)?;
        // People paste whole messages: the likeliest address in it counts. One that may not be opened is named with its reason.
        let link = match best_link(pasted) {
            Some(link) => link,
            None => {
                let raw = spelled(pasted).next().unwrap_or(pasted.trim());
                let refused = |why: LinkRefused| Refused::new(RefusalCode::BadLink, sentence("link-not-kept").with("why", why.sentence()));
                JoinLink::parse(raw).map_err(refused)?
            }
        };
        self.keep(key, link, now)
    }

    /// The kept link of a session's room was opened: that is when it last worked, as far as anybody can tell.
    fn note_opened(&mut self, key: &SessionKey, now: DateTime<Utc>) {
        let Some(room) = self.state.session(key).map(|session| RoomKey::of(&key.feed, session)) else { return };
        if let Some(kept) = self.state.links.get_mut(&room) {
            kept.note.opened = Some(now);
            self.save(vec![self.state.link_record(&room)]);
        }
    }

    /// Keeps a link for the room of a session.
    pub(super) fn keep(&mut self, key: SessionKey, link: JoinLink, now: DateTime<Utc>) -> Answered {
        let session = self.session(&key)?;
        let room = RoomKey::of(&key.feed, session);
        let note = LinkNote { session: key.clone(), title: session.title.to_string(), at: now, hosts: session.hosted_by(), opened: None };
        self.keep_secret(room.text(), Some(Secret::new(link.web().as_str())));
        self.state.locked.remove(&room);
        self.state.links.insert(room.clone(), KeptLink { link, note });
        self.save(vec![self.state.link_record(&room)]);
        self.set_request(key, Some(JoinRequest::LinkReceived { at: now }))
    }

    pub(super) fn forget_link(&mut self, key: &SessionKey) -> Answered {
        let room = RoomKey::of(&key.feed, self.session(key)?);
        self.state.links.remove(&room);
        self.keep_secret(room.text(), None);
        self.save(vec![self.state.link_record(&room)]);
        Ok(Reply::Done)
    }

    pub(super) fn set_request(&mut self, key: SessionKey, request: Option<JoinRequest>) -> Answered {
        self.session(&key)?;
        match request {
            Some(request) => self.state.requests.insert(key.clone(), request),
            None => self.state.requests.remove(&key),
        };
        self.save(vec![self.state.request_record(&key)]);
        Ok(Reply::Done)
    }
}
