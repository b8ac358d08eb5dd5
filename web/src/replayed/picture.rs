//! The picture: a pair of bars a week, what was and what would have been. Its table stands beside it.

use super::Telling;
use crate::words::number;

/// Height of the drawing, in its own units.
pub const HEIGHT: u64 = 120;
/// Width of a week, in its own units.
const WEEK: u64 = 28;
/// Width of a bar.
const BAR: u64 = 11;

/// A bar.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bar {
    /// `before` or `after`: its colour.
    pub class: &'static str,
    /// From the left.
    pub x: u64,
    /// From the top.
    pub y: u64,
    /// How high.
    pub height: u64,
    /// "2026-03-02, in fact: 12".
    pub title: String,
}

/// Bars over the weeks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Picture {
    /// The bars, in pairs.
    pub bars: Vec<Bar>,
    /// Width of the drawing.
    pub width: u64,
    /// The number of the highest bar.
    pub top: String,
    /// The first week's Monday.
    pub first: String,
    /// The last one's.
    pub last: String,
    /// What it shows, for those who do not see it.
    pub said: String,
}

impl Telling<'_> {
    /// The picture; with no bar in it where nothing came on either side.
    #[must_use]
    pub fn picture(&self) -> Picture {
        let weeks = &self.replay.weeks;
        let mut sums = vec![[0u64; 2]; weeks.len()];
        for count in &self.replay.counts {
            if let Some(sum) = sums.get_mut(count.week) {
                (sum[0], sum[1]) = (sum[0] + count.before, sum[1] + count.after);
            }
        }
        let most = sums.iter().flatten().copied().max().unwrap_or_default();
        let mut picture = Picture {
            width: weeks.len() as u64 * WEEK,
            top: number(most),
            first: weeks.first().map(|week| week.monday.clone()).unwrap_or_default(),
            last: weeks.last().map(|week| week.monday.clone()).unwrap_or_default(),
            said: self.whole_of_it(),
            bars: Vec::new(),
        };
        if most == 0 {
            return picture;
        }
        for (place, (sum, week)) in sums.iter().zip(weeks).enumerate() {
            for (side, (n, class)) in sum.iter().zip(["before", "after"]).enumerate() {
                let height = (n * HEIGHT).div_ceil(most);
                let values = [("week", week.monday.clone().into()), ("n", number(*n).into())];
                picture.bars.push(Bar {
                    class,
                    x: place as u64 * WEEK + 2 + side as u64 * (BAR + 1),
                    y: HEIGHT - height,
                    height,
                    title: self.words.code("replay-bar", class, &values),
                });
            }
        }
        picture
    }
}
