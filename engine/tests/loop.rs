//! One lead, all the way round, told as stories on every engine.

use crate::common;

use common::{Company, places, read, wednesday};
use engine::EngineError;
use rules::agreement::Stage;
use rules::ask::{OfHandoff, OfLead};
use rules::fact::{AttemptResult, Clock, RejectReason, SubmissionKind, Which};
use rules::handoff::Verdict;
use rules::{Id, Instant, Span};

#[tokio::test(flavor = "multi_thread")]
async fn a_demo_request_is_on_a_reps_desk_with_its_due_time_in_one_commit() {
    for (place, folder) in places().await {
        let company = Company::open(place, folder, 2).await;
        let (lead, handoff) = company.demo("one@sample-company.de").await;
        let state = company.lead(lead).await;
        let found = state.handoff(handoff).unwrap();
        assert_eq!(state.stage, Stage::Mql);
        assert!(company.reps.contains(&found.owner.unwrap()));
        let terms = found.first_attempt.as_ref().unwrap();
        assert_eq!(terms.due, wednesday() + Span::minutes(15));
        let counted: i64 = terms.spans.iter().map(|s| s.counted.0).sum();
        assert_eq!(counted, Span::minutes(15).0, "the spans explain the due time");
        assert_eq!(found.verdict(company.engine.now()), Verdict::Pending);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_b_comes_back_to_the_same_rep_on_the_agreed_day() {
    for (place, folder) in places().await {
        let company = Company::open(place, folder, 3).await;
        let (lead, handoff) = company.demo("two@sample-company.de").await;
        let rep = company.lead(lead).await.handoff(handoff).unwrap().owner.unwrap();
        company.clock.pass(Span::minutes(4));
        company
            .call(rep, (lead, handoff), AttemptResult::Connected)
            .await
            .unwrap();
        let day = Instant::parse("2026-05-04T09:00:00+02:00").unwrap();
        company
            .report(
                rep,
                (lead, handoff),
                Which::FitNotReady,
                Some("no_budget_yet"),
                Some(day),
            )
            .await
            .unwrap();
        let state = company.lead(lead).await;
        assert_eq!(state.stage, Stage::Nurture);
        assert_eq!(
            state.handoff(handoff).unwrap().verdict(company.engine.now()),
            Verdict::Met
        );
        company.pass(day - company.engine.now() - Span(1)).await;
        assert!(
            company.lead(lead).await.open_handoff().is_none(),
            "not a microsecond early"
        );
        company.pass(Span(1)).await;
        let back = company.lead(lead).await;
        let returned = back.open_handoff().unwrap();
        assert_eq!(returned.owner, Some(rep));
        assert_eq!(returned.tier, "return");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_ask_sent_twice_happens_once_and_another_body_is_refused() {
    for (place, folder) in places().await {
        let company = Company::open(place, folder, 2).await;
        let id = Id::named("form", "token-1");
        let first = company
            .submit(id, Company::request("three@sample-company.de"))
            .await
            .unwrap();
        let again = company
            .submit(id, Company::request("three@sample-company.de"))
            .await
            .unwrap();
        assert_eq!(first, again);
        assert_eq!(company.lead(read(&first).0).await.submissions, 1);
        let other = company.submit(id, Company::request("other@sample-company.de")).await;
        assert!(matches!(other, Err(EngineError::IdReused)), "{other:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn late_alarms_the_manager_once_and_a_strike_is_no_verdict() {
    for (place, folder) in places().await {
        let company = Company::open(place, folder, 1).await;
        let (lead, handoff) = company.demo("four@sample-company.de").await;
        let rep = company.reps[0];
        assert_eq!(company.pass(Span::minutes(10)).await, 1, "a reminder at two thirds");
        assert_eq!(company.pass(Span::minutes(5)).await, 1, "the due instant");
        assert_eq!(company.pass(Span::minutes(5)).await, 0, "each rung once");
        let command = OfHandoff::Attempt {
            lead,
            handoff,
            channel: rules::fact::Channel::Call,
            result: AttemptResult::NoAnswer,
            occurred_at: Some(wednesday() + Span::minutes(12)),
            seen: false,
            note: Some("rang at twelve past".into()),
        };
        company.by(rep, command).await.unwrap();
        let state = company.lead(lead).await;
        assert_eq!(
            state.handoff(handoff).unwrap().verdict(company.engine.now()),
            Verdict::Met,
            "the facts decide"
        );
        assert_eq!(state.handoff(handoff).unwrap().owed().unwrap().0, Clock::NextAttempt);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn leads_of_a_weekend_are_held_with_a_name_and_routed_before_opening() {
    for (place, folder) in places().await {
        let company = Company::open(place, folder, 2).await;
        company.clock.set(Instant::parse("2026-03-07T15:00:00+01:00").unwrap());
        let (lead, handoff) = company.demo("five@sample-company.de").await;
        let held = company.lead(lead).await;
        let found = held.handoff(handoff).unwrap();
        assert_eq!(found.owner, None);
        assert_eq!(found.accountable, Some(company.manager));
        let opening = Instant::parse("2026-03-09T09:00:00+01:00").unwrap();
        assert_eq!(found.held_until, Some(opening - Span::minutes(30)));
        company.pass(opening - Span::minutes(30) - company.engine.now()).await;
        let routed = company.lead(lead).await;
        assert!(routed.handoff(handoff).unwrap().owner.is_some());
        assert!(routed.handoff(handoff).unwrap().first_attempt.as_ref().unwrap().due > opening);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rejected_lead_goes_to_marketing_and_its_release_is_a_new_trigger() {
    for (place, folder) in places().await {
        let company = Company::open(place, folder, 2).await;
        let (lead, handoff) = company.demo("six@sample-company.de").await;
        let rep = company.lead(lead).await.handoff(handoff).unwrap().owner.unwrap();
        let reject = OfHandoff::Reject {
            lead,
            handoff,
            reason: RejectReason::WrongTerritory,
            clause: None,
            covers: None,
        };
        company.by(rep, reject.clone()).await.unwrap();
        let state = company.lead(lead).await;
        assert!(state.review.is_some());
        assert_eq!(
            state.handoff(handoff).unwrap().verdict(company.engine.now()),
            Verdict::Rejected
        );
        let again = company.by(rep, reject).await;
        assert!(matches!(again, Err(EngineError::Refused(r)) if r.code == "handoff_closed"));
        company.clock.pass(Span::hours(1));
        let choice = rules::fact::ReviewChoice::Release;
        company
            .by(company.marketer, OfLead::Review { lead, choice })
            .await
            .unwrap();
        let released = company.lead(lead).await;
        assert_eq!(released.open_handoff().unwrap().trigger_at, company.engine.now());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn acts_are_refused_to_those_who_may_not() {
    for (place, folder) in places().await {
        let company = Company::open(place, folder, 2).await;
        let (lead, handoff) = company.demo("seven@sample-company.de").await;
        let owner = company.lead(lead).await.handoff(handoff).unwrap().owner.unwrap();
        let stranger = *company.reps.iter().find(|rep| **rep != owner).unwrap();
        for who in [stranger, company.marketer, company.admin] {
            let refused = company.call(who, (lead, handoff), AttemptResult::NoAnswer).await;
            assert!(matches!(refused, Err(EngineError::Refused(_))), "{refused:?}");
        }
        company
            .call(company.manager, (lead, handoff), AttemptResult::NoAnswer)
            .await
            .unwrap();
        let not = OfHandoff::NotALead {
            lead,
            handoff,
            what: SubmissionKind::Student,
        };
        company.by(owner, not).await.unwrap();
        assert_eq!(company.lead(lead).await.stage, Stage::NotALead);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sixty_four_at_once_are_shared_evenly_and_one_person_stays_one_lead() {
    for (place, folder) in places().await {
        let company = Company::open(place, folder, 4).await;
        let asks = (0..64).map(|n| {
            let capture = Company::request(&format!("person{}@sample-company.de", n % 60));
            company.submit(Id::named("many", &n.to_string()), capture)
        });
        let handles: Vec<_> = asks.collect();
        let mut owners = std::collections::BTreeMap::<Id, usize>::new();
        let mut leads = std::collections::BTreeSet::new();
        for answer in futures_util::future::join_all(handles).await {
            leads.insert(read(&answer.unwrap()).0);
        }
        for lead in &leads {
            let open = company.lead(*lead).await.open_handoff().unwrap().owner.unwrap();
            *owners.entry(open).or_default() += 1;
        }
        assert_eq!(leads.len(), 60);
        assert!(owners.values().all(|n| *n == 15), "{owners:?}");
    }
}
