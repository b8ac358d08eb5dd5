//! What was found.

use rules::Id;
use serde::Serialize;

/// Differences that are kept; more are only counted.
pub const DIFFERENCES_MAX: usize = 1_000;

/// What differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The place or the instant of a fact among its subject's.
    Fact,
    /// A lead's row.
    Lead,
    /// A handoff's row.
    Handoff,
    /// A row of a duty beside the handoffs'.
    Duty,
    /// The row of the roster, the agreement, a pattern, an import or a token.
    Subject,
    /// A text of the agreement.
    Agreement,
    /// A rotation's places.
    Rotation,
    /// Open handoffs on a desk.
    Desk,
}

/// A row that does not say what the facts say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// What it is.
    pub kind: Kind,
    /// Which one: an id with its prefix, or a name.
    pub id: String,
    /// What is wrong: `missing`, `no_facts`, `column owner_id` …
    pub what: String,
}

/// What was looked at, and what differs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Leads folded.
    pub leads: u64,
    /// Facts read.
    pub facts: u64,
    /// Handoffs compared.
    pub handoffs: u64,
    /// Other subjects folded.
    pub subjects: u64,
    /// Asks that were done.
    pub commands: u64,
    /// Open handoffs that have neither an owner nor an accountable name: there should be none.
    pub ownerless: u64,
    /// Whether rotations and desks stood still, so that they were compared too.
    pub still: bool,
    /// How many differences there are.
    pub found: u64,
    /// The first of them.
    pub differences: Vec<Difference>,
}

impl Report {
    /// Whether every row compared says what the facts say.
    pub fn agrees(&self) -> bool {
        self.found == 0
    }

    pub(super) fn differs(&mut self, kind: Kind, id: impl Into<String>, what: impl Into<String>) {
        self.found += 1;
        if self.differences.len() < DIFFERENCES_MAX {
            let (id, what) = (id.into(), what.into());
            self.differences.push(Difference { kind, id, what });
        }
    }

    pub(super) fn take(&mut self, differences: Vec<Difference>) {
        for Difference { kind, id, what } in differences {
            self.differs(kind, id, what);
        }
    }
}

/// A difference of something with an id.
pub(super) fn difference(kind: Kind, prefix: &str, id: Id, what: impl Into<String>) -> Difference {
    let (id, what) = (id.show(prefix), what.into());
    Difference { kind, id, what }
}
