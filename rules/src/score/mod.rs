//! Scores: one accumulator per rule, from which the score of any later instant is computed in closed form.
//!
//! The room promises: nothing runs at night; late facts end in the same line as punctual ones (but for rounding in the last
//! digit); the same lines give the same score on every machine.
//!
//! A line keeps the uncapped sum and is capped when it is read. Capping at each addition would make the order of
//! arrival count; the price is that a line far over its cap stays at the cap for a few half-lives longer.

mod decay;

use crate::fact::Added;
use crate::time::{INSTANT_MAX, Instant, Span};
use decay::halved;
use serde::{Deserialize, Serialize};

/// What a score line tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Group {
    /// Who they are; does not decay.
    Fit,
    /// What they do; halves every half-life.
    Engagement,
}

impl Group {
    /// Its name in the text.
    pub fn code(self) -> &'static str {
        match self {
            Self::Fit => "fit",
            Self::Engagement => "engagement",
        }
    }
}

/// What one rule contributes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ScoreLine {
    /// The rule's name.
    pub rule: String,
    /// Fit or engagement.
    pub group: Group,
    /// Points, uncapped, as of `as_of`.
    pub value: f64,
    /// The latest instant that points were added at.
    pub as_of: Instant,
    /// How long until half is left; `None` does not decay.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub half_life: Option<Span>,
    /// The most (and, below zero, the least) that the line counts for.
    pub cap: f64,
    /// How often points were added.
    pub times: u32,
}

impl ScoreLine {
    /// What the line counts for at an instant. Before `as_of` it counts as at `as_of`: to ask the past, fold the facts
    /// up to there.
    pub fn value_at(&self, at: Instant) -> f64 {
        let value = self.value * halved(at - self.as_of, self.half_life);
        value.clamp(-self.cap.abs(), self.cap.abs())
    }
}

/// Adds points that were earned at an instant, which may lie before what the line already knows.
pub fn add(line: &mut ScoreLine, points: f64, at: Instant) {
    if at > line.as_of {
        line.value = line.value * halved(at - line.as_of, line.half_life) + points;
        line.as_of = at;
    } else {
        line.value += points * halved(line.as_of - at, line.half_life);
    }
    line.times = line.times.saturating_add(1);
}

/// Takes in what rules added for one touch, each on the terms that it had then.
pub fn take(lines: &mut Vec<ScoreLine>, all: &[Added], at: Instant) {
    for added in all {
        let known = lines.iter().position(|line| line.rule == added.rule);
        let place = known.unwrap_or_else(|| {
            lines.push(line_for(added, at));
            lines.len() - 1
        });
        add(&mut lines[place], added.points, at);
    }
}

/// An accumulator with nothing in it yet.
fn line_for(added: &Added, at: Instant) -> ScoreLine {
    ScoreLine {
        rule: added.rule.clone(),
        group: added.group,
        value: 0.0,
        as_of: at,
        half_life: added.half_life,
        cap: added.cap,
        times: 0,
    }
}

/// A group's score at an instant.
pub fn total(lines: &[ScoreLine], group: Group, at: Instant) -> f64 {
    lines
        .iter()
        .filter(|line| line.group == group)
        .map(|line| line.value_at(at))
        .sum()
}

/// When a falling score crosses a threshold: the first instant after `from` at which the group's total is below it.
/// `None` when it is below already or never will be. Lines that decay must not be below zero (the agreement's check
/// sees to it), so that a total only falls.
pub fn crosses_below(lines: &[ScoreLine], group: Group, threshold: f64, from: Instant) -> Option<Instant> {
    let below = |at: i64| total(lines, group, Instant(at)) < threshold;
    if below(from.0) || !below(INSTANT_MAX.0) {
        return None;
    }
    let (mut above, mut under) = (from.0, INSTANT_MAX.0);
    while under - above > 1 {
        let middle = above + (under - above) / 2;
        if below(middle) { under = middle } else { above = middle }
    }
    Some(Instant(under))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tries::tries;
    use proptest::prelude::*;

    fn line(value: f64, half_life: Option<Span>, cap: f64) -> ScoreLine {
        let rule = "asked for a demo".to_owned();
        ScoreLine {
            rule,
            group: Group::Engagement,
            value,
            as_of: Instant(0),
            half_life,
            cap,
            times: 1,
        }
    }

    #[test]
    fn points_halve_every_half_life() {
        let line = line(40.0, Some(Span::days(14)), 40.0);
        let after = |days: i64| line.value_at(Instant(0) + Span::days(days));
        assert_eq!((after(0), after(14), after(28)), (40.0, 20.0, 10.0));
        assert!((after(7) - 28.284_271_247_461_9).abs() < 1e-12);
    }

    #[test]
    fn a_line_is_capped_when_it_is_read() {
        let mut line = line(0.0, None, 30.0);
        (0..5).for_each(|n| add(&mut line, 10.0, Instant(n)));
        assert_eq!((line.value, line.value_at(Instant(9)), line.times), (50.0, 30.0, 6));
    }

    #[test]
    fn a_falling_score_crosses_once() {
        let lines = [line(40.0, Some(Span::days(14)), 40.0), line(10.0, None, 10.0)];
        let crossed = crosses_below(&lines, Group::Engagement, 30.0, Instant(0));
        let day_14 = Instant(0) + Span::days(14);
        assert!(total(&lines, Group::Engagement, day_14) >= 30.0);
        assert_eq!(crossed, Some(Instant(day_14.0 + 1)));
        assert_eq!(
            crosses_below(&lines, Group::Engagement, 60.0, Instant(0)),
            None,
            "below already"
        );
        assert_eq!(
            crosses_below(&lines, Group::Engagement, 10.0, Instant(0)),
            None,
            "never"
        );
        assert_eq!(
            crosses_below(&lines, Group::Fit, 10.0, Instant(0)),
            None,
            "another group"
        );
    }

    proptest! {
        #![proptest_config(tries(256, u32::MAX))]
        #[test]
        fn the_order_of_arrival_does_not_count(
            acts in proptest::collection::vec((1i64..90, 1u8..50), 1..12), seed in any::<u64>(),
        ) {
            let fold = |acts: &[(i64, u8)]| {
                let mut folded = ScoreLine { times: 0, ..line(0.0, Some(Span::days(7)), 40.0) };
                acts.iter().for_each(|(day, points)| add(&mut folded, f64::from(*points), Instant(0) + Span::days(*day)));
                folded
            };
            let mut shuffled = acts.clone();
            shuffled.sort_by_key(|(day, points)| (*day as u64 ^ seed).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ u64::from(*points));
            let (one, two) = (fold(&acts), fold(&shuffled));
            prop_assert_eq!(one.as_of, two.as_of);
            prop_assert!((one.value - two.value).abs() < 1e-9);
        }

        #[test]
        fn at_the_crossing_it_is_below_and_a_microsecond_before_it_is_not(
            values in proptest::collection::vec((0.1f64..100.0, 1i64..60, 1.0f64..60.0), 1..6), threshold in 1.0f64..80.0,
        ) {
            let lines: Vec<_> = values.iter().map(|(v, days, cap)| line(*v, Some(Span::days(*days)), *cap)).collect();
            if let Some(at) = crosses_below(&lines, Group::Engagement, threshold, Instant(5)) {
                prop_assert!(total(&lines, Group::Engagement, at) < threshold);
                prop_assert!(total(&lines, Group::Engagement, Instant(at.0 - 1)) >= threshold);
            } else {
                prop_assert!(total(&lines, Group::Engagement, Instant(5)) < threshold);
            }
        }
    }
}
