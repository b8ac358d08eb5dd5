//! What the goal promises, counted: pipeline and won of a time, and how many leads came. How far they went is
//! `reads::went`; the parts are the scorecard's own.

use super::parts::part;
use crate::error::EngineError;
use crate::lead::records as leads;
use crate::row::{Columns, at};
use ledger::{Kind, Ledger, Statement, Value};
use rules::Instant;
use rules::agreement::Money;
use std::collections::BTreeMap;

/// Most wins read of one time.
pub const WINS_MAX: i64 = 10_000;
/// Most tiers or currencies told apart.
const GROUPS_MAX: i64 = 200;
const TIME: &[Kind] = &[Kind::Int, Kind::Int, Kind::Int];

/// What reps expect of the leads that they advanced in a time, by currency; those without an amount have none. Of a lead
/// that went on from an SDR the next rep's report counts, once there is one.
pub static PIPELINE: Statement = Statement {
    name: "owed_pipeline",
    sql: concat!(
        "SELECT currency, count(*), CAST(COALESCE(sum(amount), 0) AS BIGINT) FROM handoff WHERE ",
        part!(advanced),
        " AND (customer IS NULL OR customer = 2) AND feedback_at >= $1 AND feedback_at < $2 AND NOT EXISTS (SELECT 1 FROM handoff n \
         WHERE n.lead_id = handoff.lead_id AND n.passed_from = handoff.id AND n.feedback IS NOT NULL) \
         GROUP BY currency ORDER BY currency NULLS FIRST LIMIT $3"
    ),
    params: TIME,
    columns: &[Kind::Text, Kind::Int, Kind::Int],
};

/// Leads won in a time.
pub static WON: Statement = Statement {
    name: "owed_won",
    sql: "SELECT state FROM lead WHERE won_at >= $1 AND won_at < $2 ORDER BY won_at, id LIMIT $3",
    params: TIME,
    columns: &[Kind::Text],
};

/// Leads that came in a time and count, and of those the MQLs: the ones that got a tier, handed over or joined to the
/// handoff of a colleague.
pub static CAME: Statement = Statement {
    name: "owed_came",
    sql: "SELECT count(*), count(*) FILTER (WHERE tier IS NOT NULL) \
          FROM lead WHERE submitted_at >= $1 AND submitted_at < $2 AND origin <> 'history' \
          AND stage NOT IN ('inquiry', 'not_a_lead', 'invalid') AND $3 = $3 LIMIT 1",
    params: TIME,
    columns: &[Kind::Int, Kind::Int],
};

/// How many, and what they add up to in each currency. What has no amount, or none in this currency, is not in a sum.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// How many in all.
    pub count: i64,
    /// Of those, without an amount.
    pub without: i64,
    /// Minor units by currency.
    pub amounts: BTreeMap<String, i64>,
}

impl Sum {
    pub(super) fn add(&mut self, count: i64, amount: Option<Money>) {
        self.count += count;
        match amount {
            Some(money) => *self.amounts.entry(money.currency).or_default() += money.amount,
            None => self.without += count,
        }
    }

    /// The sum in a currency.
    pub fn of(&self, currency: &str) -> i64 {
        self.amounts.get(currency).copied().unwrap_or_default()
    }
}

/// Wins of a time: their sum, and how long they took.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Won {
    /// How many, and what they brought.
    pub sum: Sum,
    /// From first contact to won in microseconds, the shortest first.
    pub took: Vec<i64>,
}

fn time(from: Instant, to: Instant, third: i64) -> Vec<Value> {
    vec![at(from), at(to), Value::Int(third)]
}

/// What the leads that were advanced in a time may be worth.
///
/// # Errors
/// `EngineError` when the ledger cannot be read.
pub async fn pipeline(ledger: &Ledger, from: Instant, to: Instant) -> Result<Sum, EngineError> {
    let mut sum = Sum::default();
    for row in ledger.read(&PIPELINE, time(from, to, GROUPS_MAX)).await? {
        let amount = row.int(2)?;
        let money = row.opt_string(0)?.map(|currency| Money { amount, currency });
        sum.add(row.int(1)?, money);
    }
    Ok(sum)
}

/// What was won in a time.
///
/// # Errors
/// As `pipeline`; and where more was won than can be read: a number of a part is no number.
pub async fn won(ledger: &Ledger, from: Instant, to: Instant) -> Result<Won, EngineError> {
    let rows = ledger.read(&WON, time(from, to, WINS_MAX)).await?;
    if rows.len() as i64 >= WINS_MAX {
        return Err(EngineError::kept("scorecard", &"more wins than can be counted at once"));
    }
    let mut won = Won::default();
    for row in &rows {
        let lead = leads::read_state(row, 0)?;
        won.sum.add(1, lead.won_amount.clone());
        let took = lead.won_at.map(|at| (at - lead.submitted_at).0);
        won.took.extend(took.filter(|took| *took >= 0));
    }
    won.took.sort_unstable();
    Ok(won)
}

/// Leads that came in a time and count, and how many of them were handed over.
///
/// # Errors
/// As `pipeline`.
pub async fn came(ledger: &Ledger, from: Instant, to: Instant) -> Result<(i64, i64), EngineError> {
    let rows = ledger.read(&CAME, time(from, to, 0)).await?;
    rows.first().map_or(Ok((0, 0)), |row| Ok((row.int(0)?, row.int(1)?)))
}
