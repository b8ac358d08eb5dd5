//! "Apply to running": what the version in force would change on clocks that run, and how far an act has come.

use askama::Template;

use crate::frame::Frame;
use crate::shapes::Moment;

/// How many clocks of a duty would be due earlier, later, or as before.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// The duty.
    pub clock: String,
    /// Due earlier.
    pub earlier: String,
    /// Due later.
    pub later: String,
    /// Due as before.
    pub same: String,
    /// Of those, late by the new terms alone.
    pub late: String,
}

/// One clock, before and after.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Moved {
    /// Where the lead is; empty where the viewer may not see leads.
    pub href: String,
    /// The duty.
    pub clock: String,
    /// When it is due now.
    pub old: Moment,
    /// When it would be due.
    pub new: Moment,
}

/// An act that was begun.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Act {
    /// "Version 3".
    pub version: String,
    /// When it began.
    pub at: Moment,
    /// How far it has come, in words.
    pub state: String,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "running.html")]
pub struct RunningPage {
    /// What stands round it.
    pub frame: Frame,
    /// "Version 3: 1,240 leads with a running clock".
    pub summary: String,
    /// By duty; empty: every clock runs under this version already.
    pub rows: Vec<Row>,
    /// The first that would move.
    pub moved: Vec<Moved>,
    /// Acts begun, the newest first.
    pub acts: Vec<Act>,
    /// The version, where this viewer may begin; `None`: may not, or nothing to do.
    pub begin: Option<String>,
    /// The act that applied it before and is done; empty: none.
    pub after: String,
    /// What was refused, in words.
    pub problem: Option<String>,
}
