//! Somebody leaves: all that depends on him moves in slices that can stop anywhere, and then he is gone.
#![allow(clippy::unwrap_used, reason = "a test stops where it must")]

use crate::common;

use common::{Company, places};
use engine::EngineError;
use engine::leaver::{Depending, depending};
use engine::slices::{Progress, go_on, of_act};
use rules::ask::OfTeam;
use rules::fact::{AttemptResult, Which};
use rules::{Id, Span};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Leads of the story: two slices of the leaver's.
const LEADS: usize = 1_100;

async fn many(company: &Company) {
    let numbers: Vec<usize> = (0..LEADS).collect();
    for chunk in numbers.chunks(512) {
        let asks = chunk.iter().map(|n| {
            let capture = Company::request(&format!("many{n}@sample-company.de"));
            company.submit(Id::named("many", &n.to_string()), capture)
        });
        for answer in futures_util::future::join_all(asks).await {
            answer.unwrap();
        }
    }
}

async fn begin(company: &Company, user: Id, to: Option<Id>) -> Id {
    let answer = company.by(company.admin, OfTeam::MoveOut { user, to }).await.unwrap();
    Id::read("act", answer["act"].as_str().unwrap()).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_depends_on_a_leaver_moves_in_slices_goes_on_where_it_stopped_and_then_he_is_gone() {
    for (place, folder) in places().await {
        let company = Company::open(place, folder, 2).await;
        many(&company).await;
        let (ada, bea) = (company.reps[0], company.reps[1]);
        let before = depending(company.engine.ledger(), ada).await.unwrap();
        assert_eq!(before.open, LEADS as u64 / 2);
        let refused = company.by(company.admin, OfTeam::LetGo { user: ada }).await;
        assert!(matches!(refused, Err(EngineError::Refused(r)) if r.code == "still_has_handoffs"));
        let act = begin(&company, ada, Some(bea)).await;
        // the node dies after its first slice
        let slices = AtomicUsize::new(0);
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let mut stop = Some(stop);
        let mut heard = |_: &Progress| {
            slices.fetch_add(1, Ordering::SeqCst);
            stop.take().map(|stop| stop.send(()));
        };
        tokio::select! {
            biased;
            _ = stopped => {}
            done = go_on(&company.engine, act, &mut heard) => { done.unwrap(); }
        }
        assert!(slices.load(Ordering::SeqCst) >= 1);
        // two nodes go on with it at once
        let (mut one, mut other) = (|_: &Progress| {}, |_: &Progress| {});
        let both = tokio::join!(
            go_on(&company.engine, act, &mut one),
            go_on(&company.engine, act, &mut other)
        );
        both.0.unwrap();
        both.1.unwrap();
        let done = of_act(&company.engine, act).await.unwrap().unwrap();
        assert!(done.done && done.things == before.all(), "{done:?}");
        // the last slice may be the dead node's: its commit is read before it is shown
        company.engine.refresh().await.unwrap();
        assert!(
            company.engine.roster().active(ada).is_none(),
            "gone with the last slice"
        );
        assert_eq!(
            depending(company.engine.ledger(), ada).await.unwrap(),
            Depending::default()
        );
        let hers = depending(company.engine.ledger(), bea).await.unwrap();
        assert_eq!(hers.open, LEADS as u64);
        let report = engine::verify::verify(company.engine.ledger(), &mut |_, _| {})
            .await
            .unwrap();
        assert!(report.agrees(), "{report:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn returns_deals_and_held_leads_move_too_and_by_rotation_each_takes_a_turn() {
    for (place, folder) in places().await {
        let company = Company::open(place, folder, 3).await;
        let mut hers = Vec::new();
        let ada = company.reps[0];
        for n in 0..9 {
            let of = company.demo(&format!("lead{n}@sample-company.de")).await;
            let lead = company.lead(of.0).await;
            if lead.open_handoff().unwrap().owner == Some(ada) {
                hers.push(of);
            }
        }
        assert_eq!(hers.len(), 3);
        company.call(ada, hers[0], AttemptResult::Connected).await.unwrap();
        let day = Some(company.engine.now() + Span::days(20));
        let said = company.report(ada, hers[0], Which::FitNotReady, Some("no_budget_yet"), day);
        said.await.unwrap();
        company.call(ada, hers[1], AttemptResult::Connected).await.unwrap();
        company.report(ada, hers[1], Which::Advanced, None, None).await.unwrap();
        let before = depending(company.engine.ledger(), ada).await.unwrap();
        assert_eq!((before.open, before.returns, before.deals), (1, 1, 1));
        let act = begin(&company, ada, None).await;
        let done = go_on(&company.engine, act, &mut |_| {}).await.unwrap().unwrap();
        assert!(done.done && done.things == 3, "{done:?}");
        let moved = company.lead(hers[2].0).await;
        let owner = moved.open_handoff().unwrap().owner.unwrap();
        assert!(owner != ada && company.reps.contains(&owner));
        company.pass(Span::days(21)).await;
        let back = company.lead(hers[0].0).await;
        assert!(
            back.open_handoff()
                .is_some_and(|h| h.answers().is_some_and(|who| who != ada))
        );
        let report = engine::verify::verify(company.engine.ledger(), &mut |_, _| {})
            .await
            .unwrap();
        assert!(report.agrees() && report.ownerless == 0, "{report:?}");
    }
}
