//! Every row says what the facts say: after busy days, after any asks in any order, and not after somebody edited rows.
#![allow(
    clippy::unwrap_used,
    reason = "a test stops where it must, and every story uses a part of this"
)]

use crate::common;
use crate::random;

use common::{Company, places};
use engine::verify::{Kind, Report, lost, verify};
use ledger::{Statement, Value};
use random::Asker;
use rules::ask::{OfHandoff, OfLead};
use rules::fact::{AttemptResult, RejectReason, ReviewChoice, SubmissionKind, Which};
use rules::{Id, Span};

async fn verified(company: &Company) -> Report {
    verify(company.engine.ledger(), &mut |_, _| {}).await.unwrap()
}

async fn agrees(company: &Company) -> Report {
    let report = verified(company).await;
    assert!(report.agrees() && report.still, "{report:#?}");
    assert_eq!(report.ownerless, 0);
    report
}

/// A few leads through everything that can become of them.
async fn busy(company: &Company) -> Vec<(Id, Id)> {
    let mut leads = Vec::new();
    for n in 0..8 {
        company.clock.pass(Span::minutes(1));
        leads.push(company.demo(&format!("busy{n}@sample-company.de")).await);
    }
    for (n, (lead, handoff)) in leads.iter().copied().enumerate() {
        company.clock.pass(Span::minutes(1));
        let rep = company.lead(lead).await.handoff(handoff).unwrap().owner.unwrap();
        match n {
            0 => drop(
                company
                    .call(rep, (lead, handoff), AttemptResult::NoAnswer)
                    .await
                    .unwrap(),
            ),
            1 => {
                company
                    .call(rep, (lead, handoff), AttemptResult::Connected)
                    .await
                    .unwrap();
                company
                    .report(rep, (lead, handoff), Which::Advanced, None, None)
                    .await
                    .unwrap();
            }
            2 => {
                let day = Some(company.engine.now() + Span::days(40));
                let why = Some("no_budget_yet");
                company
                    .report(rep, (lead, handoff), Which::FitNotReady, why, day)
                    .await
                    .unwrap();
            }
            3 => {
                let (reason, clause) = (RejectReason::Invalid, None);
                let reject = OfHandoff::Reject {
                    lead,
                    handoff,
                    reason,
                    clause,
                    covers: None,
                };
                company.by(rep, reject).await.unwrap();
            }
            4 => {
                let to = *company.reps.iter().find(|other| **other != rep).unwrap();
                company
                    .by(company.manager, OfHandoff::Move { lead, handoff, to })
                    .await
                    .unwrap();
            }
            5 => {
                let what = SubmissionKind::Student;
                let not = OfHandoff::NotALead { lead, handoff, what };
                company.by(rep, not).await.unwrap();
            }
            _ => {}
        }
    }
    let release = OfLead::Review {
        lead: leads[3].0,
        choice: ReviewChoice::Release,
    };
    company.by(company.marketer, release).await.unwrap();
    company.pass(Span::days(1)).await;
    company.pass(Span::days(40)).await;
    company.demo("last@sample-company.de").await;
    leads
}

#[tokio::test(flavor = "multi_thread")]
async fn after_busy_days_every_row_says_what_the_facts_say() {
    for (place, folder) in places().await {
        let company = Company::open(place, folder, 3).await;
        busy(&company).await;
        let report = agrees(&company).await;
        assert_eq!(report.leads, 9);
        assert!(
            report.facts > 40 && report.handoffs >= 8 && report.commands > 20,
            "{report:#?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn acknowledged_asks_that_are_not_kept_are_named() {
    for (place, folder) in places().await {
        let company = Company::open(place, folder, 1).await;
        let (kept, never) = (Id::named("form", "kept"), Id::named("form", "never"));
        company
            .submit(kept, Company::request("kept@sample-company.de"))
            .await
            .unwrap();
        assert_eq!(lost(company.engine.ledger(), &[kept, never]).await.unwrap(), [never]);
    }
}

/// What somebody might do to the rows by hand, and what is to be found then.
static EDITS: &[(Statement, Kind, &str)] = &[
    edit(
        "UPDATE lead SET due_at = due_at + 1 WHERE due_at IS NOT NULL",
        Kind::Lead,
        "column due_at",
    ),
    edit(
        "UPDATE lead SET stage = 'won' WHERE stage = 'sql'",
        Kind::Lead,
        "column stage",
    ),
    edit("DELETE FROM lead WHERE stage = 'sql'", Kind::Lead, "missing"),
    edit("DELETE FROM fact WHERE kind = 'feedback'", Kind::Fact, "seq "),
    edit(
        "UPDATE fact SET recorded_at = 1 WHERE subject_kind = 'lead' AND seq = 2",
        Kind::Fact,
        "not recorded later",
    ),
    edit("DELETE FROM fact WHERE subject_kind = 'lead'", Kind::Lead, "no_facts"),
    edit(
        "UPDATE handoff SET owner_id = NULL WHERE feedback = 'advanced'",
        Kind::Handoff,
        "column owner_id",
    ),
    edit(
        "DELETE FROM handoff WHERE feedback = 'advanced'",
        Kind::Handoff,
        "missing",
    ),
    edit(
        "INSERT INTO handoff (id, lead_id, origin, tier, rotation, opened_at, trigger_at, submitted_at, attempts) \
         VALUES ($1, $1, 'live', 'request', 'DACH', 1, 1, 1, 0)",
        Kind::Handoff,
        "rows",
    ),
    edit(
        "INSERT INTO handoff (id, lead_id, origin, tier, rotation, opened_at, trigger_at, submitted_at, attempts) \
         SELECT CAST($1 AS BYTES), id, 'live', 'request', 'DACH', 1, 1, 1, 0 FROM lead WHERE stage = 'sql'",
        Kind::Handoff,
        "no_facts",
    ),
    edit("UPDATE desk SET open = open + 1", Kind::Desk, "open "),
    edit("DELETE FROM desk", Kind::Desk, "open 0"),
    edit(
        "UPDATE rotation SET state = '{\"seq\":1,\"floor\":0,\"turns\":{}}'",
        Kind::Rotation,
        "seq 1",
    ),
    edit(
        "UPDATE subject SET state = '{\"seq\":1,\"last_at\":1,\"users\":{},\"rotations\":{}}' WHERE kind = 'roster'",
        Kind::Subject,
        "column state",
    ),
    edit(
        "UPDATE subject SET seq = seq + 1 WHERE kind = 'agreement'",
        Kind::Subject,
        "column seq",
    ),
    edit("DELETE FROM subject WHERE kind = 'roster'", Kind::Subject, "missing"),
    edit(
        "UPDATE subject SET id = $1 WHERE kind = 'agreement'",
        Kind::Subject,
        "no_facts",
    ),
    edit("UPDATE agreement SET text = 'none'", Kind::Agreement, "column text"),
    edit("UPDATE agreement SET version = 9", Kind::Agreement, "no_facts"),
];

const fn edit(sql: &'static str, kind: Kind, what: &'static str) -> (Statement, Kind, &'static str) {
    let params: &[ledger::Kind] = if contains_param(sql) {
        &[ledger::Kind::Bytes]
    } else {
        &[]
    };
    let (name, columns): (&str, &[ledger::Kind]) = ("an edit by hand", &[]);
    (
        Statement {
            name,
            sql,
            params,
            columns,
        },
        kind,
        what,
    )
}

const fn contains_param(sql: &str) -> bool {
    let (bytes, mut n) = (sql.as_bytes(), 0);
    while n < bytes.len() {
        if bytes[n] == b'$' {
            return true;
        }
        n += 1;
    }
    false
}

#[tokio::test(flavor = "multi_thread")]
async fn every_kind_of_edit_by_hand_is_found() {
    for (number, (statement, kind, what)) in EDITS.iter().enumerate() {
        for (place, folder) in places().await.into_iter().take(if number % 4 == 0 { 3 } else { 1 }) {
            let company = Company::open(place, folder, 2).await;
            company.agree(random::agreement(1)).await;
            busy(&company).await;
            let mut tx = company.engine.ledger().begin().await.unwrap();
            let params: Vec<Value> = statement.params.iter().map(|_| Value::Bytes(vec![7; 16])).collect();
            assert!(tx.run(statement, &params).await.unwrap() > 0, "{}", statement.sql);
            tx.commit().await.unwrap();
            let report = verified(&company).await;
            let found = report
                .differences
                .iter()
                .any(|d| d.kind == *kind && d.what.contains(what));
            assert!(found, "{}: {report:#?}", statement.sql);
        }
    }
}

/// Asks in the random test: enough to meet each other often; a night's run takes more.
#[allow(clippy::disallowed_methods)] // how long a trial lasts is for whoever starts it to say
fn asks() -> usize {
    let said = std::env::var("BATON_RANDOM_ASKS").ok();
    said.and_then(|text| text.parse().ok()).unwrap_or(2_000)
}

#[tokio::test(flavor = "multi_thread")]
async fn after_any_asks_in_any_order_every_row_says_what_the_facts_say() {
    for (seed, (place, folder)) in (1..).zip(places().await).filter(|(_, (_, folder))| folder.is_none()) {
        let company = Company::open(place, folder, 5).await;
        let mut asker = Asker::new(&company, seed).await;
        asker.run(asks()).await;
        let report = agrees(&company).await;
        assert!(
            asker.done * 2 > asks(),
            "most asks are done: {} of {}",
            asker.done,
            asks()
        );
        assert!(report.leads > 50, "{report:#?}");
    }
}
