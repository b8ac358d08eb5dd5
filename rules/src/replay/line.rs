//! One lead in a replay: what it was, what it would have been, and what Sales said of it.

use crate::fact::{Body, Fact, RejectReason, SubmissionKind, Which};
use crate::{Id, Instant};
use serde::Serialize;

/// What the proposed version changes of a lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// It would have come to Sales, and did not.
    In,
    /// It came to Sales, and would not have.
    Out,
    /// It would have come in another tier.
    OtherTier,
    /// It would have come at another moment.
    OtherTime,
    /// Nothing.
    Same,
}

impl Change {
    /// Every one.
    pub const ALL: [Change; 5] = [Self::In, Self::Out, Self::OtherTier, Self::OtherTime, Self::Same];

    /// As in addresses and as words are looked up.
    pub fn code(self) -> &'static str {
        match self {
            Self::In => "in",
            Self::Out => "out",
            Self::OtherTier => "other_tier",
            Self::OtherTime => "other_time",
            Self::Same => "same",
        }
    }

    /// Reads what `code` wrote.
    pub fn read(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|change| change.code() == code)
    }
}

/// What Sales said of a lead last, since the window began.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SaidOf {
    /// A.
    Advanced,
    /// B.
    FitNotReady,
    /// C.
    NotAFit,
    /// It was no lead at all.
    NotALead,
    /// Given back before a try.
    Rejected,
    /// Tried to the end and not reached.
    NoContact,
    /// Sales has or had it, and said nothing yet.
    Nothing,
    /// Sales never had it.
    NeverHad,
}

impl SaidOf {
    /// Every one.
    pub const ALL: [SaidOf; 8] = [
        Self::Advanced,
        Self::FitNotReady,
        Self::NotAFit,
        Self::NotALead,
        Self::Rejected,
        Self::NoContact,
        Self::Nothing,
        Self::NeverHad,
    ];

    /// As in addresses and as words are looked up.
    pub fn code(self) -> &'static str {
        match self {
            Self::Advanced => "advanced",
            Self::FitNotReady => "fit_not_ready",
            Self::NotAFit => "not_a_fit",
            Self::NotALead => "not_a_lead",
            Self::Rejected => "rejected",
            Self::NoContact => "no_contact",
            Self::Nothing => "nothing",
            Self::NeverHad => "never_had",
        }
    }

    /// Reads what `code` wrote.
    pub fn read(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|said| said.code() == code)
    }
}

/// What was said, with its coded why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// What.
    pub said: SaidOf,
    /// Why, as a code; empty where nothing is said.
    pub reason: String,
}

impl Default for Word {
    fn default() -> Self {
        Self {
            said: SaidOf::NeverHad,
            reason: String::new(),
        }
    }
}

impl Word {
    /// Takes in a fact since the window began: the last word counts.
    pub(super) fn hear(&mut self, fact: &Fact) {
        let (said, reason) = match &fact.body {
            Body::Feedback(feedback) => {
                let said = match feedback.which {
                    Which::Advanced => SaidOf::Advanced,
                    Which::FitNotReady => SaidOf::FitNotReady,
                    Which::NotAFit => SaidOf::NotAFit,
                };
                (said, feedback.reason.clone().unwrap_or_default())
            }
            Body::NotALead(not) if not.handoff.is_some() => {
                (SaidOf::NotALead, SubmissionKind::code(not.what).to_owned())
            }
            Body::Rejected(rejected) => (SaidOf::Rejected, RejectReason::code(rejected.reason).to_owned()),
            Body::NoContact(_) => (SaidOf::NoContact, String::new()),
            Body::Routed(_) | Body::Held(_) if self.said == SaidOf::NeverHad => (SaidOf::Nothing, String::new()),
            _ => return,
        };
        (self.said, self.reason) = (said, reason);
    }
}

/// A lead that came to Sales on one side at least.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// The lead.
    pub lead: Id,
    /// When it came to Sales first within the window, and in which tier (a place among the names).
    pub before: Option<(Instant, u16)>,
    /// When it would have.
    pub after: Option<(Instant, u16)>,
    /// What Sales said of it.
    pub said: SaidOf,
    /// Who had it first within the window.
    pub owner: Option<Id>,
}

impl Line {
    /// What the proposed version changes.
    pub fn change(&self) -> Change {
        match (self.before, self.after) {
            (None, Some(_)) => Change::In,
            (Some(_), None) => Change::Out,
            (Some((_, old)), Some((_, new))) if old != new => Change::OtherTier,
            (Some((old, _)), Some((new, _))) if old != new => Change::OtherTime,
            _ => Change::Same,
        }
    }
}
