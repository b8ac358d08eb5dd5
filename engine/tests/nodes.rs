//! Two nodes on one PostgreSQL share one rotation fairly, route nothing twice, and tell each other's open pages.

#![allow(clippy::unwrap_used, reason = "a test stops where it must")]
use crate::common;

use common::{Company, places, read};
use engine::live::Change;
use engine::{Engine, Place, nodes, verify};
use ledger::{Kind, Statement};
use rules::Id;
use rules::ask::{Ask, OfLead};
use rules::fact::{Actor, AttemptResult, Origin, Role};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::broadcast::Receiver;
use tokio::sync::watch;

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

/// Both nodes of one company, the second hearing the first. `None` where there is no PostgreSQL.
async fn two_nodes() -> Option<(Company, Engine, watch::Sender<bool>)> {
    for (place, folder) in places().await {
        let Place::Postgres { url, pool } = place.clone() else {
            continue;
        };
        let company = Company::open(place, folder, 1).await;
        let other = Engine::open(Place::Postgres { url, pool }, company.clock.clone())
            .await
            .unwrap();
        let (stop, stopped) = watch::channel(false);
        let mut changes = other.live().listen();
        tokio::spawn(nodes::run(other.clone(), stopped));
        // it looks at everything once it listens
        assert!(until(&mut changes, |change| change.everything).await < SECOND);
        return Some((company, other, stop));
    }
    None
}

const SECOND: Duration = Duration::from_secs(1);

/// How long it took until such a change was told.
async fn until(changes: &mut Receiver<Arc<Change>>, wanted: impl Fn(&Change) -> bool) -> Duration {
    let begun = tokio::time::Instant::now();
    let hear = async { while !wanted(&changes.recv().await.unwrap()) {} };
    tokio::time::timeout(10 * SECOND, hear).await.unwrap();
    begun.elapsed()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_node_commits_the_pages_of_the_other_hear_within_a_second() {
    let Some((company, other, _stop)) = two_nodes().await else {
        return;
    };
    let (mut here, mut there) = (company.engine.live().listen(), other.live().listen());
    let (lead, handoff) = company.demo("heard@sample-company.de").await;
    let rep = company.reps[0];
    let told = |change: &Change| change.leads.contains(&lead) && change.users.contains(&rep);
    assert!(until(&mut there, told).await < SECOND);
    assert!(until(&mut here, told).await < SECOND);
    let attempt = company.call(rep, (lead, handoff), AttemptResult::NoAnswer).await;
    attempt.unwrap();
    assert!(until(&mut there, |change| change.leads.contains(&lead)).await < SECOND);
    assert!(
        here.recv().await.is_ok(),
        "its own pages hear of it once, at the commit"
    );
    assert!(here.try_recv().is_err(), "and not a second time");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_colleague_on_one_node_is_known_to_the_other() {
    let Some((company, other, _stop)) = two_nodes().await else {
        return;
    };
    let mut there = other.live().listen();
    let rep = company.hire("Sample Newcomer", Role::Rep).await;
    assert!(until(&mut there, |change| change.reference).await < SECOND);
    assert!(other.roster().users.contains_key(&rep));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_was_lost_is_had_again_and_everything_is_looked_at() {
    let Some((company, other, _stop)) = two_nodes().await else {
        return;
    };
    let mut there = other.live().listen();
    let mut tx = company.engine.ledger().begin().await.unwrap();
    let ended = tx.query(&END_LISTENERS, &[]).await.unwrap();
    assert_eq!(ended.len(), 1, "the listening connection of the second node");
    drop(tx);
    assert!(until(&mut there, |change| change.everything).await < 2 * SECOND);
    let (lead, _) = company.demo("again@sample-company.de").await;
    assert!(until(&mut there, |change| change.leads.contains(&lead)).await < SECOND);
}

static END_LISTENERS: Statement = Statement {
    name: "the network goes away for whoever listens",
    sql: "SELECT CAST(pid AS BIGINT), CAST(CAST(pg_terminate_backend(pid) AS INTEGER) AS BIGINT) FROM pg_stat_activity \
          WHERE datname = current_database() AND query LIKE 'LISTEN %'",
    params: &[],
    columns: &[Kind::Int, Kind::Int],
};

async fn send(node: Engine, n: usize) -> serde_json::Value {
    let capture = Company::request(&format!("person{n}@sample-company.de"));
    let ask = Ask {
        id: Id::named("two nodes", &n.to_string()),
        actor: Actor::Visitor,
        scopes: vec![],
        at: node.now(),
        origin: Origin::Live,
        command: OfLead::Capture(Box::new(capture)).into(),
    };
    node.submit(ask, engine::Lane::Interactive).await.unwrap()
}
