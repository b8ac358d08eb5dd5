//! How much of a stretch is open, and where the open stretches begin and end.

use super::windows::Window;
use super::{Calendar, DUE_DAYS_MAX};
use crate::time::{Instant, Span};

/// Longer than any clock runs: open time is counted over at most a hundred years.
const COUNTED_MAX: Span = Span::days(36_525);

impl Calendar {
    /// The open time in `[a, b)`; nothing when `b` is not after `a`. At most a hundred years from `a` are counted.
    pub fn business(&self, a: Instant, b: Instant) -> Span {
        let mut open = 0;
        self.each_open(a, b, |from, to| open += to - from);
        Span(open)
    }

    /// Whether `at` lies in open time. A window holds its opening instant and not its closing one.
    pub fn is_open(&self, at: Instant) -> bool {
        self.window_at(at).is_some()
    }

    /// The first open instant from `at` on: `at` itself when open.
    /// `None` when none comes within [`DUE_DAYS_MAX`] days.
    pub fn next_open(&self, at: Instant) -> Option<Instant> {
        self.next_window(at).map(|window| Instant(window.open.max(at.0)))
    }

    /// The end of the open stretch that holds `at`, windows that touch being one stretch.
    /// `None` when `at` is closed, or the stretch has no end within [`DUE_DAYS_MAX`] days.
    pub fn next_close(&self, at: Instant) -> Option<Instant> {
        let mut end = self.window_at(at)?.close;
        for window in self.opening().windows_around(at.0, DUE_DAYS_MAX) {
            if window.open > end {
                return Some(Instant(end));
            }
            end = end.max(window.close);
        }
        None
    }

    fn window_at(&self, at: Instant) -> Option<Window> {
        self.next_window(at).filter(|window| window.open <= at.0)
    }

    /// The first window that closes after `at`.
    pub(super) fn next_window(&self, at: Instant) -> Option<Window> {
        self.opening()
            .windows_around(at.0, DUE_DAYS_MAX)
            .find(|window| window.close > at.0)
    }

    /// Tells each open piece of `[a, b)` in order, without overlap; pieces may touch.
    pub(super) fn each_open(&self, a: Instant, b: Instant, mut tell: impl FnMut(i64, i64)) {
        let end = b.min(a + COUNTED_MAX).0;
        let days = self.opening().date(end).saturating_sub(self.opening().date(a.0));
        let mut cursor = a.0;
        for window in self.opening().windows_around(a.0, days) {
            let (from, to) = (window.open.max(cursor), window.close.min(end));
            if from < to {
                tell(from, to);
                cursor = to;
            }
        }
    }
}
