//! Out: one moment of everything, table by table, in the order of keys.

use super::format::{End, Header, Section, hex, write_row};
use super::{ArchiveError, Progress, Stage, tables};
use crate::error::EngineError;
use crate::{MIGRATIONS, READER_VERSION, STATEMENTS, TABLES, mark};
use ledger::{Ledger, Place, Snapshot, Table};
use rules::Instant;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::io::Write;
use std::path::PathBuf;

/// Rows read at a time.
const PAGE: usize = 2_000;

/// What went out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exported {
    /// Rows in all.
    pub rows: u64,
    /// Of which facts.
    pub facts: u64,
    /// The checksum, as in the last line.
    pub sha256: String,
}

/// Writes everything of a database, as it is at one moment, while others go on working with it. `copy` names a new file
/// beside the archive that an SQLite file is copied to for that; it is gone afterwards.
///
/// # Errors
/// `ArchiveError` when there is nothing, or the database or the file fails; what was written is no archive then.
pub async fn export(
    place: Place,
    now: Instant,
    copy: PathBuf,
    out: &mut (dyn Write + Send),
    progress: &Progress,
) -> Result<Exported, ArchiveError> {
    let ledger = Ledger::open(place).await?;
    ledger.migrate(MIGRATIONS, now.0, READER_VERSION).await?;
    ledger.prepare_all(STATEMENTS, TABLES).await?;
    mark::whole(&ledger).await?;
    let hear = progress.clone();
    let copying = move |done, of| hear(Stage::Copying, done, of);
    let mut snapshot = ledger.snapshot(copy, copying).await?;
    let mut counts = Vec::new();
    for table in tables() {
        counts.push(snapshot.count(table).await?);
    }
    let header = Header::of(&counts);
    if header.rows == 0 {
        return Err(ArchiveError::Nothing);
    }
    let mut sealing = Sealing::over(out);
    sealing.json(&header)?;
    for table in tables() {
        sealing.json(&Section {
            table: table.name.to_owned(),
        })?;
        write_table(&mut snapshot, table, &mut sealing, &header, progress).await?;
    }
    let facts = header.tables.first().map_or(0, |table| table.rows);
    sealing.end(facts)
}

async fn write_table(
    snapshot: &mut Snapshot,
    table: &'static Table,
    sealing: &mut Sealing<'_>,
    header: &Header,
    progress: &Progress,
) -> Result<(), ArchiveError> {
    let mut after = Vec::new();
    loop {
        let page = snapshot.scan(table, &after, PAGE).await?;
        for row in &page {
            sealing.row(table, row.values())?;
        }
        progress(Stage::Writing, sealing.rows, header.rows);
        // whoever waits may stop it here
        tokio::task::yield_now().await;
        match page.last() {
            Some(last) if page.len() == PAGE => after = table.key_of(last.values())?,
            _ => return Ok(()),
        }
    }
}

/// Writes lines and keeps their checksum.
struct Sealing<'a> {
    out: &'a mut (dyn Write + Send),
    hash: Sha256,
    rows: u64,
    line: Vec<u8>,
}

impl<'a> Sealing<'a> {
    fn over(out: &'a mut (dyn Write + Send)) -> Self {
        Self {
            out,
            hash: Sha256::new(),
            rows: 0,
            line: Vec::new(),
        }
    }

    fn json(&mut self, line: &impl Serialize) -> Result<(), ArchiveError> {
        serde_json::to_writer(&mut self.line, line).map_err(std::io::Error::from)?;
        self.close()
    }

    fn row(&mut self, table: &Table, row: &[ledger::Value]) -> Result<(), ArchiveError> {
        write_row(row, &mut self.line).map_err(|why| EngineError::kept(table.name, &why))?;
        self.rows += 1;
        self.close()
    }

    fn close(&mut self) -> Result<(), ArchiveError> {
        self.line.push(b'\n');
        self.hash.update(&self.line);
        self.out.write_all(&self.line)?;
        self.line.clear();
        Ok(())
    }

    fn end(mut self, facts: u64) -> Result<Exported, ArchiveError> {
        let sha256 = hex(&self.hash.finalize_reset());
        let (rows, seal) = (self.rows, sha256.clone());
        self.json(&End { end: rows, sha256 })?;
        self.out.flush()?;
        let sha256 = seal;
        Ok(Exported { rows, facts, sha256 })
    }
}
