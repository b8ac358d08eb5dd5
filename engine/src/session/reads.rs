//! Reading sessions.

use crate::error::EngineError;
use crate::row::{Columns, id, text};
use ledger::{Kind, Ledger, Statement};
use rules::{Id, Instant};

/// The session with this hash, unless it ended.
pub static BY_HASH: Statement = Statement {
    name: "session_by_hash",
    sql: "SELECT session.user_id, session.until, account.name FROM session JOIN account ON account.user_id = session.user_id \
          WHERE session.hash = $1 AND session.ended_at IS NULL",
    params: &[Kind::Text],
    columns: &[Kind::Bytes, Kind::Int, Kind::Text],
};

/// A user's open sessions, the newest first.
pub static OF_USER: Statement = Statement {
    name: "session_of_user",
    sql: "SELECT hash, at, until FROM session WHERE user_id = $1 AND ended_at IS NULL ORDER BY at DESC, hash LIMIT 50",
    params: &[Kind::Bytes],
    columns: &[Kind::Text, Kind::Int, Kind::Int],
};

/// Whose session it is, with the name; `None` when there is none or its time is over.
///
/// # Errors
/// `EngineError` when the ledger cannot be read.
pub async fn holder(ledger: &Ledger, hash: &str, now: Instant) -> Result<Option<(Id, String)>, EngineError> {
    let rows = ledger.read(&BY_HASH, vec![text(hash)]).await?;
    let Some(row) = rows.first() else { return Ok(None) };
    Ok(if row.at(1)? > now {
        Some((row.id(0)?, row.string(2)?))
    } else {
        None
    })
}

/// Open sessions: hash and since when.
///
/// # Errors
/// As `holder`.
pub async fn of_user(ledger: &Ledger, user: Id, now: Instant) -> Result<Vec<(String, Instant)>, EngineError> {
    let rows = ledger.read(&OF_USER, vec![id(user)]).await?;
    let open = rows.iter().filter(|row| row.at(2).is_ok_and(|until| until > now));
    open.map(|row| Ok((row.string(0)?, row.at(1)?))).collect()
}
