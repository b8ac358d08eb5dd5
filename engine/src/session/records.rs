//! Writing sessions.

use crate::row::{at, id, text};
use ledger::{Kind, Statement, Table, Value};
use rules::{Id, Instant};

/// Sessions.
pub static TABLE: Table = Table {
    name: "session",
    key: &["hash"],
    columns: &[
        ("hash", Kind::Text),
        ("user_id", Kind::Bytes),
        ("at", Kind::Int),
        ("until", Kind::Int),
        ("ended_at", Kind::Int),
    ],
};

/// Ends one.
pub static END: Statement = Statement {
    name: "session_end",
    sql: "UPDATE session SET ended_at = $2 WHERE hash = $1 AND ended_at IS NULL",
    params: &[Kind::Text, Kind::Int],
    columns: &[],
};

/// Ends all of a user.
pub static END_ALL: Statement = Statement {
    name: "session_end_all",
    sql: "UPDATE session SET ended_at = $2 WHERE user_id = $1 AND ended_at IS NULL",
    params: &[Kind::Bytes, Kind::Int],
    columns: &[],
};

/// A session as a row.
pub fn row(hash: &str, user: Id, when: Instant, until: Instant) -> Vec<Value> {
    vec![text(hash), id(user), at(when), at(until), Value::Null]
}
