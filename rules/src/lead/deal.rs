//! A deal after *advanced*: while it moves nobody is asked; when it goes quiet, its rep is.

use crate::agreement::Stage;
use crate::fact::{AliveAnswer, QuietWhy, Terms};
use crate::{Id, Instant, Span};
use serde::{Deserialize, Serialize};

/// So long without activity, and the rep is asked.
pub const QUIET_AFTER: Span = Span::days(21);

/// A deal that runs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Deal {
    /// The handoff it came from.
    pub handoff: Id,
    /// Whose it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<Id>,
    /// When something happened last.
    pub active_at: Instant,
    /// The next step's date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_step_at: Option<Instant>,
    /// Not asked after before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stalled_until: Option<Instant>,
    /// Asked, and not answered yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<QuietWhy>,
    /// Until when an answer is owed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms: Option<Terms>,
}

/// A deal that ended, and the stage of its lead before.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ended {
    /// As it was.
    pub deal: Deal,
    /// Where the lead stood.
    pub stage: Stage,
}

impl Deal {
    /// When it is asked after next, and why: its next step's date, or weeks without activity, whichever comes first;
    /// never before the date until which it was said to be stalled.
    pub fn quiet_at(&self) -> (Instant, QuietWhy) {
        let quiet = (self.active_at + QUIET_AFTER, QuietWhy::NoActivity);
        if let Some(until) = self.stalled_until {
            return (until, QuietWhy::NoActivity);
        }
        let step = self.next_step_at.map(|at| (at, QuietWhy::StepPassed));
        step.filter(|(at, _)| *at <= quiet.0).unwrap_or(quiet)
    }

    /// It runs again: what was asked of it is asked anew when it goes quiet.
    pub(super) fn again(mut self, at: Instant) -> Self {
        self.moved(at);
        self.asked = None;
        self.terms = None;
        self
    }

    pub(super) fn asked(&mut self, why: QuietWhy) {
        self.asked = Some(why);
    }

    /// The customer did something.
    pub(super) fn moved(&mut self, at: Instant) {
        self.active_at = self.active_at.max(at);
    }

    pub(super) fn answered(&mut self, at: Instant, answer: &AliveAnswer) {
        self.moved(at);
        self.asked = None;
        self.terms = None;
        self.next_step_at = None;
        self.stalled_until = None;
        match answer {
            AliveAnswer::Moving { next_step_at } => self.next_step_at = *next_step_at,
            AliveAnswer::Stalled { until } => self.stalled_until = Some(*until),
            AliveAnswer::Lost { .. } => {}
        }
    }
}
