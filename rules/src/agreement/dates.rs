//! Dates of the agreement: the goal's quarter and how much of its open time has passed, the weeks that are counted, the
//! next meetings.

use super::{Goal, Often, Review};
use crate::calendar::Calendar;
use crate::time::{Instant, Span};
use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// A meeting over definitions, metrics and targets is near so long before.
pub const NEAR: Span = Span::days(14);

/// A time: `from` belongs to it, `to` does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Its first instant.
    pub from: Instant,
    /// The first instant after it.
    pub to: Instant,
}

impl Stretch {
    /// How much of its open time has passed at an instant, from 0 to 1.
    pub fn passed(&self, calendar: &Calendar, now: Instant) -> f64 {
        let end = now.max(self.from).min(self.to);
        let all = calendar.business(self.from, self.to).0;
        let gone = calendar.business(self.from, end).0;
        if all == 0 { 0.0 } else { gone as f64 / all as f64 }
    }
}

impl Goal {
    /// Its quarter in a zone; `None` where a date is out of range.
    pub fn stretch(&self, zone: &TimeZone) -> Option<Stretch> {
        let (year, quarter) = self.quarter.split_once("-Q")?;
        let month = (quarter.parse::<i8>().ok()? - 1) * 3 + 1;
        let first = Date::new(year.parse().ok()?, month, 1).ok()?;
        Some(Stretch {
            from: start(first, zone)?,
            to: start(first.checked_add(3.months()).ok()?, zone)?,
        })
    }
}

fn start(date: Date, zone: &TimeZone) -> Option<Instant> {
    let midnight = date.to_zoned(zone.clone()).ok()?;
    Some(Instant(midnight.timestamp().as_microsecond()))
}

/// The last weeks from Monday to Monday, the running one last.
pub fn weeks(zone: &TimeZone, now: Instant, many: u8) -> Vec<Stretch> {
    let today = now.stamp().to_zoned(zone.clone()).date();
    let monday = today.checked_sub(i32::from(today.weekday().to_monday_zero_offset()).days());
    let Ok(monday) = monday else { return Vec::new() };
    let week = |back: u8| {
        let first = monday.checked_sub(i32::from(back).weeks()).ok()?;
        Some(Stretch {
            from: start(first, zone)?,
            to: start(first.checked_add(1.week()).ok()?, zone)?,
        })
    };
    (0..many).rev().filter_map(week).collect()
}

impl Review {
    /// The next weekly meeting, now or after.
    pub fn next_meeting(&self, zone: &TimeZone, now: Instant) -> Option<Instant> {
        let today = now.stamp().to_zoned(zone.clone()).date();
        (0..8)
            .filter_map(|days| self.meeting_on(today.checked_add(i64::from(days).days()).ok()?, zone))
            .find(|at| *at >= now)
    }

    /// The next time that definitions, metrics and targets are looked at: the first meeting of a month, quarter or year.
    pub fn next_look(&self, zone: &TimeZone, now: Instant) -> Option<Instant> {
        let today = now.stamp().to_zoned(zone.clone()).date();
        let months: i8 = match self.definitions {
            Often::Monthly => 1,
            Often::Quarterly => 3,
            Often::Yearly => 12,
        };
        let first = Date::new(today.year(), (today.month() - 1) / months * months + 1, 1).ok()?;
        [first, first.checked_add(i32::from(months).months()).ok()?]
            .into_iter()
            .filter_map(|first| self.first_meeting_from(first, zone))
            .find(|at| *at >= now)
    }

    fn first_meeting_from(&self, first: Date, zone: &TimeZone) -> Option<Instant> {
        (0..7).find_map(|days| self.meeting_on(first.checked_add(i64::from(days).days()).ok()?, zone))
    }

    fn meeting_on(&self, date: Date, zone: &TimeZone) -> Option<Instant> {
        let weekday = u8::try_from(date.weekday().to_monday_zero_offset()).ok()?;
        let (hour, minute) = (
            i8::try_from(self.minute / 60).ok()?,
            i8::try_from(self.minute % 60).ok()?,
        );
        let at = date.at(hour, minute, 0, 0).to_zoned(zone.clone()).ok()?;
        (weekday == self.weekday).then(|| Instant(at.timestamp().as_microsecond()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agreement::Agreement;

    fn berlin() -> TimeZone {
        TimeZone::get("Europe/Berlin").unwrap()
    }

    fn at(text: &str) -> Instant {
        Instant::parse(text).unwrap()
    }

    #[test]
    fn a_quarter_is_three_months_of_its_zone() {
        let goal = |quarter: &str| Goal {
            quarter: quarter.into(),
            won: None,
            pipeline: None,
        };
        let first = goal("2027-Q1").stretch(&berlin()).unwrap();
        assert_eq!(first.from, at("2027-01-01T00:00:00+01:00"));
        assert_eq!(first.to, at("2027-04-01T00:00:00+02:00"));
        let last = goal("2026-Q4").stretch(&berlin()).unwrap();
        assert_eq!(last.to, first.from);
    }

    #[test]
    fn what_has_passed_is_open_time() {
        let agreement = Agreement::starting().unwrap();
        let calendar = &agreement.calendars["sales"];
        let week = weeks(&berlin(), at("2026-03-04T10:00:00+01:00"), 1)[0];
        assert_eq!(week.from, at("2026-03-02T00:00:00+01:00"));
        let passed = |now: &str| week.passed(calendar, at(now));
        assert_eq!(passed("2026-03-01T10:00:00+01:00"), 0.0);
        assert_eq!(passed("2026-03-06T16:00:00+01:00"), 1.0);
        // 8.5 h a day from Monday, 7 h on Friday: two days and an hour of 41 h
        assert!((passed("2026-03-04T10:00:00+01:00") - 18.0 / 41.0).abs() < 1e-9);
    }

    #[test]
    fn weeks_begin_on_mondays_also_over_a_change_of_the_clocks() {
        let all = weeks(&berlin(), at("2026-03-31T12:00:00+02:00"), 2);
        assert_eq!(all[0].from, at("2026-03-23T00:00:00+01:00"));
        assert_eq!(all[0].to, all[1].from);
        assert_eq!(all[1].from, at("2026-03-30T00:00:00+02:00"));
    }

    #[test]
    fn meetings_are_dates() {
        let review = Agreement::starting().unwrap().review.unwrap();
        let meeting = |now: &str| review.next_meeting(&berlin(), at(now)).unwrap();
        assert_eq!(meeting("2026-03-04T10:00:00+01:00"), at("2026-03-09T10:00:00+01:00"));
        assert_eq!(meeting("2026-03-09T10:00:00+01:00"), at("2026-03-09T10:00:00+01:00"));
        assert_eq!(meeting("2026-03-09T10:00:01+01:00"), at("2026-03-16T10:00:00+01:00"));
        let look = |now: &str| review.next_look(&berlin(), at(now)).unwrap();
        assert_eq!(look("2026-03-04T10:00:00+01:00"), at("2026-04-06T10:00:00+02:00"));
        assert_eq!(look("2026-01-02T10:00:00+01:00"), at("2026-01-05T10:00:00+01:00"));
    }
}
