//! Decides what can be said against a post or a feed before it is published: a code, a place, a sentence and a way to mend it.
//! It never looks at a document itself: `post` and `check` do.

use serde::Serialize;
use std::fmt;

/// Where in a text file something stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Place {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

impl Place {
    /// The place of a byte of `text`; the end of the text for one beyond it.
    #[must_use]
    pub fn of_byte(text: &str, byte: usize) -> Self {
        let before = text.get(..byte.min(text.len())).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        Self { line: before.bytes().filter(|byte| *byte == b'\n').count() + 1, column: before[line_start..].chars().count() + 1 }
    }
}

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// People may be misled; it can be published.
    Warning,
    /// A session is lost or wrong, or a secret given away: it is not published.
    Error,
}

impl Severity {
    /// As it is printed.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

macro_rules! codes {
    ($($(#[$doc:meta])* $code:ident $name:literal $severity:ident,)*) => {
        /// What is wrong, as a stable name; each is explained in `docs/checks.md`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Code { $($(#[$doc])* $code,)* }

        impl Code {
            /// All of them, in the order in which they are explained.
            pub const ALL: &[Self] = &[$(Self::$code),*];

            /// Its stable name.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$code => $name,)* }
            }

            /// How much it matters.
            #[must_use]
            pub fn severity(self) -> Severity {
                match self { $(Self::$code => Severity::$severity,)* }
            }
        }
    };
}

codes! {
    /// The bytes are not UTF-8.
    NotText "not-text" Error,
    /// The document is longer than what is read.
    TooLong "too-long" Error,
    /// Lists, quotes or links inside each other, without end.
    TooDeep "too-deep" Error,
    /// Nothing says when the post was written.
    NoDate "no-date" Error,
    /// The post announces no session that could be found.
    NoSessions "no-sessions" Error,
    /// A row does not say on which day.
    NoDay "no-day" Error,
    /// A row does not say at what time.
    NoTime "no-time" Error,
    /// A time that can be read in two ways, or not at all.
    UnclearTime "unclear-time" Error,
    /// A row whose time is still open; it is left out.
    Undecided "undecided" Warning,
    /// A time without a zone.
    NoZone "no-zone" Error,
    /// A zone name of the other season, such as EST in summer.
    WrongSeason "wrong-season" Warning,
    /// A weekday that is not the one of the date beside it.
    WrongWeekday "wrong-weekday" Error,
    /// A time that the clock skips when it is put forward.
    SkippedHour "skipped-hour" Warning,
    /// A time that the clock shows twice when it is put back.
    RepeatedHour "repeated-hour" Warning,
    /// A session before its own post, or a feed whose sessions are all over.
    Past "past" Warning,
    /// Two sessions of one host at one time.
    Overlap "overlap" Warning,
    /// Nobody is named.
    NoHost "no-host" Warning,
    /// A name that could be two people, or is not in the list of hosts.
    UnknownHost "unknown-host" Warning,
    /// People are to ask, and nothing says where.
    NoJoinChannel "no-join-channel" Warning,
    /// A link that lets anybody into a private meeting.
    PrivateLink "private-link" Error,
    /// A link beside a time that an earlier post or another row used for another time.
    ReusedLink "reused-link" Warning,
    /// A call for people whose session could not be found.
    UnplacedCall "unplaced-call" Warning,
    /// A link by reference that is defined nowhere.
    UndefinedReference "undefined-reference" Warning,
    /// A template’s tag that was left in the text.
    TemplateTag "template-tag" Warning,
    /// A link that cannot be opened.
    BadLink "bad-link" Warning,
    /// Not a session feed or calendar at all.
    NotAFeed "not-a-feed" Error,
    /// An entry that readers will not see.
    LeftOut "left-out" Error,
    /// A property that readers will not see.
    Misread "misread" Warning,
    /// Two entries with one identifier.
    DuplicateId "duplicate-id" Error,
    /// There is more to be said than is listed.
    TooMany "too-many" Warning,
}

impl std::str::FromStr for Code {
    type Err = NoSuchCode;
    fn from_str(name: &str) -> Result<Self, NoSuchCode> {
        Self::ALL.iter().copied().find(|code| code.name() == name).ok_or_else(|| NoSuchCode(name.to_owned()))
    }
}

impl Serialize for Code {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.name())
    }
}

/// A name that is no code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no check “{0}”; `sbell explain` lists them all")]
pub struct NoSuchCode(pub String);

/// One thing that can be said against a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What kind of thing.
    pub code: Code,
    /// Where.
    #[serde(flatten)]
    pub place: Place,
    /// What is wrong, as a sentence.
    pub sentence: String,
    /// What to write instead, as a sentence; may be empty.
    pub mend: String,
}

impl Finding {
    /// A finding; both texts are sentences without a full stop.
    #[must_use]
    pub fn new(code: Code, place: Place, sentence: impl Into<String>, mend: impl Into<String>) -> Self {
        Self { code, place, sentence: sentence.into(), mend: mend.into() }
    }
}

/// `line:column: severity[code]: sentence`, as compilers print it; whoever prints it puts the file before.
impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Place { line, column } = self.place;
        write!(f, "{line}:{column}: {}[{}]: {}", self.code.severity().name(), self.code.name(), self.sentence)
    }
}

/// Errors, and warnings, kept of one document.
const MOST: usize = 200;

/// The findings of one document, up to a limit of errors and one of warnings; the rest is counted. So no error is lost among warnings.
#[derive(Debug, Default)]
pub struct Findings {
    kept: Vec<Finding>,
    errors: usize,
    more: usize,
}

impl Findings {
    /// Keeps one, if there is room: only then its place is looked up.
    pub fn add(&mut self, code: Code, finding: impl FnOnce() -> Finding) {
        if self.is_full(code) {
            self.more += 1;
        } else {
            self.errors += usize::from(code.severity() == Severity::Error);
            self.kept.push(finding());
        }
    }

    /// Whether one of that code is kept for that place.
    #[must_use]
    pub fn has(&self, code: Code, place: Place) -> bool {
        self.kept.iter().any(|finding| (finding.code, finding.place) == (code, place))
    }

    /// Whether further ones of that weight are only counted.
    #[must_use]
    pub fn is_full(&self, code: Code) -> bool {
        let of_that = if code.severity() == Severity::Error { self.errors } else { self.kept.len() - self.errors };
        of_that >= MOST
    }

    /// In the order of the text; the last says how many are not listed.
    #[must_use]
    pub fn finish(mut self) -> Vec<Finding> {
        self.kept.sort_by_key(|finding| finding.place);
        if self.more > 0 {
            let place = self.kept.last().map_or_else(Place::default, |last| last.place);
            self.kept.push(Finding::new(Code::TooMany, place, format!("{} further findings are not listed", self.more), "mend these first"));
        }
        self.kept
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_characters() {
        let text = "one\nzwölf ☎ x\n";
        assert_eq!(Place::of_byte(text, 0), Place { line: 1, column: 1 });
        assert_eq!(Place::of_byte(text, text.find('x').unwrap()), Place { line: 2, column: 9 });
        assert_eq!(Place::of_byte(text, 999), Place { line: 3, column: 1 });
    }

    #[test]
    fn a_code_is_found_by_its_name() {
        for code in Code::ALL {
            assert_eq!(code.name().parse(), Ok(*code));
        }
        assert!("nothing".parse::<Code>().is_err());
    }

    #[test]
    fn an_error_is_not_lost_among_warnings() {
        let mut findings = Findings::default();
        for code in [Code::NoHost; MOST + 7].into_iter().chain([Code::NoZone]) {
            findings.add(code, || Finding::new(code, Place { line: 1, column: 1 }, "", ""));
        }
        let all = findings.finish();
        assert_eq!((all.len(), all[MOST].code), (MOST + 2, Code::NoZone));
        assert_eq!(all[MOST + 1].sentence, "7 further findings are not listed");
    }

    #[test]
    fn it_prints_as_compilers_do() {
        let finding = Finding::new(Code::NoZone, Place { line: 3, column: 7 }, "“14:30” names no time zone", "write “14:30 ET”");
        assert_eq!(finding.to_string(), "3:7: error[no-zone]: “14:30” names no time zone");
    }
}
