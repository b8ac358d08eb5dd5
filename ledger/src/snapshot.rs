//! One moment of the whole ledger, read table by table. Nothing that is committed later is seen.

use crate::postgres::{self, PgTx};
use crate::sqlite::Moment;
use crate::{LedgerError, Row, Table, Value};

/// A moment; let go when dropped.
pub struct Snapshot(Held);

enum Held {
    Sqlite(Moment),
    Postgres(Box<PgTx>),
}

impl Snapshot {
    pub(crate) fn of_sqlite(moment: Moment) -> Self {
        Self(Held::Sqlite(moment))
    }

    pub(crate) fn of_postgres(tx: PgTx) -> Self {
        Self(Held::Postgres(Box::new(tx)))
    }

    /// A page of a table in the order of its key: at most `limit` rows after `after` (a key, by
    /// [`Table::key_of`]), or from the start where it is empty.
    pub async fn scan(
        &mut self,
        table: &'static Table,
        after: &[Value],
        limit: usize,
    ) -> Result<Vec<Row>, LedgerError> {
        match &self.0 {
            Held::Sqlite(it) => it.scan(table, after, limit),
            Held::Postgres(it) => postgres::scan(it.client()?, table, after, limit).await,
        }
    }

    /// How many rows a table has.
    pub async fn count(&mut self, table: &'static Table) -> Result<u64, LedgerError> {
        let count = match &self.0 {
            Held::Sqlite(it) => it.count(table)?,
            Held::Postgres(it) => postgres::count(it.client()?, table).await?,
        };
        Ok(count.unsigned_abs())
    }
}
