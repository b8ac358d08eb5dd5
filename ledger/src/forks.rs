//! The one place where the two engines' texts differ.

use crate::text::{Engine, columns_of};
use crate::{Claim, LedgerError};

/// Type words, as used in migrations and casts.
pub(crate) fn type_word(engine: Engine, word: &str) -> Option<&'static str> {
    match (engine, word) {
        (Engine::Sqlite, "BIGINT") => Some("INTEGER"),
        (Engine::Sqlite, "DOUBLE") => Some("REAL"),
        (Engine::Sqlite, "BYTES") => Some("BLOB"),
        (Engine::Postgres, "DOUBLE") => Some("DOUBLE PRECISION"),
        (Engine::Postgres, "BYTES") => Some("BYTEA"),
        _ => None,
    }
}

/// The type of a text column: PostgreSQL's own collation is the machine's, ours is the bytes'.
pub(crate) fn text_column(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => "TEXT",
        Engine::Postgres => "TEXT COLLATE \"C\"",
    }
}

/// What stands for a `{marker}`; `None` when it is not one of ours.
pub(crate) fn marker(engine: Engine, marker: &str) -> Option<&'static str> {
    match (engine, marker) {
        (Engine::Postgres, "{skip_locked}") => Some("FOR UPDATE SKIP LOCKED"),
        (Engine::Postgres, "{for_update}") => Some("FOR UPDATE"),
        // rows kept in the order of the key, in one tree instead of two
        (Engine::Sqlite, "{clustered}") => Some(", WITHOUT ROWID"),
        (Engine::Sqlite, "{skip_locked}" | "{for_update}") | (Engine::Postgres, "{clustered}") => Some(""),
        _ => None,
    }
}

/// What a `CREATE TABLE (…)` ends in: SQLite keeps to declared types only when told.
pub(crate) fn table_end(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => " STRICT",
        Engine::Postgres => "",
    }
}

/// A literal of bytes, written `X'00ff'`.
pub(crate) fn bytes_literal(engine: Engine, quoted: &str) -> String {
    match engine {
        Engine::Sqlite => format!("X{quoted}"),
        Engine::Postgres => format!("'\\x{}'::bytea", quoted.trim_matches('\'')),
    }
}

/// Takes up to `$3` rows due at `$1` whose lease is free, until `$2`. One claimer at a time on
/// SQLite; on PostgreSQL claimers step over each other's rows.
pub(crate) fn claim(engine: Engine, claim: &Claim) -> Result<String, LedgerError> {
    let (table, due, lease) = (claim.table, claim.due, claim.lease);
    table.column(due)?;
    table.column(lease)?;
    let key = table.key.join(", ");
    let only = if claim.only.is_empty() {
        String::new()
    } else {
        format!(" AND ({})", claim.only)
    };
    let skip = marker(engine, "{skip_locked}").unwrap_or_default();
    let same: Vec<String> = table
        .key
        .iter()
        .map(|it| format!("{}.{it} = taken.{it}", table.name))
        .collect();
    // MATERIALIZED: chosen once; a planner that repeats the choice would take more than the limit
    Ok(format!(
        "WITH taken AS MATERIALIZED (SELECT {key} FROM {name} \
         WHERE {due} <= $1 AND ({lease} IS NULL OR {lease} < $1){only} \
         ORDER BY {due}, {key} LIMIT $3 {skip}) \
         UPDATE {name} SET {lease} = $2 FROM taken WHERE {same} RETURNING {columns}",
        name = table.name,
        same = same.join(" AND "),
        columns = columns_of(table, &format!("{}.", table.name)),
    ))
}
