//! Reading what waits for Marketing's decision.

use crate::error::EngineError;
use crate::row::{Columns, at, id, parse, text};
use crate::{lead, person};
use ledger::{Kind, Ledger, Statement, Value};
use rules::lead::Lead;
use rules::person::Person;
use rules::{Id, Instant};

/// Most leads of one page.
pub const PAGE_MAX: i64 = 200;

/// Leads that wait, who waits longest first, by cursor; `''` is any reason.
pub static WAITING: Statement = Statement {
    name: "review_waiting",
    sql: "SELECT state FROM lead WHERE review_at IS NOT NULL AND review_at >= $1 AND (review_at > $1 OR id > $2) \
          AND ($3 = '' OR review_reason = $3) ORDER BY review_at, id LIMIT $4",
    params: &[Kind::Int, Kind::Bytes, Kind::Text, Kind::Int],
    columns: &[Kind::Text],
};

/// How many wait, by reason.
pub static COUNTS: Statement = Statement {
    name: "review_counts",
    sql: "SELECT COALESCE(review_reason, ''), count(*) FROM lead WHERE review_at IS NOT NULL \
          GROUP BY COALESCE(review_reason, '') ORDER BY 1 LIMIT 20",
    params: &[],
    columns: &[Kind::Text, Kind::Int],
};

/// Leads that wait, for one reason or (`None`) any, after a cursor of since and id.
///
/// # Errors
/// `EngineError` when the ledger or a state cannot be read.
pub async fn waiting(
    ledger: &Ledger,
    reason: Option<&str>,
    after: Option<(Instant, Id)>,
    limit: i64,
) -> Result<Vec<Lead>, EngineError> {
    let (since, last) = after.unwrap_or((Instant(i64::MIN), Id::default()));
    let limit = Value::Int(limit.clamp(1, PAGE_MAX));
    let params = vec![at(since), id(last), text(reason.unwrap_or_default()), limit];
    let rows = ledger.read(&WAITING, params).await?;
    rows.iter().map(|row| parse(row, 0)).collect()
}

/// How many wait, by the reason's code.
///
/// # Errors
/// As `waiting`.
pub async fn counts(ledger: &Ledger) -> Result<Vec<(String, i64)>, EngineError> {
    let rows = ledger.read(&COUNTS, Vec::new()).await?;
    rows.iter().map(|row| Ok((row.string(0)?, row.int(1)?))).collect()
}

/// Leads by id, in no order; ids that are none are left out.
///
/// # Errors
/// As `waiting`.
pub async fn leads(ledger: &Ledger, leads: &[Id]) -> Result<Vec<Lead>, EngineError> {
    let ids = leads.iter().copied().map(id).collect();
    let rows = ledger.read_many(&lead::records::TABLE, None, "id", ids).await?;
    rows.iter().map(lead::records::read).collect()
}

/// The people of leads, in no order.
///
/// # Errors
/// As `waiting`.
pub async fn people(ledger: &Ledger, leads: &[Id]) -> Result<Vec<Person>, EngineError> {
    let ids = leads.iter().copied().map(id).collect();
    let rows = ledger.read_many(&person::records::TABLE, None, "lead_id", ids).await?;
    rows.iter().map(person::records::read).collect()
}
