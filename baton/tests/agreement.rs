//! `baton agreement`: the four commands as they are typed; what they say, where, and with which exit code.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test stops where it must, and looks at the files that the program leaves"
)]

mod common;

use common::Folder;
use rules::agreement::STARTING;
use std::process::Output;

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn code(output: &Output) -> i32 {
    assert!(!err(output).contains("panicked"), "{}", err(output));
    output.status.code().unwrap()
}

fn with(from: &str, to: &str) -> String {
    assert!(STARTING.contains(from), "{from}");
    STARTING.replacen(from, to, 1)
}

/// Line and column, from 1, at which a text stands.
fn place(text: &str, of: &str) -> (usize, usize) {
    let before = &text[..text.find(of).unwrap()];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
    (line, column)
}

#[test]
fn check_says_line_column_and_what_was_expected() {
    let folder = Folder::fresh("check");
    folder.holds("right.toml", STARTING);
    let right = folder.run(&["agreement", "check", "right.toml"]);
    assert_eq!((code(&right), out(&right).trim()), (0, "This text is right."));

    let text = with("company.employees >= 20", "company.employes >= 20");
    folder.holds("wrong.toml", &text);
    let wrong = folder.run(&["agreement", "check", "wrong.toml"]);
    let (line, _) = place(&text, "company.employes");
    let told = out(&wrong);
    assert_eq!(code(&wrong), 1, "{told}");
    let said = told.lines().next().unwrap();
    assert!(said.starts_with(&format!("wrong.toml:{line}:")), "{said}");
    assert!(
        said.contains("company.employes") && said.contains("company.employees"),
        "{said}"
    );

    let json = folder.run(&["agreement", "check", "--json", "wrong.toml"]);
    let told: serde_json::Value = serde_json::from_str(&out(&json)).unwrap();
    assert_eq!((code(&json), told["right"].as_bool()), (1, Some(false)));
    assert_eq!(told["problems"][0]["line"].as_u64(), Some(line as u64));

    let absent = folder.run(&["agreement", "check", "absent.toml"]);
    assert_eq!((code(&absent), out(&absent).as_str()), (2, ""));
    assert!(err(&absent).contains("absent.toml"), "{}", err(&absent));
    assert_eq!(folder.names(), ["right.toml", "wrong.toml"], "no database is made");
}

/// What is refused wherever a text is read: what it is, the clause, the code.
const BAD_CLAUSES: &str = include_str!("../../rules/tests/bad_clauses.tsv");

#[test]
fn check_refuses_clauses_too_large_too_deep_slow_unknown_or_absorbing_each_in_a_moment() {
    let folder = Folder::fresh("bad-clauses");
    let lines = BAD_CLAUSES.lines().filter(|line| !line.starts_with('#')).skip(1);
    let mut tried = 0;
    for line in lines {
        let cells: Vec<&str> = line.split('\t').collect();
        folder.holds("bad.toml", &with("company.employees >= 20", cells[1]));
        let begun = std::time::Instant::now();
        let told = folder.run(&["agreement", "check", "--json", "bad.toml"]);
        let json: serde_json::Value = serde_json::from_str(&out(&told)).unwrap();
        assert_eq!((code(&told), json["right"].as_bool()), (1, Some(false)), "{}", cells[0]);
        assert_eq!(json["problems"][0]["code"], cells[2], "{}: {json}", cells[0]);
        assert!(begun.elapsed() < std::time::Duration::from_secs(5), "{}", cells[0]);
        let said = folder.run(&["agreement", "check", "bad.toml"]);
        assert!(out(&said).starts_with("bad.toml:"), "{}: {}", cells[0], out(&said));
        tried += 1;
    }
    assert!(tried > 12, "{tried}");
}

#[test]
fn check_reads_fields_of_ones_own() {
    let folder = Folder::fresh("fields");
    folder.holds("own.toml", &with("company.employees >= 20", "company.seats >= 20"));
    let fields = r#"[{"name":"company.seats","kind":"Number","personal":false,"indexed":false,"label":"Seats"}]"#;
    assert_eq!(code(&folder.run(&["agreement", "check", "own.toml"])), 1);
    let spelled = [fields.to_owned(), fields.replace("Number", "number")];
    let right = spelled.iter().any(|fields| {
        folder.holds("fields.json", fields);
        code(&folder.run(&["agreement", "check", "--fields", "fields.json", "own.toml"])) == 0
    });
    assert!(right);
    folder.holds("fields.json", "nothing");
    assert_eq!(
        code(&folder.run(&["agreement", "check", "--fields", "fields.json", "own.toml"])),
        2
    );
}

#[test]
fn diff_says_each_change_in_a_sentence_and_who_signs() {
    let folder = Folder::fresh("diff");
    folder.holds("a.toml", STARTING);
    folder.holds("b.toml", &with("company.employees >= 20", "company.employees >= 10"));
    let same = folder.run(&["agreement", "diff", "a.toml", "a.toml"]);
    assert_eq!(code(&same), 0, "{}", out(&same));
    let found = folder.run(&["agreement", "diff", "a.toml", "b.toml"]);
    let told = out(&found);
    assert_eq!(code(&found), 1);
    assert!(
        told.contains("An MQL now needs") && told.contains("instead of"),
        "{told}"
    );
    assert_eq!(told.lines().last(), Some("Both sides sign this."));
    let json = folder.run(&["agreement", "diff", "--json", "a.toml", "b.toml"]);
    let told: serde_json::Value = serde_json::from_str(&out(&json)).unwrap();
    assert_eq!((code(&json), told["same"].as_bool()), (1, Some(false)));
    folder.holds("c.toml", "format = 1\nnonsense");
    let wrong = folder.run(&["agreement", "diff", "a.toml", "c.toml"]);
    assert_eq!((code(&wrong), out(&wrong).as_str()), (2, ""));
    assert!(err(&wrong).contains("c.toml:2:"), "{}", err(&wrong));
}

#[test]
fn propose_writes_the_defaults_to_standard_output_and_twice_the_same() {
    let folder = Folder::fresh("propose");
    folder.holds("draft.toml", STARTING);
    let first = folder.run(&["agreement", "propose", "draft.toml"]);
    assert_eq!(code(&first), 0, "{}", err(&first));
    let written = out(&first);
    assert!(
        written.contains("# How Marketing and Sales work leads"),
        "comments stay"
    );
    folder.holds("proposed.toml", &written);
    let second = folder.run(&["agreement", "propose", "proposed.toml"]);
    assert_eq!((code(&second), out(&second)), (0, written));
    folder.holds("wrong.toml", &with("which = \"advanced\"", "which = \"advancd\""));
    let wrong = folder.run(&["agreement", "propose", "wrong.toml"]);
    assert_eq!((code(&wrong), out(&wrong).as_str()), (1, ""));
    assert!(err(&wrong).contains("wrong.toml:"), "{}", err(&wrong));
    assert_eq!(code(&folder.run(&["agreement", "propose", "absent.toml"])), 2);
    let left = folder.names();
    assert_eq!(
        left,
        ["draft.toml", "proposed.toml", "wrong.toml"],
        "it writes a text and nothing else"
    );
    let help = out(&folder.run(&["agreement", "--help"]));
    for act in ["sign", "force", "accept", "trial"] {
        let named = help.lines().any(|line| line.trim_start().starts_with(act));
        assert!(!named, "no command puts a version in force: {help}");
    }
}

/// A window that holds all of a demo.
const WINDOW: [&str; 4] = ["--from", "2025-06-01T00:00:00Z", "--to", "2027-05-01T00:00:00Z"];

fn replay<'a>(file: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let first = ["--database", "demo.db", "agreement", "replay", file];
    [&first[..], &WINDOW, more].concat()
}

/// A folder with a demo of two weeks, and the text that is in force there.
fn demo(name: &str) -> Folder {
    let folder = Folder::fresh(name);
    let made = folder.run(&["--database", "demo.db", "demo", "--days", "14", "--only-make"]);
    assert_eq!(code(&made), 0, "{}", err(&made));
    folder.holds("same.toml", STARTING);
    folder
}

#[test]
fn replay_says_what_a_text_would_have_changed() {
    let folder = demo("replay");
    folder.holds(
        "strict.toml",
        &with("company.employees >= 20", "company.employees >= 2000000"),
    );

    let same = folder.run(&replay("same.toml", &[]));
    assert_eq!(code(&same), 0, "{} {}", out(&same), err(&same));
    assert!(
        out(&same).starts_with("Nothing would have been otherwise"),
        "{}",
        out(&same)
    );
    assert!(out(&same).contains("came out the same"), "every stored verdict");
    assert!(
        err(&same).contains(" leads"),
        "progress on standard error: {}",
        err(&same)
    );

    let strict = folder.run(&replay("strict.toml", &[]));
    assert_eq!(code(&strict), 1, "{}", err(&strict));
    assert!(
        out(&strict).contains("! “a company of a size we serve” (MQL) held at none"),
        "{}",
        out(&strict)
    );

    let json = folder.run(&replay("strict.toml", &["--format", "json"]));
    let told: serde_json::Value = serde_json::from_str(&out(&json)).unwrap();
    assert!(
        told["changes"]["out"].as_u64().unwrap() > 0 && told["totals"]["differing"] == 0,
        "{told}"
    );
    let again = folder.run(&replay("strict.toml", &["--format", "csv"]));
    let twice = folder.run(&replay("strict.toml", &["--format", "csv"]));
    assert_eq!(out(&again), out(&twice), "the same bytes twice");
    assert!(out(&again).starts_with("table,row,column,value"), "{}", out(&again));
}

#[test]
fn a_replay_that_cannot_be_made_says_why() {
    let folder = demo("replay-refused");
    folder.holds("wrong.toml", &with("company.employees >= 20", "company.employes >= 20"));
    let wrong = folder.run(&replay("wrong.toml", &[]));
    assert_eq!((code(&wrong), out(&wrong).as_str()), (2, ""));
    assert!(err(&wrong).contains("wrong.toml:"), "{}", err(&wrong));
    let empty = [
        "--database",
        "demo.db",
        "agreement",
        "replay",
        "same.toml",
        "--from",
        "2026-03-09",
        "--to",
        "2026-03-01",
    ];
    let empty = folder.run(&empty);
    assert_eq!(code(&empty), 2);
    assert!(err(&empty).contains("ends before it begins"), "{}", err(&empty));
    assert_eq!(code(&folder.run(&replay("absent.toml", &[]))), 2);
}
