//! Decides how the windows look and how times are written in them.
//! It never depends on the desktop: what that has is found where the windows are.

use crate::language::Language;
use chrono::{NaiveTime, Timelike};
use serde::{Deserialize, Serialize};

/// Light, dark, or as the desktop has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Theme {
    /// As the desktop has it.
    #[default]
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

/// On which day weeks begin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum FirstDay {
    /// As the desktop's language has it.
    #[default]
    System,
    /// On Monday.
    Monday,
    /// On Saturday.
    Saturday,
    /// On Sunday.
    Sunday,
}

/// The desktop's language, or one of those there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum LanguageChoice {
    /// As the desktop has it; English where it has another.
    #[default]
    System,
    /// English.
    #[serde(rename = "en")]
    English,
    /// German.
    #[serde(rename = "de")]
    German,
}

impl LanguageChoice {
    /// The language that is meant on a desktop that has `desktop`.
    #[must_use]
    pub fn on(self, desktop: Language) -> Language {
        match self {
            Self::System => desktop,
            Self::English => Language::English,
            Self::German => Language::German,
        }
    }
}

/// What every window looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Look {
    /// Colours.
    pub theme: Theme,
    /// How large its text is, in percent of the usual size.
    pub text_size: u32,
    /// In which language everything is said.
    pub language: Language,
}

/// How times of day are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum HourCycle {
    /// 20:30
    #[default]
    #[serde(rename = "24h")]
    H24,
    /// 8:30 PM
    #[serde(rename = "12h")]
    H12,
}

impl HourCycle {
    /// A time of day in this form.
    #[must_use]
    pub fn write(self, time: NaiveTime) -> String {
        match self {
            Self::H24 => format!("{:02}:{:02}", time.hour(), time.minute()),
            Self::H12 => {
                let (afternoon, hour) = time.hour12();
                format!("{hour}:{:02} {}", time.minute(), if afternoon { "PM" } else { "AM" })
            }
        }
    }
}
