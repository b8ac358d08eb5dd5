//! A transaction. Dropped without `commit`, or failed once, it leaves nothing behind.

use crate::keeping::Keeping;
use crate::postgres::PgTx;
use crate::{Claim, Get, LedgerError, OnClash, Put, Row, Statement, Table, Value, postgres, shape, sqlite};
use std::sync::Arc;
use tokio::sync::OwnedMutexGuard;

/// A transaction that writes.
pub struct Tx {
    open: Open,
    keeping: Arc<Keeping>,
    /// After an error PostgreSQL takes nothing more; so neither engine does.
    spoiled: bool,
}

enum Open {
    Sqlite(Writing),
    Postgres(Box<PgTx>),
}

/// The writer's connection, rolled back when left.
struct Writing(OwnedMutexGuard<rusqlite::Connection>);

impl Drop for Writing {
    fn drop(&mut self) {
        sqlite::roll_back(&self.0);
    }
}

impl Tx {
    pub(crate) fn on_sqlite(keeping: Arc<Keeping>, writer: OwnedMutexGuard<rusqlite::Connection>) -> Self {
        Self {
            open: Open::Sqlite(Writing(writer)),
            keeping,
            spoiled: false,
        }
    }

    pub(crate) fn on_postgres(keeping: Arc<Keeping>, tx: PgTx) -> Self {
        Self {
            open: Open::Postgres(Box::new(tx)),
            keeping,
            spoiled: false,
        }
    }

    /// Rows by the values of one column: all columns, in the order of that column, then of the
    /// key. With `lock` the rows are kept from other writers until the end, locked in that order.
    pub async fn get_many(
        &mut self,
        table: &'static Table,
        by: &'static str,
        keys: &[Value],
        lock: bool,
    ) -> Result<Vec<Row>, LedgerError> {
        self.sound()?;
        let got = match &mut self.open {
            Open::Sqlite(it) => sqlite::get_many(&it.0, table, None, by, keys),
            Open::Postgres(it) => postgres::get_many(it.client()?, table, None, by, keys, lock).await,
        };
        self.noted(got)
    }

    /// Several multi-gets in one flight, done in the order given; one answer each.
    pub async fn get_all(&mut self, gets: &[Get]) -> Result<Vec<Vec<Row>>, LedgerError> {
        self.sound()?;
        let got = match &mut self.open {
            Open::Sqlite(it) => gets
                .iter()
                .map(|(table, by, keys, _)| sqlite::get_many(&it.0, table, None, by, keys))
                .collect(),
            Open::Postgres(it) => postgres::get_all(it.client()?, gets).await,
        };
        self.noted(got)
    }

    /// Adds rows, each as wide as the table; answers how many were written.
    pub async fn put_many(
        &mut self,
        table: &'static Table,
        rows: Vec<Vec<Value>>,
        on_clash: OnClash,
    ) -> Result<u64, LedgerError> {
        self.put_all(vec![(table, rows, on_clash)]).await
    }

    /// Several multi-row writes in one flight, done in the order given; answers how many rows were
    /// written in all.
    pub async fn put_all(&mut self, puts: Vec<Put>) -> Result<u64, LedgerError> {
        self.sound()?;
        let puts = self.noted(checked(puts))?;
        let put = match &mut self.open {
            Open::Sqlite(it) => put_in_turn(&it.0, &puts),
            Open::Postgres(it) => postgres::put_all(it.client()?, &puts).await,
        };
        self.noted(put)
    }

    /// Runs a statement that answers no rows; answers how many rows it changed.
    pub async fn run(&mut self, statement: &'static Statement, params: &[Value]) -> Result<u64, LedgerError> {
        self.sound()?;
        self.noted(shape::params(statement, params))?;
        let ran = match (&mut self.open, &*self.keeping) {
            (Open::Sqlite(it), Keeping::Sqlite(kept)) => sqlite::run(&it.0, &kept.texts, statement, params),
            (Open::Postgres(it), Keeping::Postgres(kept)) => {
                postgres::run(it.client()?, &kept.texts, statement, params).await
            }
            _ => Err(LedgerError::Spoiled),
        };
        self.noted(ran)
    }

    /// Runs a statement; answers its rows.
    pub async fn query(&mut self, statement: &'static Statement, params: &[Value]) -> Result<Vec<Row>, LedgerError> {
        self.sound()?;
        self.noted(shape::params(statement, params))?;
        let got = match (&mut self.open, &*self.keeping) {
            (Open::Sqlite(it), Keeping::Sqlite(kept)) => sqlite::query(&it.0, &kept.texts, statement, params),
            (Open::Postgres(it), Keeping::Postgres(kept)) => {
                postgres::query(it.client()?, &kept.texts, statement, params).await
            }
            _ => Err(LedgerError::Spoiled),
        };
        self.noted(got)
    }

    /// Takes up to `limit` rows that are due at `now_micros` and that nobody has, and has them until
    /// `until_micros`. All columns, in the order of due, then key. No two claimers get one row.
    pub async fn claim(
        &mut self,
        claim: &'static Claim,
        now_micros: i64,
        until_micros: i64,
        limit: i64,
    ) -> Result<Vec<Row>, LedgerError> {
        self.sound()?;
        let params = [Value::Int(now_micros), Value::Int(until_micros), Value::Int(limit)];
        let taken = match &mut self.open {
            Open::Sqlite(it) => sqlite::claim(&it.0, claim, &params),
            Open::Postgres(it) => postgres::claim(it.client()?, claim, &params).await,
        };
        let sorted = taken.and_then(|mut rows| {
            shape::sort_claimed(claim.table, claim.due, &mut rows)?;
            Ok(rows)
        });
        self.noted(sorted)
    }

    /// Tells other nodes something when, and only when, this commits: at most [`NOTIFY_MAX`] bytes.
    /// It travels with the commit and costs no round trip. Nobody else listens on SQLite: there it
    /// does nothing.
    pub fn notify(&mut self, channel: &'static str, payload: String) -> Result<(), LedgerError> {
        self.sound()?;
        let told = shape::payload(channel, &payload);
        if let (Ok(()), Open::Postgres(it)) = (&told, &mut self.open) {
            it.tell(channel, payload);
        }
        self.noted(told)
    }

    /// Keeps all of it. [`LedgerError::CommitUnknown`] when the answer was lost; after any other
    /// error nothing was kept.
    pub async fn commit(mut self) -> Result<(), LedgerError> {
        self.sound()?;
        match &mut self.open {
            Open::Sqlite(it) => sqlite::commit(&it.0),
            Open::Postgres(it) => it.commit(&[]).await.map(|_| ()),
        }
    }

    /// The last writes and the commit in one flight: a round trip less on PostgreSQL.
    pub async fn commit_with(mut self, puts: Vec<Put>) -> Result<u64, LedgerError> {
        self.sound()?;
        let puts = checked(puts)?;
        match &mut self.open {
            Open::Sqlite(it) => {
                let written = put_in_turn(&it.0, &puts)?;
                sqlite::commit(&it.0)?;
                Ok(written)
            }
            Open::Postgres(it) => it.commit(&puts).await,
        }
    }

    /// Leaves nothing behind, and answers when it is so: dropping does the same, but on PostgreSQL
    /// the locks may last a moment longer. A connection that is lost rolls back by itself.
    pub async fn roll_back(mut self) {
        match &mut self.open {
            Open::Sqlite(it) => sqlite::roll_back(&it.0),
            Open::Postgres(it) => it.roll_back().await,
        }
    }

    fn sound(&self) -> Result<(), LedgerError> {
        if self.spoiled {
            Err(LedgerError::Spoiled)
        } else {
            Ok(())
        }
    }

    fn noted<T>(&mut self, answer: Result<T, LedgerError>) -> Result<T, LedgerError> {
        self.spoiled |= answer.is_err();
        answer
    }
}

fn checked(puts: Vec<Put>) -> Result<Vec<Put>, LedgerError> {
    puts.into_iter()
        .filter(|(_, rows, _)| !rows.is_empty())
        .map(check_put)
        .collect()
}

fn check_put((table, rows, on_clash): Put) -> Result<Put, LedgerError> {
    shape::rows(table, &rows)?;
    Ok((table, shape::last_of_each_key(table, rows, on_clash)?, on_clash))
}

fn put_in_turn(conn: &rusqlite::Connection, puts: &[Put]) -> Result<u64, LedgerError> {
    puts.iter().try_fold(0, |sum, (table, rows, on_clash)| {
        Ok(sum + sqlite::put_many(conn, table, rows, *on_clash)?)
    })
}
