//! Migrations on PostgreSQL: one node at a time, under an advisory lock.

use super::Postgres;
use super::errors::{broken, no_client};
use crate::migrate::{Known, LEDGERS_OWN, Migrated, Migration, Plan, hash};
use crate::text::{self, Engine};
use crate::{LedgerError, migrate};
use deadpool_postgres::Client;
use tokio_postgres::Error;

/// "baton" in ASCII: the lock that a migrating node holds.
const LOCK: i64 = 0x62_61_74_6f_6e;

/// The lock goes with the connection, which is closed afterwards.
const PATIENCE: &str = "SET lock_timeout = '60s'; SET statement_timeout = 0";

impl Postgres {
    /// Brings the database up to these migrations.
    pub(crate) async fn migrate(
        &self,
        migrations: &[Migration],
        now_micros: i64,
        reader: i64,
    ) -> Result<Migrated, LedgerError> {
        let client = self.writers.get().await.map_err(no_client)?;
        let done = migrate_on(&client, migrations, now_micros, reader).await;
        drop(Client::take(client));
        done
    }
}

async fn migrate_on(
    client: &Client,
    migrations: &[Migration],
    now_micros: i64,
    reader: i64,
) -> Result<Migrated, LedgerError> {
    let locked = async {
        client.batch_execute(PATIENCE).await?;
        client.execute("SELECT pg_advisory_lock($1)", &[&LOCK]).await?;
        client
            .batch_execute(&text::migration(Engine::Postgres, LEDGERS_OWN))
            .await?;
        known(client).await
    };
    let (known, oldest) = locked.await.map_err(|source| broken("migration", source))?;
    let Plan { todo, raise } = migrate::plan(migrations, &known, oldest, reader)?;
    for migration in &todo {
        apply(client, migration, now_micros)
            .await
            .map_err(|source| broken(migration.name, source))?;
    }
    if raise {
        raise_reader(client, reader)
            .await
            .map_err(|source| broken("migration_reader", source))?;
    }
    Ok(Migrated {
        applied: todo.iter().map(|it| it.number).collect(),
        copy: None,
    })
}

/// An error leaves the transaction open; it ends with the connection.
async fn apply(client: &Client, migration: &Migration, now_micros: i64) -> Result<(), Error> {
    client.batch_execute("BEGIN").await?;
    client
        .batch_execute(&text::migration(Engine::Postgres, migration.sql))
        .await?;
    let note = "INSERT INTO migration (number, name, hash, at) VALUES ($1, $2, $3, $4)";
    client
        .execute(
            note,
            &[&migration.number, &migration.name, &hash(migration.sql), &now_micros],
        )
        .await?;
    client.batch_execute("COMMIT").await
}

async fn raise_reader(client: &Client, reader: i64) -> Result<(), Error> {
    let sql = format!(
        "BEGIN; DELETE FROM migration_reader; INSERT INTO migration_reader (version) VALUES ({reader}); COMMIT"
    );
    client.batch_execute(&sql).await
}

async fn known(client: &Client) -> Result<(Vec<Known>, Option<i64>), Error> {
    let rows = client
        .query("SELECT number, name, hash FROM migration ORDER BY number", &[])
        .await?;
    let read = |row: &tokio_postgres::Row| -> Result<Known, Error> {
        Ok(Known {
            number: row.try_get(0)?,
            name: row.try_get(1)?,
            hash: row.try_get(2)?,
        })
    };
    let known = rows.iter().map(read).collect::<Result<_, _>>()?;
    let oldest = client
        .query_one("SELECT max(version) FROM migration_reader", &[])
        .await?
        .try_get(0)?;
    Ok((known, oldest))
}
