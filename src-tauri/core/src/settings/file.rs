//! Decides how the settings file (TOML 1.0) is read and written.
//! It never drops a comment or an entry's place in the file, and refuses what it does not know instead of ignoring it.

use super::{
    Account, AccountKind, FeedAddress, FirstDay, HourCycle, LanguageChoice, QuietHours, SecretStore, ServerAddress, Settings, Subscription, Theme, feed_id,
};
use crate::alarm::LeadTime;
use crate::language::{Sentence, sentence};
use crate::request::message::check as check_message;
use crate::session::FeedId;
use crate::text;
use crate::zone::{ZoneName, Zones};
use chrono::NaiveTime;
use serde::{Deserialize, Serialize};
use std::ops::Range;
use toml_edit::{Array, ArrayOfTables, DocumentMut, InlineTable, Item, Table, Value};

/// Why a settings file is refused, with its place. The settings before it stay in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingsFault {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What is wrong there.
    pub what: Sentence,
}

impl SettingsFault {
    /// What is wrong, with its place.
    #[must_use]
    pub fn sentence(&self) -> Sentence {
        sentence("settings-fault").with("line", self.line).with("column", self.column).with("what", self.what.clone())
    }
}

impl std::fmt::Display for SettingsFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.sentence().fmt(f)
    }
}

impl std::error::Error for SettingsFault {}

/// Reads a settings file. What it does not mention is as usual.
///
/// # Errors
/// The first thing that is wrong, with line and column; nothing of the file is used then.
pub fn read(source: &str, zones: Zones) -> Result<Settings, SettingsFault> {
    let file: File = toml_edit::de::from_str(source).map_err(|error| malformed(source, error.message(), error.span()))?;
    let usual = Settings::default();
    let mut settings = Settings {
        feeds: Vec::new(),
        leads: file.leads.map_or(usual.leads, tidy_leads),
        snooze: file.snooze.map_or(usual.snooze, u32::from),
        late: file.late.map_or(usual.late, u32::from),
        insist: file.insist.unwrap_or(usual.insist),
        sound: file.sound.map_or(usual.sound, u32::from),
        break_through: file.break_through.unwrap_or(usual.break_through),
        tell_changes: file.tell_changes.unwrap_or(usual.tell_changes),
        quiet: file.quiet.map(|quiet| QuietHours { from: quiet.from.0, to: quiet.to.0 }),
        theme: file.theme.unwrap_or_default(),
        text_size: file.text_size.map_or(usual.text_size, u32::from),
        language: file.language.unwrap_or_default(),
        first_day: file.first_day.unwrap_or_default(),
        hours: file.hours.unwrap_or_default(),
        zone: file.zone.map(|name| zones.zone(name)),
        zones: file.zones.unwrap_or_default().into_iter().map(|name| zones.zone(name)).collect(),
        name: text::line(&file.name.unwrap_or_default(), text::NAME),
        message: file.message.unwrap_or_default(),
        secrets: file.secrets.unwrap_or_default(),
        native_apps: file.native_apps.unwrap_or_default(),
        accounts: Vec::new(),
        start_at_login: file.start_at_login.unwrap_or_default(),
        window_at_login: file.window_at_login.unwrap_or_default(),
    };
    if let Err(what) = check_message(&settings.message) {
        return Err(fault_at(source, place_of(source, "message"), what));
    }
    for entry in file.account {
        let account = Account { kind: entry.kind, server: entry.server, user: text::line(&entry.user, text::NAME) };
        if settings.account(&account.name()).is_some() {
            let spot = source.rfind("[[account]]").unwrap_or(0);
            return Err(fault_at(source, spot, sentence("settings-account-twice").with("kind", account.kind.label()).with("server", account.server.host())));
        }
        settings.accounts.push(account);
    }
    if settings.quiet.is_some_and(|quiet| quiet.from == quiet.to) {
        return Err(fault_at(source, place_of(source, "quiet"), sentence("quiet-same")));
    }
    for entry in file.feed {
        let id = entry.id.map_or_else(|| feed_id(&entry.address), |id| FeedId(id.into()));
        if settings.feeds.iter().any(|feed| feed.id == id || feed.address == entry.address) {
            let spot = source.rfind(entry.address.as_str()).unwrap_or(0);
            return Err(fault_at(source, spot, sentence("settings-feed-twice").with("address", entry.address.as_str())));
        }
        settings.feeds.push(Subscription {
            id,
            address: entry.address,
            name: text::line(&entry.name.unwrap_or_default(), text::NAME),
            leads: entry.leads.map(tidy_leads),
            every: entry.every.map(u32::from),
            most_mib: entry.most_mib.map_or(Subscription::MOST_MIB, u32::from),
            zone: entry.zone.map(|name| zones.zone(name)),
        });
    }
    Ok(settings)
}

/// Writes `settings` into the text of the file as it stands (empty for none): only what differs is touched.
///
/// # Errors
/// The file as it stands is not TOML; it is left for its author to mend.
pub fn write(source: &str, settings: &Settings) -> Result<String, SettingsFault> {
    let mut document: DocumentMut = source.parse().map_err(|error: toml_edit::TomlError| malformed(source, error.message(), error.span()))?;
    if document.is_empty() && !source.trim().is_empty() {
        // A file of comments alone: they stay on top.
        let end = if source.ends_with('\n') { "" } else { "\n" };
        return write("", settings).map(|written| format!("{source}{end}{written}"));
    }
    let usual = Settings::default();
    let root = document.as_table_mut();
    put(root, "leads", Some(leads(&settings.leads)), settings.leads == usual.leads);
    put(root, "snooze", Some(i64::from(settings.snooze).into()), settings.snooze == usual.snooze);
    put(root, "late", Some(i64::from(settings.late).into()), settings.late == usual.late);
    put(root, "insist", Some(settings.insist.into()), settings.insist == usual.insist);
    put(root, "sound", Some(i64::from(settings.sound).into()), settings.sound == usual.sound);
    put_quiet(root, settings.quiet);
    put(root, "break-through", Some(settings.break_through.into()), settings.break_through == usual.break_through);
    put(root, "tell-changes", Some(settings.tell_changes.into()), settings.tell_changes == usual.tell_changes);
    put(root, "theme", word(settings.theme), settings.theme == usual.theme);
    put(root, "text-size", Some(i64::from(settings.text_size).into()), settings.text_size == usual.text_size);
    put(root, "language", word(settings.language), settings.language == usual.language);
    put(root, "first-day", word(settings.first_day), settings.first_day == usual.first_day);
    put(root, "hours", word(settings.hours), settings.hours == usual.hours);
    put(root, "zone", settings.zone.map(|zone| zone.name().into()), settings.zone.is_none());
    let zones = settings.zones.iter().map(|zone| zone.name()).collect::<Array>();
    put(root, "zones", Some(zones.into()), settings.zones.is_empty());
    put(root, "name", Some(settings.name.as_str().into()), settings.name.is_empty());
    put(root, "message", Some(settings.message.as_str().into()), settings.message.is_empty());
    put(root, "secrets", word(settings.secrets), settings.secrets == usual.secrets);
    put(root, "native-apps", Some(settings.native_apps.into()), !settings.native_apps);
    put(root, "start-at-login", Some(settings.start_at_login.into()), !settings.start_at_login);
    put(root, "window-at-login", Some(settings.window_at_login.into()), !settings.window_at_login);

    put_tables(root, "account", &settings.accounts, |table, account| account_of(table).as_ref() == Some(account), write_account);
    put_tables(root, "feed", &settings.feeds, |table, feed| id_of(table).as_ref() == Some(&feed.id), write_feed);
    Ok(document.to_string())
}

/// A table for each of `wanted`, in their order; those that are there already are written into.
fn put_tables<T>(root: &mut Table, key: &str, wanted: &[T], is_of: impl Fn(&Table, &T) -> bool, write: impl Fn(&mut Table, &T)) {
    let before = match root.get(key) {
        Some(Item::ArrayOfTables(tables)) => tables.clone(),
        Some(_) | None => ArrayOfTables::new(),
    };
    let mut after = ArrayOfTables::new();
    for one in wanted {
        let mut table = before.iter().find(|table| is_of(table, one)).cloned().unwrap_or_else(Table::new);
        write(&mut table, one);
        after.push(table);
    }
    if after.is_empty() {
        root.remove(key);
    } else {
        root.insert(key, Item::ArrayOfTables(after));
    }
}

fn write_account(table: &mut Table, account: &Account) {
    put(table, "kind", Some(account.kind.word().into()), false);
    put(table, "server", Some(String::from(account.server.clone()).into()), false);
    put(table, "user", Some(account.user.as_str().into()), false);
}

fn account_of(table: &Table) -> Option<Account> {
    let word = |key| table.get(key).and_then(Item::as_str);
    let kind = [AccountKind::Zulip, AccountKind::Matrix].into_iter().find(|kind| Some(kind.word()) == word("kind"))?;
    Some(Account { kind, server: ServerAddress::parse(word("server")?).ok()?, user: text::line(word("user")?, text::NAME) })
}

fn write_feed(table: &mut Table, feed: &Subscription) {
    put(table, "address", Some(feed.address.as_str().into()), false);
    put(table, "id", Some(feed.id.0.as_ref().into()), feed.id == feed_id(&feed.address));
    put(table, "name", Some(feed.name.as_str().into()), feed.name.is_empty());
    put(table, "leads", feed.leads.as_deref().map(leads), feed.leads.is_none());
    put(table, "every", feed.every.map(|every| i64::from(every).into()), feed.every.is_none());
    put(table, "most-mib", Some(i64::from(feed.most_mib).into()), feed.most_mib == Subscription::MOST_MIB);
    put(table, "zone", feed.zone.map(|zone| zone.name().into()), feed.zone.is_none());
}

fn id_of(table: &Table) -> Option<FeedId> {
    if let Some(id) = table.get("id").and_then(Item::as_str) {
        return Some(FeedId(id.into()));
    }
    let address = table.get("address").and_then(Item::as_str)?;
    FeedAddress::parse(address).ok().map(|address| feed_id(&address))
}

/// Sets a value in its place, keeping the comment beside it. A usual value is written only where the file has the key.
fn put(table: &mut Table, key: &str, value: Option<Value>, is_usual: bool) {
    match (value, table.get_mut(key)) {
        (None, _) => {
            table.remove(key);
        }
        (Some(mut value), Some(item)) => {
            if let Some(old) = item.as_value() {
                if old.to_string().trim() == value.to_string().trim() {
                    return;
                }
                *value.decor_mut() = old.decor().clone();
            }
            *item = Item::Value(value);
        }
        (Some(_), None) if is_usual => {}
        (Some(value), None) => {
            table.insert(key, Item::Value(value));
        }
    }
}

fn put_quiet(root: &mut Table, quiet: Option<QuietHours>) {
    let written = |time: NaiveTime| Value::from(time.format("%H:%M").to_string());
    match (quiet, root.get_mut("quiet")) {
        (None, _) => {
            root.remove("quiet");
        }
        (Some(hours), Some(Item::Table(table))) => {
            put(table, "from", Some(written(hours.from)), false);
            put(table, "to", Some(written(hours.to)), false);
        }
        (Some(hours), Some(_) | None) => {
            let mut inline = InlineTable::new();
            inline.insert("from", written(hours.from));
            inline.insert("to", written(hours.to));
            put(root, "quiet", Some(inline.into()), false);
        }
    }
}

fn leads(leads: &[LeadTime]) -> Value {
    leads.iter().map(|lead| i64::from(lead.as_minutes())).collect::<Array>().into()
}

/// Quiet hours from two times of day, each `HH:MM`.
///
/// # Errors
/// Which of the two is no time of day, or that they are the same.
pub fn quiet_hours(from: &str, to: &str) -> Result<QuietHours, Sentence> {
    let (from, to) = (time_of_day(from)?, time_of_day(to)?);
    if from == to { Err(sentence("quiet-same")) } else { Ok(QuietHours { from, to }) }
}

/// Longest first, no two alike.
#[must_use]
pub fn tidy_leads(mut leads: Vec<LeadTime>) -> Vec<LeadTime> {
    leads.sort_unstable_by(|a, b| b.cmp(a));
    leads.dedup();
    leads
}

/// One of several, as the file names it.
fn word(one: impl Serialize) -> Option<Value> {
    serde_json::to_value(one).ok()?.as_str().map(Value::from)
}

/// What the parser says of a place.
fn malformed(source: &str, words: &str, span: Option<Range<usize>>) -> SettingsFault {
    fault_at(source, span.map_or(0, |span| span.start), sentence("parser-says").with("words", words.trim().replace('\n', " ")))
}

fn fault_at(source: &str, offset: usize, what: Sentence) -> SettingsFault {
    let before = source.get(..offset).unwrap_or(source);
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    SettingsFault { line: before.matches('\n').count() + 1, column: before.get(line_start..).unwrap_or_default().chars().count() + 1, what }
}

fn place_of(source: &str, key: &str) -> usize {
    source.match_indices(key).map(|(at, _)| at).find(|at| *at == 0 || source.as_bytes().get(at - 1).is_some_and(|b| b"\n[".contains(b))).unwrap_or(0)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    leads: Option<Vec<LeadTime>>,
    snooze: Option<Within<1, 120>>,
    late: Option<Within<0, 120>>,
    insist: Option<bool>,
    sound: Option<Within<0, 100>>,
    quiet: Option<QuietFile>,
    break_through: Option<bool>,
    tell_changes: Option<bool>,
    theme: Option<Theme>,
    text_size: Option<Within<75, 200>>,
    language: Option<LanguageChoice>,
    first_day: Option<FirstDay>,
    hours: Option<HourCycle>,
    zone: Option<ZoneName>,
    zones: Option<Vec<ZoneName>>,
    name: Option<String>,
    message: Option<String>,
    secrets: Option<SecretStore>,
    native_apps: Option<bool>,
    #[serde(default)]
    account: Vec<AccountFile>,
    start_at_login: Option<bool>,
    window_at_login: Option<bool>,
    #[serde(default)]
    feed: Vec<FeedFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct QuietFile {
    from: TimeOfDay,
    to: TimeOfDay,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AccountFile {
    kind: AccountKind,
    server: ServerAddress,
    user: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct FeedFile {
    address: FeedAddress,
    id: Option<String>,
    name: Option<String>,
    leads: Option<Vec<LeadTime>>,
    every: Option<Within<15, 1440>>,
    most_mib: Option<Within<1, 64>>,
    zone: Option<ZoneName>,
}

/// A whole number between two bounds, both included.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(try_from = "u32")]
struct Within<const LEAST: u32, const MOST: u32>(u32);

impl<const LEAST: u32, const MOST: u32> TryFrom<u32> for Within<LEAST, MOST> {
    type Error = String;
    fn try_from(number: u32) -> Result<Self, String> {
        if (LEAST..=MOST).contains(&number) {
            Ok(Self(number))
        } else {
            Err(sentence("number-range").with("number", number).with("least", LEAST).with("most", MOST).to_string())
        }
    }
}

impl<const LEAST: u32, const MOST: u32> From<Within<LEAST, MOST>> for u32 {
    fn from(number: Within<LEAST, MOST>) -> Self {
        number.0
    }
}

/// `HH:MM`.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(try_from = "String")]
struct TimeOfDay(NaiveTime);

impl TryFrom<String> for TimeOfDay {
    type Error = String;
    fn try_from(raw: String) -> Result<Self, String> {
        time_of_day(&raw).map(Self).map_err(|why| why.to_string())
    }
}

fn time_of_day(raw: &str) -> Result<NaiveTime, Sentence> {
    let well_formed = raw.len() == 5 && raw.is_ascii();
    let time = well_formed.then(|| NaiveTime::parse_from_str(raw, "%H:%M").ok()).flatten();
    time.ok_or_else(|| sentence("time-unknown").with("time", raw))
}

#[cfg(test)]
mod tests {
    use super::*;

    const BY_HAND: &str = r#"# mine
leads = [60, 10]   # an hour ahead, too

[quiet]
from = "22:00" # sleep
to = "07:00"

# the good one
[[feed]]
address = "https://example.org/a.json"
name = "A"

[[feed]]
address = "https://example.org/b.json"
"#;

    #[test]
    fn an_empty_file_is_the_usual() {
        assert_eq!(read("", Zones::bundled()), Ok(Settings::default()));
        assert_eq!(write("", &Settings::default()).as_deref(), Ok(""));
    }

    #[test]
    fn what_a_person_wrote_stays() {
        let mut settings = read(BY_HAND, Zones::bundled()).unwrap();
        assert_eq!(write(BY_HAND, &settings).as_deref(), Ok(BY_HAND));
        settings.leads = vec![LeadTime::AT_START];
        settings.theme = Theme::Dark;
        settings.quiet = settings.quiet.map(|quiet| QuietHours { from: "23:30:00".parse().unwrap(), ..quiet });
        settings.feeds.pop();
        settings.feeds.push(Subscription::new(FeedAddress::parse("https://example.org/c.json").unwrap()));
        let written = write(BY_HAND, &settings).unwrap();
        assert_eq!(
            written,
            r#"# mine
leads = [0]   # an hour ahead, too
theme = "dark"

[quiet]
from = "23:30" # sleep
to = "07:00"

# the good one
[[feed]]
address = "https://example.org/a.json"
name = "A"

[[feed]]
address = "https://example.org/c.json"
"#
        );
        assert_eq!(read(&written, Zones::bundled()), Ok(settings));
    }

    #[test]
    fn comments_alone_stay_on_top() {
        let settings = Settings { snooze: 9, ..Settings::default() };
        assert_eq!(write("# mine", &settings).as_deref(), Ok("# mine\nsnooze = 9\n"));
    }

    #[test]
    fn everything_set_is_read_back() {
        let mut settings = Settings {
            snooze: 7,
            late: 30,
            quiet: Some(QuietHours { from: "22:00:00".parse().unwrap(), to: "06:30:00".parse().unwrap() }),
            theme: Theme::Light,
            text_size: 150,
            language: LanguageChoice::German,
            sound: 0,
            first_day: FirstDay::Sunday,
            hours: HourCycle::H12,
            zone: Zones::bundled().named("Asia/Tokyo").ok(),
            zones: vec![crate::zone::Zone::UTC],
            name: "Ada".into(),
            start_at_login: true,
            window_at_login: true,
            ..Settings::default()
        };
        let mut feed = Subscription::new(FeedAddress::parse("https://example.org/a.json").unwrap());
        feed.id = FeedId("kept".into());
        feed.leads = Some(vec![LeadTime::minutes(30).unwrap()]);
        feed.every = Some(120);
        feed.most_mib = 8;
        settings.feeds.push(feed);
        assert_eq!(read(&write("", &settings).unwrap(), Zones::bundled()), Ok(settings));
    }

    #[test]
    fn a_fault_names_its_line_and_column() {
        for (source, fault) in [
            ("leads = [10", "line 1, column 12"),
            ("\nsnooze = 500", "line 2, column 10 of the settings file: 500 is not between 1 and 120"),
            ("leed = 3", "line 1, column 1 of the settings file: unknown field `leed`"),
            ("[quiet]\nfrom = \"late\"\nto = \"07:00\"", "line 2, column 8 of the settings file: “late” is not a time of day"),
            ("zone = \"ET\"", "line 1, column 8 of the settings file: “ET” is not a time zone name"),
            ("[quiet]\nfrom = \"07:00\"\nto = \"07:00\"", "line 1, column 2 of the settings file: quiet hours begin and end"),
            ("[[feed]]\naddress = \"http://example.org/\"", "line 2, column 11 of the settings file: this address is not encrypted"),
            ("[[feed]]\naddress = \"https://a.org/\"\n[[feed]]\naddress = \"https://a.org/\"", "line 4, column 12"),
        ] {
            let found = read(source, Zones::bundled()).unwrap_err().to_string();
            assert!(found.starts_with(fault), "{source}\n{found}");
        }
    }

    #[test]
    fn a_damaged_file_is_not_overwritten() {
        assert!(write("leads = [", &Settings::default()).is_err());
    }
}
