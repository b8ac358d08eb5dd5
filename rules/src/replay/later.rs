//! What follows a handoff: the definitions of SAL and SQL, judged again where they were judged in fact.

use super::known::ANSWERED;
use super::result::Clauses;
use crate::Id;
use crate::agreement::{Agreement, ClauseOutcome, Holds, Stage, Verdict};
use crate::criteria::Facets;
use crate::fact::{Body, Fact, Which};
use crate::person::{Person, answer_field};
use std::collections::BTreeMap;

/// What was accepted and became an SQL within the window: in fact, and under the proposed version.
#[derive(Clone, Debug, Default)]
pub(super) struct Later {
    accepted: [bool; 2],
    /// By handoff: what was said last counts.
    sql: BTreeMap<Id, [bool; 2]>,
    /// Verdicts stored, and those that come out otherwise.
    pub stored: u32,
    /// See `stored`.
    pub differing: u32,
}

/// What a fact of Sales's work is judged with.
pub(super) struct Judging<'a> {
    /// The version that was in force then.
    pub then: &'a Agreement,
    /// The proposed one.
    pub proposed: &'a Agreement,
    /// What was known then, with the scores in fact.
    pub facets: &'a dyn Fn() -> Facets,
    /// And with those of the proposed version.
    pub facets_after: &'a dyn Fn() -> Facets,
    /// The person, as known then.
    pub person: &'a Person,
    /// It asked to be called: what cannot be told passes by default.
    pub request: bool,
    /// Sales would have it under the proposed version.
    pub had: bool,
}

/// The verdict that a fact carries, and the definition that it is of.
fn stored(body: &Body) -> Option<(Stage, Option<&Verdict>)> {
    match body {
        Body::Connected(talk) => Some((Stage::Sal, talk.verdict.as_ref())),
        Body::Feedback(said) if said.which == Which::Advanced => Some((Stage::Sql, said.verdict.as_ref())),
        _ => None,
    }
}

impl Later {
    /// Whether a fact is one of those that are judged here, or takes one of them back.
    pub fn hears(body: &Body) -> bool {
        matches!(body, Body::Connected(_) | Body::Feedback(_))
    }

    /// Judges a fact again under both versions.
    pub fn hear(&mut self, fact: &Fact, judging: &Judging<'_>, clauses: &mut Clauses) {
        let Some((stage, verdict)) = stored(&fact.body) else {
            if let Body::Feedback(said) = &fact.body {
                self.sql.insert(said.handoff, [false; 2]);
            }
            return;
        };
        if let Some(verdict) = verdict {
            self.compare(verdict, judging);
        }
        let held = judging.had && judging.holds(stage, clauses);
        match &fact.body {
            Body::Connected(talk) => {
                self.accepted[0] |= talk.accepts();
                self.accepted[1] |= held;
            }
            Body::Feedback(said) => {
                self.sql.insert(said.handoff, [said.is_sql(), held]);
            }
            _ => {}
        }
    }

    fn compare(&mut self, stored: &Verdict, judging: &Judging<'_>) {
        let again = judging.then.judge(stored.stage, &(judging.facets)());
        if again != *stored && judging.reads_words(stored.stage) {
            return;
        }
        self.stored += 1;
        self.differing += u32::from(again != *stored);
    }

    /// Whether it was accepted: in fact, and under the proposed version.
    pub fn accepted(&self) -> [bool; 2] {
        self.accepted
    }

    /// Whether it became an SQL: in fact, and under the proposed version.
    pub fn sql(&self) -> [bool; 2] {
        [0, 1].map(|side: usize| self.sql.values().any(|held| held[side]))
    }
}

impl Judging<'_> {
    /// Whether the proposed definition holds, but for questions that nobody was asked then.
    fn holds(&self, stage: Stage, clauses: &mut Clauses) -> bool {
        let Some(definition) = self.proposed.definition(stage) else {
            return true;
        };
        let verdict = self.proposed.judge(stage, &(self.facets_after)());
        clauses.note_stage(definition, &verdict, self.request);
        let asked = self.then.definition(stage).map(|of| of.questions.as_slice());
        let owed = |id: &String| asked.is_some_and(|asked| asked.contains(id));
        let hold = |(clause, (_, outcome)): (&crate::agreement::Clause, &(String, ClauseOutcome))| match outcome {
            ClauseOutcome::True => true,
            ClauseOutcome::False => false,
            ClauseOutcome::Missing => clause.when_missing(self.request) == Holds::Yes,
        };
        !verdict.unanswered.iter().any(owed) && definition.clauses.iter().zip(&verdict.clauses).all(hold)
    }

    /// Whether a definition reads an answer in words: that there is one is known here, not what it says.
    fn reads_words(&self, stage: Stage) -> bool {
        let clauses = self.then.definition(stage).map(|of| of.clauses.as_slice());
        let read = clauses
            .unwrap_or_default()
            .iter()
            .flat_map(|clause| clause.when.fields());
        let words = |field: &String| {
            let id = field.strip_prefix(&answer_field(""));
            id.is_some_and(|id| self.person.answer(id) == Some(ANSWERED))
        };
        read.into_iter().any(words)
    }
}
