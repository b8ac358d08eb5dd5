//! How often leads have what the clauses ask about. A clause on a field that most leads lack decides little; a version
//! with such a clause has to say what a missing value means.

use super::terms::Stage;
use super::{Agreement, Clause, Definition};
use crate::criteria::Facets;
use crate::time::Span;
use std::collections::{BTreeMap, BTreeSet};

/// How far back leads are looked at.
pub const LOOKED_BACK: Span = Span::days(90);
/// Most leads that are looked at: the newest.
pub const LEADS_MAX: usize = 2_000;
/// Below so many leads nothing is refused.
pub const LEADS_MIN: u64 = 20;
/// A field that fewer leads have needs a choice for missing.
pub const SHARE_MIN: f64 = 0.5;

/// Of how many leads which fields were known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filled {
    /// Leads looked at.
    pub leads: u64,
    have: BTreeMap<String, u64>,
}

/// A clause's field, and how many leads have it.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldOfClause {
    /// Whose definition.
    pub stage: Stage,
    /// The clause.
    pub clause: String,
    /// The field.
    pub field: String,
    /// The share of leads that have it; `None` where no lead was looked at.
    pub share: Option<f64>,
    /// The clause needs the field, and does not say what becomes of a lead without it.
    pub unsaid: bool,
}

impl Filled {
    /// Takes in one lead: each of the fields that it has.
    pub fn note(&mut self, facets: &Facets, fields: &BTreeSet<String>) {
        self.leads += 1;
        for field in fields.iter().filter(|field| facets.get(field).is_some()) {
            *self.have.entry(field.clone()).or_default() += 1;
        }
    }

    /// The share of leads that have a field.
    pub fn share(&self, field: &str) -> Option<f64> {
        let have = self.have.get(field).copied().unwrap_or_default();
        (self.leads > 0).then(|| have as f64 / self.leads as f64)
    }
}

impl Agreement {
    /// Every field that a clause of a definition names, clause by clause, with the share of leads that have it.
    pub fn filled(&self, filled: &Filled) -> Vec<FieldOfClause> {
        let clauses = self
            .definitions
            .iter()
            .flat_map(|of| of.clauses.iter().map(move |clause| (of, clause)));
        let fields = clauses.flat_map(|(of, clause)| clause.when.fields().iter().map(move |field| (of, clause, field)));
        let one = |(of, clause, field): (&Definition, &Clause, &String)| FieldOfClause {
            stage: of.stage,
            clause: clause.name.clone(),
            field: field.clone(),
            share: filled.share(field),
            unsaid: clause.missing.is_none() && needs(clause, field) && !is_asked(of, field),
        };
        fields.map(one).collect()
    }

    /// Those that too few leads have for a clause that does not say what missing means.
    pub fn unfilled(&self, filled: &Filled) -> Vec<FieldOfClause> {
        let rare = |of: &FieldOfClause| of.unsaid && of.share.is_some_and(|share| share < SHARE_MIN);
        let enough = filled.leads >= LEADS_MIN;
        self.filled(filled)
            .into_iter()
            .filter(|of| enough && rare(of))
            .collect()
    }
}

/// Whether the definition's own questions ask for the field: while one is open, its clauses are not what decides.
fn is_asked(definition: &Definition, field: &str) -> bool {
    let id = field.strip_prefix("answers.");
    id.is_some_and(|id| definition.questions.iter().any(|asked| asked == id))
}

/// Whether a clause cannot be told of somebody of whom nothing is known, and does not ask first whether the field is there.
fn needs(clause: &Clause, field: &str) -> bool {
    let nothing = Facets::new();
    let asks_first = clause.when.source().contains(&format!("has({field})"));
    clause.when.judge_listing(&nothing).0.is_none() && !asks_first
}
