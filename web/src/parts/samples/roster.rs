//! Samples of duty and leave.

use super::{choices, framed};
use crate::frame::{Frame, Place, Role};
use crate::screens::leave::{Dates, Feed, Leave, LeavePage, TeamLeavePage, TeamRow};
use crate::screens::rota::{Block, Change, Day, Group, Person, RotaPage, Swap};
use crate::shapes::Field;

fn person(n: u8, open: bool) -> Person {
    Person {
        name: format!("Sample Person {n}"),
        place: format!("2026-05-12.600.user_{n}"),
        href: if open {
            format!("/rota/North?give={n}#swap")
        } else {
            String::new()
        },
        ..Person::default()
    }
}

fn day(shown: &str, today: bool, open: bool) -> Day {
    let block = |hour: usize, people: [u8; 2]| Block {
        when: format!("{hour:02}:00–{:02}:00", hour + 2),
        now: today && hour == 9,
        over: !open,
        people: people.iter().map(|n| person(*n, open)).collect(),
    };
    let mut blocks = vec![
        block(9, [9, 10]),
        block(11, [11, 12]),
        block(13, [9, 11]),
        block(15, [10, 12]),
    ];
    if today {
        blocks[1].people[0].swapped = true;
        blocks[2].people[1].away = "on leave".to_owned();
        blocks[2].people[0].chosen = true;
        blocks[3].people.clear();
    }
    Day {
        shown: shown.to_owned(),
        today,
        closed: false,
        blocks,
    }
}

fn change() -> Change {
    let places = Group {
        label: "Tue 12 May".to_owned(),
        choices: choices(&[
            ("a", "13:00–15:00 Sample Person 9"),
            ("b", "15:00–17:00 Sample Person 10"),
        ]),
    };
    let alone = Group {
        label: "Takes it over alone".to_owned(),
        choices: choices(&[("user_9", "Sample Person 9"), ("user_12", "Sample Person 12")]),
    };
    Change {
        href: "/rota/North".to_owned(),
        week: "2026-05-11".to_owned(),
        give: vec![places.clone()],
        with: vec![alone.clone(), places.clone()],
        blocks: vec![places],
        members: alone.choices,
        days: choices(&[("0", "Mon"), ("1", "Tue")]),
    }
}

/// A week of duty, with a place chosen to be swapped.
#[must_use]
pub fn rota(frame: Frame) -> RotaPage {
    let mut days = vec![
        day("Mon 11 May", false, false),
        day("Tue 12 May", true, true),
        day("Wed 13 May", false, true),
        day("Thu 14 May", false, true),
        day("Fri 15 May", false, true),
    ];
    for shown in ["Sat 16 May", "Sun 17 May"] {
        days.push(Day {
            shown: shown.to_owned(),
            closed: true,
            ..Day::default()
        });
    }
    RotaPage {
        frame: framed(frame, Place::Team, Role::Manager),
        name: "North".to_owned(),
        week: "11 May 2026 – 17 May 2026, Europe/Berlin".to_owned(),
        now: "On duty now: Sample Person 9, Sample Person 10".to_owned(),
        before: "/rota/North?week=2026-05-04".to_owned(),
        after: "/rota/North?week=2026-05-18".to_owned(),
        this: String::new(),
        runs: true,
        was: true,
        problem: None,
        days,
        swaps: vec![
            Swap {
                id: "swap_1".to_owned(),
                shown: "Tue 12 May 11:00: Sample Person 11 for Sample Person 10".to_owned(),
                open: true,
            },
            Swap {
                id: "swap_2".to_owned(),
                shown: "Mon 11 May 09:00: Sample Person 12 for Sample Person 9".to_owned(),
                open: false,
            },
        ],
        change: Some(change()),
    }
}

/// A rotation that does not run by blocks.
#[must_use]
pub fn rota_empty(frame: Frame) -> RotaPage {
    RotaPage {
        runs: false,
        was: false,
        days: Vec::new(),
        swaps: Vec::new(),
        now: "On duty now: Sample Person 9".to_owned(),
        ..rota(frame)
    }
}

/// A rep's own leave, with one that could not be added and an address just made.
#[must_use]
pub fn leave(frame: Frame) -> LeavePage {
    let one = |n: u8, when: &str, state: &str, runs: bool| Leave {
        id: format!("leave_{n}"),
        when: when.to_owned(),
        state: state.to_owned(),
        runs,
        open: "3 open on the desk, 2 of them due in that time".to_owned(),
        dates: Dates {
            from: Field::of("2026-05-11"),
            until: Field::of("2026-05-18"),
            until_time: "14:00".to_owned(),
            ..Dates::default()
        },
        is_open: true,
    };
    LeavePage {
        out: String::new(),
        frame: framed(frame, Place::Team, Role::Rep),
        name: "Sample Person 9".to_owned(),
        user: "user_9".to_owned(),
        own: true,
        zone: "Days are in Europe/Berlin.".to_owned(),
        desk: "3 leads are open on the desk now.".to_owned(),
        desk_list: "/scorecard/leads?part=open&owner=user_9".to_owned(),
        cover: "Sample Person 10 covers: what comes by ownership while away goes there.".to_owned(),
        cover_href: "/team/user_9".to_owned(),
        problem: Some("The last day away lies before the first. Nothing was changed.".to_owned()),
        add: Dates {
            from: Field::of("2026-07-10"),
            until: Field::wrong(
                "2026-07-01",
                "The last day away lies before the first. Nothing was changed.",
            ),
            ..Dates::default()
        },
        coming: vec![
            one(1, "Mon 11 May 2026 – Mon 18 May 2026 14:00", "away now", true),
            one(2, "Fri 5 Jun 2026", "in 24 d", false),
        ],
        past: vec![one(3, "Mon 2 Feb 2026 – Fri 6 Feb 2026", "", false)],
        feed: Some(Feed {
            made: true,
            url: "https://baton.example.com/calendar/5a4d…e1.ics".to_owned(),
        }),
        team: String::new(),
    }
}

/// Who is away in a month.
#[must_use]
pub fn leave_team(frame: Frame) -> TeamLeavePage {
    let row = |n: u8, said: &str, bars: &[(u32, u32)]| TeamRow {
        name: format!("Sample Person {n}"),
        href: format!("/leave/user_{n}"),
        said: said.to_owned(),
        bars: bars.to_vec(),
    };
    TeamLeavePage {
        frame: framed(frame, Place::Team, Role::Manager),
        month: "May 2026".to_owned(),
        before: "/leave/team?month=2026-04".to_owned(),
        after: "/leave/team?month=2026-06".to_owned(),
        days: 31,
        today: Some(11),
        closed: vec![0, 1, 2, 8, 9, 15, 16, 22, 23, 29, 30],
        rows: vec![
            row(9, "Mon 11 May 2026 – Fri 15 May 2026", &[(10, 5)]),
            row(
                11,
                "Fri 1 May 2026, Thu 28 May 2026 – Sun 31 May 2026",
                &[(0, 1), (27, 4)],
            ),
        ],
    }
}
