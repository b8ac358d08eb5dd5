//! The slow oracle: it asks the zone what the wall shows at every minute, and never turns a local time into an instant.

use crate::worlds::{DAY, MINUTE, Window, World, config, span, world};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use proptest::prelude::*;
use rules::calendar::{CalendarProblem, Target};
use rules::{Instant, Span};

const DAYS_BEFORE: i64 = 3;
const DAYS_AFTER: i64 = 9;

/// A window as the oracle sees it: its date, and the minutes from the oracle's first one.
struct Shift {
    date: i64,
    open: usize,
    close: usize,
}

struct Oracle {
    /// The first minute, in minutes since the epoch.
    first: i64,
    /// What the wall shows at each minute: minutes since 1970-01-01T00:00 on the wall.
    wall: Vec<i64>,
    open: Vec<bool>,
    shifts: Vec<Shift>,
}

impl Oracle {
    fn of(world: &World) -> Self {
        let tz = world.tz();
        let first = world.near.0.div_euclid(MINUTE) - DAYS_BEFORE * 1_440;
        let count = (DAYS_BEFORE + DAYS_AFTER) * 1_440;
        let wall: Vec<i64> = (first..first + count)
            .map(|minute| tz.to_datetime(Timestamp::from_second(minute * 60).expect("an instant")))
            .map(|shown| days(shown.date()) * 1_440 + i64::from(shown.hour()) * 60 + i64::from(shown.minute()))
            .collect();
        let mut oracle = Self {
            first,
            open: vec![false; wall.len()],
            wall,
            shifts: Vec::new(),
        };
        oracle.open_up(world);
        oracle
    }

    fn open_up(&mut self, world: &World) {
        let dates = self.wall[0] / 1_440 - 1..=self.wall[self.wall.len() - 1] / 1_440 + 1;
        for date in dates {
            for (open, close) in windows_of(world, date) {
                let shift = Shift {
                    date,
                    open: self.opens(date, open),
                    close: self.closes(date, close),
                };
                if shift.open < shift.close {
                    self.open[shift.open..shift.close].fill(true);
                    self.shifts.push(shift);
                }
            }
        }
    }

    /// The first minute at which the wall shows this or more.
    fn opens(&self, date: i64, minute: i64) -> usize {
        let shown = date * 1_440 + minute;
        self.wall
            .iter()
            .position(|wall| *wall >= shown)
            .unwrap_or(self.wall.len())
    }

    /// The last minute at which the wall shows just this; where it never does, the first that shows more.
    fn closes(&self, date: i64, minute: i64) -> usize {
        let shown = date * 1_440 + minute;
        let last = self.wall.iter().rposition(|wall| *wall == shown);
        last.unwrap_or_else(|| self.opens(date, minute))
    }

    fn index(&self, at: i64) -> usize {
        (at.div_euclid(MINUTE) - self.first) as usize
    }

    fn business(&self, a: i64, b: i64) -> i64 {
        (0..self.wall.len())
            .filter(|i| self.open[*i])
            .map(|i| (self.first + i as i64) * MINUTE)
            .map(|minute| (b.min(minute + MINUTE) - a.max(minute)).max(0))
            .sum()
    }

    /// Steps through the minutes until enough of them counted.
    fn due(&self, a: i64, target: i64) -> Option<i64> {
        let mut left = target;
        let mut at = a;
        while left > 0 {
            let index = self.index(at);
            let next = (self.first + index as i64 + 1) * MINUTE;
            if *self.open.get(index)? {
                if next - at >= left {
                    return Some(at + left);
                }
                left -= next - at;
            }
            at = next;
        }
        Some(at)
    }

    fn end_of_business_days(&self, a: i64, days: usize) -> Option<i64> {
        let at = self.index(a);
        let base = if self.open[at] {
            self.wall[..=at].iter().max()? / 1_440
        } else {
            self.shifts
                .iter()
                .filter(|s| s.open > at)
                .map(|s| (s.open, s.date))
                .min()?
                .1
        };
        let mut dates: Vec<i64> = self.shifts.iter().map(|s| s.date).filter(|d| *d > base).collect();
        dates.dedup();
        let last = *dates.get(days - 1)?;
        let whole = last * 1_440 + 2 * 1_440 < self.wall[self.wall.len() - 1];
        let closes = self
            .shifts
            .iter()
            .filter(|s| (base..=last).contains(&s.date))
            .map(|s| s.close);
        let close = closes.max().filter(|_| whole)?;
        Some((self.first + close as i64) * MINUTE)
    }
}

fn days(date: Date) -> i64 {
    date.duration_since(jiff::civil::date(1970, 1, 1)).as_hours() / 24
}

/// The windows that open on a date, the close counted from its midnight.
fn windows_of(world: &World, date: i64) -> Vec<Window> {
    let on = |date: i64| jiff::civil::date(1970, 1, 1).checked_add(date.days()).expect("a date");
    let weekday = on(date).weekday().to_monday_zero_offset() as usize;
    let written = match world.exceptions.get(&on(date)) {
        Some((windows, _)) => windows.clone(),
        None if world.holidays.contains(&on(date)) => vec![],
        None => world.week[weekday].clone(),
    };
    let cut = world.exceptions.get(&on(date + 1)).is_some_and(|(_, cut)| *cut);
    let end = |open: i64, close: i64| if close <= open { close + 1_440 } else { close };
    let clipped = |close: i64| if cut { close.min(1_440) } else { close };
    written
        .into_iter()
        .map(|(open, close)| (open, clipped(end(open, close))))
        .collect()
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn counting_agrees_with_the_oracle(world in world(), spans in prop::collection::vec(span(), 1..4)) {
        let (oracle, calendar) = (Oracle::of(&world), world.calendar());
        for span in spans {
            let (a, b) = (world.near.0, world.near.0 + span % (5 * DAY));
            prop_assert_eq!(calendar.business(Instant(a), Instant(b)), Span(oracle.business(a, b)));
            prop_assert_eq!(calendar.is_open(Instant(b)), oracle.open[oracle.index(b)]);
        }
    }

    #[test]
    fn due_times_agree_with_the_oracle(world in world(), span in span(), days in 1usize..4) {
        let (oracle, calendar) = (Oracle::of(&world), world.calendar());
        let end = (oracle.first + oracle.wall.len() as i64) * MINUTE;
        let within = |due: Result<Instant, CalendarProblem>| due.is_ok_and(|at| at.0 < end);
        let due = calendar.due_at(world.near, Target::Span(Span(span)));
        match oracle.due(world.near.0, span) {
            Some(at) => prop_assert_eq!(due, Ok(Instant(at))),
            None => prop_assert!(!within(due.clone()), "{due:?}"),
        }
        if let Some(at) = oracle.end_of_business_days(world.near.0, days) {
            let due = calendar.due_at(world.near, Target::BusinessDays(days as u32));
            prop_assert_eq!(due, Ok(Instant(at)));
        }
    }
}
