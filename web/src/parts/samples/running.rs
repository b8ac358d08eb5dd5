//! A sample of "apply to running".

use super::{Now, framed, moment};
use crate::frame::{Frame, Place, Role};
use crate::screens::running::{Act, Moved, Row, RunningPage};

/// Half of the clocks would be due earlier, and an act goes on.
#[must_use]
pub fn running(frame: Frame, _now: Now) -> RunningPage {
    let row = |clock: &str, counts: [&str; 4]| Row {
        clock: clock.to_owned(),
        earlier: counts[0].to_owned(),
        later: counts[1].to_owned(),
        same: counts[2].to_owned(),
        late: counts[3].to_owned(),
    };
    let moved = |old: &str, new: &str| Moved {
        href: "/leads/lead_1".to_owned(),
        clock: "First attempt due".to_owned(),
        old: moment(old),
        new: moment(new),
    };
    RunningPage {
        frame: framed(frame, Place::Agreement, Role::Manager),
        summary: "Version 3 is in force. 1,240 leads have something running; 1,244 of their clocks have other terms."
            .to_owned(),
        rows: vec![
            row("First attempt due", ["310", "12", "88", "4"]),
            row("Feedback owed", ["0", "0", "830", "0"]),
        ],
        moved: vec![moved("today 10:15", "today 10:10"), moved("today 10:40", "today 10:30")],
        acts: vec![Act {
            version: "Version 2".to_owned(),
            at: moment("12 Mar"),
            state: "Done: 1,102 clocks got the new terms; 990 leads were looked at".to_owned(),
        }],
        begin: Some("3".to_owned()),
        after: String::new(),
        problem: None,
    }
}
