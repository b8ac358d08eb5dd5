//! The checks against the validators' cases (`BATON_DATA/validators`). Differences are listed, with reasons, in `data/check_differences.csv`:
//! a difference that is not listed fails, and so does a listed one that is gone.

#![allow(
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "tests read their cases from files and say what they did not run"
)]
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use rules::check::{address, clean_text, person_name, phone};
use std::collections::BTreeMap;
use std::path::PathBuf;

fn data(file: &str) -> Option<PathBuf> {
    let folder = std::env::var("BATON_DATA").ok();
    if folder.is_none() {
        eprintln!("not run: BATON_DATA is not set");
    }
    folder.map(|folder| PathBuf::from(folder).join("validators").join(file))
}

fn rows(path: &PathBuf) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    reader.deserialize().map(Result::unwrap).collect()
}

/// (file, id of the case) → reason.
fn listed(file: &str) -> BTreeMap<String, String> {
    let mut reader = csv::Reader::from_reader(include_str!("data/check_differences.csv").as_bytes());
    let all = reader.deserialize::<(String, String, String)>().map(Result::unwrap);
    all.filter(|(of, _, _)| of == file)
        .map(|(_, id, reason)| (id, reason))
        .collect()
}

/// Compares the ids that differ with those that are listed.
fn settle(file: &str, all: usize, differing: &BTreeMap<String, String>) {
    let listed = listed(file);
    let new: Vec<_> = differing.iter().filter(|(id, _)| !listed.contains_key(*id)).collect();
    let gone: Vec<_> = listed.keys().filter(|id| !differing.contains_key(*id)).collect();
    eprintln!(
        "{file}: {all} cases judged, {} agree, {} differ as listed",
        all - differing.len(),
        differing.len() - new.len()
    );
    assert!(new.is_empty(), "not listed: {new:#?}");
    assert!(gone.is_empty(), "listed and gone: {gone:#?}");
}

#[test]
fn addresses_are_taken_and_refused_as_expected() {
    let Some(path) = data("email_cases.csv") else {
        return;
    };
    let (mut all, mut differing) = (0, BTreeMap::new());
    for row in rows(&path) {
        let expected = row["expected"].as_str();
        let found = address(&row["address"]);
        let agrees = match expected {
            "accept" => found.is_ok(),
            "reject" | "reject_for_a_lead" => found.is_err(),
            _ => continue,
        };
        all += 1;
        if !agrees {
            let id = format!("{}:{}", row["source"], row["id"]);
            differing.insert(id, format!("{:?} expected {expected}, found {found:?}", row["address"]));
        }
    }
    settle("email_cases.csv", all, &differing);
}

#[test]
fn numbers_are_read_as_expected() {
    let Some(path) = data("phone_cases.csv") else {
        return;
    };
    let (mut all, mut differing) = (0, BTreeMap::new());
    for row in rows(&path) {
        all += 1;
        let found = phone(&row["input"], Some(&row["region"]))
            .map(|found| found.number)
            .ok();
        let expected = Some(row["expected_e164"].clone()).filter(|_| row["expected"] == "valid");
        if found != expected {
            let id = format!("{}:{}", row["region"], row["input"]);
            differing.insert(id, format!("{} expected {expected:?}, found {found:?}", row["style"]));
        }
    }
    settle("phone_cases.csv", all, &differing);
}

#[test]
fn dates_and_parts_are_no_numbers() {
    let Some(path) = data("phone_in_text_cases.csv") else {
        return;
    };
    let (mut all, mut differing) = (0, BTreeMap::new());
    for row in rows(&path) {
        all += 1;
        let expected = !matches!(row["group"].as_str(), "IMPOSSIBLE_CASES" | "POSSIBLE_ONLY_CASES");
        let found = phone(&row["text"], Some(&row["region"]));
        if found.is_ok() != expected {
            let id = format!("{}:{}", row["region"], row["text"]);
            differing.insert(id, format!("{} found {found:?}", row["group"]));
        }
    }
    settle("phone_in_text_cases.csv", all, &differing);
}

#[test]
fn naughty_strings_stay_readable_and_break_nothing() {
    let Some(path) = data("blns.json") else {
        return;
    };
    let strings: Vec<String> = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    for text in &strings {
        let _ = (address(text), phone(text, Some("US")), person_name(text));
        let visible = |text: &str| {
            text.chars()
                .filter(|c| !c.is_control() && !c.is_whitespace())
                .collect::<String>()
        };
        match clean_text(text, 10_000) {
            Ok(clean) => assert_eq!(visible(&clean), visible(text)),
            Err(_) => assert!(text.contains('\0'), "{text:?}"),
        }
    }
    eprintln!("blns.json: {} strings", strings.len());
}
