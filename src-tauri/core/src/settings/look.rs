//! Decides how the windows look and how times are written in them.
//! It never depends on the desktop: what that has is found where the windows are.

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

/// How large the windows' text is, in percent of the usual size: 75 to 200.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(try_from = "u32", into = "u32")]
pub struct TextSize(#[cfg_attr(feature = "typescript", ts(type = "number"))] u8);

/// A size outside its range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("text can be 75 to 200 percent of its usual size, not {0}")]
pub struct SizeOutOfRange(pub u32);

impl TextSize {
    /// That many percent.
    ///
    /// # Errors
    /// Less than 75, or more than 200.
    pub fn percent(percent: u32) -> Result<Self, SizeOutOfRange> {
        match u8::try_from(percent) {
            Ok(small) if (75..=200).contains(&small) => Ok(Self(small)),
            Ok(_) | Err(_) => Err(SizeOutOfRange(percent)),
        }
    }
}

impl Default for TextSize {
    fn default() -> Self {
        Self(100)
    }
}

impl TryFrom<u32> for TextSize {
    type Error = SizeOutOfRange;
    fn try_from(percent: u32) -> Result<Self, SizeOutOfRange> {
        Self::percent(percent)
    }
}

impl From<TextSize> for u32 {
    fn from(size: TextSize) -> Self {
        size.0.into()
    }
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

/// What every window looks like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Look {
    /// Colours.
    pub theme: Theme,
    /// How large its text is.
    pub text_size: TextSize,
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
