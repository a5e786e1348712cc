//! The programs that read the measured calendar, and one measured run of one of them.
//! It never times what is only there to measure: compiling, installing, writing the calendar.

use super::{DAYS, FIRST_DAY, FROM, LONGEST, TO, ZONE};
use crate::command::{built, output, root, run, target};
use anyhow::{Context, Result, bail, ensure};
use chrono::{DateTime, Utc};
use serde_json::Value;
use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Who reads the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reader {
    Sbell,
    Libical,
    RecurringIcalEvents,
    Calcurse,
}

impl Reader {
    pub(super) const ALL: [Self; 4] = [Self::Sbell, Self::Libical, Self::RecurringIcalEvents, Self::Calcurse];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Sbell => "sbell",
            Self::Libical => "libical",
            Self::RecurringIcalEvents => "recurring-ical-events",
            Self::Calcurse => "calcurse",
        }
    }
}

/// What is listed of a session: when it starts, and its title.
pub(super) type Listed = BTreeSet<(DateTime<Utc>, String)>;

/// What a run took.
pub(super) struct Run {
    pub(super) millis: f64,
    /// Of that, with a processor; of two steps, together.
    pub(super) busy_millis: f64,
    /// The most memory that was resident at once, in megabytes (10⁶ bytes).
    pub(super) megabytes: f64,
}

/// The programs, ready to run.
pub(super) struct Programs {
    folder: PathBuf,
    python: PathBuf,
}

impl Programs {
    /// Compiles the programs in C and makes the Python environment, in the target folder.
    ///
    /// # Errors
    /// A compiler, libical or Python is missing or failed.
    pub(super) fn ready() -> Result<Self> {
        let folder = target().join("compare");
        std::fs::create_dir_all(&folder)?;
        let libical = output(Command::new("pkg-config").args(["--cflags", "--libs", "libical"])).context("libical and its headers are missing")?;
        for (name, libraries) in [("measured", ""), ("libical_list", libical.as_str())] {
            let mut cc = Command::new("cc");
            cc.args(["-O2", "-Wall", "-Wextra", "-o"]).arg(folder.join(name)).arg(root().join(format!("tests/compare/{name}.c")));
            run(cc.args(libraries.split_whitespace()))?;
        }
        let python = output(Command::new("python3").arg(root().join("tests/compare/environment.py")))?;
        Ok(Self { folder, python: python.trim().into() })
    }

    /// Where files for the measuring may lie.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// What a program lists, in a run that is not measured; `None` if it takes longer than [`LONGEST`].
    ///
    /// # Errors
    /// It failed, or its words are not those that it is known for.
    pub(super) fn listed(&self, reader: Reader, calendar: &Path) -> Result<Option<Listed>> {
        let Some((_, printed)) = self.all_steps(reader, calendar, &["--json"])? else { return Ok(None) };
        Ok(Some(match reader {
            Reader::Sbell => {
                let listing: Value = serde_json::from_str(&printed)?;
                if let Some(issue) = listing["issues"].as_array().and_then(|issues| issues.first()) {
                    bail!("sbell did not understand all of the calendar: {issue}");
                }
                let sessions = listing["sessions"].as_array().context("sbell listed no sessions")?;
                let text = |session: &Value, name: &str| session[name].as_str().map(str::to_owned).with_context(|| format!("a session without {name}"));
                sessions.iter().map(|session| Ok((text(session, "start")?.parse()?, text(session, "title")?))).collect::<Result<_>>()?
            }
            Reader::Libical | Reader::RecurringIcalEvents | Reader::Calcurse => {
                // calcurse prints the lines of each day, so one that lasts past midnight twice, and days of their own.
                let lines = printed.lines().filter_map(|line| line.split_once(' '));
                let at = |word: &str| word.parse().ok().or_else(|| DateTime::from_timestamp(word.parse().ok()?, 0));
                lines.filter_map(|(word, title)| Some((at(word)?, title.to_owned()))).collect()
            }
        }))
    }

    /// One run; `None` if it takes longer than [`LONGEST`].
    ///
    /// # Errors
    /// The program failed.
    pub(super) fn run(&self, reader: Reader, calendar: &Path) -> Result<Option<Run>> {
        Ok(self.all_steps(reader, calendar, &[])?.map(|(run, _)| run))
    }

    /// `further` is what `sbell` is asked besides.
    fn all_steps(&self, reader: Reader, calendar: &Path, further: &[&str]) -> Result<Option<(Run, String)>> {
        match reader {
            Reader::Sbell => {
                let mut words: Vec<&OsStr> = vec!["list".as_ref(), calendar.as_ref()];
                words.extend(["--from", FROM, "--to", TO, "--zone", ZONE].map(OsStr::new));
                words.extend(further.iter().map(OsStr::new));
                self.step(reader, &built("sbell", true), &words)
            }
            Reader::Libical => {
                let [from, to] = [FROM, TO].map(|bound| bound.parse().map(|bound: DateTime<Utc>| bound.timestamp().to_string()));
                self.step(reader, &self.folder.join("libical_list"), &[calendar.as_ref(), from?.as_ref(), to?.as_ref()])
            }
            Reader::RecurringIcalEvents => {
                let script = root().join("tests/compare/list_with_python.py");
                self.step(reader, &self.python, &[script.as_ref(), calendar.as_ref(), FROM.as_ref(), TO.as_ref()])
            }
            Reader::Calcurse => {
                let data = self.folder.join("calcurse");
                if data.exists() {
                    std::fs::remove_dir_all(&data)?;
                }
                std::fs::create_dir(&data)?;
                let program = Path::new("calcurse");
                let with: [&OsStr; 2] = ["-D".as_ref(), data.as_ref()];
                let Some((first, _)) = self.step(reader, program, &[&with[..], &["-i".as_ref(), calendar.as_ref()]].concat())? else { return Ok(None) };
                let asked = ["-Q", "--filter-type", "cal", "--from", FIRST_DAY, "--days", DAYS, "--format-apt", APPOINTMENT, "--format-recur-apt", APPOINTMENT];
                let Some((second, printed)) = self.step(reader, program, &[&with[..], &asked.map(OsStr::new)].concat())? else { return Ok(None) };
                let run = Run {
                    millis: first.millis + second.millis,
                    busy_millis: first.busy_millis + second.busy_millis,
                    megabytes: first.megabytes.max(second.megabytes),
                };
                Ok(Some((run, printed)))
            }
        }
    }

    fn step(&self, reader: Reader, program: &Path, words: &[&OsStr]) -> Result<Option<(Run, String)>> {
        let (result, printed, said) = (self.folder.join("measured.txt"), self.folder.join("printed.txt"), self.folder.join("said.txt"));
        let mut command = Command::new(self.folder.join("measured"));
        command.arg(LONGEST.num_seconds().to_string()).arg(&result).arg(program).args(words);
        command.env("TZ", ZONE).env("LC_ALL", "C.UTF-8").env("PYTHONTZPATH", "");
        command.stdin(Stdio::null()).stdout(std::fs::File::create(&printed)?).stderr(std::fs::File::create(&said)?);
        let status = command.status()?;
        if status.code() == Some(124) {
            return Ok(None);
        }
        let said = String::from_utf8_lossy(&std::fs::read(&said)?).trim().to_owned();
        ensure!(status.success(), "{} could not list the calendar: {}", reader.name(), if said.is_empty() { status.to_string() } else { said });
        let measured = std::fs::read_to_string(&result)?;
        let mut numbers = measured.split_whitespace().map(str::parse::<f64>);
        let (Some(Ok(micros)), Some(Ok(busy)), Some(Ok(kibibytes))) = (numbers.next(), numbers.next(), numbers.next()) else {
            bail!("no measure in {}", result.display())
        };
        let printed = String::from_utf8_lossy(&std::fs::read(&printed)?).into_owned();
        let run = Run { millis: micros / 1_000.0, busy_millis: busy / 1_000.0, megabytes: kibibytes * 1_024.0 / 1_000_000.0 };
        Ok(Some((run, printed)))
    }
}

/// How calcurse prints an appointment: its start in seconds since 1970, and its title.
const APPOINTMENT: &str = "%(start:epoch) %m\n";
