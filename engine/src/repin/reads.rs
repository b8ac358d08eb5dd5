//! Reading for "apply to running": which leads have a clock that runs.

use crate::error::EngineError;
use crate::lead::records::read_state;
use crate::row::{Columns, id};
use ledger::{Kind, Ledger, Row, Statement, Value};
use rules::Id;
use rules::ask::SLICE_MAX;
use rules::lead::Lead;

/// Leads with a running clock after an id: something is due, waits for review, or lies open on a desk.
pub static RUNNING: Statement = Statement {
    name: "repin_running",
    sql: "SELECT l.id, l.state FROM lead l WHERE l.id > $1 AND (l.due_at IS NOT NULL OR l.review_at IS NOT NULL \
          OR EXISTS (SELECT 1 FROM handoff h WHERE h.lead_id = l.id AND h.closed_at IS NULL)) \
          ORDER BY l.id LIMIT $2",
    params: &[Kind::Bytes, Kind::Int],
    columns: &[Kind::Bytes, Kind::Text],
};

/// A slice of leads with a running clock.
#[derive(Debug, Default)]
pub(crate) struct Running {
    /// As they are, in order; without those that cannot be read, so that one of them stops nobody else.
    pub leads: Vec<Lead>,
    /// The last one looked at, read or not.
    pub upto: Option<Id>,
    /// There are none after it.
    pub last: bool,
}

/// Leads with a running clock after an id, at most a slice.
pub(crate) async fn running(ledger: &Ledger, after: Id) -> Result<Running, EngineError> {
    let params = vec![id(after), Value::Int(SLICE_MAX as i64)];
    let rows = ledger.read(&RUNNING, params).await?;
    let upto = rows.last().map(|row| row.id(0)).transpose()?;
    Ok(Running {
        leads: rows.iter().filter_map(state).collect(),
        upto,
        last: rows.len() < SLICE_MAX,
    })
}

fn state(row: &Row) -> Option<Lead> {
    read_state(row, 1)
        .inspect_err(|error| tracing::error!(%error, "a lead cannot be read"))
        .ok()
}
