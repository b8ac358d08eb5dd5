//! "Apply to running": shown first, done in slices that can stop anywhere, recorded, and agreed to by `verify`.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test stops where it must, and the measure is read by whoever runs it"
)]

use crate::common;

use common::{Company, places};
use engine::repin::{acts, preview};
use engine::slices::{Doing, Progress, go_on};
use engine::{Engine, EngineError, Place};
use ledger::{Kind, Statement};
use rules::agreement::STARTING;
use rules::ask::OfAgreement;
use rules::calendar::Target;
use rules::fact::{AttemptResult, Body, Clock, Role, Subject, Terms};
use rules::{Id, Instant, Span};
use std::time::Instant as Watch;

/// Leads of the story: three slices.
const LEADS: usize = 1_100;

async fn many(company: &Company, from: usize, to: usize) -> Vec<Id> {
    let mut leads = Vec::with_capacity(to - from);
    for chunk in (from..to).collect::<Vec<_>>().chunks(2_048) {
        let asks = chunk.iter().map(|n| {
            let capture = Company::request(&format!("many{n}@sample-company.de"));
            company.submit(Id::named("many", &n.to_string()), capture)
        });
        for answer in futures_util::future::join_all(asks).await {
            leads.push(common::read(&answer.unwrap()).0);
        }
    }
    leads
}

/// Ten minutes in place of fifteen.
async fn put_stricter(company: &Company) -> (Id, i64) {
    let head = company.hire("Sample Head", Role::HeadOfSales).await;
    let text = STARTING.replace("first_attempt = \"15m\"", "first_attempt = \"10m\"");
    company.agree(text).await;
    (head, company.engine.in_force().version)
}

/// Nobody who asks has seen that it was applied before.
fn first(version: i64) -> OfAgreement {
    OfAgreement::ApplyToRunning { version, after: None }
}

async fn begin(company: &Company, head: Id, version: i64) -> Id {
    let answer = company.by(head, first(version)).await.unwrap();
    Id::read("act", answer["act"].as_str().unwrap()).unwrap()
}

async fn try_once(company: &Company, lead: Id) {
    let state = company.lead(lead).await;
    let handoff = state.open_handoff().unwrap();
    let owner = handoff.owner.unwrap();
    company
        .call(owner, (lead, handoff.id), AttemptResult::NoAnswer)
        .await
        .unwrap();
}

/// Of the first attempt, which runs.
async fn terms(company: &Company, lead: Id) -> Terms {
    let state = company.lead(lead).await;
    state.open_handoff().unwrap().first_attempt.clone().unwrap()
}

async fn is_recorded(company: &Company, lead: Id, (old, new): (Instant, Instant)) -> bool {
    let facts = engine::fact::reads::of(company.engine.ledger(), Subject::lead(lead), 0)
        .await
        .unwrap();
    facts.iter().any(
        |fact| matches!(&fact.body, Body::ClockRepinned(pinned) if pinned.old_due == old && pinned.terms.due == new),
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn running_clocks_keep_their_terms_until_the_new_ones_are_applied_and_old_and_new_are_recorded() {
    for (place, folder) in places().await {
        let company = Company::open(place, folder, 4).await;
        let leads = many(&company, 0, LEADS).await;
        try_once(&company, leads[0]).await;
        let old = terms(&company, leads[1]).await;
        let (head, version) = put_stricter(&company).await;
        assert_eq!(
            terms(&company, leads[1]).await,
            old,
            "a new version changes no running clock"
        );
        let shown = preview(&company.engine, u64::MAX, &mut |_| {}).await.unwrap();
        assert_eq!(shown.leads, LEADS as u64);
        assert_eq!(shown.clocks[&Clock::FirstAttempt].earlier, LEADS as u64 - 1);
        assert_eq!(shown.clocks[&Clock::NextAttempt].same, 1);
        assert!(shown.whole && !shown.shown.is_empty());
        let act = begin(&company, head, version).await;
        let mut stops = 0;
        let done = go_on(&company.engine, act, &mut |_| stops += 1).await.unwrap().unwrap();
        assert!(done.done && stops == 3, "three slices: {done:?}");
        assert_eq!(
            done.things,
            LEADS as u64 + 1,
            "one had a next attempt and a cadence in place of the first"
        );
        let new = terms(&company, leads[1]).await;
        assert_eq!((new.version, new.due), (version, old.start + Span::minutes(10)));
        assert!(
            is_recorded(&company, leads[1], (old.due, new.due)).await,
            "old and new due stand on record"
        );
        let again = preview(&company.engine, u64::MAX, &mut |_| {}).await.unwrap();
        assert!(again.clocks.is_empty(), "nothing is left to change: {again:?}");
        let report = engine::verify::verify(company.engine.ledger(), &mut |_, _| {})
            .await
            .unwrap();
        assert!(report.agrees(), "{report:#?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_would_be_late_by_the_new_terms_alone_shows_late_and_sounds_no_alarm() {
    for (place, folder) in places().await {
        let company = Company::open(place, folder, 2).await;
        let (lead, handoff) = company.demo("late@sample-company.de").await;
        company.pass(Span::minutes(12)).await;
        let (head, version) = put_stricter(&company).await;
        let act = begin(&company, head, version).await;
        go_on(&company.engine, act, &mut |_| {}).await.unwrap();
        let state = company.lead(lead).await;
        let verdict = state.handoff(handoff).unwrap().verdict(company.engine.now());
        assert_eq!(verdict, rules::handoff::Verdict::Breached);
        company.pass(Span::ZERO).await;
        let facts = engine::fact::reads::of(company.engine.ledger(), Subject::lead(lead), 0)
            .await
            .unwrap();
        let alarmed = facts.iter().any(|fact| {
            matches!(&fact.body, Body::Struck(struck) if struck.rung == rules::fact::Rung::Due && !struck.told.is_empty())
        });
        assert!(!alarmed);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_heads_begin_it_and_only_for_the_version_that_they_saw() {
    for (place, folder) in places().await {
        let company = Company::open(place, folder, 1).await;
        let (head, version) = put_stricter(&company).await;
        let refused = company.by(company.manager, first(version)).await;
        assert!(refused.is_err());
        let stale = company.by(head, first(version - 1)).await;
        assert!(stale.is_err());
        assert!(acts(&company.engine).await.unwrap().is_empty());
    }
}

/// Why it was not begun: the code, and who began it before.
fn refused(answer: Result<serde_json::Value, EngineError>) -> (&'static str, Option<String>) {
    match answer {
        Err(EngineError::Refused(refusal)) => {
            let by = refusal.args.iter().find(|(name, _)| *name == "by");
            (refusal.code, by.map(|(_, by)| by.clone()))
        }
        other => panic!("begun, or out of order: {other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_version_is_begun_once_and_whoever_comes_second_is_told_who_began_it() {
    for (place, folder) in places().await {
        let company = Company::open(place, folder, 4).await;
        many(&company, 0, 3).await;
        let (head, version) = put_stricter(&company).await;
        let other = company.hire("Sample Other Head", Role::HeadOfMarketing).await;
        let (one, two) = tokio::join!(company.by(head, first(version)), company.by(other, first(version)));
        let (begun, late, by) = match one.is_ok() {
            true => (one, two, head),
            false => (two, one, other),
        };
        let act = Id::read("act", begun.unwrap()["act"].as_str().unwrap()).unwrap();
        assert_eq!(refused(late), ("applied_before", Some(by.show("user"))));
        let after = OfAgreement::ApplyToRunning {
            version,
            after: Some(act),
        };
        assert_eq!(
            refused(company.by(head, after.clone()).await).0,
            "applied_before",
            "it goes on"
        );
        let known = acts(&company.engine).await.unwrap();
        assert_eq!(known.len(), 1, "one act, whoever was first");
        assert_eq!(
            (known[0].act, known[0].by, known[0].doing),
            (act, Some(by), Doing::Apply { version })
        );
        let done = go_on(&company.engine, act, &mut |_: &Progress| {})
            .await
            .unwrap()
            .unwrap();
        assert!(done.done && done.things == 3, "{done:?}");
        assert_eq!(refused(company.by(head, first(version)).await).0, "applied_before");
        assert_eq!(
            refused(company.by(company.manager, after.clone()).await).0,
            "may_not",
            "only heads"
        );
        assert_eq!(refused(company.by(head, first(version - 1)).await).0, "not_in_force");
        // who has seen its end may do it again: there is nothing left, and nothing changes
        let again = company.by(other, after).await.unwrap();
        let again = Id::read("act", again["act"].as_str().unwrap()).unwrap();
        let done = go_on(&company.engine, again, &mut |_| {}).await.unwrap().unwrap();
        assert!(done.done && done.things == 0 && done.leads == 3, "{done:?}");
        let known: Vec<Id> = acts(&company.engine).await.unwrap().iter().map(|act| act.act).collect();
        assert_eq!(known, [again, act], "the newest first");
        let report = engine::verify::verify(company.engine.ledger(), &mut |_, _| {})
            .await
            .unwrap();
        assert!(report.agrees(), "{report:#?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_that_go_on_with_one_act_at_once_do_each_lead_once() {
    for (place, folder) in places().await {
        // on PostgreSQL another node
        let other = match &place {
            Place::Postgres { url, pool } => Some(Place::Postgres {
                url: url.clone(),
                pool: *pool,
            }),
            _ => None,
        };
        let company = Company::open(place, folder, 3).await;
        let leads = many(&company, 0, LEADS).await;
        let (head, version) = put_stricter(&company).await;
        let act = begin(&company, head, version).await;
        let (mut ones, mut twos) = (0, 0);
        let mut one = |at: &Progress| ones = ones.max(at.leads);
        let mut two = |at: &Progress| twos = twos.max(at.leads);
        let other = match other {
            Some(place) => Engine::open(place, company.clock.clone()).await.unwrap(),
            None => company.engine.clone(),
        };
        let (first, second) = tokio::join!(go_on(&company.engine, act, &mut one), go_on(&other, act, &mut two),);
        let (first, second) = (first.unwrap().unwrap(), second.unwrap().unwrap());
        assert_eq!(first, second);
        assert!(first.done && first.slices == 3, "{first:?}");
        assert_eq!((first.leads, first.things), (LEADS as u64, LEADS as u64));
        assert!(ones.max(twos) == LEADS as u64, "whoever waits is told how far it is");
        assert_eq!(terms(&company, leads[LEADS - 1]).await.version, version);
        let report = engine::verify::verify(company.engine.ledger(), &mut |_, _| {})
            .await
            .unwrap();
        assert!(report.agrees(), "{report:#?}");
    }
}

static BREAK: Statement = Statement {
    name: "a row that cannot be read",
    sql: "UPDATE lead SET state = 'none' WHERE id = $1",
    params: &[Kind::Bytes],
    columns: &[],
};

#[tokio::test(flavor = "multi_thread")]
async fn a_lead_that_cannot_be_read_stops_no_other_and_the_act_ends() {
    for (place, folder) in places().await {
        let company = Company::open(place, folder, 3).await;
        let leads = many(&company, 0, 4).await;
        let (head, version) = put_stricter(&company).await;
        let mut tx = company.engine.ledger().begin().await.unwrap();
        tx.run(&BREAK, &[leads[3].0.into()]).await.unwrap();
        tx.commit().await.unwrap();
        let act = begin(&company, head, version).await;
        let done = go_on(&company.engine, act, &mut |_| {}).await.unwrap().unwrap();
        assert!(done.done && done.things == 3, "{done:?}");
        assert_eq!(terms(&company, leads[0]).await.version, version);
    }
}

/// `BATON_CLOCKS` says how many (default 1,000,000): the bar is a minute.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "minutes long: the measure of a million running clocks"]
#[allow(
    clippy::disallowed_methods,
    reason = "a measure reads the wall clock and how much is wanted"
)]
async fn a_million_clocks_within_a_minute() {
    let wanted = std::env::var("BATON_CLOCKS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(1_000_000);
    let (place, folder) = places().await.into_iter().find(|(_, folder)| folder.is_some()).unwrap();
    let company = Company::open(place, folder, 30).await;
    let watch = Watch::now();
    let leads = many(&company, 0, wanted).await;
    eprintln!("{wanted} leads taken in within {:?}", watch.elapsed());
    let (head, version) = put_stricter(&company).await;
    let watch = Watch::now();
    let shown = preview(&company.engine, u64::MAX, &mut |_| {}).await.unwrap();
    eprintln!("shown within {:?}: {:?}", watch.elapsed(), shown.clocks);
    let act = begin(&company, head, version).await;
    let watch = Watch::now();
    let done = go_on(&company.engine, act, &mut |_| {}).await.unwrap().unwrap();
    let took = watch.elapsed();
    eprintln!("{} clocks of {} leads within {took:?}", done.things, done.leads);
    let in_force = company.engine.in_force();
    for lead in leads.iter().step_by((wanted / 1_000).max(1)) {
        let terms = terms(&company, *lead).await;
        assert_eq!(
            (terms.version, terms.target),
            (version, Target::Span(Span::minutes(10)))
        );
        let calendar = &in_force.agreement.calendars[&terms.calendar];
        assert_eq!(terms.due, the_slow_way(calendar, terms.start, Span::minutes(10)));
    }
    assert!(took.as_secs() * 1_000_000 < 60 * wanted as u64, "{took:?}");
}

/// Second by second.
fn the_slow_way(calendar: &rules::calendar::Calendar, start: Instant, target: Span) -> Instant {
    let (mut at, mut left) = (start, target);
    while left > Span::ZERO {
        let step = Span::seconds(1).min(left);
        left = left - if calendar.is_open(at) { step } else { Span::ZERO };
        at = at + step;
    }
    at
}
