//! How often somebody knocked at a public door of late, counted in this node's memory.
//!
//! Promises: no door remembers more than [`REMEMBERED_MAX`] names, whatever comes; who is let wait is told how long; a
//! count begins anew when its time is over. Behind several nodes each counts for itself.

use rules::check::SubmitLimits;
use rules::{Instant, Span};
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Names that one door remembers at once.
pub const REMEMBERED_MAX: usize = 10_000;
/// Longest part of a name that is kept, in characters.
const NAME_MAX: usize = 320;

type Kept = HashMap<String, (u32, Instant)>;

/// So many in a time, for each name.
#[derive(Debug)]
pub struct Often {
    max: u32,
    within: Span,
    kept: Mutex<Kept>,
}

impl Often {
    /// At most `max` in `within`.
    #[must_use]
    pub fn new(max: u32, within: Span) -> Self {
        let kept = Mutex::default();
        Self { max, within, kept }
    }

    /// Counts one more; how long to wait where that is too many.
    pub fn count(&self, name: &str, now: Instant) -> Option<Span> {
        let mut kept = self.kept();
        self.make_room(&mut kept, now);
        let entry = kept.entry(shortened(name)).or_insert((0, now));
        if now - entry.1 >= self.within {
            *entry = (0, now);
        }
        entry.0 = entry.0.saturating_add(1);
        (entry.0 > self.max).then(|| self.within - (now - entry.1))
    }

    /// How long to wait before one more would be let in; counts nothing.
    pub fn wait(&self, name: &str, now: Instant) -> Option<Span> {
        let kept = self.kept();
        let (n, since) = kept.get(&shortened(name))?;
        let over = now - *since;
        (*n >= self.max && over < self.within).then(|| self.within - over)
    }

    /// How many names are remembered.
    pub fn remembered(&self) -> usize {
        self.kept().len()
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is over goes; where that is not enough, the older half.
    fn make_room(&self, kept: &mut Kept, now: Instant) {
        if kept.len() < REMEMBERED_MAX {
            return;
        }
        kept.retain(|_, (_, since)| now - *since < self.within);
        if kept.len() >= REMEMBERED_MAX {
            let mut begun: Vec<Instant> = kept.values().map(|(_, since)| *since).collect();
            let middle = begun.len() / 2;
            let (_, older, _) = begun.select_nth_unstable(middle);
            let older = *older;
            kept.retain(|_, (_, since)| *since > older);
        }
    }
}

fn shortened(name: &str) -> String {
    name.chars().take(NAME_MAX).collect()
}

/// Submissions of one network in an hour; a company's office is one network.
pub const FORMS_WITHIN: Span = Span::hours(1);
/// Wrong passwords that one address may have within `WRONG_WITHIN`.
pub const WRONG_MAX: u32 = 10;
/// Wrong passwords that one network may have within `WRONG_WITHIN`.
pub const WRONG_OF_NETWORK_MAX: u32 = 60;
/// See `WRONG_MAX`.
pub const WRONG_WITHIN: Span = Span::minutes(15);
/// How often one calendar's address may be asked for …
pub const CALENDAR_MAX: u32 = 60;
/// … in this time.
pub const CALENDAR_WITHIN: Span = Span::hours(1);
/// Calls of the API without a good token that one network may make …
pub const TOKENLESS_MAX: u32 = 120;
/// … in this time.
pub const TOKENLESS_WITHIN: Span = Span::hours(1);

/// What is counted at the doors.
#[derive(Debug)]
pub struct Knocks {
    /// Forms kept, by mail address.
    pub forms_of_address: Often,
    /// Forms sent, by network.
    pub forms_of_network: Often,
    /// Wrong passwords, by mail address.
    pub wrong_of_address: Often,
    /// Wrong passwords, by network.
    pub wrong_of_network: Often,
    /// Looks at a calendar, by its address.
    pub calendars: Often,
    /// Calls without a good token, by network.
    pub tokenless: Often,
}

impl Default for Knocks {
    fn default() -> Self {
        let forms = SubmitLimits::default();
        Self {
            forms_of_address: Often::new(forms.from_address_per_hour_max, FORMS_WITHIN),
            forms_of_network: Often::new(forms.from_network_per_hour_max, FORMS_WITHIN),
            wrong_of_address: Often::new(WRONG_MAX, WRONG_WITHIN),
            wrong_of_network: Often::new(WRONG_OF_NETWORK_MAX, WRONG_WITHIN),
            calendars: Often::new(CALENDAR_MAX, CALENDAR_WITHIN),
            tokenless: Often::new(TOKENLESS_MAX, TOKENLESS_WITHIN),
        }
    }
}

/// Seconds and whole minutes to wait, at least one of each.
pub fn told(wait: Span) -> (i64, u64) {
    let seconds = wait.whole_seconds().max(0) + 1;
    (seconds, u64::try_from(seconds).unwrap_or(1).div_ceil(60))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: Instant = Instant(1_772_614_800_000_000);

    #[test]
    fn one_too_many_waits_until_its_time_is_over() {
        let often = Often::new(3, Span::minutes(10));
        for _ in 0..3 {
            assert_eq!(often.count("one", NOON), None);
        }
        assert_eq!(often.count("other", NOON), None, "each name for itself");
        let later = NOON + Span::minutes(4);
        assert_eq!(often.count("one", later), Some(Span::minutes(6)));
        assert_eq!(often.wait("one", later), Some(Span::minutes(6)));
        assert_eq!(often.wait("other", later), None);
        assert_eq!(often.count("one", NOON + Span::minutes(10)), None);
    }

    #[test]
    fn a_flood_of_names_is_forgotten_oldest_first_and_never_grows() {
        let often = Often::new(1, Span::hours(1));
        for n in 0..25_000i64 {
            often.count(&format!("name {n}"), NOON + Span(n));
        }
        assert!(often.remembered() <= REMEMBERED_MAX);
        let now = NOON + Span::minutes(1);
        assert!(often.wait("name 24999", now).is_some(), "the newest is remembered");
        assert!(often.wait("name 0", now).is_none());
    }

    #[test]
    fn a_wait_is_told_in_seconds_and_minutes() {
        assert_eq!(told(Span::minutes(5)), (301, 6));
        assert_eq!(told(Span(0)), (1, 1));
    }
}
