//! A load client over HTTP, and the company it meets; `cargo xtask bench` runs it beside a `baton serve` in release mode.
//!
//! - `load fill PLACE LEADS HANDOFFS`: a new database with leads of the past and handoffs worked to feedback; one line of
//!   JSON with a token and sessions to call with.
//! - `load captures ADDRESS TOKEN SECONDS`: 64 connections, each waiting for its answer before the next.
//! - `load pages ADDRESS SESSION SECONDS`: each page of a manager, one at a time.
//! - `load events ADDRESS TOKEN SECONDS SESSION…`: 100 captures a second, 50 queues open: post to event.
//!
//! It speaks to loopback addresses only.

mod client;
mod fill;
mod load;
#[path = "../../../engine/examples/measure/staff.rs"]
mod staff;

use std::error::Error;
use std::io::Write;
use std::net::SocketAddr;
use std::time::Duration;

/// Asks are prepared on one thread and forgotten on another; see `Cargo.toml`.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What was tried, or why it did not work.
pub type Tried<T> = Result<T, Box<dyn Error + Send + Sync>>;

const USAGE: &str = "load fill PLACE LEADS HANDOFFS | captures ADDRESS TOKEN SECONDS | pages ADDRESS SESSION SECONDS | events ADDRESS TOKEN SECONDS SESSION…";

fn main() -> Tried<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let line = match args.as_slice() {
        ["fill", place, leads, handoffs] => {
            let work = fill::fill(place, leads.parse()?, handoffs.parse()?);
            tokio::runtime::Runtime::new()?.block_on(work)?
        }
        ["captures", address, token, seconds] => alone(load::captures(loopback(address)?, token, length(seconds)?))?,
        ["pages", address, session, seconds] => alone(load::pages(loopback(address)?, session, length(seconds)?))?,
        ["events", address, token, seconds, sessions @ ..] => {
            alone(load::events(loopback(address)?, token, length(seconds)?, sessions))?
        }
        _ => return Err(USAGE.into()),
    };
    writeln!(std::io::stdout(), "{line}")?;
    Ok(())
}

/// The client has one thread: the machine is the server's.
fn alone<T>(work: impl Future<Output = Tried<T>>) -> Tried<T> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(work)
}

fn loopback(address: &str) -> Tried<&str> {
    let parsed: SocketAddr = address.parse()?;
    if parsed.ip().is_loopback() {
        return Ok(address);
    }
    Err("only an address of this machine is loaded".into())
}

fn length(seconds: &str) -> Tried<Duration> {
    Ok(Duration::from_secs(seconds.parse::<u64>()?.clamp(1, 600)))
}
