//! Writing and reading texts of the agreement.

use crate::row::{at, text};
use ledger::{Kind, Statement, Table, Value};
use rules::Instant;

/// Texts, by number.
pub static TABLE: Table = Table {
    name: "agreement",
    key: &["version"],
    columns: &[
        ("version", Kind::Int),
        ("text", Kind::Text),
        ("hash", Kind::Text),
        ("at", Kind::Int),
    ],
};

/// All texts.
pub static ALL: Statement = Statement {
    name: "agreement_all",
    sql: "SELECT version, text, hash, at FROM agreement ORDER BY version LIMIT 1000",
    params: &[],
    columns: &[Kind::Int, Kind::Text, Kind::Text, Kind::Int],
};

/// A text as a row.
pub fn row(version: i64, words: &str, hash: &str, when: Instant) -> Vec<Value> {
    vec![Value::Int(version), text(words), text(hash), at(when)]
}
