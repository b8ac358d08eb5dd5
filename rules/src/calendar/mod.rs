//! Business time: how much of a stretch was open, and when a target is reached.
//!
//! Promises: everything is a function of the calendar's text, the holiday lists and the bundled zone data. Open time
//! is the union of the windows; a boundary inside a spring gap moves to the first instant after it, and inside an
//! autumn fold an opening takes the first pass and a closing the second. No walk is longer than [`DUE_DAYS_MAX`] days.

mod build;
mod count;
mod due;
mod explain;
mod holidays;
mod nearest;
mod problem;
mod target;
mod text;
mod why;
mod windows;
mod zone;

pub use due::{CountedSpan, Due};
pub use explain::explain_json;
pub use holidays::{FIRST_YEAR, HolidayList, Holidays, LAST_YEAR, known_until};
pub use problem::CalendarProblem;
pub use target::{BUSINESS_DAYS_MAX, Target};
pub use text::{CalendarText, ExceptionTable, ExceptionText, WeekText};
pub use why::Why;

use std::sync::Arc;
use windows::Opening;

/// Days a due time may lie ahead of its start; further is refused.
pub const DUE_DAYS_MAX: i32 = 800;
/// Windows one date may have.
pub const WINDOWS_PER_DAY_MAX: usize = 24;
/// Dated exceptions one calendar may have.
pub const EXCEPTIONS_MAX: usize = 1_000;
/// Holiday lists one calendar may name.
pub const HOLIDAY_LISTS_MAX: usize = 20;
/// Holidays one calendar may take from all its lists.
pub const HOLIDAYS_MAX: usize = 10_000;
/// Consecutive closed dates at which a calendar is refused.
pub const CLOSED_DAYS_MAX: i32 = 366;

/// A zone of the bundled data by its IANA name.
pub fn zone_named(name: &str) -> Option<jiff::tz::TimeZone> {
    zone::find(name).ok()
}

/// A compiled calendar. Cheap to clone; shared between threads.
#[derive(Clone, Debug)]
pub struct Calendar {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    name: String,
    zone: jiff::tz::TimeZone,
    opening: Opening,
    text: CalendarText,
}

impl Calendar {
    /// Compiles a calendar's text.
    ///
    /// # Errors
    /// An unknown zone or holiday list (with the nearest name), a malformed window or date, more of anything than its
    /// named limit, or a calendar that stays closed for [`CLOSED_DAYS_MAX`] days on end.
    pub fn build(text: &CalendarText, holidays: &Holidays) -> Result<Self, CalendarProblem> {
        let zone = zone::find(&text.zone)?;
        let opening = build::opening(text, holidays, &zone)?;
        let name = zone.iana_name().unwrap_or(&text.zone).to_owned();
        Ok(Self {
            inner: Arc::new(Inner {
                name,
                zone,
                opening,
                text: text.clone(),
            }),
        })
    }

    /// The zone its windows are read in.
    pub fn zone(&self) -> &jiff::tz::TimeZone {
        &self.inner.zone
    }

    /// The zone's IANA name.
    pub fn zone_name(&self) -> &str {
        &self.inner.name
    }

    /// The text it was compiled from.
    pub fn text(&self) -> &CalendarText {
        &self.inner.text
    }

    fn opening(&self) -> &Opening {
        &self.inner.opening
    }
}
