//! What waits for Marketing: missing facts, possible duplicates, what Sales gave back.

use askama::Template;

use crate::frame::Frame;
use crate::shapes::{Choice, Countdown, Filter, Moment, Pager};

/// Something to decide.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// The lead's page.
    pub href: String,
    /// The person.
    pub name: String,
    /// The company; may be empty.
    pub company: String,
    /// Why it waits: "Given back", "Missing facts".
    pub kind: String,
    /// What exactly, in words.
    pub what: String,
    /// Who gave it back; may be empty.
    pub who: String,
    /// Since when it waits.
    pub since: Moment,
    /// What is known, as (label, value).
    pub known: Vec<(String, String)>,
    /// The review clock.
    pub clock: Option<Countdown>,
    /// Where the decision is posted.
    pub action: String,
    /// Carried, so that sending twice does it once.
    pub token: String,
    /// What may be decided; each a button. None: this viewer may not.
    pub decisions: Vec<Choice>,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "review.html")]
pub struct ReviewPage {
    /// What stands round it.
    pub frame: Frame,
    /// Kinds as links.
    pub kinds: Vec<Filter>,
    /// What waits, the nearest due first.
    pub rows: Vec<Row>,
    /// Where to go on.
    pub pager: Pager,
}
