//! A pattern of C's alike in reason and source: how many wait for an answer, and until when Marketing owes it.

use crate::fact::{Body, Clock, Fact, Terms};
use crate::{Id, Instant};
use serde::{Deserialize, Serialize};

/// The C at which Marketing owes an answer.
pub const ASKED_AT: u32 = 3;
/// Answers owed that stay in the state: one a week for half a year.
pub const ROUNDS_KEPT: usize = 26;

/// A pattern's state: the fold of its facts.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Pattern {
    /// The reason they share.
    pub reason: String,
    /// The source they share; empty when they have none.
    pub source: String,
    /// C's since the last answer.
    pub misfits: u32,
    /// The handoff of the last of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last: Option<Id>,
    /// A rep asked for an answer.
    pub please: bool,
    /// When it was answered last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answered_at: Option<Instant>,
    /// Until when an answer is owed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub terms: Option<Terms>,
    /// The deadline that struck.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub struck: Option<Instant>,
    /// Answers that were owed, the newest last.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rounds: Vec<Round>,
}

/// An answer that was owed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Round {
    /// Until when.
    pub due: Instant,
    /// When it was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered_at: Option<Instant>,
}

impl Round {
    /// Whether it was answered in time at an instant; `None` while that cannot be told.
    pub fn kept(&self, now: Instant) -> Option<bool> {
        match self.answered_at {
            Some(at) => Some(at <= self.due),
            None => (self.due < now).then_some(false),
        }
    }
}

impl Pattern {
    /// Applies one more fact.
    pub fn apply(&mut self, fact: &Fact) {
        match &fact.body {
            Body::Misfit(misfit) => {
                self.named(&misfit.reason, &misfit.source);
                self.misfits = self.misfits.saturating_add(1);
                self.last = Some(misfit.handoff);
            }
            // what was answered already is counted no more
            Body::MisfitTaken(taken) if self.answered_at.is_none_or(|at| taken.said_at > at) => {
                self.misfits = self.misfits.saturating_sub(1);
            }
            Body::AskedToRespond(asked) => {
                self.named(&asked.reason, &asked.source);
                self.please = true;
            }
            Body::ClockStarted(started) if started.clock == Clock::Response => self.owes(&started.terms),
            Body::Struck(struck) if struck.clock == Clock::Response => self.struck = Some(struck.intended),
            Body::Responded(answer) => {
                self.named(&answer.reason, &answer.source);
                self.answered(fact.recorded_at);
            }
            _ => {}
        }
    }

    fn named(&mut self, reason: &str, source: &str) {
        reason.clone_into(&mut self.reason);
        source.clone_into(&mut self.source);
    }

    fn owes(&mut self, terms: &Terms) {
        self.terms = Some(terms.clone());
        self.rounds.push(Round {
            due: terms.due,
            answered_at: None,
        });
        let spare = self.rounds.len().saturating_sub(ROUNDS_KEPT);
        self.rounds.drain(..spare);
    }

    fn answered(&mut self, at: Instant) {
        if let Some(round) = self.rounds.last_mut() {
            round.answered_at.get_or_insert(at);
        }
        self.answered_at = Some(at);
        self.misfits = 0;
        self.please = false;
        self.terms = None;
        self.struck = None;
    }

    /// Whether an answer is owed: the third C, or somebody asked.
    pub fn asks(&self) -> bool {
        self.misfits >= ASKED_AT || self.please
    }

    /// The next instant at which somebody is to be told; nothing once it struck.
    pub fn deadline(&self) -> Option<Instant> {
        let due = self.terms.as_ref()?.due;
        self.struck.is_none_or(|struck| struck < due).then_some(due)
    }
}
