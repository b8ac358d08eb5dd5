//! A score's threshold against what Sales said: who would come through, and who would be missed.
//!
//! Relevant is what Sales advanced. Precision is the share of A's among leads at or above the threshold that Sales gave
//! feedback on; recall is the share of all A's that lie at or above it (C. J. van Rijsbergen, *Information Retrieval*,
//! 2nd ed. 1979, ch. 7). Intervals are Wilson's score intervals at 95 % (E. B. Wilson, "Probable inference, the law of
//! succession, and statistical inference", *J. Am. Stat. Assoc.* 22, 1927, 209–212). Only leads that came to Sales can
//! be counted: of the others nobody said anything, so recall is of the A's that there were.

use crate::scorecard::Share;
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;

use super::line::SaidOf;

/// Scores that are told apart: whole points within these.
const SCORE_MAX: f64 = 1_000.0;

/// What Sales said of leads, by their score in whole points (rounded down).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Scored(BTreeMap<i32, [u64; 3]>);

impl Scored {
    /// Takes in one lead; what is no feedback does not count.
    pub fn take(&mut self, score: f64, said: SaidOf) {
        let place = match said {
            SaidOf::Advanced => 0,
            SaidOf::FitNotReady => 1,
            SaidOf::NotAFit | SaidOf::NotALead => 2,
            _ => return,
        };
        let points = score.clamp(-SCORE_MAX, SCORE_MAX).floor() as i32;
        self.0.entry(points).or_default()[place] += 1;
    }

    /// Each threshold at which something changes, the lowest first.
    pub fn thresholds(&self) -> Vec<Threshold> {
        let all: u64 = self.0.values().map(|said| said[0]).sum();
        let mut above = [0; 3];
        let mut found: Vec<Threshold> = Vec::new();
        for (points, said) in self.0.iter().rev() {
            above.iter_mut().zip(said).for_each(|(sum, n)| *sum += n);
            found.push(Threshold::of(*points, above, all));
        }
        found.reverse();
        found
    }
}

/// What comes through at a threshold.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Threshold {
    /// At least so many points.
    pub points: i32,
    /// A's at or above it.
    pub advanced: u64,
    /// B's.
    pub fit_not_ready: u64,
    /// C's, and those that were no leads.
    pub not_a_fit: u64,
    /// A's among them, with its interval.
    #[serde(serialize_with = "share")]
    pub precision: Share,
    /// Of all A's, those at or above it.
    #[serde(serialize_with = "share")]
    pub recall: Share,
}

impl Threshold {
    fn of(points: i32, [advanced, fit_not_ready, not_a_fit]: [u64; 3], all: u64) -> Self {
        let of = |part: u64, of: u64| Share::of(signed(part), signed(of));
        Self {
            points,
            advanced,
            fit_not_ready,
            not_a_fit,
            precision: of(advanced, advanced + fit_not_ready + not_a_fit),
            recall: of(advanced, all),
        }
    }
}

fn signed(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// A share as a program reads it: part, of, value, and the interval; nulls where there is nothing to count.
#[allow(clippy::trivially_copy_pass_by_ref)] // serde hands over a reference
pub(super) fn share<S: Serializer>(share: &Share, to: S) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct Shown {
        part: i64,
        of: i64,
        value: Option<f64>,
        low: Option<f64>,
        high: Option<f64>,
    }
    let interval = share.interval();
    let shown = Shown {
        part: share.part,
        of: share.of,
        value: share.value(),
        low: interval.map(|(low, _)| low),
        high: interval.map(|(_, high)| high),
    };
    shown.serialize(to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_higher_threshold_lets_fewer_through() {
        let mut scored = Scored::default();
        for (score, said) in [
            (10.0, SaidOf::NotAFit),
            (20.9, SaidOf::NotALead),
            (40.0, SaidOf::Advanced),
            (40.5, SaidOf::FitNotReady),
            (60.0, SaidOf::Advanced),
            (60.0, SaidOf::Nothing),
        ] {
            scored.take(score, said);
        }
        let found = scored.thresholds();
        let told: Vec<_> = found.iter().map(|t| (t.points, t.precision, t.recall)).collect();
        assert_eq!(
            told,
            [
                (10, Share::of(2, 5), Share::of(2, 2)),
                (20, Share::of(2, 4), Share::of(2, 2)),
                (40, Share::of(2, 3), Share::of(2, 2)),
                (60, Share::of(1, 1), Share::of(1, 2)),
            ]
        );
    }
}
