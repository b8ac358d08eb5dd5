//! Reading what depends on somebody: open and held handoffs, agreed returns, deals.

use crate::error::EngineError;
use crate::row::{Columns, id};
use ledger::{Kind, Ledger, Row, Statement, Value};
use rules::Id;
use rules::ask::SLICE_MAX;

/// How much depends on somebody, kind by kind.
pub static DEPENDING: Statement = Statement {
    name: "leaver_depending",
    sql: "SELECT (SELECT count(*) FROM handoff WHERE owner_id = $1 AND closed_at IS NULL), \
          (SELECT count(*) FROM handoff WHERE accountable_id = $1 AND held_until IS NOT NULL), \
          (SELECT count(*) FROM lead WHERE promised_id = $1 AND nurture_until IS NOT NULL), \
          (SELECT count(*) FROM lead WHERE promised_id = $1 AND nurture_until IS NULL) LIMIT 1",
    params: &[Kind::Bytes],
    columns: &[Kind::Int, Kind::Int, Kind::Int, Kind::Int],
};

/// Leads that depend on somebody, after an id.
pub static LEADS: Statement = Statement {
    name: "leaver_leads",
    sql: "SELECT id FROM (SELECT lead_id AS id FROM handoff WHERE owner_id = $1 AND closed_at IS NULL AND lead_id > $2 \
          UNION SELECT lead_id AS id FROM handoff WHERE accountable_id = $1 AND held_until IS NOT NULL AND lead_id > $2 \
          UNION SELECT id FROM lead WHERE promised_id = $1 AND id > $2) AS depending ORDER BY id LIMIT $3",
    params: &[Kind::Bytes, Kind::Bytes, Kind::Int],
    columns: &[Kind::Bytes],
};

/// What depends on somebody.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Depending {
    /// Open handoffs on his desk.
    pub open: u64,
    /// Held handoffs that he answers for.
    pub held: u64,
    /// Leads in nurture that come back to him.
    pub returns: u64,
    /// Deals that he is asked after.
    pub deals: u64,
}

impl Depending {
    /// All of it.
    pub fn all(self) -> u64 {
        self.open + self.held + self.returns + self.deals
    }
}

pub(crate) fn read(row: &Row) -> Result<Depending, EngineError> {
    let count = |column| row.int(column).map(|n| u64::try_from(n).unwrap_or_default());
    Ok(Depending {
        open: count(0)?,
        held: count(1)?,
        returns: count(2)?,
        deals: count(3)?,
    })
}

/// How much depends on somebody.
///
/// # Errors
/// `EngineError` when the ledger cannot be read.
pub async fn depending(ledger: &Ledger, user: Id) -> Result<Depending, EngineError> {
    let rows = ledger.read(&DEPENDING, vec![id(user)]).await?;
    rows.first().map_or_else(|| Ok(Depending::default()), read)
}

/// Leads that depend on somebody, after an id, at most a slice.
pub(crate) async fn leads(ledger: &Ledger, user: Id, after: Id) -> Result<Vec<Id>, EngineError> {
    let params = vec![id(user), id(after), Value::Int(SLICE_MAX as i64)];
    let rows = ledger.read(&LEADS, params).await?;
    rows.iter().map(|row| Ok(row.id(0)?)).collect()
}
