//! Numbered migrations: forward only, never edited, and a program never opens a database that a
//! newer one has written.

use crate::LedgerError;
use sha2::{Digest, Sha256};
use std::path::PathBuf;

/// One numbered step of the schema.
///
/// The text uses the types TEXT, BIGINT, DOUBLE and BYTES, bytes are written `X'00ff'`, and
/// `{clustered}` after a table's last bracket keeps its rows in the order of the key on SQLite.
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    /// Its place in the order; numbers rise.
    pub number: i64,
    /// What it does, in a few words.
    pub name: &'static str,
    /// Statements, separated by semicolons.
    pub sql: &'static str,
}

/// What a call of `migrate` did.
#[derive(Debug, PartialEq, Eq)]
pub struct Migrated {
    /// The numbers applied now; empty when there was nothing to do.
    pub applied: Vec<i64>,
    /// Where the SQLite file was copied to before, if it held data.
    pub copy: Option<PathBuf>,
}

/// The ledger's own tables: what was applied, and the oldest program that may open this.
pub(crate) const LEDGERS_OWN: &str = "\
CREATE TABLE IF NOT EXISTS migration (number BIGINT PRIMARY KEY, name TEXT NOT NULL, hash TEXT NOT NULL, at BIGINT NOT NULL);
CREATE TABLE IF NOT EXISTS migration_reader (version BIGINT PRIMARY KEY);";

/// A migration that the database has.
#[derive(Debug)]
pub(crate) struct Known {
    pub number: i64,
    pub name: String,
    pub hash: String,
}

/// What is to be done.
#[derive(Debug)]
pub(crate) struct Plan {
    pub todo: Vec<Migration>,
    /// Whether the oldest reader is to be set to this program's.
    pub raise: bool,
}

/// Compares what the database has with what this program brings.
pub(crate) fn plan(
    migrations: &[Migration],
    known: &[Known],
    oldest: Option<i64>,
    reader: i64,
) -> Result<Plan, LedgerError> {
    rising(migrations)?;
    let newest = migrations.last().map_or(0, |it| it.number);
    if let Some(found) = known.iter().map(|it| it.number).max().filter(|it| *it > newest) {
        return Err(LedgerError::Newer {
            what: "migration",
            found,
            known: newest,
        });
    }
    if let Some(found) = oldest.filter(|it| *it > reader) {
        return Err(LedgerError::Newer {
            what: "reader",
            found,
            known: reader,
        });
    }
    for it in known {
        unchanged(it, migrations)?;
    }
    let last = known.iter().map(|it| it.number).max().unwrap_or(i64::MIN);
    let todo = migrations.iter().filter(|it| it.number > last).copied().collect();
    Ok(Plan {
        todo,
        raise: oldest.is_none_or(|it| it < reader),
    })
}

fn rising(migrations: &[Migration]) -> Result<(), LedgerError> {
    match migrations.windows(2).find(|pair| pair[0].number >= pair[1].number) {
        Some(pair) => Err(crate::shape::shape(format!(
            "migration {} follows {}: numbers must rise",
            pair[1].number, pair[0].number
        ))),
        None => Ok(()),
    }
}

fn unchanged(known: &Known, migrations: &[Migration]) -> Result<(), LedgerError> {
    let ours = migrations.iter().find(|it| it.number == known.number);
    match ours {
        Some(ours) if hash(ours.sql) == known.hash => Ok(()),
        _ => Err(LedgerError::Changed {
            number: known.number,
            name: known.name.clone(),
        }),
    }
}

/// The SHA-256 of a migration's text, in hexadecimal.
pub(crate) fn hash(sql: &str) -> String {
    Sha256::digest(sql.as_bytes())
        .iter()
        .map(|it| format!("{it:02x}"))
        .collect()
}
