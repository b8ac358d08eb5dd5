//! Reading what the team can be chosen by: open work by user, sources.

use crate::desk::records as desks;
use crate::error::EngineError;
use crate::row::{Columns, at, id};
use ledger::{Kind, Ledger, Statement};
use rules::{Id, Instant};
use std::collections::BTreeMap;

/// Open handoffs of everybody who has any.
///
/// # Errors
/// `EngineError` when the ledger cannot be read.
pub async fn open_work(ledger: &Ledger) -> Result<BTreeMap<Id, i64>, EngineError> {
    let rows = ledger.read(&desks::ALL, Vec::new()).await?;
    rows.iter().map(desks::read).collect()
}

/// What lies open on a desk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Desk {
    /// Open handoffs.
    pub open: i64,
    /// Of them, those that something is owed on in the time asked about.
    pub due: i64,
}

/// Open handoffs of a user, and those due in a time.
pub static DESK: Statement = Statement {
    name: "team_desk",
    sql: "SELECT count(*), count(*) FILTER (WHERE owed_at >= $2 AND owed_at < $3) FROM handoff \
          WHERE owner_id = $1 AND closed_at IS NULL LIMIT 1",
    params: &[Kind::Bytes, Kind::Int, Kind::Int],
    columns: &[Kind::Int, Kind::Int],
};

/// What lies open on a desk, and what of it is due from one instant to another (without an end where none is said).
///
/// # Errors
/// As `open_work`.
pub async fn desk(ledger: &Ledger, user: Id, from: Instant, until: Option<Instant>) -> Result<Desk, EngineError> {
    let until = until.unwrap_or(rules::time::INSTANT_MAX);
    let rows = ledger.read(&DESK, vec![id(user), at(from), at(until)]).await?;
    let Some(row) = rows.first() else {
        return Ok(Desk::default());
    };
    let (open, due) = (row.int(0)?, row.int(1)?);
    Ok(Desk { open, due })
}

/// Sources that leads came from, in their order: one step of the index each, however many leads there are.
pub static SOURCES: Statement = Statement {
    name: "team_sources",
    sql: "WITH RECURSIVE s(source, n) AS (SELECT min(source), 1 FROM lead WHERE source IS NOT NULL \
          UNION ALL SELECT (SELECT min(l.source) FROM lead l WHERE l.source > s.source), s.n + 1 FROM s \
          WHERE s.source IS NOT NULL AND s.n < 200) \
          SELECT source FROM s WHERE source IS NOT NULL ORDER BY source LIMIT 200",
    params: &[],
    columns: &[Kind::Text],
};

/// Sources that leads came from, at most 200.
///
/// # Errors
/// As `open_work`.
pub async fn sources(ledger: &Ledger) -> Result<Vec<String>, EngineError> {
    let rows = ledger.read(&SOURCES, Vec::new()).await?;
    rows.iter().map(|row| Ok(row.string(0)?)).collect()
}
