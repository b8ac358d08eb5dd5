//! Writing and reading the secret addresses of calendars.

use crate::error::EngineError;
use crate::row::{Columns, at, id, text};
use ledger::{Kind, Ledger, Statement, Table, Value};
use rules::roster::Roster;
use rules::{Id, Instant};

/// Feeds.
pub static TABLE: Table = Table {
    name: "feed",
    key: &["id"],
    columns: &[
        ("id", Kind::Bytes),
        ("user_id", Kind::Bytes),
        ("hash", Kind::Text),
        ("at", Kind::Int),
    ],
};

/// The feed with this hash.
pub static BY_HASH: Statement = Statement {
    name: "feed_by_hash",
    sql: "SELECT id, user_id FROM feed WHERE hash = $1",
    params: &[Kind::Text],
    columns: &[Kind::Bytes, Kind::Bytes],
};

/// A feed as a row.
pub fn row(feed: Id, user: Id, hash: &str, when: Instant) -> Vec<Value> {
    vec![id(feed), id(user), text(hash), at(when)]
}

/// Whose calendar a secret opens: of somebody who is active, and only the newest that was not withdrawn.
///
/// # Errors
/// `EngineError` when the ledger cannot be read.
pub async fn opened_by(ledger: &Ledger, roster: &Roster, hash: &str) -> Result<Option<Id>, EngineError> {
    let rows = ledger.read(&BY_HASH, vec![text(hash)]).await?;
    let Some(row) = rows.first() else { return Ok(None) };
    let (feed, user) = (row.id(0)?, row.id(1)?);
    let good = roster.active(user).is_some_and(|known| known.feed == Some(feed));
    Ok(good.then_some(user))
}
