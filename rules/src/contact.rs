//! The lead's own hours: telephone attempts are planned from 08:00 to 20:00 where the lead is.
//!
//! Where that is: the country of the telephone number, else the company's, else the team's own zone. In a country of
//! several zones a call has to be within the hours of all that are named in `rules/lists/zones.tsv`.

use crate::calendar::{Calendar, Target};
use crate::check;
use crate::person::Person;
use crate::{Instant, Span};
use jiff::tz::TimeZone;
use std::collections::HashMap;
use std::sync::LazyLock;

/// The first hour in which somebody may be called.
pub const FROM_HOUR: i8 = 8;
/// The hour from which nobody is called any more.
pub const UNTIL_HOUR: i8 = 20;
/// How far ahead somebody is looked for in his hours.
const LOOKED_AHEAD: Span = Span::days(14);
/// Hours and offices change on quarters of an hour.
const STEP: Span = Span::minutes(15);
/// Once somebody can be called, within this.
pub const WITHIN: Target = Target::Span(Span::hours(1));

static ZONES: LazyLock<HashMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
    let lines = include_str!("../lists/zones.tsv").lines();
    let pairs = lines
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'));
    pairs
        .map(|(country, zones)| (country, zones.split(' ').collect()))
        .collect()
});

/// Where a lead is, as far as calling goes.
#[derive(Clone, Debug)]
pub struct Hours {
    zones: Vec<TimeZone>,
}

impl Hours {
    /// Of a person; `team` where neither number nor country tells.
    pub fn of(person: Option<&Person>, team: &TimeZone) -> Self {
        let number = person.and_then(|person| person.phone.as_deref());
        let by_number = number.and_then(country_of).and_then(zones_of);
        let by_company = || zones_of(person?.country.as_deref()?);
        let zones = by_number.or_else(by_company);
        Self {
            zones: zones.unwrap_or_else(|| vec![team.clone()]),
        }
    }

    /// The first of its zones.
    pub fn zone(&self) -> TimeZone {
        self.zones.first().cloned().unwrap_or(TimeZone::UTC)
    }

    /// Whether it is within the hours everywhere the person may be.
    pub fn holds(&self, at: Instant) -> bool {
        let within = |zone: &TimeZone| {
            let hour = at.stamp().to_zoned(zone.clone()).hour();
            (FROM_HOUR..UNTIL_HOUR).contains(&hour)
        };
        self.zones.iter().all(within)
    }

    /// The first instant of `[from, to)`, on a quarter of an hour or at `from` itself, at which somebody here is at
    /// work and the person may be called.
    pub fn first(&self, calendar: &Calendar, from: Instant, to: Instant) -> Option<Instant> {
        let mut at = from;
        while at < to {
            if !calendar.is_open(at) {
                at = calendar.next_open(at)?;
                continue;
            }
            if self.holds(at) {
                return Some(at);
            }
            at = Instant(at.0.div_euclid(STEP.0) * STEP.0) + STEP;
        }
        None
    }

    /// From when a call can be planned that should be made within `[start, due)`: nothing where it can be made in it.
    pub fn later(&self, calendar: &Calendar, start: Instant, due: Instant) -> Option<Instant> {
        if self.first(calendar, start, due).is_some() {
            return None;
        }
        self.first(calendar, due, due + LOOKED_AHEAD)
    }
}

/// The country of a number in E.164.
fn country_of(number: &str) -> Option<&'static str> {
    check::phone(number, None).ok()?.country
}

fn zones_of(country: &str) -> Option<Vec<TimeZone>> {
    let names = ZONES.get(country)?;
    let zones: Vec<TimeZone> = names
        .iter()
        .filter_map(|name| crate::calendar::zone_named(name))
        .collect();
    (!zones.is_empty()).then_some(zones)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agreement::Agreement;

    fn at(text: &str) -> Instant {
        Instant::parse(text).unwrap()
    }

    fn hours(phone: Option<&str>, country: Option<&str>) -> Hours {
        let person = Person {
            phone: phone.map(str::to_owned),
            country: country.map(str::to_owned),
            ..Person::default()
        };
        Hours::of(Some(&person), &crate::calendar::zone_named("Europe/Berlin").unwrap())
    }

    #[test]
    fn every_zone_of_the_list_is_known_and_every_country_has_one() {
        assert!(ZONES.len() > 240);
        for (country, names) in ZONES.iter() {
            assert!(
                names.iter().all(|name| crate::calendar::zone_named(name).is_some()),
                "{country}: {names:?}"
            );
        }
    }

    #[test]
    fn the_numbers_country_comes_first_then_the_companys_then_the_teams() {
        let name = |hours: Hours| hours.zone().iana_name().map(str::to_owned);
        assert_eq!(
            name(hours(Some("+81312345678"), Some("DE"))).as_deref(),
            Some("Asia/Tokyo")
        );
        assert_eq!(name(hours(None, Some("GB"))).as_deref(), Some("Europe/London"));
        assert_eq!(name(hours(None, None)).as_deref(), Some("Europe/Berlin"));
    }

    #[test]
    fn in_a_wide_country_all_of_it_is_up() {
        let us = hours(Some("+12125550123"), None);
        assert!(
            !us.holds(at("2026-03-04T10:00:00-05:00")),
            "it is seven on the other coast"
        );
        assert!(us.holds(at("2026-03-04T11:00:00-05:00")));
        assert!(us.holds(at("2026-03-04T19:59:59-05:00")));
        assert!(!us.holds(at("2026-03-04T20:00:00-05:00")));
    }

    #[test]
    fn a_call_waits_until_both_offices_and_hours_are_open() {
        let agreement = Agreement::starting().unwrap();
        let calendar = &agreement.calendars["sales"];
        let us = hours(Some("+12125550123"), None);
        let (start, due) = (at("2026-03-04T10:00:00+01:00"), at("2026-03-04T12:00:00+01:00"));
        assert_eq!(
            us.later(calendar, start, due),
            Some(at("2026-03-04T17:00:00+01:00")),
            "eleven in New York"
        );
        assert_eq!(us.later(calendar, start, at("2026-03-04T17:15:00+01:00")), None);
        let tokyo = hours(Some("+81312345678"), None);
        assert_eq!(tokyo.later(calendar, start, due), None, "nineteen there, still within");
        let auckland = hours(Some("+6493001234"), None);
        assert_eq!(
            auckland.first(calendar, start, start + LOOKED_AHEAD),
            None,
            "our day is their night"
        );
        assert_eq!(auckland.later(calendar, start, due), None);
    }
}
