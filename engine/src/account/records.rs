//! Writing accounts and one-time links.

use crate::error::EngineError;
use crate::row::{Columns, at, id, opt_id, text};
use ledger::{Kind, Row, Statement, Table, Value};
use rules::ask::{AlertBy, AlertPlace};
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
        ("alert_by", Kind::Text),
        ("alert_url", Kind::Text),
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

/// Keeps where somebody is told.
pub static SET_ALERTS: Statement = Statement {
    name: "account_set_alerts",
    sql: "UPDATE account SET alert_by = $2, alert_url = $3 WHERE user_id = $1",
    params: &[Kind::Bytes, Kind::Text, Kind::Text],
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
    let (name, email) = (text(name), text(email));
    vec![id(user), name, email, Value::Null, at(when), Value::Null, Value::Null]
}

/// What `SET_ALERTS` is asked with.
pub fn alert_values(user: Id, place: Option<&AlertPlace>) -> Vec<Value> {
    let by = place.map_or(Value::Null, |place| text(place.by.code()));
    vec![id(user), by, place.map_or(Value::Null, |place| text(&place.url))]
}

/// Where somebody is told, from its two columns.
///
/// # Errors
/// A column that is none, or a way that is not known.
pub fn alert_place(row: &Row, by: usize) -> Result<Option<AlertPlace>, EngineError> {
    let (Some(code), Some(url)) = (row.opt_text(by)?, row.opt_string(by + 1)?) else {
        return Ok(None);
    };
    let by = AlertBy::read(code).ok_or_else(|| EngineError::kept("account", &"unknown way of alerts"))?;
    Ok(Some(AlertPlace { by, url }))
}

/// A link as a row.
pub fn link_row(hash: &str, user: Option<Id>, when: Instant, until: Instant) -> Vec<Value> {
    vec![text(hash), opt_id(user), at(when), at(until), Value::Null]
}
