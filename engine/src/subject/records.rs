//! Writing and reading subjects' states.

use crate::row::{at, id, text};
use ledger::{Kind, Table, Value};
use rules::Instant;
use rules::fact::Subject;

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
    ],
};

/// A subject as a row.
pub fn row(subject: Subject, seq: i64, last_at: Instant, state: String) -> Vec<Value> {
    vec![
        id(subject.id),
        text(subject.kind.code()),
        Value::Int(seq),
        at(last_at),
        Value::Text(state),
    ]
}
