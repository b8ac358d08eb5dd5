//! The holiday lists that Baton ships with: dues over them, the nearest name, and another source's file beside them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test"
)]

use rules::Instant;
use rules::calendar::{Calendar, CalendarProblem, CalendarText, Holidays};

fn calendar(list: &str, zone: &str) -> Result<Calendar, CalendarProblem> {
    let nine_to_five = ["mon", "tue", "wed", "thu", "fri"]
        .map(|day| format!("{day} = ['09:00-17:00']"))
        .join(", ");
    let table = format!("zone = '{zone}'\nholidays = ['{list}']\nweek = {{ {nine_to_five} }}");
    let text: CalendarText = toml::from_str(&table).unwrap();
    Calendar::build(&text, &Holidays::shipped())
}

/// List, zone, start, target, due.
const GOLDEN: [(&str, &str, &str, &str, &str); 8] = [
    // 8 March is a holiday in Berlin only; in 2027 it is a Monday
    (
        "DE-BE",
        "Europe/Berlin",
        "2027-03-05T16:50:00+01:00",
        "15m",
        "2027-03-09T08:05:00Z",
    ),
    (
        "DE-BB",
        "Europe/Berlin",
        "2027-03-05T16:50:00+01:00",
        "15m",
        "2027-03-08T08:05:00Z",
    ),
    // Good Friday and Easter Monday
    (
        "DE",
        "Europe/Berlin",
        "2026-04-02T16:50:00+02:00",
        "15m",
        "2026-04-07T07:05:00Z",
    ),
    // Corpus Christi is a Thursday off in Bavaria
    (
        "DE-BY",
        "Europe/Berlin",
        "2026-06-03T16:50:00+02:00",
        "15m",
        "2026-06-05T07:05:00Z",
    ),
    (
        "DE-BE",
        "Europe/Berlin",
        "2026-06-03T16:50:00+02:00",
        "15m",
        "2026-06-04T07:05:00Z",
    ),
    // Thanksgiving; the Friday after it is no federal holiday
    (
        "US",
        "America/New_York",
        "2026-11-25T16:50:00-05:00",
        "15m",
        "2026-11-27T14:05:00Z",
    ),
    // two business days over Christmas
    (
        "AT",
        "Europe/Vienna",
        "2026-12-23T10:00:00+01:00",
        "2bd",
        "2026-12-28T16:00:00Z",
    ),
    (
        "GB-SCT",
        "Europe/London",
        "2026-12-31T16:50:00+00:00",
        "15m",
        "2027-01-05T09:05:00Z",
    ),
];

#[test]
fn dues_step_over_the_holidays_of_the_region() {
    for (list, zone, start, target, due) in GOLDEN {
        let calendar = calendar(list, zone).unwrap();
        let found = calendar
            .due_at(Instant::parse(start).unwrap(), target.parse().unwrap())
            .unwrap();
        assert_eq!(
            found,
            Instant::parse(due).unwrap(),
            "{list} {start}: {}",
            found.rfc3339()
        );
    }
}

#[test]
fn an_unknown_region_is_refused_with_the_nearest() {
    for (written, meant) in [
        ("DE-BEE", "DE-BE"),
        ("de-be", "DE-BE"),
        ("US-NYY", "US-NY"),
        ("FRA", "FR"),
    ] {
        let Err(CalendarProblem::UnknownHolidays { name, nearest }) = calendar(written, "Europe/Berlin") else {
            panic!("{written}");
        };
        assert_eq!((name.as_str(), nearest.as_deref()), (written, Some(meant)));
    }
}

#[test]
#[allow(
    clippy::disallowed_methods,
    reason = "where the data lies is for whoever starts the test to say"
)]
fn another_sources_holidays_are_all_there() {
    let Ok(folder) = std::env::var("BATON_DATA") else {
        return eprintln!("not run: BATON_DATA is not set");
    };
    let path = format!("{folder}/validators/public_holidays_2024_2028.csv");
    let mut rows = csv::Reader::from_path(path).unwrap();
    let (holidays, mut compared, mut missing) = (Holidays::shipped(), 0, Vec::new());
    for row in rows.records() {
        let row = row.unwrap();
        let list = if row[1].is_empty() {
            row[0].to_owned()
        } else {
            format!("{}-{}", &row[0], &row[1])
        };
        let day = row[2].parse().unwrap();
        compared += 1;
        if !holidays.list(&list).is_some_and(|list| list.contains_key(&day)) {
            missing.push(format!("{list} {day} {}", &row[3]));
        }
    }
    assert!(compared > 20_000);
    assert!(missing.is_empty(), "{} of {compared}: {missing:#?}", missing.len());
}
