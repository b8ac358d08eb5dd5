//! Criteria: clauses in CEL, checked when the text is read and judged without surprise.
//!
//! The room promises: a clause that passed the check names only fields of the registry, fits their kinds, and takes a
//! bounded number of steps. Judging never fails and never takes an absent value for true: what cannot be told is
//! [`Outcome::Missing`], with the fields that were read and absent.
//!
//! The grammar is the cel crate's; the tree is ours (`decisions/2026-11-22-cel-checker.md` says why).

mod checker;
mod conditions;
mod facets;
mod judge;
mod kinds;
mod problem;

pub use conditions::{Condition, Test, clause};
pub use facets::{Facets, FieldValue};
pub use problem::{CriterionCode, CriterionProblem};

use crate::fields::Registry;
use judge::{Node, Sight};
use serde::{Serialize, Serializer};
use std::cell::Cell;

/// Most characters of a clause.
pub const CHARACTERS_MAX: usize = 1_000;
/// Most parts (fields, values, operators, calls) of a clause; a list counts as one.
pub const PARTS_MAX: usize = 100;
/// Deepest nesting of a clause's parts.
pub const DEPTH_MAX: usize = 24;
/// Most opening brackets in a clause, those inside texts counted too.
pub const BRACKETS_MAX: usize = 60;
/// Most entries of a list.
pub const LIST_MAX: usize = 100;
/// Most steps that judging a clause may take.
pub const STEPS_MAX: usize = 1_000;
/// Most characters of a pattern.
pub const PATTERN_CHARACTERS_MAX: usize = 200;
/// Most memory of a compiled pattern, in bytes.
pub const PATTERN_BYTES_MAX: usize = 1 << 18;

/// What a clause comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It holds.
    True,
    /// It does not hold.
    False,
    /// It cannot be told: these fields were read and are absent. Empty where a value was of another kind than the
    /// registry says, or a sum left the range of numbers.
    Missing(Vec<String>),
}

/// A clause, checked once.
#[derive(Clone, Debug)]
pub struct Criterion {
    source: String,
    fields: Vec<String>,
    root: Node,
}

impl Criterion {
    /// Reads and checks a clause.
    ///
    /// # Errors
    /// The first problem found, with its place: a limit passed, an unknown field (with the nearest known) or function,
    /// kinds that do not go together, a bad pattern.
    pub fn compile(source: &str, registry: &Registry) -> Result<Criterion, CriterionProblem> {
        let (root, fields) = checker::check(source, registry)?;
        Ok(Criterion {
            source: source.to_owned(),
            fields,
            root,
        })
    }

    /// Judges a lead.
    pub fn judge(&self, facets: &Facets) -> Outcome {
        let (told, absent) = self.judge_listing(facets);
        match told {
            Some(true) => Outcome::True,
            Some(false) => Outcome::False,
            None => Outcome::Missing(absent),
        }
    }

    /// Judges a lead: true, false or `None` for missing, and the fields read and absent, whatever the outcome.
    pub fn judge_listing(&self, facets: &Facets) -> (Option<bool>, Vec<String>) {
        let sight = Sight {
            fields: &self.fields,
            facets,
            blind: false,
            absent: Cell::new(0),
        };
        let told = sight.truth(&self.root, None);
        (told, self.named(sight.absent.get()))
    }

    /// Whether the clause is true; missing is not.
    pub fn holds(&self, facets: &Facets) -> bool {
        let sight = Sight {
            fields: &self.fields,
            facets,
            blind: false,
            absent: Cell::new(0),
        };
        sight.truth(&self.root, None) == Some(true)
    }

    /// Whether the clause is true of everything, as `true` itself.
    pub fn always(&self) -> bool {
        matches!(self.root, Node::Literal(FieldValue::Bool(true)))
    }

    /// What the clause comes to of every lead, whatever is known: `lead.city == 'Ulm' || true` is always true. `None`
    /// where it depends on the lead, as it should.
    pub fn constant(&self) -> Option<bool> {
        let sight = Sight {
            fields: &self.fields,
            facets: &Facets::new(),
            blind: true,
            absent: Cell::new(0),
        };
        sight.truth(&self.root, None)
    }

    /// The clause as plain conditions that must all hold, each of one field; `None` where it says more than that.
    pub fn conditions(&self) -> Option<Vec<Condition>> {
        conditions::read(&self.root, &self.fields)
    }

    /// The fields the clause names, in order of first mention.
    pub fn fields(&self) -> &[String] {
        &self.fields
    }

    /// The clause as it was written.
    pub fn source(&self) -> &str {
        &self.source
    }

    fn named(&self, absent: u128) -> Vec<String> {
        if absent == 0 {
            return Vec::new();
        }
        let read = self
            .fields
            .iter()
            .enumerate()
            .filter(|(slot, _)| absent >> slot & 1 == 1);
        read.map(|(_, name)| name.clone()).collect()
    }
}

impl Serialize for Criterion {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.source)
    }
}

impl PartialEq for Criterion {
    fn eq(&self, other: &Self) -> bool {
        self.source == other.source
    }
}
