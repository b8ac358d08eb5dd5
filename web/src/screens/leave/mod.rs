//! Leave: a user's own page, and the calendar of the whole team.

use askama::Template;

use crate::frame::Frame;
use crate::shapes::Field;

/// One leave.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Leave {
    /// Its id as addresses write it.
    pub id: String,
    /// "Mon 9 Mar – Fri 13 Mar 2026".
    pub when: String,
    /// "away now", "in 5 days".
    pub state: String,
    /// Running now.
    pub runs: bool,
    /// What is open for that time, in words.
    pub open: String,
    /// The form to change it.
    pub dates: Dates,
    /// It can be changed and taken back.
    pub is_open: bool,
}

/// The dates of a form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dates {
    /// First day.
    pub from: Field,
    /// From which time; the whole day where nothing is said.
    pub from_time: String,
    /// Last day.
    pub until: Field,
    /// Until which time.
    pub until_time: String,
}

/// The secret address of one's own calendar.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Feed {
    /// One is good now.
    pub made: bool,
    /// Just made: shown this once.
    pub url: String,
}

/// A user's page.
#[derive(Debug, Template)]
#[template(path = "leave.html")]
pub struct LeavePage {
    /// What stands round it.
    pub frame: Frame,
    /// Whose.
    pub name: String,
    /// The id as addresses write it.
    pub user: String,
    /// One's own page.
    pub own: bool,
    /// "Days are in Europe/Berlin."
    pub zone: String,
    /// What is open on the desk, in words.
    pub desk: String,
    /// Its list; empty where this viewer sees none.
    pub desk_list: String,
    /// Who covers while he is away, in words.
    pub cover: String,
    /// Where that is chosen.
    pub cover_href: String,
    /// Why no rotation picks him now, in words; empty where they do.
    pub out: String,
    /// What was refused, in words.
    pub problem: Option<String>,
    /// The form to add one.
    pub add: Dates,
    /// Running and coming.
    pub coming: Vec<Leave>,
    /// Over, the latest first.
    pub past: Vec<Leave>,
    /// The calendar's address; `None` on somebody else's page.
    pub feed: Option<Feed>,
    /// Where the team's calendar is; empty where this viewer may not see it.
    pub team: String,
}

/// A bar of a user's month: where it begins, how long it is, in days.
pub type Bar = (u32, u32);

/// A user's line of the team's calendar.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TeamRow {
    /// The name.
    pub name: String,
    /// His leave's page.
    pub href: String,
    /// His leaves of the month, in words.
    pub said: String,
    /// The same as bars.
    pub bars: Vec<Bar>,
}

/// The team's calendar.
#[derive(Debug, Template)]
#[template(path = "leave_team.html")]
pub struct TeamLeavePage {
    /// What stands round it.
    pub frame: Frame,
    /// "March 2026".
    pub month: String,
    /// The month before.
    pub before: String,
    /// The month after.
    pub after: String,
    /// How many days it has.
    pub days: u32,
    /// Which day is today, from 0, where it is this month.
    pub today: Option<u32>,
    /// Days without an opening, from 0.
    pub closed: Vec<u32>,
    /// Who is away in it.
    pub rows: Vec<TeamRow>,
}

impl TeamLeavePage {
    /// Where a day stands in the picture.
    pub fn x(day: &u32) -> u32 {
        day * 10
    }

    /// Days that carry a number: the first, and each fifth.
    pub fn numbered(&self) -> Vec<(u32, u32)> {
        (0..self.days)
            .filter(|day| *day == 0 || (day + 1) % 5 == 0)
            .map(|day| (day * 10, day + 1))
            .collect()
    }

    /// How wide the picture is.
    pub fn width(&self) -> u32 {
        self.days * 10
    }
}
