//! Migrations on SQLite: the file is copied aside first, then one transaction a migration.

use super::{Sqlite, broken, commit, copying, roll_back, step};
use crate::migrate::{Known, LEDGERS_OWN, Migrated, Migration, Plan, hash};
use crate::text::{self, Engine};
use crate::{LedgerError, migrate};
use rusqlite::Connection;
use std::path::{Path, PathBuf};

impl Sqlite {
    /// Brings the file up to these migrations.
    pub(crate) async fn migrate(
        &self,
        migrations: &[Migration],
        now_micros: i64,
        reader: i64,
    ) -> Result<Migrated, LedgerError> {
        let conn = self.writer().await?;
        let own = text::migration(Engine::Sqlite, LEDGERS_OWN);
        whole(&conn, "migration", |conn| conn.execute_batch(&own))?;
        let (known, oldest) = known(&conn).map_err(|source| broken("migration", source))?;
        let Plan { todo, raise } = migrate::plan(migrations, &known, oldest, reader)?;
        let copy = match self.path() {
            Some(path) if !todo.is_empty() && !known.is_empty() => Some(copy_aside(&conn, path, &known, now_micros)?),
            _ => None,
        };
        for migration in &todo {
            apply(&conn, migration, now_micros)?;
        }
        if raise {
            let sql = format!("DELETE FROM migration_reader; INSERT INTO migration_reader (version) VALUES ({reader})");
            whole(&conn, "migration_reader", |conn| conn.execute_batch(&sql))?;
        }
        Ok(Migrated {
            applied: todo.iter().map(|it| it.number).collect(),
            copy,
        })
    }
}

fn apply(conn: &Connection, migration: &Migration, now_micros: i64) -> Result<(), LedgerError> {
    let sql = text::migration(Engine::Sqlite, migration.sql);
    whole(conn, migration.name, |conn| {
        conn.execute_batch(&sql)?;
        let row = (migration.number, migration.name, hash(migration.sql), now_micros);
        conn.execute(
            "INSERT INTO migration (number, name, hash, at) VALUES (?1, ?2, ?3, ?4)",
            row,
        )
        .map(|_| ())
    })
}

/// Does all of it or nothing.
fn whole(
    conn: &Connection,
    name: &str,
    work: impl FnOnce(&Connection) -> rusqlite::Result<()>,
) -> Result<(), LedgerError> {
    let done = step(conn, "BEGIN IMMEDIATE").and_then(|()| work(conn));
    let done = done.map_err(|source| broken(name, source)).and_then(|()| commit(conn));
    roll_back(conn);
    done
}

fn known(conn: &Connection) -> rusqlite::Result<(Vec<Known>, Option<i64>)> {
    let mut statement = conn.prepare("SELECT number, name, hash FROM migration ORDER BY number")?;
    let rows = statement.query_map([], |row| {
        Ok(Known {
            number: row.get(0)?,
            name: row.get(1)?,
            hash: row.get(2)?,
        })
    })?;
    let known = rows.collect::<rusqlite::Result<Vec<Known>>>()?;
    let oldest = conn.query_row("SELECT max(version) FROM migration_reader", [], |row| row.get(0))?;
    Ok((known, oldest))
}

fn copy_aside(conn: &Connection, path: &Path, known: &[Known], now_micros: i64) -> Result<PathBuf, LedgerError> {
    let last = known.last().map_or(0, |it| it.number);
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".before-{}-{now_micros}", last + 1));
    let to = PathBuf::from(name);
    copying::copy(conn, &to, |_, _| {})?;
    tracing::info!(copy = %to.display(), "the database was copied aside before it is migrated");
    Ok(to)
}
