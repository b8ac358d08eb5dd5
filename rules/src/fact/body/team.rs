//! Covers, leavers, and a head's office: who stands in for whom, who moves out, who named whom.

use super::Role;
use crate::{Id, Instant};
use serde::{Deserialize, Serialize};

/// Somebody got a cover, or has none any more.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CoverSet {
    /// Who is covered while he is away.
    pub user: Id,
    /// Who covers; nobody where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cover: Option<Id>,
}

/// Somebody leaves: nothing new comes to him, and what depends on him moves first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UserLeaving {
    /// Who.
    pub user: Id,
    /// The act that moves what depends on him.
    pub act: Id,
}

/// The act over all leads that depend on a leaver began; slices follow.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MoveOutBegun {
    /// Who leaves.
    pub user: Id,
    /// To whom his leads go; by their rotations where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Id>,
    /// What depended on him then: open and held handoffs, agreed returns, deals.
    pub depend: u64,
}

/// A slice of what depends on a leaver was moved.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MovedOut {
    /// The last lead looked at; the next slice begins after it.
    pub upto: Id,
    /// Leads looked at, this slice.
    pub leads: u32,
    /// Handoffs, returns and deals that moved, this slice.
    pub moved: u32,
    /// Nothing is left, and he left with this slice.
    pub last: bool,
    /// To whom, and how many things.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub went: Vec<Went>,
}

/// How many things of a leaver went where.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Went {
    /// To whom; to nobody in particular where nothing is said: by the rotation on the day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Id>,
    /// How many.
    pub things: u32,
}

/// What was promised of somebody, a return to him or a deal of his, is another's from now on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PromiseMoved {
    /// Whose it was.
    pub from: Id,
    /// Whose it is; of nobody in particular where nothing is said: the rotation on the day, the manager until then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Id>,
}

/// No rotation picks somebody until an instant: a manager's word, not a leave. What he has stays his.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TakenOut {
    /// Who.
    pub user: Id,
    /// Until when.
    pub until: Instant,
}

/// Rotations pick him again before that.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PutBack {
    /// Who.
    pub user: Id,
}

/// A head's office is to be given or taken; a present head has to consent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OfficeAsked {
    /// Who gets it, or gives it up.
    pub user: Id,
    /// Which.
    pub office: Role,
    /// Given, or taken.
    pub give: bool,
}

/// A present head answered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OfficeAnswered {
    /// Who gets it, or gives it up.
    pub user: Id,
    /// Which.
    pub office: Role,
    /// Given, or taken.
    pub give: bool,
    /// Consented, or declined: then all stays as it was.
    pub consent: bool,
}

/// Whose account a company is, and whether it buys from us already.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AccountSet {
    /// Whose; nobody's where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<Id>,
    /// An existing customer.
    pub customer: bool,
}

/// Whose open deal a company has.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DealSet {
    /// Whose; there is none where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<Id>,
}

/// Somebody of a company was worked to an end, or a deal of theirs was.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CompanyWorked {
    /// Which lead.
    pub lead: Id,
    /// Which handoff.
    pub handoff: Id,
    /// Who had it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<Id>,
    /// A deal goes on from here; otherwise this lead has none, or none any more.
    pub deal: bool,
}
