//! Beginning an act once: while a version is being applied, or when it was and nothing is left, a second begin is told
//! how far the first one is.

use super::{Progress, acts, preview};
use crate::engine::Engine;
use crate::error::EngineError;
use rules::Id;
use rules::ask::Command;
use rules::fact::Actor;
use rules::roster::{Act, may};

/// Leads that are looked at to tell whether anything is left.
const LOOKED_AT_MAX: u64 = 20_000;

/// What came of beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Begun {
    /// It begins now.
    Now,
    /// It was begun before, and is so far.
    Before(Progress),
}

/// Begins to apply a version to running clocks.
///
/// # Errors
/// `EngineError::Refused` when somebody may not, or the version is not in force; or the ledger cannot be read.
pub async fn begin(engine: &Engine, user: Id, version: i64) -> Result<Begun, EngineError> {
    let actor = Actor::User(user);
    let known = acts(engine).await?;
    let newest = known.iter().find(|act| act.version == version).copied();
    let allowed = may(&engine.roster(), actor, &[], Act::Apply) && version == engine.in_force().version;
    if let Some(act) = newest.filter(|_| allowed)
        && (!act.done || nothing_left(engine).await?)
    {
        return Ok(Begun::Before(act));
    }
    // two who begin at once see the same acts before: one begins, the other is told
    let before = newest.map(|act| act.act.show("act")).unwrap_or_default();
    let id = Id::named("repin-begin", &format!("{version}/{before}"));
    match engine.ask(Some(id), actor, Command::ApplyToRunning { version }).await {
        Err(EngineError::IdReused) => {
            let known = acts(engine).await?;
            let newest = known.into_iter().find(|act| act.version == version);
            newest.map(Begun::Before).ok_or(EngineError::IdReused)
        }
        asked => asked.map(|_| Begun::Now),
    }
}

/// Every running clock has the terms of the version in force.
async fn nothing_left(engine: &Engine) -> Result<bool, EngineError> {
    let found = preview(engine, LOOKED_AT_MAX, &mut |_| {}).await?;
    Ok(found.whole && found.clocks.is_empty())
}
