//! Reading what the team can be chosen by: open work by user, sources.

use crate::desk::records as desks;
use crate::error::EngineError;
use crate::row::Columns;
use ledger::{Kind, Ledger, Statement};
use rules::Id;
use std::collections::BTreeMap;

/// Open handoffs of everybody who has any.
///
/// # Errors
/// `EngineError` when the ledger cannot be read.
pub async fn open_work(ledger: &Ledger) -> Result<BTreeMap<Id, i64>, EngineError> {
    let rows = ledger.read(&desks::ALL, Vec::new()).await?;
    rows.iter().map(desks::read).collect()
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
