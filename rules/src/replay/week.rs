//! Weeks of a window: from Monday to Monday in the calendar's zone; the first and the last may be cut.

use super::Window;
use crate::Instant;
use jiff::ToSpan;
use jiff::tz::TimeZone;
use serde::Serialize;

/// A week of the window.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Week {
    /// Its Monday, `2026-03-02`.
    pub monday: String,
    /// Its first instant within the window.
    pub from: Instant,
    /// The instant after it.
    pub to: Instant,
    /// The window holds all of it.
    pub whole: bool,
}

/// The weeks that a window touches, in order.
pub(super) fn weeks(window: Window, zone: &TimeZone) -> Vec<Week> {
    let mut weeks = Vec::new();
    let mut monday = monday_of(window.from, zone);
    // a window is at most two years long: its weeks are some hundred
    while let Some(next) = monday.and_then(|day| day.checked_add(7.days()).ok()) {
        let Some((from, to)) = monday.and_then(|day| start(day, zone)).zip(start(next, zone)) else {
            break;
        };
        if from >= window.to {
            break;
        }
        let cut = Window {
            from: from.max(window.from),
            to: to.min(window.to),
        };
        weeks.push(Week {
            monday: monday.map(|day| day.to_string()).unwrap_or_default(),
            from: cut.from,
            to: cut.to,
            whole: (cut.from, cut.to) == (from, to),
        });
        monday = Some(next);
    }
    weeks
}

/// The place of the week that holds an instant.
pub(super) fn place(weeks: &[Week], at: Instant) -> Option<usize> {
    let after = weeks.partition_point(|week| week.from <= at);
    let place = after.checked_sub(1)?;
    weeks.get(place).filter(|week| at < week.to).map(|_| place)
}

fn monday_of(at: Instant, zone: &TimeZone) -> Option<jiff::civil::Date> {
    let day = at.stamp().to_zoned(zone.clone()).date();
    let back = i64::from(day.weekday().to_monday_zero_offset());
    day.checked_sub(back.days()).ok()
}

fn start(day: jiff::civil::Date, zone: &TimeZone) -> Option<Instant> {
    let start = day.to_zoned(zone.clone()).ok()?;
    Some(Instant(start.timestamp().as_microsecond()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_are_cut_at_both_ends_and_leave_no_hole() {
        let zone = crate::calendar::zone_named("Europe/Berlin").unwrap();
        let at = |text: &str| Instant::parse(text).unwrap();
        let window = Window {
            from: at("2026-03-18T10:00:00+01:00"),
            to: at("2026-04-01T00:00:00+02:00"),
        };
        let weeks = weeks(window, &zone);
        let mondays: Vec<(&str, bool)> = weeks.iter().map(|w| (w.monday.as_str(), w.whole)).collect();
        assert_eq!(
            mondays,
            [("2026-03-16", false), ("2026-03-23", true), ("2026-03-30", false)]
        );
        assert!(weeks.windows(2).all(|two| two[0].to == two[1].from));
        assert_eq!((weeks[0].from, weeks[2].to), (window.from, window.to));
        assert_eq!(place(&weeks, window.from), Some(0));
        assert_eq!(place(&weeks, at("2026-03-29T23:59:59+02:00")), Some(1));
        assert_eq!(place(&weeks, window.to), None);
        assert_eq!(place(&weeks, Instant(0)), None);
    }
}
