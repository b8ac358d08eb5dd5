//! The product's figures: the engine's example `measure` in release mode, on a file and on a PostgreSQL of our own.
use super::{Figure, Row};
use crate::pg;
use crate::place::Place;
use crate::run;
use crate::trouble::{Doing, Outcome, Trouble};
use std::path::Path;
use std::process::Command;
use std::time::Duration;

/// What of the engine is measured.
#[derive(Clone, Copy)]
pub enum What {
    /// Captures by 64 at once, durable.
    Captures,
    /// 10,000 deadlines that came while nobody ran.
    Overdue,
    /// How late strikes are committed, with 200 due a second.
    Lag {
        /// Leads that wait for another day.
        pending: u64,
    },
    /// A new version applied to leads whose first attempt runs.
    Apply {
        /// How many.
        leads: u64,
    },
    /// A version replayed over leads of the last ninety days.
    Replay {
        /// How many.
        leads: u64,
    },
}

/// A figure of the engine.
pub struct Product<'a> {
    pub place: &'a Place,
    pub what: What,
    pub postgres: bool,
}

impl Row for Product<'_> {
    fn name(&self) -> &'static str {
        match (self.what, self.postgres) {
            (What::Captures, false) => "captures, 64 at once, SQLite",
            (What::Captures, true) => "captures, 64 at once, PostgreSQL",
            (What::Overdue, false) => "10,000 overdue struck, SQLite",
            (What::Overdue, true) => "10,000 overdue struck, PostgreSQL",
            (What::Lag { .. }, false) => "timer lag, 200 due a second, SQLite",
            (What::Lag { .. }, true) => "timer lag, 200 due a second, PostgreSQL",
            (What::Apply { .. }, false) => "clocks applied to, SQLite",
            (What::Apply { .. }, true) => "clocks applied to, PostgreSQL",
            (What::Replay { .. }, false) => "leads replayed, SQLite",
            (What::Replay { .. }, true) => "leads replayed, PostgreSQL",
        }
    }

    fn measure(&self, folder: &Path, length: Duration) -> Outcome<Vec<(String, Figure)>> {
        let server = self.postgres.then(|| pg::Server::start(self.place)).transpose()?;
        let place = server
            .as_ref()
            .map_or(folder.display().to_string(), |it| it.url.clone());
        let seconds = length.as_secs().max(1).to_string();
        let (what, pending) = match self.what {
            What::Captures => ("captures", 0),
            What::Overdue => ("overdue", 0),
            What::Lag { pending } => ("lag", pending),
            What::Apply { leads } => ("apply", leads),
            What::Replay { leads } => ("replay", leads),
        };
        super::built()?;
        let mut command = Command::new(self.place.target.join("release/examples/measure"));
        command.args([what, &place, &seconds, &pending.to_string()]);
        let said = run::answer(&mut command)?;
        let goal = self.goal();
        let figure = figure(&serde_json::from_str(&said).doing(what)?)?;
        Ok(vec![(self.name().into(), Figure { goal, ..figure })])
    }
}

impl Product<'_> {
    fn goal(&self) -> Option<&'static str> {
        Some(match (self.what, self.postgres) {
            (What::Captures, false) => "5,000/s, p99 < 50 ms",
            (What::Captures, true) => "2,000/s",
            (What::Overdue, _) => "2,000/s (5 s)",
            (What::Lag { .. }, _) => "p99 < 100 ms",
            (What::Apply { .. } | What::Replay { .. }, _) => "1,000,000 in 60 s",
        })
    }
}

/// Reads the one line that `measure` prints.
fn figure(said: &serde_json::Value) -> Outcome<Figure> {
    let number = |name: &str| said[name].as_f64();
    let millis = |name: &str| Duration::from_secs_f64(number(name).unwrap_or(0.0) / 1e3);
    let rate = number("rate").or(number("strikes"));
    let limit = match (
        number("limit"),
        number("pending").or(number("clocks")).or(number("leads")),
    ) {
        (Some(limit), _) => Some(format!(
            "{limit:.0}/s: the ledger alone, the same {:.1} rows each",
            number("rows").unwrap_or(0.0)
        )),
        (None, Some(many)) => Some(format!("{many:.0} of them")),
        _ => None,
    };
    Ok(Figure {
        rate: rate.ok_or_else(|| Trouble::new(format!("`measure` said {said}")))?,
        p50: millis("p50"),
        p99: millis("p99"),
        goal: None,
        limit,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_measure_prints_becomes_a_figure_with_its_limit() {
        let said = json!({ "rate": 5000.0, "p50": 10.5, "p99": 40.0, "rows": 9.0, "limit": 9000.0 });
        let figure = figure(&said).unwrap();
        assert_eq!(figure.p99, Duration::from_millis(40));
        assert_eq!(
            figure.limit.as_deref(),
            Some("9000/s: the ledger alone, the same 9.0 rows each")
        );
    }

    #[test]
    fn a_line_without_a_rate_is_trouble() {
        assert!(figure(&json!({})).is_err());
    }
}
