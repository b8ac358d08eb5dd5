//! Writing facts.

use crate::error::EngineError;
use crate::row::{at, id, text};
use ledger::{Kind, Table, Value};
use rules::fact::Fact;

/// Facts, appended once.
pub static TABLE: Table = Table {
    name: "fact",
    key: &["subject_kind", "subject_id", "seq"],
    columns: &[
        ("subject_kind", Kind::Text),
        ("subject_id", Kind::Bytes),
        ("seq", Kind::Int),
        ("kind", Kind::Text),
        ("v", Kind::Int),
        ("origin", Kind::Text),
        ("occurred_at", Kind::Int),
        ("recorded_at", Kind::Int),
        ("actor", Kind::Text),
        ("body", Kind::Text),
    ],
};

/// A fact as a row.
///
/// # Errors
/// `EngineError::Kept` when its body cannot be written.
pub fn row(fact: &Fact) -> Result<Vec<Value>, EngineError> {
    let (kind, v, body) = fact.body.write().map_err(|e| EngineError::kept("fact", &e))?;
    Ok(vec![
        text(fact.subject.kind.code()),
        id(fact.subject.id),
        Value::Int(fact.seq),
        Value::Text(kind),
        Value::Int(v),
        text(fact.origin.code()),
        at(fact.occurred_at),
        at(fact.recorded_at),
        Value::Text(fact.actor.to_string()),
        Value::Text(body),
    ])
}
