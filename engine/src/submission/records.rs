//! Writing submissions.

use crate::error::EngineError;
use crate::row::{at, id, json, opt_text, text};
use ledger::{Kind, Statement, Table, Value};
use rules::decide::Submission;

/// Submissions.
pub static TABLE: Table = Table {
    name: "submission",
    key: &["id"],
    columns: &[
        ("id", Kind::Bytes),
        ("lead_id", Kind::Bytes),
        ("occurred_at", Kind::Int),
        ("recorded_at", Kind::Int),
        ("kind", Kind::Text),
        ("given", Kind::Text),
        ("message", Kind::Text),
        ("consent", Kind::Text),
    ],
};

/// The submissions of a lead, the newest first.
pub static OF_LEAD: Statement = Statement {
    name: "submission_of_lead",
    sql: "SELECT id, occurred_at, kind, given, message, consent FROM submission WHERE lead_id = $1 ORDER BY id DESC LIMIT 50",
    params: &[Kind::Bytes],
    columns: &[Kind::Bytes, Kind::Int, Kind::Text, Kind::Text, Kind::Text, Kind::Text],
};

/// A submission as a row.
///
/// # Errors
/// `EngineError::Kept` when what was given cannot be written.
pub fn row(of: &Submission) -> Result<Vec<Value>, EngineError> {
    Ok(vec![
        id(of.id),
        id(of.lead),
        at(of.occurred_at),
        at(of.recorded_at),
        text(of.kind.code()),
        json(&of.given)?,
        opt_text(of.message.as_deref()),
        opt_text(of.consent.as_deref()),
    ])
}
