//! Acts over many leads, slice by slice: applying a version to running clocks, moving what depends on a leaver.
//!
//! Promises: a slice is an ask with an id of its own under its act, so that whatever stops between goes on where it
//! stopped, on whichever node, and nothing is done twice; it is at most [`SLICE_MAX`] leads and goes through the one door,
//! in the lane where people go first. How far an act is, its own row says.

use crate::door::Lane;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::row::{id, parse};
use crate::{Reply, leaver, repin, subject};
use rules::Id;
use rules::ask::{Ask, Command, OfAgreement, OfTeam, SLICE_MAX};
use rules::fact::Actor;
pub use rules::slices::{Doing, Progress};
use std::time::Duration;

/// Most slices of one act in one go: a hundred million leads.
pub const SLICES_MAX: usize = 200_000;
/// How often a node looks for acts that are not done.
pub const LOOK_EVERY: Duration = Duration::from_secs(5);

/// How far an act has come; `None` when there is none of this id.
///
/// # Errors
/// `EngineError` when the ledger cannot be read.
pub async fn of_act(engine: &Engine, act: Id) -> Result<Option<Progress>, EngineError> {
    Ok(of_acts(engine, vec![act]).await?.pop())
}

/// How far acts have come, in the order given; without those that there are not.
///
/// # Errors
/// `EngineError` when the ledger cannot be read.
pub async fn of_acts(engine: &Engine, acts: Vec<Id>) -> Result<Vec<Progress>, EngineError> {
    let (table, keys) = (&subject::records::TABLE, acts.iter().copied().map(id).collect());
    let rows = engine.ledger().read_many(table, Some(&["state"]), "id", keys).await?;
    let mut found = rows
        .iter()
        .map(|row| parse(row, 0))
        .collect::<Result<Vec<Progress>, _>>()?;
    let place = |act: &Progress| acts.iter().position(|known| *known == act.act);
    found.sort_by_key(place);
    Ok(found)
}

/// Does an act from where it stopped to its end. `progress` hears of every slice. `None` when there is none of this id.
///
/// # Errors
/// `EngineError` when a slice is not kept; what was done stays done, and the act can be gone on with.
pub async fn go_on(
    engine: &Engine,
    act: Id,
    progress: &mut (dyn FnMut(&Progress) + Send),
) -> Result<Option<Progress>, EngineError> {
    let Some(mut at) = of_act(engine, act).await? else {
        return Ok(None);
    };
    let mut ahead: Option<(Id, Vec<Id>)> = None;
    for _ in 0..SLICES_MAX {
        if at.done {
            break;
        }
        let leads = match ahead.take().filter(|(after, _)| *after == at.upto) {
            Some((_, leads)) => leads,
            None => leads_of(engine, &at, at.upto).await?,
        };
        let (before, upto) = (at.things, leads.last().copied().unwrap_or(at.upto));
        // a slice changes no answer to which leads come after it: they are looked up meanwhile
        let (answer, next) = tokio::join!(slice(engine, &at, leads), leads_of(engine, &at, upto));
        match answer {
            // another node did this slice meanwhile, as it saw it: go on from there
            Ok(_) | Err(EngineError::IdReused) => {}
            Err(error) => return Err(error),
        }
        at = of_act(engine, act).await?.unwrap_or(at);
        progress(&at);
        ahead = Some((upto, next?));
        // a whole round that could move nothing is tried again later, not at once
        if at.things == before && at.upto == Id::default() {
            break;
        }
    }
    Ok(Some(at))
}

/// The leads of the next slice.
async fn leads_of(engine: &Engine, at: &Progress, after: Id) -> Result<Vec<Id>, EngineError> {
    match at.doing {
        Doing::Apply { .. } => repin::reads::running(engine.ledger(), after).await,
        Doing::MoveOut { user, .. } => leaver::reads::leads(engine.ledger(), user, after).await,
    }
}

async fn slice(engine: &Engine, at: &Progress, leads: Vec<Id>) -> Reply {
    let ask = Ask {
        // two nodes that go on with one act do each slice once
        id: Id::named("slice", &format!("{}/{}", at.act, at.slices)),
        actor: Actor::System,
        scopes: Vec::new(),
        at: engine.now(),
        origin: engine.origin(),
        command: command(at, leads),
    };
    engine.submit(ask, Lane::Bulk).await
}

fn command(at: &Progress, leads: Vec<Id>) -> Command {
    let (act, upto) = (at.act, leads.last().copied().unwrap_or(at.upto));
    let last = leads.len() < SLICE_MAX;
    match at.doing {
        Doing::Apply { version } => OfAgreement::RepinSlice {
            act,
            version,
            leads,
            upto,
            last,
        }
        .into(),
        Doing::MoveOut { user, to, .. } => OfTeam::MoveOutSlice {
            act,
            user,
            to,
            leads,
            upto,
            last,
        }
        .into(),
    }
}

/// Goes on with those of these acts that are not done, one after another; one that fails stops no other.
pub(crate) async fn go_on_with(engine: &Engine, acts: Vec<Id>) -> Result<(), EngineError> {
    let mut all = Ok(());
    let known = of_acts(engine, acts).await?;
    for act in known.into_iter().filter(|act| !act.done) {
        all = all.and(go_on(engine, act.act, &mut |_| {}).await.map(|_| ()));
    }
    all
}

/// Goes on with whatever was begun and is not done, here or on a node that died, until told to stop. A node looks every
/// [`LOOK_EVERY`].
pub async fn run(engine: Engine, stop: tokio::sync::watch::Receiver<bool>) {
    // one kind of act does not wait for another's end
    tokio::join!(
        looking(stop.clone(), || repin::go_on_with_all(&engine)),
        looking(stop, || leaver::go_on_with_all(&engine)),
    );
}

async fn looking<F>(mut stop: tokio::sync::watch::Receiver<bool>, go_on: impl Fn() -> F)
where
    F: Future<Output = Result<(), EngineError>>,
{
    while !*stop.borrow() {
        if let Err(error) = go_on().await {
            tracing::error!(%error, "an act over many leads could not go on; it is tried again");
        }
        tokio::select! {
            () = tokio::time::sleep(LOOK_EVERY) => {}
            _ = stop.changed() => {}
        }
    }
}
