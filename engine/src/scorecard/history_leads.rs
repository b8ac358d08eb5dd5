//! The list that a number of the past opens: exactly the leads that it counted, page by page, and how many they are.

use super::history::day_of;
use crate::error::EngineError;
use crate::row::{Columns, at, id, opt_text, text};
use ledger::{Kind, Ledger, Statement, Value};
use rules::{Id, Instant};

/// Most rows of one page.
pub const PAGE_MAX: i64 = 1_000;

/// By what leads of the past are counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Group {
    /// All of them.
    #[default]
    All,
    /// One source, or those without one.
    Source(Option<String>),
    /// One landing page, or those without one.
    Landing(Option<String>),
    /// First contact from one instant to before another: a month.
    Between(Instant, Instant),
}

/// Which of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Which {
    /// Every one.
    #[default]
    Leads,
    /// The won ones.
    Won,
    /// Those whose outcome would be on file.
    Comparable,
    /// Those of them that were won.
    ComparableWon,
    /// Won after the first contact: those that have a time.
    Timed,
    /// Won before the first contact.
    Early,
}

impl Which {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Leads,
        Self::Won,
        Self::Comparable,
        Self::ComparableWon,
        Self::Timed,
        Self::Early,
    ];

    /// In addresses and statements.
    pub fn code(self) -> &'static str {
        match self {
            Self::Leads => "leads",
            Self::Won => "won",
            Self::Comparable => "comparable",
            Self::ComparableWon => "comparable_won",
            Self::Timed => "timed",
            Self::Early => "early",
        }
    }

    /// Reads a code.
    pub fn read(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|which| which.code() == code)
    }
}

macro_rules! counted {
    () => {
        "FROM lead WHERE origin = 'history' \
         AND (CASE $1 WHEN 'source' THEN source IS NOT DISTINCT FROM $2 WHEN 'landing' THEN landing IS NOT DISTINCT FROM $2 \
         ELSE origin = 'history' END) AND submitted_at >= $3 AND submitted_at < $4 \
         AND (CASE $5 WHEN 'won' THEN won_at IS NOT NULL WHEN 'comparable' THEN submitted_at >= $6 \
         WHEN 'comparable_won' THEN submitted_at >= $6 AND won_at IS NOT NULL WHEN 'timed' THEN won_at >= submitted_at \
         WHEN 'early' THEN won_at < submitted_at ELSE origin = 'history' END)"
    };
}

/// How many there are.
pub static COUNT: Statement = Statement {
    name: "scorecard_history_count",
    sql: concat!("SELECT count(*) ", counted!()),
    params: &[Kind::Text, Kind::Text, Kind::Int, Kind::Int, Kind::Text, Kind::Int],
    columns: &[Kind::Int],
};

/// A page of them, the earliest first contact first.
pub static LIST: Statement = Statement {
    name: "scorecard_history_list",
    sql: concat!(
        "SELECT id, submitted_at ",
        counted!(),
        " AND submitted_at >= $7 AND (submitted_at > $7 OR id > $8) ORDER BY submitted_at, id LIMIT $9"
    ),
    params: &[
        Kind::Text,
        Kind::Text,
        Kind::Int,
        Kind::Int,
        Kind::Text,
        Kind::Int,
        Kind::Int,
        Kind::Bytes,
        Kind::Int,
    ],
    columns: &[Kind::Bytes, Kind::Int],
};

/// The first outcome on file.
pub static FIRST_OUTCOME: Statement = Statement {
    name: "scorecard_history_first_outcome",
    sql: "SELECT won_at FROM lead WHERE won_at IS NOT NULL AND origin = 'history' ORDER BY won_at, id LIMIT 1",
    params: &[],
    columns: &[Kind::Int],
};

fn params(group: &Group, which: Which, comparable_from: Instant) -> Vec<Value> {
    let ever = (Instant(i64::MIN), Instant(i64::MAX));
    let (by, key, (from, to)) = match group {
        Group::All => ("all", None, ever),
        Group::Source(key) => ("source", key.as_deref(), ever),
        Group::Landing(key) => ("landing", key.as_deref(), ever),
        Group::Between(from, to) => ("month", None, (*from, *to)),
    };
    vec![
        text(by),
        opt_text(key),
        at(from),
        at(to),
        text(which.code()),
        at(comparable_from),
    ]
}

/// A page of the leads that a number counted, with when each was first in contact.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Opened {
    /// How many the number counts.
    pub count: i64,
    /// Some of them: first contact and lead.
    pub leads: Vec<(Instant, Id)>,
}

/// The leads that a number counted, after a cursor, at most `limit` (≤ `PAGE_MAX`) of them, and how many there are.
///
/// # Errors
/// `EngineError` when the ledger cannot be read.
pub async fn leads(
    ledger: &Ledger,
    group: &Group,
    which: Which,
    after: Option<(Instant, Id)>,
    limit: i64,
) -> Result<Opened, EngineError> {
    let first = ledger.read(&FIRST_OUTCOME, Vec::new()).await?;
    let first = first.first().map(|row| row.at(0)).transpose()?;
    // without an outcome nothing can be compared
    let params = params(group, which, first.map_or(Instant(i64::MAX), day_of));
    let (from, last) = after.unwrap_or((Instant(i64::MIN), Id::default()));
    let mut page = params.clone();
    page.extend([at(from), id(last), Value::Int(limit.clamp(1, PAGE_MAX))]);
    let (count, rows) = tokio::try_join!(ledger.read(&COUNT, params), ledger.read(&LIST, page))?;
    Ok(Opened {
        count: count.first().map(|row| row.int(0)).transpose()?.unwrap_or_default(),
        leads: rows
            .iter()
            .map(|row| Ok((row.at(1)?, row.id(0)?)))
            .collect::<Result<_, EngineError>>()?,
    })
}
