//! A sample of one of the team who leaves.

use super::{choices, framed, moment};
use crate::frame::{Frame, Place, Role};
use crate::screens::teammate::{Choosing, Moving, Office, TeammatePage};

/// Somebody leaves: seven of twelve have moved; an office waits for a head.
#[must_use]
pub fn teammate(frame: Frame) -> TeammatePage {
    let list = choices(&[("", "each by its rotation"), ("user_10", "Sample Person 10")]);
    TeammatePage {
        frame: framed(frame, Place::Team, Role::Manager),
        name: "Sample Person 11".to_owned(),
        history: "/team/user_9/history".to_owned(),
        roles: "Rep".to_owned(),
        problem: None,
        left: None,
        cover: "Sample Person 10 covers: while away, returns, earlier leads, accounts, deals and reminders go there."
            .to_owned(),
        covering: Some(Choosing {
            action: "/team/user_11/cover".to_owned(),
            choices: choices(&[("", "nobody"), ("user_10", "Sample Person 10")]),
            ..Choosing::default()
        }),
        depends: "Sample Person 11 has 5 things that would be nobody’s. They move first; then Sample Person 11 leaves."
            .to_owned(),
        kinds: vec![
            "3 open handoffs".to_owned(),
            "2 leads that come back on an agreed day".to_owned(),
        ],
        leaving: Some(Choosing {
            action: "/team/user_11/move-out".to_owned(),
            choices: list,
            ..Choosing::default()
        }),
        moving: Some(Moving {
            said: "7 of 12 moved".to_owned(),
            moved: 7,
            of: 12,
            since: moment("today 09:41"),
        }),
        offices: vec![Office {
            said: "Head of Sales is to be given, asked by Sample Person 1. A present head has to consent.".to_owned(),
            code: "head_of_sales".to_owned(),
            answer: "/team/user_11/office".to_owned(),
        }],
    }
}
