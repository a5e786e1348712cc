//! Writes the TypeScript form of what windows see from the Rust types, or compares.
//! It never edits what somebody wrote by hand.

use crate::command::{cargo, output, root};
use anyhow::{Result, bail};

/// Writes `ui/src/generated/types.ts`; with `check`, says whether it is current instead.
///
/// # Errors
/// It is not current, or the types could not be printed.
pub fn codegen(check: bool) -> Result<()> {
    let path = root().join("ui/src/generated/types.ts");
    let current = output(cargo().args(["run", "--quiet", "-p", "sessionbell-core", "--features", "typescript", "--example", "typescript"]))?;
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    if written == current {
        return Ok(());
    }
    if check {
        bail!("ui/src/generated/types.ts is not what the Rust types say; run `cargo xtask codegen` and commit it");
    }
    std::fs::write(path, current)?;
    Ok(())
}
