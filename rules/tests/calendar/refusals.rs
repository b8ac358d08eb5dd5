//! What a calendar is refused for, and that the refusal names it.

use rules::calendar::{
    BUSINESS_DAYS_MAX, Calendar, CalendarProblem, CalendarText, DUE_DAYS_MAX, EXCEPTIONS_MAX, ExceptionText, Holidays,
    Target, WINDOWS_PER_DAY_MAX,
};
use rules::{Instant, Span};
use std::collections::BTreeMap;

const WEEK: &str = "zone = 'Europe/Berlin'\nweek = { mon = ['09:00-17:00'], wed = ['09:00-17:00'] }";

fn text(table: &str) -> CalendarText {
    toml::from_str(table).expect(table)
}

fn refused(text: &CalendarText) -> CalendarProblem {
    Calendar::build(text, &Holidays::none()).expect_err("a refusal")
}

fn start() -> Instant {
    Instant::parse("2026-03-04T10:00:00+01:00").expect("an instant")
}

/// A holiday on every date of so many days from 2026-01-01.
fn every_day(days: i64) -> Holidays {
    let first = jiff::civil::date(2026, 1, 1);
    let date = |n: i64| first.checked_add(jiff::Span::new().days(n)).expect("a date");
    let list = (0..days).map(|n| (date(n), "closed".to_owned())).collect();
    Holidays::from_lists([("shut".to_owned(), list)].into())
}

#[test]
fn an_unknown_zone_is_refused_with_the_nearest() {
    for (name, near) in [
        ("Europe/Berln", Some("Europe/Berlin")),
        ("Berlin", Some("Europe/Berlin")),
        ("America/NewYork", Some("America/New_York")),
        ("Etc/Unknown", None),
        ("CET-1CEST", None),
        ("", None),
    ] {
        let problem = refused(&CalendarText {
            zone: name.to_owned(),
            ..text(WEEK)
        });
        let CalendarProblem::UnknownZone { name: told, nearest } = problem else {
            panic!("{problem}")
        };
        assert_eq!(told, name);
        assert!(near.is_none() || nearest.as_deref() == near, "{name}: {nearest:?}");
    }
    let small = CalendarText {
        zone: "europe/berlin".to_owned(),
        ..text(WEEK)
    };
    let calendar = Calendar::build(&small, &Holidays::none()).expect("a calendar");
    assert_eq!(calendar.zone_name(), "Europe/Berlin");
}

#[test]
fn a_malformed_window_is_refused_with_its_place() {
    for window in [
        "",
        "9-17",
        "9:00-17:00",
        "09:00",
        "09:00-",
        "09:00-25:00",
        "09:60-10:00",
        "24:00-06:00",
        "24:00-24:00",
        "09:00-09:00",
        "09:00-24:01",
        "09:00 - 17:00",
        "09:00-12:00-13:00",
        "09:00–17:00",
        "+9:00-17:00",
    ] {
        let mut bad = text(WEEK);
        bad.week.tue = vec![window.to_owned()];
        let expected = CalendarProblem::BadWindow {
            place: "week.tue".into(),
            text: window.into(),
        };
        assert_eq!(refused(&bad), expected);
    }
    let bad = text(&format!("exceptions = {{ 2026-12-24 = ['9-12'] }}\n{WEEK}"));
    assert_eq!(refused(&bad).args()[0], ("place", "exceptions.2026-12-24".to_owned()));
}

#[test]
fn a_bad_date_is_refused() {
    for date in [
        "2026-02-29",
        "24.12.2026",
        "2026-12-24T00:00",
        "20261224",
        "2026-1-01",
        "1969-12-31",
        "2200-01-01",
    ] {
        let mut bad = text(WEEK);
        bad.exceptions.insert(date.to_owned(), ExceptionText::Windows(vec![]));
        let expected = CalendarProblem::BadDate {
            place: "exceptions".into(),
            text: date.into(),
        };
        assert_eq!(refused(&bad), expected);
    }
}

#[test]
fn an_unknown_holiday_list_is_refused_with_the_nearest() {
    let known = Holidays::from_lists([("DE-BE".to_owned(), BTreeMap::new())].into());
    let mut text = text(WEEK);
    text.holidays = vec!["DE-BR".to_owned()];
    let problem = Calendar::build(&text, &known).expect_err("a refusal");
    assert_eq!(problem.code(), "calendar.holidays_unknown");
    assert_eq!(
        problem.args(),
        [("name", "DE-BR".to_owned()), ("nearest", "DE-BE".to_owned())]
    );
}

#[test]
fn a_calendar_that_stays_closed_for_366_days_is_refused() {
    let never = "zone = 'UTC'\nweek = {}\nexceptions = { 2026-03-04 = ['09:00-17:00'] }";
    assert_eq!(refused(&text(never)), CalendarProblem::NeverOpens { from: None });
    let mut shut = text(WEEK);
    shut.holidays = vec!["shut".to_owned()];
    // After Tuesday 29 December comes an open Wednesday; closed too, it is Monday 4 January before one comes.
    assert!(Calendar::build(&shut, &every_day(363)).is_ok());
    let problem = Calendar::build(&shut, &every_day(364)).expect_err("a refusal");
    assert_eq!(
        problem,
        CalendarProblem::NeverOpens {
            from: Some(jiff::civil::date(2026, 1, 1))
        }
    );
    shut.exceptions.insert(
        "2026-07-05".to_owned(),
        ExceptionText::Windows(vec!["09:00-10:00".to_owned()]),
    );
    assert!(Calendar::build(&shut, &every_day(364)).is_ok());
}

#[test]
fn too_much_of_anything_is_refused() {
    let mut many = text(WEEK);
    many.week.mon = vec!["09:00-10:00".to_owned(); WINDOWS_PER_DAY_MAX + 1];
    let expected = CalendarProblem::TooMany {
        place: "week.mon".into(),
        max: WINDOWS_PER_DAY_MAX,
    };
    assert_eq!(refused(&many), expected);
    let mut many = text(WEEK);
    let dates = (0..=EXCEPTIONS_MAX).map(|n| (format!("{n}"), ExceptionText::Windows(vec![])));
    many.exceptions = dates.collect();
    assert_eq!(
        refused(&many),
        CalendarProblem::TooMany {
            place: "exceptions".into(),
            max: EXCEPTIONS_MAX
        }
    );
}

#[test]
fn unknown_keys_are_refused() {
    for table in [
        "weekend = []",
        "exceptions = { 2026-12-25 = { windows = [], cuts = true } }",
    ] {
        assert!(
            toml::from_str::<CalendarText>(&format!("{table}\n{WEEK}")).is_err(),
            "{table}"
        );
    }
    assert!(toml::from_str::<CalendarText>("zone = 'UTC'\nweek = { monday = [] }").is_err());
}

#[test]
fn a_due_time_past_the_limit_is_refused_and_at_the_ends_of_time_nothing_breaks() {
    let calendar = Calendar::build(&text(WEEK), &Holidays::none()).expect("a calendar");
    let far = CalendarProblem::TooFar { days_max: DUE_DAYS_MAX };
    for target in [
        Target::Span(Span::hours(9_999)),
        Target::Span(Span(i64::MAX)),
        Target::BusinessDays(u32::MAX),
    ] {
        assert_eq!(calendar.due(start(), target), Err(far.clone()));
    }
    assert_eq!(
        calendar.due(start(), Target::BusinessDays(BUSINESS_DAYS_MAX)),
        Err(far.clone())
    );
    for end in [Instant(i64::MIN), Instant(i64::MAX)] {
        let _ = calendar.due(end, Target::Span(Span::minutes(15)));
        let _ = (calendar.is_open(end), calendar.next_open(end), calendar.next_close(end));
        assert!(calendar.business(start(), end) >= Span::ZERO);
        assert!(calendar.business(end, start()) >= Span::ZERO);
    }
}

#[test]
fn an_always_open_calendar_has_no_closing() {
    let day = "['00:00-24:00']";
    let week = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
        .map(|name| format!("{name} = {day}"))
        .join(", ");
    let table = format!("zone = 'America/Havana'\nweek = {{ {week} }}");
    let calendar = Calendar::build(&text(&table), &Holidays::none()).expect("a calendar");
    assert_eq!(calendar.next_close(start()), None);
    assert_eq!(calendar.next_open(start()), Some(start()));
    let year = Instant(start().0 + Span::days(365).0);
    assert_eq!(calendar.business(start(), year), Span::days(365));
}
