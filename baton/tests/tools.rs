//! The tools of whoever operates it: arithmetic explained, files of people taken in, users, and a look at the whole.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "a test stops where it must, looks at the files that the program leaves, and says what did not run"
)]

mod common;

use common::Folder;
use serde_json::Value;
use std::process::Output;

const CASES: &str = include_str!("../../rules/tests/data/golden_cases.tsv");

/// The week of each calendar that the cases name.
const WEEKS: &[(&str, &str)] = &[
    ("wk", "week = { mon = [W], tue = [W], wed = [W], thu = [W], fri = [W] }"),
    (
        "lunch",
        "week = { mon = [A, B], tue = [A, B], wed = [A, B], thu = [A, B], fri = [A, B] }",
    ),
    (
        "night",
        "week = { mon = [N], tue = [N], wed = [N], thu = [N], fri = [N] }",
    ),
    (
        "always",
        "week = { mon = [D], tue = [D], wed = [D], thu = [D], fri = [D], sat = [D], sun = [D] }",
    ),
    ("sunday", "week = { sun = [\"02:30-04:00\"], mon = [W] }"),
    (
        "xmas",
        "exceptions = { 2026-12-24 = [A], 2026-12-25 = [], 2027-01-01 = [] }\n\
         week = { mon = [W], tue = [W], wed = [W], thu = [W], fri = [W] }",
    ),
];

fn spelled(week: &str) -> String {
    [
        ("[W]", "[\"09:00-17:00\"]"),
        ("[A]", "[\"09:00-12:00\"]"),
        ("[A, B]", "[\"09:00-12:00\", \"13:00-17:00\"]"),
        ("[N]", "[\"22:00-06:00\"]"),
        ("[D]", "[\"00:00-24:00\"]"),
    ]
    .iter()
    .fold(week.to_owned(), |text, (short, whole)| text.replace(short, whole))
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn all(output: &Output) -> String {
    out(output) + &String::from_utf8_lossy(&output.stderr)
}

#[test]
fn the_golden_cases_come_out_of_the_command() {
    let folder = Folder::fresh("clock");
    let mut tried = 0;
    for line in CASES
        .lines()
        .filter(|line| !line.starts_with('#') && !line.starts_with("case\t"))
    {
        let [case, zone, calendar, start, target, due] = line.split('\t').collect::<Vec<_>>().try_into().unwrap();
        let (_, week) = WEEKS.iter().find(|(name, _)| *name == calendar).unwrap();
        folder.holds("calendar.toml", &format!("zone = \"{zone}\"\n{}\n", spelled(week)));
        let words = [
            "clock",
            "--calendar",
            "calendar.toml",
            "--start",
            start,
            "--target",
            target,
        ];
        let told: Value = serde_json::from_str(&out(&folder.run(&words))).unwrap();
        assert_eq!(told["due"], due, "{case}: {told}");
        tried += 1;
    }
    assert!(tried >= 20, "{tried}");
}

#[test]
fn a_file_comes_in_with_a_word_on_every_row_and_the_database_agrees() {
    let folder = Folder::fresh("import");
    folder.holds(
        "people.csv",
        "Email,Name,Create Date,Shoe size\na@sample-one.example,Ann,2026-01-02,38\nnobody,Bea,2026-01-02,38\n\
         c@sample-three.example,\"Cleo,2026-01-02,38\nd@sample-four.example,Dan,2026-01-02,44\n",
    );
    let taken = folder.run(&["import", "people.csv", "--results", "results.csv"]);
    let words = all(&taken);
    assert_eq!(taken.status.code(), Some(1), "a row was refused: {words}");
    assert!(words.contains("4 rows: 2 kept, 0 kept before, 2 refused."), "{words}");
    assert!(
        words.contains("Shoe size") && words.contains("line 4: A quote is left open"),
        "{words}"
    );
    let results = std::fs::read_to_string(folder.0.join("results.csv")).unwrap();
    let ends: Vec<&str> = results
        .lines()
        .skip(1)
        .filter_map(|line| line.split(',').nth(2))
        .collect();
    assert_eq!(ends, ["kept", "refused", "refused", "kept"], "{results}");

    let again = all(&folder.run(&["import", "people.csv"]));
    assert!(again.contains("4 rows: 0 kept, 2 kept before, 2 refused."), "{again}");
    let verified = folder.run(&["verify"]);
    assert!(verified.status.success(), "{}", all(&verified));
    assert!(all(&verified).contains("Every row agrees."));
}

#[test]
fn users_are_added_with_a_link_and_listed_and_the_doctor_finds_a_sound_house() {
    let folder = Folder::fresh("users");
    let email = "ann@sample-company.de";
    let added = folder.run(&[
        "user",
        "add",
        "--name",
        "Sample Ann",
        "--email",
        email,
        "--role",
        "admin",
    ]);
    let words = all(&added);
    assert!(added.status.success() && words.contains("/set-up/"), "{words}");
    let listed = all(&folder.run(&["user", "list"]));
    assert!(listed.contains(email) && listed.contains("Sample Ann"), "{listed}");
    let twice = folder.run(&["user", "add", "--name", "Another", "--email", email, "--role", "rep"]);
    assert!(!twice.status.success(), "{}", all(&twice));
    let doctor = folder.run(&["doctor"]);
    let words = all(&doctor);
    assert!(doctor.status.success(), "{words}");
    for line in [
        "ok    database: ",
        "ok    durability: ",
        "ok    clock: ",
        "ok    users: 1",
    ] {
        assert!(words.contains(line), "{line} {words}");
    }
}

#[tokio::test]
async fn a_demo_on_postgresql_agrees_with_its_facts() {
    let Some(server) = std::env::var("BATON_TEST_POSTGRES").ok() else {
        eprintln!("not run on PostgreSQL: BATON_TEST_POSTGRES is not set");
        return;
    };
    let name = format!("baton_tools_{}", std::process::id());
    let (client, connection) = tokio_postgres::connect(&server, tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(connection);
    client
        .batch_execute(&format!("DROP DATABASE IF EXISTS {name}"))
        .await
        .unwrap();
    client.batch_execute(&format!("CREATE DATABASE {name}")).await.unwrap();
    let (head, _) = server.rsplit_once('/').unwrap();
    let database = format!("{head}/{name}");
    let folder = Folder::fresh("demo-postgres");
    let made = folder.run(&["--database", &database, "demo", "--days", "7", "--only-make"]);
    assert!(made.status.success(), "{}", all(&made));
    let verified = folder.run(&["--database", &database, "verify"]);
    assert!(
        verified.status.success() && all(&verified).contains("Every row agrees."),
        "{}",
        all(&verified)
    );
}
