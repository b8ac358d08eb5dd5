//! What came of a message, as whoever sent it tells.

use crate::Instant;
use serde::{Deserialize, Serialize};

/// What came of sending a message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "told", rename_all = "snake_case")]
pub enum Told {
    /// Delivered to the next hop.
    Sent,
    /// Try again then.
    Later {
        /// When.
        at: Instant,
        /// Why, as a code without personal data.
        why: String,
    },
    /// It waits, and that was no try: its person is away, or was told enough for now.
    Wait {
        /// Until when.
        at: Instant,
    },
    /// Never.
    Dead {
        /// Why, as a code without personal data.
        why: String,
    },
    /// Send it again by hand.
    Again,
}
