//! x
/// x
pub fn bench() -> anyhow::Result<()> { Ok(()) }
