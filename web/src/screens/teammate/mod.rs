//! One of the team: who covers for him, what depends on him and how he leaves, and who gave him a head's office.

use askama::Template;

use crate::frame::Frame;
use crate::shapes::{Choice, Moment};

/// A form with one choice.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choosing {
    /// Where it is posted.
    pub action: String,
    /// What can be chosen.
    pub choices: Vec<Choice>,
    /// Carried, so that sending twice does it once.
    pub token: String,
}

/// How far what depends on him has moved.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Moving {
    /// "7 of 12 moved".
    pub said: String,
    /// Moved so far.
    pub moved: u64,
    /// Of how many.
    pub of: u64,
    /// Since when.
    pub since: Moment,
}

/// What of somebody who left went to one place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Went {
    /// To whom.
    pub to: String,
    /// "7 things".
    pub things: String,
    /// What that one has open; empty where this viewer may not see it.
    pub list: String,
}

/// He left, and what became of his work.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Left {
    /// When.
    pub at: Moment,
    /// How much moved, in a sentence.
    pub moved: String,
    /// Where to.
    pub went: Vec<Went>,
}

/// An office that he holds, or that is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Office {
    /// "Head of Sales: named by …, with the consent of …".
    pub said: String,
    /// Its code.
    pub code: String,
    /// Where a present head answers; empty where nothing is to be answered by this viewer.
    pub answer: String,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "teammate.html")]
pub struct TeammatePage {
    /// What stands round it.
    pub frame: Frame,
    /// His name.
    pub name: String,
    /// Where his duty, hours and history are.
    pub history: String,
    /// His roles, in words.
    pub roles: String,
    /// What was refused, in words.
    pub problem: Option<String>,
    /// He left.
    pub left: Option<Left>,
    /// Who covers for him, in a sentence.
    pub cover: String,
    /// Naming another cover; `None`: this viewer may not.
    pub covering: Option<Choosing>,
    /// What depends on him, in a sentence.
    pub depends: String,
    /// Each kind of it: "12 open handoffs".
    pub kinds: Vec<String>,
    /// Moving it, so that he may leave; `None`: this viewer may not, or it goes on already.
    pub leaving: Option<Choosing>,
    /// It goes on.
    pub moving: Option<Moving>,
    /// Offices held and asked for.
    pub offices: Vec<Office>,
}
