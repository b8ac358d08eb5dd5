//! One of the team: duty, rotations, own hours, and what was changed about him when, by whom.

use askama::Template;

use crate::frame::Frame;
use crate::shapes::{Field, Moment};

/// Something that was changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    /// When.
    pub at: Moment,
    /// What, in words.
    pub what: String,
    /// By whom, in words.
    pub by: String,
}

/// A day of somebody's own week.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Day {
    /// 0 is Monday.
    pub code: u8,
    /// "Mon".
    pub shown: String,
    /// "09:00-12:00, 13:00-17:00"; empty: not on that day.
    pub hours: Field,
}

/// The form of own hours.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hours {
    /// Where it is posted.
    pub action: String,
    /// The zone.
    pub zone: Field,
    /// The week.
    pub days: Vec<Day>,
    /// There are some.
    pub any: bool,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "teammate_history.html")]
pub struct HistoryPage {
    /// What stands round it.
    pub frame: Frame,
    /// The name.
    pub name: String,
    /// The roles, in words.
    pub roles: String,
    /// On duty now.
    pub on: bool,
    /// The same in words.
    pub duty: String,
    /// Own hours, in words.
    pub hours_said: String,
    /// His rotations with weight: label, address.
    pub rotations: Vec<(String, String)>,
    /// His leave's page; empty where this viewer may not see it.
    pub leave: String,
    /// What was refused, in words.
    pub problem: Option<String>,
    /// Setting own hours; `None`: this viewer may not.
    pub hours: Option<Hours>,
    /// What was changed, the latest first.
    pub lines: Vec<Line>,
}
