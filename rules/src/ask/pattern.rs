//! What is asked about a pattern of C's.

use crate::Instant;
use crate::fact::ResponseKind;
use serde::{Deserialize, Serialize};

/// What is asked of a pattern of C's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum OfPattern {
    /// Answer a pattern of C's.
    Respond {
        /// The reason they share.
        reason: String,
        /// The source they share.
        source: String,
        /// What was done.
        response: ResponseKind,
        /// Free words.
        note: Option<String>,
    },
    /// Ask Marketing to answer a pattern.
    AskToRespond {
        /// The reason they share.
        reason: String,
        /// The source they share.
        source: String,
    },
    /// An answer to a pattern is due.
    StrikePattern {
        /// The reason they share.
        reason: String,
        /// The source they share.
        source: String,
        /// When it should have gone off.
        due: Instant,
    },
}
