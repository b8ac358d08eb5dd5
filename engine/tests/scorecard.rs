//! How long the numbers of a quarter take: 250,000 handoffs. `cargo test -p engine --release --test stories scorecard:: -- --ignored --nocapture`
#![allow(clippy::unwrap_used, clippy::print_stderr)] // helpers stand outside the test functions

use crate::common;

use common::{places, wednesday};
use engine::handoff::records::TABLE;
use engine::scorecard::list::list;
use engine::scorecard::parts::Filter;
use engine::scorecard::reads::{Asked, numbers};
use engine::{Engine, HandClock};
use ledger::{OnClash, Value};
use rules::scorecard::{Part, Period};
use rules::{Id, Instant, Span};
use std::sync::Arc;

const HANDOFFS: u64 = 250_000;
const QUARTER: Span = Span::days(90);
const SOURCES: [&str; 6] = ["google", "linkedin", "newsletter", "partner", "trade_fair", "webinar"];
const TIERS: [&str; 4] = ["event", "qualified", "request", "return"];
const SAID: [&str; 3] = ["advanced", "fit_not_ready", "not_a_fit"];

/// Spread evenly below `of`, the same every time.
fn dice(n: u64, of: u64) -> u64 {
    let mixed = (n + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mixed = (mixed ^ (mixed >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (mixed >> 17) % of
}

fn row(n: u64) -> Vec<Value> {
    let text = |of: &str| Value::Text(of.to_owned());
    let roll = |salt: u64, of: u64| dice(n * 31 + salt, of);
    let trigger = wednesday().0 + (roll(1, 1_000_000) as i64) * (QUARTER.0 / 1_000_000);
    let due = trigger + Span::minutes(15).0;
    let tried = (roll(2, 100) < 93).then(|| trigger + Span::seconds(roll(3, 2_400) as i64).0);
    let connected = tried.filter(|_| roll(4, 100) < 60);
    let said = connected.filter(|_| roll(5, 100) < 90);
    let int = |at: Option<i64>| at.map_or(Value::Null, Value::Int);
    let stop = tried.map_or(Value::Null, |at| text(if at <= due { "met" } else { "late" }));
    let id = |salt: u64| Value::Bytes(Id::named("measure", &format!("{n}/{salt}")).0.to_vec());
    let known = [
        ("id", id(0)),
        ("lead_id", id(1)),
        ("origin", text("live")),
        ("tier", text(TIERS[roll(6, 4) as usize])),
        ("source", text(SOURCES[roll(7, 6) as usize])),
        ("rotation", text("DACH")),
        ("owner_id", Value::Bytes(vec![roll(8, 30) as u8; 16])),
        ("opened_at", Value::Int(trigger)),
        ("trigger_at", Value::Int(trigger)),
        ("submitted_at", Value::Int(trigger)),
        ("due_at", Value::Int(due)),
        ("attempts", Value::Int(3)),
        ("first_attempt_at", int(tried)),
        ("stop", stop),
        ("connected_at", int(connected)),
        (
            "feedback",
            said.map_or(Value::Null, |_| text(SAID[roll(9, 3) as usize])),
        ),
        ("feedback_at", int(said.map(|at| at + 1_000_000))),
        ("feedback_due_at", int(connected.map(|at| at + Span::days(2).0))),
    ];
    let of = |name: &str| {
        known
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, value)| value.clone())
    };
    TABLE
        .columns
        .iter()
        .map(|(name, _)| of(name).unwrap_or(Value::Null))
        .collect()
}

async fn fill(engine: &Engine) {
    for first in (0..HANDOFFS).step_by(5_000) {
        let mut tx = engine.ledger().begin().await.unwrap();
        let rows = (first..first + 5_000).map(row).collect();
        tx.put_many(&TABLE, rows, OnClash::Replace).await.unwrap();
        tx.commit().await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "measures a quarter of 250,000 handoffs"]
#[allow(clippy::disallowed_methods)] // measures
async fn a_quarter_of_250_000_handoffs() {
    for (place, folder) in places().await.into_iter().skip(1) {
        let now = wednesday() + QUARTER;
        let engine = Engine::open(place, Arc::new(HandClock::at(now, 1))).await.unwrap();
        fill(&engine).await;
        let filters = [
            Filter::default(),
            Filter {
                source: Some("webinar".into()),
                ..Filter::default()
            },
            Filter {
                tier: Some("request".into()),
                ..Filter::default()
            },
        ];
        for filter in filters {
            let period = Period {
                from: wednesday(),
                to: now,
            };
            let asked = Asked {
                period,
                filter,
                now,
                within: Span::days(1),
            };
            let mut took = vec![];
            for _ in 0..40 {
                let begun = std::time::Instant::now();
                let read = numbers(engine.ledger(), asked.clone()).await.unwrap();
                took.push(begun.elapsed());
                assert!(read.all.handed > 0);
            }
            took.sort();
            let read = numbers(engine.ledger(), asked.clone()).await.unwrap();
            let begun = std::time::Instant::now();
            let page = list(engine.ledger(), &read.list(Part::NotAFit, None), None, 50)
                .await
                .unwrap();
            eprintln!(
                "{}: {} handoffs, median {:?}, longest {:?}; a page of a list {:?} ({} lines)",
                engine.ledger().engine_name(),
                read.all.handed,
                took[20],
                took[39],
                begun.elapsed(),
                page.len()
            );
        }
        assert_eq!(engine.now(), Instant(now.0));
        drop(engine);
        if let Some(folder) = folder {
            let _ = std::fs::remove_dir_all(folder);
        }
    }
}
