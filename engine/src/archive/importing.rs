//! In: checked to its end, then slice by slice into an empty database, then folded anew.

use super::reading::{Checked, Reading, check};
use super::{ArchiveError, Progress, Stage};
use crate::import::ReadSeek;
use crate::verify::{self, Report};
use crate::{MIGRATIONS, READER_VERSION, STATEMENTS, TABLES, mark};
use ledger::{Ledger, OnClash, Place, Table, Value};
use rules::Instant;
use rules::fact::Origin;
use std::io::SeekFrom;

/// Rows of one commit.
const SLICE: usize = 5_000;

/// What came in.
#[derive(Clone, Debug)]
pub struct Imported {
    /// Rows in all.
    pub rows: u64,
    /// Whether half of it was there already, from a run that did not come to its end.
    pub again: bool,
    /// Whether it is a demo.
    pub is_demo: bool,
    /// What folding all facts anew found: it agrees.
    pub report: Report,
}

/// Brings an archive into an empty database, or once more into one that holds half of it.
///
/// # Errors
/// `ArchiveError`. Up to and with [`ArchiveError::OtherHalf`] nothing was changed, and no database was made; after any
/// later one the database is marked as half imported: nothing opens it, and the same archive can be imported again.
pub async fn import(
    place: Place,
    now: Instant,
    file: &mut dyn ReadSeek,
    progress: &Progress,
) -> Result<Imported, ArchiveError> {
    let bytes = file.seek(SeekFrom::End(0))?;
    file.seek(SeekFrom::Start(0))?;
    let checked = check(&mut *file, bytes, progress)?;
    let ledger = Ledger::open(place).await?;
    ledger.migrate(MIGRATIONS, now.0, READER_VERSION).await?;
    ledger.prepare_all(STATEMENTS, TABLES).await?;
    let again = begin(&ledger, &checked).await?;
    file.seek(SeekFrom::Start(0))?;
    let kept = keep(&ledger, file, bytes, &checked, progress).await;
    kept.map_err(|error| ArchiveError::Stopped(Box::new(error)))?;
    let hear = progress.clone();
    let mut told = move |done: u64, of: u64| hear(Stage::Verifying, done, of);
    let report = verify::verify(&ledger, &mut told).await?;
    if !report.agrees() {
        return Err(ArchiveError::Disagrees(Box::new(report)));
    }
    mark::now_whole(&ledger).await?;
    let rows = checked.rows;
    let is_demo = mark::origin(&ledger).await? == Origin::Demo;
    Ok(Imported {
        rows,
        again,
        is_demo,
        report,
    })
}

/// Marks the database before its first row; tells whether it was marked already.
async fn begin(ledger: &Ledger, checked: &Checked) -> Result<bool, ArchiveError> {
    match mark::half(ledger).await? {
        Some(sha256) if sha256 == checked.sha256 => return Ok(true),
        Some(_) => return Err(ArchiveError::OtherHalf),
        None => {}
    }
    for table in TABLES {
        if !ledger.scan(table, Vec::new(), 1).await?.is_empty() {
            return Err(ArchiveError::NotEmpty { table: table.name });
        }
    }
    mark::mark_half(ledger, &checked.sha256).await?;
    Ok(false)
}

async fn keep(
    ledger: &Ledger,
    file: &mut dyn ReadSeek,
    bytes: u64,
    checked: &Checked,
    progress: &Progress,
) -> Result<(), ArchiveError> {
    let mut reading = Reading::open(file)?;
    let mut slice: Option<(&'static Table, Vec<Vec<Value>>)> = None;
    while let Some((table, row)) = reading.next()? {
        match &mut slice {
            Some((of, rows)) if of.name == table.name && rows.len() < SLICE => rows.push(row),
            _ => {
                put(ledger, slice.replace((table, vec![row]))).await?;
                progress(Stage::Importing, reading.lines.bytes, bytes);
            }
        }
    }
    put(ledger, slice).await?;
    if reading.closed(None)? != *checked {
        return Err(ArchiveError::Moved);
    }
    Ok(())
}

/// Rows that a run before this one kept are written over: they are the same.
async fn put(ledger: &Ledger, slice: Option<(&'static Table, Vec<Vec<Value>>)>) -> Result<(), ArchiveError> {
    if let Some((table, rows)) = slice {
        let tx = ledger.begin().await?;
        tx.commit_with(vec![(table, rows, OnClash::Replace)]).await?;
    }
    Ok(())
}
