//! SQLite: one writer, a few readers, checkpoints on a thread of their own.

mod checkpoints;
mod copying;
mod migrating;
mod plan;
mod readers;
mod rows;
mod snapshot;

pub(crate) use plan::plan;
pub(crate) use rows::{claim, get_many, put_many, query, run, scan};
pub(crate) use snapshot::Moment;

use crate::keeping::Column;
use crate::text::{self, Engine, Texts};
use crate::{Kind, LedgerError, OnClash, Statement, Table, Value, WAIT_MAX};
use readers::Readers;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::sync::{Mutex, OwnedMutexGuard};

/// Prepared statements kept per connection; more than a program has.
const STATEMENTS_KEPT: usize = 512;

/// The one connection that writes. Whoever holds the lock is the writer.
pub(crate) type Writer = Arc<Mutex<Connection>>;

/// A ledger on SQLite.
pub(crate) struct Sqlite {
    path: Option<PathBuf>,
    writer: Writer,
    /// None in memory: there the writer's connection reads too.
    readers: Option<Readers>,
    pub(crate) texts: Texts,
}

impl Sqlite {
    /// Opens or makes the file, and starts the checkpoint thread.
    pub(crate) fn open_file(path: &Path) -> Result<Self, LedgerError> {
        let mut conn = open(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
        prepare_writer(&conn).map_err(|source| broken_file(path, source))?;
        let longer = checkpoints::tell_length(&mut conn).map_err(|source| broken_file(path, source))?;
        let writer = Arc::new(Mutex::new(conn));
        let side = open(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        checkpoints::start(side, longer, Arc::downgrade(&writer));
        let readers = Readers::open(path)?;
        Ok(Self {
            path: Some(path.to_owned()),
            writer,
            readers: Some(readers),
            texts: Texts::default(),
        })
    }

    /// A ledger in memory, gone with its last handle.
    pub(crate) fn open_memory() -> Result<Self, LedgerError> {
        let conn = Connection::open_in_memory().map_err(|source| broken("memory", source))?;
        settle(&conn).map_err(|source| broken("memory", source))?;
        Ok(Self {
            path: None,
            writer: Arc::new(Mutex::new(conn)),
            readers: None,
            texts: Texts::default(),
        })
    }

    /// Waits for the writer, at most [`WAIT_MAX`].
    pub(crate) async fn writer(&self) -> Result<OwnedMutexGuard<Connection>, LedgerError> {
        if let Ok(held) = self.writer.clone().try_lock_owned() {
            return Ok(held);
        }
        let waited = tokio::time::timeout(WAIT_MAX, self.writer.clone().lock_owned()).await;
        waited.map_err(|_| LedgerError::Busy {
            what: "the writer".to_owned(),
        })
    }

    /// The writer, with a transaction begun.
    pub(crate) async fn begin(&self) -> Result<OwnedMutexGuard<Connection>, LedgerError> {
        let held = self.writer().await?;
        step(&held, "BEGIN IMMEDIATE").map_err(|source| broken("begin", source))?;
        Ok(held)
    }

    /// Runs a read on a reader's connection, off this thread.
    pub(crate) async fn read<T, F>(&self, name: &'static str, work: F) -> Result<Vec<T>, LedgerError>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> Result<Vec<T>, LedgerError> + Send + 'static,
    {
        match &self.readers {
            Some(readers) => readers.read(name, work).await,
            None => work(&*self.writer().await?),
        }
    }

    /// Prepares every text on the writer's connection; the error names the first that fails.
    pub(crate) async fn prepare_all(&self, all: &[&Statement], tables: &[&Table]) -> Result<(), LedgerError> {
        let conn = self.writer().await?;
        for statement in all {
            let sql = self.texts.of(Engine::Sqlite, statement.sql);
            prepare_one(&conn, statement, &sql)?;
        }
        tables.iter().try_for_each(|table| prepare_table(&conn, table))
    }

    /// All columns of all tables, sorted.
    pub(crate) async fn schema(&self) -> Result<Vec<Column>, LedgerError> {
        let conn = self.writer().await?;
        columns(&conn).map_err(|source| broken("schema", source))
    }
}

fn columns(conn: &Connection) -> rusqlite::Result<Vec<Column>> {
    let sql = "SELECT m.name, c.name, upper(c.type) FROM sqlite_master m, pragma_table_info(m.name) c \
               WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' ORDER BY m.name, c.name";
    let mut statement = conn.prepare(sql)?;
    let rows = statement.query_map([], |row| {
        let word: String = row.get(2)?;
        Ok(Column {
            table: row.get(0)?,
            column: row.get(1)?,
            kind: kind_of(&word),
        })
    })?;
    rows.collect()
}

fn kind_of(word: &str) -> Option<Kind> {
    match word {
        "INTEGER" | "INT" => Some(Kind::Int),
        "REAL" => Some(Kind::Real),
        "TEXT" => Some(Kind::Text),
        "BLOB" => Some(Kind::Bytes),
        _ => None,
    }
}

fn prepare_one(conn: &Connection, statement: &Statement, sql: &str) -> Result<(), LedgerError> {
    let prepared = conn
        .prepare_cached(sql)
        .map_err(|source| broken(statement.name, source))?;
    same(
        statement.name,
        "parameters",
        statement.params.len(),
        prepared.parameter_count(),
    )?;
    if prepared.readonly() || !statement.columns.is_empty() {
        same(
            statement.name,
            "columns",
            statement.columns.len(),
            prepared.column_count(),
        )?;
    }
    Ok(())
}

fn same(name: &str, what: &str, declared: usize, found: usize) -> Result<(), LedgerError> {
    if declared == found {
        return Ok(());
    }
    Err(crate::shape::shape(format!(
        "{name}: {declared} {what} are declared, the text has {found}"
    )))
}

fn prepare_table(conn: &Connection, table: &Table) -> Result<(), LedgerError> {
    for by in table.key {
        let sql = text::select_by(Engine::Sqlite, table, None, by, false)?;
        conn.prepare_cached(&sql).map_err(|source| broken(table.name, source))?;
    }
    for on_clash in [OnClash::Fail, OnClash::Ignore, OnClash::Replace] {
        let sql = text::put(Engine::Sqlite, table, on_clash)?;
        conn.prepare_cached(&sql).map_err(|source| broken(table.name, source))?;
    }
    let found = columns(conn).map_err(|source| broken(table.name, source))?;
    crate::keeping::same_columns(table, &found)
}

fn open(path: &Path, flags: OpenFlags) -> Result<Connection, LedgerError> {
    let flags = flags | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(path, flags).map_err(|source| broken_file(path, source))?;
    conn.busy_timeout(WAIT_MAX)
        .map_err(|source| broken_file(path, source))?;
    settle(&conn).map_err(|source| broken_file(path, source))?;
    Ok(conn)
}

/// Statements are prepared once, and how they are gone about does not hang on the values they are given: SQLite would
/// otherwise prepare each anew when a value changes that it had compared with a partial index.
fn settle(conn: &Connection) -> rusqlite::Result<()> {
    conn.set_prepared_statement_cache_capacity(STATEMENTS_KEPT);
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)
        .map(|_| ())
}

fn prepare_writer(conn: &Connection) -> rusqlite::Result<()> {
    conn.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0; \
         PRAGMA cache_size = -32768; PRAGMA temp_store = MEMORY; PRAGMA journal_size_limit = 268435456;",
    )
}

/// Begins, commits or rolls back.
pub(crate) fn step(conn: &Connection, sql: &str) -> rusqlite::Result<()> {
    conn.prepare_cached(sql)?.raw_execute().map(|_| ())
}

/// Commits. An error of the device leaves open whether it was kept.
pub(crate) fn commit(conn: &Connection) -> Result<(), LedgerError> {
    step(conn, "COMMIT").map_err(|source| match source.sqlite_error_code() {
        Some(ErrorCode::SystemIoFailure) => LedgerError::CommitUnknown {
            why: source.to_string(),
        },
        _ => broken("commit", source),
    })
}

/// Rolls back what is still open. SQLite itself has done so after some errors.
pub(crate) fn roll_back(conn: &Connection) {
    if !conn.is_autocommit()
        && let Err(why) = step(conn, "ROLLBACK")
    {
        tracing::error!(%why, "a transaction could not be rolled back");
    }
}

/// What an error of SQLite means to a caller.
pub(crate) fn broken(name: &str, source: rusqlite::Error) -> LedgerError {
    let why = source.to_string();
    match source.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => LedgerError::Full { why },
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => LedgerError::Busy { what: why },
        Some(ErrorCode::OperationInterrupted) => LedgerError::TooSlow { name: name.to_owned() },
        Some(ErrorCode::ConstraintViolation) => clash(name, source, &why),
        _ => LedgerError::Statement {
            name: name.to_owned(),
            source: source.into(),
        },
    }
}

/// Only a taken key is a clash; its message is `UNIQUE constraint failed: lead.id`.
fn clash(name: &str, source: rusqlite::Error, why: &str) -> LedgerError {
    let place = why.split_once("UNIQUE constraint failed: ").map(|(_, place)| place);
    match place {
        Some(place) => LedgerError::Clash {
            table: place.split('.').next().unwrap_or(name).to_owned(),
        },
        None => LedgerError::Statement {
            name: name.to_owned(),
            source: source.into(),
        },
    }
}

fn broken_file(path: &Path, source: rusqlite::Error) -> LedgerError {
    LedgerError::File {
        path: path.to_owned(),
        source: source.into(),
    }
}

impl Value {
    fn as_ref(&self) -> rusqlite::types::ToSqlOutput<'_> {
        use rusqlite::types::{ToSqlOutput, ValueRef};
        ToSqlOutput::Borrowed(match self {
            Value::Null => ValueRef::Null,
            Value::Int(it) => ValueRef::Integer(*it),
            Value::Real(it) => ValueRef::Real(*it),
            Value::Text(it) => ValueRef::Text(it.as_bytes()),
            Value::Bytes(it) => ValueRef::Blob(it),
        })
    }
}
