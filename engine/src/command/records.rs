//! Writing and reading what was asked and answered.

use crate::row::{at, id};
use ledger::{Kind, Table, Value};
use rules::{Id, Instant};

/// Asks that were done.
pub static TABLE: Table = Table {
    name: "command",
    key: &["id"],
    columns: &[
        ("id", Kind::Bytes),
        ("body_hash", Kind::Bytes),
        ("result", Kind::Text),
        ("at", Kind::Int),
    ],
};

/// An ask with its answer as a row.
pub fn row(ask: Id, body_hash: [u8; 32], result: String, when: Instant) -> Vec<Value> {
    vec![id(ask), Value::Bytes(body_hash.to_vec()), Value::Text(result), at(when)]
}
