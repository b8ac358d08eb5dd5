//! What takes a handoff from its owner while nobody tried: a hold that he did not take, his own time that passed.

use super::Handoff;
use crate::fact::{Clock, Rung, Struck, Terms};
use crate::{Id, Instant};

impl Handoff {
    /// Whether its owner has it and nobody tried: only then can it go to another by itself.
    fn is_untouched(&self) -> bool {
        self.is_open() && self.held_until.is_none() && self.stopped_at().is_none()
    }

    /// The exclusive hold that runs.
    pub fn to_be_taken(&self) -> Option<&Terms> {
        self.take_by.as_ref().filter(|_| self.is_untouched())
    }

    /// When it goes to the next in turn, unless somebody tries before.
    pub fn to_go_on(&self) -> Option<&Terms> {
        self.reassign.as_ref().filter(|_| self.is_untouched())
    }

    /// Until when its owner is to act by his own time.
    pub fn own_due(&self) -> Option<Instant> {
        let own = self.stretch.as_ref().or(self.first_attempt.as_ref());
        own.map(|terms| terms.due)
    }

    /// Whether its owner let his own time pass without a try.
    pub fn is_let_pass(&self, now: Instant) -> bool {
        self.is_untouched() && self.owner.is_some() && self.own_due().is_some_and(|due| due < now)
    }

    /// A hold ended untaken, or the handoff went on by itself: what struck does not strike again.
    pub(crate) fn struck(&mut self, struck: &Struck) {
        match (struck.clock, struck.rung) {
            (Clock::TakeBy, Rung::Due) => {
                self.take_by = None;
                let missed: Option<Id> = self.owner.filter(|owner| !self.not_taken.contains(owner));
                self.not_taken.extend(missed);
            }
            (Clock::Reassign, Rung::Due) => self.reassign = None,
            _ => {}
        }
    }
}
