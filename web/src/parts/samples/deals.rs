//! Samples of what is held for one rep, of a lead that went on from an SDR, and of how a deal ends.

use super::lead::{acts, lead, owed, timeline};
use super::numbers::figure;
use super::{Now, choices, due, framed, moment};
use crate::frame::{Frame, Place, Role};
use crate::screens::lead::{
    Acts, Decision, Ended, Event, Form, Given, Happened, Lead, LeadPage, Line, Now as Pressed, Owed, Press, PressForm,
};
use crate::screens::scorecard::Figure;
use crate::shapes::{Feedback, Field, Icon, Near};

fn line(name: &str, label: &str, kind: &str, field: Field) -> Line {
    Line {
        name: name.to_owned(),
        label: label.to_owned(),
        kind: kind.to_owned(),
        field,
    }
}

/// What went on from SDRs.
pub(super) fn within() -> Vec<Figure> {
    vec![
        figure(
            "First attempt kept",
            "91 %",
            "of 22 first attempts due in the period; 0 given back and 2 not yet due are left out",
            &[("20 in time", "/leads?v=in-time"), ("2 not in time", "/leads?v=not")],
            &[],
        ),
        figure(
            "The next rep goes on with it",
            "68 %",
            "of 19 passed on in the period that the next rep reported on; 5 without a report yet",
            &[
                ("13 A · advanced", "/leads?v=a"),
                ("4 B · fit, not ready", "/leads?v=b"),
                ("2 C · not a fit", "/leads?v=c"),
            ],
            &[],
        ),
    ]
}

/// The form of a win.
pub(super) fn won() -> Form {
    Form::Press(PressForm {
        title: "The deal is won".to_owned(),
        hint: "It counts for the goal on the day that you give. It can be taken back.".to_owned(),
        lines: vec![
            line("on", "Won on", "date", Field::of("2026-05-12")),
            line(
                "amount",
                "What it brings, if you know (EUR)",
                "text",
                Field::of("18 000"),
            ),
        ],
        name: "press".to_owned(),
        buttons: choices(&[("yes", "Record the win")]),
    })
}

/// The form of a loss.
pub(super) fn lost() -> Form {
    Form::Press(PressForm {
        title: "The deal is lost".to_owned(),
        hint: "One press on the reason. It can be taken back.".to_owned(),
        lines: vec![line("on", "Lost on", "date", Field::of("2026-05-12"))],
        name: "press".to_owned(),
        buttons: choices(&[
            ("competitor", "Competitor"),
            ("price", "Price"),
            ("project_cancelled", "Project cancelled"),
            ("no_decision", "No decision"),
        ]),
    })
}

/// The form that takes an outcome back.
pub(super) fn undo() -> Form {
    Form::Press(PressForm {
        title: "Take the outcome back".to_owned(),
        hint: "The deal runs again, and no longer counts as won or lost. The timeline keeps both.".to_owned(),
        lines: Vec::new(),
        name: "press".to_owned(),
        buttons: choices(&[("yes", "Take it back")]),
    })
}

fn take() -> Press {
    Press {
        href: "/handoffs/handoff_1/take".to_owned(),
        label: "Take it".to_owned(),
        icon: Icon("circle-check"),
        key: "t",
        now: Some(Pressed {
            token: "take".to_owned(),
            value: "yes".to_owned(),
        }),
    }
}

/// A lead that is held for its rep alone.
#[must_use]
pub fn lead_held(frame: Frame, now: Now) -> LeadPage {
    let held = Owed {
        what: "Held for you, take by 10:05".to_owned(),
        target: "3 min of open time".to_owned(),
        clock: due(now, 2, "2 min left", Near::Soon),
        ..owed(now)
    };
    LeadPage {
        frame: framed(frame, Place::Leads, Role::Rep),
        lead: Lead {
            together: None,
            had: None,
            owed: vec![held, owed(now)],
            acts: Acts {
                presses: vec![take()],
                ..acts()
            },
            ..lead(now)
        },
    }
}

const WHY: &str = "Sample Person 14 gave this lead back, so it did not go there again by itself. Sample Person 12 was next in \
                   rotation Closers.";

fn given() -> Given {
    Given {
        which: Feedback::Advanced,
        reason: "Meeting · next step 2026-05-14".to_owned(),
        note: "Met two of them. They want the warehouse module; the second site follows.".to_owned(),
        by: "Sample Person 9".to_owned(),
        at: moment("today 09:38"),
        late: false,
        sql: "Not an SQL yet: wants it within a year".to_owned(),
        sql_lacks: true,
        sql_again: true,
        corrections: Vec::new(),
    }
}

fn passed_on() -> Vec<Event> {
    let event = |kind, what: &str, who: &str, detail: &str| Event {
        kind,
        what: what.to_owned(),
        who: who.to_owned(),
        at: moment("today 09:38"),
        detail: detail.to_owned(),
    };
    let first = [
        event(
            Happened::Routed,
            "Passed on to Sample Person 12",
            "",
            "after A · advanced. Sample Person 12 was next in rotation Closers.",
        ),
        event(
            Happened::Feedback,
            "A · advanced",
            "Sample Person 9",
            "Meeting · not an SQL yet: wants it within a year",
        ),
    ];
    first.into_iter().chain(timeline()).collect()
}

/// A lead that an SDR advanced, on the next rep's desk.
#[must_use]
pub fn lead_passed_on(frame: Frame, now: Now) -> LeadPage {
    let first = Owed {
        target: "4 hours of business time".to_owned(),
        clock: due(now, 210, "3 h 30 left", Near::Fine),
        ..owed(now)
    };
    LeadPage {
        frame: framed(frame, Place::Leads, Role::Rep),
        lead: Lead {
            owner: "Sample Person 12".to_owned(),
            together: None,
            had: None,
            owed: vec![first],
            feedback: Some(given()),
            timeline: passed_on(),
            decision: lead(now).decision.map(|decision| Decision {
                short: WHY.to_owned(),
                ..decision
            }),
            ..lead(now)
        },
    }
}

/// A lead whose deal was won, which may be taken back.
#[must_use]
pub fn lead_won(frame: Frame, now: Now) -> LeadPage {
    let undo = Press {
        href: "/handoffs/handoff_1/undo-outcome".to_owned(),
        label: "Take the outcome back".to_owned(),
        icon: Icon("undo-2"),
        key: "",
        now: None,
    };
    LeadPage {
        frame: framed(frame, Place::Leads, Role::Rep),
        lead: Lead {
            stage: "Won".to_owned(),
            together: None,
            had: None,
            owed: Vec::new(),
            ended: Some(Ended {
                what: "Won".to_owned(),
                amount: "18 000 EUR".to_owned(),
                on: "2026-05-12".to_owned(),
            }),
            feedback: Some(Given {
                sql: "SQL: its definition held".to_owned(),
                sql_lacks: false,
                sql_again: false,
                ..given()
            }),
            acts: Acts {
                presses: vec![undo],
                ..Acts::default()
            },
            ..lead(now)
        },
    }
}
