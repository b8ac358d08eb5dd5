//! Marks of the database itself. A demo is marked, and refuses real doors.

use crate::error::EngineError;
use crate::row::text;
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
