//! A replay of what is kept, on every engine: the same numbers, nothing written, stopped when told to.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test")]

use crate::common;

use common::{Company, places, wednesday};
use engine::Engine;
use engine::replay::{Key, Replays, Standing, replay};
use rules::agreement::{Agreement, STARTING};
use rules::decide::InForce;
use rules::fact::{AttemptResult, Which};
use rules::replay::{Change, Replay, SaidOf, Window};
use rules::{Id, Span};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

fn proposed(limit: u32) -> Arc<InForce> {
    let text = STARTING.replace("company.employees >= 20", &format!("company.employees >= {limit}"));
    let agreement = Agreement::load_plain(&text).unwrap();
    Arc::new(InForce { version: 0, agreement })
}

fn window(engine: &Engine) -> Window {
    Window {
        from: wednesday(),
        to: engine.now() + Span(1),
    }
}

async fn done(engine: &Engine, proposed: Arc<InForce>) -> Replay {
    let never = AtomicBool::new(false);
    replay(engine, (proposed, window(engine)), &mut |_, _| {}, &never)
        .await
        .unwrap()
        .unwrap()
}

/// More leads than one slice holds, three of them worked.
async fn filled(company: &Company) -> Id {
    let mut asks = Vec::new();
    for n in 0..1_100 {
        company.clock.pass(Span(50));
        let mut capture = Company::request(&format!("p{n}@company{n}.example.com"));
        capture.fields.insert("company.employees".into(), (n % 50).to_string());
        asks.push(company.submit(company.engine.fresh_id(), capture).await.unwrap());
    }
    let worked = common::read(&asks[49]);
    let owner = company.lead(worked.0).await.open_handoff().unwrap().owner.unwrap();
    company.clock.pass(Span::minutes(3));
    company.call(owner, worked, AttemptResult::Connected).await.unwrap();
    company
        .report(owner, worked, Which::NotAFit, Some("too_small"), None)
        .await
        .unwrap();
    // facts of one instant lie some microseconds after it
    company.clock.pass(Span::minutes(1));
    worked.0
}

#[tokio::test(flavor = "multi_thread")]
async fn a_window_is_replayed_and_nothing_is_written() {
    for (place, folder) in places().await {
        let company = Company::open(place, folder, 2).await;
        let engine = &company.engine;
        let c = filled(&company).await;
        let same = done(engine, engine.in_force()).await;
        assert_eq!(
            (same.totals.leads, same.totals.differing),
            (1_100, 0),
            "{:?}",
            same.differing
        );
        assert!(same.is_same() && same.totals.stored >= 1_100);
        assert_eq!(same.totals.before, 660, "thirty of fifty are large enough");

        let fewer = done(engine, proposed(40)).await;
        assert_eq!((fewer.changed(Change::Out), fewer.changed(Change::In)), (440, 0));
        let more = done(engine, proposed(0)).await;
        assert_eq!(
            (more.changed(Change::In), more.said(Change::In, SaidOf::NeverHad)),
            (440, 440)
        );
        let none = done(engine, proposed(5_000)).await;
        let line = none.lines.iter().find(|line| line.lead == c).unwrap();
        assert_eq!((line.change(), line.said), (Change::Out, SaidOf::NotAFit));

        let report = engine::verify::verify(engine.ledger(), &mut |_, _| {}).await.unwrap();
        assert!(report.agrees(), "{report:#?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_replay_runs_in_the_background_is_kept_and_can_be_stopped() {
    let company = Company::open(engine::Place::Memory, None, 2).await;
    filled(&company).await;
    let (engine, replays) = (&company.engine, Replays::default());
    let (text, window) = (proposed(40), window(engine));
    let first = replays.ask(engine, &text, window, None);
    assert!(matches!(first, Standing::Running(..)), "{first:?}");
    let found = loop {
        match replays.ask(engine, &text, window, None) {
            Standing::Done(found) => break found,
            Standing::Running(looked, of) => assert!(looked <= of),
            other => panic!("{other:?}"),
        }
        tokio::task::yield_now().await;
    };
    let again = replays.ask(engine, &text, window, None);
    assert!(
        matches!(again, Standing::Done(same) if Arc::ptr_eq(&same, &found)),
        "kept"
    );
    let hash = text.agreement.hash_hex();
    assert!(replays.latest(&hash).is_some_and(|latest| Arc::ptr_eq(&latest, &found)));

    let stop = AtomicBool::new(true);
    let stopped = replay(engine, (text, window), &mut |_, _| {}, &stop).await.unwrap();
    assert!(stopped.is_none());
    let unknown = Key {
        hash: "other".into(),
        window,
    };
    assert!(replays.look(&unknown).is_none());
}
