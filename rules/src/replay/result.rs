//! What a replay comes to.

use super::line::{Change, Line, SaidOf};
use super::load::RepLoad;
use super::names::Names;
use super::queue::Queue;
use super::setting::Window;
use super::threshold::Threshold;
use super::week::Week;
use crate::agreement::{Agreement, ClauseOutcome, Definition, Holds, Judged, Settled, Stage, Verdict};
use crate::{Id, Instant, Span};
use serde::Serialize;

/// How often a clause of the proposed version came out true, false, missing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ClauseCount {
    /// Whose definition.
    pub stage: Stage,
    /// The clause.
    pub clause: String,
    /// It held.
    pub holds: u64,
    /// It did not.
    pub fails: u64,
    /// It could not be told.
    pub missing: u64,
    /// It stood in the way: it did not hold, or could not be told where that does not pass.
    pub stood: u64,
    /// It alone stood in the way.
    pub alone: u64,
}

impl ClauseCount {
    /// How often it was judged.
    pub fn judged(&self) -> u64 {
        self.holds + self.fails + self.missing
    }
}

/// Counts of every clause of the four definitions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Clauses(Vec<ClauseCount>);

impl Clauses {
    /// None judged yet.
    pub fn of(agreement: &Agreement) -> Self {
        let stages = [Stage::Lead, Stage::Mql, Stage::Sal, Stage::Sql]
            .into_iter()
            .filter_map(|stage| agreement.definition(stage));
        let clauses = stages.flat_map(|of| of.clauses.iter().map(|clause| (of.stage, clause.name.clone())));
        let count = |(stage, clause)| ClauseCount {
            stage,
            clause,
            holds: 0,
            fails: 0,
            missing: 0,
            stood: 0,
            alone: 0,
        };
        Self(clauses.map(count).collect())
    }

    /// Adds another's counts, of the same agreement.
    pub fn add(&mut self, other: &Clauses) {
        for (mine, theirs) in self.0.iter_mut().zip(&other.0) {
            mine.holds += theirs.holds;
            mine.fails += theirs.fails;
            mine.missing += theirs.missing;
            mine.stood += theirs.stood;
            mine.alone += theirs.alone;
        }
    }

    /// The counts.
    pub fn told(self) -> Vec<ClauseCount> {
        self.0
    }

    pub(super) fn note(&mut self, agreement: &Agreement, judged: &Judged<'_>, request: bool) {
        if let Some(of) = agreement.definition(Stage::Lead) {
            self.note_stage(of, &judged.counts, request);
        }
        let verdict = match &judged.settled {
            Settled::Ready(_, verdict) | Settled::Unclear(verdict) | Settled::NotReady(verdict) => verdict,
            Settled::NotCounted | Settled::Suspected => return,
        };
        if let Some(of) = agreement.definition(Stage::Mql) {
            self.note_stage(of, verdict, request);
        }
    }

    /// A judgement by one definition.
    pub(super) fn note_stage(&mut self, of: &Definition, verdict: &Verdict, request: bool) {
        let Some(first) = self.0.iter().position(|count| count.stage == of.stage) else {
            return;
        };
        let mut in_the_way = Vec::new();
        for (place, (clause, (_, outcome))) in of.clauses.iter().zip(&verdict.clauses).enumerate() {
            let Some(count) = self.0.get_mut(first + place) else {
                return;
            };
            let blocks = match outcome {
                ClauseOutcome::True => false,
                ClauseOutcome::False => true,
                ClauseOutcome::Missing => clause.when_missing(request) != Holds::Yes,
            };
            match outcome {
                ClauseOutcome::True => count.holds += 1,
                ClauseOutcome::False => count.fails += 1,
                ClauseOutcome::Missing => count.missing += 1,
            }
            if blocks {
                count.stood += 1;
                in_the_way.push(first + place);
            }
        }
        if let ([only], true) = (in_the_way.as_slice(), verdict.unanswered.is_empty()) {
            self.0[*only].alone += 1;
        }
    }
}

/// Leads that came to Sales first in a week, of a tier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Count {
    /// The week's place.
    pub week: usize,
    /// The tier.
    pub tier: String,
    /// In fact.
    pub before: u64,
    /// Under the proposed version.
    pub after: u64,
}

/// Leads of one change of which Sales said one thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SaidCount {
    /// What changes of them.
    pub change: Change,
    /// What Sales said.
    pub said: SaidOf,
    /// How many.
    pub leads: u64,
}

/// The same with the coded why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReasonCount {
    /// What changes of them.
    pub change: Change,
    /// What Sales said.
    pub said: SaidOf,
    /// Why.
    pub reason: String,
    /// How many.
    pub leads: u64,
}

/// The whole in few numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Totals {
    /// Leads that were judged within the window.
    pub leads: u64,
    /// How often leads were judged.
    pub moments: u64,
    /// Times leads came to Sales.
    pub handed_before: u64,
    /// Times they would have.
    pub handed_after: u64,
    /// Leads that came to Sales.
    pub before: u64,
    /// Leads that would have.
    pub after: u64,
    /// Leads put on the review list.
    pub review_before: u64,
    /// Leads that would have been.
    pub review_after: u64,
    /// Leads that Sales accepted (SAL).
    pub accepted_before: u64,
    /// Leads that it would have, of those it talked with in fact.
    pub accepted_after: u64,
    /// Leads that became an SQL.
    pub sql_before: u64,
    /// Leads that would have, of those that advanced in fact.
    pub sql_after: u64,
    /// Left out on both sides: erased.
    pub erased: u64,
    /// Left out on both sides: they came from a file about the past, and no version judged them.
    pub past: u64,
    /// Verdicts stored in the window.
    pub stored: u64,
    /// Of those, verdicts that come out otherwise when they are judged again.
    pub differing: u64,
}

/// A past window under a proposed version, beside what happened.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Replay {
    /// The proposed version's number; 0 where it has none.
    pub version: i64,
    /// SHA-256 of its exact text, in hexadecimal.
    pub hash: String,
    /// Which past.
    pub window: Window,
    /// What was recorded later was not looked at.
    pub known_at: Instant,
    /// How long a handoff that did not happen was taken to last.
    pub usual: Span,
    /// The whole.
    pub totals: Totals,
    /// The weeks of the window.
    pub weeks: Vec<Week>,
    /// By week and tier.
    pub counts: Vec<Count>,
    /// How many leads of each change, in the order of [`Change::ALL`].
    pub changes: Vec<(Change, u64)>,
    /// What Sales said of them.
    pub said: Vec<SaidCount>,
    /// Why, the most first.
    pub reasons: Vec<ReasonCount>,
    /// How often each clause held.
    pub clauses: Vec<ClauseCount>,
    /// Load per rep.
    pub reps: Vec<RepLoad>,
    /// First attempts; `None` where more came than are reckoned with.
    pub queue: Option<Queue>,
    /// Score against feedback by the points in force.
    pub thresholds_before: Vec<Threshold>,
    /// And by those proposed.
    pub thresholds_after: Vec<Threshold>,
    /// Leads whose stored verdict comes out otherwise, the first of them.
    #[serde(skip)]
    pub differing: Vec<Id>,
    /// Leads one by one, in order: those that came to Sales on one side at least.
    #[serde(skip)]
    pub lines: Vec<Line>,
    /// All of them are there.
    pub lines_whole: bool,
    /// The tiers' names.
    #[serde(skip)]
    pub tiers: Names,
}

impl Replay {
    /// Leads of one change.
    pub fn changed(&self, change: Change) -> u64 {
        let found = self.changes.iter().find(|(known, _)| *known == change);
        found.map_or(0, |(_, leads)| *leads)
    }

    /// Of those, leads of which Sales said one thing.
    pub fn said(&self, change: Change, said: SaidOf) -> u64 {
        let of = self.said.iter().find(|it| it.change == change && it.said == said);
        of.map_or(0, |it| it.leads)
    }

    /// The place of the week that holds an instant.
    pub fn week_of(&self, at: Instant) -> Option<usize> {
        super::week::place(&self.weeks, at)
    }

    /// Whether every stored verdict came out as it is stored.
    pub fn is_faithful(&self) -> bool {
        self.totals.differing == 0
    }

    /// Nothing at all would have been otherwise.
    pub fn is_same(&self) -> bool {
        let changes = self.changes.iter().filter(|(change, _)| *change != Change::Same);
        let (one, two) = (self.totals.handed_before, self.totals.handed_after);
        changes.map(|(_, leads)| leads).sum::<u64>() == 0 && one == two
    }

    /// Of what came to Sales, the same would have been accepted and become an SQL.
    pub fn is_same_later(&self) -> bool {
        let totals = &self.totals;
        totals.accepted_before == totals.accepted_after && totals.sql_before == totals.sql_after
    }
}
