//! Samples of the house: team, status, account.

use super::{chosen, framed, moment};
use crate::frame::{Flash, Frame, Place, Role, Tone};
use crate::screens::account::{AccountPage, Alerts, Session};
use crate::screens::fields::{self, FieldsPage};
use crate::screens::status::{DeadLetter, Group, Health, Line, StatusPage};
use crate::screens::team::{Add, Change, Member, Rotation, Row, Step, TeamPage};
use crate::shapes::Field;

fn row(n: u8, role: &str, on_duty: bool, duty: &str, open: u64) -> Row {
    let is_rep = role == "Rep";
    Row {
        id: format!("user_{n}"),
        name: format!("Sample Person {n}"),
        email: format!("person{n}@sample.example"),
        roles: role.to_owned(),
        on_duty,
        duty: duty.to_owned(),
        open,
        list: format!("/leads?owner={n}"),
        rotations: if is_rep { "North (2), Requests (1)" } else { "" }.to_owned(),
        on_leave: duty.starts_with("on leave"),
        change: Change {
            leave: is_rep.then(|| format!("/team/{n}/leave")),
            ..Change::default()
        },
        more: format!("/team/user_{n}"),
        note: String::new(),
    }
}

/// The fields, while one is being added that cannot be.
#[must_use]
pub fn fields(frame: Frame) -> FieldsPage {
    let field = |name: &str, label: &str, kind: &str| fields::Row {
        name: name.to_owned(),
        label: label.to_owned(),
        kind: kind.to_owned(),
        ..fields::Row::default()
    };
    let own = vec![
        fields::Row {
            indexed: true,
            change: Some("/fields/company.plan".to_owned()),
            ..field("company.plan", "Plan", "one of a list: small, large")
        },
        fields::Row {
            personal: true,
            retired: true,
            ..field("lead.birthday", "Birthday", "a day")
        },
    ];
    FieldsPage {
        frame: framed(frame, Place::Agreement, Role::Manager),
        room: "39 of 200 fields, 11 of 30 fast to filter by".to_owned(),
        own,
        shipped: vec![field("company.employees", "company size", "a number")],
        add: Some(fields::Add {
            name: Field::wrong("Plan", "A name is lead. or company. and then small letters."),
            label: Field::of("Plan"),
            kinds: super::choices(&[("text", "free text"), ("choice", "one of a list")]),
            ..fields::Add::default()
        }),
    }
}

fn step(done: bool, text: &str, act: &str) -> Step {
    Step {
        done,
        text: text.to_owned(),
        act: act.to_owned(),
        href: "#add".to_owned(),
    }
}

/// The team, after somebody was sent on leave.
#[must_use]
pub fn team(frame: Frame) -> TeamPage {
    let mut frame = framed(frame, Place::Team, Role::Manager);
    frame.flash = Some(Flash {
        tone: Tone::Done,
        text: "Sample Person 11 is on leave until 18 May. Two open leads moved to Sample Person 10.".to_owned(),
        undo: Some("/team/11/leave".to_owned()),
    });
    let rows = vec![
        row(9, "Rep", true, "on duty until 13:00", 22),
        row(10, "Rep", true, "on duty until 17:00", 17),
        row(11, "Rep", false, "on leave until 18 May", 0),
        row(12, "Rep", false, "back at 14:00", 20),
        row(13, "Sales manager", true, "on duty until 17:00", 1),
        row(14, "Marketer", false, "no duty", 0),
    ];
    TeamPage {
        frame,
        on_duty: "3 on duty now".to_owned(),
        first: vec![
            step(
                true,
                "Invite who works leads: reps, their manager, Marketing.",
                "Invite",
            ),
            step(false, "Put a rep into each rotation.", "Add to a rotation"),
        ],
        link: None,
        add: Some(Add::default()),
        rows,
        rotations: vec![Rotation {
            name: "North".to_owned(),
            members: vec![Member {
                id: "user_9".to_owned(),
                name: "Sample Person 9".to_owned(),
                weight: 2,
            }],
            ..Rotation::default()
        }],
        members: Some("/team/members".to_owned()),
    }
}

fn line(health: Health, what: &str, value: &str, note: &str) -> Line {
    Line {
        health,
        what: what.to_owned(),
        value: value.to_owned(),
        href: String::new(),
        note: note.to_owned(),
        links: Vec::new(),
    }
}

fn groups() -> Vec<Group> {
    let queues = vec![
        line(Health::Fine, "Timer lag, 99 of 100", "84 ms", ""),
        line(Health::Fine, "Leads without an owner", "0", ""),
        line(
            Health::Look,
            "Letters waiting",
            "41",
            "The mail server answers slowly; the oldest waits 3 min. Nothing to do yet.",
        ),
    ];
    let database = vec![
        line(Health::Fine, "Database", "SQLite, 412 MB", ""),
        line(
            Health::Broken,
            "Last backup",
            "9 days ago",
            "The backup folder cannot be written. Free space there or set another folder.",
        ),
        line(Health::Fine, "Test lead", "2 min ago", ""),
    ];
    vec![
        Group {
            name: "Queues".to_owned(),
            lines: queues,
        },
        Group {
            name: "Database".to_owned(),
            lines: database,
        },
    ]
}

/// The status, with something of each.
#[must_use]
pub fn status(frame: Frame) -> StatusPage {
    let dead = DeadLetter {
        what: "Alert to Sample Person 12".to_owned(),
        why: "mailbox full".to_owned(),
        at: moment("today 08:12"),
        resend: Some("/status/letters/1/resend".to_owned()),
    };
    StatusPage {
        frame: framed(frame, Place::Status, Role::Admin),
        summary: "One thing is not working, one is worth a look.".to_owned(),
        groups: groups(),
        dead: vec![dead],
    }
}

/// The account.
#[must_use]
pub fn account(frame: Frame) -> AccountPage {
    let session = |device: &str, seen: &str, this| Session {
        device: device.to_owned(),
        seen: moment(seen),
        this,
        end: "/account/sessions/1/end".to_owned(),
    };
    AccountPage {
        frame: framed(frame, Place::Account, Role::Rep),
        name: "Sample Person 9".to_owned(),
        email: "person9@sample.example".to_owned(),
        problem: None,
        current: Field::wrong("", "That is not your password now. Nothing was changed."),
        password: Field::default(),
        alerts: Alerts {
            ways: chosen(
                &[
                    ("mail", "By mail to person9@sample.example"),
                    ("chat", "In a chat: Slack, Teams, Mattermost"),
                    ("webhook", "By a program of yours"),
                ],
                2,
            ),
            url: Field::of("https://alerts.sample.example/baton"),
            secret: Some("whsec_c2FtcGxlIHNlY3JldCwgbm90aGluZyBpcyBzaWduZWQ=".to_owned()),
        },
        sessions: vec![
            session("Firefox on Linux", "now", true),
            session("Safari on a phone", "yesterday 18:40", false),
        ],
    }
}
