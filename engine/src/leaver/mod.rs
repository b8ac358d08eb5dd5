//! Somebody leaves: what depends on him is moved in slices, and then he is gone.
//!
//! Promises: a slice's ask has an id of its own, so that whatever stops between goes on where it stopped and nothing is
//! moved twice; each slice is at most [`SLICE_MAX`] leads and goes through the one door, in the lane where people go
//! first; whoever leaves goes with the slice after which nothing depends on him, and not before.

pub(crate) mod reads;

pub use reads::{Depending, depending};

use crate::door::Lane;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::fact;
use rules::ask::{Ask, Command, SLICE_MAX};
use rules::fact::{Actor, Body, Fact, Subject, SubjectKind};
use rules::{Id, Instant};
use std::collections::BTreeMap;

/// Most slices of one act.
pub const SLICES_MAX: usize = 100_000;

/// How far an act has come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// The act.
    pub act: Id,
    /// Who leaves.
    pub user: Id,
    /// To whom his leads go; by their rotations where nothing is said.
    pub to: Option<Id>,
    /// What depended on him when it began.
    pub depend: u64,
    /// What was moved so far.
    pub moved: u64,
    /// Slices so far.
    pub slices: u64,
    /// The last lead looked at.
    pub upto: Id,
    /// Nothing is left, and he is gone.
    pub done: bool,
    /// When it began.
    pub begun_at: Instant,
    /// To whom, and how many things so far; to nobody in particular: by the rotation on the day.
    pub went: BTreeMap<Option<Id>, u64>,
}

/// How far an act has come; `None` when there is none of this id.
///
/// # Errors
/// `EngineError` when the ledger cannot be read.
pub async fn of_act(engine: &Engine, act: Id) -> Result<Option<Progress>, EngineError> {
    let kind = SubjectKind::Act;
    let mut found: Option<Progress> = None;
    let mut after = 0;
    for _ in 0..SLICES_MAX {
        let facts = fact::reads::of(engine.ledger(), Subject { kind, id: act }, after).await?;
        let Some(last) = facts.last() else { break };
        after = last.seq;
        facts.iter().for_each(|fact| note(&mut found, act, fact));
    }
    Ok(found)
}

fn note(found: &mut Option<Progress>, act: Id, fact: &Fact) {
    match (&fact.body, found) {
        (Body::MoveOutBegun(begun), found) => {
            *found = Some(Progress {
                act,
                user: begun.user,
                to: begun.to,
                depend: begun.depend,
                begun_at: fact.recorded_at,
                ..Progress::default()
            });
        }
        (Body::MovedOut(slice), Some(at)) => {
            at.slices += 1;
            at.moved += u64::from(slice.moved);
            at.upto = slice.upto;
            at.done = slice.last;
            for went in &slice.went {
                *at.went.entry(went.to).or_default() += u64::from(went.things);
            }
        }
        _ => {}
    }
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
    for _ in 0..SLICES_MAX {
        if at.done || at.act != act {
            break;
        }
        let before = at.moved;
        match slice(engine, &at).await {
            // another node did this slice meanwhile: go on from there
            Ok(_) | Err(EngineError::IdReused) => at = of_act(engine, act).await?.unwrap_or_default(),
            Err(error) => return Err(error),
        }
        progress(at.clone());
        // a whole round that could move nothing is tried again later, not at once
        if !at.done && at.moved == before && at.upto == Id::default() {
            break;
        }
    }
    Ok(at)
}

async fn slice(engine: &Engine, at: &Progress) -> crate::Reply {
    let leads = reads::leads(engine.ledger(), at.user, at.upto, SLICE_MAX as i64).await?;
    let upto = leads.last().copied().unwrap_or(at.upto);
    let last = leads.len() < SLICE_MAX;
    let (act, user, to) = (at.act, at.user, at.to);
    let command = Command::MoveOutSlice {
        act,
        user,
        to,
        leads,
        upto,
        last,
    };
    let ask = Ask {
        // two nodes that go on with one act do each slice once
        id: Id::named("move out", &format!("{act}/{}", at.slices)),
        actor: Actor::System,
        scopes: Vec::new(),
        at: engine.now(),
        origin: engine.origin(),
        command,
    };
    engine.submit(ask, Lane::Bulk).await
}

/// Goes on with whoever is leaving, here or on a node that died.
///
/// # Errors
/// As `go_on`.
pub async fn go_on_with_all(engine: &Engine) -> Result<(), EngineError> {
    let roster = engine.roster();
    let active = roster.users.values().filter(|user| user.is_active());
    for act in active.filter_map(|user| user.leaving) {
        go_on(engine, act, &mut |_| {}).await?;
    }
    Ok(())
}

/// Goes on with what is not done until told to stop; a node looks every [`crate::repin::LOOK_EVERY`].
pub async fn run(engine: Engine, mut stop: tokio::sync::watch::Receiver<bool>) {
    while !*stop.borrow() {
        if let Err(error) = go_on_with_all(&engine).await {
            tracing::error!(%error, "what depends on a leaver could not go on moving");
        }
        tokio::select! {
            () = tokio::time::sleep(crate::repin::LOOK_EVERY) => {}
            _ = stop.changed() => {}
        }
    }
}
