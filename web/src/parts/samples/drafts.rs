//! Samples of a draft of the agreement.

use super::{choices, chosen, filters, framed};
use crate::frame::{Frame, Place, Role};
use crate::screens::drafts::{Card, Condition, DraftPage, Input, PartPage, Step, TextPage};
use crate::screens::versions::Wrong;
use crate::shapes::{Field, Filter};

const HREF: &str = "/agreement/drafts/draft_9";

fn inside(frame: Frame) -> Frame {
    framed(frame, Place::Agreement, Role::Manager)
}

fn parts() -> Vec<Filter> {
    let names = [
        "Tiers",
        "Goal",
        "Expected rates",
        "Definitions",
        "Score rules",
        "Calendars",
        "As text",
    ];
    filters(&names.map(|name| (name, None)))
}

/// What a draft changes, and proposing it.
#[must_use]
pub fn draft(frame: Frame) -> DraftPage {
    DraftPage {
        frame: inside(frame),
        href: HREF.to_owned(),
        about: "Begun by Sample Person 3, last changed by Sample Person 9 today 09:41. Seen by: Marketing, until it is proposed.".to_owned(),
        moved_on: None,
        parts: parts(),
        wrong: Vec::new(),
        sentences: vec![
            "An MQL now needs 10 employees instead of 20.".to_owned(),
            "The first attempt on request is now due within 10 min instead of 15 min.".to_owned(),
        ],
        who_signs: "Both sides sign this.".to_owned(),
        ready: true,
        trial: false,
        from_day: Field::of("2026-05-13"),
        from_time: "09:00".to_owned(),
        at_once: false,
        zone: "Europe/Berlin".to_owned(),
        problem: None,
        known: Vec::new(),
        looked_at: String::new(),
        seen: String::new(),
        token: "ask_sample".to_owned(),
    }
}

/// A draft's text with a mistake in it.
#[must_use]
pub fn draft_text(frame: Frame) -> TextPage {
    TextPage {
        frame: inside(frame),
        href: HREF.to_owned(),
        parts: parts(),
        text: "format = 1\nname = \"How we work leads\"   # comments stay\n".to_owned(),
        wrong: vec![Wrong {
            place: "24:9".to_owned(),
            sentence: "There is no field “company.employes”. Expected: company.employees".to_owned(),
        }],
        problem: None,
        seen: String::new(),
        token: "ask_sample".to_owned(),
    }
}

fn line(id: &str, label: &str, value: &str, hint: &str) -> Input {
    Input {
        id: format!("c0-{id}"),
        name: id.to_owned(),
        label: label.to_owned(),
        hint: hint.to_owned(),
        control: "line",
        value: value.to_owned(),
        ..Input::default()
    }
}

fn condition(n: u8, control: &'static str, field: &str, test: &str, value: &str) -> Condition {
    Condition {
        name: format!("when.{n}"),
        fields: chosen(&[("a", field), ("b", "Country")], usize::from(n == 2) * 9),
        tests: chosen(&[("a", test), ("b", "is not known")], 0),
        control,
        value: value.to_owned(),
        choices: choices(&[("a", "request"), ("b", "event")]),
        wrong: None,
    }
}

fn tier() -> Card {
    Card {
        at: "/tier/0".to_owned(),
        id: "c0".to_owned(),
        title: "Tier: request".to_owned(),
        inputs: vec![
            line("name", "Name", "request", ""),
            Input {
                control: "clause",
                conditions: vec![
                    condition(0, "ticks", "Kind of submission", "is one of", ""),
                    condition(1, "number", "Employees", "is at least", "20"),
                    condition(2, "text", "Employees", "is", ""),
                ],
                ..line("when", "When", "", "All conditions must hold.")
            },
            Input {
                wrong: Some("This is no length of time. Expected: 15m, 2h, 2bd".to_owned()),
                ..line(
                    "first_attempt",
                    "First attempt within",
                    "soon",
                    "15m, 2h, or 2bd for business days",
                )
            },
        ],
        down: true,
        remove: true,
        open: true,
        ..Card::default()
    }
}

/// A part as forms, with something wrong in one.
#[must_use]
pub fn draft_part(frame: Frame) -> PartPage {
    let steps = Input {
        control: "steps",
        steps: vec![Step {
            name: "request.0".to_owned(),
            at: "66%".to_owned(),
            tell: choices(&[("owner", "the owner"), ("sales_manager", "Sales manager")]),
        }],
        ..line("request", "request", "", "")
    };
    let more = Input {
        control: "text",
        ..line(
            "more",
            "When",
            "submission.kind == 'request' || score.engagement >= 40.0",
            "",
        )
    };
    let other = Card {
        at: "/tier/1".to_owned(),
        id: "c1".to_owned(),
        title: "Tier: qualified".to_owned(),
        inside: true,
        inputs: vec![more, steps],
        ..Card::default()
    };
    PartPage {
        frame: inside(frame),
        href: HREF.to_owned(),
        action: format!("{HREF}/tiers"),
        parts: parts(),
        title: "Tiers".to_owned(),
        about: "The first tier that matches is taken, so their order counts; the last takes everything.".to_owned(),
        cards: vec![tier(), other],
        problem: None,
        seen: String::new(),
    }
}
