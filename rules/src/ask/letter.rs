//! What is asked about messages that were put down.

use super::Told;
use crate::{Id, Instant};
use serde::{Deserialize, Serialize};

/// What is asked of messages.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum OfLetter {
    /// Let messages wait: at most [`super::POSTPONED_MAX`], each until its instant.
    Postpone {
        /// The outbox rows.
        letters: Vec<(Id, Instant)>,
    },
    /// A message was sent, or not.
    Tell {
        /// The outbox row.
        letter: Id,
        /// What came of it.
        outcome: Told,
    },
}
