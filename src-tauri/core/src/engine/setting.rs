//! Decides what each change of a setting does, and how it is taken back.
//! It never takes back what was not set here: a settings file that somebody edits is theirs.

use super::Engine;
use super::asking::no_such_feed;
use super::requesting::Answered;
use crate::action::{RefusalCode, Refused, Reply, SettingChange};
use crate::language::{Sentence, sentence};
use crate::moment::Moment;
use crate::request::message;
use crate::secret::Secret;
use crate::session::FeedId;
use crate::settings::{Account, Settings, tidy_leads};
use crate::text;
use crate::zone::{Zone, Zones};

/// Changes that can be taken back.
const MOST_UNDONE: usize = 50;

/// What puts back something that was set.
#[derive(Debug)]
pub(super) enum PutBack {
    /// A setting.
    Setting(SettingChange),
    /// An account that was signed out, with its key.
    Account(Account, Secret),
}

impl Engine {
    pub(super) fn set(&mut self, change: SettingChange, now: Moment) -> Answered {
        let before = present(&self.settings, &change);
        let mut settings = self.settings.clone();
        apply(&mut settings, change, self.around.zones)?;
        if settings != self.settings {
            self.change_settings(settings, now)?;
            self.note_undo(before.map(PutBack::Setting));
        }
        Ok(Reply::Done)
    }

    pub(super) fn note_undo(&mut self, back: Option<PutBack>) {
        self.undo.extend(back);
        let excess = self.undo.len().saturating_sub(MOST_UNDONE);
        self.undo.drain(..excess);
    }

    /// Puts the setting that was changed last back to what it was.
    pub(super) fn undo_setting(&mut self, now: Moment) -> Answered {
        let nothing = || Refused::new(RefusalCode::NotDone, sentence("nothing-to-undo"));
        loop {
            let mut settings = self.settings.clone();
            match self.undo.pop().ok_or_else(nothing)? {
                PutBack::Account(account, _) if settings.account(&account.name()).is_some() => {}
                PutBack::Account(account, key) => {
                    settings.accounts.push(account.clone());
                    self.change_settings(settings, now)?;
                    self.take_key(account.name(), key);
                    return Ok(Reply::Done);
                }
                // The feed that it was about may be gone, and it may have been edited back by hand.
                PutBack::Setting(change) => {
                    if apply(&mut settings, change, self.around.zones).is_ok() && settings != self.settings {
                        self.change_settings(settings, now)?;
                        return Ok(Reply::Done);
                    }
                }
            }
        }
    }
}

/// The change that would put back what holds now; `None` of a feed that is not subscribed.
fn present(settings: &Settings, change: &SettingChange) -> Option<SettingChange> {
    let feed = |id: &FeedId| settings.feed(id).cloned();
    let named = |zone: Zone| zone.name().to_owned();
    Some(match change {
        SettingChange::Leads(_) => SettingChange::Leads(settings.leads.clone()),
        SettingChange::Snooze(_) => SettingChange::Snooze(settings.snooze),
        SettingChange::Late(_) => SettingChange::Late(settings.late),
        SettingChange::Insist(_) => SettingChange::Insist(settings.insist),
        SettingChange::Sound(_) => SettingChange::Sound(settings.sound),
        SettingChange::BreakThrough(_) => SettingChange::BreakThrough(settings.break_through),
        SettingChange::TellChanges(_) => SettingChange::TellChanges(settings.tell_changes),
        SettingChange::FeedLeads { feed: id, .. } => SettingChange::FeedLeads { feed: id.clone(), leads: feed(id)?.leads },
        SettingChange::Quiet(_) => {
            SettingChange::Quiet(settings.quiet.map(|quiet| (quiet.from.format("%H:%M").to_string(), quiet.to.format("%H:%M").to_string())))
        }
        SettingChange::Theme(_) => SettingChange::Theme(settings.theme),
        SettingChange::TextSize(_) => SettingChange::TextSize(settings.text_size),
        SettingChange::Language(_) => SettingChange::Language(settings.language),
        SettingChange::FirstDay(_) => SettingChange::FirstDay(settings.first_day),
        SettingChange::Hours(_) => SettingChange::Hours(settings.hours),
        SettingChange::Zone(_) => SettingChange::Zone(settings.zone.map(named)),
        SettingChange::Zones(_) => SettingChange::Zones(settings.zones.iter().copied().map(named).collect()),
        SettingChange::Name(_) => SettingChange::Name(settings.name.clone()),
        SettingChange::Message(_) => SettingChange::Message(settings.message.clone()),
        SettingChange::NativeApps(_) => SettingChange::NativeApps(settings.native_apps),
        SettingChange::Secrets(_) => SettingChange::Secrets(settings.secrets),
        SettingChange::FeedName { feed: id, .. } => SettingChange::FeedName { feed: id.clone(), name: feed(id)?.name },
        SettingChange::FeedZone { feed: id, .. } => SettingChange::FeedZone { feed: id.clone(), zone: feed(id)?.zone.map(named) },
        SettingChange::StartAtLogin(_) => SettingChange::StartAtLogin(settings.start_at_login),
        SettingChange::WindowAtLogin(_) => SettingChange::WindowAtLogin(settings.window_at_login),
    })
}

fn apply(settings: &mut Settings, change: SettingChange, zones: Zones) -> Result<(), Refused> {
    let bad = |why: Sentence| Refused::new(RefusalCode::BadSetting, why);
    let zone = |name: &str| zones.named(name).map_err(|why| bad(sentence("whole").with("why", why.sentence())));
    match change {
        SettingChange::Leads(leads) if leads.len() > 8 => return Err(bad(sentence("leads-range"))),
        SettingChange::Leads(leads) => settings.leads = tidy_leads(leads),
        SettingChange::Snooze(minutes @ 1..=120) => settings.snooze = minutes,
        SettingChange::Snooze(_) => return Err(bad(sentence("snooze-setting-range"))),
        SettingChange::Late(minutes @ 0..=120) => settings.late = minutes,
        SettingChange::Late(_) => return Err(bad(sentence("late-range"))),
        SettingChange::Quiet(None) => settings.quiet = None,
        SettingChange::Quiet(Some((from, to))) => settings.quiet = Some(crate::settings::quiet_hours(&from, &to).map_err(bad)?),
        SettingChange::Theme(theme) => settings.theme = theme,
        SettingChange::TextSize(percent @ 75..=200) => settings.text_size = percent,
        SettingChange::TextSize(_) => return Err(bad(sentence("text-size-range"))),
        SettingChange::Language(language) => settings.language = language,
        SettingChange::FirstDay(day) => settings.first_day = day,
        SettingChange::Hours(hours) => settings.hours = hours,
        SettingChange::Zone(name) => settings.zone = name.as_deref().map(zone).transpose()?,
        SettingChange::Zones(names) if names.len() > 12 => return Err(bad(sentence("zones-range"))),
        SettingChange::Zones(names) => {
            let mut zones = Vec::new();
            for name in &names {
                let zone = zone(name)?;
                if !zones.contains(&zone) {
                    zones.push(zone);
                }
            }
            settings.zones = zones;
        }
        SettingChange::Name(name) => settings.name = text::line(&name, text::NAME),
        SettingChange::Message(template) => {
            message::check(&template).map_err(bad)?;
            settings.message = if template.trim() == message::TEMPLATE { String::new() } else { template.trim().to_owned() };
        }
        SettingChange::NativeApps(on) => settings.native_apps = on,
        SettingChange::Secrets(store) => settings.secrets = store,
        SettingChange::FeedName { feed, name } => {
            let subscription = settings.feeds.iter_mut().find(|one| one.id == feed).ok_or_else(no_such_feed)?;
            subscription.name = text::line(&name, text::NAME);
        }
        SettingChange::FeedZone { feed, zone: name } => {
            let zone = name.as_deref().map(zone).transpose()?;
            settings.feeds.iter_mut().find(|one| one.id == feed).ok_or_else(no_such_feed)?.zone = zone;
        }
        SettingChange::Insist(on) => settings.insist = on,
        SettingChange::Sound(percent @ 0..=100) => settings.sound = percent,
        SettingChange::Sound(_) => return Err(bad(sentence("sound-range"))),
        SettingChange::BreakThrough(on) => settings.break_through = on,
        SettingChange::TellChanges(on) => settings.tell_changes = on,
        SettingChange::FeedLeads { feed, leads } => {
            let subscription = settings.feeds.iter_mut().find(|one| one.id == feed).ok_or_else(no_such_feed)?;
            subscription.leads = leads.map(tidy_leads);
        }
        SettingChange::StartAtLogin(on) => settings.start_at_login = on,
        SettingChange::WindowAtLogin(on) => settings.window_at_login = on,
    }
    Ok(())
}
