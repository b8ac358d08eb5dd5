//! A replay in words: what changes, said first; the tables; the picture; and the same as text, CSV and JSON.
//!
//! Promises: page, command line, CSV and API show the same numbers from the same tables; a number opens its list only
//! where a list exists; reps are named only to whom the caller says.

mod files;
mod picture;
mod said;
mod tables;

pub use files::{csv, json, text};
pub use picture::{Bar, Picture};

use crate::words::{Said, Words, number};
use rules::Id;
use rules::agreement::Agreement;
use rules::replay::Replay;
use rules::scorecard::Share;
use std::collections::BTreeMap;

/// Most rows of a table on a page; the files have all.
pub const ROWS_MAX: usize = 400;
/// Most reasons of a table on a page.
pub const REASONS_SHOWN: usize = 12;
/// Most thresholds of a table on a page: evenly over all that there are.
pub const THRESHOLDS_SHOWN: usize = 21;

/// Whose load may be shown by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reps {
    /// Everybody's.
    All,
    /// One's own.
    Own(Id),
    /// Nobody's: the team's alone.
    Nobody,
}

/// A number or a word, and the list of exactly its leads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// What is shown.
    pub shown: String,
    /// Its list; empty: none.
    pub list: String,
    /// A number stands at the right.
    pub is_number: bool,
}

/// Rows of one kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// For links, headings and files.
    pub id: &'static str,
    /// Its heading.
    pub title: String,
    /// What it is about and how it is counted.
    pub about: String,
    /// The heads of its columns; the first names the row.
    pub heads: Vec<String>,
    /// The rows, each as long as the heads.
    pub rows: Vec<Vec<Cell>>,
}

impl Table {
    /// Whether a column holds numbers.
    #[must_use]
    pub fn is_number(&self, column: &usize) -> bool {
        let first = self.rows.first().and_then(|row| row.get(*column));
        first.is_some_and(|cell| cell.is_number)
    }
}

/// Who tells of a replay, to whom.
#[derive(Clone, Copy, Debug)]
pub struct Telling<'a> {
    /// The words.
    pub words: &'a Words,
    /// The replay.
    pub replay: &'a Replay,
    /// The proposed agreement: its reasons' words.
    pub agreement: &'a Agreement,
    /// Everybody's name.
    pub names: &'a BTreeMap<Id, String>,
    /// Whose load may be shown by name.
    pub reps: Reps,
    /// The address of lists, up to and with its `?` and the window; `None`: nothing opens.
    pub lists: Option<&'a str>,
    /// All rows, as files have them.
    pub whole: bool,
}

impl Telling<'_> {
    fn say(&self, key: &str, values: &[(&'static str, Said<'_>)]) -> String {
        self.words.say_with(key, values)
    }

    /// A number that opens its list; nothing is opened by nought.
    fn counted(&self, n: u64, query: &str) -> Cell {
        let list = match self.lists {
            Some(lists) if n > 0 && !query.is_empty() => format!("{lists}&{query}"),
            _ => String::new(),
        };
        Cell {
            shown: if self.whole { n.to_string() } else { number(n) },
            list,
            is_number: true,
        }
    }

    fn rep(&self, rep: Id) -> String {
        self.names.get(&rep).cloned().unwrap_or_else(|| rep.show("user"))
    }

    /// A coded why in words: the agreement's own where it has it.
    fn reason(&self, code: &str) -> String {
        let known = self
            .agreement
            .feedback
            .reasons
            .iter()
            .find(|reason| reason.code == code);
        known.map_or_else(|| code.replace('_', " "), |reason| reason.words.clone())
    }
}

fn word(shown: impl Into<String>) -> Cell {
    Cell {
        shown: shown.into(),
        ..Cell::default()
    }
}

fn figure(shown: impl Into<String>) -> Cell {
    Cell {
        is_number: true,
        ..word(shown)
    }
}

/// A share in whole per cent; empty of nothing.
fn percent(share: Share) -> String {
    share
        .value()
        .map_or_else(String::new, |value| format!("{:.0}\u{a0}%", value * 100.0))
}

/// "62 – 81 %"; empty of nothing.
fn range(share: Share) -> String {
    share.interval().map_or_else(String::new, |(low, high)| {
        format!("{:.0}\u{a0}–\u{a0}{:.0}\u{a0}%", low * 100.0, high * 100.0)
    })
}

fn signed(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// One decimal.
fn tenth(n: f64) -> String {
    format!("{n:.1}")
}

/// "+12", "−3", "0".
fn difference(before: u64, after: u64) -> String {
    match after.cmp(&before) {
        std::cmp::Ordering::Greater => format!("+{}", number(after - before)),
        std::cmp::Ordering::Less => format!("\u{2212}{}", number(before - after)),
        std::cmp::Ordering::Equal => "0".to_owned(),
    }
}

/// How far a replay is, as a line of a terminal.
#[must_use]
pub fn progress(words: &Words, looked: u64, of: u64) -> String {
    words.say_with(
        "replay-cli-leads",
        &[("looked", number(looked).into()), ("of", number(of).into())],
    )
}

/// What is wrong with a window, by its code, as a line of a terminal.
#[must_use]
pub fn wrong_window(words: &Words, code: &str) -> String {
    let why = words.code("replay-problem", code, &[]);
    words.say_with("replay-cli-wrong", &[("why", why.into())])
}
