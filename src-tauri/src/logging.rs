//! Writes the log: a file a day, the last seven kept.
//! It never writes titles, people or addresses above debug level, and a log that cannot be written stops nothing.

use sessionbell_agent::paths::Paths;
use tracing_appender::rolling::{RollingFileAppender, Rotation};
use tracing_subscriber::EnvFilter;

/// Starts logging under that name. `SESSIONBELL_LOG` sets the level, as `info` or `sessionbell_agent=debug`.
pub(crate) fn start(paths: &Paths, name: &str) {
    let file = RollingFileAppender::builder().rotation(Rotation::DAILY).filename_prefix(name).filename_suffix("log").max_log_files(7).build(paths.logs());
    let Ok(file) = file else { return };
    let filter = EnvFilter::try_from_env("SESSIONBELL_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    // A second start in one process keeps the first log.
    let _first = tracing_subscriber::fmt().with_env_filter(filter).with_ansi(false).with_writer(file).try_init();
}
