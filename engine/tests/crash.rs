//! Killed in the middle of load, again and again: whatever was acknowledged is there, once, and every row agrees.
#![allow(
    clippy::unwrap_used,
    reason = "a test stops where it must, and every story uses a part of this"
)]

use crate::common;

use common::{Company, places, wednesday};
use engine::verify::{lost, verify};
use engine::{Engine, HandClock, Lane, Place};
use rules::ask::{Ask, Command, OfHandoff, OfLead};
use rules::fact::{Actor, AttemptResult, Channel, Origin};
use rules::{Id, Span};
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Stdio};
use std::sync::Arc;

/// How often it is killed.
const KILLS: u64 = 3;
/// Asks acknowledged before it is killed.
const ACKNOWLEDGED: usize = 400;
/// Captures under way at once.
const AT_ONCE: u64 = 64;
/// Tells the child where, which round, and who the manager is.
const WISH: &str = "BATON_TEST_HAMMER";

/// An ask that was acknowledged: its id, and the lead it was answered with.
type Kept = (Id, Id);

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_survives_being_killed_and_is_there_once() {
    for (place, folder) in places().await {
        if matches!(place, Place::Memory) {
            continue;
        }
        let company = Company::open(place.clone(), None, 3).await;
        let manager = company.manager;
        drop(company);
        let mut kept: Vec<Kept> = Vec::new();
        for round in 0..KILLS {
            kept.extend(killed_in_the_middle(&place, round, manager));
            let engine = Engine::open(place.clone(), clock(1_000 + round)).await.unwrap();
            check(&engine, &kept).await;
        }
        if let Some(folder) = folder {
            std::fs::remove_dir_all(folder).unwrap();
        }
    }
}

fn clock(seed: u64) -> Arc<HandClock> {
    Arc::new(HandClock::at(wednesday() + Span::minutes(1), seed))
}

/// Starts the load in a process of its own, and kills it once enough was acknowledged.
fn killed_in_the_middle(place: &Place, round: u64, manager: Id) -> Vec<Kept> {
    let mut child = start(place, round, manager);
    let mut kept = Vec::new();
    let output = BufReader::new(child.stdout.take().unwrap());
    for line in output.lines().map_while(Result::ok) {
        kept.extend(line.strip_prefix("kept ").and_then(read));
        if kept.len() == ACKNOWLEDGED {
            // SIGKILL: nothing is flushed, nobody says goodbye; what was printed before is still read
            child.kill().unwrap();
        }
    }
    let ended = child.wait().unwrap();
    assert!(
        kept.len() >= ACKNOWLEDGED && !ended.success(),
        "{} kept, {ended}",
        kept.len()
    );
    kept
}

fn start(place: &Place, round: u64, manager: Id) -> Child {
    let place = match place {
        Place::File(path) => path.display().to_string(),
        Place::Postgres { url, .. } => url.clone(),
        Place::Memory => unreachable!("memory does not survive its process"),
    };
    std::process::Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "crash::the_load_in_a_process_of_its_own",
            "--nocapture",
            "--ignored",
        ])
        .env(WISH, format!("{round} {manager} {place}"))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

fn read(line: &str) -> Option<Kept> {
    let (ask, lead) = line.split_once(' ')?;
    Some((Id::parse(ask)?, Id::parse(lead)?))
}

async fn check(engine: &Engine, kept: &[Kept]) {
    let report = verify(engine.ledger(), &mut |_, _| {}).await.unwrap();
    assert!(report.agrees(), "{report:#?}");
    assert_eq!(report.ownerless, 0);
    let asks: Vec<Id> = kept.iter().map(|(ask, _)| *ask).collect();
    assert_eq!(lost(engine.ledger(), &asks).await.unwrap(), []);
    for (_, lead) in kept {
        let state = engine::lead::reads::one(engine.ledger(), *lead).await.unwrap().unwrap();
        assert_eq!(state.submissions, 1, "once");
    }
}

/// Not a test by itself: the process that is killed.
#[test]
#[ignore = "started and killed by the test above"]
#[allow(clippy::disallowed_methods)] // what to do comes from the test that starts it
fn the_load_in_a_process_of_its_own() {
    let Ok(wish) = std::env::var(WISH) else { return };
    let [round, manager, place] = wish.splitn(3, ' ').collect::<Vec<_>>()[..] else {
        return;
    };
    let (round, manager) = (round.parse().unwrap(), Id::parse(manager).unwrap());
    let place = if place.starts_with("postgres") {
        let url = place.to_owned();
        Place::Postgres { url, pool: 8 }
    } else {
        Place::File(place.into())
    };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(load(place, round, manager));
}

async fn load(place: Place, round: u64, manager: Id) {
    let engine = Engine::open(place, clock(round)).await.unwrap();
    let workers = (0..AT_ONCE).map(|worker| {
        let engine = engine.clone();
        tokio::spawn(async move {
            for n in 0.. {
                one(&engine, &format!("{round}/{worker}/{n}"), manager).await;
            }
        })
    });
    for worker in workers.collect::<Vec<_>>() {
        worker.await.unwrap();
    }
}

/// A lead comes in and is called.
async fn one(engine: &Engine, name: &str, manager: Id) {
    let capture = Company::request(&format!("{}@sample-company.de", name.replace('/', "-")));
    let ask = Id::named("capture", name);
    let capture = OfLead::Capture(Box::new(capture));
    let Some(answer) = asked(engine, ask, Actor::Visitor, capture).await else {
        return;
    };
    let (lead, handoff) = common::read(&answer);
    say(ask, lead);
    let called = OfHandoff::Attempt {
        lead,
        handoff,
        channel: Channel::Call,
        result: AttemptResult::NoAnswer,
        occurred_at: None,
        seen: true,
        note: None,
    };
    let ask = Id::named("call", name);
    if asked(engine, ask, Actor::User(manager), called).await.is_some() {
        say(ask, lead);
    }
}

async fn asked(engine: &Engine, id: Id, actor: Actor, command: impl Into<Command>) -> Option<serde_json::Value> {
    let ask = Ask {
        id,
        actor,
        scopes: Vec::new(),
        at: engine.now(),
        origin: Origin::Live,
        command: command.into(),
    };
    engine.submit(ask, Lane::Interactive).await.ok()
}

/// Only after the answer: a line that is out was acknowledged.
fn say(ask: Id, lead: Id) {
    let mut out = std::io::stdout().lock();
    out.write_all(format!("kept {ask} {lead}\n").as_bytes()).unwrap();
    out.flush().unwrap();
}
