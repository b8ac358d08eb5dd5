//! Figures of the engine, each beside the limit of the ledger under it; `cargo xtask bench` runs this in release mode.
//!
//! `measure captures|overdue|lag|apply|replay FOLDER|POSTGRES-URL SECONDS [MANY]`: one line of JSON. On PostgreSQL databases named
//! `baton_measure_…` are made anew.

mod apply;
mod company;
mod limit;
mod replay;
mod staff;
mod timers;

use engine::Place;
use serde_json::json;
use std::error::Error;
use std::io::Write;
use std::time::Duration;
use tokio::runtime::Runtime;

/// What was tried, or why it did not work.
pub type Tried<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// Asks are prepared on one thread and forgotten on another; see `Cargo.toml`.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Asks under way at once.
const AT_ONCE: u64 = 64;

fn main() -> Tried<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let (Some(what), Some(place), Some(seconds)) = (args.first(), args.get(1), args.get(2)) else {
        return Err("measure captures|overdue|lag|apply|replay FOLDER|POSTGRES-URL SECONDS [MANY]".into());
    };
    let each = Duration::from_secs(seconds.parse()?);
    let pending = args.get(3).map_or(Ok(100_000), |it| it.parse())?;
    let runtime = Runtime::new()?;
    let line = match what.as_str() {
        "captures" => runtime.block_on(captures(place, each))?,
        "overdue" => runtime.block_on(async { timers::overdue(at(place, "overdue").await?).await })?,
        "lag" => runtime.block_on(async { timers::lag(at(place, "lag").await?, each, pending).await })?,
        "apply" => runtime.block_on(async { apply::apply(at(place, "apply").await?, pending).await })?,
        "replay" => runtime.block_on(async { replay::replay(at(place, "replay").await?, pending).await })?,
        other => return Err(format!("{other} is not measured here").into()),
    };
    writeln!(std::io::stdout(), "{line}")?;
    Ok(())
}

/// A new file in the folder, or a new database of the PostgreSQL server.
async fn at(place: &str, name: &str) -> Tried<Place> {
    if !place.starts_with("postgres") {
        return Ok(Place::File(std::path::Path::new(place).join(format!("{name}.db"))));
    }
    let (client, connection) = tokio_postgres::connect(place, tokio_postgres::NoTls).await?;
    let serving = tokio::spawn(connection);
    let drop = format!("DROP DATABASE IF EXISTS baton_measure_{name} WITH (FORCE)");
    client.batch_execute(&drop).await?;
    client
        .batch_execute(&format!("CREATE DATABASE baton_measure_{name}"))
        .await?;
    serving.abort();
    let (server, _) = place.rsplit_once('/').ok_or("the address names no database")?;
    let url = format!("{server}/baton_measure_{name}");
    Ok(Place::Postgres { url, pool: 8 })
}

/// How long each took, sorted, and what 99 of 100 stay under; milliseconds.
pub fn spread(mut each: Vec<Duration>) -> (f64, f64) {
    each.sort_unstable();
    let at = |share: usize| {
        each.get(each.len() * share / 100)
            .map_or(0.0, |it| it.as_secs_f64() * 1e3)
    };
    (at(50), at(99))
}

/// Captures by 64 at once, each answered when it is durable; then the same rows by the ledger alone.
async fn captures(place: &str, each: Duration) -> Tried<serde_json::Value> {
    let (engine, _) = company::open(at(place, "captures").await?, company::Running::start()).await?;
    let begun = tokio::time::Instant::now();
    let workers = (0..AT_ONCE).map(|worker| {
        let engine = engine.clone();
        tokio::spawn(async move {
            let mut lasted = Vec::new();
            for n in 0.. {
                if begun.elapsed() >= each {
                    break;
                }
                let asked = tokio::time::Instant::now();
                company::capture(&engine, &format!("{worker}-{n}"), engine.now()).await?;
                lasted.push(asked.elapsed());
            }
            Tried::Ok(lasted)
        })
    });
    let workers: Vec<_> = workers.collect();
    let mut lasted = Vec::new();
    for worker in workers {
        lasted.extend(worker.await??);
    }
    let took = begun.elapsed().as_secs_f64();
    let rate = lasted.len() as f64 / took;
    let (p50, p99) = spread(lasted);
    let limit = limit::of(&engine, place, each).await?;
    Ok(json!({ "rate": rate, "p50": p50, "p99": p99, "rows": limit.rows, "limit": limit.rate }))
}
