//! PostgreSQL: two pools (writers, readers), prepared statements, writes in one flight.

mod errors;
mod flight;
mod listening;
mod migrating;
mod plan;
mod rows;
mod tls;
mod values;

pub use listening::Listener;
pub(crate) use rows::{claim, count, get_all, get_many, put_all, query, run, scan};

use crate::keeping::Column;
use crate::text::{self, Engine, Texts};
use crate::{Get, Kind, LedgerError, OnClash, Put, Row, Statement, Table, Value, WAIT_MAX};
use deadpool_postgres::{Client, Hook, HookError, Manager, ManagerConfig, Pool, RecyclingMethod, Runtime};
use errors::{broken, no_client, unknown};
use std::time::Duration;
use tls::{Said, Tls};
use tokio_postgres::Config;

/// The fewest connections of one pool.
const POOL_MIN: usize = 2;

/// What every connection is told, where the operator said nothing of it himself. The usual cost of a page out of order
/// stands for a turning disk: counting a few open handoffs then goes through all there ever were. Compiling a statement
/// takes longer than ours run.
const EVERYBODY: &str = "SELECT set_config(name, CASE name WHEN 'jit' THEN 'off' ELSE '1.1' END, false) FROM pg_settings \
    WHERE name IN ('jit', 'random_page_cost') AND source = 'default'";

/// What a writer's connection is told. A commit is never acknowledged before it is on disk, and a
/// transaction that its program forgot does not keep its locks.
const WRITER: &str = "SET lock_timeout = '5s'; SET statement_timeout = '60s'; \
    SET idle_in_transaction_session_timeout = '60s'; SET default_transaction_isolation = 'read committed'; \
    SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'";

/// What a reader's connection is told.
const READER: &str = "SET statement_timeout = '5s'; SET lock_timeout = '5s'; SET default_transaction_read_only = on";

/// One moment for as long as reading takes: no row that is committed later is seen. PostgreSQL chooses the moment with
/// the first query, not with the beginning.
const MOMENT: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL statement_timeout = '10min'; \
    SET LOCAL idle_in_transaction_session_timeout = '10min'; SELECT 1";

/// A ledger on PostgreSQL.
pub(crate) struct Postgres {
    config: Box<Config>,
    tls: Tls,
    writers: Pool,
    readers: Pool,
    pub(crate) texts: Texts,
}

impl Postgres {
    /// Connects once, to say early when it cannot be.
    pub(crate) async fn open(url: &str, pool: usize) -> Result<Self, LedgerError> {
        let said = Said::read(url)?;
        let mut config: Config = said
            .url
            .parse()
            .map_err(|source| broken("the address of PostgreSQL", source))?;
        config.ssl_mode(said.mode);
        let tls = Tls::of(&said)?;
        steady(&mut config);
        let readers = (pool / 2).max(POOL_MIN);
        let writers = pool.saturating_sub(readers).max(POOL_MIN);
        let ledger = Self {
            writers: make_pool(&config, &tls, (writers, WRITER))?,
            readers: make_pool(&config, &tls, (readers, READER))?,
            config: Box::new(config),
            tls,
            texts: Texts::default(),
        };
        drop(ledger.readers.get().await.map_err(no_client)?);
        Ok(ledger)
    }

    /// A connection with a transaction begun. Connections that died while they rested are passed
    /// over: nothing was done on them yet.
    pub(crate) async fn begin(&self) -> Result<PgTx, LedgerError> {
        Ok(self.begin_as("BEGIN", &[]).await?.0)
    }

    /// The same, with the first multi-gets in the same flight.
    pub(crate) async fn begin_with(&self, gets: &[Get]) -> Result<(PgTx, Vec<Vec<Row>>), LedgerError> {
        self.begin_as("BEGIN", gets).await
    }

    /// A transaction that sees one moment and writes nothing.
    pub(crate) async fn moment(&self) -> Result<PgTx, LedgerError> {
        Ok(self.begin_as(MOMENT, &[]).await?.0)
    }

    async fn begin_as(&self, sql: &str, gets: &[Get]) -> Result<(PgTx, Vec<Vec<Row>>), LedgerError> {
        let mut last = LedgerError::Away {
            why: "no connection could be had".to_owned(),
        };
        for _ in 0..=self.writers.status().max_size {
            let client = self.writers.get().await.map_err(no_client)?;
            let tx = PgTx {
                client: Some(client),
                told: Vec::new(),
            };
            match rows::begin_and_get_all(tx.client()?, sql, gets).await {
                Ok(got) => return Ok((tx, got)),
                Err(why) => last = why,
            }
            if !matches!(last, LedgerError::Away { .. }) {
                break;
            }
            tx.discard();
        }
        Err(last)
    }

    /// Reads outside a transaction. Connections that died while they rested are passed over: a read
    /// may be done again.
    pub(crate) async fn read(&self, reading: Reading<'_>) -> Result<Vec<Row>, LedgerError> {
        let mut last = LedgerError::Away {
            why: "no connection could be had".to_owned(),
        };
        for _ in 0..=self.readers.status().max_size {
            let client = self.reader().await?;
            match reading.on(&client, &self.texts).await {
                Err(away @ LedgerError::Away { .. }) => last = away,
                other => return other,
            }
        }
        Err(last)
    }

    async fn reader(&self) -> Result<Client, LedgerError> {
        self.readers.get().await.map_err(no_client)
    }

    /// Prepares every text on one connection; the error names the first that fails.
    pub(crate) async fn prepare_all(&self, all: &[&Statement], tables: &[&Table]) -> Result<(), LedgerError> {
        let client = self.writers.get().await.map_err(no_client)?;
        for statement in all {
            rows::prepare_one(&client, statement, &self.texts.of(Engine::Postgres, statement.sql)).await?;
        }
        let found = columns(&client).await?;
        for table in tables {
            crate::keeping::same_columns(table, &found)?;
            prepare_table(&client, table).await?;
        }
        Ok(())
    }

    /// All columns of all tables, sorted.
    pub(crate) async fn schema(&self) -> Result<Vec<Column>, LedgerError> {
        columns(&self.reader().await?).await
    }
}

async fn prepare_table(client: &Client, table: &Table) -> Result<(), LedgerError> {
    for by in table.key {
        let sql = text::select_by(Engine::Postgres, table, None, by, false)?;
        client
            .prepare(&sql)
            .await
            .map_err(|source| broken(table.name, source))?;
    }
    for on_clash in [OnClash::Fail, OnClash::Ignore, OnClash::Replace] {
        let sql = text::put(Engine::Postgres, table, on_clash)?;
        client
            .prepare(&sql)
            .await
            .map_err(|source| broken(table.name, source))?;
    }
    Ok(())
}

async fn columns(client: &Client) -> Result<Vec<Column>, LedgerError> {
    let sql = "SELECT table_name::text, column_name::text, data_type::text FROM information_schema.columns \
               WHERE table_schema = current_schema() ORDER BY table_name COLLATE \"C\", column_name COLLATE \"C\"";
    let rows = client
        .query(sql, &[])
        .await
        .map_err(|source| broken("schema", source))?;
    let read = |row: &tokio_postgres::Row| -> Result<Column, tokio_postgres::Error> {
        let word: String = row.try_get(2)?;
        Ok(Column {
            table: row.try_get(0)?,
            column: row.try_get(1)?,
            kind: kind_of(&word),
        })
    };
    rows.iter()
        .map(|row| read(row).map_err(|source| broken("schema", source)))
        .collect()
}

fn kind_of(word: &str) -> Option<Kind> {
    match word {
        "bigint" => Some(Kind::Int),
        "double precision" => Some(Kind::Real),
        "text" => Some(Kind::Text),
        "bytea" => Some(Kind::Bytes),
        _ => None,
    }
}

/// A network that went silent is noticed within seconds, not hours.
fn steady(config: &mut Config) {
    config.connect_timeout(WAIT_MAX);
    config.tcp_user_timeout(Duration::from_secs(10));
    config.keepalives_idle(Duration::from_secs(10));
    config.keepalives_interval(Duration::from_secs(3));
    config.keepalives_retries(3);
    if config.get_application_name().is_none() {
        config.application_name("baton");
    }
}

fn make_pool(config: &Config, tls: &Tls, (size, told): (usize, &'static str)) -> Result<Pool, LedgerError> {
    let recycling = ManagerConfig {
        recycling_method: RecyclingMethod::Fast,
    };
    let manager = Manager::from_config(config.clone(), tls.clone(), recycling);
    let tell = Hook::async_fn(move |client: &mut deadpool_postgres::ClientWrapper, _| {
        Box::pin(async move {
            let all = format!("{EVERYBODY}; {told}");
            client.batch_execute(&all).await.map_err(HookError::Backend)
        })
    });
    let pool = Pool::builder(manager)
        .max_size(size)
        .runtime(Runtime::Tokio1)
        .post_create(tell);
    let pool = pool
        .wait_timeout(Some(WAIT_MAX))
        .create_timeout(Some(WAIT_MAX))
        .recycle_timeout(Some(WAIT_MAX));
    pool.build().map_err(|source| LedgerError::Away {
        why: source.to_string(),
    })
}

/// What is to be read.
pub(crate) enum Reading<'r> {
    /// A statement with its parameters.
    Statement(&'static Statement, &'r [Value]),
    /// Rows by the values of one column; all columns or some.
    Keys(
        &'static Table,
        Option<&'static [&'static str]>,
        &'static str,
        &'r [Value],
    ),
    /// A page of the whole table, after a key.
    Scan(&'static Table, &'r [Value], usize),
}

impl Reading<'_> {
    async fn on(&self, client: &Client, texts: &Texts) -> Result<Vec<Row>, LedgerError> {
        match self {
            Reading::Statement(statement, params) => query(client, texts, statement, params).await,
            Reading::Keys(table, columns, by, keys) => get_many(client, table, *columns, by, keys, false).await,
            Reading::Scan(table, after, limit) => scan(client, table, after, *limit).await,
        }
    }
}

/// A connection in a transaction.
pub(crate) struct PgTx {
    client: Option<Client>,
    /// What other nodes are told when this commits: channel and payload.
    told: Vec<(&'static str, String)>,
}

impl PgTx {
    /// The connection; there until the end.
    pub(crate) fn client(&self) -> Result<&Client, LedgerError> {
        self.client.as_ref().ok_or(LedgerError::Spoiled)
    }

    /// What other nodes are told with the commit.
    pub(crate) fn tell(&mut self, channel: &'static str, payload: String) {
        self.told.push((channel, payload));
    }

    /// The last writes and the commit, sent together. A write that fails makes the server roll
    /// back where it reads the commit.
    pub(crate) async fn commit(&mut self, puts: &[Put]) -> Result<u64, LedgerError> {
        let client = self.client.take().ok_or(LedgerError::Spoiled)?;
        let leaving = Leaving(Some(client));
        let written = match &leaving.0 {
            Some(client) => rows::put_all_and_commit(client, puts, &self.told).await,
            None => Err(LedgerError::Spoiled),
        };
        match written {
            Ok(_) => leaving.back_to_pool(),
            Err(LedgerError::Away { .. } | LedgerError::CommitUnknown { .. }) => drop(leaving),
            Err(_) => self.client = leaving.keep(),
        }
        written.map_err(unknown)
    }

    /// Rolls back and waits for it; a connection that cannot is closed.
    pub(crate) async fn roll_back(&mut self) {
        let leaving = Leaving(self.client.take());
        let Some(client) = &leaving.0 else { return };
        match client.batch_execute("ROLLBACK").await {
            Ok(()) => leaving.back_to_pool(),
            Err(why) => tracing::debug!(%why, "a lost connection rolls back by itself"),
        }
    }

    /// Closes the connection instead of giving it back.
    fn discard(mut self) {
        drop(Leaving(self.client.take()));
    }
}

impl Drop for PgTx {
    /// Sends the rollback without waiting for its answer; whoever has the connection next speaks
    /// after it.
    fn drop(&mut self) {
        if let Some(client) = self.client.take() {
            flight::send_and_leave(client.batch_execute("ROLLBACK"));
        }
    }
}

/// A connection that is closed unless somebody says otherwise: so a commit whose asker left in the
/// middle does not go back to the pool half done.
struct Leaving(Option<Client>);

impl Leaving {
    fn back_to_pool(mut self) {
        drop(self.0.take());
    }

    fn keep(mut self) -> Option<Client> {
        self.0.take()
    }
}

impl Drop for Leaving {
    fn drop(&mut self) {
        if let Some(client) = self.0.take() {
            drop(Client::take(client));
        }
    }
}
