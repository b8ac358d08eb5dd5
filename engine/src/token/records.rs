//! Writing and reading tokens.

use crate::error::EngineError;
use crate::row::{at, id, json, text};
use ledger::{Kind, Statement, Table, Value};
use rules::fact::TokenScope;
use rules::{Id, Instant};

/// Tokens.
pub static TABLE: Table = Table {
    name: "token",
    key: &["id"],
    columns: &[
        ("id", Kind::Bytes),
        ("name", Kind::Text),
        ("scopes", Kind::Text),
        ("hash", Kind::Text),
        ("at", Kind::Int),
        ("ended_at", Kind::Int),
    ],
};

/// Ends one.
pub static END: Statement = Statement {
    name: "token_end",
    sql: "UPDATE token SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL",
    params: &[Kind::Bytes, Kind::Int],
    columns: &[],
};

/// The token with this hash, unless it ended.
pub static BY_HASH: Statement = Statement {
    name: "token_by_hash",
    sql: "SELECT id, scopes FROM token WHERE hash = $1 AND ended_at IS NULL",
    params: &[Kind::Text],
    columns: &[Kind::Bytes, Kind::Text],
};

/// All tokens, the newest first.
pub static ALL: Statement = Statement {
    name: "token_all",
    sql: "SELECT id, name, scopes, at, ended_at FROM token ORDER BY id DESC LIMIT 200",
    params: &[],
    columns: &[Kind::Bytes, Kind::Text, Kind::Text, Kind::Int, Kind::Int],
};

/// A token as a row.
///
/// # Errors
/// `EngineError::Kept` when the scopes cannot be written.
pub fn row(token: Id, name: &str, scopes: &[TokenScope], hash: &str, when: Instant) -> Result<Vec<Value>, EngineError> {
    Ok(vec![
        id(token),
        text(name),
        json(&scopes)?,
        text(hash),
        at(when),
        Value::Null,
    ])
}

/// A token as lists show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its id.
    pub id: rules::Id,
    /// What it is called.
    pub name: String,
    /// What it may do, by codes.
    pub scopes: String,
    /// When it was withdrawn.
    pub ended_at: Option<Instant>,
}

/// All tokens, the newest first.
///
/// # Errors
/// `EngineError` when the ledger cannot be read.
pub async fn all(ledger: &ledger::Ledger) -> Result<Vec<Listed>, EngineError> {
    use crate::row::{Columns, parse};
    let read = |row: &ledger::Row| {
        let scopes: Vec<TokenScope> = parse(row, 2)?;
        let codes: Vec<&str> = scopes.iter().map(|scope| scope.code()).collect();
        Ok(Listed {
            id: row.id(0)?,
            name: row.string(1)?,
            scopes: codes.join(","),
            ended_at: row.opt_at(4)?,
        })
    };
    ledger.read(&ALL, Vec::new()).await?.iter().map(read).collect()
}

/// The token with this hash and what it may do, unless it was withdrawn.
///
/// # Errors
/// `EngineError` when the ledger cannot be read.
pub async fn by_hash(ledger: &ledger::Ledger, hash: &str) -> Result<Option<(Id, Vec<TokenScope>)>, EngineError> {
    use crate::row::{Columns, parse};
    let rows = ledger.read(&BY_HASH, vec![text(hash)]).await?;
    rows.first().map(|row| Ok((row.id(0)?, parse(row, 1)?))).transpose()
}
