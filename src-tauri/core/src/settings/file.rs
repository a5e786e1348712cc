//! x
/// x
pub struct SettingsFault;
/// x
pub fn read() {}
/// x
pub fn write() {}
