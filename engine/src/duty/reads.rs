//! Counting duties by the week in which they were due, and the leads behind each count: one text for both.

use crate::error::EngineError;
use crate::row::{Columns, at, id, text};
use ledger::{Kind, Ledger, Row, Statement, Value};
use rules::fact::Clock;
use rules::scorecard::{Period, Share};
use rules::{Id, Instant};

/// Most rows of one page.
pub const PAGE_MAX: i64 = 1_000;

macro_rules! part {
    (in_time) => {
        "(done_at <= due_at)"
    };
    (late) => {
        "(done_at > due_at OR (done_at IS NULL AND due_at < $4))"
    };
}

/// Duties that were due in a time: done in time, and not. What runs and is not due is in neither.
pub static KEPT: Statement = Statement {
    name: "duty_kept",
    sql: concat!(
        "SELECT count(*) FILTER (WHERE ",
        part!(in_time),
        "), count(*) FILTER (WHERE ",
        part!(late),
        ") FROM duty WHERE clock = $1 AND due_at >= $2 AND due_at < $3 LIMIT 1"
    ),
    params: &[Kind::Text, Kind::Int, Kind::Int, Kind::Int],
    columns: &[Kind::Int, Kind::Int],
};

/// The duties behind a count, the earliest due first.
pub static LIST: Statement = Statement {
    name: "duty_list",
    sql: concat!(
        "SELECT lead_id, due_at, done_at, owner_id FROM duty WHERE clock = $1 AND due_at >= $2 AND due_at < $3 ",
        "AND (CASE $5 WHEN 'in_time' THEN ",
        part!(in_time),
        " WHEN 'late' THEN ",
        part!(late),
        " ELSE (",
        part!(in_time),
        " OR ",
        part!(late),
        ") END) AND (due_at > $6 OR (due_at = $6 AND lead_id > $7)) ORDER BY due_at, lead_id LIMIT $8"
    ),
    params: &[
        Kind::Text,
        Kind::Int,
        Kind::Int,
        Kind::Int,
        Kind::Text,
        Kind::Int,
        Kind::Bytes,
        Kind::Int,
    ],
    columns: &[Kind::Bytes, Kind::Int, Kind::Int, Kind::Bytes],
};

/// Which of the duties that were due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Done by then.
    InTime,
    /// Done later, or not at all.
    Late,
    /// Both.
    All,
}

impl Part {
    /// As addresses and statements write it.
    pub fn code(self) -> &'static str {
        match self {
            Self::InTime => "in_time",
            Self::Late => "late",
            Self::All => "all",
        }
    }

    /// Reads what `code` wrote.
    pub fn read(code: &str) -> Option<Self> {
        [Self::InTime, Self::Late, Self::All]
            .into_iter()
            .find(|part| part.code() == code)
    }
}

/// One duty in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Of which lead.
    pub lead: Id,
    /// Until when it was owed.
    pub due: Instant,
    /// When it was done.
    pub done_at: Option<Instant>,
    /// Whose, where it is one person's.
    pub owner: Option<Id>,
}

fn asked(clock: Clock, period: Period, now: Instant) -> Vec<Value> {
    vec![text(clock.code()), at(period.from), at(period.to), at(now)]
}

/// How many duties of a kind that were due in a period were done in time.
///
/// # Errors
/// `EngineError` when the ledger cannot be read.
pub async fn kept(ledger: &Ledger, clock: Clock, period: Period, now: Instant) -> Result<Share, EngineError> {
    let rows = ledger.read(&KEPT, asked(clock, period, now)).await?;
    let Some(row) = rows.first() else {
        return Ok(Share::default());
    };
    let (in_time, late) = (row.int(0)?, row.int(1)?);
    Ok(Share::of(in_time, in_time + late))
}

/// A page of the duties behind a count, after a cursor, at most `limit` (≤ `PAGE_MAX`).
///
/// # Errors
/// As `kept`.
pub async fn list(
    ledger: &Ledger,
    (clock, part): (Clock, Part),
    (period, now): (Period, Instant),
    after: Option<(Instant, Id)>,
    limit: i64,
) -> Result<Vec<Line>, EngineError> {
    let (from, last) = after.unwrap_or((Instant(i64::MIN), Id::default()));
    let mut places = asked(clock, period, now);
    places.extend([
        text(part.code()),
        at(from),
        id(last),
        Value::Int(limit.clamp(1, PAGE_MAX)),
    ]);
    ledger.read(&LIST, places).await?.iter().map(line).collect()
}

fn line(row: &Row) -> Result<Line, EngineError> {
    Ok(Line {
        lead: row.id(0)?,
        due: row.at(1)?,
        done_at: row.opt_at(2)?,
        owner: row.opt_id(3)?,
    })
}
