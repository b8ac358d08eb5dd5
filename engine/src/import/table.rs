//! Reading rows: header, mapping, asks in batches. Runs on a thread of its own, because files block.

use super::column::{Mapping, System};
use super::file::{Look, ReadSeek, Script, Text, look};
use super::olist::{self, Wins};
use super::records::{Records, Spoilt};
use super::row::{ImportKind, RowAsk, command};
use super::{BATCH, COLUMNS_MAX, Handed, ImportError};
use rules::fields::OwnFields;
use rules::refusal::Refusal;
use rules::{Id, Instant};
use std::fmt::Write;
use tokio::sync::mpsc::Sender;

/// A file with its header read.
struct Table {
    file: usize,
    look: Look,
    header: Vec<String>,
    rows: csv::Reader<Records<Text>>,
}

impl Table {
    fn open(file: usize, mut from: Box<dyn ReadSeek>) -> Result<Self, ImportError> {
        let look = look(&mut *from)?;
        let mut rows = csv::ReaderBuilder::new()
            .delimiter(look.delimiter)
            .flexible(true)
            .has_headers(true)
            .from_reader(Records::over(Text::of(from, look.script), look.delimiter));
        let header: Vec<String> = rows
            .headers()
            .map_err(|error| trouble(&error))?
            .iter()
            .map(|name| name.trim().to_owned())
            .collect();
        if header.iter().all(String::is_empty) {
            return Err(ImportError::NoHeader);
        }
        if header.len() > COLUMNS_MAX {
            return Err(ImportError::TooWide);
        }
        Ok(Self {
            file,
            look,
            header,
            rows,
        })
    }

    /// The next row that holds anything, with its line.
    fn next(&mut self, row: &mut csv::StringRecord) -> Result<Option<u64>, ImportError> {
        loop {
            let line = self.rows.position().line();
            if !self.rows.read_record(row).map_err(|error| trouble(&error))? {
                return Ok(None);
            }
            if row.iter().any(|cell| !cell.trim().is_empty()) {
                return Ok(Some(row.position().map_or(line, csv::Position::line)));
            }
        }
    }

    /// Lines that are no rows, as rows that are refused; asked for after the last one too.
    fn spoilt(&mut self) -> impl Iterator<Item = RowAsk> + use<> {
        let (file, hash) = (self.file, hex(&self.look.hash));
        let spoilt = self.rows.get_mut().spoilt();
        spoilt.into_iter().map(move |(line, why)| {
            let (code, name) = match why {
                Spoilt::OpenQuote => ("open_quote", "line"),
                Spoilt::TooLong => ("row_too_long", "line"),
            };
            RowAsk {
                file,
                line,
                id: Id::named("import", &format!("{hash}/spoilt/{line}")),
                command: Err(Refusal::invalid(code, name)),
            }
        })
    }

    /// A row that holds bytes which are no letters, in a file whose others are: it is not guessed.
    fn is_broken(&self, row: &csv::StringRecord) -> bool {
        self.look.broken && row.iter().any(|cell| cell.contains('\u{fffd}'))
    }
}

fn trouble(error: &csv::Error) -> ImportError {
    ImportError::Read(std::io::Error::other(error.to_string()))
}

/// Reads files to their end and hands over what they ask for.
///
/// # Errors
/// `ImportError` when a file as a whole cannot be read.
pub fn read(
    files: Vec<Box<dyn ReadSeek>>,
    kind: ImportKind,
    now: Instant,
    fields: &OwnFields,
    to: &Sender<Handed>,
) -> Result<(), ImportError> {
    let opened = files.into_iter().enumerate().map(|(n, file)| Table::open(n, file));
    let mut tables = opened.collect::<Result<Vec<Table>, _>>()?;
    let about = tables.iter().map(|t| t.look.lines.saturating_sub(1)).sum();
    let script = match tables.iter().any(|t| t.look.script == Script::Windows1252) {
        true => Script::Windows1252,
        false => tables.first().map_or(Script::Utf8, |t| t.look.script),
    };
    let mut out = Out {
        script,
        to,
        waiting: Vec::new(),
    };
    if tables
        .iter()
        .any(|t| olist::is_leads(&t.header) || olist::is_wins(&t.header))
    {
        out.begin(about, System::Olist, Vec::new());
        return joined(&mut tables, &mut out);
    }
    let mappings: Vec<Mapping> = tables.iter().map(|t| Mapping::of(&t.header, fields)).collect();
    if !mappings.iter().all(Mapping::knows_people) {
        return Err(ImportError::NobodyInIt);
    }
    let system = mappings.first().map_or(System::File, |m| m.system);
    let unmapped = mappings.iter().flat_map(|m| m.unmapped.clone()).collect();
    out.begin(about, system, unmapped);
    for (table, mapping) in tables.iter_mut().zip(&mappings) {
        people(table, mapping, kind, now, &mut out)?;
    }
    out.flush();
    Ok(())
}

/// Rows of people: an ask is named by the file, what it is taken in as, and the row.
fn people(
    table: &mut Table,
    mapping: &Mapping,
    kind: ImportKind,
    now: Instant,
    out: &mut Out<'_>,
) -> Result<(), ImportError> {
    let file_hash = hex(&table.look.hash);
    let mut row = csv::StringRecord::new();
    while let Some(line) = table.next(&mut row)? {
        if !table.spoilt().all(|refused| out.push(refused)) {
            return Ok(());
        }
        let name = format!("{file_hash}/{}/{line}", kind.code());
        let ask = RowAsk {
            file: table.file,
            line,
            id: Id::named("import", &name),
            command: match table.is_broken(&row) {
                true => Err(Refusal::invalid("not_utf8", "line")),
                false => command(&row, mapping, kind, now),
            },
        };
        if !out.push(ask) {
            return Ok(());
        }
    }
    table.spoilt().all(|refused| out.push(refused));
    Ok(())
}

/// Leads with their wins: wins first into memory, then the leads as they come.
fn joined(tables: &mut [Table], out: &mut Out<'_>) -> Result<(), ImportError> {
    if !tables.iter().any(|t| olist::is_leads(&t.header)) {
        return Err(ImportError::LeadsNeeded);
    }
    let mut row = csv::StringRecord::new();
    let (mut wins, mut wins_file) = (Wins::new(), 0);
    for table in tables.iter_mut().filter(|t| olist::is_wins(&t.header)) {
        wins_file = table.file;
        while let Some(line) = table.next(&mut row)? {
            if wins.len() < olist::WINS_MAX {
                wins.extend(olist::win(&row, &table.header, line));
            }
        }
        table.spoilt().for_each(|refused| _ = out.push(refused));
    }
    for table in tables.iter_mut().filter(|t| olist::is_leads(&t.header)) {
        while let Some(line) = table.next(&mut row)? {
            if !out.push(olist::lead(&row, &table.header, line, table.file, &mut wins)) {
                return Ok(());
            }
        }
        table.spoilt().for_each(|refused| _ = out.push(refused));
    }
    for refused in olist::left_over(wins_file, wins) {
        out.push(refused);
    }
    out.flush();
    Ok(())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // writing to a string cannot fail
        let _ = write!(text, "{byte:02x}");
        text
    })
}

struct Out<'a> {
    script: Script,
    to: &'a Sender<Handed>,
    waiting: Vec<RowAsk>,
}

impl Out<'_> {
    fn begin(&self, about: u64, system: System, unmapped: Vec<String>) {
        let begun = Handed::Begun {
            about,
            system,
            unmapped,
            script: self.script,
        };
        // whoever hung up needs no answer
        let _ = self.to.blocking_send(begun);
    }

    /// Whether somebody still listens.
    fn push(&mut self, row: RowAsk) -> bool {
        self.waiting.push(row);
        self.waiting.len() < BATCH || self.flush()
    }

    fn flush(&mut self) -> bool {
        let rows = std::mem::take(&mut self.waiting);
        self.to.blocking_send(Handed::Rows(rows)).is_ok()
    }
}
