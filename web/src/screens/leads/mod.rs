//! The list of leads, and every list behind a number: filters in the address, pages by cursor.

use askama::Template;

use crate::frame::Frame;
use crate::shapes::{Choice, Countdown, Feedback, Filter, Moment, Pager};

/// A filter to pick from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pick {
    /// The parameter.
    pub name: String,
    /// Its words: "Any source".
    pub label: String,
    /// What there is.
    pub options: Vec<Choice>,
}

/// One of the company's own fields to filter by, and its value.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OwnPick {
    /// The fields.
    pub options: Vec<Choice>,
    /// The value typed.
    pub value: String,
    /// Values to pick from, where the field has such.
    pub choices: Vec<String>,
    /// Why nothing is filtered by it; may be empty.
    pub error: String,
}

/// A lead in a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// Its page.
    pub href: String,
    /// The person.
    pub name: String,
    /// The company; may be empty.
    pub company: String,
    /// The stage, in the customer's words.
    pub stage: String,
    /// Feedback, when given.
    pub feedback: Option<Feedback>,
    /// Where it came from.
    pub source: String,
    /// Who has it.
    pub owner: String,
    /// What runs.
    pub clock: Option<Countdown>,
    /// The score.
    pub score: i64,
    /// The last activity.
    pub last: Moment,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "leads.html")]
pub struct LeadsPage {
    /// What stands round it.
    pub frame: Frame,
    /// "Leads", or what the list is: "First attempt not kept, 1 – 12 May".
    pub title: String,
    /// How many, and of what.
    pub shown: String,
    /// Where the same list is as CSV; empty: nowhere.
    pub export: String,
    /// Stages as links.
    pub stages: Vec<Filter>,
    /// Other filters.
    pub picks: Vec<Pick>,
    /// Own fields; none where none is indexed.
    pub own: Option<OwnPick>,
    /// Filters that stay when another is picked, as (name, value).
    pub hidden: Vec<(String, String)>,
    /// Some filter is in force.
    pub filtered: bool,
    /// What would stand here, where nothing does and nothing is filtered.
    pub empty: String,
    /// The rows.
    pub rows: Vec<Row>,
    /// Where to go on.
    pub pager: Pager,
}

impl LeadsPage {
    /// A list with nothing in it yet and no filters.
    #[must_use]
    pub fn bare(frame: Frame) -> Self {
        Self {
            empty: frame.say("leads-empty"),
            frame,
            title: String::new(),
            shown: String::new(),
            export: String::new(),
            stages: Vec::new(),
            picks: Vec::new(),
            own: None,
            hidden: Vec::new(),
            filtered: false,
            rows: Vec::new(),
            pager: Pager::default(),
        }
    }
}
