//! The agreement: one text that both sides sign, read into terms that run.
//!
//! The room promises: a text either loads whole, or every problem in it is told with line, column and what was
//! expected; a loaded agreement judges any lead without failing; the hash is over the exact bytes of the text.

pub mod change;
pub mod dates;
mod definitions;
mod duties;
pub mod edit;
pub mod filled;
mod goal;
mod judge;
pub mod life;
mod load;
mod page;
mod problem;
mod propose;
mod sense;
mod terms;
mod tiers;
pub mod worth;

pub use goal::{Expected, Goal, Money, Rates};
pub use judge::{ClauseOutcome, Holds, Judged, Settled, Verdict};
pub use problem::{Problem, ProblemCode};
pub use terms::{
    Cadence, Clause, Counted, Definition, Desk, Detail, Escalation, FeedbackRules, HandOff, HandsTo, Ideal, Missing,
    NotePart, Often, Owed, OwedByMarketing, OwedBySales, Question, Reason, Review, RotationRule, Rung, RungAt,
    ScoreRule, Side, Stage, Tier, Which,
};

use crate::calendar::{Calendar, Holidays};
use crate::criteria::Criterion;
use crate::fields::Registry;
use std::collections::BTreeMap;

/// The agreement that Baton ships with.
pub const STARTING: &str = include_str!("../../agreements/starting.toml");
/// The format of text that this Baton writes.
pub const FORMAT: u32 = 1;
/// Longest text, in bytes.
pub const TEXT_BYTES_MAX: usize = 256 * 1024;

/// A loaded agreement.
#[derive(Clone, Debug)]
pub struct Agreement {
    /// The version it came into force as. `None` until somebody gives it one; the text does not carry it.
    pub version: Option<u32>,
    /// SHA-256 of the text's bytes: what a signature is over.
    pub hash: [u8; 32],
    /// Its name.
    pub name: String,
    /// The line above both sides.
    pub goal: Option<Goal>,
    /// What both sides believe.
    pub expected: Expected,
    /// Who qualifies.
    pub desk: Desk,
    /// One for each of lead, MQL and SQL, and SAL where it is defined.
    pub definitions: Vec<Definition>,
    /// What goes with a lead that is handed over.
    pub handoff: HandOff,
    /// The ideal customer, clause by clause.
    pub ideal: Vec<Ideal>,
    /// In order; the last takes everything.
    pub tiers: Vec<Tier>,
    /// In the order of the text.
    pub scores: Vec<ScoreRule>,
    /// In the order of the text.
    pub questions: Vec<Question>,
    /// By name.
    pub calendars: BTreeMap<String, Calendar>,
    /// In order; the last takes everything.
    pub rotations: Vec<RotationRule>,
    /// Who is told when.
    pub escalation: Escalation,
    /// What Sales reports, by when.
    pub feedback: FeedbackRules,
    /// What each side owes.
    pub owed: Owed,
    /// When the two sides meet.
    pub review: Option<Review>,
}

impl Agreement {
    /// Reads a text. Its questions become fields `answers.ID` beside those of the registry.
    ///
    /// # Errors
    /// Every problem found (at most 100), in order of place.
    pub fn load(text: &str, registry: &Registry, holidays: &Holidays) -> Result<Agreement, Vec<Problem>> {
        load::load(text, registry, holidays)
    }

    /// The starting agreement, with the starting fields and the holiday lists that Baton ships with.
    ///
    /// # Errors
    /// None in a released Baton: a test loads it.
    pub fn starting() -> Result<Agreement, Vec<Problem>> {
        Self::load(STARTING, &Registry::starting(), &Holidays::shipped())
    }

    /// Reads a text with the starting fields and the holiday lists that Baton ships with.
    ///
    /// # Errors
    /// As `load`.
    pub fn load_plain(text: &str) -> Result<Agreement, Vec<Problem>> {
        Self::load(text, &Registry::starting(), &Holidays::shipped())
    }

    /// A text with every default written out, comments kept. Twice gives the same text, and what it loads to is what the
    /// text given loads to.
    ///
    /// # Errors
    /// As `load`.
    pub fn propose(text: &str, registry: &Registry, holidays: &Holidays) -> Result<String, Vec<Problem>> {
        propose::propose(text, registry, holidays)
    }

    /// SHA-256 of the exact bytes, in hexadecimal.
    pub fn hash_hex(&self) -> String {
        self.hash.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// The definition of a stage, where there is one.
    pub fn definition(&self, stage: Stage) -> Option<&Definition> {
        self.definitions.iter().find(|definition| definition.stage == stage)
    }

    /// The tier of this name.
    pub fn tier_named(&self, name: &str) -> Option<&Tier> {
        self.tiers.iter().find(|tier| tier.name == name)
    }

    /// The rotation of this name.
    pub fn rotation_named(&self, name: &str) -> Option<&RotationRule> {
        self.rotations.iter().find(|rotation| rotation.name == name)
    }

    /// What people read for a rotation's name: that of one which the text no longer has as it is.
    pub fn rotation_called<'a>(&'a self, name: &'a str) -> &'a str {
        self.rotation_named(name).map_or(name, RotationRule::called)
    }

    /// The calendar that governs a rotation's clocks.
    pub fn calendar_of(&self, rotation: &RotationRule) -> Option<&Calendar> {
        self.calendars.get(&rotation.calendar)
    }

    /// Where the text reads a field: the names of clauses, tiers, score rules, rotations that ask about it.
    pub fn uses_of(&self, field: &str) -> Vec<String> {
        let clauses = self.definitions.iter().flat_map(|definition| &definition.clauses);
        let clauses = clauses.map(|clause| (&clause.name, &clause.when));
        let named = clauses
            .chain(self.ideal.iter().map(|clause| (&clause.name, &clause.when)))
            .chain(self.tiers.iter().map(|tier| (&tier.name, &tier.when)))
            .chain(self.scores.iter().map(|rule| (&rule.name, &rule.when)))
            .chain(self.rotations.iter().map(|rule| (&rule.name, &rule.when)));
        let reads = |when: &Criterion| when.fields().iter().any(|read| read == field);
        named
            .filter(|(_, when)| reads(when))
            .map(|(name, _)| name.clone())
            .collect()
    }

    /// The questions that a stage's definition asks to be answered, in the order of the definition.
    pub fn questions_before(&self, stage: Stage) -> impl Iterator<Item = &Question> {
        let asked = self.definition(stage).map(|definition| definition.questions.as_slice());
        let named = |id: &String| self.questions.iter().find(|question| question.id == *id);
        asked.unwrap_or_default().iter().filter_map(named)
    }

    /// The registry's fields and, as `answers.ID`, this agreement's questions.
    pub fn fields(&self, registry: &Registry) -> Registry {
        let mut fields = registry.clone();
        for question in &self.questions {
            // a question that is a field already was let through by the check as one of the same kind
            let _known = fields.add(question.field());
        }
        fields
    }
}
