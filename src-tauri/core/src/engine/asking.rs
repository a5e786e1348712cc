//! Decides what each request of a person changes.
//! It never opens or sends an address that did not pass the checks of `link`.

use super::requesting::Answered;
use super::{Deed, Effect, Engine, Purpose};
use crate::action::{PauseUntil, RefusalCode, Refused, Reply, SnoozeUntil, UserAction, WindowKind};
use crate::alarm::{Answer, LeadTime};
use crate::fault::Fault;
use crate::language::{Sentence, sentence};
use crate::link::Openable;
use crate::moment::Moment;
use crate::notice::series;
use crate::request::{JoinRequest, RoomKey};
use crate::session::{FeedId, Session, SessionKey, Way};
use crate::settings::{AddressRefused, FeedAddress, Subscription, tidy_leads};
use crate::trouble::Server;
use chrono::{DateTime, Duration, NaiveTime, Utc};

impl Engine {
    pub(super) fn carry_out(&mut self, action: UserAction, now: Moment) -> Answered {
        match action {
            UserAction::Join { session, host } => self.join(&session, host.as_deref()),
            UserAction::Draft { session, contact } => self.draft(&session, contact, now.wall),
            UserAction::Ask { session, contact, message, again } => self.ask_host(session, contact, (message, again), now.wall),
            UserAction::Sent { session, sent } => self.said_sent(session, sent, now.wall),
            UserAction::AnswerOffer { session, accepted } => self.answer_offer(session, accepted, now.wall),
            UserAction::LookAtClipboard => {
                if self.state.requests.values().any(JoinRequest::waits) {
                    self.effects.push_back(Effect::ReadClipboard);
                }
                Ok(Reply::Done)
            }
            UserAction::SignIn { with } => self.sign_in(with),
            UserAction::SignOut { account } => self.sign_out(&account, now),
            UserAction::HaveLink { session, link } => self.keep_link(session, &link, now.wall),
            UserAction::ForgetLink { session } => self.forget_link(&session),
            UserAction::Decline { session } => self.set_request(session, Some(JoinRequest::Declined { at: now.wall })),
            UserAction::Withdraw { session } => self.set_request(session, None),
            UserAction::OpenTopic { session, topic } => {
                let link = self.session(&session)?.topics.get(topic).map(|topic| topic.link.clone());
                self.open(link.map(Openable::Web))
            }
            UserAction::OpenPost { session } => {
                let link = self.session(&session)?.post.clone();
                self.open(link.map(Openable::Web))
            }
            UserAction::Snooze { session, until } => self.snooze(&session, until, now.wall),
            UserAction::SessionLeads { session, leads } => self.session_leads(session, leads),
            UserAction::Dismiss { session } => {
                self.session(&session)?;
                self.answer(&session, Answer::Dismissed, now.wall);
                Ok(Reply::Done)
            }
            UserAction::Mute { session, muted } => self.mute(session, muted, now.wall),
            UserAction::AutoOpen { session, on } => {
                self.session(&session)?;
                self.mark(&session, on);
                Ok(Reply::Done)
            }
            UserAction::AddFeed { address } => self.add_feed(&address, now),
            UserAction::TakeOffer { feed } => self.take_offer(&feed, now),
            UserAction::RemoveFeed { feed } => self.remove_feed(&feed, now),
            UserAction::RestoreFeed { feed } => self.restore_feed(&feed, now),
            UserAction::Check { feed } => self.check_now(feed.as_ref(), now).map(|()| Reply::Done),
            UserAction::Pause { until } => self.pause(Some(until), now),
            UserAction::Resume => self.pause(None, now),
            UserAction::ClearMissed => {
                self.state.missed_seen = Some(now.wall);
                self.save(vec![self.state.seen_record()]);
                Ok(Reply::Done)
            }
            UserAction::ClearChanges => {
                self.clear_changes();
                Ok(Reply::Done)
            }
            UserAction::Set { change } => self.set(change, now),
            UserAction::UndoSetting => self.undo_setting(now),
            UserAction::AddSample => self.add_sample(now),
            UserAction::CopySession { session } => self.copy_session(&session),
            UserAction::AddToCalendar { session } => self.add_to_calendar(&session, now.wall),
            UserAction::RingTheBell => match &self.around.server {
                Server::Down(why) => Err(Refused::new(RefusalCode::NotDone, why.clone())),
                Server::Up { .. } | Server::Unknown => {
                    self.ring_sample(now.wall);
                    Ok(Reply::Done)
                }
            },
            UserAction::Show { window, session } => {
                self.effects.push_back(Effect::Show(window, session));
                Ok(Reply::Done)
            }
            UserAction::LoggedIn => {
                if self.settings.window_at_login {
                    self.effects.push_back(Effect::Show(WindowKind::Upcoming, None));
                }
                Ok(Reply::Done)
            }
            UserAction::Quit => {
                self.effects.push_back(Effect::Quit);
                Ok(Reply::Done)
            }
        }
    }

    pub(super) fn session(&self, key: &SessionKey) -> Result<&Session, Refused> {
        let gone = || Refused::new(RefusalCode::NoSuchSession, sentence("gone-session"));
        self.state.session(key).ok_or_else(gone)
    }

    fn open(&mut self, what: Option<Openable>) -> Answered {
        let what = what.ok_or_else(|| Refused::new(RefusalCode::NoLink, sentence("gone-link")))?;
        self.effects.push_back(Effect::Open(what, None));
        Ok(Reply::Done)
    }

    fn join(&mut self, key: &SessionKey, agreed: Option<&str>) -> Answered {
        let session = self.session(key)?;
        let room = RoomKey::of(&key.feed, session);
        let published = match &*session.way {
            Way::Public(links) => links.first(),
            Way::Ask { .. } | Way::Unstated => None,
        };
        let kept = self.state.links.get(&room).filter(|_| published.is_none());
        // A link that came with one host's session is another matter for another's.
        let was = kept.map(|kept| kept.note.hosts.clone()).filter(|was| !was.is_empty() && *was != session.hosted_by());
        let hosts = session.hosted_by();
        let link = published.or_else(|| kept.map(|kept| &kept.link)).cloned();
        let link = link.ok_or_else(|| Refused::new(RefusalCode::NoLink, sentence("no-link")))?;
        let host = link.web().host().to_owned();
        let trust = (room, host);
        let is_known = link.service().is_some() || self.state.trusted.contains(&trust);
        if (!is_known || was.is_some()) && agreed != Some(trust.1.as_str()) {
            return Ok(Reply::ConfirmHost { domain: link.web().domain().to_owned(), host: trust.1, was });
        }
        if let Some(kept) = self.state.links.get_mut(&trust.0).filter(|_| was.is_some()) {
            kept.note.hosts = hosts;
            self.save(vec![self.state.link_record(&trust.0)]);
        }
        if !is_known {
            self.state.trusted.insert(trust.clone());
            self.save(vec![self.state.trust_record(&trust.0, &trust.1)]);
        }
        let native = link.native().filter(|_| self.settings.native_apps).map(Openable::App);
        let open = native.unwrap_or_else(|| Openable::Web(link.web().clone()));
        self.effects.push_back(Effect::Open(open, Some(Purpose::Join(key.clone()))));
        Ok(Reply::Done)
    }

    /// A person asks for something else: what became of the last is another matter.
    pub(super) fn forget_last_deed(&mut self) {
        self.around.not_done = None;
        self.opened = None;
    }

    /// What a person asked for was not done: the window says so, with the session in view, also where they pressed a notice.
    pub(super) fn take_not_done(&mut self, deed: Deed, why: Sentence) {
        self.around.not_done = Some(why);
        let session = match deed {
            Deed::Copy(session) | Deed::AddToCalendar(session) => session,
            Deed::Open(Some(Purpose::Join(session) | Purpose::Ask(session, _))) => {
                if let Some((_, before)) = self.opened.take_if(|(opened, _)| *opened == session) {
                    match before {
                        Some(before) => self.state.requests.insert(session.clone(), before),
                        None => self.state.requests.remove(&session),
                    };
                    self.save(vec![self.state.request_record(&session)]);
                }
                session
            }
            Deed::Open(None) => return,
        };
        self.effects.push_back(Effect::Show(WindowKind::Upcoming, Some(session)));
    }

    fn snooze(&mut self, key: &SessionKey, until: SnoozeUntil, now: DateTime<Utc>) -> Answered {
        let session = self.session(key)?;
        let (start, end) = (session.start.bell(self.reader()), session.end(self.reader()));
        let minutes = match until {
            SnoozeUntil::Usual => self.settings.snooze,
            SnoozeUntil::Minutes(minutes) | SnoozeUntil::Before(minutes) => minutes,
        };
        let span = Duration::minutes(i64::from(minutes));
        let wished = match until {
            SnoozeUntil::Usual | SnoozeUntil::Minutes(_) => now + span,
            SnoozeUntil::Before(_) => start - span,
        };
        if minutes > 1_440 || wished <= now {
            let id = match until {
                SnoozeUntil::Before(_) => "snooze-past",
                SnoozeUntil::Usual | SnoozeUntil::Minutes(_) => "snooze-range",
            };
            return Err(Refused::new(RefusalCode::BadSetting, sentence(id)));
        }
        // Never past the end: the last minute of a session is the latest worth ringing in.
        let until = if Fault::EndlessSnooze.is_on() { wished } else { wished.min(end - Duration::minutes(1)) };
        if until <= now {
            return Err(Refused::new(RefusalCode::TooLate, sentence("session-over")));
        }
        self.put_off(key, start, until, now);
        Ok(Reply::Snoozed { until: until.timestamp_millis() })
    }

    fn session_leads(&mut self, key: SessionKey, leads: Option<Vec<LeadTime>>) -> Answered {
        self.session(&key)?;
        match leads {
            Some(leads) => self.state.leads.insert(key.clone(), tidy_leads(leads)),
            None => self.state.leads.remove(&key),
        };
        self.save(vec![self.state.leads_record(&key)]);
        Ok(Reply::Done)
    }

    fn mute(&mut self, key: SessionKey, muted: bool, now: DateTime<Utc>) -> Answered {
        self.session(&key)?;
        if muted {
            // Who silences a session has heard what rang of it.
            self.answer(&key, Answer::Dismissed, now);
            self.state.muted.insert(key.clone());
        } else {
            self.state.muted.remove(&key);
        }
        if !Fault::ForgottenMute.is_on() {
            self.save(vec![self.state.mute_record(&key)]);
        }
        Ok(Reply::Done)
    }

    pub(super) fn add_feed(&mut self, address: &str, now: Moment) -> Answered {
        let refused = |why: AddressRefused| Refused::new(RefusalCode::BadAddress, sentence("whole").with("why", why.sentence()));
        let address = FeedAddress::parse(address).map_err(refused)?;
        let mut feed = Subscription::new(address);
        if let Some(known) = self.settings.feeds.iter().find(|known| known.address == feed.address) {
            let name = series(&known.id, &self.state, &self.settings);
            return Err(Refused::new(RefusalCode::AlreadySubscribed, sentence("feed-known").with("name", name)));
        }
        // An address that another feed left behind when it moved has its identity still.
        let mut suffix = 1;
        while self.settings.feed(&feed.id).is_some() {
            suffix += 1;
            feed.id = FeedId(format!("{}-{suffix}", crate::settings::feed_id(&feed.address).0).into());
        }
        let id = feed.id.clone();
        let mut settings = self.settings.clone();
        settings.feeds.push(feed);
        self.change_settings(settings, now)?;
        self.removed.retain(|(_, removed)| removed.id != id);
        Ok(Reply::Subscribed { feed: id })
    }

    fn take_offer(&mut self, id: &FeedId, now: Moment) -> Answered {
        let gone = || Refused::new(RefusalCode::NoLink, sentence("offer-gone"));
        let offer = self.state.feeds.get(id).and_then(|feed| feed.poll.offer.clone()).ok_or_else(gone)?;
        if let Some(known) = self.settings.feeds.iter().find(|known| known.address == offer) {
            let name = series(&known.id, &self.state, &self.settings);
            return Err(Refused::new(RefusalCode::AlreadySubscribed, sentence("offer-known").with("name", name)));
        }
        let mut settings = self.settings.clone();
        settings.feeds.iter_mut().find(|feed| feed.id == *id).ok_or_else(no_such_feed)?.address = offer;
        self.change_settings(settings, now)?;
        Ok(Reply::Done)
    }

    fn remove_feed(&mut self, id: &FeedId, now: Moment) -> Answered {
        let mut settings = self.settings.clone();
        let Some(at) = settings.feeds.iter().position(|feed| feed.id == *id) else { return Err(no_such_feed()) };
        let feed = settings.feeds.remove(at);
        self.change_settings(settings, now)?;
        self.removed.push((at, feed));
        Ok(Reply::Done)
    }

    fn restore_feed(&mut self, id: &FeedId, now: Moment) -> Answered {
        let Some((at, feed)) = self.removed.iter().find(|(_, feed)| feed.id == *id).cloned() else { return Err(no_such_feed()) };
        let mut settings = self.settings.clone();
        settings.feeds.insert(at.min(settings.feeds.len()), feed);
        self.change_settings(settings, now)?;
        self.removed.retain(|(_, feed)| feed.id != *id);
        self.state.feeds.entry(id.clone()).or_default();
        Ok(Reply::Done)
    }

    fn pause(&mut self, until: Option<PauseUntil>, moment: Moment) -> Answered {
        let (reader, now) = (self.reader(), moment.wall);
        self.state.paused_until = match until {
            None => None,
            Some(PauseUntil::Minutes(minutes @ 1..=1_440)) => Some(now + Duration::minutes(i64::from(minutes))),
            Some(PauseUntil::Minutes(_)) => return Err(Refused::new(RefusalCode::BadSetting, sentence("pause-range"))),
            Some(PauseUntil::Tomorrow) => {
                let six = NaiveTime::from_hms_opt(6, 0, 0).unwrap_or_default();
                let morning = |days| reader.read((reader.day(now) + Duration::days(days)).and_time(six)).instant();
                Some(if reader.wall(now).time() < six { morning(0) } else { morning(1) })
            }
        };
        self.note_pause(moment);
        if !Fault::ForgottenPause.is_on() {
            self.save(vec![self.state.pause_record()]);
        }
        Ok(Reply::Done)
    }
}

pub(super) fn no_such_feed() -> Refused {
    Refused::new(RefusalCode::NoSuchFeed, sentence("feed-removed"))
}
