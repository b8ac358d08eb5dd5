//! What a handoff's sides owe, told from its facts: the first attempt, the questions, the tries to the end.
//!
//! Promises: one definition of each, for the rows that are counted and for a replay of them.

use super::{ATTEMPTS_KEPT, Ending, Handoff, Stop};
use crate::Instant;
use crate::agreement::Money;
use crate::fact::{Answered, AnsweredBy, Channel, Clock, ClockStarted, Evidence, Terms};
use serde::{Deserialize, Serialize};

/// The questions that Marketing owed with a handoff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Questions {
    /// Still open.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub open: Vec<String>,
    /// When the last of them was answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered_at: Option<Instant>,
}

/// How a deal ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// Won, or lost.
    pub won: bool,
    /// When.
    pub at: Instant,
    /// What it brought, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Money>,
}

impl Outcome {
    /// As stored and as words are looked up.
    pub fn code(&self) -> &'static str {
        if self.won { "won" } else { "lost" }
    }
}

/// All that the verdict on a first attempt hangs on, beside its due time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tried {
    /// The earliest human try that proves itself.
    pub proved: Option<Instant>,
    /// The earliest human try of any evidence, and whether it is only claimed.
    pub first: Option<(Instant, bool)>,
    /// The first two-way exchange.
    pub connected: Option<Instant>,
    /// Given back, or no lead at all, before anybody tried.
    pub given_back: Option<Instant>,
}

/// What stopped a first-attempt duty, if anything did: the one definition, for numbers and for a replay. Talking to them
/// without a logged try is a claim; what was given back in time, untried, counts neither for nor against.
pub fn stop_of(due: Instant, tried: &Tried) -> Option<Stop> {
    let in_time = |at: Instant| at <= due;
    if tried.proved.is_some_and(in_time) {
        return Some(Stop::Met);
    }
    if let Some((at, claimed)) = tried.first.or(tried.connected.map(|at| (at, true))) {
        let claimed = claimed && in_time(at);
        return Some(if claimed { Stop::Claimed } else { Stop::Late });
    }
    tried.given_back.is_some_and(in_time).then_some(Stop::Rejected)
}

impl Handoff {
    /// Takes in what a clock that starts pins beside its terms.
    pub(crate) fn owes(&mut self, started: &ClockStarted) {
        if let Some(open) = &started.open_questions {
            let answered_at = open.is_empty().then_some(started.terms.start);
            self.questions = Some(Questions {
                open: open.clone(),
                answered_at,
            });
        }
        if started.plan.is_some() || started.clock == Clock::FirstAttempt {
            self.plan = started.plan;
        }
    }

    /// The cadence runs until another instant.
    pub(crate) fn cadence_pinned(&mut self, terms: Terms) {
        if let Some(plan) = &mut self.plan {
            plan.by = terms.due;
        }
        self.cadence = Some(terms);
    }

    /// Takes in answers. What Sales found out itself was not brought by Marketing.
    pub(crate) fn answered(&mut self, at: Instant, answered: &Answered) {
        let Some(questions) = self.questions.as_mut().filter(|_| answered.by != AnsweredBy::Sales) else {
            return;
        };
        questions.open.retain(|id| !answered.answers.contains_key(id));
        if questions.open.is_empty() {
            questions.answered_at.get_or_insert(at);
        }
    }

    /// Whether Marketing answered the questions before Sales acted on it; `None` where none is asked.
    pub fn questions_kept(&self) -> Option<bool> {
        let answered = self.questions.as_ref()?.answered_at;
        let acts = [self.first_try().map(|t| t.at), self.connected_at, self.closed_at];
        let first = acts.into_iter().flatten().min();
        Some(answered.is_some_and(|at| first.is_none_or(|first| at <= first)))
    }

    /// Whether Sales kept at it to the end: every planned attempt, or a reason to stop, in the cadence's time. `None` of
    /// those who were reached, and where no cadence is agreed.
    pub fn kept_at_it(&self) -> Option<bool> {
        let plan = self.plan.as_ref().filter(|_| self.connected_at.is_none())?;
        let ended = matches!(self.ending, Some(Ending::Rejected | Ending::NotALead));
        let stopped = ended && self.closed_at.is_some_and(|at| at <= plan.by);
        let met = self
            .tries
            .iter()
            .any(|t| t.channel == Channel::Meeting && t.at <= plan.by);
        let made = self.made_by(plan.by) >= plan.attempts && self.calls_by(plan.by) >= plan.calls;
        Some(stopped || met || made)
    }

    /// Calls made by an instant, as far as tries are kept one by one.
    fn calls_by(&self, by: Instant) -> u32 {
        let calls = self
            .tries
            .iter()
            .filter(|t| t.channel == Channel::Call && t.evidence != Evidence::Automatic && t.at <= by);
        calls.count() as u32
    }

    /// Calls that the plan still asks for.
    pub fn calls_owed(&self) -> u32 {
        let plan = self.plan.as_ref().filter(|_| self.connected_at.is_none());
        plan.map_or(0, |plan| plan.calls.saturating_sub(self.calls_by(plan.by)))
    }

    /// What counts as keeping at it, made by an instant.
    fn made_by(&self, by: Instant) -> u32 {
        if self.tries.len() >= ATTEMPTS_KEPT {
            return self.persistence();
        }
        let human = self
            .tries
            .iter()
            .filter(|t| t.evidence != Evidence::Automatic && t.at <= by);
        let human = human.count() as u32;
        human + self.machine_steps.min(human)
    }
}
