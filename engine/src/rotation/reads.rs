//! Reading rotations as their page shows them: places now, and what was handed over of late.

use super::records;
use crate::error::EngineError;
use crate::row::{Columns, at};
use ledger::{Kind, Ledger, Row, Statement, Value};
use rules::fact::RejectReason;
use rules::routing::Turns;
use rules::{Id, Instant};
use std::collections::BTreeMap;

/// Most handoffs looked at; a page says so where there are more.
pub const LOOKED_AT_MAX: usize = 50_000;

/// A handoff as rotations count it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handed {
    /// Its rotation.
    pub rotation: String,
    /// Who has it, or had it last.
    pub owner: Option<Id>,
    /// How he came to it, by code: `rotation`, `moved`, or an owner's.
    pub cause: String,
    /// Where its first-attempt clock began.
    pub trigger: Instant,
    /// The first attempt.
    pub tried: Option<Instant>,
    /// Half the turn came back: the lead was the cause.
    pub given_back: bool,
}

/// The newest handoffs since an instant.
pub static HANDED: Statement = Statement {
    name: "rotation_handed",
    sql: "SELECT rotation, owner_id, cause, trigger_at, first_attempt_at, rejected, not_a_lead FROM handoff \
          WHERE trigger_at >= $1 ORDER BY trigger_at DESC, id DESC LIMIT $2",
    params: &[Kind::Int, Kind::Int],
    columns: &[
        Kind::Text,
        Kind::Bytes,
        Kind::Text,
        Kind::Int,
        Kind::Int,
        Kind::Text,
        Kind::Text,
    ],
};

fn read(row: &Row) -> Result<Handed, EngineError> {
    let rejected = row.opt_string(5)?;
    let reason = rejected.and_then(|code| RejectReason::ALL.into_iter().find(|reason| reason.code() == code));
    Ok(Handed {
        rotation: row.string(0)?,
        owner: row.opt_id(1)?,
        cause: row.opt_string(2)?.unwrap_or_default(),
        trigger: row.at(3)?,
        tried: row.opt_at(4)?,
        given_back: reason.is_some_and(RejectReason::lead_was_the_cause) || row.opt_string(6)?.is_some(),
    })
}

/// The newest handoffs since an instant, at most [`LOOKED_AT_MAX`].
///
/// # Errors
/// `EngineError` when the ledger or a row cannot be read.
pub async fn handed(ledger: &Ledger, since: Instant) -> Result<Vec<Handed>, EngineError> {
    let limit = i64::try_from(LOOKED_AT_MAX).unwrap_or(i64::MAX);
    let rows = ledger.read(&HANDED, vec![at(since), Value::Int(limit)]).await?;
    rows.iter().map(read).collect()
}

/// The places of all rotations.
///
/// # Errors
/// As `handed`.
pub async fn turns(ledger: &Ledger) -> Result<BTreeMap<String, Turns>, EngineError> {
    ledger
        .read(&records::ALL, Vec::new())
        .await?
        .iter()
        .map(records::read)
        .collect()
}
