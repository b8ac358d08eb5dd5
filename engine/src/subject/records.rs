//! Writing and reading subjects' states.

use crate::error::EngineError;
use crate::row::{at, id, opt_at, parse, text};
use ledger::{Kind, Row, Table, Value};
use rules::Instant;
use rules::fact::Subject;
use rules::pattern::Pattern;

/// Roster, agreement, patterns, imports, tokens.
pub static TABLE: Table = Table {
    name: "subject",
    key: &["id"],
    columns: &[
        ("id", Kind::Bytes),
        ("kind", Kind::Text),
        ("seq", Kind::Int),
        ("last_at", Kind::Int),
        ("state", Kind::Text),
        ("due_at", Kind::Int),
    ],
};

/// A subject as a row.
pub fn row(subject: Subject, seq: i64, last_at: Instant, state: String, due: Option<Instant>) -> Vec<Value> {
    vec![
        id(subject.id),
        text(subject.kind.code()),
        Value::Int(seq),
        at(last_at),
        Value::Text(state),
        opt_at(due),
    ]
}

/// Reads a pattern's state out of a row.
///
/// # Errors
/// `EngineError::Kept` when it cannot be read.
pub fn pattern(row: &Row) -> Result<Pattern, EngineError> {
    parse(row, 4)
}
