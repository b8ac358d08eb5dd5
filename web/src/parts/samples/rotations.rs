//! Samples of rotations, of rules on trial, and of one of the team.

use super::{choices, framed, moment};
use crate::frame::{Frame, Place, Role};
use crate::screens::rotations::{
    LeadRow, LoadRow, Member, OutAsk, OutBox, OutNow, Rotation, RotationsPage, TrialPage, TrialRow,
};
use crate::screens::teammate_history::{Day, HistoryPage, Hours, Line};
use crate::shapes::Field;

fn member(n: u8, duty: &str, turn: &str) -> Member {
    Member {
        id: format!("user_{n}"),
        name: format!("Sample Person {n}"),
        href: format!("/team/user_{n}/history"),
        weight: if n == 9 { 2 } else { 1 },
        on: duty == "On duty",
        duty: duty.to_owned(),
        out: if n == 9 {
            "out of rotation until 14:00 (by Sample Person 1)".to_owned()
        } else {
            String::new()
        },
        turn: turn.to_owned(),
        open: "12 of 25".to_owned(),
        open_list: format!("/scorecard/leads?part=open&owner=user_{n}"),
        picks: "14 · 41".to_owned(),
        given: "0 · 2".to_owned(),
        owner_first: "3 · 9".to_owned(),
        moved: "1 · 1".to_owned(),
        tried: "83 % of 46".to_owned(),
    }
}

/// Two rotations, one without members, after a weight was set.
#[must_use]
pub fn rotations(frame: Frame) -> RotationsPage {
    RotationsPage {
        frame: framed(frame, Place::Team, Role::Manager),
        about: "First match wins. Two numbers are of the last 30 and of the last 90 days.".to_owned(),
        out: OutBox {
            asks: vec![OutAsk {
                user: "user_10".to_owned(),
                who: "Sample Person 10".to_owned(),
                question: "Take Sample Person 10 out of rotation?".to_owned(),
                why: "Sample Person 10 let 2 leads pass today, one after the other. What they have stays theirs; rotations pass them over until then. Nothing is done without a press.".to_owned(),
                choices: choices(&[("14", "Until 14:00"), ("end", "Until the end of the day, 17:30")]),
            }],
            outs: vec![OutNow {
                user: "user_9".to_owned(),
                who: "Sample Person 9".to_owned(),
                said: "out of rotation until 14:00 (by Sample Person 1)".to_owned(),
            }],
            back: "/rotations",
        },
        rotations: vec![
            Rotation {
                id: "North".to_owned(),
                name: "North".to_owned(),
                place: 1,
                rule: "Takes leads where the country is one of DE, AT, CH.".to_owned(),
                terms: "Clocks by the calendar “sales”; at most 25 open each; where nobody can: Sales manager."
                    .to_owned(),
                now: "On duty now: Sample Person 9".to_owned(),
                rota: "/rota/North".to_owned(),
                members: vec![
                    member(9, "On duty", "next"),
                    member(10, "On duty", "level"),
                    member(11, "on leave", "+1.00"),
                ],
                others: choices(&[("user_12", "Sample Person 12")]),
                problem: None,
            },
            Rotation {
                name: "Everyone else".to_owned(),
                place: 2,
                rule: "Takes every lead that no rotation above takes.".to_owned(),
                now: "Nobody is on duty now.".to_owned(),
                rota: "/rota/Everyone%20else".to_owned(),
                problem: Some("A weight is a whole number from 1 to 16; 0 takes out. Nothing was changed.".to_owned()),
                ..Rotation::default()
            },
        ],
        changes: true,
        trials: vec![("Try version 4".to_owned(), "/rotations/trial?version=4".to_owned())],
    }
}

/// Rules on trial.
#[must_use]
pub fn rotations_trial(frame: Frame) -> TrialPage {
    let row = |name: &str, before, after, came, went| TrialRow {
        name: name.to_owned(),
        before,
        after,
        came,
        went,
    };
    let load = |n: u8, rotation: &str, before, after, weekly: &str| LoadRow {
        rotation: rotation.to_owned(),
        name: format!("Sample Person {n}"),
        before,
        after,
        weekly: weekly.to_owned(),
    };
    let lead = |n: u8| LeadRow {
        name: format!("Sample Person {n}"),
        href: format!("/leads/lead_{n}"),
        at: moment("Mon 11:20"),
        went: "North".to_owned(),
        before: "North".to_owned(),
        after: "Large".to_owned(),
    };
    TrialPage {
        frame: framed(frame, Place::Team, Role::Manager),
        title: "Rotations of version 4 on trial".to_owned(),
        about:
            "412 leads of the last 90 days, as they are known now; 61 would go elsewhere than by the rules in force."
                .to_owned(),
        untaken: "2 leads are taken by no rule. A last rotation must take everything.".to_owned(),
        version: "/agreement/versions/4".to_owned(),
        csv: "/rotations/trial.csv?version=4".to_owned(),
        rotations: vec![row("Large", 0, 61, 61, 0), row("North", 300, 239, 0, 61)],
        load: vec![load(9, "Large", 0, 61, "4.7"), load(10, "North", 150, 120, "9.3")],
        leads: vec![lead(21), lead(22)],
        more: "The newest 2 of 61; the file has all.".to_owned(),
    }
}

/// One of the team, with hours that could not be read.
#[must_use]
pub fn teammate_history(frame: Frame) -> HistoryPage {
    let line = |what: &str, by: &str| Line {
        at: moment("Tue 09:41"),
        what: what.to_owned(),
        by: by.to_owned(),
    };
    let day = |(code, shown): (u8, &str)| Day {
        code,
        shown: shown.to_owned(),
        hours: match code {
            2 => Field::wrong(
                "9 to 5",
                "Write stretches as 09:00-12:00, 13:00-17:00. Nothing was changed.",
            ),
            _ => Field::of("09:00-13:00"),
        },
    };
    let days = [
        (0, "Mon"),
        (1, "Tue"),
        (2, "Wed"),
        (3, "Thu"),
        (4, "Fri"),
        (5, "Sat"),
        (6, "Sun"),
    ];
    HistoryPage {
        frame: framed(frame, Place::Team, Role::Manager),
        name: "Sample Person 9".to_owned(),
        roles: "Rep".to_owned(),
        on: false,
        duty: "outside own hours".to_owned(),
        hours_said: "Own hours: Mon 09:00-13:00 · Tue 09:00-13:00 (Europe/Berlin)".to_owned(),
        rotations: vec![("North, weight 2".to_owned(), "/rota/North".to_owned())],
        leave: "/leave/user_9".to_owned(),
        problem: Some("Write stretches as 09:00-12:00, 13:00-17:00. Nothing was changed.".to_owned()),
        hours: Some(Hours {
            action: "/team/user_9/hours".to_owned(),
            zone: Field::of("Europe/Berlin"),
            days: days.into_iter().map(day).collect(),
            any: true,
        }),
        lines: vec![
            line("Weight 2 in North", "by Sample Person 13"),
            line(
                "Leave from 2026-05-11 22:00 UTC until 2026-05-16 22:00 UTC",
                "by Sample Person 9",
            ),
            line("Joined as Rep", "by Sample Person 14"),
        ],
    }
}
