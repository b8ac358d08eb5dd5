//! Reading leads: what is due, lists, one lead's page.

use super::records;
use crate::error::EngineError;
use crate::row::{Columns, at, parse};
use ledger::{Kind, Ledger, Statement, Value};
use rules::Instant;
use rules::lead::Lead;

/// Leads with something due, the most pressing first.
pub static DUE: Statement = Statement {
    name: "lead_due",
    sql: "SELECT state FROM lead WHERE due_at IS NOT NULL AND due_at <= $1 ORDER BY due_at, due_rank, id LIMIT $2",
    params: &[Kind::Int, Kind::Int],
    columns: &[Kind::Text],
};

/// The next due instant of all.
pub static NEXT_DUE: Statement = Statement {
    name: "lead_next_due",
    sql: "SELECT due_at FROM lead WHERE due_at IS NOT NULL ORDER BY due_at, due_rank, id LIMIT 1",
    params: &[],
    columns: &[Kind::Int],
};

/// Leads with something due at an instant, at most `limit`.
///
/// # Errors
/// `EngineError` when the ledger or a state cannot be read.
pub async fn due(ledger: &Ledger, now: Instant, limit: i64) -> Result<Vec<Lead>, EngineError> {
    ledger
        .read(&DUE, vec![at(now), Value::Int(limit)])
        .await?
        .iter()
        .map(|row| parse(row, 0))
        .collect()
}

/// The next due instant.
///
/// # Errors
/// `EngineError` when the ledger cannot be read.
pub async fn next_due(ledger: &Ledger) -> Result<Option<Instant>, EngineError> {
    let rows = ledger.read(&NEXT_DUE, Vec::new()).await?;
    Ok(rows.first().map(|row| row.at(0)).transpose()?)
}

/// A lead by id.
///
/// # Errors
/// As `due`.
pub async fn one(ledger: &Ledger, id: rules::Id) -> Result<Option<Lead>, EngineError> {
    let rows = ledger
        .read_many(&records::TABLE, None, "id", vec![crate::row::id(id)])
        .await?;
    rows.first().map(records::read).transpose()
}
