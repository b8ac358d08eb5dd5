//! Samples of the agreement's versions.

use super::{choices, framed, moment};
use crate::frame::{Frame, Place, Role};
use crate::screens::agreement::Signature;
use crate::screens::drafts::Row as Draft;
use crate::screens::versions::{Acts, Deputy, No, ProposePage, Row, VersionPage, VersionsPage, Wrong};
use crate::shapes::Choice;

fn inside(frame: Frame) -> Frame {
    let mut frame = framed(frame, Place::Agreement, Role::Manager);
    frame.trial = Some("Version 4 of the agreement runs on trial until 11 Jun, on one signature.".to_owned());
    frame
}

fn row(n: u8, state: &str) -> Row {
    Row {
        href: format!("/agreement/versions/{n}"),
        title: format!("Version {n}"),
        state: state.to_owned(),
        by: "Sample Person 3".to_owned(),
        at: moment("12 May 09:41"),
    }
}

/// The list, with a trial in force.
#[must_use]
pub fn versions(frame: Frame) -> VersionsPage {
    VersionsPage {
        frame: inside(frame),
        rows: vec![
            row(5, "Waits for Sales"),
            row(4, "In force on trial"),
            row(3, "Superseded"),
            row(2, "Declined"),
        ],
        drafts: Some(vec![
            Draft {
                href: "/agreement/drafts/draft_9".to_owned(),
                restore: None,
                by: "Sample Person 3".to_owned(),
                kept_by: "Sample Person 9".to_owned(),
                at: moment("12 May 09:41"),
            },
            Draft {
                restore: Some("/agreement/drafts/draft_8/restore".to_owned()),
                by: "Sample Person 3".to_owned(),
                ..Draft::default()
            },
        ]),
        token: "ask_sample".to_owned(),
        propose: Some("/agreement/propose".to_owned()),
        deputy: Some(Deputy {
            side: "Sales".to_owned(),
            choices: choices(&[("", "Nobody"), ("user_9", "Sample Person 9")]),
            problem: None,
        }),
    }
}

fn sentences() -> Vec<String> {
    vec![
        "An MQL now needs 20 employees instead of 10.".to_owned(),
        "The first attempt on request is now due within 10 min instead of 15 min.".to_owned(),
    ]
}

/// One version that waits for the viewer.
#[must_use]
pub fn version(frame: Frame) -> VersionPage {
    VersionPage {
        frame: inside(frame),
        title: "Version 5".to_owned(),
        state: "Waits for Sales".to_owned(),
        until: Some("an answer is awaited until 19 May 09:41; silence signs nothing".to_owned()),
        who_signs: "Both sides sign this.".to_owned(),
        goal: Some("Worked backwards, € 300,000 asks for 12 MQLs a week, out of 40 leads; 14 MQLs a week are owed by tier. That is enough.".to_owned()),
        against: [("4", "Version 4", true), ("0", "The text Baton came with", false)]
            .map(|(value, label, chosen)| Choice {
                value: value.to_owned(),
                label: label.to_owned(),
                chosen,
            })
            .to_vec(),
        sentences: sentences(),
        signatures: vec![
            Signature {
                name: "Sample Person 3".to_owned(),
                side: "Marketing".to_owned(),
                at: Some(moment("12 May 09:41")),
            },
            Signature {
                side: "Sales".to_owned(),
                ..Signature::default()
            },
        ],
        one_person: false,
        nos: vec![No {
            head: "Sample Person 9 objected for Sales".to_owned(),
            words: "Too few of them answer at ten people.".to_owned(),
        }],
        hash: "5d41402abc4b2a76b9719d911017c592".repeat(2),
        tried: "/rotations/trial?version=4".to_owned(),
        text: "/agreement/versions/5/text".to_owned(),
        action: "/agreement/versions/5".to_owned(),
        replayed: vec![
            "3 Mar 2026 – 31 May 2026".to_owned(),
            "214 leads would have come to Sales instead of 173: 58 more come in, 17 no longer do.".to_owned(),
        ],
        replay: Some("/agreement/versions/5/replay".to_owned()),
        acts: Acts {
            sign: true,
            decline: true,
            ..Acts::default()
        },
        problem: None,
        typed: String::new(),
    }
}

/// A text that is not right yet.
#[must_use]
pub fn propose(frame: Frame) -> ProposePage {
    ProposePage {
        frame: inside(frame),
        text: "format = 1\nname = \"How we work leads\"\n".to_owned(),
        base: "4".to_owned(),
        trial: false,
        wrong: vec![Wrong {
            place: "24:9".to_owned(),
            sentence: "There is no field “company.employes”. Expected: company.employees".to_owned(),
        }],
        sentences: sentences(),
        who_signs: "Both sides sign this.".to_owned(),
        ready: false,
        problem: None,
        known: Vec::new(),
        looked_at: String::new(),
        token: "ask_sample".to_owned(),
    }
}
