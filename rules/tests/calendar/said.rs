//! A deadline explains itself: the spans, their reasons, and the JSON of `baton clock`.

use crate::cases::{calendar, shared};
use rules::Instant;
use rules::calendar::{Calendar, CalendarText, Due, Holidays, explain_json};
use serde_json::json;

fn at(text: &str) -> Instant {
    Instant::parse(text).expect(text)
}

/// The spans as `from–to why`, on the wall of the calendar's zone.
fn told(calendar: &Calendar, start: &str, target: &str) -> Vec<String> {
    let due = calendar.due(at(start), target.parse().expect("a target")).expect("due");
    let wall = |at: Instant| {
        calendar
            .zone()
            .to_datetime(at.stamp())
            .strftime("%a %d %H:%M")
            .to_string()
    };
    due.spans
        .iter()
        .map(|s| format!("{}-{} {}", wall(s.from), wall(s.to), s.why))
        .collect()
}

#[test]
fn friday_evening_carries_over_the_weekend() {
    let calendar = shared("Europe/Berlin", "wk");
    let expected = [
        "Fri 06 16:50-Fri 06 17:00 counted",
        "Fri 06 17:00-Mon 09 09:00 weekend",
        "Mon 09 09:00-Mon 09 09:05 counted",
    ];
    assert_eq!(told(&calendar, "2026-03-06T16:50:00+01:00", "15m"), expected);
}

#[test]
fn a_night_between_two_working_days_is_just_closed() {
    let calendar = shared("Europe/Berlin", "wk");
    let expected = ["Wed 04 17:30-Thu 05 09:00 closed", "Thu 05 09:00-Thu 05 09:15 counted"];
    assert_eq!(told(&calendar, "2026-03-04T17:30:00+01:00", "15m"), expected);
}

#[test]
fn a_half_day_a_closed_date_and_a_weekend_are_told_apart() {
    let calendar = shared("Europe/Berlin", "xmas");
    let expected = [
        "Thu 24 11:50-Thu 24 12:00 counted",
        "Thu 24 12:00-Fri 25 00:00 exception:2026-12-24",
        "Fri 25 00:00-Sat 26 00:00 exception:2026-12-25",
        "Sat 26 00:00-Mon 28 09:00 weekend",
        "Mon 28 09:00-Mon 28 09:05 counted",
    ];
    assert_eq!(told(&calendar, "2026-12-24T11:50:00+01:00", "15m"), expected);
    let eve = "2026-12-23T17:30:00+01:00";
    assert_eq!(told(&calendar, eve, "1m")[0], "Wed 23 17:30-Thu 24 09:00 closed");
}

#[test]
fn a_holiday_has_its_own_reason_but_not_on_a_weekend() {
    let table = "zone = 'Europe/Berlin'\nholidays = ['DE-BE']\nweek = { mon = ['09:00-17:00'], fri = ['09:00-17:00'] }";
    let text: CalendarText = toml::from_str(table).expect(table);
    let days = ["2026-05-01", "2026-05-03"].map(|d| (d.parse().expect(d), "a holiday".to_owned()));
    let lists = Holidays::from_lists([("DE-BE".to_owned(), days.into())].into());
    let calendar = Calendar::build(&text, &lists).expect("a calendar");
    let expected = [
        "Mon 27 16:55-Mon 27 17:00 counted",
        "Mon 27 17:00-Fri 01 00:00 closed",
        "Fri 01 00:00-Sat 02 00:00 holiday:2026-05-01",
        "Sat 02 00:00-Mon 04 09:00 weekend",
        "Mon 04 09:00-Mon 04 09:05 counted",
    ];
    assert_eq!(told(&calendar, "2026-04-27T16:55:00+02:00", "10m"), expected);
}

#[test]
fn a_weekend_is_where_the_week_has_it() {
    let table = "week = { sun = ['09:00-17:00'], mon = ['09:00-17:00'], wed = ['09:00-17:00'], thu = ['09:00-17:00'] }";
    let calendar = calendar("Asia/Riyadh", table);
    let weekend = "Thu 05 17:00-Sun 08 09:00 weekend";
    assert_eq!(told(&calendar, "2026-03-05T17:00:00+03:00", "1m")[0], weekend);
    let day_off = "Mon 02 17:00-Wed 04 09:00 closed";
    assert_eq!(told(&calendar, "2026-03-02T17:00:00+03:00", "1m")[0], day_off);
}

#[test]
fn a_cut_night_is_told_by_the_date_that_cut_it() {
    let night = "['22:00-06:00']";
    let week = ["mon", "tue", "wed", "thu", "fri"]
        .map(|day| format!("{day} = {night}"))
        .join(", ");
    let table = format!("exceptions = {{ 2026-03-05 = {{ cut = true }} }}\nweek = {{ {week} }}");
    let calendar = calendar("Europe/Berlin", &table);
    let expected = [
        "Wed 04 23:50-Thu 05 00:00 counted",
        "Thu 05 00:00-Fri 06 22:00 exception:2026-03-05",
        "Fri 06 22:00-Fri 06 22:05 counted",
    ];
    assert_eq!(told(&calendar, "2026-03-04T23:50:00+01:00", "15m"), expected);
}

#[test]
fn the_command_line_gets_this_json() {
    let calendar = shared("Europe/Berlin", "wk");
    let start = at("2026-03-06T16:50:00+01:00");
    let expected = json!({
        "due": "2026-03-09T08:05:00Z",
        "due_local": "2026-03-09T09:05:00+01:00",
        "spans": [
            { "from": "2026-03-06T15:50:00Z", "to": "2026-03-06T16:00:00Z", "counted_seconds": 600, "why": "counted" },
            { "from": "2026-03-06T16:00:00Z", "to": "2026-03-09T08:00:00Z", "counted_seconds": 0, "why": "weekend" },
            { "from": "2026-03-09T08:00:00Z", "to": "2026-03-09T08:05:00Z", "counted_seconds": 300, "why": "counted" },
        ],
    });
    assert_eq!(
        explain_json(&calendar, start, "15m".parse().expect("a target")),
        expected
    );
    let far = explain_json(&calendar, start, "99999h".parse().expect("a target"));
    assert_eq!(
        far,
        json!({ "problem": "target.too_far", "args": { "days_max": "800" } })
    );
    let fraction = explain_json(&calendar, Instant(start.0 + 500_000), "15m".parse().expect("a target"));
    assert_eq!(fraction["spans"][0]["counted_seconds"], json!(599.5));
    assert_eq!(fraction["due"], "2026-03-09T08:05:00.5Z");
    let calcutta = shared("Asia/Kolkata", "wk");
    let half_hour = explain_json(&calcutta, start, "15m".parse().expect("a target"));
    assert_eq!(half_hour["due_local"], "2026-03-09T09:15:00+05:30");
}

#[test]
fn a_due_time_survives_being_written_down() {
    let calendar = shared("Europe/Berlin", "xmas");
    let due = calendar
        .due(at("2026-12-24T11:50:00+01:00"), "2bd".parse().expect("a target"))
        .expect("due");
    let text = serde_json::to_string(&due).expect("text");
    assert_eq!(serde_json::from_str::<Due>(&text).expect("due"), due);
    assert!(text.contains(r#""why":"exception:2026-12-25""#), "{text}");
    assert!(serde_json::from_str::<Due>(&text.replace("exception:", "because:")).is_err());
}
