//! The past: leads and wins from before Baton, by origin, landing page and month of first contact.
//!
//! Promises: a share counts only leads whose outcome would be on file, and says how many; there is no share by rep.

use askama::Template;

use crate::frame::Frame;
use crate::screens::scorecard::Figure;

/// A number and the list of exactly its leads; no list for a viewer who may not see them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cell {
    /// "1 204"; empty: nothing to count.
    pub shown: String,
    /// Its list; empty: none.
    pub list: String,
}

/// How long wins took, in days.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Days {
    /// Half took at most this long.
    pub median: Cell,
    /// A quarter, and three quarters: "5.1 – 40.9".
    pub quartiles: String,
    /// Of how many wins.
    pub of: Cell,
}

/// One origin, landing page or month.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// What it is.
    pub name: String,
    /// It stands for leads where nothing is said.
    pub nothing: bool,
    /// Leads.
    pub leads: Cell,
    /// Of those, won.
    pub won: Cell,
    /// Won of those that can be compared; empty: none can.
    pub share: Cell,
    /// Of how many.
    pub of: Cell,
    /// Where the true share lies, 95 of 100 times: "9.8 – 12.1 %".
    pub range: String,
    /// How long wins took; none without one.
    pub days: Option<Days>,
}

/// Rows of one kind.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// For links and headings: `origin`, `landing`, `month`.
    pub id: &'static str,
    /// "By origin".
    pub title: String,
    /// "Origin".
    pub head: String,
    /// The rows.
    pub rows: Vec<Row>,
    /// "20 of 495 shown, those with the most leads"; empty: all.
    pub shown: String,
    /// Where the others are; empty: nowhere.
    pub more: String,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "history.html")]
pub struct HistoryPage {
    /// What stands round it.
    pub frame: Frame,
    /// From when to when outcomes are on file.
    pub span: String,
    /// The same numbers as a file; empty: there are none.
    pub export: String,
    /// What a reader must know, each a sentence, with the list it is about.
    pub notes: Vec<(String, String)>,
    /// The whole.
    pub figures: Vec<Figure>,
    /// By origin, month, landing page.
    pub tables: Vec<Table>,
}

impl HistoryPage {
    /// Where nothing was taken in yet.
    #[must_use]
    pub fn bare(frame: Frame) -> Self {
        Self {
            frame,
            span: String::new(),
            export: String::new(),
            notes: Vec::new(),
            figures: Vec::new(),
            tables: Vec::new(),
        }
    }
}
