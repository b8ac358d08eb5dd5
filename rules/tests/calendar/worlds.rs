//! Generated calendars and instants, drawn towards what goes wrong: changes of offset, midnights, night shifts.

use crate::tries::tries;
use jiff::civil::Date;
use jiff::tz::{TimeZone, TimeZoneDatabase};
use jiff::{Timestamp, ToSpan};
use proptest::prelude::*;
use proptest::test_runner::Config;
use rules::Instant;
use rules::calendar::{Calendar, CalendarText, ExceptionTable, ExceptionText, Holidays, WeekText};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// How many cases a law is tried with; `BATON_LAWS` overrides it.
const CASES: u32 = 2_000;
pub const MINUTE: i64 = 60_000_000;
pub const DAY: i64 = 1_440 * MINUTE;

/// Half hours and quarters, changes at and about midnight, a skipped day, Ramadan, a half-hour change.
const HARD_ZONES: &[&str] = &[
    "Europe/Berlin",
    "America/New_York",
    "America/Sao_Paulo",
    "America/St_Johns",
    "America/Havana",
    "America/Santiago",
    "America/Asuncion",
    "America/Caracas",
    "Africa/Cairo",
    "Africa/Casablanca",
    "Asia/Beirut",
    "Asia/Gaza",
    "Asia/Tehran",
    "Asia/Kathmandu",
    "Asia/Kolkata",
    "Asia/Pyongyang",
    "Atlantic/Azores",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Pacific/Chatham",
    "Pacific/Kiritimati",
    "UTC",
];

static ZONES: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);
static ALL_ZONES: LazyLock<Vec<String>> = LazyLock::new(|| {
    ZONES
        .available()
        .map(|zone| zone.to_string())
        .filter(|z| z != "Etc/Unknown")
        .collect()
});

/// The configuration every law runs with.
pub fn config() -> Config {
    Config {
        failure_persistence: None,
        ..tries(CASES, u32::MAX)
    }
}

/// A window on the wall in minutes, as written: `close <= open` crosses midnight.
pub type Window = (i64, i64);

/// A calendar near an instant, in numbers; the text is made from it.
#[derive(Clone, Debug)]
pub struct World {
    pub zone: String,
    pub near: Instant,
    pub week: [Vec<Window>; 7],
    pub exceptions: BTreeMap<Date, (Vec<Window>, bool)>,
    pub holidays: Vec<Date>,
}

impl World {
    pub fn tz(&self) -> TimeZone {
        ZONES.get(&self.zone).expect("a bundled zone")
    }

    pub fn text(&self) -> CalendarText {
        let [mon, tue, wed, thu, fri, sat, sun] = self.week.each_ref().map(|day| written(day));
        let exceptions = self.exceptions.iter().map(|(date, (windows, cut))| {
            let table = ExceptionTable {
                windows: written(windows),
                cut: *cut,
            };
            (date.to_string(), ExceptionText::Table(table))
        });
        CalendarText {
            zone: self.zone.clone(),
            week: WeekText {
                mon,
                tue,
                wed,
                thu,
                fri,
                sat,
                sun,
            },
            exceptions: exceptions.collect(),
            holidays: vec!["list".to_owned()],
        }
    }

    /// Whether some night shift lasts past the last closing of the date it reaches into.
    pub fn nights_outlast_days(&self) -> bool {
        let exceptions = self.exceptions.values().map(|(windows, _)| windows);
        let dates: Vec<&Vec<Window>> = self.week.iter().chain(exceptions).collect();
        let nights = dates
            .iter()
            .flat_map(|date| date.iter())
            .filter(|(open, close)| close <= open);
        let closings = dates.iter().filter_map(|date| date.iter().map(end).max());
        nights.map(|(_, close)| *close).max() > closings.min()
    }

    pub fn calendar(&self) -> Calendar {
        let dates = self
            .holidays
            .iter()
            .map(|date| (*date, "a holiday".to_owned()))
            .collect();
        let lists = Holidays::from_lists([("list".to_owned(), dates)].into());
        Calendar::build(&self.text(), &lists).expect("a calendar")
    }
}

/// The close in minutes from the midnight before the opening.
fn end((open, close): &Window) -> i64 {
    if close <= open { close + 1_440 } else { *close }
}

fn written(windows: &[Window]) -> Vec<String> {
    windows
        .iter()
        .map(|(open, close)| format!("{}-{}", clock(*open), clock(*close)))
        .collect()
}

fn clock(minutes: i64) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

fn zone() -> impl Strategy<Value = String> {
    let hard = prop::sample::select(HARD_ZONES).prop_map(str::to_owned);
    prop_oneof![3 => hard, 1 => prop::sample::select(ALL_ZONES.as_slice())]
}

/// An instant of the years 1985 to 2039, mostly about a change of the zone's offset.
fn near(zone: String) -> impl Strategy<Value = (String, Instant)> {
    let tz = ZONES.get(&zone).expect("a bundled zone");
    let from = Timestamp::from_second(473_385_600).expect("1985");
    let changes: Vec<i64> = tz
        .following(from)
        .map(|change| change.timestamp().as_microsecond())
        .take_while(|at| *at < 2_177_452_800_000_000)
        .collect();
    let anywhere = 473_385_600i64..2_177_452_800;
    let anywhere = anywhere.prop_map(|second| second * 1_000_000).boxed();
    let anchor = if changes.is_empty() {
        anywhere
    } else {
        prop_oneof![1 => anywhere, 3 => prop::sample::select(changes)].boxed()
    };
    let shift = prop_oneof![-DAY * 2..DAY * 2, (-2_880i64..2_880).prop_map(|m| m * MINUTE)];
    (Just(zone), anchor, shift).prop_map(|(zone, at, shift)| (zone, Instant(at + shift)))
}

/// Minutes after midnight, drawn towards the hours in which clocks change and day ends.
fn minute() -> impl Strategy<Value = i64> {
    prop_oneof![
        2 => (0i64..=24).prop_map(|hour| hour * 60),
        2 => (0i64..16).prop_map(|quarter| quarter * 15),
        1 => 0i64..=1_440,
        1 => 1_320i64..=1_440,
    ]
}

fn window() -> impl Strategy<Value = Window> {
    (minute(), minute()).prop_filter("a window", |(open, close)| open != close && *open < 1_440)
}

fn windows() -> impl Strategy<Value = Vec<Window>> {
    let day = Just(vec![(9 * 60, 17 * 60)]);
    let night = Just(vec![(22 * 60, 6 * 60)]);
    let whole = Just(vec![(0, 24 * 60)]);
    prop_oneof![
        4 => prop::collection::vec(window(), 0..4),
        2 => day,
        1 => night,
        1 => whole,
        1 => Just(vec![]),
    ]
}

/// Worlds of every kind.
pub fn world() -> impl Strategy<Value = World> {
    let week =
        prop::array::uniform7(windows()).prop_filter("an open weekday", |week| week.iter().any(|day| !day.is_empty()));
    let exceptions = prop::collection::btree_map(-4i64..8, (windows(), any::<bool>()), 0..4);
    let holidays = prop::collection::vec(-4i64..8, 0..3);
    let place = zone().prop_flat_map(near);
    (place, week, exceptions, holidays).prop_map(|((zone, near), week, exceptions, holidays)| {
        let today = ZONES.get(&zone).expect("a zone").to_datetime(near.stamp()).date();
        let date = |offset: i64| today.checked_add(offset.days()).expect("a date");
        let exceptions = exceptions
            .into_iter()
            .map(|(at, exception)| (date(at), exception))
            .collect();
        let holidays = holidays.into_iter().map(date).collect();
        World {
            zone,
            near,
            week,
            exceptions,
            holidays,
        }
    })
}

/// A short stretch after an instant: whole minutes as often as odd microseconds.
pub fn span() -> impl Strategy<Value = i64> {
    prop_oneof![
        1 => Just(0i64),
        4 => (0i64..3_000).prop_map(|minutes| minutes * MINUTE),
        4 => 0i64..DAY * 2,
        1 => 0i64..DAY * 40,
    ]
}
