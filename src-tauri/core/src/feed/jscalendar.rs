//! x
pub(super) fn parse(_: &[u8]) -> Result<(crate::session::Feed, Vec<super::Issue>), super::NotAFeed> { todo!() }
