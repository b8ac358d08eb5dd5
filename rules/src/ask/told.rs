//! The envelope of an ask, and what becomes of a message.

use super::Command;
use crate::fact::{Actor, Origin, TokenScope};
use crate::{Id, Instant};
use serde::{Deserialize, Serialize};

/// An ask: its id makes it happen once, however often it is sent.
#[derive(Clone, Debug)]
pub struct Ask {
    /// Given or derived; the same id with the same body gets the stored result.
    pub id: Id,
    /// Who asks.
    pub actor: Actor,
    /// What a token may do; empty for everybody else.
    pub scopes: Vec<TokenScope>,
    /// When it came in, here.
    pub at: Instant,
    /// Live, import, history or demo.
    pub origin: Origin,
    /// What is asked for.
    pub command: Command,
}

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
