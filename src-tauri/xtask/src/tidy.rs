//! x
/// x
pub fn tidy() -> anyhow::Result<()> { Ok(()) }
