//! Timers: due rows are found by index and struck through the one door. A strike twice in vain is taken out of service.

use crate::door::Lane;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::lead::reads;
use rules::ask::{Ask, Command};
use rules::fact::{Actor, Origin};
use rules::lead::{Deadline, Lead, deadlines};
use rules::{Id, Instant};
use std::collections::HashMap;
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;

/// Most rows looked at in one go.
pub const BATCH: i64 = 256;
/// The wall clock is asked at least this often, so that a stepped clock is noticed.
pub const SLEEP_MAX: Duration = Duration::from_secs(1);
/// Most goes before others get a turn.
pub const GOES_MAX: usize = 1_000;

/// A deadline of a lead.
type Due = (Id, Deadline);

/// The timers of one node.
#[derive(Debug, Default)]
pub struct Timers {
    /// Strikes that left their row where it was.
    vain: HashMap<(Id, i64), u32>,
}

impl Timers {
    /// Strikes everything due at `now`; tells how many deadlines struck.
    ///
    /// # Errors
    /// `EngineError` when the ledger cannot be read; what struck before that stays struck.
    pub async fn strike(&mut self, engine: &Engine, now: Instant) -> Result<usize, EngineError> {
        let mut struck = 0;
        for _ in 0..GOES_MAX {
            let leads = reads::due(engine.ledger(), now, BATCH).await?;
            if leads.is_empty() {
                break;
            }
            struck += self.strike_all(engine, &leads, now).await;
        }
        Ok(struck)
    }

    async fn strike_all(&mut self, engine: &Engine, leads: &[Lead], now: Instant) -> usize {
        let due: Vec<Due> = leads.iter().filter_map(|lead| first_due(lead, now)).collect();
        let origin = engine.origin();
        let asked = due
            .iter()
            .map(|due| engine.submit(ask(*due, now, origin), Lane::Interactive));
        let replies = in_order(asked.map(Box::pin).collect()).await;
        let mut struck = 0;
        for (due, reply) in due.into_iter().zip(replies) {
            let done = reply.is_ok_and(|answer| answer["struck"] == true);
            struck += usize::from(done);
            self.note(engine, due, done, now).await;
        }
        struck
    }

    /// A strike that did nothing is tried once more; then the lead's timers are taken out of service and shown.
    async fn note(&mut self, engine: &Engine, (lead, deadline): Due, done: bool, now: Instant) {
        let key = (lead, deadline.at.0);
        if done {
            self.vain.remove(&key);
            let lag = (now - deadline.at).0 as f64 / 1e6;
            metrics::histogram!("baton_timer_lag_seconds").record(lag);
            return;
        }
        let tries = self.vain.entry(key).or_default();
        *tries += 1;
        if *tries < 2 {
            return;
        }
        self.vain.remove(&key);
        tracing::warn!(
            clock = deadline.clock.code(),
            "a deadline struck twice in vain; its lead's timers are out of service"
        );
        metrics::counter!("baton_quarantined").increment(1);
        let name = format!("{lead}/{}/{}", deadline.clock.code(), deadline.at.0);
        let command = Command::Quarantine {
            lead,
            clock: deadline.clock,
        };
        let id = Id::named("quarantine", &name);
        let ask = Ask {
            id,
            actor: Actor::System,
            scopes: Vec::new(),
            at: now,
            origin: engine.origin(),
            command,
        };
        if let Err(error) = engine.submit(ask, Lane::Interactive).await {
            tracing::error!(%error, "a lead could not be taken out of service");
        }
    }
}

fn first_due(lead: &Lead, now: Instant) -> Option<Due> {
    deadlines(lead).into_iter().find(|d| d.at <= now).map(|d| (lead.id, d))
}

/// Waits for all of them. Each goes to the door in its turn, so that the most pressing is decided first.
async fn in_order<F: Future + Unpin>(futures: Vec<F>) -> Vec<F::Output> {
    let mut places: Vec<(Option<F>, Option<F::Output>)> = futures.into_iter().map(|f| (Some(f), None)).collect();
    std::future::poll_fn(|context| {
        for (future, output) in &mut places {
            if let Some(Poll::Ready(done)) = future.as_mut().map(|f| Pin::new(f).poll(context)) {
                (*future, *output) = (None, Some(done));
            }
        }
        let waits = places.iter().any(|(future, _)| future.is_some());
        if waits { Poll::Pending } else { Poll::Ready(()) }
    })
    .await;
    places.into_iter().filter_map(|(_, output)| output).collect()
}

/// A strike's id follows from what strikes, so that it happens once on however many nodes.
fn ask((lead, d): Due, now: Instant, origin: Origin) -> Ask {
    let handoff = d.handoff.map(|id| id.to_string()).unwrap_or_default();
    let name = format!("{lead}/{}/{}/{handoff}/{}", d.clock.code(), d.rung.code(), d.at.0);
    let command = Command::Strike {
        lead,
        clock: d.clock,
        rung: d.rung,
        handoff: d.handoff,
        due: d.at,
    };
    Ask {
        id: Id::named("strike", &name),
        actor: Actor::System,
        scopes: Vec::new(),
        at: now,
        origin,
        command,
    }
}

/// Runs the timers until told to stop: woken by a new earliest deadline, or after a second at the latest.
pub async fn run(engine: Engine, mut stop: tokio::sync::watch::Receiver<bool>) {
    let mut timers = Timers::default();
    while !*stop.borrow() {
        let now = engine.now();
        if let Err(error) = engine.refresh().await {
            tracing::error!(%error, "roster and agreement could not be read");
        }
        if let Err(error) = timers.strike(&engine, now).await {
            tracing::error!(%error, "timers could not be read");
        }
        let wait = wait_for(&engine, now).await;
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            () = engine.woken() => {}
            _ = stop.changed() => {}
        }
    }
}

async fn wait_for(engine: &Engine, now: Instant) -> Duration {
    match reads::next_due(engine.ledger()).await {
        Ok(Some(next)) => Duration::from_micros((next - now).0.clamp(1_000, SLEEP_MAX.as_micros() as i64) as u64),
        _ => SLEEP_MAX,
    }
}
