//! Processes that end with their guard, and what a tree of them costs.
//! It never ends a process that it did not start.

use anyhow::{Context, Result};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus};
use std::time::{Duration, Instant};

/// A process that is ended, with its whole group, when this is dropped.
#[derive(Debug)]
pub struct Guard(Child);

impl Guard {
    /// Starts a process in a group of its own.
    ///
    /// # Errors
    /// It did not start.
    pub fn spawn(command: &mut Command) -> Result<Self> {
        #[cfg(unix)]
        {
            use std::os::unix::process::CommandExt;
            command.process_group(0);
        }
        let name = command.get_program().to_string_lossy().into_owned();
        command.spawn().map(Self).with_context(|| format!("{name} did not start"))
    }

    /// The process id.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.0.id()
    }

    /// What it prints, once.
    pub fn stdout(&mut self) -> Option<ChildStdout> {
        self.0.stdout.take()
    }

    /// Its standard input, if that was piped; once.
    pub fn stdin(&mut self) -> Option<ChildStdin> {
        self.0.stdin.take()
    }

    /// Whether it still runs.
    pub fn is_running(&mut self) -> bool {
        matches!(self.0.try_wait(), Ok(None))
    }

    /// Waits for it to end by itself.
    #[must_use]
    pub fn ended(&mut self, limit: Duration) -> Option<ExitStatus> {
        let begin = Instant::now();
        while begin.elapsed() < limit {
            if let Ok(Some(status)) = self.0.try_wait() {
                return Some(status);
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        None
    }

    /// Kills it alone, as a crash would.
    pub fn kill(&mut self) {
        // It may have ended by itself.
        let _ended = self.0.kill();
        let _status = self.0.wait();
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        let _group = Command::new("kill").args(["-KILL", "--", &format!("-{}", self.0.id())]).stderr(std::process::Stdio::null()).status();
        self.kill();
    }
}

/// A process and all that descend from it.
#[must_use]
pub fn tree(root: u32) -> BTreeSet<u32> {
    let mut found = BTreeSet::from([root]);
    let parents: Vec<(u32, u32)> = processes().filter_map(|id| Some((id, parent_of(id)?))).collect();
    loop {
        let before = found.len();
        found.extend(parents.iter().filter(|(_, parent)| found.contains(parent)).map(|(id, _)| *id).collect::<Vec<_>>());
        if found.len() == before {
            return found;
        }
    }
}

fn processes() -> impl Iterator<Item = u32> {
    std::fs::read_dir("/proc").into_iter().flatten().flatten().filter_map(|entry| entry.file_name().to_str()?.parse().ok())
}

fn parent_of(id: u32) -> Option<u32> {
    let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    // The name stands in parentheses and may hold anything.
    stat.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse().ok()
}

/// Memory that a tree of processes has for itself (`Private_Dirty`), and its share of all (`Pss`), in KiB.
#[must_use]
pub fn memory_of(root: u32) -> (u64, u64) {
    let read = |id: u32, name: &str| -> u64 {
        let rollup = std::fs::read_to_string(format!("/proc/{id}/smaps_rollup")).unwrap_or_default();
        rollup.lines().find_map(|line| line.strip_prefix(name)?.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or(0)
    };
    tree(root).into_iter().fold((0, 0), |(dirty, share), id| (dirty + read(id, "Private_Dirty:"), share + read(id, "Pss:")))
}

/// What a thread has had of a processor since it began.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ran {
    /// How often it was let run again after it had waited.
    pub wakeups: u64,
    /// For how long it ran.
    pub time: Duration,
}

/// What each thread of a tree of processes has had of a processor.
#[must_use]
pub fn ran(root: u32) -> BTreeMap<PathBuf, Ran> {
    let of_thread = |path: PathBuf| -> (PathBuf, Ran) {
        let read = |name: &str| std::fs::read_to_string(path.join(name)).unwrap_or_default();
        let woken = read("status").lines().find_map(|line| line.strip_prefix("voluntary_ctxt_switches:")?.trim().parse().ok());
        // Documentation/scheduler/sched-stats.rst: time spent on the CPU, in nanoseconds.
        let nanoseconds = read("schedstat").split_whitespace().next().and_then(|field| field.parse().ok());
        (path, Ran { wakeups: woken.unwrap_or(0), time: Duration::from_nanos(nanoseconds.unwrap_or(0)) })
    };
    let threads = |id: u32| std::fs::read_dir(format!("/proc/{id}/task")).into_iter().flatten().flatten().map(|entry| entry.path());
    tree(root).into_iter().flat_map(threads).map(of_thread).collect()
}

/// What came to it since `before`: a thread that began in between counts from its beginning; one that ended cannot be asked
/// any more.
#[must_use]
pub fn ran_since(root: u32, before: &BTreeMap<PathBuf, Ran>) -> Ran {
    ran(root).iter().fold(Ran::default(), |sum, (thread, now)| {
        let then = before.get(thread).copied().unwrap_or_default();
        Ran { wakeups: sum.wakeups + now.wakeups.saturating_sub(then.wakeups), time: sum.time + now.time.saturating_sub(then.time) }
    })
}
