//! Reading an archive line by line, and finding it right before anything is kept of it.

use super::format::{END, End, FORMAT, Header, Said, Section, VERSION, hex, read_row, shape};
use super::{ArchiveError, Progress, Stage, migration, tables};
use crate::READER_VERSION;
use ledger::{Table, Value};
use sha2::{Digest, Sha256};
use std::cmp::Ordering;
use std::io::{BufRead, BufReader, Read};

/// Longest line in bytes; a row is far shorter.
pub const LINE_BYTES_MAX: u64 = 64 * 1024 * 1024;
/// Bytes between two reports of progress.
const TOLD_EVERY: u64 = 1024 * 1024;

/// An archive that was read to its end and found right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// Rows in all.
    pub rows: u64,
    /// The checksum of everything before the last line.
    pub sha256: String,
}

/// Reads all of an archive (of `bytes` bytes) and keeps nothing.
///
/// # Errors
/// `ArchiveError` for what is no archive, newer, older, cut short, damaged or not in order.
pub fn check(file: impl Read, bytes: u64, progress: &Progress) -> Result<Checked, ArchiveError> {
    let mut reading = Reading::open(file)?;
    let mut wrong = None;
    let mut told = 0;
    loop {
        match reading.next() {
            Ok(Some(_)) => {}
            Ok(None) => break,
            // what is wrong in a damaged file is the damage: the checksum speaks first
            Err(error @ ArchiveError::Line { .. }) => {
                wrong.get_or_insert(error);
            }
            Err(error) => return Err(error),
        }
        if reading.lines.bytes - told >= TOLD_EVERY {
            told = reading.lines.bytes;
            progress(Stage::Checking, told, bytes);
        }
    }
    reading.closed(wrong)
}

/// An archive, being read.
pub(super) struct Reading<R> {
    pub lines: Lines<R>,
    header: Header,
    /// Which table's rows follow, by its place; none before the first.
    at: Option<usize>,
    rows_here: u64,
    rows: u64,
    last_key: Vec<Value>,
    end: Option<End>,
}

impl<R: Read> Reading<R> {
    /// Reads the header.
    pub fn open(file: R) -> Result<Self, ArchiveError> {
        let mut lines = Lines::of(file);
        let first = lines.next()?.ok_or(ArchiveError::NotAnArchive)?;
        let header = read_header(&first)?;
        lines.seal(&first);
        Ok(Self {
            lines,
            header,
            at: None,
            rows_here: 0,
            rows: 0,
            last_key: Vec::new(),
            end: None,
        })
    }

    /// The next row and its table; `None` at the end. After an error of a line the next one can be read.
    pub fn next(&mut self) -> Result<Option<(&'static Table, Vec<Value>)>, ArchiveError> {
        loop {
            let Some(line) = self.lines.next()? else {
                let line = self.lines.line;
                return Err(ArchiveError::Truncated { line });
            };
            if line.starts_with(END) {
                self.take_end(&line)?;
                return Ok(None);
            }
            self.lines.seal(&line);
            if line.starts_with(b"{") {
                self.take_section(&line)?;
                continue;
            }
            return self.take_row(&line).map(Some);
        }
    }

    fn take_row(&mut self, line: &[u8]) -> Result<(&'static Table, Vec<Value>), ArchiveError> {
        self.rows += 1;
        self.rows_here += 1;
        let table = self.at.and_then(|at| tables().nth(at));
        let table = table.ok_or_else(|| self.wrong("a row before its table is named"))?;
        let row = read_row(line, table).map_err(|why| self.wrong(why))?;
        let key = table.key_of(&row)?;
        if key.contains(&Value::Null) || !rises(&self.last_key, &key) {
            return Err(self.wrong("rows are not in the order of their keys"));
        }
        self.last_key = key;
        Ok((table, row))
    }

    fn take_section(&mut self, line: &[u8]) -> Result<(), ArchiveError> {
        self.full()?;
        let next = self.at.map_or(0, |at| at + 1);
        let due = self.header.tables.get(next).map(|table| table.name.as_str());
        let named = serde_json::from_slice::<Section>(line).ok();
        if due.is_none() || named.as_ref().map(|section| section.table.as_str()) != due {
            return Err(self.wrong("another table follows in the header"));
        }
        (self.at, self.rows_here, self.last_key) = (Some(next), 0, Vec::new());
        Ok(())
    }

    /// All rows of the table were there.
    fn full(&self) -> Result<(), ArchiveError> {
        let Some(table) = self.at.and_then(|at| self.header.tables.get(at)) else {
            return Ok(());
        };
        if table.rows != self.rows_here {
            let (name, due) = (&table.name, table.rows);
            return Err(self.wrong(format!("{} rows of {name}, the header has {due}", self.rows_here)));
        }
        Ok(())
    }

    fn take_end(&mut self, line: &[u8]) -> Result<(), ArchiveError> {
        let damaged = |line| ArchiveError::Damaged { line: Some(line) };
        let end = serde_json::from_slice(line).map_err(|_| damaged(self.lines.line))?;
        self.end = Some(end);
        match self.lines.next() {
            Ok(None) => Ok(()),
            // something follows the end
            _ => Err(damaged(self.lines.line)),
        }
    }

    /// The checksum, the counts, then what was wrong with a line.
    pub fn closed(mut self, wrong: Option<ArchiveError>) -> Result<Checked, ArchiveError> {
        let sha256 = hex(&self.lines.hash.finalize_reset());
        let line = match &wrong {
            Some(ArchiveError::Line { line, .. }) => Some(*line),
            _ => None,
        };
        let Some(end) = &self.end else {
            return Err(ArchiveError::Damaged { line });
        };
        if end.sha256 != sha256 || end.end != self.rows {
            return Err(ArchiveError::Damaged { line });
        }
        if let Some(wrong) = wrong {
            return Err(wrong);
        }
        self.full()?;
        let all_tables = self.at.map_or(0, |at| at + 1) == self.header.tables.len();
        if !all_tables || self.header.rows != self.rows {
            return Err(self.wrong(format!("{} rows, the header has {}", self.rows, self.header.rows)));
        }
        Ok(Checked {
            rows: self.rows,
            sha256,
        })
    }

    fn wrong(&self, why: impl Into<String>) -> ArchiveError {
        let (line, why) = (self.lines.line, why.into());
        ArchiveError::Line { line, why }
    }
}

fn rises(last: &[Value], key: &[Value]) -> bool {
    let pairs = last.iter().zip(key);
    let order = pairs.map(|(a, b)| a.order(b)).find(|order| order.is_ne());
    last.is_empty() || order == Some(Ordering::Less)
}

/// What any version says first; then whether this one can be read here.
fn read_header(line: &[u8]) -> Result<Header, ArchiveError> {
    let said: Said = serde_json::from_slice(line).map_err(|_| ArchiveError::NotAnArchive)?;
    if said.format != FORMAT {
        return Err(ArchiveError::NotAnArchive);
    }
    no_newer("format", said.version, VERSION)?;
    no_older("format", said.version, VERSION)?;
    let header: Header = serde_json::from_slice(line).map_err(|e| ArchiveError::Line {
        line: 1,
        why: e.to_string(),
    })?;
    no_newer("reader", header.reader, READER_VERSION)?;
    no_newer("migration", header.migration, migration())?;
    no_older("migration", header.migration, migration())?;
    let rows = header.tables.iter().map(|table| table.rows);
    let ours: Vec<_> = tables().zip(rows).map(|(table, rows)| shape(table, rows)).collect();
    if ours != header.tables || ours.len() != tables().count() {
        return Err(ArchiveError::Line {
            line: 1,
            why: "its tables are not those of its migration".to_owned(),
        });
    }
    Ok(header)
}

fn no_newer(what: &'static str, found: i64, known: i64) -> Result<(), ArchiveError> {
    if found > known {
        return Err(ArchiveError::Newer { what, found, known });
    }
    Ok(())
}

fn no_older(what: &'static str, found: i64, known: i64) -> Result<(), ArchiveError> {
    if found < known {
        return Err(ArchiveError::Older { what, found, known });
    }
    Ok(())
}

/// Lines of a file, and the checksum of those that were sealed.
pub(super) struct Lines<R> {
    file: BufReader<R>,
    hash: Sha256,
    pub line: u64,
    pub bytes: u64,
}

impl<R: Read> Lines<R> {
    fn of(file: R) -> Self {
        Self {
            file: BufReader::with_capacity(256 * 1024, file),
            hash: Sha256::new(),
            line: 0,
            bytes: 0,
        }
    }

    /// The next line, without its end; `None` where the file ends. A last line without its end was cut.
    fn next(&mut self) -> Result<Option<Vec<u8>>, ArchiveError> {
        let mut line = Vec::new();
        let read = (&mut self.file).take(LINE_BYTES_MAX).read_until(b'\n', &mut line)?;
        if read == 0 {
            return Ok(None);
        }
        if line.pop() != Some(b'\n') {
            return Err(match (self.line, read as u64 == LINE_BYTES_MAX) {
                (0, _) => ArchiveError::NotAnArchive,
                (line, true) => ArchiveError::Damaged { line: Some(line + 1) },
                (line, false) => ArchiveError::Truncated { line },
            });
        }
        self.line += 1;
        self.bytes += read as u64;
        Ok(Some(line))
    }

    fn seal(&mut self, line: &[u8]) {
        self.hash.update(line);
        self.hash.update(b"\n");
    }
}
