//! When a target is reached, with the spans that explain it.

use super::problem::CalendarProblem;
use super::target::Target;
use super::why::{Why, closed_pieces};
use super::windows::{Day, Window};
use super::{Calendar, DUE_DAYS_MAX};
use crate::time::{Instant, Span};
use serde::{Deserialize, Serialize};

/// A due instant and its explanation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Due {
    /// When it is due.
    pub at: Instant,
    /// From the start to `at` without a hole; what they count adds up to the target (of a length of time).
    pub spans: Vec<CountedSpan>,
}

/// A piece of time between a start and its due instant.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct CountedSpan {
    /// Its first instant.
    pub from: Instant,
    /// The instant after it.
    pub to: Instant,
    /// What it counts: all of it, or nothing.
    pub counted: Span,
    /// Why.
    pub why: Why,
}

impl Calendar {
    /// When `target` is reached from `a`, with its spans. Nothing asked (`0m`, `0bd`) is due at once.
    ///
    /// # Errors
    /// [`CalendarProblem::TooFar`] past [`DUE_DAYS_MAX`] days.
    pub fn due(&self, a: Instant, target: Target) -> Result<Due, CalendarProblem> {
        let at = self.due_at(a, target)?;
        Ok(Due {
            at,
            spans: self.spans(a, at),
        })
    }

    /// The instant alone, where nobody asks why.
    ///
    /// # Errors
    /// As [`Calendar::due`].
    pub fn due_at(&self, a: Instant, target: Target) -> Result<Instant, CalendarProblem> {
        let found = match target {
            Target::Span(span) if span <= Span::ZERO => Some(a.0),
            Target::BusinessDays(0) => Some(a.0),
            Target::Span(span) => self.after_open(a, span),
            Target::BusinessDays(days) => self.after_days(a, days),
        };
        found
            .map(Instant)
            .ok_or(CalendarProblem::TooFar { days_max: DUE_DAYS_MAX })
    }

    /// The first instant with `span` of open time since `a`.
    fn after_open(&self, a: Instant, span: Span) -> Option<i64> {
        let (mut cursor, mut left) = (a.0, span.0);
        for window in self.opening().windows_around(a.0, DUE_DAYS_MAX) {
            let from = window.open.max(cursor);
            if window.close <= from {
                continue;
            }
            if window.close - from >= left {
                return Some(from + left);
            }
            left -= window.close - from;
            cursor = window.close;
        }
        None
    }

    /// The last closing instant of the n-th open date after the date the count starts from. A shift of the date
    /// before that closes later still moves it: until then the calendar does not close.
    fn after_days(&self, a: Instant, days: u32) -> Option<i64> {
        let base = self.counting_date(a)?;
        let mut dates = OpenDates {
            windows: self.opening().windows(base, DUE_DAYS_MAX).peekable(),
        };
        let mut shift_before = i64::MIN;
        let mut seen = 0;
        loop {
            let (day, close) = dates.next()?;
            seen += u32::from(day > base);
            if seen == days {
                return Some(close.max(shift_before));
            }
            shift_before = shift_before.max(close);
        }
    }

    /// The date that business days are counted from: the start's own, or in closed time the next open date.
    fn counting_date(&self, a: Instant) -> Option<Day> {
        let next = self.next_window(a)?;
        Some(if next.open <= a.0 {
            self.opening().date(a.0)
        } else {
            next.day
        })
    }

    /// `[a, at)` as spans: what counts and, between, what is closed and why.
    fn spans(&self, a: Instant, at: Instant) -> Vec<CountedSpan> {
        let mut spans: Vec<CountedSpan> = Vec::new();
        self.each_open(a, at, |from, to| match spans.last_mut() {
            Some(last) if last.to.0 == from => {
                last.to = Instant(to);
                last.counted = last.to - last.from;
            }
            last => {
                let closed_from = last.map_or(a, |last| last.to);
                self.push_closed(closed_from.0, from, &mut spans);
                spans.push(counted(from, to));
            }
        });
        spans
    }

    fn push_closed(&self, from: i64, to: i64, spans: &mut Vec<CountedSpan>) {
        if from < to {
            let pieces = closed_pieces(self.opening(), from, to).into_iter();
            spans.extend(pieces.map(|(from, to, why)| closed(from, to, why)));
        }
    }
}

/// Open dates in order, each with its last closing instant.
struct OpenDates<W: Iterator<Item = Window>> {
    windows: std::iter::Peekable<W>,
}

impl<W: Iterator<Item = Window>> Iterator for OpenDates<W> {
    type Item = (Day, i64);

    fn next(&mut self) -> Option<(Day, i64)> {
        let first = self.windows.next()?;
        let mut close = first.close;
        while let Some(same) = self.windows.next_if(|window| window.day == first.day) {
            close = close.max(same.close);
        }
        Some((first.day, close))
    }
}

fn counted(from: i64, to: i64) -> CountedSpan {
    CountedSpan {
        from: Instant(from),
        to: Instant(to),
        counted: Span(to - from),
        why: Why::Counted,
    }
}

fn closed(from: i64, to: i64, why: Why) -> CountedSpan {
    CountedSpan {
        from: Instant(from),
        to: Instant(to),
        counted: Span::ZERO,
        why,
    }
}
