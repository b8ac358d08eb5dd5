//! What waits for an opening: leads that came over closed time and were not tried yet, held or on a desk already.

use crate::error::EngineError;
use crate::row::{Columns, at};
use ledger::{Kind, Ledger, Row, Statement, Value};
use rules::{Instant, Span};

/// No closed time that people work around is longer.
pub const BACK: Span = Span::days(21);
/// Most that are counted.
pub const COUNTED_MAX: i64 = 10_000;

/// Untried first attempts of late.
pub static UNTRIED: Statement = Statement {
    name: "handoff_untried",
    sql: "SELECT rotation, trigger_at, due_at FROM handoff WHERE trigger_at >= $1 AND closed_at IS NULL \
          AND first_attempt_at IS NULL AND connected_at IS NULL AND due_at IS NOT NULL ORDER BY trigger_at, id LIMIT $2",
    params: &[Kind::Int, Kind::Int],
    columns: &[Kind::Text, Kind::Int, Kind::Int],
};

/// A first attempt nobody made yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Untried {
    /// Whose rotation.
    pub rotation: String,
    /// The trigger.
    pub trigger_at: Instant,
    /// Until when.
    pub due: Instant,
}

/// First attempts nobody made yet, triggered within [`BACK`] of an instant.
///
/// # Errors
/// `EngineError` when the ledger cannot be read.
pub async fn untried(ledger: &Ledger, now: Instant) -> Result<Vec<Untried>, EngineError> {
    let rows = ledger
        .read(&UNTRIED, vec![at(now - BACK), Value::Int(COUNTED_MAX)])
        .await?;
    let one = |row: &Row| {
        Ok(Untried {
            rotation: row.string(0)?,
            trigger_at: row.at(1)?,
            due: row.at(2)?,
        })
    };
    rows.iter().map(one).collect()
}
