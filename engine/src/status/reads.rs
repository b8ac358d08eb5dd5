//! Reading the health of the house: letters, timers, quarantine, handoffs that nobody answers for.

use crate::error::EngineError;
use crate::row::{Columns, at};
use ledger::{Kind, Ledger, Row, Statement, Value};
use rules::roster::Roster;
use rules::{Id, Instant};

/// Most lines of a list on the page.
pub const LINES_MAX: i64 = 50;
/// Most desks whose open handoffs are summed up.
pub const DESKS_MAX: i64 = 10_000;

/// Letters that wait.
pub static LETTERS: Statement = Statement {
    name: "status_letters",
    sql: "SELECT count(*), min(at) FROM letter WHERE due_at IS NOT NULL LIMIT 1",
    params: &[],
    columns: &[Kind::Int, Kind::Int],
};

/// How many letters were given up.
pub static DEAD: Statement = Statement {
    name: "status_dead",
    sql: "SELECT count(*) FROM letter WHERE dead_at IS NOT NULL LIMIT 1",
    params: &[],
    columns: &[Kind::Int],
};

/// Letters that were given up, the newest first.
pub static DEAD_LIST: Statement = Statement {
    name: "status_dead_list",
    sql: "SELECT id, kind, to_user, dead_at, why FROM letter WHERE dead_at IS NOT NULL \
          ORDER BY dead_at DESC, id DESC LIMIT $1",
    params: &[Kind::Int],
    columns: &[Kind::Bytes, Kind::Text, Kind::Bytes, Kind::Int, Kind::Text],
};

/// Leads whose timers are past due.
pub static OVERDUE: Statement = Statement {
    name: "status_overdue",
    sql: "SELECT count(*), min(due_at) FROM lead WHERE due_at IS NOT NULL AND due_at <= $1 LIMIT 1",
    params: &[Kind::Int],
    columns: &[Kind::Int, Kind::Int],
};

/// Leads whose timers were taken out of service, the newest first.
pub static QUARANTINED: Statement = Statement {
    name: "status_quarantined",
    sql: "SELECT id, quarantined_at FROM lead WHERE quarantined_at IS NOT NULL ORDER BY quarantined_at DESC, id DESC LIMIT $1",
    params: &[Kind::Int],
    columns: &[Kind::Bytes, Kind::Int],
};

/// How many leads' timers were taken out of service.
pub static QUARANTINED_COUNT: Statement = Statement {
    name: "status_quarantined_count",
    sql: "SELECT count(*) FROM lead WHERE quarantined_at IS NOT NULL LIMIT 1",
    params: &[],
    columns: &[Kind::Int],
};

/// Open handoffs by who has them and who answers for them.
pub static OPEN_BY: Statement = Statement {
    name: "status_open_by",
    sql: "SELECT owner_id, accountable_id, count(*), count(*) FILTER (WHERE held_until IS NOT NULL) FROM handoff \
          WHERE closed_at IS NULL GROUP BY owner_id, accountable_id \
          ORDER BY owner_id NULLS FIRST, accountable_id NULLS FIRST LIMIT $1",
    params: &[Kind::Int],
    columns: &[Kind::Bytes, Kind::Bytes, Kind::Int, Kind::Int],
};

/// A letter that was given up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dead {
    /// The letter.
    pub letter: Id,
    /// Its kind, by its code.
    pub kind: String,
    /// To whom.
    pub to: Id,
    /// Since when.
    pub at: Instant,
    /// Why, by its code.
    pub why: Option<String>,
}

/// The health of the house at an instant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Health {
    /// Letters that wait.
    pub letters: i64,
    /// Since when the oldest of them waits.
    pub oldest_letter: Option<Instant>,
    /// Letters that were given up.
    pub dead: i64,
    /// The newest of them.
    pub dead_list: Vec<Dead>,
    /// The next timer.
    pub next_due: Option<Instant>,
    /// Timers past due.
    pub overdue: i64,
    /// Leads taken out of service.
    pub quarantined: i64,
    /// The newest of them, and since when.
    pub quarantined_list: Vec<(Id, Instant)>,
    /// Open handoffs.
    pub open: i64,
    /// Open handoffs with neither an active owner nor an accountable name and an end of waiting.
    pub ownerless: i64,
}

/// Reads it all.
///
/// # Errors
/// `EngineError` when the ledger cannot be read.
pub async fn health(ledger: &Ledger, roster: &Roster, now: Instant) -> Result<Health, EngineError> {
    let letters = first(ledger, &LETTERS, Vec::new()).await?;
    let overdue = first(ledger, &OVERDUE, vec![at(now)]).await?;
    let dead = ledger.read(&DEAD_LIST, vec![Value::Int(LINES_MAX)]).await?;
    let quarantined = ledger.read(&QUARANTINED, vec![Value::Int(LINES_MAX)]).await?;
    let (open, ownerless) = desks(ledger, roster).await?;
    Ok(Health {
        letters: letters.int(0)?,
        oldest_letter: letters.opt_at(1)?,
        dead: first(ledger, &DEAD, Vec::new()).await?.int(0)?,
        dead_list: dead.iter().map(dead_row).collect::<Result<_, _>>()?,
        next_due: crate::lead::reads::next_due(ledger).await?,
        overdue: overdue.int(0)?,
        quarantined: first(ledger, &QUARANTINED_COUNT, Vec::new()).await?.int(0)?,
        quarantined_list: quarantined
            .iter()
            .map(|row| Ok((row.id(0)?, row.at(1)?)))
            .collect::<Result<_, EngineError>>()?,
        open,
        ownerless,
    })
}

async fn first(ledger: &Ledger, statement: &'static Statement, params: Vec<Value>) -> Result<Row, EngineError> {
    let rows = ledger.read(statement, params).await?;
    rows.into_iter()
        .next()
        .ok_or_else(|| EngineError::kept("status", &"no row of counts"))
}

fn dead_row(row: &Row) -> Result<Dead, EngineError> {
    Ok(Dead {
        letter: row.id(0)?,
        kind: row.string(1)?,
        to: row.id(2)?,
        at: row.at(3)?,
        why: row.opt_string(4)?,
    })
}

/// Open handoffs, and those of them that nobody answers for.
///
/// # Errors
/// As `health`.
pub async fn desks(ledger: &Ledger, roster: &Roster) -> Result<(i64, i64), EngineError> {
    let is_here = |user: Option<Id>| user.is_some_and(|user| roster.active(user).is_some());
    let (mut open, mut ownerless) = (0, 0);
    for row in &ledger.read(&OPEN_BY, vec![Value::Int(DESKS_MAX)]).await? {
        let (count, held) = (row.int(2)?, row.int(3)?);
        let (owned, answered) = (is_here(row.opt_id(0)?), is_here(row.opt_id(1)?));
        open += count;
        ownerless += match (owned, answered) {
            (true, _) => 0,
            (false, true) => count - held,
            (false, false) => count,
        };
    }
    Ok((open, ownerless))
}
