//! Samples of a replay.

use super::framed;
use crate::frame::{Frame, Place, Role};
use crate::replayed::{Bar, Cell, Picture, Table};
use crate::screens::replay::{Outcome, ReplayPage, Waiting};

fn bare(frame: Frame) -> ReplayPage {
    ReplayPage {
        frame: framed(frame, Place::Agreement, Role::Manager),
        title: "What Version 5 would have changed".to_owned(),
        back: "/agreement/versions/5".to_owned(),
        here: "/agreement/versions/5/replay".to_owned(),
        from: "2026-03-03".to_owned(),
        to: "2026-05-31".to_owned(),
        problem: None,
        waiting: None,
        outcome: None,
    }
}

/// One that runs.
#[must_use]
pub fn replay_runs(frame: Frame) -> ReplayPage {
    ReplayPage {
        waiting: Some(Waiting {
            shown: "Replaying: 12\u{202f}000 of 40\u{202f}000 leads.".to_owned(),
            looked: 12_000,
            of: 40_000,
        }),
        ..bare(frame)
    }
}

fn row(names: &[&str], numbers: &[&str]) -> Vec<Cell> {
    let word = |shown: &&str| Cell {
        shown: (*shown).to_owned(),
        ..Cell::default()
    };
    let number = |shown: &&str| Cell {
        shown: (*shown).to_owned(),
        list: if *shown == "0" {
            String::new()
        } else {
            "/leads".to_owned()
        },
        is_number: true,
    };
    names.iter().map(word).chain(numbers.iter().map(number)).collect()
}

fn heads(all: &[&str]) -> Vec<String> {
    all.iter().map(|head| (*head).to_owned()).collect()
}

fn picture() -> Picture {
    let weeks = [(14, 18), (12, 17), (16, 19), (9, 12), (13, 16), (15, 20)];
    let bar = |place: usize, side: u64, n: u64, class| Bar {
        class,
        x: place as u64 * 28 + 2 + side * 12,
        y: 120 - n * 6,
        height: n * 6,
        title: format!("{n}"),
    };
    let pair = |(place, (before, after)): (usize, &(u64, u64))| {
        [bar(place, 0, *before, "before"), bar(place, 1, *after, "after")]
    };
    Picture {
        bars: weeks.iter().enumerate().flat_map(pair).collect(),
        width: 6 * 28,
        top: "20".to_owned(),
        first: "2026-03-02".to_owned(),
        last: "2026-04-06".to_owned(),
        said: "214 leads would have come to Sales instead of 173.".to_owned(),
    }
}

/// One that is done, with a clause that never holds.
#[must_use]
pub fn replay(frame: Frame) -> ReplayPage {
    let sentences = [
        "214 leads would have come to Sales instead of 173: 58 more come in, 17 no longer do.",
        "+58 leads in, of which Sales, when they came at another time, said: 9 A · advanced, 17 C · not a fit. Of 32 Sales said nothing: nobody knows what they are worth.",
        "2 of the 11 A’s of this window would not have come.",
        "A rep would have 3.1 leads a week instead of 7.4.",
    ];
    let tables = vec![
        Table {
            id: "tiers",
            title: "By tier".to_owned(),
            about: "Each lead once, in the tier in which it came first.".to_owned(),
            heads: heads(&["Tier", "In fact", "This version", "Difference"]),
            rows: vec![
                row(&["request"], &["120", "131", "+11"]),
                row(&["qualified"], &["53", "83", "+30"]),
            ],
        },
        Table {
            id: "clauses",
            title: "Each clause".to_owned(),
            about: "Judged under this version, each time a lead did something.".to_owned(),
            heads: heads(&[
                "Clause",
                "Definition",
                "Holds",
                "Does not",
                "Cannot be told",
                "Alone in the way",
            ]),
            rows: vec![
                row(&["a company of a size we serve", "MQL"], &["201", "240", "31", "17"]),
                row(&["in a country we sell to", "MQL"], &["0", "472", "0", "310"]),
            ],
        },
    ];
    let outcome = Outcome {
        sentences: sentences.map(str::to_owned).to_vec(),
        warnings: vec![
            "“in a country we sell to” (MQL) held at none of 472 judgements; a lead is judged each time it does something. At 310 of them it alone stood in the way.".to_owned(),
        ],
        picture: picture(),
        tables,
        notes: vec!["No lead of this window was erased.".to_owned()],
        known: "As known today 09:41.".to_owned(),
        csv: "/agreement/versions/5/replay.csv".to_owned(),
        json: "/agreement/versions/5/replay.json".to_owned(),
    };
    ReplayPage {
        outcome: Some(outcome),
        ..bare(frame)
    }
}
