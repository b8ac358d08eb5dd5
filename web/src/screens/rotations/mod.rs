//! Rotations: each with its rule, members, turns and work of late; rules on trial over the last 90 days.

use askama::Template;

use crate::frame::Frame;
use crate::shapes::{Choice, Moment};

/// A member of a rotation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Member {
    /// The id as addresses write it.
    pub id: String,
    /// The name.
    pub name: String,
    /// His page.
    pub href: String,
    /// The share, 1 to 16.
    pub weight: u8,
    /// On duty now.
    pub on: bool,
    /// "on duty", "on leave".
    pub duty: String,
    /// "out of rotation until 14:00 (by Sample Person 1)"; empty where he is in.
    pub out: String,
    /// Whose turn is next, and how far behind the others are.
    pub turn: String,
    /// "12 of 25".
    pub open: String,
    /// Their list; empty where this viewer sees none.
    pub open_list: String,
    /// Picks in 30 and in 90 days: "4 · 11".
    pub picks: String,
    /// Given back, in the same.
    pub given: String,
    /// Owner first, in the same.
    pub owner_first: String,
    /// Moved by hand, in the same.
    pub moved: String,
    /// Share of leads first tried in 15 minutes of open time: "83 % of 12".
    pub tried: String,
}

/// A rotation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rotation {
    /// The name under which its members are kept.
    pub id: String,
    /// The name that people read.
    pub name: String,
    /// Its place in the order, from 1.
    pub place: usize,
    /// Its rule, in words.
    pub rule: String,
    /// "Calendar sales, at most 25 open, else the sales manager".
    pub terms: String,
    /// Who is on duty now.
    pub now: String,
    /// Its rota.
    pub rota: String,
    /// Its members.
    pub members: Vec<Member>,
    /// Who could be.
    pub others: Vec<Choice>,
    /// What was refused, in words.
    pub problem: Option<String>,
}

/// A rep who let leads pass, and what a manager is asked about him.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OutAsk {
    /// The id as addresses write it.
    pub user: String,
    /// The name.
    pub who: String,
    /// "Take Sample Person 9 out of rotation?"
    pub question: String,
    /// Why it is asked.
    pub why: String,
    /// Until when, each a press; none is preferred.
    pub choices: Vec<Choice>,
}

/// Somebody who is out of rotation now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OutNow {
    /// The id as addresses write it.
    pub user: String,
    /// The name.
    pub who: String,
    /// "out of rotation until 14:00 (by Sample Person 1)".
    pub said: String,
}

/// What a manager is asked, and who is out by such a press.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OutBox {
    /// Questions.
    pub asks: Vec<OutAsk>,
    /// Who is out.
    pub outs: Vec<OutNow>,
    /// The page to come back to.
    pub back: &'static str,
}

impl OutBox {
    /// Nothing to ask, and nobody out.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.asks.is_empty() && self.outs.is_empty()
    }
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "rotations.html")]
pub struct RotationsPage {
    /// What stands round it.
    pub frame: Frame,
    /// What is counted, in a sentence.
    pub about: String,
    /// What a manager is asked about reps who let leads pass.
    pub out: OutBox,
    /// The rotations, in their order.
    pub rotations: Vec<Rotation>,
    /// Members and weights may be changed.
    pub changes: bool,
    /// Versions whose rules can be tried: label, address.
    pub trials: Vec<(String, String)>,
}

/// A rotation on trial.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TrialRow {
    /// Its name.
    pub name: String,
    /// Leads before.
    pub before: i64,
    /// Leads after.
    pub after: i64,
    /// From other rotations.
    pub came: i64,
    /// To other rotations.
    pub went: i64,
}

/// A member on trial.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LoadRow {
    /// The rotation.
    pub rotation: String,
    /// The name.
    pub name: String,
    /// Leads before.
    pub before: i64,
    /// Leads after.
    pub after: i64,
    /// Leads a week after: "2.4".
    pub weekly: String,
}

/// A lead that goes elsewhere.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LeadRow {
    /// The name, or the id where this viewer sees no leads.
    pub name: String,
    /// Its page; empty where this viewer sees no leads.
    pub href: String,
    /// When it was handed over.
    pub at: Moment,
    /// Where it went then.
    pub went: String,
    /// Under the rules in force.
    pub before: String,
    /// Under the rules on trial.
    pub after: String,
}

/// Rules on trial.
#[derive(Debug, Template)]
#[template(path = "rotations_trial.html")]
pub struct TrialPage {
    /// What stands round it.
    pub frame: Frame,
    /// "Version 4 on trial".
    pub title: String,
    /// What was tried on what, in a sentence.
    pub about: String,
    /// The sentence about leads that no rule takes; empty where all are taken.
    pub untaken: String,
    /// The version's page.
    pub version: String,
    /// The same as a file.
    pub csv: String,
    /// The rotations.
    pub rotations: Vec<TrialRow>,
    /// The members.
    pub load: Vec<LoadRow>,
    /// Leads that go elsewhere.
    pub leads: Vec<LeadRow>,
    /// "The newest 200 of 812; the file has all."
    pub more: String,
}
