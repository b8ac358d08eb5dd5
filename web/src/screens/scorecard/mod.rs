//! Both sides' first numbers: first attempt kept, speed to lead, follow-up, feedback by source.
//!
//! Promises: each number says of what it is a number and opens its list; a share without a denominator is not shown.

use askama::Template;

use crate::frame::Frame;
use crate::shapes::{Feedback, Filter};

const BAR_STEP: u32 = 11;
const BAR_HEIGHT: u32 = 24;
const BAR_LEAST: u32 = 1;

/// One number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figure {
    /// Its name.
    pub name: String,
    /// "87 %", "6 min"; empty: nothing to count yet.
    pub value: String,
    /// Cohort, denominator, window: "of 118 due in the period; 3 not yet due left out".
    pub of: String,
    /// Its list.
    pub list: String,
    /// What it is made of, as (words, list): "103 met".
    pub parts: Vec<(String, String)>,
    /// Eight weeks in per mille of the greatest.
    pub weeks: Vec<u32>,
    /// The same in words.
    pub weeks_said: String,
}

impl Figure {
    /// The bars as (x, y, height).
    #[must_use]
    pub fn bars(&self) -> Vec<(u32, u32, u32)> {
        let height = |share: u32| (share.min(1000) * BAR_HEIGHT / 1000).max(BAR_LEAST);
        let bar = |(at, share): (u32, &u32)| (at * BAR_STEP, BAR_HEIGHT - height(*share), height(*share));
        (0..).zip(&self.weeks).map(bar).collect()
    }
}

/// What Sales said of a source.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SourceRow {
    /// The source.
    pub name: String,
    /// Its list; a query that may be added to with `&`.
    pub list: String,
    /// Handed over, old enough.
    pub handed: u64,
    /// A · advanced.
    pub advanced: u64,
    /// B · fit, not ready.
    pub nurture: u64,
    /// C · not a fit.
    pub not_a_fit: u64,
    /// Feedback overdue.
    pub waiting: u64,
    /// Nothing was said yet.
    pub no_answer: u64,
}

impl SourceRow {
    /// The shares as (class, x, width) of a hundred; nothing handed over: nothing.
    #[must_use]
    pub fn split(&self) -> Vec<(&'static str, String, String)> {
        let all = self.advanced + self.nurture + self.not_a_fit + self.no_answer;
        let mut at = 0;
        let mut parts = Vec::new();
        for (class, n) in [
            ("a", self.advanced),
            ("b", self.nurture),
            ("c", self.not_a_fit),
            ("none", self.no_answer),
        ] {
            if n > 0 {
                parts.push((class, hundredth(at, all), hundredth(n, all)));
            }
            at += n;
        }
        parts
    }
}

/// `n` of `all` in per cent with one decimal.
fn hundredth(n: u64, all: u64) -> String {
    let tenths = n.saturating_mul(1000) / all.max(1);
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// The class of a bar in the styles.
#[must_use]
pub fn bar_class(which: Feedback) -> &'static str {
    match which {
        Feedback::Advanced => "a",
        Feedback::Nurture => "b",
        Feedback::NotAFit => "c",
    }
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "scorecard.html")]
pub struct ScorecardPage {
    /// What stands round it.
    pub frame: Frame,
    /// The period in words.
    pub period: String,
    /// Periods as links.
    pub periods: Vec<Filter>,
    /// The numbers.
    pub figures: Vec<Figure>,
    /// What one rep passed on to the next; empty where nothing was.
    pub within: Vec<Figure>,
    /// Feedback by source.
    pub sources: Vec<SourceRow>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_split_fills_the_whole_and_skips_nothing_at_zero() {
        let row = SourceRow {
            advanced: 1,
            not_a_fit: 3,
            ..SourceRow::default()
        };
        assert_eq!(
            row.split(),
            vec![
                ("a", "0.0".to_owned(), "25.0".to_owned()),
                ("c", "25.0".to_owned(), "75.0".to_owned())
            ]
        );
        assert!(SourceRow::default().split().is_empty());
    }

    #[test]
    fn a_week_of_nothing_still_has_a_bar_to_point_at() {
        let figure = Figure {
            weeks: vec![0, 1000],
            ..Figure::default()
        };
        assert_eq!(figure.bars(), vec![(0, 23, 1), (11, 0, 24)]);
    }
}
