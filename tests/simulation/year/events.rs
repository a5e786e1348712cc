//! What each event does to the person’s world, and to what the reader knows of it.
//! It never looks at what the engine makes of it.

use super::Life;
use crate::fate::{Event, Turn};
use crate::publisher::change;
use chrono::Duration;
use sessionbell_core::action::{PauseUntil, UserAction};
use sessionbell_core::alarm::LeadTime;
use sessionbell_core::engine::Input;
use sessionbell_core::notice::Press;
use sessionbell_core::session::{RecurrenceId, SessionKey, Uid};

impl Life {
    pub(super) fn take(&mut self, event: Event) {
        let awake = self.outside.is_awake();
        match event {
            Event::Change => {
                let (now, reader) = (self.outside.wall(), self.outside.zone);
                if let Some(what) = change(&mut self.items, &mut self.dice, reader, now) {
                    self.outside.note(&format!("published: {what}"));
                }
            }
            Event::Sleep(until) if awake => {
                self.outside.note("sleeps");
                self.outside.asleep = true;
                self.at(until, Event::Wake);
            }
            Event::Wake if self.outside.asleep => {
                self.outside.asleep = false;
                self.outside.note("wakes");
                self.outside.input(Input::ClockChanged);
            }
            Event::Step(by) if awake => {
                self.outside.step += by;
                self.naive.stepped(by, self.outside.wall());
                self.outside.note(&format!("the clock is set by {} s", by.num_seconds()));
                self.outside.input(Input::ClockChanged);
            }
            Event::StepBack if awake => {
                let by = -std::mem::take(&mut self.outside.step);
                self.naive.stepped(by, self.outside.wall());
                self.outside.note("the clock is set right");
                self.outside.input(Input::ClockChanged);
            }
            Event::Travel(zone) if awake => {
                self.outside.note(&format!("travels to {}", zone.name()));
                self.outside.zone = zone;
                self.naive.travelled(zone, self.outside.wall());
                self.outside.input(Input::MachineZone(zone));
            }
            Event::Die { damage } if awake => {
                self.outside.die();
                self.plan_restart(damage);
            }
            Event::ArmStall if awake => self.outside.stalls = true,
            Event::ArmKill(kill) if awake => self.outside.kill = Some(kill),
            Event::Start { damaged } if self.outside.engine.is_none() => self.start(damaged),
            Event::ServerDies if self.outside.asleep && self.outside.server_up => {
                let later = self.outside.now + Duration::minutes(1);
                self.grace_until = self.grace_until.max(later + Duration::seconds(1));
                self.at(later, Event::ServerDies);
            }
            Event::ServerDies if self.outside.server_up => {
                self.outside.note("the notification server dies");
                self.outside.server_up = false;
                self.outside.standing.clear();
                self.outside.tell_server();
            }
            Event::ServerUp if !self.outside.server_up => {
                if self.outside.asleep {
                    let later = self.outside.now + Duration::minutes(10);
                    return self.at(later, Event::ServerUp);
                }
                self.outside.note("a new notification server");
                self.outside.server_up = true;
                self.outside.life += 1;
                if self.outside.engine.is_some() {
                    self.naive.server(self.outside.life, self.outside.wall());
                }
                self.outside.tell_server();
            }
            Event::Refuse(on) => {
                self.outside.note(if on { "the server refuses" } else { "the server takes notices again" });
                self.outside.refuses = on;
                self.grace_until = self.outside.now + Duration::seconds(61);
            }
            Event::DoNotDisturb(on) => {
                if self.outside.asleep {
                    let later = self.outside.now + Duration::minutes(10);
                    return self.at(later, Event::DoNotDisturb(on));
                }
                self.outside.note(if on { "do not disturb" } else { "do not disturb is off" });
                self.outside.do_not_disturb = on;
                if self.outside.server_up {
                    self.outside.input(Input::DoNotDisturb(on));
                }
            }
            Event::DiskIsBad(on) => {
                self.outside.note(if on { "the disk takes nothing" } else { "the disk is well" });
                self.outside.disk_is_bad = on;
                if self.outside.is_saved() {
                    self.naive.at_risk = None;
                }
            }
            Event::Pause(minutes) if awake => {
                self.outside.note(&format!("paused for {minutes} min"));
                self.naive.paused = Some(self.outside.wall() + Duration::minutes(minutes));
                self.outside.ask(UserAction::Pause { until: PauseUntil::Minutes(minutes as u32) });
            }
            Event::Resume if awake => {
                self.outside.note("resumed");
                self.naive.paused = None;
                self.outside.ask(UserAction::Resume);
            }
            Event::Origin { feed, well } => {
                self.outside.note(&format!("the origin of feed {feed} {}", if well { "is well" } else { "answers nonsense" }));
                if well {
                    self.bad.remove(&feed)
                } else {
                    self.bad.insert(feed)
                };
            }
            Event::Emptied { feed } => drop(self.emptied.insert(feed)),
            Event::Turn(turn) => self.turn(turn),
            Event::Answer(request) => self.answer(*request),
            Event::React { id, life, snooze } => self.react(id, life, snooze),
            Event::Sleep(_)
            | Event::Wake
            | Event::Step(_)
            | Event::StepBack
            | Event::Travel(_)
            | Event::Die { .. }
            | Event::ArmKill(_)
            | Event::ArmStall
            | Event::Start { .. }
            | Event::ServerDies
            | Event::ServerUp
            | Event::Pause(_)
            | Event::Resume => {}
        }
    }

    /// A person turns to some session in the window, while nothing is being tried in vain.
    fn turn(&mut self, turn: Turn) {
        let now = self.outside.wall();
        let well = self.outside.is_awake() && self.outside.server_up && !self.outside.refuses && !self.outside.stalls && self.outside.now >= self.grace_until;
        let coming = self.naive.coming(now);
        if !well || coming.is_empty() {
            return;
        }
        let sid = self.dice.pick(&coming);
        let session = SessionKey { feed: self.outside.feeds()[sid.0.feed].clone(), uid: Uid(sid.0.to_string().into()), occurrence: Some(RecurrenceId(sid.1)) };
        let action = match turn.clone() {
            Turn::Mute => UserAction::Mute { session, muted: true },
            Turn::Unmute => UserAction::Mute { session, muted: false },
            Turn::Leads(leads) => {
                let leads = leads.map(|leads| leads.into_iter().map(|lead| LeadTime::minutes(lead as i32).expect("a lead")).collect());
                UserAction::SessionLeads { session, leads }
            }
            Turn::Ask => UserAction::Ask { session, contact: 0, message: None, again: true },
        };
        if self.outside.disk_is_bad {
            self.naive.at_risk.get_or_insert_with(|| self.naive.choices.clone());
        }
        self.outside.note(&format!("{turn:?} for {} of {}", sid.0, sid.1));
        match turn {
            Turn::Mute => self.naive.mute(&sid, true, now),
            Turn::Unmute => self.naive.mute(&sid, false, now),
            Turn::Leads(leads) => self.naive.leads(&sid, leads),
            Turn::Ask => self.naive.ask(&sid, now),
        }
        // Whatever the feed has, a person can turn to.
        if !self.outside.ask(action) {
            let words = format!("MISS what was asked for {} of {} is refused", sid.0, sid.1);
            self.report.misses += 1;
            self.outside.note(&format!("!!! {words}"));
            self.report.wrong.push(format!("{} {words}", now.format("%Y-%m-%d %H:%M:%S")));
        }
    }

    /// A person answers a notice, if it still stands and somebody is there to hear it.
    fn react(&mut self, id: u32, life: u32, snooze: bool) {
        if !self.outside.is_awake() || !self.outside.server_up || life != self.outside.life {
            return;
        }
        let Some(place) = self.outside.standing.iter().position(|shown| shown.posted.id == id && !shown.unrecorded) else { return };
        let shown = self.outside.standing[place].clone();
        self.naive.answered((id, life), &shown.titles, snooze, self.outside.wall());
        if snooze {
            self.outside.note(&format!("snoozes notice {id}"));
            self.outside.input(Input::Pressed(shown.posted, Press::Snooze));
            if self.dice.chance(4) {
                let dies = self.outside.now + self.dice.seconds(1, 120);
                self.at(dies, Event::Die { damage: false });
            }
        } else {
            self.outside.note(&format!("closes notice {id}"));
            self.outside.standing.remove(place);
            self.outside.input(Input::Closed(shown.posted, true));
        }
    }
}
