//! Numbers of leads of the past: how many, how many won, how long it took; by source, landing page and month.
//!
//! Lost leads of the past have no outcome on file, and no rep; so there is no share by rep, and leads from before the
//! first outcome on file are in no share: they look bad without being so.

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

/// How long wins took, from first contact.
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
    /// Leads whose outcome would be on file: first contact on the day of the first outcome on file, or later.
    pub comparable: i64,
    /// Of those, won.
    pub comparable_won: i64,
    /// Won before the first contact, as the file says: a win, but no time that it took.
    pub early: i64,
    /// How long wins took, but for the early ones; none without such a win.
    pub took: Option<TimeToWon>,
}

impl Past {
    /// Won of those that can be compared.
    pub fn share(&self) -> Share {
        Share::of(self.comparable_won, self.comparable)
    }

    /// Wins that `took` is about.
    pub fn timed(&self) -> i64 {
        self.won - self.early
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
    /// The first outcome on file: leads from before its day look worse than they were.
    pub outcomes_from: Option<Instant>,
    /// The last outcome on file.
    pub outcomes_to: Option<Instant>,
    /// The first contact of the youngest lead.
    pub youngest: Option<Instant>,
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
    whole(&groups, GROUPS_MAX)?;
    whole(&wins, WINS_MAX)?;
    let mut history = History::default();
    history.span(&wins)?;
    for row in &groups {
        history.count(row)?;
    }
    history.sum_up(&wins)?;
    Ok(history)
}

/// A number of a part is no number: more than can be read is said, not cut off.
fn whole(rows: &[Row], max: i64) -> Result<(), EngineError> {
    if rows.len() as i64 >= max {
        return Err(EngineError::kept("history", &format!("more than {max} lines")));
    }
    Ok(())
}

/// The start of an instant's day, UTC: files say days.
pub fn day_of(at: Instant) -> Instant {
    Instant(at.0.div_euclid(DAY).saturating_mul(DAY))
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
    /// From which day on outcomes would be on file.
    pub fn comparable_from(&self) -> Option<Instant> {
        self.outcomes_from.map(day_of)
    }

    fn span(&mut self, wins: &[Row]) -> Result<(), EngineError> {
        let at = |row: Option<&Row>| row.map(|row| row.at(3)).transpose();
        self.outcomes_from = at(wins.first())?;
        self.outcomes_to = at(wins.last())?;
        Ok(())
    }

    /// The lines that a lead of this source, landing page and instant belongs to.
    fn lines(&mut self, source: Option<String>, landing: Option<String>, at: Instant) -> [&mut Past; 4] {
        [
            &mut self.all,
            self.sources.entry(source).or_default(),
            self.landings.entry(landing).or_default(),
            self.months.entry(month_of(at)).or_default(),
        ]
    }

    fn count(&mut self, row: &Row) -> Result<(), EngineError> {
        let day = Instant(row.int(2)?.saturating_mul(DAY));
        let (leads, won) = (row.int(3)?, row.int(4)?);
        let comparable = self.comparable_from().is_some_and(|from| day >= from);
        self.youngest = self.youngest.max(Some(day));
        for line in self.lines(row.opt_string(0)?, row.opt_string(1)?, day) {
            line.leads += leads;
            line.won += won;
            if comparable {
                line.comparable += leads;
                line.comparable_won += won;
            }
        }
        Ok(())
    }

    fn sum_up(&mut self, wins: &[Row]) -> Result<(), EngineError> {
        let mut waits = Waits::default();
        for row in wins {
            let (source, landing) = (row.opt_string(0)?, row.opt_string(1)?);
            let (submitted, won) = (row.at(2)?, row.at(3)?);
            if won < submitted {
                self.lines(source, landing, submitted)
                    .into_iter()
                    .for_each(|line| line.early += 1);
                continue;
            }
            let took = (won - submitted).0;
            waits.all.push(took);
            waits.sources.entry(source).or_default().push(took);
            waits.landings.entry(landing).or_default().push(took);
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
