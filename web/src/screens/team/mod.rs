//! The team: who is on duty, who is away, how much is open; a manager or admin sends on leave and calls back.

use askama::Template;

use crate::frame::{Frame, Role};

/// A user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The name.
    pub name: String,
    /// The address.
    pub email: String,
    /// The role.
    pub role: Role,
    /// On duty now.
    pub on_duty: bool,
    /// "on duty until 13:00", "on leave until 18 May".
    pub duty: String,
    /// Open handoffs.
    pub open: u64,
    /// Their list.
    pub list: String,
    /// The rotations, in words.
    pub rotations: String,
    /// On leave.
    pub on_leave: bool,
    /// Where to change it; `None`: this viewer may not.
    pub leave: Option<String>,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "team.html")]
pub struct TeamPage {
    /// What stands round it.
    pub frame: Frame,
    /// "4 on duty now".
    pub on_duty: String,
    /// Where to invite; `None`: this viewer may not.
    pub invite: Option<String>,
    /// The users.
    pub rows: Vec<Row>,
}
