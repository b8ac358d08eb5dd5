//! How each engine goes about every statement that is prepared, about multi-gets and claims: kept in `schema/plans/` for
//! whoever reads, and held against it. Whatever goes through a whole table is named here, with the reason why it may.
//!
//! After a change that is meant: `cargo nextest run -p engine --test stories --run-ignored only plans::`, and read what changed.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test stops where it must, and this one keeps its own files"
)]

use crate::common;

use common::{places, wednesday};
use engine::{Engine, HandClock, Place, STATEMENTS};
use ledger::{Planned, Step};
use std::fmt::Write;
use std::path::PathBuf;
use std::sync::Arc;

/// What may go through a whole table or index: the statement, what the engine says of that step, and why it may.
const WALKS: &[(&str, &[&str], &str)] = &[
    ("agreement_all", &["agreement"], "versions: 900 at most"),
    ("account_all", &["account"], "people of the company"),
    ("token_all", &["token"], "other programs"),
    ("desk_all", &["desk"], "a row a user"),
    ("rotation_all", &["rotation"], "a row a rotation"),
    ("handoff_desk_of", DESK, "what is open, and the first of it"),
    ("handoff_desk_all", DESK, "what is open, and the first of it"),
    ("handoff_open_all", OPEN, "what is open, all of it is counted"),
    ("handoff_untried", OPEN, "what is open"),
    ("status_open_by", OPEN, "what is open, all of it is counted"),
    (
        "repin_running",
        OPEN,
        "what is open, asked of leads that nothing else is due of",
    ),
    ("leaver_depending", &["handoff_held"], "what is held"),
    ("lead_next_due", FIRST, "the first of an index"),
    ("letter_next_due", FIRST, "the first of an index"),
    ("pattern_next_due", FIRST, "the first of an index"),
    (
        "team_sources",
        &["SCAN s", "lead_source"],
        "from one source to the next, 200 at most",
    ),
    ("letter_counts", LETTERS, "what waits or is dead, counted"),
    ("status_letters", LETTERS, "what waits, counted"),
    ("status_dead", LETTERS, "what is dead, counted"),
    ("status_dead_list", LETTERS, "the newest of what is dead"),
    ("status_quarantined", &["lead_quarantined"], "what is out of service"),
    (
        "status_quarantined_count",
        &["lead_quarantined"],
        "what is out of service",
    ),
    ("review_counts", &["lead_review"], "what waits for review, counted"),
    (
        "scorecard_said",
        &["handoff_source"],
        "numbers of a time, by one index in the order of the answer",
    ),
    (
        "scorecard_wait_at",
        &["handoff_waited"],
        "one wait, by its place in the order of waits",
    ),
    (
        "scorecard_wait_from_longest",
        &["handoff_waited"],
        "one wait, by its place in the order of waits",
    ),
    (
        "scorecard_history_groups",
        &["lead"],
        "the past as a whole, asked of on a page of its own",
    ),
    ("scorecard_history_wins", &["lead_won"], "wins"),
    ("scorecard_history_first_outcome", &["lead_won"], "wins"),
    ("verify_counts", &["lead", "handoff"], "a proof counts everything"),
    (
        "lead_list_found",
        &["SCAN named", "SCAN companies", "SCAN found"],
        "what it found itself before",
    ),
    ("leaver_leads", &["SCAN depending"], "what it found itself before"),
    ("letter_claim", &["SCAN taken"], "what it took itself before"),
];
/// Open handoffs alone are in this index.
const OPEN: &[&str] = &["handoff_desk"];
/// A desk goes through what it found there itself as well: place by place, counted, and what is shown once more.
const DESK: &[&str] = &["handoff_desk", "SCAN o", "SCAN of_place", "SCAN many", "SCAN s"];
/// The first of what is due.
const FIRST: &[&str] = &["lead_due", "letter_due", "subject_due"];
/// Letters that wait, and those that are dead, alone are in these.
const LETTERS: &[&str] = &["letter_due", "letter_dead"];

fn may_walk(name: &str, told: &str) -> bool {
    let mut known = WALKS.iter().filter(|(statement, ..)| *statement == name);
    known.any(|(_, steps, _)| steps.iter().any(|step| told.contains(step)))
}

/// Rows by a column, as decisions and pages get them.
fn gets() -> Vec<Planned> {
    let of = |table, by| Planned::Keys(table, by);
    vec![
        of(&engine::command::records::TABLE, "id"),
        of(&engine::subject::records::TABLE, "id"),
        of(&engine::person::records::TABLE, "key"),
        of(&engine::person::records::TABLE, "lead_id"),
        of(&engine::lead::records::STATES, "id"),
        of(&engine::lead::records::SEQS, "id"),
        of(&engine::handoff::records::OPEN, "company_id"),
        of(&engine::rotation::records::TABLE, "name"),
        of(&engine::desk::records::TABLE, "user_id"),
        of(&engine::account::records::TABLE, "email"),
        of(&engine::account::records::LINKS, "hash"),
    ]
}

fn all() -> Vec<Planned> {
    let statements = STATEMENTS.iter().map(|statement| Planned::Statement(statement));
    let claims = [Planned::Claim(&engine::letter::records::CLAIM)];
    statements.chain(gets()).chain(claims).collect()
}

/// Every plan of an engine as a text, and what walks.
struct Plans {
    file: PathBuf,
    text: String,
    walks: Vec<(String, String)>,
}

impl Plans {
    async fn of(place: Place) -> Self {
        let name = match place {
            Place::Postgres { .. } => "postgres.txt",
            _ => "sqlite.txt",
        };
        let clock = Arc::new(HandClock::at(wednesday(), 7));
        let engine = Engine::open(place, clock).await.unwrap();
        let mut plans = Self {
            file: PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../schema/plans")).join(name),
            text: String::new(),
            walks: Vec::new(),
        };
        for planned in all() {
            let steps = engine.ledger().plan(planned).await;
            plans.add(
                &planned.name(),
                &steps.unwrap_or_else(|error| panic!("{}: {error}", planned.name())),
            );
        }
        plans
    }

    fn add(&mut self, name: &str, steps: &[Step]) {
        writeln!(self.text, "{name}").unwrap();
        for step in steps {
            writeln!(self.text, "    {}", step.told).unwrap();
            if step.walks {
                self.walks.push((name.to_owned(), step.told.clone()));
            }
        }
    }

    fn kept(&self) -> String {
        std::fs::read_to_string(&self.file).unwrap_or_default()
    }
}

/// SQLite, and PostgreSQL where one is given.
async fn engines() -> Vec<Plans> {
    let mut all = Vec::new();
    for (place, folder) in places().await {
        if folder.is_none() {
            all.push(Plans::of(place).await);
        }
    }
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_goes_through_a_whole_table_but_what_may() {
    for plans in engines().await {
        let wrong: Vec<_> = plans
            .walks
            .iter()
            .filter(|(name, told)| !may_walk(name, told))
            .collect();
        assert!(wrong.is_empty(), "{}: {wrong:#?}", plans.file.display());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_statement_is_gone_about_as_it_is_kept() {
    for plans in engines().await {
        let (kept, file) = (plans.kept(), plans.file.display());
        let differs = plans.text.lines().zip(kept.lines()).find(|(now, kept)| now != kept);
        assert!(
            plans.text == kept,
            "{file} says otherwise, first: {differs:?}. Where that is meant, write it anew (see the head of this test)."
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "writes the plans down"]
async fn plans_are_written_down() {
    for plans in engines().await {
        std::fs::create_dir_all(plans.file.parent().unwrap()).unwrap();
        std::fs::write(&plans.file, plans.text).unwrap();
    }
}
