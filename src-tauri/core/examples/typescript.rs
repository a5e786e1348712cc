//! Prints the TypeScript form of every type that a window sees.
//! It never writes a file: `cargo xtask codegen` does, and compares.

#![expect(clippy::print_stdout, reason = "printing is what it is for")]

use sessionbell_core::action::{PauseUntil, Refusal, RefusalCode, Reply, SettingChange, SignIn, SnoozeUntil, UserAction, WindowKind};
use sessionbell_core::language::Language;
use sessionbell_core::settings::{FirstDay, HourCycle, LanguageChoice, Look, SecretStore, Theme};
use sessionbell_core::trouble::{Trouble, TroubleCode};
use sessionbell_core::view::*;
use ts_rs::{Config, TS};

fn main() {
    println!("// Generated from the Rust types by `cargo xtask codegen`. Do not edit.\n");
    let config = Config::default();
    let declare = |text: String| println!("export {text}\n");
    macro_rules! all { ($($name:ty),* $(,)?) => { $( declare(<$name>::decl(&config)); )* } }
    all!(
        UserAction,
        PauseUntil,
        WindowKind,
        SettingChange,
        Reply,
        RefusalCode,
        Refusal,
        Theme,
        Language,
        LanguageChoice,
        FirstDay,
        Look,
        HourCycle,
        Push,
        View,
        UpcomingView,
        FeedChip,
        Trouble,
        TroubleCode,
        NextView,
        ZoneLine,
        SessionView,
        TopicView,
        WayView,
        ContactView,
        RequestView,
        MissedView,
        SettingsView,
        FeedView,
        Health,
        DoctorView,
        Check,
        Verdict,
        FiringView,
        OutcomeView,
        BellView,
        ChangeView,
        SnoozeUntil,
        SignIn,
        SecretStore,
        OfferView,
        AccountView,
        SignInView,
    );
}
