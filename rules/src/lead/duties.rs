//! Duties of a lead beside its handoffs': Marketing's look at it, the rep's answer to "still alive?". Each began, was due,
//! and was done; the rows by which both sides are counted are made of these.

use super::Lead;
use crate::fact::{Clock, Terms};
use crate::{Id, Instant};
use serde::{Deserialize, Serialize};

/// Those that stay in the state; older ones live on in their rows and facts.
pub const DUTIES_KEPT: usize = 6;

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Duty {
    /// `Review` or `StillAlive`.
    pub clock: Clock,
    /// When it began.
    pub since: Instant,
    /// Until when it is owed.
    pub due: Instant,
    /// When it was done, or was owed no longer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done_at: Option<Instant>,
    /// Whose, where it is one person's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<Id>,
}

impl Duty {
    /// Whether it was kept at an instant; `None` while that cannot be told.
    pub fn kept(&self, now: Instant) -> Option<bool> {
        match self.done_at {
            Some(at) => Some(at <= self.due),
            None => (self.due < now).then_some(false),
        }
    }
}

impl Lead {
    /// Its terms were pinned: it begins, or is due at another instant.
    pub(super) fn duty_pinned(&mut self, clock: Clock, terms: &Terms, owner: Option<Id>) {
        let running = |duty: &&mut Duty| duty.clock == clock && duty.done_at.is_none();
        if let Some(duty) = self.duties.iter_mut().rev().find(running) {
            // asked for again meanwhile: it is owed since the first time
            if duty.since == terms.start {
                duty.due = terms.due;
            }
            return;
        }
        self.duties.push(Duty {
            clock,
            since: terms.start,
            due: terms.due,
            done_at: None,
            owner,
        });
        let spare = self.duties.len().saturating_sub(DUTIES_KEPT);
        self.duties.drain(..spare);
    }

    /// It is done, or owed no longer.
    pub(super) fn duty_done(&mut self, clock: Clock, at: Instant) {
        let running = |duty: &&mut Duty| duty.clock == clock && duty.done_at.is_none();
        self.duties
            .iter_mut()
            .filter(running)
            .for_each(|duty| duty.done_at = Some(at));
    }
}
