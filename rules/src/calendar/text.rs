//! A calendar as it is written in an agreement, and how its windows and dates are read.

use super::problem::CalendarProblem;
use super::windows::{DAY, Day, Hours};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

const MINUTE: i64 = 60_000_000;
/// Years a dated exception or a holiday may fall in.
const YEARS: std::ops::RangeInclusive<i16> = 1970..=2199;

/// The `[calendar.NAME]` part of an agreement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CalendarText {
    /// An IANA zone, `Europe/Berlin`.
    pub zone: String,
    /// The windows of each weekday.
    pub week: WeekText,
    /// By date (`2026-12-24`): windows of its own, or none for a closed date.
    #[serde(default)]
    pub exceptions: BTreeMap<String, ExceptionText>,
    /// Names of holiday lists; their dates are closed unless an exception says otherwise.
    #[serde(default)]
    pub holidays: Vec<String>,
}

/// Windows by weekday, each `HH:MM-HH:MM`; one that closes at or before its opening hour crosses midnight.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WeekText {
    /// Monday.
    #[serde(default)]
    pub mon: Vec<String>,
    /// Tuesday.
    #[serde(default)]
    pub tue: Vec<String>,
    /// Wednesday.
    #[serde(default)]
    pub wed: Vec<String>,
    /// Thursday.
    #[serde(default)]
    pub thu: Vec<String>,
    /// Friday.
    #[serde(default)]
    pub fri: Vec<String>,
    /// Saturday.
    #[serde(default)]
    pub sat: Vec<String>,
    /// Sunday.
    #[serde(default)]
    pub sun: Vec<String>,
}

impl WeekText {
    /// The seven weekdays in order from Monday, each with its name in the text.
    pub fn days(&self) -> [(&'static str, &[String]); 7] {
        [
            ("mon", &self.mon),
            ("tue", &self.tue),
            ("wed", &self.wed),
            ("thu", &self.thu),
            ("fri", &self.fri),
            ("sat", &self.sat),
            ("sun", &self.sun),
        ]
    }
}

/// What a date has instead of its weekday's windows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum ExceptionText {
    /// Windows of its own; none means closed.
    Windows(Vec<String>),
    /// The same, with a say over the night shift of the date before.
    Table(ExceptionTable),
}

/// An exception written as a table.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExceptionTable {
    /// Windows of its own; none means closed.
    #[serde(default)]
    pub windows: Vec<String>,
    /// Whether windows that opened on the date before end at this date's midnight.
    #[serde(default)]
    pub cut: bool,
}

impl ExceptionText {
    /// The windows in the text.
    pub fn windows(&self) -> &[String] {
        match self {
            Self::Windows(windows) => windows,
            Self::Table(table) => &table.windows,
        }
    }

    /// Whether the night shift of the date before is cut.
    pub fn cut(&self) -> bool {
        matches!(self, Self::Table(table) if table.cut)
    }
}

/// Reads `HH:MM-HH:MM`. `place` says where it stands, for the problem.
pub(super) fn window(place: &str, text: &str) -> Result<Hours, CalendarProblem> {
    window_of(text).ok_or_else(|| CalendarProblem::BadWindow {
        place: place.to_owned(),
        text: text.to_owned(),
    })
}

fn window_of(text: &str) -> Option<Hours> {
    let (open, close) = text.split_once('-')?;
    let (open, close) = (clock_time(open)?, clock_time(close)?);
    if open == DAY || open == close {
        return None;
    }
    let close = if close < open { close + DAY } else { close };
    Some(Hours { open, close })
}

/// Microseconds after midnight; `24:00` is the end of the day.
fn clock_time(text: &str) -> Option<i64> {
    let (hour, minute) = text.split_once(':')?;
    let (hour, minute) = (two_digits(hour)?, two_digits(minute)?);
    let within = minute < 60 && hour * 60 + minute <= 24 * 60;
    within.then_some((hour * 60 + minute) * MINUTE)
}

fn two_digits(text: &str) -> Option<i64> {
    let plain = text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

/// Reads `2026-12-24`, and nothing else that a date could look like.
pub(super) fn date(place: &str, text: &str) -> Result<Date, CalendarProblem> {
    let shaped = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    let read = if shaped { text.parse::<Date>().ok() } else { None };
    read.filter(|date| YEARS.contains(&date.year()))
        .ok_or_else(|| CalendarProblem::BadDate {
            place: place.to_owned(),
            text: text.to_owned(),
        })
}

/// Days since 1970-01-01.
pub(super) fn day_number(date: Date) -> Day {
    const EPOCH: Date = jiff::civil::date(1970, 1, 1);
    date.duration_since(EPOCH).as_hours() as Day / 24
}
