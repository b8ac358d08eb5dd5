//! Timers: each deadline strikes once, late ones too, on one node or two.
#![allow(
    clippy::unwrap_used,
    reason = "a test stops where it must, and every story uses a part of this"
)]

use crate::common;

use common::{Company, places};
use engine::timers::{Timers, run};
use engine::{Engine, Place};
use ledger::{Kind, Statement};
use rules::fact::{Body, Clock, Rung, SubjectKind};
use rules::{Id, Instant, Span};
use std::collections::BTreeMap;

/// Overdue at a start. The bench has 10,000.
const OVERDUE: usize = 300;

/// How often each deadline struck.
async fn strikes(company: &Company) -> BTreeMap<(Id, Clock, Rung, Instant), usize> {
    let mut strikes = BTreeMap::new();
    let mut after = (Id::default(), 0);
    loop {
        let page = engine::fact::reads::page(company.engine.ledger(), SubjectKind::Lead, after, 1_000)
            .await
            .unwrap();
        let Some(last) = page.last() else { return strikes };
        after = (last.subject.id, last.seq);
        for fact in &page {
            if let Body::Struck(struck) = &fact.body {
                let deadline = (fact.subject.id, struck.clock, struck.rung, struck.intended);
                *strikes.entry(deadline).or_default() += 1;
            }
        }
    }
}

async fn many(company: &Company, leads: usize) {
    let asks = (0..leads).map(|n| {
        let capture = Company::request(&format!("many{n}@sample-company.de"));
        company.submit(Id::named("many", &n.to_string()), capture)
    });
    for answer in futures_util::future::join_all(asks).await {
        answer.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_became_due_while_nobody_ran_strikes_once_each_at_the_start() {
    for (place, folder) in places().await {
        let company = Company::open(place, folder, 3).await;
        many(&company, OVERDUE).await;
        assert_eq!(
            company.pass(Span::hours(1)).await,
            2 * OVERDUE,
            "a reminder and the due instant of each"
        );
        assert_eq!(company.pass(Span::ZERO).await, 0);
        let strikes = strikes(&company).await;
        assert_eq!(strikes.len(), 2 * OVERDUE);
        assert!(strikes.values().all(|times| *times == 1));
        let report = engine::verify::verify(company.engine.ledger(), &mut |_, _| {})
            .await
            .unwrap();
        assert!(report.agrees(), "{report:#?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_nodes_that_strike_at_once_strike_each_deadline_once() {
    for (place, folder) in places().await {
        let Place::Postgres { url, .. } = place.clone() else {
            continue;
        };
        let company = Company::open(place, folder, 3).await;
        many(&company, OVERDUE).await;
        let other = Engine::open(Place::Postgres { url, pool: 8 }, company.clock.clone())
            .await
            .unwrap();
        company.clock.pass(Span::hours(1));
        let now = company.engine.now();
        let (mut here, mut there) = (Timers::default(), Timers::default());
        let (one, two) = tokio::join!(here.strike(&company.engine, now), there.strike(&other, now));
        assert!(one.unwrap() + two.unwrap() >= 2 * OVERDUE);
        let strikes = strikes(&company).await;
        assert_eq!(strikes.len(), 2 * OVERDUE);
        assert!(strikes.values().all(|times| *times == 1));
        let report = engine::verify::verify(company.engine.ledger(), &mut |_, _| {})
            .await
            .unwrap();
        assert!(report.agrees(), "{report:#?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_stepped_by_an_hour_strikes_at_once() {
    for (place, folder) in places().await {
        let company = Company::open(place, folder, 1).await;
        company.demo("step@sample-company.de").await;
        let (tell, stop) = tokio::sync::watch::channel(false);
        let running = tokio::spawn(run(company.engine.clone(), stop));
        let mut changes = company.engine.live().listen();
        company.clock.pass(Span::hours(1));
        let struck = tokio::time::timeout(std::time::Duration::from_secs(2), changes.recv()).await;
        assert!(struck.is_ok(), "within a second or so, not when the hour is over");
        tell.send(true).unwrap();
        running.await.unwrap();
        assert_eq!(strikes(&company).await.len(), 2);
    }
}

static FORGET_STRIKES: Statement = Statement {
    name: "a row that says due where its state does not",
    sql: "UPDATE lead SET due_at = 1 WHERE id = $1",
    params: &[Kind::Bytes],
    columns: &[],
};

static BREAK: Statement = Statement {
    name: "a row that cannot be read",
    sql: "UPDATE lead SET due_at = 1, state = 'none' WHERE id = $1",
    params: &[Kind::Bytes],
    columns: &[],
};

async fn edit(company: &Company, statement: &'static Statement, lead: Id) {
    let mut tx = company.engine.ledger().begin().await.unwrap();
    tx.run(statement, &[lead.0.into()]).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broken_row_stops_nobody_elses_timers_and_is_taken_out_of_service() {
    for (place, folder) in places().await {
        let company = Company::open(place, folder, 1).await;
        let (wrong, _) = company.demo("wrong@sample-company.de").await;
        let (broken, _) = company.demo("broken@sample-company.de").await;
        company.demo("sound@sample-company.de").await;
        edit(&company, &FORGET_STRIKES, wrong).await;
        edit(&company, &BREAK, broken).await;
        assert_eq!(company.pass(Span::ZERO).await, 0);
        assert!(company.lead(wrong).await.quarantined_at.is_some(), "it is shown");
        assert_eq!(
            company.pass(Span::minutes(15)).await,
            2,
            "the sound one's reminder and due instant"
        );
    }
}
