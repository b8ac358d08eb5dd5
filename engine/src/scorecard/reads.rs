//! The numbers. Counted in SQL over covering indexes; the arithmetic is `rules::scorecard`.

use super::list::ListOf;
use super::owed::Sum;
use super::parts::{Filter, counts, params, part, said};
use crate::error::EngineError;
use crate::row::Columns;
use ledger::{Kind, Ledger, Row, Statement, Value};
use rules::agreement::Money;
use rules::scorecard::{By, FollowUp, Kept, Lay, Part, Period, Said, Speed, Waited, Went, rank};
use rules::{Instant, Span};
use std::collections::BTreeMap;

/// Most sources told apart in one answer; the rest would be read one by one.
pub const SOURCES_MAX: usize = 500;

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
    params: EIGHT,
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
        part!(counted),
        " AND ",
        part!(filter),
        " LIMIT 1"
    ),
    params: EIGHT,
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

/// Whether reps passed anything on to the next in a time.
pub static PASSED_ON: Statement = Statement {
    name: "scorecard_passed_on",
    sql: "SELECT customer FROM handoff WHERE customer IS NOT NULL AND customer = 2 AND trigger_at >= $1 AND trigger_at < $2 LIMIT 1",
    params: &[Kind::Int, Kind::Int],
    columns: &[Kind::Int],
};

/// A first attempt may be due so long after a rep was passed the lead; with closed days more than the longest target.
const DUE_AFTER: Span = Span::days(120);

/// Whether there is anything to count of what reps passed on to the next, by either cohort of a period.
///
/// # Errors
/// As `customers`.
pub async fn passed_on(ledger: &Ledger, period: Period) -> Result<bool, EngineError> {
    let params = vec![crate::row::at(period.from - DUE_AFTER), crate::row::at(period.to)];
    Ok(!ledger.read(&PASSED_ON, params).await?.is_empty())
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
    params: EIGHT,
    columns: &[Kind::Int, Kind::Int, Kind::Int, Kind::Int, Kind::Int, Kind::Int],
};

/// What Sales said, by source, cohort by trigger. The `+` keeps the walk on the index by source, so that nothing is sorted.
pub static SAID: Statement = Statement {
    name: "scorecard_said",
    sql: concat!(
        "SELECT source, ",
        said!(),
        " FROM handoff WHERE +trigger_at >= $4 AND +trigger_at < $5 AND $7 = $7 AND ",
        part!(counted),
        " AND ",
        part!(filter),
        " GROUP BY source ORDER BY source NULLS FIRST LIMIT $9"
    ),
    params: NINE,
    columns: &SAID_COLUMNS,
};

/// How far a cohort by trigger went, by tier, and what each side kept of what it owed with it.
pub static WENT: Statement = Statement {
    name: "scorecard_went",
    sql: concat!(
        "SELECT tier, ",
        said!(),
        ", ",
        counts!(
            in_time,
            specific,
            valid,
            questions_asked,
            questions_answered,
            plan_over,
            persisted,
            won,
            lost,
            accepted,
            sql,
            sql_won
        ),
        " FROM handoff WHERE trigger_at >= $4 AND trigger_at < $5 AND $7 = $7 AND ",
        part!(counted),
        " AND ",
        part!(filter),
        " GROUP BY tier ORDER BY tier LIMIT $9"
    ),
    params: NINE,
    columns: &WENT_COLUMNS,
};

/// Deals that ended in a period, by how they ended and by currency.
pub static DEALS: Statement = Statement {
    name: "scorecard_deals",
    sql: concat!(
        "SELECT outcome, won_currency, count(*), CAST(COALESCE(sum(won_amount), 0) AS BIGINT) FROM handoff ",
        "WHERE outcome_at IS NOT NULL AND outcome_at >= $4 AND outcome_at < $5 AND $6 = $6 AND $7 = $7 AND ",
        part!(counted),
        " AND ",
        part!(filter),
        " GROUP BY outcome, won_currency ORDER BY outcome, won_currency NULLS FIRST LIMIT $9"
    ),
    params: NINE,
    columns: &[Kind::Text, Kind::Text, Kind::Int, Kind::Int],
};

/// A name, then the counts of `said!`.
const SAID_COLUMNS: [Kind; 10] = named_counts();
/// A tier, the counts of `said!`, and thirteen more.
const WENT_COLUMNS: [Kind; 23] = named_counts();

/// Text, then whole numbers.
const fn named_counts<const N: usize>() -> [Kind; N] {
    let mut columns = [Kind::Int; N];
    columns[0] = Kind::Text;
    columns
}

const NINE: &[Kind] = &[
    Kind::Text,
    Kind::Text,
    Kind::Bytes,
    Kind::Int,
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
        " ORDER BY first_attempt_at - trigger_at LIMIT 1 OFFSET $9"
    ),
    params: NINE,
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
        " ORDER BY first_attempt_at - trigger_at DESC LIMIT 1 OFFSET $9"
    ),
    params: NINE,
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
    /// Deals that ended in the period.
    pub deals: Deals,
}

impl Numbers {
    /// The list that a number opens: exactly the handoffs that it counted.
    pub fn list(&self, part: Part, source: Option<&str>) -> ListOf {
        let by = match part {
            Part::Met | Part::Claimed | Part::Breached | Part::GivenBack | Part::Pending => By::Due,
            Part::LaySource | Part::LayBaton | Part::LayHeld | Part::LayOwner | Part::LayRouting => By::Due,
            Part::Won | Part::Lost => By::Outcome,
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
    let (kept, lay, (speed, follow_up), sources, deals) = tokio::try_join!(
        kept(ledger, &asked),
        lay(ledger, &asked),
        speed(ledger, &asked),
        said(ledger, &asked),
        deals(ledger, &asked)
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
        deals,
    })
}

fn eight(asked: &Asked) -> Vec<Value> {
    params(&asked.filter, asked.period, asked.now, asked.within)
}

async fn one(ledger: &Ledger, statement: &'static Statement, asked: &Asked) -> Result<Row, EngineError> {
    let rows = ledger.read(statement, eight(asked)).await?;
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
    let mut places = eight(asked);
    places.push(Value::Int(offset));
    let rows = ledger.read(statement, places).await?;
    let found = rows.first().map(|row| row.int(0)).transpose()?;
    Ok(found.map_or(Waited::Still, |micros| Waited::For(Span(micros))))
}

async fn said(ledger: &Ledger, asked: &Asked) -> Result<Vec<Said>, EngineError> {
    let rows = ledger.read(&SAID, grouped(asked)).await?;
    let said = |row: &Row| {
        Ok(Said {
            source: row.opt_string(0)?,
            ..said_from(row, 1)?
        })
    };
    rows.iter().map(said).collect()
}

fn grouped(asked: &Asked) -> Vec<Value> {
    let mut places = eight(asked);
    places.push(Value::Int(SOURCES_MAX as i64));
    places
}

/// The counts of `said!`, from this column on.
fn said_from(row: &Row, first: usize) -> Result<Said, EngineError> {
    let n = |place: usize| row.int(first + place);
    Ok(Said {
        source: None,
        handed: n(0)?,
        connected: n(1)?,
        due: n(2)?,
        answered: n(3)?,
        advanced: n(4)?,
        not_ready: n(5)?,
        not_a_fit: n(6)?,
        rejected: n(7)?,
        not_a_lead: n(8)?,
    })
}

/// How far a cohort by trigger went, by tier.
///
/// # Errors
/// As `numbers`.
pub async fn went(ledger: &Ledger, asked: &Asked) -> Result<BTreeMap<String, Went>, EngineError> {
    let rows = ledger.read(&WENT, grouped(asked)).await?;
    rows.iter().map(|row| Ok((row.string(0)?, went_row(row)?))).collect()
}

/// Column 10 is the count of all once more.
fn went_row(row: &Row) -> Result<Went, EngineError> {
    Ok(Went {
        said: said_from(row, 1)?,
        in_time: row.int(11)?,
        specific: row.int(12)?,
        valid: row.int(13)?,
        asked: row.int(14)?,
        questions_answered: row.int(15)?,
        plan_over: row.int(16)?,
        persisted: row.int(17)?,
        won: row.int(18)?,
        lost: row.int(19)?,
        accepted: row.int(20)?,
        sql: row.int(21)?,
        sql_won: row.int(22)?,
    })
}

/// Deals that ended in a period.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Deals {
    /// Won, and what they brought.
    pub won: Sum,
    /// Lost.
    pub lost: i64,
}

/// Deals that ended in a period: live ones; those of the past are the history's.
///
/// # Errors
/// As `numbers`.
pub async fn deals(ledger: &Ledger, asked: &Asked) -> Result<Deals, EngineError> {
    let mut deals = Deals::default();
    for row in ledger.read(&DEALS, grouped(asked)).await? {
        let (count, amount) = (row.int(2)?, row.int(3)?);
        let money = row.opt_string(1)?.map(|currency| Money { amount, currency });
        match row.text(0)? {
            "won" => deals.won.add(count, money),
            _ => deals.lost += count,
        }
    }
    Ok(deals)
}
