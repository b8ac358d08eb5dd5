//! Marks of the database itself. A demo is marked, and refuses real doors; half of an archive is marked, and opens none.

use crate::error::EngineError;
use crate::row::{Columns, text};
use crate::{MIGRATIONS, READER_VERSION, fact};
use ledger::{Kind, Ledger, OnClash, Place, Statement, Table};
use rules::fact::{Origin, SubjectKind};
use rules::{Id, Instant};

/// Marks.
pub static TABLE: Table = Table {
    name: "mark",
    key: &["name"],
    columns: &[("name", Kind::Text), ("value", Kind::Text)],
};

/// A mark's value.
pub static READ: Statement = Statement {
    name: "mark_read",
    sql: "SELECT value FROM mark WHERE name = $1",
    params: &[Kind::Text],
    columns: &[Kind::Text],
};

/// Takes a mark away.
pub static REMOVE: Statement = Statement {
    name: "mark_remove",
    sql: "DELETE FROM mark WHERE name = $1",
    params: &[Kind::Text],
    columns: &[],
};

/// The mark of a database that an archive came into by half.
const HALF: &str = "half_archive";

/// The checksum of the archive that came in by half, if one did.
///
/// # Errors
/// `EngineError::Ledger` when it cannot be read.
pub async fn half(ledger: &Ledger) -> Result<Option<String>, EngineError> {
    let rows = ledger.read(&READ, vec![text(HALF)]).await?;
    Ok(rows.first().map(|row| row.string(0)).transpose()?)
}

/// Goes on when the database is whole.
///
/// # Errors
/// `EngineError::Half` when an archive came into it by half.
pub async fn whole(ledger: &Ledger) -> Result<(), EngineError> {
    match half(ledger).await? {
        Some(_) => Err(EngineError::Half),
        None => Ok(()),
    }
}

/// Marks an empty database, before the first row of an archive. Only one import can.
///
/// # Errors
/// `EngineError::Ledger` when it cannot be written, or is marked.
pub async fn mark_half(ledger: &Ledger, sha256: &str) -> Result<(), EngineError> {
    let mut tx = ledger.begin().await?;
    tx.put_many(&TABLE, vec![vec![text(HALF), text(sha256)]], OnClash::Fail)
        .await?;
    Ok(tx.commit().await?)
}

/// The archive is in, and agrees with itself.
///
/// # Errors
/// `EngineError::Ledger` when it cannot be written.
pub async fn now_whole(ledger: &Ledger) -> Result<(), EngineError> {
    let mut tx = ledger.begin().await?;
    tx.run(&REMOVE, &[text(HALF)]).await?;
    Ok(tx.commit().await?)
}

/// Demo when the database says so, live otherwise.
///
/// # Errors
/// `EngineError::Ledger` when it cannot be read.
pub async fn origin(ledger: &Ledger) -> Result<Origin, EngineError> {
    let rows = ledger.read(&READ, vec![text("world")]).await?;
    let is_demo = rows
        .first()
        .is_some_and(|row| row.text(0).is_ok_and(|value| value == "demo"));
    Ok(if is_demo { Origin::Demo } else { Origin::Live })
}

/// Marks an empty database as a demo, before it is opened.
///
/// # Errors
/// `EngineError::Ledger` when it cannot be written.
pub async fn mark_demo(ledger: &Ledger) -> Result<(), EngineError> {
    let mut tx = ledger.begin().await?;
    tx.put_many(&TABLE, vec![vec![text("world"), text("demo")]], OnClash::Replace)
        .await?;
    Ok(tx.commit().await?)
}

/// Makes a database and marks it as a demo, before the engine is opened on it. Tells whether it was empty; one with
/// facts in it stays as it is.
///
/// # Errors
/// `EngineError` when it cannot be opened, read or written.
pub async fn make_demo(place: Place, now: Instant) -> Result<bool, EngineError> {
    let ledger = Ledger::open(place).await?;
    ledger.migrate(MIGRATIONS, now.0, READER_VERSION).await?;
    whole(&ledger).await?;
    for kind in SubjectKind::ALL {
        if !fact::reads::page(&ledger, kind, (Id::default(), 0), 1)
            .await?
            .is_empty()
        {
            return Ok(false);
        }
    }
    mark_demo(&ledger).await?;
    Ok(true)
}
