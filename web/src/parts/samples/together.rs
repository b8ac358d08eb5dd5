//! Samples of colleagues who joined a handoff.

use crate::screens::lead::{Colleague, People, Together};
use crate::shapes::Choice;

/// Two colleagues, one of them left out.
pub(super) fn people(name: &str) -> Option<People> {
    let tick = |n: u8, chosen| Choice {
        value: format!("lead_{n}"),
        label: format!("Sample Person {n}"),
        chosen,
    };
    (name == "advanced").then(|| People {
        hint: "Ticked: the same holds for them, and nothing more is owed. Not ticked: they become a lead of their own, with the same rep, and a first attempt is due.".to_owned(),
        ticks: vec![tick(7, true), tick(8, false)],
        shown: "lead_7,lead_8".to_owned(),
    })
}

/// Those who joined.
pub(super) fn together() -> Together {
    let colleague = |n: u8, title: &str| Colleague {
        name: format!("Sample Person {n}"),
        title: title.to_owned(),
        href: format!("/leads/lead_{n}"),
    };
    Together {
        words: "2 people of this company joined".to_owned(),
        href: String::new(),
        people: vec![colleague(7, "Head of purchasing"), colleague(8, "")],
    }
}
