//! "Apply to running": what a version would change on clocks that run, and doing it in slices.
//!
//! Promises: the preview and the act use the same function of `rules`, so what was shown is what is done; a slice's ask
//! has an id of its own, so that whatever stops between goes on where it stopped and nothing is done twice; each slice
//! is at most [`SLICE_MAX`] leads and goes through the one door, in the lane where people go first.

pub mod begin;
pub(crate) mod reads;

use crate::door::Lane;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::row::{Columns, id, parse};
use crate::{fact, lead};
use ledger::Value;
use rules::ask::{Ask, Command, SLICE_MAX};
use rules::decide::repinned;
use rules::fact::{Actor, Body, Clock, Fact, Subject, SubjectKind};
use rules::lead::Lead;
use rules::{Id, Instant};
use std::collections::BTreeMap;

/// Clocks that a preview shows one by one.
pub const SHOWN_MAX: usize = 50;
/// Most acts that are looked through for one that is not done.
pub const ACTS_MAX: i64 = 20;
/// Most slices of one act: a hundred million leads.
pub const SLICES_MAX: usize = 200_000;

/// How many clocks would be due earlier, later, or as before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Due earlier than before.
    pub earlier: u64,
    /// Due later than before.
    pub later: u64,
    /// Due as before.
    pub same: u64,
    /// Due already, by the new terms alone: they show late, and sound no alarm.
    pub late: u64,
}

impl Tally {
    /// All of them.
    pub fn all(self) -> u64 {
        self.earlier + self.later + self.same
    }

    fn count(&mut self, old: Instant, new: Instant, now: Instant) {
        match new.cmp(&old) {
            std::cmp::Ordering::Less => self.earlier += 1,
            std::cmp::Ordering::Greater => self.later += 1,
            std::cmp::Ordering::Equal => self.same += 1,
        }
        self.late += u64::from(new < now && old >= now);
    }
}

/// One clock, before and after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moved {
    /// Whose.
    pub lead: Id,
    /// Which duty.
    pub clock: Clock,
    /// When it is due now.
    pub old_due: Instant,
    /// When it would be due.
    pub new_due: Instant,
}

/// What applying the version in force would change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preview {
    /// The version.
    pub version: i64,
    /// Leads with a running clock.
    pub leads: u64,
    /// All of them were looked at.
    pub whole: bool,
    /// By duty.
    pub clocks: BTreeMap<Clock, Tally>,
    /// The first that would move, one by one.
    pub shown: Vec<Moved>,
}

/// How far an act has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// The act.
    pub act: Id,
    /// The version that is applied.
    pub version: i64,
    /// Leads looked at.
    pub leads: u64,
    /// Clocks that got new terms.
    pub clocks: u64,
    /// The last lead looked at.
    pub upto: Id,
    /// Nothing is left.
    pub done: bool,
    /// When it began.
    pub begun_at: Instant,
}

/// Leads with a running clock after an id, at most a slice.
async fn running(engine: &Engine, after: Id) -> Result<Vec<Id>, EngineError> {
    let limit = Value::Int(SLICE_MAX as i64);
    let rows = engine.ledger().read(&reads::RUNNING, vec![id(after), limit]).await?;
    rows.iter().map(|row| Ok(row.id(0)?)).collect()
}

/// The states of leads. One that cannot be read is told of and left out.
async fn states(engine: &Engine, leads: &[Id]) -> Result<Vec<Lead>, EngineError> {
    let keys = leads.iter().map(|lead| id(*lead)).collect();
    let table = &lead::records::TABLE;
    let rows = engine.ledger().read_many(table, Some(&["state"]), "id", keys).await?;
    let one = |row: &ledger::Row| {
        parse(row, 0)
            .inspect_err(|error| tracing::error!(%error, "a lead cannot be read"))
            .ok()
    };
    let mut states: Vec<Lead> = rows.iter().filter_map(one).collect();
    states.sort_unstable_by_key(|lead| lead.id);
    Ok(states)
}

/// What applying the version in force would change; nothing is written. At most about `most` leads are looked at.
/// `progress` hears how many were.
///
/// # Errors
/// `EngineError` when the ledger cannot be read.
pub async fn preview(
    engine: &Engine,
    most: u64,
    progress: &mut (dyn FnMut(u64) + Send),
) -> Result<Preview, EngineError> {
    let (in_force, now) = (engine.in_force(), engine.now());
    let mut preview = Preview {
        version: in_force.version,
        ..Preview::default()
    };
    let mut after = Id::default();
    for _ in 0..SLICES_MAX {
        let page = running(engine, after).await?;
        let Some(last) = page.last() else {
            preview.whole = true;
            break;
        };
        if preview.leads >= most {
            break;
        }
        after = *last;
        for lead in states(engine, &page).await? {
            preview.leads += 1;
            for pinned in repinned(&in_force, &lead, now) {
                let tally = preview.clocks.entry(pinned.clock).or_default();
                tally.count(pinned.old_due, pinned.terms.due, now);
                let moves = pinned.old_due != pinned.terms.due;
                if moves && preview.shown.len() < SHOWN_MAX {
                    preview.shown.push(Moved {
                        lead: lead.id,
                        clock: pinned.clock,
                        old_due: pinned.old_due,
                        new_due: pinned.terms.due,
                    });
                }
            }
        }
        progress(preview.leads);
    }
    Ok(preview)
}

/// Does an act from where it stopped to its end. `progress` hears of every slice.
///
/// # Errors
/// `EngineError` when a slice is not kept; what was done stays done, and the act can be gone on with.
pub async fn go_on(
    engine: &Engine,
    act: Id,
    progress: &mut (dyn FnMut(Progress) + Send),
) -> Result<Progress, EngineError> {
    let mut at = of_act(engine, act).await?.unwrap_or_default();
    let mut leads = running(engine, at.upto).await?;
    for _ in 0..SLICES_MAX {
        if at.done || at.act != act {
            break;
        }
        let last = leads.len() < SLICE_MAX;
        let upto = leads.last().copied().unwrap_or(at.upto);
        let looked = leads.len() as u64;
        // a slice changes no answer to which leads come after it: they are looked up meanwhile
        let (answer, next) = tokio::join!(slice(engine, &at, leads, upto, last), running(engine, upto));
        let answer = match answer {
            // another node did this slice meanwhile, as it saw it: go on from there
            Err(EngineError::IdReused) => {
                at = of_act(engine, act).await?.unwrap_or_default();
                leads = running(engine, at.upto).await?;
                continue;
            }
            other => other?,
        };
        leads = next?;
        at.leads += looked;
        at.clocks += answer["clocks"].as_u64().unwrap_or_default();
        at.upto = upto;
        at.done = answer["last"] == true;
        progress(at);
    }
    Ok(at)
}

async fn slice(engine: &Engine, at: &Progress, leads: Vec<Id>, upto: Id, last: bool) -> crate::Reply {
    let (act, version) = (at.act, at.version);
    let command = Command::RepinSlice {
        act,
        version,
        leads,
        upto,
        last,
    };
    let ask = Ask {
        // two nodes that go on with one act do each slice once
        id: Id::named("repin", &format!("{act}/{}", at.upto)),
        actor: Actor::System,
        scopes: Vec::new(),
        at: engine.now(),
        origin: engine.origin(),
        command,
    };
    engine.submit(ask, Lane::Bulk).await
}

/// How far an act has come; `None` when there is none of this id.
///
/// # Errors
/// `EngineError` when the ledger cannot be read.
pub async fn of_act(engine: &Engine, act: Id) -> Result<Option<Progress>, EngineError> {
    let subject = Subject {
        kind: SubjectKind::Act,
        id: act,
    };
    let mut found: Option<Progress> = None;
    let mut after = 0;
    for _ in 0..SLICES_MAX {
        let facts = fact::reads::of(engine.ledger(), subject, after).await?;
        let Some(last) = facts.last() else { break };
        after = last.seq;
        for fact in &facts {
            note(&mut found, act, fact);
        }
    }
    Ok(found)
}

fn note(found: &mut Option<Progress>, act: Id, fact: &Fact) {
    match (&fact.body, found) {
        (Body::RepinBegun(begun), found) => {
            *found = Some(Progress {
                act,
                version: begun.version,
                begun_at: fact.recorded_at,
                ..Progress::default()
            });
        }
        (Body::SliceDone(slice), Some(at)) => {
            at.leads += u64::from(slice.leads);
            at.clocks += u64::from(slice.clocks);
            at.upto = slice.upto;
            at.done = slice.last;
        }
        _ => {}
    }
}

/// The newest acts, and how far each has come.
///
/// # Errors
/// `EngineError` when the ledger cannot be read.
pub async fn acts(engine: &Engine) -> Result<Vec<Progress>, EngineError> {
    let rows = engine.ledger().read(&reads::ACTS, vec![Value::Int(ACTS_MAX)]).await?;
    let mut all = Vec::new();
    for row in rows {
        all.extend(of_act(engine, row.id(0)?).await?);
    }
    Ok(all)
}

/// Goes on with whatever was begun and is not done, here or on a node that died.
///
/// # Errors
/// As `go_on`.
pub async fn go_on_with_all(engine: &Engine) -> Result<(), EngineError> {
    for at in acts(engine).await?.into_iter().filter(|at| !at.done) {
        go_on(engine, at.act, &mut |_| {}).await?;
    }
    Ok(())
}

/// Goes on with what is not done until told to stop; a node looks every [`LOOK_EVERY`].
pub async fn run(engine: Engine, mut stop: tokio::sync::watch::Receiver<bool>) {
    while !*stop.borrow() {
        if let Err(error) = go_on_with_all(&engine).await {
            tracing::error!(%error, "an act over many leads could not go on");
        }
        tokio::select! {
            () = tokio::time::sleep(LOOK_EVERY) => {}
            _ = stop.changed() => {}
        }
    }
}

/// How often a node looks for acts that are not done.
pub const LOOK_EVERY: std::time::Duration = std::time::Duration::from_secs(5);
