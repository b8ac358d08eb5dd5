//! Reading for "apply to running": which leads have a clock that runs.

use crate::error::EngineError;
use crate::row::{Columns, id};
use ledger::{Kind, Ledger, Statement, Value};
use rules::Id;
use rules::ask::SLICE_MAX;

/// Leads with a running clock after an id: something is due, waits for review, or lies open on a desk.
pub static RUNNING: Statement = Statement {
    name: "repin_running",
    sql: "SELECT l.id FROM lead l WHERE l.id > $1 AND (l.due_at IS NOT NULL OR l.review_at IS NOT NULL \
          OR EXISTS (SELECT 1 FROM handoff h WHERE h.lead_id = l.id AND h.closed_at IS NULL)) \
          ORDER BY l.id LIMIT $2",
    params: &[Kind::Bytes, Kind::Int],
    columns: &[Kind::Bytes],
};

/// Leads with a running clock after an id, at most a slice.
pub(crate) async fn running(ledger: &Ledger, after: Id) -> Result<Vec<Id>, EngineError> {
    let params = vec![id(after), Value::Int(SLICE_MAX as i64)];
    let rows = ledger.read(&RUNNING, params).await?;
    rows.iter().map(|row| Ok(row.id(0)?)).collect()
}
