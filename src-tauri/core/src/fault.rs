//! Decides, in the simulation alone, which deliberate fault the engine has: the proof that the simulation finds faults.
//! It never does anything in the program: without the feature `faults` every question is answered no as it is compiled.

use chrono::Duration;

/// Deliberate faults, each of a kind that reminder programs have had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A session that moved keeps what was noted for its old start.
    DroppedRearm,
    /// The ledger knows a session by its uid alone: one occurrence rings, the others do not.
    UidKeyedLedger,
    /// What was put off is not saved.
    ForgottenSnooze,
    /// What was shown is not saved.
    ForgottenShown,
    /// However late it is, a notice is shown.
    ReplayedWeek,
    /// Bells ring a minute early.
    EarlyBell,
    /// Cancelled sessions ring.
    RingsCancelled,
    /// An emptied feed is believed at once.
    BelievesEmptied,
    /// Quiet hours and pauses hold nothing.
    IgnoresQuiet,
    /// A new notification server is not shown what stood on the old one.
    NoReshow,
    /// A notice that was on its way when the server died stays on its way.
    StuckFlight,
    /// A session's wall-clock time is read in the reader's zone.
    ReadersZone,
    /// One notice for many names only two.
    ShortDigest,
    /// However many ring together, each has a notice of its own.
    NoDigest,
    /// A refused notice is not tried again.
    NoRetry,
    /// What came too late is not listed.
    UnlistedMissed,
    /// A pause is not saved.
    ForgottenPause,
    /// It rings on although somebody has acted.
    DeafInsisting,
    /// The deadline is not set anew after a feed was read.
    StaleDeadline,
    /// The session's end is not looked at when it is put off.
    EndlessSnooze,
    /// A notice that stands is not taken away when its session moves.
    NoRetraction,
    /// That a session is silent is not saved.
    ForgottenMute,
    /// What was asked for waits for the end of quiet hours, whatever is wished.
    NoBreakThrough,
}

impl Fault {
    /// All of them with their names.
    pub const ALL: [(&'static str, Self); 23] = [
        ("dropped-rearm", Self::DroppedRearm),
        ("uid-keyed-ledger", Self::UidKeyedLedger),
        ("forgotten-snooze", Self::ForgottenSnooze),
        ("forgotten-shown", Self::ForgottenShown),
        ("replayed-week", Self::ReplayedWeek),
        ("early-bell", Self::EarlyBell),
        ("rings-cancelled", Self::RingsCancelled),
        ("believes-emptied", Self::BelievesEmptied),
        ("ignores-quiet", Self::IgnoresQuiet),
        ("no-reshow", Self::NoReshow),
        ("stuck-flight", Self::StuckFlight),
        ("readers-zone", Self::ReadersZone),
        ("short-digest", Self::ShortDigest),
        ("no-digest", Self::NoDigest),
        ("no-retry", Self::NoRetry),
        ("unlisted-missed", Self::UnlistedMissed),
        ("forgotten-pause", Self::ForgottenPause),
        ("deaf-insisting", Self::DeafInsisting),
        ("stale-deadline", Self::StaleDeadline),
        ("endless-snooze", Self::EndlessSnooze),
        ("no-retraction", Self::NoRetraction),
        ("forgotten-mute", Self::ForgottenMute),
        ("no-break-through", Self::NoBreakThrough),
    ];

    /// Whether the engine has this fault now.
    #[cfg(feature = "faults")]
    #[must_use]
    pub fn is_on(self) -> bool {
        ON.load(std::sync::atomic::Ordering::Relaxed) == self as usize + 1
    }

    /// Whether the engine has this fault now: never, in the program.
    #[cfg(not(feature = "faults"))]
    #[must_use]
    pub const fn is_on(self) -> bool {
        false
    }

    /// A span of time that this fault makes a difference by; none in the program.
    #[must_use]
    pub fn span(self, span: Duration) -> Duration {
        if self.is_on() { span } else { Duration::zero() }
    }

    /// Gives the engine this fault, in the whole process, or with `None` none.
    #[cfg(feature = "faults")]
    pub fn switch(to: Option<Self>) {
        ON.store(to.map_or(0, |fault| fault as usize + 1), std::sync::atomic::Ordering::Relaxed);
    }
}

#[cfg(feature = "faults")]
static ON: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);
