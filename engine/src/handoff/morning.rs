//! First attempts that nobody made yet, on a desk or held: what waits for an opening.

use crate::error::EngineError;
use crate::row::Columns;
use ledger::{Kind, Ledger, Row, Statement, Value};
use rules::{Id, Instant};

/// Most that are counted.
pub const COUNTED_MAX: i64 = 10_000;

/// First attempts owed, what is due first first.
pub static UNTRIED: Statement = Statement {
    name: "handoff_untried",
    sql: "SELECT rotation, owed_at, owner_id, accountable_id FROM handoff WHERE closed_at IS NULL \
          AND owed = 'first_attempt' AND owed_at IS NOT NULL ORDER BY owed_at, id LIMIT $1",
    params: &[Kind::Int],
    columns: &[Kind::Text, Kind::Int, Kind::Bytes, Kind::Bytes],
};

/// A first attempt nobody made yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Untried {
    /// Whose rotation.
    pub rotation: String,
    /// Until when.
    pub due: Instant,
    /// Who has it; nobody while it is held.
    pub owner: Option<Id>,
    /// Who answers while it is held.
    pub accountable: Option<Id>,
}

/// First attempts nobody made yet.
///
/// # Errors
/// `EngineError` when the ledger cannot be read.
pub async fn untried(ledger: &Ledger) -> Result<Vec<Untried>, EngineError> {
    let rows = ledger.read(&UNTRIED, vec![Value::Int(COUNTED_MAX)]).await?;
    let one = |row: &Row| {
        Ok(Untried {
            rotation: row.string(0)?,
            due: row.at(1)?,
            owner: row.opt_id(2)?,
            accountable: row.opt_id(3)?,
        })
    };
    rows.iter().map(one).collect()
}
