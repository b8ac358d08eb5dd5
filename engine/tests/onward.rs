//! What is held for one rep, what goes to the next in turn, who is out of rotation: on every engine, and over a restart.
#![allow(clippy::unwrap_used, reason = "a test stops where it must")]

use crate::common;

use common::{Company, places, wednesday};
use engine::rotation::let_pass::{LetPass, let_pass};
use engine::timers::Timers;
use engine::{Engine, EngineError, Place};
use rules::agreement::STARTING;
use rules::ask::{OfDuty, OfHandoff};
use rules::fact::{AttemptResult, RouteCause};
use rules::handoff::Handoff;
use rules::{Id, Span};
use std::collections::BTreeMap;

/// Three minutes to take; requests go on by themselves ten minutes after an owner's time.
fn text() -> String {
    let fallback = "fallback = \"sales_manager\"";
    let text = STARTING.replace(fallback, &format!("{fallback}\ntake_by = \"3m\""));
    text.replacen(
        "first_attempt = \"15m\"",
        "first_attempt = \"15m\"\nreassign_after = \"10m\"",
        1,
    )
}

async fn handoff(company: &Company, of: (Id, Id)) -> Handoff {
    company.lead(of.0).await.handoff(of.1).unwrap().clone()
}

async fn agrees(company: &Company) {
    let report = engine::verify::verify(company.engine.ledger(), &mut |_, _| {})
        .await
        .unwrap();
    assert!(report.agrees() && report.ownerless == 0, "{report:?}");
}

fn code<T: std::fmt::Debug>(reply: Result<T, EngineError>) -> &'static str {
    match reply {
        Err(EngineError::Refused(refusal)) => refusal.code,
        other => panic_with(&format!("{other:?}")),
    }
}

#[allow(clippy::panic, reason = "a test stops where it must")]
fn panic_with(what: &str) -> ! {
    panic!("{what}")
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_held_goes_on_when_it_is_not_taken_also_after_a_restart() {
    for (place, folder) in places().await {
        let mut company = Company::open(place.clone(), folder, 3).await;
        company.agree(text()).await;
        let of = company.demo("one@sample-company.de").await;
        let first = handoff(&company, of).await.owner.unwrap();
        if !matches!(place, Place::Memory) {
            company.engine = Engine::open(place, company.clock.clone()).await.unwrap();
        }
        assert_eq!(
            company.pass(Span::minutes(3) - Span(1)).await,
            0,
            "not a microsecond early"
        );
        assert_eq!(company.pass(Span(1)).await, 1);
        let now = handoff(&company, of).await;
        assert_ne!(now.owner, Some(first));
        assert_eq!(now.not_taken, [first]);
        let (lead, by) = (of.0, None);
        let take = OfHandoff::Take {
            lead,
            handoff: of.1,
            by,
        };
        assert_eq!(code(company.by(first, take.clone()).await), "has_it_now");
        company.by(now.owner.unwrap(), take.clone()).await.unwrap();
        assert_eq!(company.pass(Span::minutes(5)).await, 0);
        assert_eq!(handoff(&company, of).await.owner, now.owner);
        agrees(&company).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_press_and_the_clock_at_once_leave_one_owner_and_true_books() {
    for (place, folder) in places().await {
        let company = Company::open(place, folder, 3).await;
        company.agree(text()).await;
        for n in 0..6 {
            let of = company.demo(&format!("n{n}@sample-company.de")).await;
            let owner = handoff(&company, of).await.owner.unwrap();
            company.clock.pass(Span::minutes(3));
            let (lead, by) = (of.0, None);
            let take = OfHandoff::Take {
                lead,
                handoff: of.1,
                by,
            };
            let mut timers = Timers::default();
            let (taken, struck) = tokio::join!(
                company.by(owner, take),
                timers.strike(&company.engine, company.engine.now())
            );
            struck.unwrap();
            let now = handoff(&company, of).await;
            match taken {
                Ok(_) => assert_eq!(now.owner, Some(owner), "he was first"),
                refused => {
                    assert_eq!(code(refused), "has_it_now");
                    assert_ne!(now.owner, Some(owner));
                }
            }
        }
        agrees(&company).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn after_the_first_days_what_nobody_tried_goes_on_once_and_before_them_by_a_press() {
    for (place, folder) in places().await {
        let company = Company::open(place, folder, 3).await;
        company.agree(text()).await;
        let early = company.demo("early@sample-company.de").await;
        let first = handoff(&company, early).await.owner.unwrap();
        let take = |of: (Id, Id)| OfHandoff::Take {
            lead: of.0,
            handoff: of.1,
            by: None,
        };
        company.by(first, take(early)).await.unwrap();
        company.pass(Span::minutes(40)).await;
        assert_eq!(handoff(&company, early).await.owner, Some(first), "reminded, not moved");
        let (lead, handoff_id, from) = (early.0, early.1, first);
        let give = OfHandoff::GiveOn {
            lead,
            handoff: handoff_id,
            from,
        };
        company.by(company.manager, give.clone()).await.unwrap();
        assert_ne!(handoff(&company, early).await.owner, Some(first));
        assert_eq!(code(company.by(company.manager, give).await), "has_it_now");
        company.clock.pass(wednesday() + Span::days(35) - company.engine.now());
        company.pass(Span::ZERO).await;
        let late = company.demo("late@sample-company.de").await;
        let owner = handoff(&company, late).await.owner.unwrap();
        company.by(owner, take(late)).await.unwrap();
        company.pass(Span::minutes(25)).await;
        let now = handoff(&company, late).await;
        assert!(now.owner != Some(owner) && now.went_on);
        assert_eq!(now.cause, Some(RouteCause::Rotation));
        agrees(&company).await;
    }
}

/// Two of four leads are the first rep's; the other rep tried hers at once.
async fn hers(company: &Company) -> Vec<(Id, Id)> {
    let mut hers = Vec::new();
    let ada = company.reps[0];
    for n in 0..4 {
        let of = company.demo(&format!("n{n}@sample-company.de")).await;
        if handoff(company, of).await.owner == Some(ada) {
            hers.push(of);
        } else {
            company
                .call(company.reps[1], of, AttemptResult::NoAnswer)
                .await
                .unwrap();
        }
        company.clock.pass(Span::seconds(1));
    }
    hers
}

#[tokio::test(flavor = "multi_thread")]
async fn who_let_two_pass_is_asked_about_until_he_keeps_one_and_out_of_rotation_ends_by_itself() {
    for (place, folder) in places().await {
        let company = Company::open(place, folder, 2).await;
        let day = wednesday() - Span::hours(10);
        let days: BTreeMap<Id, _> = company.reps.iter().map(|rep| (*rep, day)).collect();
        let asked = async || {
            let_pass(company.engine.ledger(), &days, company.engine.now())
                .await
                .unwrap()
        };
        let ada = company.reps[0];
        let hers = hers(&company).await;
        assert_eq!(hers.len(), 2);
        assert_eq!(asked().await, []);
        company.pass(Span::minutes(20)).await;
        let found = asked().await;
        assert!(
            matches!(found[..], [LetPass { user, times: 2, .. }] if user == ada),
            "{found:?}"
        );
        // one goes on to the other rep: what she let pass stays hers
        let (lead, handoff_id) = hers[0];
        let give = OfHandoff::GiveOn {
            lead,
            handoff: handoff_id,
            from: ada,
        };
        company.by(company.manager, give).await.unwrap();
        assert_eq!(asked().await, found);
        let until = company.engine.now() + Span::hours(2);
        let out = OfDuty::TakeOut { user: ada, until };
        company.by(company.manager, out).await.unwrap();
        let later = company.demo("later@sample-company.de").await;
        assert_eq!(handoff(&company, later).await.owner, Some(company.reps[1]));
        assert!(company.engine.roster().out(ada, company.engine.now()).is_some());
        company.pass(Span::hours(2)).await;
        assert!(company.engine.roster().out(ada, company.engine.now()).is_none());
        let mine = company.demo("mine@sample-company.de").await;
        let other = company.demo("other@sample-company.de").await;
        let owners = [
            handoff(&company, mine).await.owner,
            handoff(&company, other).await.owner,
        ];
        assert!(owners.contains(&Some(ada)), "she takes turns again");
        let kept = if owners[0] == Some(ada) { mine } else { other };
        company.clock.pass(Span::seconds(1));
        company.call(ada, kept, AttemptResult::NoAnswer).await.unwrap();
        let found = asked().await;
        assert!(found.iter().all(|of| of.user != ada), "she kept one: {found:?}");
        agrees(&company).await;
    }
}
