//! Numbers of leads of the past: how many, how many won, how long it took; by source, landing page and month.
//!
//! Lost leads of the past have no outcome on file, and no rep; so there is no share by rep, and none before the first win.

use crate::error::EngineError;
use crate::row::Columns;
use ledger::{Kind, Ledger, Row, Statement, Value};
use rules::scorecard::{Share, quantile};
use rules::{Instant, Span};
use std::collections::BTreeMap;

/// Most groups (source × landing page × day) read of one history.
pub const GROUPS_MAX: i64 = 200_000;
/// Most wins read of one history.
pub const WINS_MAX: i64 = 200_000;

const DAY: i64 = Span::days(1).0;

/// Leads of the past by source, landing page and day.
pub static GROUPS: Statement = Statement {
    name: "scorecard_history_groups",
    sql: "SELECT source, landing, submitted_at / 86400000000, count(*), count(*) FILTER (WHERE won_at IS NOT NULL) FROM lead \
          WHERE origin = 'history' GROUP BY source, landing, submitted_at / 86400000000 \
          ORDER BY source NULLS FIRST, landing NULLS FIRST, submitted_at / 86400000000 LIMIT $1",
    params: &[Kind::Int],
    columns: &[Kind::Text, Kind::Text, Kind::Int, Kind::Int, Kind::Int],
};

/// Wins of the past.
pub static WINS: Statement = Statement {
    name: "scorecard_history_wins",
    sql: "SELECT source, landing, submitted_at, won_at FROM lead WHERE won_at IS NOT NULL AND origin = 'history' \
          ORDER BY won_at, id LIMIT $1",
    params: &[Kind::Int],
    columns: &[Kind::Text, Kind::Text, Kind::Int, Kind::Int],
};

/// How long wins took, from first contact; below zero where the file says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeToWon {
    /// A quarter took at most this long.
    pub first_quartile: Span,
    /// Half.
    pub median: Span,
    /// Three quarters.
    pub third_quartile: Span,
}

/// One line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Past {
    /// Leads.
    pub leads: i64,
    /// Of those, won.
    pub won: i64,
    /// How long that took; none without a win.
    pub took: Option<TimeToWon>,
}

impl Past {
    /// Won of all.
    pub fn share(&self) -> Share {
        Share::of(self.won, self.leads)
    }
}

/// The numbers of the past.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    /// Everything.
    pub all: Past,
    /// By source; the one without a source has none.
    pub sources: BTreeMap<Option<String>, Past>,
    /// By landing page.
    pub landings: BTreeMap<Option<String>, Past>,
    /// By month of first contact in UTC: year and month.
    pub months: BTreeMap<(i16, i8), Past>,
    /// Outcomes are on file only from here on: leads before it look worse than they were.
    pub outcomes_from: Option<Instant>,
}

/// Reads the numbers of the past.
///
/// # Errors
/// `EngineError` when the ledger cannot be read.
pub async fn history(ledger: &Ledger) -> Result<History, EngineError> {
    let (groups, wins) = tokio::try_join!(
        ledger.read(&GROUPS, vec![Value::Int(GROUPS_MAX)]),
        ledger.read(&WINS, vec![Value::Int(WINS_MAX)])
    )?;
    let mut history = History::default();
    for row in &groups {
        history.count(row)?;
    }
    history.time(&wins)?;
    Ok(history)
}

/// Year and month in UTC.
fn month_of(at: Instant) -> (i16, i8) {
    let text = at.rfc3339();
    let mut parts = text.splitn(3, '-');
    let year = parts.next().and_then(|y| y.parse().ok()).unwrap_or(0);
    let month = parts.next().and_then(|m| m.parse().ok()).unwrap_or(0);
    (year, month)
}

/// Waits by line, before they are summed up.
#[derive(Default)]
struct Waits {
    all: Vec<i64>,
    sources: BTreeMap<Option<String>, Vec<i64>>,
    landings: BTreeMap<Option<String>, Vec<i64>>,
    months: BTreeMap<(i16, i8), Vec<i64>>,
}

impl History {
    fn count(&mut self, row: &Row) -> Result<(), EngineError> {
        let (source, landing) = (row.opt_string(0)?, row.opt_string(1)?);
        let day = Instant(row.int(2)?.saturating_mul(DAY));
        let (leads, won) = (row.int(3)?, row.int(4)?);
        let lines = [
            &mut self.all,
            self.sources.entry(source).or_default(),
            self.landings.entry(landing).or_default(),
            self.months.entry(month_of(day)).or_default(),
        ];
        for line in lines {
            line.leads += leads;
            line.won += won;
        }
        Ok(())
    }

    fn time(&mut self, wins: &[Row]) -> Result<(), EngineError> {
        let mut waits = Waits::default();
        for row in wins {
            let (submitted, won) = (row.at(2)?, row.at(3)?);
            let took = (won - submitted).0;
            self.outcomes_from.get_or_insert(won);
            waits.all.push(took);
            waits.sources.entry(row.opt_string(0)?).or_default().push(took);
            waits.landings.entry(row.opt_string(1)?).or_default().push(took);
            waits.months.entry(month_of(submitted)).or_default().push(took);
        }
        self.all.took = took(&mut waits.all);
        fill(&mut self.sources, waits.sources);
        fill(&mut self.landings, waits.landings);
        fill(&mut self.months, waits.months);
        Ok(())
    }
}

fn fill<K: Ord>(lines: &mut BTreeMap<K, Past>, waits: BTreeMap<K, Vec<i64>>) {
    for (key, mut waits) in waits {
        if let Some(line) = lines.get_mut(&key) {
            line.took = took(&mut waits);
        }
    }
}

fn took(waits: &mut [i64]) -> Option<TimeToWon> {
    waits.sort_unstable();
    let at = |per_mille| quantile(waits, per_mille).map(Span);
    Some(TimeToWon {
        first_quartile: at(250)?,
        median: at(500)?,
        third_quartile: at(750)?,
    })
}
