//! The numbers. Counted in SQL over covering indexes; the arithmetic is `rules::scorecard`.

use super::list::ListOf;
use super::parts::{Filter, params, part};
use crate::error::EngineError;
use crate::row::Columns;
use ledger::{Kind, Ledger, Row, Statement, Value};
use rules::scorecard::{By, FollowUp, Kept, Lay, Part, Period, Said, Speed, Waited, rank};
use rules::{Instant, Span};

/// Most sources told apart in one answer; the rest would be read one by one.
pub const SOURCES_MAX: usize = 500;

const SEVEN: &[Kind] = &[
    Kind::Text,
    Kind::Text,
    Kind::Bytes,
    Kind::Int,
    Kind::Int,
    Kind::Int,
    Kind::Int,
];

/// First attempts by how they ended, cohort by due time.
pub static KEPT: Statement = Statement {
    name: "scorecard_kept",
    sql: concat!(
        "SELECT count(*) FILTER (WHERE ",
        part!(met),
        "), count(*) FILTER (WHERE ",
        part!(claimed),
        "), count(*) FILTER (WHERE ",
        part!(breached),
        "), count(*) FILTER (WHERE ",
        part!(given_back),
        "), count(*) FILTER (WHERE ",
        part!(pending),
        ") FROM handoff WHERE due_at >= $4 AND due_at < $5 AND $7 = $7 AND ",
        part!(counted),
        " AND ",
        part!(filter),
        " LIMIT 1"
    ),
    params: SEVEN,
    columns: &[Kind::Int, Kind::Int, Kind::Int, Kind::Int, Kind::Int],
};

/// Whom those lay with that were not in time, cohort by due time.
pub static LAY: Statement = Statement {
    name: "scorecard_lay",
    sql: concat!(
        "SELECT count(*) FILTER (WHERE ",
        part!(lay_source),
        "), count(*) FILTER (WHERE ",
        part!(lay_baton),
        "), count(*) FILTER (WHERE ",
        part!(lay_held),
        "), count(*) FILTER (WHERE ",
        part!(lay_owner),
        "), count(*) FILTER (WHERE ",
        part!(lay_routing),
        ") FROM handoff WHERE (stop = 'late' OR stop IS NULL) AND due_at >= $4 AND due_at < $5 AND $7 = $7 AND ",
        part!(filter),
        " LIMIT 1"
    ),
    params: SEVEN,
    columns: &[Kind::Int, Kind::Int, Kind::Int, Kind::Int, Kind::Int],
};

/// Handoffs of existing customers, which no number counts.
pub static CUSTOMERS: Statement = Statement {
    name: "scorecard_customers",
    sql: "SELECT count(*) FROM handoff WHERE customer IS NOT NULL AND customer = 1 AND trigger_at >= $1 AND trigger_at < $2 LIMIT 1",
    params: &[Kind::Int, Kind::Int],
    columns: &[Kind::Int],
};

/// How many handoffs of existing customers are left out of a period.
///
/// # Errors
/// `EngineError` when the ledger cannot be read.
pub async fn customers(ledger: &Ledger, period: Period) -> Result<u64, EngineError> {
    let params = vec![crate::row::at(period.from), crate::row::at(period.to)];
    let rows = ledger.read(&CUSTOMERS, params).await?;
    let count = rows.first().map(|row| row.int(0)).transpose()?;
    Ok(count.and_then(|n| u64::try_from(n).ok()).unwrap_or_default())
}

/// How soon leads were tried, cohort by trigger.
pub static SPEED: Statement = Statement {
    name: "scorecard_speed",
    sql: concat!(
        "SELECT count(*) FILTER (WHERE ",
        part!(tried),
        "), count(*) FILTER (WHERE ",
        part!(met),
        "), count(*) FILTER (WHERE ",
        part!(unanswered),
        "), count(*) FILTER (WHERE ",
        part!(pending),
        "), count(*) FILTER (WHERE ",
        part!(old_enough),
        "), count(*) FILTER (WHERE ",
        part!(followed),
        ") FROM handoff WHERE trigger_at >= $4 AND trigger_at < $5 AND ",
        part!(counted),
        " AND ",
        part!(filter),
        " LIMIT 1"
    ),
    params: SEVEN,
    columns: &[Kind::Int, Kind::Int, Kind::Int, Kind::Int, Kind::Int, Kind::Int],
};

/// What Sales said, by source, cohort by trigger. The `+` keeps the walk on the index by source, so that nothing is sorted.
pub static SAID: Statement = Statement {
    name: "scorecard_said",
    sql: concat!(
        "SELECT source, count(*), count(*) FILTER (WHERE ",
        part!(connected),
        "), count(*) FILTER (WHERE ",
        part!(feedback_due),
        "), count(*) FILTER (WHERE ",
        part!(answered),
        "), count(*) FILTER (WHERE ",
        part!(advanced),
        "), count(*) FILTER (WHERE ",
        part!(fit_not_ready),
        "), count(*) FILTER (WHERE ",
        part!(not_a_fit),
        "), count(*) FILTER (WHERE ",
        part!(rejected),
        "), count(*) FILTER (WHERE ",
        part!(not_a_lead),
        ") FROM handoff WHERE +trigger_at >= $4 AND +trigger_at < $5 AND $7 = $7 AND ",
        part!(counted),
        " AND ",
        part!(filter),
        " GROUP BY source ORDER BY source NULLS FIRST LIMIT $8"
    ),
    params: &[
        Kind::Text,
        Kind::Text,
        Kind::Bytes,
        Kind::Int,
        Kind::Int,
        Kind::Int,
        Kind::Int,
        Kind::Int,
    ],
    columns: &[
        Kind::Text,
        Kind::Int,
        Kind::Int,
        Kind::Int,
        Kind::Int,
        Kind::Int,
        Kind::Int,
        Kind::Int,
        Kind::Int,
        Kind::Int,
    ],
};

const EIGHT: &[Kind] = &[
    Kind::Text,
    Kind::Text,
    Kind::Bytes,
    Kind::Int,
    Kind::Int,
    Kind::Int,
    Kind::Int,
    Kind::Int,
];

/// The wait at a place counted from the shortest: walked on the index by wait.
pub static WAIT_AT: Statement = Statement {
    name: "scorecard_wait_at",
    sql: concat!(
        "SELECT first_attempt_at - trigger_at FROM handoff WHERE first_attempt_at IS NOT NULL AND due_at IS NOT NULL ",
        "AND +trigger_at >= $4 AND +trigger_at < $5 AND $6 = $6 AND $7 = $7 AND ",
        part!(counted),
        " AND ",
        part!(filter),
        " ORDER BY first_attempt_at - trigger_at LIMIT 1 OFFSET $8"
    ),
    params: EIGHT,
    columns: &[Kind::Int],
};

/// The wait at a place counted from the longest.
pub static WAIT_FROM_LONGEST: Statement = Statement {
    name: "scorecard_wait_from_longest",
    sql: concat!(
        "SELECT first_attempt_at - trigger_at FROM handoff WHERE first_attempt_at IS NOT NULL AND due_at IS NOT NULL ",
        "AND +trigger_at >= $4 AND +trigger_at < $5 AND $6 = $6 AND $7 = $7 AND ",
        part!(counted),
        " AND ",
        part!(filter),
        " ORDER BY first_attempt_at - trigger_at DESC LIMIT 1 OFFSET $8"
    ),
    params: EIGHT,
    columns: &[Kind::Int],
};

/// What to count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Of which time.
    pub period: Period,
    /// Of whom.
    pub filter: Filter,
    /// As of when.
    pub now: Instant,
    /// The window of the follow-up rate.
    pub within: Span,
}

/// The numbers of a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Numbers {
    /// What was asked.
    pub asked: Asked,
    /// First attempts kept.
    pub kept: Kept,
    /// Whom those lay with that were not in time.
    pub lay: Lay,
    /// Speed to lead.
    pub speed: Speed,
    /// Follow-up rate.
    pub follow_up: FollowUp,
    /// What Sales said, by source; the one without a source first.
    pub sources: Vec<Said>,
    /// The same over all sources.
    pub all: Said,
}

impl Numbers {
    /// The list that a number opens: exactly the handoffs that it counted.
    pub fn list(&self, part: Part, source: Option<&str>) -> ListOf {
        let by = match part {
            Part::Met | Part::Claimed | Part::Breached | Part::GivenBack | Part::Pending => By::Due,
            Part::LaySource | Part::LayBaton | Part::LayHeld | Part::LayOwner | Part::LayRouting => By::Due,
            _ => By::Trigger,
        };
        self.list_by(part, by, source)
    }

    /// The same for a cohort said: `Met` and `Pending` stand in both *kept* and *speed*.
    pub fn list_by(&self, part: Part, by: By, source: Option<&str>) -> ListOf {
        let mut asked = self.asked.clone();
        if let Some(source) = source {
            asked.filter.source = Some(source.to_owned());
        }
        ListOf { part, by, asked }
    }
}

/// Reads all numbers of a period, several at once.
///
/// # Errors
/// `EngineError` when the ledger cannot be read.
pub async fn numbers(ledger: &Ledger, asked: Asked) -> Result<Numbers, EngineError> {
    let (kept, lay, (speed, follow_up), sources) = tokio::try_join!(
        kept(ledger, &asked),
        lay(ledger, &asked),
        speed(ledger, &asked),
        said(ledger, &asked)
    )?;
    let mut all = Said::default();
    sources.iter().for_each(|source| all.add(source));
    Ok(Numbers {
        asked,
        kept,
        lay,
        speed,
        follow_up,
        sources,
        all,
    })
}

fn seven(asked: &Asked) -> Vec<Value> {
    params(&asked.filter, asked.period, asked.now, asked.within)
}

async fn one(ledger: &Ledger, statement: &'static Statement, asked: &Asked) -> Result<Row, EngineError> {
    let rows = ledger.read(statement, seven(asked)).await?;
    rows.into_iter()
        .next()
        .ok_or_else(|| EngineError::kept("scorecard", &"no row of counts"))
}

/// First attempts kept, cohort by due time.
///
/// # Errors
/// As `numbers`.
pub async fn kept(ledger: &Ledger, asked: &Asked) -> Result<Kept, EngineError> {
    let row = one(ledger, &KEPT, asked).await?;
    Ok(Kept {
        met: row.int(0)?,
        claimed: row.int(1)?,
        breached: row.int(2)?,
        given_back: row.int(3)?,
        pending: row.int(4)?,
    })
}

async fn lay(ledger: &Ledger, asked: &Asked) -> Result<Lay, EngineError> {
    let row = one(ledger, &LAY, asked).await?;
    Ok(Lay {
        source: row.int(0)?,
        baton: row.int(1)?,
        held: row.int(2)?,
        owner: row.int(3)?,
        routing: row.int(4)?,
    })
}

async fn speed(ledger: &Ledger, asked: &Asked) -> Result<(Speed, FollowUp), EngineError> {
    let row = one(ledger, &SPEED, asked).await?;
    let (tried, unanswered) = (row.int(0)?, row.int(2)?);
    let (median, p90) = tokio::try_join!(
        wait(ledger, asked, tried, unanswered, 500),
        wait(ledger, asked, tried, unanswered, 900)
    )?;
    let (met, pending) = (row.int(1)?, row.int(3)?);
    let (within, old_enough, followed) = (asked.within, row.int(4)?, row.int(5)?);
    Ok((
        Speed {
            tried,
            met,
            unanswered,
            pending,
            median,
            p90,
        },
        FollowUp {
            within,
            old_enough,
            followed,
        },
    ))
}

/// Whoever is unanswered stands behind everybody who was tried.
async fn wait(
    ledger: &Ledger,
    asked: &Asked,
    tried: i64,
    unanswered: i64,
    per_mille: i64,
) -> Result<Waited, EngineError> {
    let Some(place) = rank(tried + unanswered, per_mille) else {
        return Ok(Waited::Nobody);
    };
    if place >= tried {
        return Ok(Waited::Still);
    }
    let from_longest = tried - 1 - place;
    let (statement, offset) = if place <= from_longest {
        (&WAIT_AT, place)
    } else {
        (&WAIT_FROM_LONGEST, from_longest)
    };
    let mut places = seven(asked);
    places.push(Value::Int(offset));
    let rows = ledger.read(statement, places).await?;
    let found = rows.first().map(|row| row.int(0)).transpose()?;
    Ok(found.map_or(Waited::Still, |micros| Waited::For(Span(micros))))
}

async fn said(ledger: &Ledger, asked: &Asked) -> Result<Vec<Said>, EngineError> {
    let mut places = seven(asked);
    places.push(Value::Int(SOURCES_MAX as i64));
    let rows = ledger.read(&SAID, places).await?;
    rows.iter().map(said_row).collect()
}

fn said_row(row: &Row) -> Result<Said, EngineError> {
    Ok(Said {
        source: row.opt_string(0)?,
        handed: row.int(1)?,
        connected: row.int(2)?,
        due: row.int(3)?,
        answered: row.int(4)?,
        advanced: row.int(5)?,
        not_ready: row.int(6)?,
        not_a_fit: row.int(7)?,
        rejected: row.int(8)?,
        not_a_lead: row.int(9)?,
    })
}
