//! Agreements that are refused: what is told, where, and what was expected.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test"
)]

use crate::tries::tries;
use proptest::prelude::*;
use rules::agreement::{Agreement, Problem, STARTING};
use rules::calendar::Holidays;
use rules::fields::Registry;

/// The cases; a data file, so that a case is a line.
const CASES: &str = include_str!("bad_agreements.tsv");

fn shown(problems: &[Problem]) -> String {
    problems.iter().map(|problem| format!("{problem}\n")).collect()
}

fn load(text: &str) -> Result<Agreement, Vec<Problem>> {
    Agreement::load(text, &Registry::starting(), &Holidays::shipped())
}

/// The starting text with one piece of it written otherwise.
fn with(from: &str, to: &str) -> String {
    assert!(STARTING.contains(from), "the starting text has no {from:?}");
    STARTING.replacen(from, to, 1)
}

/// Code, the text at the place named, and what was expected.
fn told(from: &str, to: &str) -> Vec<(String, String, String)> {
    let text = with(from, to);
    let at = |problem: &Problem| {
        let line = text.lines().nth(problem.line as usize - 1).unwrap_or_default();
        line.chars()
            .skip(problem.column as usize - 1)
            .take(12)
            .collect::<String>()
    };
    let problems = load(&text).err().unwrap_or_default();
    problems
        .iter()
        .map(|p| (p.code.name().to_owned(), at(p), p.expected.clone()))
        .collect()
}

#[test]
fn the_last_tier_or_rotation_takes_everything_and_no_other_does() {
    let table = [
        (
            "when = \"true\"\nfirst_attempt = \"none\"",
            "when = \"submission.kind == 'content'\"\nfirst_attempt = \"none\"",
            "last_not_always",
        ),
        (
            "when = \"true\"\ncalendar",
            "when = \"lead.country == 'US'\"\ncalendar",
            "last_not_always",
        ),
        (
            "when = \"lead.country in ['DE', 'AT', 'CH']\"\ncalendar",
            "when = \"true\"\ncalendar",
            "unreachable",
        ),
    ];
    for (from, to, code) in table {
        assert_eq!(
            told(from, to).iter().map(|t| t.0.as_str()).collect::<Vec<_>>(),
            [code],
            "{to}"
        );
    }
}

type Told = (String, String, String);

/// Each piece, what it becomes, and all that is told of it.
fn cases() -> Vec<(String, String, Vec<Told>)> {
    let mut cases: Vec<(String, String, Vec<Told>)> = Vec::new();
    for line in CASES.lines().filter(|line| !line.starts_with('#')).skip(1) {
        let [from, to, code, at, expected] = line
            .split('\t')
            .map(|cell| cell.replace("\\n", "\n"))
            .collect::<Vec<_>>()
            .try_into()
            .unwrap();
        if !from.is_empty() {
            cases.push((from, to, Vec::new()));
        }
        cases.last_mut().unwrap().2.push((code, at, expected));
    }
    cases
}

#[test]
fn bad_texts_are_refused_with_place_and_what_was_expected() {
    let mut wrong = String::new();
    for (from, to, expected) in cases() {
        let told = told(&from, &to);
        if told != expected {
            wrong += &format!("{from} → {to}\n  told {told:?}\n  want {expected:?}\n");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(cases().len() > 40);
}

#[test]
fn a_calendar_that_never_opens_is_refused() {
    let week = "week = { mon = [\"09:00-17:30\"], tue = [\"09:00-17:30\"], wed = [\"09:00-17:30\"], thu = [\"09:00-17:30\"], fri = [\"09:00-16:00\"] }";
    assert_eq!(
        told(week, "week = {}"),
        [("calendar.never_opens".into(), "{}".into(), String::new())]
    );
}

#[test]
fn all_problems_are_told_at_once_and_in_order() {
    let text = STARTING
        .replace("company.employees", "company.employes")
        .replace("score.engagement >=", "score.engagment >=");
    let problems = load(&text).unwrap_err();
    assert_eq!(problems.len(), 3, "{}", shown(&problems));
    assert!(problems.windows(2).all(|pair| pair[0].line <= pair[1].line));
}

#[test]
fn a_text_beyond_its_limits_is_refused() {
    let code = |text: &str| load(text).unwrap_err()[0].code.name();
    assert_eq!(code(&"#".repeat(300_000)), "too_long");
    let tier = "[[tier]]\nname = \"x\"\nwhen = \"false\"\nfirst_attempt = \"1h\"\n";
    let many: String = (0..30).map(|n| tier.replace('x', &format!("t{n}"))).collect();
    assert!(load(&format!("{many}{STARTING}")).is_err());
    assert!(load("").is_err());
    assert!(load(&"[a]\n".repeat(50_000)).is_err());
}

#[test]
fn a_question_that_is_a_field_already_is_refused() {
    assert_eq!(told("id = \"who_decides\"", "id = \"problem\"")[1].0, "duplicate");
}

proptest! {
    #![proptest_config(tries(256, 20_000))]

    /// The starting text with a piece cut out or written twice: taken or refused, never a panic.
    #[test]
    fn mangled_texts_never_panic(from in 0usize..12_000, length in 0usize..200, insert in "[\\[\\]{}\"'=a-z0-9.\n ]{0,12}") {
        let characters: Vec<char> = STARTING.chars().collect();
        let from = from % characters.len();
        let until = (from + length).min(characters.len());
        let text: String = characters[..from].iter().chain(insert.chars().collect::<Vec<_>>().iter()).chain(&characters[until..]).collect();
        if let Err(problems) = load(&text) {
            prop_assert!(!problems.is_empty(), "refused without a word");
        }
    }

    #[test]
    fn any_text_never_panics(text in ".{0,200}") {
        prop_assert!(load(&text).is_err());
    }
}
