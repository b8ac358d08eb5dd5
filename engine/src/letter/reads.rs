//! Reading the outbox: what waits, since when, and what is dead.

use crate::error::EngineError;
use crate::row::{Columns, at, id};
use ledger::{Kind, Ledger, Row, Statement, Value};
use rules::decide::LetterKind;
use rules::{Id, Instant};

/// Most dead letters shown at once.
pub const DEAD_MAX: i64 = 200;

/// The next letter that nobody has.
pub static NEXT_DUE: Statement = Statement {
    name: "letter_next_due",
    sql: "SELECT due_at FROM letter WHERE due_at IS NOT NULL AND (lease_until IS NULL OR lease_until < $1) \
          ORDER BY due_at, id LIMIT 1",
    params: &[Kind::Int],
    columns: &[Kind::Int],
};

/// Dead letters, the newest first, by cursor.
pub static DEAD_LIST: Statement = Statement {
    name: "letter_dead_list",
    sql: "SELECT id, kind, to_user, lead_id, at, tries, dead_at, why FROM letter \
          WHERE dead_at IS NOT NULL AND (dead_at, id) < ($1, $2) ORDER BY dead_at DESC, id DESC LIMIT $3",
    params: &[Kind::Int, Kind::Bytes, Kind::Int],
    columns: &[
        Kind::Bytes,
        Kind::Text,
        Kind::Bytes,
        Kind::Bytes,
        Kind::Int,
        Kind::Int,
        Kind::Int,
        Kind::Text,
    ],
};

/// How many wait, since when the first of them is due, and how many are dead.
pub static COUNTS: Statement = Statement {
    name: "letter_counts",
    sql: "SELECT (SELECT count(*) FROM letter WHERE due_at IS NOT NULL), \
          (SELECT at FROM letter WHERE due_at IS NOT NULL ORDER BY due_at, id LIMIT 1), \
          (SELECT count(*) FROM letter WHERE dead_at IS NOT NULL)",
    params: &[],
    columns: &[Kind::Int, Kind::Int, Kind::Int],
};

/// A letter that will not be sent by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dead {
    /// Its id; `OfLetter::Tell { outcome: Told::Again, .. }` sends it again.
    pub id: Id,
    /// What it is about.
    pub kind: Option<LetterKind>,
    /// To whom.
    pub to: Id,
    /// About which lead.
    pub lead: Option<Id>,
    /// When it came about.
    pub at: Instant,
    /// How often it was tried.
    pub tries: i64,
    /// Since when it is dead.
    pub dead_at: Instant,
    /// Why, as a code.
    pub why: String,
}

/// How the outbox stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Letters to be sent.
    pub waiting: i64,
    /// When the one that is due first came about.
    pub oldest: Option<Instant>,
    /// Letters that will not be sent by themselves.
    pub dead: i64,
}

/// When the next letter that nobody has under a lease at `now` is due.
///
/// # Errors
/// `EngineError` when the ledger cannot be read.
pub async fn next_due(ledger: &Ledger, now: Instant) -> Result<Option<Instant>, EngineError> {
    let rows = ledger.read(&NEXT_DUE, vec![at(now)]).await?;
    Ok(rows.first().map(|row| row.at(0)).transpose()?)
}

/// Dead letters, the newest first, after the one given (`dead_at`, `id`); at most [`DEAD_MAX`].
///
/// # Errors
/// `EngineError` when the ledger cannot be read.
pub async fn dead(ledger: &Ledger, after: Option<(Instant, Id)>, limit: i64) -> Result<Vec<Dead>, EngineError> {
    let (when, letter) = after.unwrap_or((Instant(i64::MAX), Id::default()));
    let limit = Value::Int(limit.clamp(1, DEAD_MAX));
    let rows = ledger.read(&DEAD_LIST, vec![at(when), id(letter), limit]).await?;
    rows.iter().map(read).collect()
}

fn read(row: &Row) -> Result<Dead, EngineError> {
    Ok(Dead {
        id: row.id(0)?,
        kind: LetterKind::read(row.text(1)?),
        to: row.id(2)?,
        lead: row.opt_id(3)?,
        at: row.at(4)?,
        tries: row.int(5)?,
        dead_at: row.at(6)?,
        why: row.opt_string(7)?.unwrap_or_default(),
    })
}

/// How the outbox stands, for the status page.
///
/// # Errors
/// `EngineError` when the ledger cannot be read.
pub async fn counts(ledger: &Ledger) -> Result<Counts, EngineError> {
    let rows = ledger.read(&COUNTS, Vec::new()).await?;
    let Some(row) = rows.first() else {
        return Ok(Counts::default());
    };
    Ok(Counts {
        waiting: row.int(0)?,
        oldest: row.opt_at(1)?,
        dead: row.int(2)?,
    })
}
