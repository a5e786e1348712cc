//! Decides what readers in several zones will see of a feed.
//! It never rounds a time to a day: where the day is another one, it says so.

use super::page::in_order;
use crate::language::Language;
use crate::series::Feed;
use crate::session::{Session, Start, Status};
use crate::zone::Zone;
use unicode_segmentation::UnicodeSegmentation;

/// A table of the sessions with a column for the host's clock and one for each zone, as text.
#[must_use]
pub fn preview(feed: &Feed, zones: &[Zone]) -> String {
    let mut rows: Vec<Vec<String>> =
        vec![["Host’s clock".to_owned()].into_iter().chain(zones.iter().map(|zone| zone.city())).chain(["Session".to_owned()]).collect()];
    let mut notes = Vec::new();
    for session in in_order(feed) {
        let own = match session.start {
            Start::Zoned { local, zone, at } => format!("{} {}", local.format("%a %Y-%m-%d %H:%M"), zone.label(at)),
            Start::Floating(local) => local.format("%a %Y-%m-%d %H:%M").to_string(),
            Start::AllDay(day) => day.format("%a %Y-%m-%d").to_string(),
        };
        let hosts = if session.hosts.is_empty() { String::new() } else { format!(" ({})", session.hosted_by()) };
        let off = if session.status == Status::Cancelled { "cancelled: " } else { "" };
        let mut row = vec![own];
        for zone in zones {
            let hint = Language::English.unusual_clock(session, *zone);
            let mark = if hint.is_some() { " *" } else { "" };
            row.push(format!("{}{mark}", there(session, *zone)));
            notes.extend(hint.map(|hint| format!("* in {} “{}” is {}", zone.city(), session.title, hint.replace(" for you", ""))));
        }
        row.push(format!("{off}{}{hosts}", session.title));
        rows.push(row);
    }
    let width = |text: &str| text.graphemes(true).count();
    let columns = rows.first().map_or(0, Vec::len);
    let widths: Vec<usize> = (0..columns).map(|column| rows.iter().map(|row| width(&row[column])).max().unwrap_or(0)).collect();
    let mut out = String::new();
    for row in &rows {
        let mut line = String::new();
        for (cell, wide) in row.iter().zip(&widths) {
            line.push_str(cell);
            line.extend(std::iter::repeat_n(' ', wide - width(cell) + 2));
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    for note in notes {
        out.push_str(&note);
        out.push('\n');
    }
    out
}

/// A session's time on a clock elsewhere, marked if the day there is another one than the host's.
fn there(session: &Session, zone: Zone) -> String {
    match session.start {
        Start::Zoned { local, at, .. } => {
            let wall = zone.wall(at);
            match (wall.date() - local.date()).num_days() {
                0 => wall.format("%H:%M").to_string(),
                days => format!("{} {days:+} day", wall.format("%H:%M")),
            }
        }
        Start::Floating(local) => local.format("%H:%M").to_string(),
        Start::AllDay(_) => "all day".to_owned(),
    }
}
