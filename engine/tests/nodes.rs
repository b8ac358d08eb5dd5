//! Two nodes on one PostgreSQL share one rotation fairly, and route nothing twice.

#![allow(clippy::unwrap_used, reason = "a test stops where it must")]
mod common;

use common::{Company, places, read};
use engine::{Engine, Place, verify};
use rules::Id;
use rules::ask::{Ask, Command};
use rules::fact::{Actor, Origin};
use std::collections::{BTreeMap, BTreeSet};

/// Captures sent to the two nodes together.
const CAPTURES: usize = 1_000;

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_captures_on_two_nodes_are_shared_evenly() {
    for (place, folder) in places().await {
        let Place::Postgres { url, pool } = &place else {
            continue;
        };
        let second = Place::Postgres {
            url: url.clone(),
            pool: *pool,
        };
        let company = Company::open(place, folder, 4).await;
        let other = Engine::open(second, company.clock.clone()).await.unwrap();
        let nodes = [company.engine.clone(), other];
        let sent = (0..CAPTURES).map(|n| send(nodes[n % 2].clone(), n));
        let answers = futures_util::future::join_all(sent.map(tokio::spawn)).await;
        let leads: BTreeSet<Id> = answers.into_iter().map(|answer| read(&answer.unwrap()).0).collect();
        assert_eq!(leads.len(), CAPTURES);
        let mut picks = BTreeMap::<Id, usize>::new();
        for lead in &leads {
            let state = company.lead(*lead).await;
            assert_eq!(state.handoffs.len(), 1, "routed once");
            *picks.entry(state.handoffs[0].owner.unwrap()).or_default() += 1;
        }
        let (least, most) = (picks.values().min().unwrap(), picks.values().max().unwrap());
        assert!(most - least <= 1, "{picks:?}");
        let report = verify::verify(company.engine.ledger(), &mut |_, _| {}).await.unwrap();
        assert!(report.agrees(), "{report:?}");
    }
}

async fn send(node: Engine, n: usize) -> serde_json::Value {
    let capture = Company::request(&format!("person{n}@sample-company.de"));
    let ask = Ask {
        id: Id::named("two nodes", &n.to_string()),
        actor: Actor::Visitor,
        scopes: vec![],
        at: node.now(),
        origin: Origin::Live,
        command: Command::Capture(Box::new(capture)),
    };
    node.submit(ask, engine::Lane::Interactive).await.unwrap()
}
