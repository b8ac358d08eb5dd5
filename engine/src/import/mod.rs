//! Files of people: read as they come, a result for every row, and the same file twice changes nothing.
//!
//! Promises: one bad row never fails the file; a value that cannot be read is refused with its line and never guessed; rows go
//! through the one door in the bulk lane; what was kept before a stop is found again as repeated.

mod column;
mod date;
mod file;
mod olist;
mod records;
mod row;
mod table;

pub use column::{Field, Mapping, System};
pub use file::{Look, ReadSeek, Script};
pub use row::{ImportKind, RowAsk};

use crate::command;
use crate::door::Lane;
use crate::engine::Engine;
use crate::error::EngineError;
use rules::Id;
use rules::ask::Ask;
use rules::fact::{Actor, Origin};
use rules::refusal::Refusal;
use rules::roster::{Act, may};
use std::collections::{BTreeSet, VecDeque};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

/// Asks under way at once.
pub const IN_FLIGHT_MAX: usize = 512;
/// Rows read ahead in one go.
pub const BATCH: usize = 256;
/// Longest row in bytes.
pub const ROW_BYTES_MAX: usize = 1024 * 1024;
/// Most columns.
pub const COLUMNS_MAX: usize = 1_000;
/// Refused rows that a report keeps; `on_row` hears of all.
pub const REFUSED_KEPT: usize = 1_000;

/// What a file is taken in as, and by whom.
#[derive(Clone, Debug)]
pub struct Order {
    /// Who brings it.
    pub actor: Actor,
    /// History, a fresh list, an old list.
    pub kind: ImportKind,
}

/// What became of a row.
#[derive(Clone, Debug, PartialEq)]
pub enum RowEnd {
    /// Taken in.
    Kept(Option<Id>),
    /// Taken in before.
    Repeated(Option<Id>),
    /// Not taken in.
    Refused(Refusal),
}

/// A row and what became of it.
#[derive(Clone, Debug, PartialEq)]
pub struct RowResult {
    /// Which file, from 0.
    pub file: usize,
    /// The line in it at which the row begins, from 1.
    pub line: u64,
    /// What became of it.
    pub end: RowEnd,
}

/// How far an import is, and in the end: what it came to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// Rows in the files, by their line ends: about so many.
    pub about: u64,
    /// Rows done.
    pub rows: u64,
    /// Taken in.
    pub kept: u64,
    /// Taken in before.
    pub repeated: u64,
    /// Not taken in.
    pub refused: u64,
    /// The first of them.
    pub refusals: Vec<RowResult>,
    /// Whose export it is.
    pub system: System,
    /// Columns that nothing was made of.
    pub unmapped: Vec<String>,
    /// As what it was read.
    pub script: Script,
}

/// Why a file could not be taken in at all, or to its end.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// This actor may not import.
    #[error("may not import")]
    MayNot,
    /// The file cannot be read.
    #[error("the file cannot be read: {0}")]
    Read(#[from] std::io::Error),
    /// No header line.
    #[error("the file has no header line")]
    NoHeader,
    /// Too many columns.
    #[error("the file has more than {COLUMNS_MAX} columns")]
    TooWide,
    /// No column by which a person is known again.
    #[error("no column holds an address, a number or an id")]
    NobodyInIt,
    /// Wins without the leads they belong to.
    #[error("this file holds wins; give the leads' file with it")]
    LeadsNeeded,
    /// The engine would not go on. What was kept stays, and is found again as repeated.
    #[error("stopped after {rows} rows: {error}")]
    Stopped {
        /// Rows done.
        rows: u64,
        /// Why.
        error: EngineError,
    },
    /// The reader stopped.
    #[error("the reader stopped")]
    Reader,
}

/// What the reading side hands over.
enum Handed {
    Begun {
        about: u64,
        system: System,
        unmapped: Vec<String>,
        script: Script,
    },
    Rows(Vec<RowAsk>),
}

/// Takes in files: one of people, or two that belong together (leads and wins). `on_row` hears of every row in its order.
///
/// # Errors
/// `ImportError`; rows kept before it stay kept, and a second run goes on from there.
pub async fn import(
    engine: &Engine,
    files: Vec<Box<dyn ReadSeek>>,
    order: &Order,
    on_row: &mut (dyn FnMut(&RowResult, &Report) + Send),
) -> Result<Report, ImportError> {
    if !may(&engine.roster(), order.actor, &[], Act::Import) {
        return Err(ImportError::MayNot);
    }
    let (send, mut handed) = mpsc::channel(4);
    let (kind, now) = (order.kind, engine.now());
    let fields = engine.fields();
    let reading = tokio::task::spawn_blocking(move || table::read(files, kind, now, &fields, &send));
    let mut run = Run::new(engine, order);
    while let Some(next) = handed.recv().await {
        match next {
            Handed::Begun {
                about,
                system,
                unmapped,
                script,
            } => {
                (run.report.about, run.report.system) = (about, system);
                (run.report.unmapped, run.report.script) = (unmapped, script);
            }
            Handed::Rows(rows) => run.take(rows, on_row).await?,
        }
    }
    run.wait_for(0, on_row).await?;
    reading.await.map_err(|_| ImportError::Reader)??;
    Ok(run.report)
}

/// A row under way.
struct Under {
    file: usize,
    line: u64,
    known: bool,
    answer: Result<JoinHandle<crate::Reply>, Refusal>,
}

struct Run<'a> {
    engine: &'a Engine,
    actor: Actor,
    origin: Origin,
    under: VecDeque<Under>,
    report: Report,
}

impl<'a> Run<'a> {
    fn new(engine: &'a Engine, order: &Order) -> Self {
        let origin = match (order.kind, engine.origin()) {
            (ImportKind::History, _) => Origin::History,
            (_, Origin::Demo) => Origin::Demo,
            _ => Origin::Import,
        };
        Self {
            engine,
            actor: order.actor,
            origin,
            under: VecDeque::new(),
            report: Report::default(),
        }
    }

    async fn take(
        &mut self,
        rows: Vec<RowAsk>,
        on_row: &mut (dyn FnMut(&RowResult, &Report) + Send),
    ) -> Result<(), ImportError> {
        let known = self.known(&rows).await?;
        for row in rows {
            self.wait_for(IN_FLIGHT_MAX - 1, on_row).await?;
            let (file, line, known) = (row.file, row.line, known.contains(&row.id));
            let answer = row.command.map(|command| {
                let ask = Ask {
                    id: row.id,
                    actor: self.actor,
                    scopes: Vec::new(),
                    at: self.engine.now(),
                    origin: self.origin,
                    command: command.into(),
                };
                let engine = self.engine.clone();
                tokio::spawn(async move { engine.submit(ask, Lane::Bulk).await })
            });
            self.under.push_back(Under {
                file,
                line,
                known,
                answer,
            });
        }
        Ok(())
    }

    /// Which of these asks were done before.
    async fn known(&self, rows: &[RowAsk]) -> Result<BTreeSet<Id>, ImportError> {
        let keys = rows.iter().map(|row| crate::row::id(row.id)).collect();
        let table = &command::records::TABLE;
        let found = self.engine.ledger().read_many(table, Some(&["id"]), "id", keys).await;
        let found = found.map_err(|error| self.stopped(error.into()))?;
        let ids = found.iter().map(|row| row.id16(0).map(Id)).collect::<Result<_, _>>();
        ids.map_err(|error| self.stopped(error.into()))
    }

    fn stopped(&self, error: EngineError) -> ImportError {
        let rows = self.report.rows;
        ImportError::Stopped { rows, error }
    }

    /// Waits until at most so many rows are under way.
    async fn wait_for(
        &mut self,
        most: usize,
        on_row: &mut (dyn FnMut(&RowResult, &Report) + Send),
    ) -> Result<(), ImportError> {
        while self.under.len() > most
            && let Some(under) = self.under.pop_front()
        {
            let (file, line) = (under.file, under.line);
            let end = self.end(under).await?;
            let result = RowResult { file, line, end };
            self.count(&result);
            on_row(&result, &self.report);
        }
        Ok(())
    }

    async fn end(&self, under: Under) -> Result<RowEnd, ImportError> {
        let reply = match under.answer {
            Err(refusal) => return Ok(RowEnd::Refused(refusal)),
            Ok(task) => task.await.map_err(|_| ImportError::Reader)?,
        };
        match reply {
            Ok(answer) => {
                let lead = answer["lead"].as_str().and_then(|text| Id::read("lead", text));
                Ok(if under.known {
                    RowEnd::Repeated(lead)
                } else {
                    RowEnd::Kept(lead)
                })
            }
            // taken in before, when its columns were read otherwise: what was kept then stands
            Err(EngineError::IdReused) if under.known => Ok(RowEnd::Repeated(None)),
            Err(EngineError::Refused(refusal)) => Ok(RowEnd::Refused(refusal)),
            Err(error) => Err(self.stopped(error)),
        }
    }

    fn count(&mut self, result: &RowResult) {
        self.report.rows += 1;
        match &result.end {
            RowEnd::Kept(_) => self.report.kept += 1,
            RowEnd::Repeated(_) => self.report.repeated += 1,
            RowEnd::Refused(_) => {
                self.report.refused += 1;
                if self.report.refusals.len() < REFUSED_KEPT {
                    self.report.refusals.push(result.clone());
                }
            }
        }
    }
}
