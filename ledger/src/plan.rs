//! How an engine would go about a text, without doing it: which tables it goes through, and by which index.

use crate::text::{self, Engine};
use crate::{Claim, Kind, LedgerError, Statement, Table, forks};

/// What a plan is wanted of.
#[derive(Clone, Copy, Debug)]
pub enum Planned {
    /// A statement.
    Statement(&'static Statement),
    /// Rows of a table by the values of one column.
    Keys(&'static Table, &'static str),
    /// A claim.
    Claim(&'static Claim),
}

/// One step of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// In the engine's words.
    pub told: String,
    /// It goes through a whole table, or a whole index, however many rows that has.
    pub walks: bool,
}

impl Planned {
    /// What it is called.
    pub fn name(&self) -> String {
        match self {
            Self::Statement(statement) => statement.name.to_owned(),
            Self::Keys(table, by) => format!("{}_by_{by}", table.name),
            Self::Claim(claim) => claim.name.to_owned(),
        }
    }

    pub(crate) fn sql(&self, engine: Engine) -> Result<String, LedgerError> {
        match self {
            Self::Statement(statement) => Ok(text::statement(engine, statement.sql)),
            Self::Keys(table, by) => text::select_by(engine, table, None, by, false),
            Self::Claim(claim) => Ok(text::statement(engine, &forks::claim(engine, claim)?)),
        }
    }

    /// The kinds of its parameters, where they are not a list of keys.
    pub(crate) fn params(&self) -> &'static [Kind] {
        match self {
            Self::Statement(statement) => statement.params,
            Self::Keys(..) => &[],
            Self::Claim(_) => &[Kind::Int, Kind::Int, Kind::Int],
        }
    }
}
