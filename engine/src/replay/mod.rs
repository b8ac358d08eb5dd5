//! Replay: a past window under a proposed version, read slice by slice beside everything else that goes on.
//!
//! Promises: nothing is written and the decider never waits; at most [`UNDER_WAY`] slices of leads are judged at once and
//! [`READ_AHEAD`] more lie read, beside the one that is being read, so that reading and judging wait for each other as little as can be; the leads' order,
//! and so the result, does not depend on how many threads judge; it can be stopped between two slices.

mod desk;
pub mod reads;
mod stories;

pub use desk::{DONE_MAX, Key, RUNNING_MAX, Replays, Standing};
pub use stories::SLICE;

use crate::engine::Engine;
use crate::error::EngineError;
use crate::fact;
use crate::row::id;
use ledger::Value;
use rules::decide::InForce;
use rules::fact::{Fact, Subject};
use rules::replay::{Clauses, Found, OwnFieldsAt, Replay, Setting, Tally, Window, walk};
use rules::scorecard::quantile;
use rules::{Id, Instant, Span};
use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::task::JoinHandle;

/// Slices judged at once, and not yet added up.
pub const UNDER_WAY: usize = 3;
/// Slices read that nobody judges yet.
pub const READ_AHEAD: usize = 2;
/// Most slices: a thousand million leads.
const SLICES_MAX: usize = 1_000_000;
/// Handoffs that "how long handoffs usually last" is measured of.
const LASTED_MAX: i64 = 20_000;

/// What a slice came to.
type Walked = Result<(Vec<Found>, Clauses), EngineError>;

/// Replays a window under a version, with what is known now. `progress` hears of leads looked at, and leads in all.
/// `None` where it was told to stop.
///
/// # Errors
/// `EngineError` when the ledger or a row cannot be read.
pub async fn replay(
    engine: &Engine,
    (proposed, window): (Arc<InForce>, Window),
    progress: &mut (dyn FnMut(u64, u64) + Send),
    stop: &AtomicBool,
) -> Result<Option<Replay>, EngineError> {
    let known_at = engine.now();
    let setting = Arc::new(setting(engine, (proposed, window), known_at).await?);
    let upto = stories::upto(window, known_at);
    let of = count(engine, upto).await?;
    let mut sum = Sum::of(&setting);
    let mut under_way: VecDeque<JoinHandle<Walked>> = VecDeque::new();
    let (mut slices, reading) = stories::ahead(engine.ledger().clone(), upto, window, known_at);
    let mut looked = 0;
    while let Some(slice) = slices.recv().await {
        let slice = slice?;
        if stop.load(Ordering::Relaxed) {
            return Ok(None);
        }
        looked += slice.looked;
        let setting = setting.clone();
        under_way.push_back(tokio::task::spawn_blocking(move || walked(&setting, slice)));
        if under_way.len() == UNDER_WAY {
            sum.take(under_way.pop_front()).await?;
        }
        progress(looked, of.max(looked));
    }
    // a reading that broke off is no end of the leads: a part is not told as the whole
    reading.await.map_err(|why| lost(&why))?;
    while !under_way.is_empty() {
        sum.take(under_way.pop_front()).await?;
    }
    let roster = engine.roster();
    let told = move || sum.tally.told(&setting, &roster, sum.clauses);
    tokio::task::spawn_blocking(told)
        .await
        .map(Some)
        .map_err(|why| lost(&why))
}

fn lost(why: &dyn std::fmt::Display) -> EngineError {
    EngineError::kept("replay", why)
}

fn walked(setting: &Setting, slice: stories::Slice) -> Walked {
    let mut clauses = Clauses::of(&setting.proposed.agreement);
    let found = slice
        .stories()?
        .iter()
        .map(|story| walk(setting, story, &mut clauses))
        .collect();
    Ok((found, clauses))
}

/// Everything added up so far.
struct Sum {
    setting: Arc<Setting>,
    tally: Tally,
    clauses: Clauses,
}

impl Sum {
    fn of(setting: &Arc<Setting>) -> Self {
        Self {
            setting: setting.clone(),
            tally: Tally::default(),
            clauses: Clauses::of(&setting.proposed.agreement),
        }
    }

    async fn take(&mut self, slice: Option<JoinHandle<Walked>>) -> Result<(), EngineError> {
        let Some(slice) = slice else { return Ok(()) };
        let (found, clauses) = slice.await.map_err(|why| lost(&why))??;
        self.clauses.add(&clauses);
        for one in found {
            self.tally.take(&self.setting, one);
        }
        Ok(())
    }
}

async fn count(engine: &Engine, upto: Id) -> Result<u64, EngineError> {
    let rows = engine
        .ledger()
        .read(&reads::COUNT, vec![id(Id::default()), id(upto)])
        .await?;
    let count = rows.first().map(|row| row.int(0)).transpose()?.unwrap_or_default();
    Ok(u64::try_from(count).unwrap_or_default())
}

async fn setting(
    engine: &Engine,
    (proposed, window): (Arc<InForce>, Window),
    known_at: Instant,
) -> Result<Setting, EngineError> {
    let mut fields: Vec<Fact> = Vec::new();
    for _ in 0..SLICES_MAX {
        let after = fields.last().map_or(0, |fact| fact.seq);
        let more = fact::reads::of(engine.ledger(), Subject::fields(), after).await?;
        if more.is_empty() {
            break;
        }
        fields.extend(more);
    }
    let usual = usual(engine, window, known_at).await?;
    let own = OwnFieldsAt::of(&fields);
    let (versions, life) = (engine.versions(), engine.life());
    Ok(Setting::new((window, known_at), proposed, versions, life, own, usual))
}

/// How long handoffs of the window usually lasted: the median.
async fn usual(engine: &Engine, window: Window, known_at: Instant) -> Result<Option<Span>, EngineError> {
    let params = [window.from.0, window.to.0, known_at.0, LASTED_MAX].map(Value::Int);
    let rows = engine.ledger().read(&reads::LASTED, params.to_vec()).await?;
    let mut lasted = rows.iter().map(|row| row.int(0)).collect::<Result<Vec<i64>, _>>()?;
    lasted.sort_unstable();
    Ok(quantile(&lasted, 500).map(Span))
}
