//! Colleagues: a company has one open handoff, and whoever else of it becomes ready joins that one.

use crate::Id;
use serde::{Deserialize, Serialize};

/// On the lead that joins: whose handoff it is part of from now on. Written again when that handoff goes to another
/// owner, or when this person raised its tier.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Joined {
    /// The lead whose handoff it is.
    pub lead: Id,
    /// Which handoff.
    pub handoff: Id,
    /// Who has it; nobody yet where it is held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<Id>,
    /// The tier that this person came with.
    pub tier: String,
    /// Its place in the agreement.
    #[serde(default)]
    pub rank: i64,
}

/// On the lead whose handoff it is: a colleague joined.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ColleagueJoined {
    /// Which handoff.
    pub handoff: Id,
    /// Who.
    pub lead: Id,
    /// The tier that he came with.
    pub tier: String,
}

/// On the lead whose handoff it is: a colleague is no longer part of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ColleagueGone {
    /// Which handoff.
    pub handoff: Id,
    /// Who.
    pub lead: Id,
}

/// What became of a handoff, and so of everybody who had joined it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Covering {
    /// A: it goes on.
    Advanced,
    /// B: right, but not now.
    FitNotReady,
    /// C: not for us.
    NotAFit,
    /// Given back before the first attempt.
    Rejected,
    /// The planned attempts ended without a connect.
    NoContact,
    /// The deal that came of it was lost.
    Lost,
    /// It was won: once, by the lead whose handoff it was.
    Won,
}

impl Covering {
    /// Every one.
    pub const ALL: [Covering; 7] = [
        Self::Advanced,
        Self::FitNotReady,
        Self::NotAFit,
        Self::Rejected,
        Self::NoContact,
        Self::Lost,
        Self::Won,
    ];

    /// As stored and as words are looked up.
    pub fn code(self) -> &'static str {
        match self {
            Self::Advanced => "advanced",
            Self::FitNotReady => "fit_not_ready",
            Self::NotAFit => "not_a_fit",
            Self::Rejected => "rejected",
            Self::NoContact => "no_contact",
            Self::Lost => "lost",
            Self::Won => "won",
        }
    }
}

/// On a lead that had joined: what was said of the handoff holds for this person too. It is no handoff and no feedback of
/// his own, and no number counts it as one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Covered {
    /// The lead whose handoff it was.
    pub lead: Id,
    /// Which handoff.
    pub handoff: Id,
    /// What became of it.
    pub by: Covering,
    /// Advanced, and the definition of SQL did not hold.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub short_of_sql: bool,
}
