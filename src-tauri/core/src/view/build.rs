//! x
/// x
pub fn settings_view() {}
/// x
pub fn upcoming_view() {}
