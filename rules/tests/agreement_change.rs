//! What a version changes of another: nothing in silence, and whose change each is.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test")]

use crate::tries::tries;
use proptest::prelude::*;
use rules::agreement::change::{Change, Kind, Value, changes, kind};
use rules::agreement::{Agreement, STARTING, Side};
use rules::calendar::Holidays;
use rules::fields::Registry;

/// The starting agreement with every part written that a text may have.
const WHOLE: &str = include_str!("whole_agreement.toml");
/// The cases of the kinds of change: a line each.
const KINDS: &str = include_str!("agreement_kinds.tsv");

fn load(text: &str) -> Result<Agreement, String> {
    let shown = |problems: Vec<_>| {
        problems
            .iter()
            .map(|p: &rules::agreement::Problem| format!("{p}\n"))
            .collect()
    };
    Agreement::load(text, &Registry::starting(), &Holidays::shipped()).map_err(shown)
}

/// All that the type holds but the hash: an oracle that knows nothing of terms.
fn held(agreement: &Agreement) -> String {
    let mut agreement = agreement.clone();
    agreement.hash = [0; 32];
    format!("{agreement:?}")
}

fn changed(from: &str, to: &str) -> Vec<Change> {
    assert!(WHOLE.contains(from), "the text has no {from:?}");
    let new = load(&WHOLE.replacen(from, to, 1)).unwrap_or_else(|e| panic!("{from} → {to}: {e}"));
    changes(&load(WHOLE).unwrap(), &new)
}

#[test]
fn the_same_bytes_change_nothing_and_a_comment_changes_no_term() {
    let whole = load(WHOLE).unwrap();
    assert_eq!(changes(&whole, &whole), []);
    let commented = load(&format!("# read by both\n{WHOLE}")).unwrap();
    assert_eq!(changes(&whole, &commented), [Change::Bytes]);
    assert_eq!(
        changes(&whole, &load(&WHOLE.replacen("\"15m\"", "\"900s\"", 1)).unwrap()),
        [Change::Bytes]
    );
}

#[test]
fn every_kind_of_change_has_its_side() {
    let mut wrong = String::new();
    let mut cases = 0;
    for line in KINDS
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .skip(1)
    {
        let cells: Vec<String> = line.split('\t').map(|cell| cell.replace("\\n", "\n")).collect();
        let found = changed(&cells[0], &cells[1]);
        let whose = match kind(&found) {
            None => "none",
            Some(Kind::Shared) => "shared",
            Some(Kind::Own(side)) => side.code(),
        };
        if whose != cells[2] || found == [Change::Bytes] {
            wrong += &format!("{} → {}: {whose}, not {}\n  {found:?}\n", cells[0], cells[1], cells[2]);
        }
        cases += 1;
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(cases > 60, "{cases}");
}

#[test]
fn the_two_sides_own_changes_together_are_shared() {
    let text = WHOLE
        .replacen("points = 40", "points = 30", 1)
        .replacen("open_work_max = 25", "open_work_max = 20", 1);
    let found = changes(&load(WHOLE).unwrap(), &load(&text).unwrap());
    assert_eq!(found.len(), 2, "{found:?}");
    assert_eq!(kind(&found), Some(Kind::Shared));
    assert_eq!(kind(&found[..1]), Some(Kind::Own(Side::Marketing)));
    assert_eq!(kind(&[]), None);
}

#[test]
fn a_threshold_is_told_with_both_values() {
    let found = changed("company.employees >= 20", "company.employees >= 50");
    let [
        Change::Term {
            key: "when",
            of,
            old: Some(Value::Clause(old)),
            new: Some(Value::Clause(new)),
            ..
        },
    ] = &found[..]
    else {
        panic!("{found:?}");
    };
    assert_eq!(of, &["mql", "a company of a size we serve"]);
    assert_eq!(
        (old.source(), new.source()),
        ("company.employees >= 20", "company.employees >= 50")
    );
}

/// Every place of a text's tree where something stands.
fn paths(value: &toml::Value, at: &mut Vec<String>, found: &mut Vec<Vec<String>>) {
    if !at.is_empty() {
        found.push(at.clone());
    }
    let inner: Vec<(String, &toml::Value)> = match value {
        toml::Value::Table(table) => table.iter().map(|(key, value)| (key.clone(), value)).collect(),
        toml::Value::Array(list) => list
            .iter()
            .enumerate()
            .map(|(n, value)| (n.to_string(), value))
            .collect(),
        _ => Vec::new(),
    };
    for (key, value) in inner {
        at.push(key);
        paths(value, at, found);
        at.pop();
    }
}

fn at<'v>(value: &'v mut toml::Value, path: &[String]) -> &'v mut toml::Value {
    path.iter().fold(value, |value, key| match value {
        toml::Value::Table(table) => table.get_mut(key).unwrap(),
        toml::Value::Array(list) => &mut list[key.parse::<usize>().unwrap()],
        _ => unreachable!(),
    })
}

fn otherwise(value: &toml::Value, how: usize) -> toml::Value {
    let words = [
        "1h",
        "3bd",
        "none",
        "off",
        "pass",
        "fail",
        "sales",
        "boss",
        "tue 09:30",
        "Europe/Paris",
        "lead.country == 'FR'",
        "company.employees >= 30",
        "choice",
        "another",
        "monthly",
        "value",
        "admin",
        "33%",
        "due",
    ];
    match value {
        toml::Value::Integer(n) => toml::Value::Integer(n + 1 + how as i64 % 3),
        toml::Value::Float(n) => toml::Value::Float((n + 0.01 * (1 + how % 5) as f64).min(1.0)),
        toml::Value::Boolean(flag) => toml::Value::Boolean(!flag),
        toml::Value::String(_) => toml::Value::String(words[how % words.len()].to_owned()),
        toml::Value::Array(list) => toml::Value::Array(list.iter().rev().cloned().collect()),
        other => other.clone(),
    }
}

/// One change somewhere in the tree: another value, something taken out, a list turned round.
fn mutated(which: usize, how: usize) -> Option<String> {
    let mut tree: toml::Value = toml::from_str(WHOLE).unwrap();
    let mut found = Vec::new();
    paths(&tree, &mut Vec::new(), &mut found);
    let path = &found[which % found.len()];
    if how.is_multiple_of(4) {
        let (last, parent) = path.split_last()?;
        match at(&mut tree, parent) {
            toml::Value::Table(table) => drop(table.remove(last)),
            toml::Value::Array(list) => drop(list.remove(last.parse().ok()?)),
            _ => {}
        }
    } else {
        let place = at(&mut tree, path);
        *place = otherwise(place, how);
    }
    toml::to_string(&tree).ok()
}

proptest! {
    #![proptest_config(tries(400, 20_000))]

    /// The type's own picture is the judge: whatever differs in it is told, and what is told differs in it.
    #[test]
    fn nothing_changes_in_silence(which in any::<usize>(), how in any::<usize>()) {
        let plain: toml::Value = toml::from_str(WHOLE).unwrap();
        let old = load(&toml::to_string(&plain).unwrap()).unwrap();
        let Some(Ok(new)) = mutated(which, how).map(|text| load(&text)) else { return Ok(()) };
        let found = changes(&old, &new);
        let told = found.iter().any(|change| *change != Change::Bytes);
        prop_assert_eq!(told, held(&old) != held(&new), "{:?}", found);
        prop_assert_eq!(kind(&found).is_some(), !found.is_empty());
    }

    /// Whatever loads: its defaults written out load to the same, and writing them out again changes nothing.
    #[test]
    fn proposing_says_the_same_and_says_it_once(which in any::<usize>(), how in any::<usize>()) {
        let Some(text) = mutated(which, how) else { return Ok(()) };
        let Ok(old) = load(&text) else { return Ok(()) };
        let (registry, none) = (Registry::starting(), Holidays::shipped());
        let written = Agreement::propose(&text, &registry, &none).unwrap();
        let new = load(&written).unwrap();
        prop_assert!(old.same_terms(&new));
        prop_assert_eq!(Agreement::propose(&written, &registry, &none).unwrap(), written);
    }
}

#[test]
fn proposing_writes_out_defaults_and_keeps_comments() {
    let written = Agreement::propose(STARTING, &Registry::starting(), &Holidays::shipped()).unwrap();
    for line in STARTING.lines().filter(|line| line.contains('#')) {
        assert!(written.contains(line), "{line}");
    }
    for said in [
        "stretch = \"15m\"",
        "take_by = \"off\"",
        "reassign_after = \"off\"",
        "after_hours = \"off\"",
        "cap = 25",
        "sat = [], sun = [] }",
        "holidays = []",
        "note = [\"asked_for\", \"when_to_call\", \"who_else\"]",
        "counted_by = \"leads\"",
        "kind = \"text\"",
        "vague = false",
    ] {
        assert!(written.contains(said), "{said}\n{written}");
    }
    assert!(!written.contains("missing = \"review\"\n\n[[definition]]\nstage = \"sql\"\nowner = \"sales\"\nmissing"));
    let (old, new) = (load(STARTING).unwrap(), load(&written).unwrap());
    assert!(old.same_terms(&new));
    assert_eq!(changes(&old, &new), [Change::Bytes]);
}
