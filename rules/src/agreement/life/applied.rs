//! Versions that were applied to running clocks: begun by whom and when. How far each is, its act knows.

use super::Life;
use crate::refusal::Refusal;
use crate::{Id, Instant};
use serde::{Deserialize, Serialize};

/// Most that are remembered; the oldest are forgotten.
pub const APPLIED_MAX: usize = 20;

/// A version, applied to running clocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Applied {
    /// Which.
    pub version: i64,
    /// The act that does it.
    pub act: Id,
    /// Who began it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Id>,
    /// When.
    pub at: Instant,
}

impl Applied {
    /// The code of the refusal.
    pub const REFUSED: &'static str = "applied_before";

    /// What whoever begins it a second time is told.
    pub fn refusal(&self) -> Refusal {
        Refusal::conflict(Self::REFUSED)
            .with("version", self.version)
            .with("at", self.at.rfc3339())
            .with("by", self.by.map_or("system".to_owned(), |user| user.show("user")))
    }
}

impl Life {
    /// When a version was last applied to running clocks, and by whom.
    pub fn last_applied(&self, version: i64) -> Option<&Applied> {
        self.applied.iter().rev().find(|applied| applied.version == version)
    }

    pub(super) fn apply_to_running(&mut self, applied: Applied) {
        self.applied.push(applied);
        let forgotten = self.applied.len().saturating_sub(APPLIED_MAX);
        self.applied.drain(..forgotten);
    }
}
