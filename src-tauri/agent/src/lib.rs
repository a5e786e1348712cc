//! Does what the core decides: one task owns the engine, everything else is a port.
//! It never shows anything itself: no window toolkit is linked here.

pub mod autostart;
pub mod clock;
pub mod disk;
pub mod door;
pub mod driver;
pub mod fetch;
mod files;
pub mod handle;
pub mod notify;
pub mod opener;
pub mod paths;
pub mod player;
pub mod ports;
pub mod screen;
pub mod secrets;
pub mod settings_file;
pub mod start;
pub mod timer;
mod tray_host;
pub mod tzdata;
pub mod watch;

use sessionbell_core::language::Language;

/// The language of this desktop: the first of those it wants that there is.
pub(crate) fn desktop_language() -> Language {
    sys_locale::get_locales().find_map(|locale| Language::of_locale(&locale)).unwrap_or_default()
}
