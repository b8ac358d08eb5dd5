//! What is asked about a lead: that it came, its answers, its review, its deadlines.

use super::{Answers, Capture};
use crate::fact::{Clock, Money, ReviewChoice, Rung};
use crate::{Id, Instant};
use serde::{Deserialize, Serialize};

/// What is asked of a lead.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum OfLead {
    /// Take in a submission.
    Capture(Box<Capture>),
    /// Take in a lead of the past, and its win if there was one.
    History {
        /// The submission.
        capture: Box<Capture>,
        /// When a deal was won, and for how much.
        won: Option<(Instant, Option<Money>)>,
    },
    /// Answer the agreement's questions of a lead, or write the note that goes with its handoff.
    Answer {
        /// The lead.
        lead: Id,
        /// The answers.
        answers: Answers,
    },
    /// Decide about a lead on the review list.
    Review {
        /// The lead.
        lead: Id,
        /// The choice.
        choice: ReviewChoice,
    },
    /// A deadline came.
    Strike {
        /// The lead.
        lead: Id,
        /// Of which duty.
        clock: Clock,
        /// Which step.
        rung: Rung,
        /// Of which handoff.
        handoff: Option<Id>,
        /// When it should have gone off.
        due: Instant,
    },
    /// A deadline struck twice in vain: take the lead's timers out of service and show it.
    Quarantine {
        /// The lead.
        lead: Id,
        /// Of which duty.
        clock: Clock,
    },
}
