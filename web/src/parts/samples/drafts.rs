//! Samples of a draft of the agreement.

use super::{choices, chosen, filters, framed};
use crate::frame::{Frame, Place, Role};
use crate::screens::drafts::{
    Card, Condition, Difference, DraftPage, Fault, GonePage, Input, PartPage, Stale, Step, TextPage, Undo,
};
use crate::screens::versions::Wrong;
use crate::shapes::{Field, Filter};

const WRONG: &str = "“First attempt within” cannot be “soon”. Expected: 15m, 2h, 2bd";
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
        goal: Some("Worked backwards, € 300,000 asks for 12 MQLs a week, out of 40 leads; 14 MQLs a week are owed by tier. That is enough.".to_owned()),
        replayed: vec![
            "3 Mar 2026 – 31 May 2026".to_owned(),
            "214 leads would have come to Sales instead of 173: 58 more come in, 17 no longer do.".to_owned(),
        ],
        replay: Some(format!("{HREF}?tried=yes")),
        ready: true,
        trial: false,
        from_day: Field::of("2026-05-13"),
        from_time: "09:00".to_owned(),
        at_once: false,
        zone: "Europe/Berlin".to_owned(),
        problem: None,
        undo: Some(undo("")),
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
        stale: Some(Stale {
            words: moved(),
            rows: vec![Difference {
                label: "25".to_owned(),
                mine: "when = \"company.employees >= 10\"".to_owned(),
                now: "when = \"company.employees >= 15\"   # agreed by phone".to_owned(),
            }],
            take: format!("{HREF}/text"),
            lines: true,
        }),
        undo: None,
        seen: String::new(),
        token: "ask_sample".to_owned(),
    }
}

fn moved() -> String {
    "Sample Person 9 changed this draft since you opened it. Nothing of yours was kept yet: what you typed stands here."
        .to_owned()
}

fn undo(back: &str) -> Undo {
    Undo {
        action: format!("{HREF}/undo"),
        about: "You saved last, today 09:41.".to_owned(),
        seen: String::new(),
        back: back.to_owned(),
        token: "ask_sample".to_owned(),
    }
}

/// A draft that was proposed while somebody typed.
#[must_use]
pub fn draft_gone(frame: Frame) -> GonePage {
    GonePage {
        frame: inside(frame),
        title: "This draft was proposed".to_owned(),
        happened:
            "Sample Person 9 proposed it today 09:41: it is version 5 now, and nobody changes its text any more. \
                   To change more, begin a draft from the version in force."
                .to_owned(),
        act: "Open version 5".to_owned(),
        href: "/agreement/versions/5".to_owned(),
        restore: None,
        typed: vec![("First attempt within".to_owned(), "10m".to_owned())],
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
                wrong: Some(WRONG.to_owned()),
                key: "first_attempt".to_owned(),
                ..line(
                    "first_attempt",
                    "First attempt within",
                    "soon",
                    "15m, 2h, or 2bd for business days",
                )
            },
        ],
        faults: vec![Fault {
            href: "#c0-first_attempt".to_owned(),
            label: "First attempt within".to_owned(),
            sentence: WRONG.to_owned(),
        }],
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
        stale: Some(Stale {
            words: moved(),
            rows: vec![Difference {
                label: "First attempt within".to_owned(),
                mine: "10m".to_owned(),
                now: "12m".to_owned(),
            }],
            take: format!("{HREF}/tiers"),
            lines: false,
        }),
        renamed: Some("“vip” is now called so in these parts too: Expected rates, Escalation.".to_owned()),
        undo: Some(undo("tiers")),
        seen: String::new(),
    }
}
