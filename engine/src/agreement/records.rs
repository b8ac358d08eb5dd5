//! Writing and reading texts of the agreement.

use crate::row::{at, id, text};
use ledger::{Kind, Statement, Table, Value};
use rules::{Id, Instant};

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

/// Texts of drafts, by draft and slot: the one that it says, and the one before the last save.
pub static DRAFTS: Table = Table {
    name: "agreement_draft",
    key: &["draft", "slot"],
    columns: &[
        ("draft", Kind::Bytes),
        ("slot", Kind::Int),
        ("text", Kind::Text),
        ("hash", Kind::Text),
        ("at", Kind::Int),
    ],
};

/// A draft's text as a row.
pub fn draft_row((draft, slot): (Id, u32), words: &str, hash: &str, when: Instant) -> Vec<Value> {
    vec![
        id(draft),
        Value::Int(i64::from(slot)),
        text(words),
        text(hash),
        at(when),
    ]
}

/// A text as a row.
pub fn row(version: i64, words: &str, hash: &str, when: Instant) -> Vec<Value> {
    vec![Value::Int(version), text(words), text(hash), at(when)]
}
