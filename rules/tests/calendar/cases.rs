//! Worked cases: the shared ones and our own, kept as data.

use rules::Instant;
use rules::calendar::{Calendar, CalendarText, Holidays, Target};
use std::collections::BTreeMap;

const SHARED: &str = include_str!("../data/golden_cases.tsv");
const OURS: &str = include_str!("../data/calendar_cases.tsv");

/// The calendars the shared cases name, as tables without their zone.
const SHARED_CALENDARS: &[(&str, &str)] = &[
    ("wk", WK),
    (
        "lunch",
        "[week]\nmon = [A, B]\ntue = [A, B]\nwed = [A, B]\nthu = [A, B]\nfri = [A, B]",
    ),
    ("night", "[week]\nmon = [N]\ntue = [N]\nwed = [N]\nthu = [N]\nfri = [N]"),
    (
        "always",
        "[week]\nmon = [D]\ntue = [D]\nwed = [D]\nthu = [D]\nfri = [D]\nsat = [D]\nsun = [D]",
    ),
    ("sunday", "[week]\nsun = ['02:30-04:00']\nmon = [W]"),
    (
        "xmas",
        "exceptions = { 2026-12-24 = [A], 2026-12-25 = [], 2027-01-01 = [] }\n[week]\nmon = [W]\ntue = [W]\nwed = [W]\nthu = [W]\nfri = [W]",
    ),
];
const WK: &str = "[week]\nmon = [W]\ntue = [W]\nwed = [W]\nthu = [W]\nfri = [W]";

fn spelled(short: &str) -> String {
    [
        ("[W]", "['09:00-17:00']"),
        ("[A]", "['09:00-12:00']"),
        ("[A, B]", "['09:00-12:00', '13:00-17:00']"),
        ("[N]", "['22:00-06:00']"),
        ("[D]", "['00:00-24:00']"),
    ]
    .iter()
    .fold(short.to_owned(), |text, (from, to)| text.replace(from, to))
}

/// A calendar from a table of an agreement.
pub fn calendar(zone: &str, table: &str) -> Calendar {
    let text = format!("zone = '{zone}'\n{table}");
    let text: CalendarText = toml::from_str(&text).unwrap_or_else(|e| panic!("{e}\n{text}"));
    Calendar::build(&text, &Holidays::none()).unwrap_or_else(|e| panic!("{e}\n{table}"))
}

/// One of the shared calendars.
pub fn shared(zone: &str, name: &str) -> Calendar {
    let (_, short) = SHARED_CALENDARS.iter().find(|(known, _)| *known == name).expect(name);
    calendar(zone, &spelled(short))
}

fn rows(text: &str) -> impl Iterator<Item = [&str; 6]> {
    text.lines()
        .filter(|line| !line.starts_with('#') && !line.starts_with("case\t"))
        .map(|line| {
            let cells: Vec<&str> = line.split('\t').collect();
            cells.try_into().unwrap_or_else(|_| panic!("six cells: {line}"))
        })
}

/// The calendars of our own cases: `#: name text`.
fn our_calendars() -> BTreeMap<&'static str, String> {
    let named = OURS.lines().filter_map(|line| line.strip_prefix("#: "));
    named
        .map(|line| line.split_once(' ').expect("a name and a table"))
        .map(|(name, table)| (name, table.replace("; ", "\n")))
        .collect()
}

fn check(row: [&str; 6], calendar: &Calendar) -> Result<(), String> {
    let [case, zone, name, start, target, due] = row;
    let start = Instant::parse(start).ok_or_else(|| format!("{case}: start {start}"))?;
    let target: Target = target.parse().map_err(|e| format!("{case}: {e}"))?;
    let got = calendar.due(start, target).map_err(|e| format!("{case}: {e}"))?;
    let told = format!(
        "{case} ({zone}, {name}): due {}, expected {due}; {:?}",
        got.at.rfc3339(),
        got.spans
    );
    let adds_up = match target {
        Target::Span(span) => got.spans.iter().map(|s| s.counted.0).sum::<i64>() == span.0,
        Target::BusinessDays(_) => true,
    };
    (got.at.rfc3339() == due && adds_up).then_some(()).ok_or(told)
}

fn failures<'a>(rows: impl Iterator<Item = [&'a str; 6]>, of: impl Fn(&[&str; 6]) -> Calendar) -> String {
    rows.filter_map(|row| check(row, &of(&row)).err())
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn the_shared_cases_hold() {
    let failed = failures(rows(SHARED), |row| shared(row[1], row[2]));
    assert!(failed.is_empty(), "{failed}");
    assert!(rows(SHARED).count() >= 25);
}

#[test]
fn our_own_cases_hold() {
    let calendars = our_calendars();
    let of = |row: &[&str; 6]| calendar(row[1], &calendars[row[2]]);
    let failed = failures(rows(OURS), of);
    assert!(failed.is_empty(), "{failed}");
    assert!(rows(OURS).count() >= 40);
}
