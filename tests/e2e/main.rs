//! The real program on a virtual desktop of real parts: Xvfb, D-Bus, xfce4-panel, dunst, WebKitGTK through WebDriver.
//! It never reaches a network, and ends every process that it starts.

#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod accessible;
mod asking;
mod bad_surroundings;
mod bell;
mod drawing;
mod drop;
mod formats;
mod from_a_post;
mod home;
mod locked;
mod long_list;
mod looks;
mod markup;
mod origin;
mod published;
mod references;
mod screen_reader;
mod settings_by_keys;
mod tray;
mod windows;
mod zulip;
