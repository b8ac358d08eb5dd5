//! Timers: a backlog at a start, and how late strikes are committed while many more wait.

use crate::company::{self, Running};
use crate::{AT_ONCE, Tried, spread};
use engine::timers::{Timers, run};
use engine::{Engine, HandClock, Outside, Place, lead};
use ledger::{OnClash, Value};
use rules::{Id, Instant, Span};
use serde_json::json;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

/// Overdue at the start.
const OVERDUE: u64 = 10_000;
/// Due a second, while the lag is measured.
const DUE_A_SECOND: u64 = 200;
/// A request's reminder comes two thirds into its 15 minutes.
const REMINDER: Span = Span::minutes(10);

async fn taken_in(engine: &Engine, names: u64, at: impl Fn(u64) -> Instant) -> Tried<HashMap<Id, Instant>> {
    let mut leads = HashMap::new();
    for first in (0..names).step_by(AT_ONCE as usize) {
        let some = first..(first + AT_ONCE).min(names);
        let asks = some.map(|n| {
            let at = at(n);
            async move { Tried::Ok((company::capture(engine, &n.to_string(), at).await?, at)) }
        });
        for taken in futures_util::future::join_all(asks).await {
            let (lead, at) = taken?;
            leads.insert(lead, at);
        }
    }
    Ok(leads)
}

/// 10,000 deadlines that came while nobody ran: how long until all struck and are committed.
pub async fn overdue(place: Place) -> Tried<serde_json::Value> {
    let morning = Running::start().now();
    let clock = Arc::new(HandClock::at(morning, 1));
    let (engine, _) = company::open(place, clock.clone()).await?;
    let now = engine.now();
    taken_in(&engine, OVERDUE, |_| now).await?;
    clock.pass(REMINDER);
    let begun = tokio::time::Instant::now();
    let struck = Timers::default().strike(&engine, engine.now()).await?;
    let took = begun.elapsed().as_secs_f64();
    Ok(json!({ "struck": struck, "seconds": took, "rate": struck as f64 / took }))
}

/// How late a strike's commit is told here, with 200 due a second and many more waiting.
pub async fn lag(place: Place, each: Duration, pending: u64) -> Tried<serde_json::Value> {
    let outside = Running::start();
    let (engine, _) = company::open(place, outside.clone()).await?;
    let begun = tokio::time::Instant::now();
    fill(&engine, pending).await?;
    let filled = begun.elapsed().as_secs_f64();
    let strikes = DUE_A_SECOND * each.as_secs().max(1);
    // taken in early enough that the first is due once all are in
    let first = outside.now() + Span::seconds(15);
    let due = move |n: u64| first + Span((n * 1_000_000 / DUE_A_SECOND) as i64);
    let leads = taken_in(&engine, strikes, |n| due(n) - REMINDER).await?;
    let mut changes = engine.live().listen();
    let (tell, stop) = tokio::sync::watch::channel(false);
    let running = tokio::spawn(run(engine.clone(), stop));
    let mut lags = Vec::new();
    while (lags.len() as u64) < strikes {
        let change = changes.recv().await?;
        let now = engine.now();
        let late = change.leads.iter().filter_map(|lead| leads.get(lead));
        lags.extend(late.map(|at| Duration::from_micros((now - (*at + REMINDER)).0.unsigned_abs())));
    }
    tell.send(true)?;
    running.await?;
    let (p50, p99) = spread(lags);
    Ok(json!({ "strikes": strikes, "pending": pending, "p50": p50, "p99": p99, "filled_seconds": filled }))
}

/// Leads that are due some other day: rows as they are, beside the engine, to have many.
async fn fill(engine: &Engine, pending: u64) -> Tried<()> {
    let sample = company::capture(engine, "sample", engine.now()).await?;
    let state = lead::reads::one(engine.ledger(), sample)
        .await?
        .ok_or("the sample is gone")?;
    let row = lead::records::row(&state)?;
    let due = lead::records::TABLE.column("due_at")?.0;
    let next_month = engine.now() + Span::days(30);
    for first in (0..pending).step_by(1_000) {
        let rows = (first..first + 1_000).map(|n| {
            let mut row = row.clone();
            row[0] = Value::Bytes(Id::named("pending", &n.to_string()).0.to_vec());
            row[due] = Value::Int(next_month.0 + n as i64 * 1_000_000);
            row
        });
        let mut tx = engine.ledger().begin().await?;
        tx.put_many(&lead::records::TABLE, rows.collect(), OnClash::Fail)
            .await?;
        tx.commit().await?;
    }
    Ok(())
}
