//! Timers: due rows are found by index and struck through the one door.
//!
//! No lease holds a due row: a strike's id follows from what strikes, so it happens once, on however many nodes (see
//! `decisions/2026-11-22-timers-without-leases.md`). A deadline that stays where it was after two strikes is taken out
//! of service, and shown.

use crate::decider::Reply;
use crate::door::Lane;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::lead::reads;
use futures_util::future::join_all;
use rules::ask::{Ask, Command, OfLead, OfPattern};
use rules::fact::Actor;
use rules::lead::{Deadline, Lead, deadlines};
use rules::{Id, Instant, Span};
use std::collections::HashMap;
use std::time::Duration;

/// Most leads looked at in one go: a few of the decider's groups, so that it never waits for the next read.
pub const BATCH: i64 = 1_024;
/// Strikes later than this are a backlog: people go first.
pub const BACKLOG_AFTER: Span = Span::seconds(1);
/// The wall clock is asked at least this often, so that a stepped clock is noticed.
pub const SLEEP_MAX: Duration = Duration::from_secs(1);
/// Commits wake the timers; they look no more often than this.
pub const SLEEP_MIN: Duration = Duration::from_millis(10);
/// Most goes before the loop looks at the clock again.
pub const GOES_MAX: usize = 1_000;

/// A deadline of a lead.
type Due = (Id, Deadline);

/// The timers of one node.
#[derive(Debug, Default)]
pub struct Timers {
    /// Strikes that left their row where it was.
    vain: HashMap<(Id, i64), u32>,
}

/// What came of one go.
#[derive(Clone, Copy, Debug, Default)]
struct Went {
    struck: usize,
    /// Nothing was kept: the door is full or the database is away.
    kept_out: bool,
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
            let went = self.go(engine, &leads, now).await;
            struck += went.struck;
            if went.kept_out {
                break;
            }
        }
        Ok(struck + strike_patterns(engine, now).await?)
    }

    /// All deadlines of these leads that are due, asked in their order, so that the most pressing goes first.
    async fn go(&mut self, engine: &Engine, leads: &[Lead], now: Instant) -> Went {
        let mut asked = Vec::with_capacity(leads.len());
        for lead in leads {
            let due = deadlines(lead).into_iter().filter(|d| d.at <= now);
            let strikes: Vec<Due> = due.map(|deadline| (lead.id, deadline)).collect();
            if strikes.is_empty() {
                self.take_out(engine, lead.id, None, now).await;
            }
            asked.extend(strikes.into_iter().enumerate());
        }
        asked.sort_by_key(|(_, (lead, deadline))| (deadline.at, deadline.rank, deadline.since, *lead));
        // one lane for all of a go: two would overtake each other
        let lane = lane(asked.first(), now);
        let strikes = asked.iter().map(|(_, due)| engine.submit(ask(engine, *due, now), lane));
        let replies = join_all(strikes).await;
        let mut went = Went::default();
        for ((place, due), reply) in asked.into_iter().zip(replies) {
            match outcome(&reply) {
                Some(true) => {
                    went.struck += 1;
                    lag(engine, due);
                }
                // what a lead's first strike brings about may do away with its others
                Some(false) if place == 0 => self.in_vain(engine, due, now).await,
                Some(false) => {}
                None => went.kept_out = true,
            }
        }
        went
    }

    /// A strike that did nothing is tried once more; then the lead's timers are taken out of service and shown.
    async fn in_vain(&mut self, engine: &Engine, (lead, deadline): Due, now: Instant) {
        let stands = reads::one(engine.ledger(), lead).await;
        let stands = stands.is_ok_and(|lead| lead.is_some_and(|lead| deadlines(&lead).contains(&deadline)));
        let key = (lead, deadline.at.0);
        if !stands {
            // somebody acted in between, or another node struck it
            self.vain.remove(&key);
            return;
        }
        let tries = self.vain.entry(key).or_default();
        *tries += 1;
        if *tries >= 2 {
            self.vain.remove(&key);
            self.take_out(engine, lead, Some(deadline), now).await;
        }
    }

    async fn take_out(&self, engine: &Engine, lead: Id, deadline: Option<Deadline>, now: Instant) {
        let clock = deadline.map_or(rules::fact::Clock::FirstAttempt, |d| d.clock);
        let at = deadline.map_or(now, |d| d.at);
        tracing::warn!(
            clock = clock.code(),
            "a deadline struck in vain; its lead's timers are out of service"
        );
        metrics::counter!("baton_quarantined").increment(1);
        let id = Id::named("quarantine", &format!("{lead}/{}/{}", clock.code(), at.0));
        let ask = by_itself(engine, id, now, OfLead::Quarantine { lead, clock });
        if let Err(error) = engine.submit(ask, Lane::Interactive).await {
            tracing::error!(%error, "a lead could not be taken out of service");
        }
    }
}

/// Answers to patterns that are due: their pattern is the subject, not a lead.
async fn strike_patterns(engine: &Engine, now: Instant) -> Result<usize, EngineError> {
    let mut struck = 0;
    for pattern in crate::pattern::reads::due(engine.ledger(), now).await? {
        let Some(due) = pattern.deadline() else { continue };
        let (reason, source) = (pattern.reason, pattern.source);
        let id = Id::named("strike", &format!("{reason}\u{1f}{source}/{}", due.0));
        let ask = by_itself(engine, id, now, OfPattern::StrikePattern { reason, source, due });
        let reply = engine.submit(ask, Lane::Interactive).await;
        struck += usize::from(outcome(&reply) == Some(true));
    }
    Ok(struck)
}

/// Whether it struck; `None` when nothing was decided.
fn outcome(reply: &Reply) -> Option<bool> {
    match reply {
        Ok(answer) => Some(answer["struck"] == true),
        Err(EngineError::Refused(_) | EngineError::IdReused) => Some(false),
        Err(error) => {
            tracing::warn!(%error, "a strike was not kept");
            None
        }
    }
}

fn lag(engine: &Engine, (_, deadline): Due) {
    let lag = (engine.now() - deadline.at).0 as f64 / 1e6;
    metrics::histogram!("baton_timer_lag_seconds").record(lag);
}

fn lane(first: Option<&(usize, Due)>, now: Instant) -> Lane {
    if first.is_some_and(|(_, (_, deadline))| now - deadline.at > BACKLOG_AFTER) {
        Lane::Bulk
    } else {
        Lane::Interactive
    }
}

/// A strike's id follows from what strikes, so that it happens once on however many nodes.
fn ask(engine: &Engine, (lead, d): Due, now: Instant) -> Ask {
    let handoff = d.handoff.map(|id| id.to_string()).unwrap_or_default();
    let name = format!("{lead}/{}/{}/{handoff}/{}", d.clock.code(), d.rung, d.at.0);
    let command = OfLead::Strike {
        lead,
        clock: d.clock,
        rung: d.rung,
        handoff: d.handoff,
        due: d.at,
    };
    by_itself(engine, Id::named("strike", &name), now, command)
}

fn by_itself(engine: &Engine, id: Id, at: Instant, command: impl Into<Command>) -> Ask {
    Ask {
        id,
        actor: Actor::System,
        scopes: Vec::new(),
        at,
        origin: engine.origin(),
        command: command.into(),
    }
}

/// Runs the timers until told to stop: woken by a new earliest deadline, or after a second at the latest.
pub async fn run(engine: Engine, mut stop: tokio::sync::watch::Receiver<bool>) {
    let mut timers = Timers::default();
    while !*stop.borrow() {
        let now = engine.now();
        crate::agreement::silence::tell(&engine, now).await;
        let struck = match next_due(&engine).await {
            Some(next) if next <= now => timers.strike(&engine, now).await.unwrap_or_else(|error| {
                tracing::error!(%error, "timers could not be read");
                0
            }),
            _ => 0,
        };
        let wait = wait_for(next_due(&engine).await, engine.now(), struck > 0);
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            () = engine.woken() => tokio::time::sleep(SLEEP_MIN.min(wait)).await,
            _ = stop.changed() => {}
        }
    }
}

/// The next deadline of a lead or a pattern.
///
/// # Errors
/// `EngineError` when the ledger cannot be read.
pub async fn next(engine: &Engine) -> Result<Option<Instant>, EngineError> {
    let lead = reads::next_due(engine.ledger()).await?;
    let pattern = crate::pattern::reads::next_due(engine.ledger()).await?;
    Ok(lead.into_iter().chain(pattern).min())
}

async fn next_due(engine: &Engine) -> Option<Instant> {
    next(engine).await.unwrap_or_else(|error| {
        tracing::error!(%error, "timers could not be read");
        None
    })
}

/// Until the next deadline; a row that is due and does not strike is looked at no more than once a second.
fn wait_for(next: Option<Instant>, now: Instant, moves: bool) -> Duration {
    match next {
        Some(next) if next > now || moves => {
            let micros = (next - now).0.clamp(1_000, SLEEP_MAX.as_micros() as i64);
            Duration::from_micros(micros.unsigned_abs())
        }
        _ => SLEEP_MAX,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_ends_with_the_next_deadline_and_never_spins() {
        let now = Instant(1_000_000_000);
        let wait = |next: i64, moves| wait_for(Some(Instant(next)), now, moves);
        assert_eq!(wait(now.0 + 5_000, false), Duration::from_millis(5));
        assert_eq!(wait(now.0 + 1, false), Duration::from_millis(1));
        assert_eq!(wait(now.0 + 3_600_000_000, false), SLEEP_MAX);
        assert_eq!(wait(now.0 - 5, true), Duration::from_millis(1));
        assert_eq!(wait(now.0 - 5, false), SLEEP_MAX);
        assert_eq!(wait_for(None, now, false), SLEEP_MAX);
    }
}
