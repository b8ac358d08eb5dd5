//! A quarter of a simulated company, replayed: the version in force returns every stored verdict, and a bad clause shows.
#![allow(clippy::unwrap_used, clippy::print_stderr)] // helpers stand outside the test functions

mod common;

use common::{facts, monday, plan, played};
use engine::{Engine, Place};
use rules::Span;
use rules::agreement::{Agreement, STARTING};
use rules::decide::InForce;
use rules::fact::{Body, Fact, SubjectKind};
use rules::replay::{Change, Replay, SaidOf, Window};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

fn quarter() -> Window {
    Window {
        from: monday(),
        to: monday() + Span::days(90) + Span(1),
    }
}

async fn replayed(engine: &Engine, proposed: Arc<InForce>) -> Replay {
    let never = AtomicBool::new(false);
    engine::replay::replay(engine, (proposed, quarter()), &mut |_, _| {}, &never)
        .await
        .unwrap()
        .unwrap()
}

fn proposed(from: &str, to: &str) -> Arc<InForce> {
    assert!(STARTING.contains(from));
    let agreement = Agreement::load_plain(&STARTING.replace(from, to)).unwrap();
    Arc::new(InForce { version: 0, agreement })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_quarter_is_replayed() {
    let (engine, _) = played(Place::Memory, plan(7, 90, 12)).await;
    let all = facts(&engine, SubjectKind::Lead).await;
    let has_verdict = |fact: &&Fact| match &fact.body {
        Body::Qualified(_) => true,
        Body::Connected(talk) => talk.verdict.is_some() && quarter().holds(fact.recorded_at),
        Body::Feedback(said) => said.verdict.is_some() && quarter().holds(fact.recorded_at),
        _ => false,
    };
    let stored = all.iter().filter(has_verdict).count() as u64;
    let same = replayed(&engine, engine.in_force()).await;
    assert_eq!(
        (same.totals.stored, same.totals.differing),
        (stored, 0),
        "{:?}",
        same.differing
    );
    assert!(same.is_same());
    assert_eq!(same.totals.handed_before, same.totals.handed_after);
    let again = replayed(&engine, engine.in_force()).await;
    assert_eq!(
        serde_json::to_string(&same).unwrap(),
        serde_json::to_string(&again).unwrap()
    );

    let stricter = replayed(&engine, proposed("company.employees >= 20", "company.employees >= 200")).await;
    assert!(stricter.changed(Change::Out) > 0 && stricter.changed(Change::In) == 0);
    assert!(stricter.said(Change::Out, SaidOf::NotAFit) > 0);
    let lost: u64 = stricter.reps.iter().map(|rep| rep.advanced_lost).sum();
    assert_eq!(
        lost,
        stricter.said(Change::Out, SaidOf::Advanced),
        "every A that is lost stands by its rep"
    );

    let planted = replayed(
        &engine,
        proposed("company.employees >= 20", "company.employees >= 2000000"),
    )
    .await;
    let bad = planted
        .clauses
        .iter()
        .find(|c| c.clause == "a company of a size we serve")
        .unwrap();
    assert_eq!(bad.holds, 0, "a clause that never holds says so");
    assert!(planted.totals.handed_after < planted.totals.handed_before / 2);
    assert!(bad.alone > 0);

    let queue = same.queue.unwrap();
    eprintln!("{queue:#?}");
    assert_eq!(queue.before, queue.after);
    assert!(queue.handling.measured && queue.after.kept > 0);
}
