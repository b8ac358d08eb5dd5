//! Writing accounts and one-time links.

use crate::row::{at, id, opt_id, text};
use ledger::{Kind, Statement, Table, Value};
use rules::{Id, Instant};

/// Accounts.
pub static TABLE: Table = Table {
    name: "account",
    key: &["user_id"],
    columns: &[
        ("user_id", Kind::Bytes),
        ("name", Kind::Text),
        ("email", Kind::Text),
        ("password", Kind::Text),
        ("at", Kind::Int),
    ],
};

/// One-time links.
pub static LINKS: Table = Table {
    name: "link",
    key: &["hash"],
    columns: &[
        ("hash", Kind::Text),
        ("user_id", Kind::Bytes),
        ("at", Kind::Int),
        ("until", Kind::Int),
        ("used_at", Kind::Int),
    ],
};

/// Keeps a password.
pub static SET_PASSWORD: Statement = Statement {
    name: "account_set_password",
    sql: "UPDATE account SET password = $2 WHERE user_id = $1",
    params: &[Kind::Bytes, Kind::Text],
    columns: &[],
};

/// Marks a link as used.
pub static USE_LINK: Statement = Statement {
    name: "link_use",
    sql: "UPDATE link SET used_at = $2 WHERE hash = $1 AND used_at IS NULL",
    params: &[Kind::Text, Kind::Int],
    columns: &[],
};

/// An account as a row, without a password yet.
pub fn row(user: Id, name: &str, email: &str, when: Instant) -> Vec<Value> {
    vec![id(user), text(name), text(email), Value::Null, at(when)]
}

/// A link as a row.
pub fn link_row(hash: &str, user: Option<Id>, when: Instant, until: Instant) -> Vec<Value> {
    vec![text(hash), opt_id(user), at(when), at(until), Value::Null]
}
