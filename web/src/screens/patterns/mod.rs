//! Patterns of "C · not a fit": reason × source, and Marketing's one answer to each.

use askama::Template;

use crate::frame::Frame;
use crate::shapes::{Choice, Countdown, Field, Filter, Moment, Pager};

/// An answer given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answered {
    /// "Rule changed: at least 20 people".
    pub what: String,
    /// Who.
    pub who: String,
    /// When.
    pub at: Moment,
}

/// A C of a pattern.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told {
    /// The person.
    pub name: String,
    /// The lead's page.
    pub href: String,
    /// On whose desk it was.
    pub who: String,
    /// When it was said.
    pub at: Moment,
}

/// A pattern.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// The reason.
    pub reason: String,
    /// The source, campaign or clause.
    pub source: String,
    /// How many.
    pub count: u64,
    /// Their list.
    pub list: String,
    /// "5 of 14 handed over in 30 days".
    pub evidence: String,
    /// Details as told: "1–5 people × 4".
    pub details: Vec<String>,
    /// Who said it lately, of which lead.
    pub told: Vec<Told>,
    /// The response clock.
    pub clock: Option<Countdown>,
    /// The answer, when given.
    pub answered: Option<Answered>,
    /// The form stands open (first one, or with errors).
    pub open: bool,
    /// Where the answer is posted; empty: this viewer may not.
    pub action: String,
    /// Reason and source, as the form sends them.
    pub codes: (String, String),
    /// Carried, so that sending twice does it once.
    pub token: String,
    /// Rule changed, source changed, definition proposed, kept because.
    pub responses: Vec<Choice>,
    /// Why or what exactly.
    pub why: Field,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "patterns.html")]
pub struct PatternsPage {
    /// What stands round it.
    pub frame: Frame,
    /// Open, answered.
    pub states: Vec<Filter>,
    /// The patterns, the heaviest first.
    pub rows: Vec<Row>,
    /// Where to go on.
    pub pager: Pager,
}
