//! Open windows: of a date on the wall, and as stretches of instants.

use super::why::Why;
use super::zone::Offsets;

/// Days since 1970-01-01 on the wall.
pub(super) type Day = i32;

/// Microseconds in a day of 24 hours.
pub(super) const DAY: i64 = 86_400_000_000;

/// Past every date that is counted with (about the year 10000), so that no sum overflows.
const DAY_FAR: i64 = 3_000_000;

/// One window on the wall, microseconds after the midnight of the date it opens on; `close` may lie past 24 hours.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Hours {
    pub open: i64,
    pub close: i64,
}

/// A date that differs from its weekday.
#[derive(Clone, Debug)]
pub(super) struct Special {
    pub hours: Vec<Hours>,
    /// `None` where only the night shift was cut.
    pub why: Option<Why>,
}

/// One window as instants (microseconds UTC), with the date it opens on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Window {
    pub day: Day,
    pub open: i64,
    pub close: i64,
}

/// When a calendar is open.
#[derive(Debug)]
pub(super) struct Opening {
    /// From Monday; sorted, apart from each other.
    pub week: [Vec<Hours>; 7],
    /// Why a weekday's closed time is closed.
    pub week_why: [Why; 7],
    /// By date, sorted.
    pub special: Vec<(Day, Special)>,
    pub offsets: Offsets,
}

/// The weekday of a date, from Monday = 0.
pub(super) fn weekday(day: Day) -> usize {
    (day + 3).rem_euclid(7) as usize
}

/// Sorts windows of one date and joins those that touch or overlap.
pub(super) fn union(mut hours: Vec<Hours>) -> Vec<Hours> {
    hours.sort_by_key(|h| h.open);
    let mut joined: Vec<Hours> = Vec::with_capacity(hours.len());
    for next in hours {
        match joined.last_mut() {
            Some(last) if next.open <= last.close => last.close = last.close.max(next.close),
            _ => joined.push(next),
        }
    }
    joined
}

impl Opening {
    fn special(&self, day: Day) -> Option<&Special> {
        let at = self.special.binary_search_by_key(&day, |(day, _)| *day).ok()?;
        self.special.get(at).map(|(_, special)| special)
    }

    /// The windows that open on a date.
    pub(super) fn hours(&self, day: Day) -> &[Hours] {
        self.special(day)
            .map_or(&self.week[weekday(day)], |special| &special.hours)
    }

    /// Why a closed piece of a date is closed: by the exception or holiday when the week alone would have been open.
    pub(super) fn why(&self, day: Day, from: i64, to: i64) -> Why {
        let by_date = self.special(day).and_then(|special| special.why);
        by_date
            .filter(|_| self.week_opens(day - 1, from, to) || self.week_opens(day, from, to))
            .unwrap_or(self.week_why[weekday(day)])
    }

    fn week_opens(&self, day: Day, from: i64, to: i64) -> bool {
        let windows = self.week[weekday(day)].iter().map(|hours| self.window(day, *hours));
        windows
            .into_iter()
            .any(|window| window.open.max(from) < window.close.min(to))
    }

    fn window(&self, day: Day, hours: Hours) -> Window {
        let midnight = i64::from(day) * DAY;
        let open = self.offsets.first(midnight + hours.open);
        Window {
            day,
            open,
            close: self.offsets.last(midnight + hours.close),
        }
    }

    /// The windows of `days` dates from one on, in order of opening. Those that a gap has swallowed are left out.
    pub(super) fn windows(&self, from: Day, days: i32) -> impl Iterator<Item = Window> + '_ {
        let windows_of = move |day| self.hours(day).iter().map(move |h| self.window(day, *h));
        let dates = from..from.saturating_add(days);
        dates.flat_map(windows_of).filter(|window| window.open < window.close)
    }

    /// The same, from the earliest date whose windows can reach past `at`: a night shift may be a date old, and
    /// where the clock falls back over midnight the wall has already shown tomorrow once.
    pub(super) fn windows_around(&self, at: i64, days: i32) -> impl Iterator<Item = Window> + '_ {
        self.windows(self.date(at) - 2, days.saturating_add(4))
    }

    /// The first instant of a date.
    pub(super) fn start(&self, day: Day) -> i64 {
        self.offsets.first(i64::from(day) * DAY)
    }

    /// The date at an instant: what the wall shows, except that a date once begun is not left again where the clock
    /// falls back over midnight; so later instants never have earlier dates.
    pub(super) fn date(&self, at: i64) -> Day {
        let shown = self.offsets.local(at).div_euclid(DAY).clamp(-DAY_FAR, DAY_FAR) as Day;
        if self.start(shown + 1) <= at { shown + 1 } else { shown }
    }
}
