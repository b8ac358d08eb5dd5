//! Worlds: the same from the same seed, alive, and nobody's lead is lost.
#![allow(clippy::unwrap_used, clippy::print_stderr)] // helpers stand outside the test functions

mod common;

use common::{facts, fingerprint, monday, plan, played};
use engine::scorecard::list::{ListOf, list};
use engine::scorecard::parts::Filter;
use engine::scorecard::reads::Asked;
use engine::{Engine, HandClock, Place};
use rules::fact::{Body, Origin, Role, SubjectKind};
use rules::scorecard::{By, Part, Period};
use rules::{Instant, Span};
use simulator::{SimError, demo};
use std::sync::Arc;

#[tokio::test(flavor = "multi_thread")]
async fn the_same_seed_makes_the_same_facts() {
    let (one, first) = played(Place::Memory, plan(11, 12, 6)).await;
    let (two, second) = played(Place::Memory, plan(11, 12, 6)).await;
    assert_eq!(first, second);
    assert_eq!(fingerprint(&one).await, fingerprint(&two).await);
    let (other, _) = played(Place::Memory, plan(12, 12, 6)).await;
    assert_ne!(fingerprint(&one).await, fingerprint(&other).await);
}

#[tokio::test(flavor = "multi_thread")]
#[allow(clippy::disallowed_methods)] // measures
async fn a_quarter_of_twelve_reps_is_played_and_everything_happens_in_it() {
    let begun = std::time::Instant::now();
    let (engine, world) = played(Place::Memory, plan(8, 90, 12)).await;
    let took = begun.elapsed();
    let all = facts(&engine, SubjectKind::Lead).await;
    eprintln!("90 days, 12 reps: {took:?}; {} facts; {world:?}", all.len());
    assert!((600..1_000).contains(&world.leads), "{}", world.leads);
    for act in [
        "capture",
        "attempt",
        "advanced",
        "fit_not_ready",
        "not_a_fit",
        "reject",
        "not_a_lead",
        "review",
        "respond",
        "move",
    ] {
        assert!(world.acts.get(act).is_some_and(|n| *n > 0), "{act}");
    }
    let refused: u32 = world.refused.values().sum();
    assert!(refused * 50 < world.acts.values().sum::<u32>(), "{:?}", world.refused);
    let has = |what: fn(&Body) -> bool| all.iter().any(|fact| what(&fact.body));
    assert!(has(|b| matches!(b, Body::Held(_))), "nights and weekends");
    assert!(has(|b| matches!(b, Body::NurtureOut(_))), "a B came back");
    assert!(has(|b| matches!(b, Body::NoContact(_))));
    assert!(!has(|b| matches!(b, Body::Quarantined(_))), "no deadline in vain");
    let lag = all.iter().filter_map(|f| match &f.body {
        Body::Struck(struck) => Some(struck.real - struck.intended),
        _ => None,
    });
    assert_eq!(lag.max(), Some(Span::ZERO), "every strike at its instant");
}

async fn count(
    engine: &Engine,
    part: Part,
    by: By,
    now: Instant,
    only: impl Fn(&engine::scorecard::list::Line) -> bool,
) -> usize {
    let asked = Asked {
        period: Period {
            from: Instant(0),
            to: Instant(i64::MAX),
        },
        filter: Filter::default(),
        now,
        within: Span::days(1),
    };
    let lines = list(engine.ledger(), &ListOf { part, by, asked }, None, 1_000)
        .await
        .unwrap();
    lines.iter().filter(|line| only(line)).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_demo_says_so_and_is_alive_at_its_end() {
    let folder = std::env::temp_dir().join(format!("baton-demo-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let place = Place::File(folder.join("demo.db"));
    let now = Instant::parse("2026-06-10T11:00:00+02:00").unwrap();
    let world = demo(place.clone(), 5, 35, now, &mut |_, _| {}).await.unwrap();
    for role in Role::ALL {
        assert!(
            world
                .users
                .iter()
                .any(|u| u.role == role && u.name.starts_with("Demo ")),
            "{role:?}"
        );
    }
    let engine = Engine::open(place.clone(), Arc::new(HandClock::at(now, 1)))
        .await
        .unwrap();
    assert!(engine.is_demo());
    let all = facts(&engine, SubjectKind::Lead).await;
    assert!(
        all.iter()
            .all(|fact| fact.origin == Origin::Demo && fact.recorded_at <= now + Span::seconds(1))
    );
    let soon = |line: &engine::scorecard::list::Line| line.due_at.is_some_and(|due| due - now < Span::hours(1));
    assert!(count(&engine, Part::Pending, By::Due, now, soon).await > 0, "due soon");
    let open = count(&engine, Part::Open, By::Trigger, now, |_| true).await;
    assert!(open >= 20, "{open} open");
    let late = count(&engine, Part::Open, By::Trigger, now, |l| {
        l.owed_at.is_some_and(|at| at < now)
    })
    .await;
    assert!(late > 0, "somebody is late");
    let today = all.iter().any(|fact| match &fact.body {
        Body::NurtureIn(into) => into.until.is_some_and(|at| at > now && at - now < Span::hours(12)),
        _ => false,
    });
    assert!(today, "somebody returns today");
    let again = demo(place, 5, 35, now, &mut |_, _| {}).await;
    assert!(matches!(again, Err(SimError::NotEmpty)));
    drop(engine);
    let _ = std::fs::remove_dir_all(&folder);
}

#[tokio::test(flavor = "multi_thread")]
async fn at_night_leads_are_held_under_a_name() {
    let (engine, _) = played(Place::Memory, plan(3, 6, 4)).await;
    let now = engine.now();
    assert_eq!(now, monday() + Span::days(6), "a Sunday, midnight");
    let held = count(&engine, Part::Open, By::Trigger, now, |line| {
        line.held_until.is_some_and(|until| until > now) && line.accountable.is_some()
    })
    .await;
    assert!(held > 0, "Saturday's leads wait for Monday");
}
