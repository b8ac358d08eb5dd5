//! The ledger: opened on one of two engines, and the same to everybody who uses it.

use crate::plan::{Planned, Step};
use crate::postgres::{Listener, Postgres, Reading};
use crate::snapshot::Snapshot;
use crate::sqlite::{self, Sqlite};
use crate::text::Engine;
use crate::{Get, Kind, LedgerError, Migrated, Migration, Row, Statement, Table, Tx, Value, shape};
use std::path::PathBuf;
use std::sync::Arc;

/// Where a ledger is kept.
#[derive(Clone, Debug)]
pub enum Place {
    /// An SQLite file; made when it is not there.
    File(PathBuf),
    /// SQLite in memory, for tests and trials; gone with the last handle.
    Memory,
    /// A PostgreSQL database.
    Postgres {
        /// `postgres://user:password@host:port/database`; several hosts are tried in turn.
        url: String,
        /// At most so many connections, half of them for readers; at least 4 are used.
        pool: usize,
    },
}

/// A column as the engine has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// The table's name.
    pub table: String,
    /// The column's name.
    pub column: String,
    /// Its kind; `None` for a type the ledger does not use.
    pub kind: Option<Kind>,
}

/// What a commit survives here, as the engine is set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Durability {
    /// Whether a commit reaches the disk before it is answered.
    pub disk: bool,
    /// Whether a commit reaches a second machine before it is answered.
    pub standby: bool,
}

/// A ledger. Clones share it.
#[derive(Clone)]
pub struct Ledger(Arc<Keeping>);

pub(crate) enum Keeping {
    Sqlite(Sqlite),
    Postgres(Postgres),
}

impl Ledger {
    /// Opens a ledger. [`LedgerError::File`] when the file cannot be used, [`LedgerError::Away`]
    /// when PostgreSQL does not answer.
    pub async fn open(place: Place) -> Result<Ledger, LedgerError> {
        let keeping = match place {
            Place::File(path) => Keeping::Sqlite(Sqlite::open_file(&path)?),
            Place::Memory => Keeping::Sqlite(Sqlite::open_memory()?),
            Place::Postgres { url, pool } => Keeping::Postgres(Postgres::open(&url, pool).await?),
        };
        Ok(Self(Arc::new(keeping)))
    }

    /// Brings the schema up to these migrations and notes this program's `reader_version`: a
    /// program with a lower one will be refused from then on. `now_micros` is the instant noted.
    ///
    /// [`LedgerError::Newer`] and [`LedgerError::Changed`] leave the database untouched; a
    /// migration that fails leaves those before it applied.
    pub async fn migrate(
        &self,
        migrations: &[Migration],
        now_micros: i64,
        reader_version: i64,
    ) -> Result<Migrated, LedgerError> {
        match &*self.0 {
            Keeping::Sqlite(it) => it.migrate(migrations, now_micros, reader_version).await,
            Keeping::Postgres(it) => it.migrate(migrations, now_micros, reader_version).await,
        }
    }

    /// Prepares every statement and every table's texts, and compares declared columns with those
    /// of the database. The error names the first that does not hold.
    pub async fn prepare_all(&self, statements: &[&Statement], tables: &[&Table]) -> Result<(), LedgerError> {
        match &*self.0 {
            Keeping::Sqlite(it) => it.prepare_all(statements, tables).await,
            Keeping::Postgres(it) => it.prepare_all(statements, tables).await,
        }
    }

    /// Reads outside any transaction: what was committed when it began.
    pub async fn read(&self, statement: &'static Statement, params: Vec<Value>) -> Result<Vec<Row>, LedgerError> {
        shape::params(statement, &params)?;
        match &*self.0 {
            Keeping::Postgres(it) => it.read(Reading::Statement(statement, &params)).await,
            Keeping::Sqlite(it) => {
                let shared = self.0.clone();
                let work = move |conn: &rusqlite::Connection| match &*shared {
                    Keeping::Sqlite(it) => sqlite::query(conn, &it.texts, statement, &params),
                    Keeping::Postgres(_) => Ok(Vec::new()),
                };
                it.read(statement.name, work).await
            }
        }
    }

    /// How the engine would go about something, whatever its parameters; nothing is done. On PostgreSQL as if every
    /// table were large.
    pub async fn plan(&self, of: Planned) -> Result<Vec<Step>, LedgerError> {
        match &*self.0 {
            Keeping::Postgres(it) => it.plan(&of).await,
            Keeping::Sqlite(it) => it.read("plan", move |conn| sqlite::plan(conn, &of)).await,
        }
    }

    /// Reads rows by the values of one column: all columns or some, in the order of that column,
    /// then of the key. Absent keys match nothing; a key given twice answers once.
    pub async fn read_many(
        &self,
        table: &'static Table,
        columns: Option<&'static [&'static str]>,
        by: &'static str,
        keys: Vec<Value>,
    ) -> Result<Vec<Row>, LedgerError> {
        match &*self.0 {
            Keeping::Postgres(it) => it.read(Reading::Keys(table, columns, by, &keys)).await,
            Keeping::Sqlite(it) => {
                let work = move |conn: &rusqlite::Connection| sqlite::get_many(conn, table, columns, by, &keys);
                it.read(table.name, work).await
            }
        }
    }

    /// A page of a whole table in the order of its key: at most `limit` rows after `after` (a key, by
    /// [`Table::key_of`]), or from the start where it is empty. Each page is a read of its own: see
    /// [`Ledger::snapshot`] for one moment of all.
    pub async fn scan(&self, table: &'static Table, after: Vec<Value>, limit: usize) -> Result<Vec<Row>, LedgerError> {
        match &*self.0 {
            Keeping::Postgres(it) => it.read(Reading::Scan(table, &after, limit)).await,
            Keeping::Sqlite(it) => {
                let work = move |conn: &rusqlite::Connection| sqlite::scan(conn, table, &after, limit);
                it.read(table.name, work).await
            }
        }
    }

    /// One moment of the whole ledger, to be read for as long as it takes while writing goes on. An SQLite file is
    /// copied to `copy` for it, a new file that only its owner may read and that is gone afterwards; `progress` hears
    /// pages done and pages in all. PostgreSQL keeps the moment itself.
    pub async fn snapshot(
        &self,
        copy: PathBuf,
        progress: impl Fn(u64, u64) + Send + 'static,
    ) -> Result<Snapshot, LedgerError> {
        match &*self.0 {
            Keeping::Sqlite(it) => Ok(Snapshot::of_sqlite(it.snapshot(copy, progress).await?)),
            Keeping::Postgres(it) => Ok(Snapshot::of_postgres(it.moment().await?)),
        }
    }

    /// Begins a transaction that writes. On SQLite there is one at a time, and all its calls run on
    /// the calling thread; on PostgreSQL it is READ COMMITTED on a connection of its own.
    pub async fn begin(&self) -> Result<Tx, LedgerError> {
        match &*self.0 {
            Keeping::Sqlite(it) => Ok(Tx::on_sqlite(self.0.clone(), it.begin().await?)),
            Keeping::Postgres(it) => Ok(Tx::on_postgres(self.0.clone(), it.begin().await?)),
        }
    }

    /// Begins, with the first multi-gets in the same flight: a round trip less on PostgreSQL. One answer each.
    pub async fn begin_with(&self, gets: &[Get]) -> Result<(Tx, Vec<Vec<Row>>), LedgerError> {
        if let Keeping::Postgres(it) = &*self.0 {
            let (tx, got) = it.begin_with(gets).await?;
            return Ok((Tx::on_postgres(self.0.clone(), tx), got));
        }
        let mut tx = self.begin().await?;
        let got = tx.get_all(gets).await?;
        Ok((tx, got))
    }

    /// `SQLite` or `PostgreSQL`.
    pub fn engine_name(&self) -> &'static str {
        match self.0.engine() {
            Engine::Sqlite => "SQLite",
            Engine::Postgres => "PostgreSQL",
        }
    }

    /// Whether a read is answered.
    pub async fn ping(&self) -> Result<(), LedgerError> {
        self.read(&PING, Vec::new()).await.map(|_| ())
    }

    /// The database's own clock, microseconds UTC: a node that is far off it is not ready. SQLite
    /// tells milliseconds only.
    pub async fn clock_micros(&self) -> Result<i64, LedgerError> {
        one_int(&self.read(self.fork(&SQLITE_CLOCK, &POSTGRES_CLOCK), Vec::new()).await?)
    }

    /// How much the database takes on disk, in bytes, the write-ahead log not counted.
    pub async fn size_bytes(&self) -> Result<i64, LedgerError> {
        one_int(&self.read(self.fork(&SQLITE_SIZE, &POSTGRES_SIZE), Vec::new()).await?)
    }

    /// What a commit survives, as the engine is set now.
    pub async fn durability(&self) -> Result<Durability, LedgerError> {
        if let Keeping::Sqlite(it) = &*self.0 {
            return Ok(Durability {
                disk: it.on_disk(),
                standby: false,
            });
        }
        let rows = self.read(&POSTGRES_DURABILITY, Vec::new()).await?;
        let row = rows
            .first()
            .ok_or_else(|| shape::shape("durability: no row".to_owned()))?;
        Ok(Durability {
            disk: row.flag(0)?,
            standby: row.flag(1)?,
        })
    }

    /// All columns of all tables, sorted by table and column, to compare engines.
    pub async fn schema(&self) -> Result<Vec<Column>, LedgerError> {
        match &*self.0 {
            Keeping::Sqlite(it) => it.schema().await,
            Keeping::Postgres(it) => it.schema().await,
        }
    }

    /// Copies an SQLite ledger to a new file while it is in use; `progress` hears pages done and
    /// pages in all. [`LedgerError::NotHere`] on PostgreSQL.
    pub async fn copy_to(
        &self,
        path: PathBuf,
        progress: impl Fn(u64, u64) + Send + 'static,
    ) -> Result<(), LedgerError> {
        match &*self.0 {
            Keeping::Sqlite(it) => it.copy_to(path, progress).await,
            Keeping::Postgres(_) => Err(LedgerError::NotHere {
                what: "a PostgreSQL database is copied with pg_dump or pg_basebackup",
            }),
        }
    }

    /// Hears what other nodes tell on a channel by [`Tx::notify`]. On SQLite nobody does.
    pub async fn listen(&self, channel: &'static str) -> Result<Listener, LedgerError> {
        match &*self.0 {
            Keeping::Sqlite(_) => Ok(Listener::deaf()),
            Keeping::Postgres(it) => it.listen(channel).await,
        }
    }

    fn fork(&self, sqlite: &'static Statement, postgres: &'static Statement) -> &'static Statement {
        match self.0.engine() {
            Engine::Sqlite => sqlite,
            Engine::Postgres => postgres,
        }
    }
}

impl Keeping {
    pub(crate) fn engine(&self) -> Engine {
        match self {
            Keeping::Sqlite(_) => Engine::Sqlite,
            Keeping::Postgres(_) => Engine::Postgres,
        }
    }
}

fn one_int(rows: &[Row]) -> Result<i64, LedgerError> {
    rows.first().ok_or_else(|| shape::shape("no row".to_owned()))?.int(0)
}

/// The table's columns are in the database, with their kinds.
pub(crate) fn same_columns(table: &Table, found: &[Column]) -> Result<(), LedgerError> {
    for (name, kind) in table.columns {
        let there = found.iter().find(|it| it.table == table.name && it.column == *name);
        if there.map(|it| it.kind) != Some(Some(*kind)) {
            let there = there.and_then(|it| it.kind);
            return Err(shape::shape(format!(
                "{}.{name}: declared {kind:?}, found {there:?}",
                table.name
            )));
        }
    }
    Ok(())
}

const fn asks(name: &'static str, sql: &'static str, columns: &'static [Kind]) -> Statement {
    Statement {
        name,
        sql,
        params: &[],
        columns,
    }
}

static PING: Statement = asks("ping", "SELECT 1", &[Kind::Int]);
static SQLITE_CLOCK: Statement = asks(
    "clock",
    "SELECT CAST(round(unixepoch('subsec') * 1000) AS BIGINT) * 1000",
    &[Kind::Int],
);
static POSTGRES_CLOCK: Statement = asks(
    "clock",
    "SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS BIGINT)",
    &[Kind::Int],
);
static SQLITE_SIZE: Statement = asks(
    "size",
    "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
    &[Kind::Int],
);
static POSTGRES_SIZE: Statement = asks("size", "SELECT pg_database_size(current_database())", &[Kind::Int]);
static POSTGRES_DURABILITY: Statement = asks(
    "durability",
    "SELECT current_setting('fsync') = 'on' AND current_setting('synchronous_commit') <> 'off', \
     current_setting('synchronous_standby_names') <> '' \
     AND current_setting('synchronous_commit') NOT IN ('off', 'local')",
    &[Kind::Int, Kind::Int],
);
