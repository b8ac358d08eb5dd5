//! Reading accounts and one-time links.

use super::records::alert_place;
use crate::error::EngineError;
use crate::row::{Columns, id, text};
use ledger::{Kind, Ledger, Row, Statement};
use rules::ask::AlertPlace;
use rules::{Id, Instant};

/// An account, as sign-in and the team page see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Whose.
    pub user: Id,
    /// Name.
    pub name: String,
    /// Address, folded.
    pub email: String,
    /// argon2id, PHC text; none until the link was used.
    pub password: Option<String>,
    /// Where he is told of what concerns him; none: by mail.
    pub alerts: Option<AlertPlace>,
}

const ACCOUNT: &[Kind] = &[Kind::Bytes, Kind::Text, Kind::Text, Kind::Text, Kind::Text, Kind::Text];

/// The account with an address.
pub static BY_EMAIL: Statement = Statement {
    name: "account_by_email",
    sql: "SELECT user_id, name, email, password, alert_by, alert_url FROM account WHERE email = $1",
    params: &[Kind::Text],
    columns: ACCOUNT,
};

/// A user's account.
pub static BY_USER: Statement = Statement {
    name: "account_by_user",
    sql: "SELECT user_id, name, email, password, alert_by, alert_url FROM account WHERE user_id = $1",
    params: &[Kind::Bytes],
    columns: ACCOUNT,
};

/// All accounts.
pub static ALL: Statement = Statement {
    name: "account_all",
    sql: "SELECT user_id, name, email, password, alert_by, alert_url FROM account ORDER BY name, user_id LIMIT 2000",
    params: &[],
    columns: ACCOUNT,
};

/// A one-time link.
pub static LINK: Statement = Statement {
    name: "link_by_hash",
    sql: "SELECT user_id, until, used_at FROM link WHERE hash = $1",
    params: &[Kind::Text],
    columns: &[Kind::Bytes, Kind::Int, Kind::Int],
};

fn read(row: &Row) -> Result<Account, EngineError> {
    Ok(Account {
        user: row.id(0)?,
        name: row.string(1)?,
        email: row.string(2)?,
        password: row.opt_string(3)?,
        alerts: alert_place(row, 4)?,
    })
}

/// The account with an address, folded.
///
/// # Errors
/// `EngineError` when the ledger cannot be read.
pub async fn by_email(ledger: &Ledger, email: &str) -> Result<Option<Account>, EngineError> {
    ledger
        .read(&BY_EMAIL, vec![text(&email.to_lowercase())])
        .await?
        .first()
        .map(read)
        .transpose()
}

/// A user's account.
///
/// # Errors
/// As `by_email`.
pub async fn by_user(ledger: &Ledger, user: Id) -> Result<Option<Account>, EngineError> {
    ledger
        .read(&BY_USER, vec![id(user)])
        .await?
        .first()
        .map(read)
        .transpose()
}

/// All accounts, by name.
///
/// # Errors
/// As `by_email`.
pub async fn all(ledger: &Ledger) -> Result<Vec<Account>, EngineError> {
    ledger.read(&ALL, Vec::new()).await?.iter().map(read).collect()
}

/// Whether a link still opens, and for whom (`Some(None)`: the very first user).
///
/// # Errors
/// As `by_email`.
pub async fn link(ledger: &Ledger, hash: &str, now: Instant) -> Result<Option<Option<Id>>, EngineError> {
    let rows = ledger.read(&LINK, vec![text(hash)]).await?;
    let Some(row) = rows.first() else { return Ok(None) };
    let over = row.opt_int(2)?.is_some() || row.at(1)? < now;
    Ok(if over { None } else { Some(row.opt_id(0)?) })
}
