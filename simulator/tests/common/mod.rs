//! Worlds to look into.
#![allow(dead_code, clippy::unwrap_used)] // helpers stand outside the test functions, and not every story needs all

use engine::{Engine, HandClock, Place};
use rules::fact::{Fact, SubjectKind};
use rules::{Id, Instant, Span};
use simulator::{Plan, World, run};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

/// Monday 2 March 2026, midnight in Berlin.
pub fn monday() -> Instant {
    Instant::parse("2026-03-02T00:00:00+01:00").unwrap()
}

pub fn plan(seed: u64, days: u32, reps: u32) -> Plan {
    Plan {
        seed,
        days,
        start: monday(),
        reps,
        leads_per_week: 60,
    }
}

pub async fn played(place: Place, plan: Plan) -> (Engine, World) {
    let clock = Arc::new(HandClock::at(plan.start, plan.seed));
    let engine = Engine::open(place, clock.clone()).await.unwrap();
    let world = run(&engine, &clock, &plan, &mut |_, _| {}).await.unwrap();
    assert_eq!(engine.now(), plan.start + Span::days(i64::from(plan.days)));
    (engine, world)
}

pub async fn facts(engine: &Engine, kind: SubjectKind) -> Vec<Fact> {
    let mut facts: Vec<Fact> = Vec::new();
    loop {
        let after = facts.last().map_or((Id::default(), 0), |f| (f.subject.id, f.seq));
        let page = engine::fact::reads::page(engine.ledger(), kind, after, 2_000)
            .await
            .unwrap();
        if page.is_empty() {
            return facts;
        }
        facts.extend(page);
    }
}

pub async fn fingerprint(engine: &Engine) -> u64 {
    let mut hasher = DefaultHasher::new();
    for kind in SubjectKind::ALL {
        for fact in facts(engine, kind).await {
            format!("{fact:?}").hash(&mut hasher);
        }
    }
    hasher.finish()
}
