//! What is asked about a deal that a handoff came to: how it ended, whether it is alive.

use crate::fact::{AliveAnswer, Money};
use crate::{Id, Instant};
use serde::{Deserialize, Serialize};

/// What is asked of a deal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum OfDeal {
    /// A deal was won.
    Won {
        /// The lead.
        lead: Id,
        /// The handoff that it came from.
        handoff: Id,
        /// What it brought, where that is known.
        amount: Option<Money>,
        /// When; now if not said.
        at: Option<Instant>,
    },
    /// A deal was lost.
    Lost {
        /// The lead.
        lead: Id,
        /// The handoff that it came from.
        handoff: Id,
        /// The coded why, one of the agreement's.
        reason: String,
        /// When; now if not said.
        at: Option<Instant>,
    },
    /// Take back how a deal ended.
    UndoOutcome {
        /// The lead.
        lead: Id,
        /// The handoff that it came from.
        handoff: Id,
    },
    /// Answer for a deal that went quiet.
    StillAlive {
        /// The lead.
        lead: Id,
        /// The handoff it came from.
        handoff: Id,
        /// What is so.
        answer: AliveAnswer,
    },
}
