//! One open handoff per company, as it is kept: whoever comes first on whichever node, the others join; every row agrees.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops where it must")]
use crate::common;

use common::{Company, places, read};
use engine::handoff::reads::{Part, Whose, desk};
use engine::lead::reads::{Filter, list};
use engine::replay::replay;
use engine::{Engine, Lane, Place, verify};
use rules::ask::{Ask, OfHandoff, OfLead, OfTeam};
use rules::fact::{Actor, AttemptResult, Origin, RejectReason, ReviewChoice, Which};
use rules::replay::Window;
use rules::{Id, Span};
use std::collections::{BTreeMap, BTreeSet};

/// Companies, and people of each.
const COMPANIES: usize = 20;
const COLLEAGUES: usize = 12;

async fn agrees(company: &Company) {
    let report = verify::verify(company.engine.ledger(), &mut |_, _| {}).await.unwrap();
    assert!(report.agrees(), "{report:?}");
    assert_eq!(report.ownerless, 0);
}

/// The n-th person comes in on a node.
async fn comes(node: Engine, n: usize) -> (Id, Id) {
    let email = format!("person{n}@sample-firm-{}.de", n % COMPANIES);
    let ask = Ask {
        id: Id::named("colleague", &n.to_string()),
        actor: Actor::Visitor,
        scopes: vec![],
        at: node.now(),
        origin: Origin::Live,
        command: OfLead::Capture(Box::new(Company::request_of(&email))).into(),
    };
    read(&node.submit(ask, Lane::Interactive).await.unwrap())
}

/// All come at once; one of each company has a handoff, the others are part of it.
async fn all_at_once(company: &Company, nodes: &[Engine]) {
    let asks = (0..COMPANIES * COLLEAGUES).map(|n| tokio::spawn(comes(nodes[n % nodes.len()].clone(), n)));
    let answers = futures_util::future::join_all(asks).await;
    let mut open = BTreeMap::<Id, usize>::new();
    let mut picks = BTreeMap::<Id, usize>::new();
    let mut leads = BTreeSet::new();
    for answer in answers {
        let (lead, _) = answer.unwrap();
        leads.insert(lead);
        let state = company.lead(lead).await;
        match (state.open_handoff(), state.joined()) {
            (Some(handoff), None) => {
                *picks.entry(handoff.owner.unwrap()).or_default() += 1;
                *open.entry(handoff.id).or_default() += handoff.joined.len() + 1;
            }
            (None, Some(with)) => {
                let owner = company.lead(with.lead).await.handoff(with.handoff).unwrap().owner;
                assert_eq!(with.owner, owner);
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(leads.len(), COMPANIES * COLLEAGUES);
    assert_eq!(open.len(), COMPANIES, "one open handoff a company");
    assert!(open.values().all(|people| *people == COLLEAGUES), "{open:?}");
    let (least, most) = (picks.values().min().unwrap(), picks.values().max().unwrap());
    assert!(most - least <= 1, "and the rotation is as even as ever: {picks:?}");
    agrees(company).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn colleagues_who_come_at_once_have_one_handoff() {
    for (place, folder) in places().await {
        let company = Company::open(place, folder, 4).await;
        let node = [company.engine.clone()];
        all_at_once(&company, &node).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn colleagues_who_come_on_two_nodes_at_once_have_one_handoff() {
    for (place, folder) in places().await {
        let Place::Postgres { url, pool } = place.clone() else {
            continue;
        };
        let company = Company::open(place, folder, 4).await;
        let second = Place::Postgres { url, pool };
        let other = Engine::open(second, company.clock.clone()).await.unwrap();
        all_at_once(&company, &[company.engine.clone(), other]).await;
    }
}

async fn came(company: &Company, name: &str) -> (Id, Id) {
    let capture = Company::request_of(&format!("{name}@sample-together.de"));
    read(&company.submit(company.engine.fresh_id(), capture).await.unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn one_press_covers_all_who_joined_and_the_desk_counts_them() {
    for (place, folder) in places().await {
        let company = Company::open(place, folder, 2).await;
        let first = came(&company, "one").await;
        let (two, three) = (came(&company, "two").await.0, came(&company, "three").await.0);
        let owner = company.lead(first.0).await.open_handoff().unwrap().owner.unwrap();
        let part = Part {
            soon_until: company.engine.now() + Span::hours(1),
            only: None,
            after: None,
            limit: 20,
        };
        let shown = desk(company.engine.ledger(), Whose::Of(owner), &part).await.unwrap();
        assert_eq!(shown.items.len(), 1, "one card");
        assert_eq!(shown.items[0].joined, 2, "with two more people");
        let mine = Filter {
            owner: Some(owner),
            ..Filter::default()
        };
        let (listed, _) = list(company.engine.ledger(), None, &mine, None, 20).await.unwrap();
        assert_eq!(listed.len(), 3, "all three are his people");
        agrees(&company).await;
        company.call(owner, first, AttemptResult::Connected).await.unwrap();
        let back = company.engine.now() + Span::days(30);
        let said = company.report(owner, first, Which::FitNotReady, Some("no_budget_yet"), Some(back));
        said.await.unwrap();
        for lead in [first.0, two, three] {
            let state = company.lead(lead).await;
            assert_eq!(state.nurture.as_ref().and_then(|n| n.rep), Some(owner));
            assert!(!state.in_hands());
        }
        agrees(&company).await;
        // on the day one of them has the handoff again, and the others are part of it
        company.pass(Span::days(31)).await;
        let mut open = 0;
        for lead in [first.0, two, three] {
            let state = company.lead(lead).await;
            assert!(state.in_hands());
            open += state.handoffs.iter().filter(|h| h.is_open()).count();
        }
        assert_eq!(open, 1);
        agrees(&company).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_release_beside_an_open_handoff_opens_no_second_one() {
    for (place, folder) in places().await {
        let company = Company::open(place, folder, 2).await;
        let (lead, handoff) = came(&company, "one").await;
        let (two, second) = came(&company, "two").await;
        assert_eq!(second, Id::default());
        let owner = company.lead(lead).await.open_handoff().unwrap().owner.unwrap();
        let reject = OfHandoff::Reject {
            lead,
            handoff,
            reason: RejectReason::WrongTerritory,
            clause: None,
            covers: None,
        };
        company.by(owner, reject).await.unwrap();
        let choice = ReviewChoice::Release;
        for lead in [lead, two] {
            assert!(company.lead(lead).await.review.is_some());
            let release = OfLead::Review { lead, choice };
            company.by(company.marketer, release).await.unwrap();
        }
        let (one, other) = (company.lead(lead).await, company.lead(two).await);
        let open = one.open_handoff().unwrap();
        assert_eq!(other.joined().unwrap().handoff, open.id);
        assert!(other.handoffs.is_empty());
        agrees(&company).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_leaver_gave_back_is_nobodys_and_those_who_joined_go_with_the_handoff() {
    for (place, folder) in places().await {
        let company = Company::open(place, folder, 2).await;
        let back = company.demo("back@sample-company.de").await;
        let leaver = company.lead(back.0).await.open_handoff().unwrap().owner.unwrap();
        let reject = OfHandoff::Reject {
            lead: back.0,
            handoff: back.1,
            reason: RejectReason::Invalid,
            clause: None,
            covers: None,
        };
        company.by(leaver, reject).await.unwrap();
        let first = came(&company, "one").await;
        let two = came(&company, "two").await.0;
        let stays = *company.reps.iter().find(|rep| **rep != leaver).unwrap();
        let to_leaver = OfHandoff::Move {
            lead: first.0,
            handoff: first.1,
            to: leaver,
        };
        // whoever has it, it lies with the leaver now
        let _has_it_already = company.by(company.manager, to_leaver).await;
        assert_eq!(company.lead(two).await.held_by(), Some(leaver));
        let leaving = OfTeam::MoveOut {
            user: leaver,
            to: Some(stays),
        };
        company.by(company.admin, leaving).await.unwrap();
        engine::leaver::go_on_with_all(&company.engine).await.unwrap();
        assert_eq!(company.lead(two).await.held_by(), Some(stays));
        let his = Filter {
            owner: Some(leaver),
            ..Filter::default()
        };
        let (listed, _) = list(company.engine.ledger(), None, &his, None, 20).await.unwrap();
        assert_eq!(listed, vec![], "nothing carries the name of who left");
        agrees(&company).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_replay_of_the_version_in_force_finds_every_verdict_of_colleagues_too() {
    for (place, folder) in places().await {
        let company = Company::open(place, folder, 2).await;
        let first = came(&company, "one").await;
        let from = company.engine.now() - Span::days(1);
        for name in ["two", "two", "three"] {
            company.clock.pass(Span::minutes(5));
            came(&company, name).await;
        }
        let owner = company.lead(first.0).await.open_handoff().unwrap().owner.unwrap();
        company.call(owner, first, AttemptResult::Connected).await.unwrap();
        company
            .report(owner, first, Which::NotAFit, Some("too_small"), None)
            .await
            .unwrap();
        company.clock.pass(Span::days(2));
        came(&company, "two").await;
        // facts of one instant lie some microseconds after it
        company.clock.pass(Span::minutes(1));
        let window = Window {
            from,
            to: company.engine.now() + Span(1),
        };
        let never = std::sync::atomic::AtomicBool::new(false);
        let in_force = (company.engine.in_force(), window);
        let found = replay(&company.engine, in_force, &mut |_, _| {}, &never).await;
        let found = found.unwrap().unwrap();
        assert_eq!(
            (found.totals.leads, found.totals.differing),
            (3, 0),
            "{:?}",
            found.differing
        );
        assert!(found.is_same());
    }
}
