//! Acts over many leads, slice by slice: applying a version to running clocks, moving what depends on a leaver.
//!
//! Promises: a slice is an ask with an id of its own under its act, so that whatever stops between goes on where it
//! stopped, on whichever node, and nothing is done twice; it is at most [`SLICE_MAX`] leads and goes through the one door,
//! in the lane where people go first. How far an act is, its own row says.

use crate::engine::Engine;
use crate::error::EngineError;
use crate::row::{id, parse};
use crate::{Reply, leaver, repin, subject};
use rules::Id;
use rules::ask::{Ask, Command, OfAgreement, OfTeam, SLICE_MAX};
use rules::fact::Actor;
use rules::lead::Lead;
pub use rules::slices::{Doing, Progress};
use std::collections::VecDeque;
use std::time::Duration;
use tokio::task::JoinHandle;

/// Most slices of one round, and most rounds: a bound, which a hundred million leads reach.
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

/// Does an act from where it stopped to its end. `progress` hears of every slice that is done from here. `None` when there
/// is none of this id.
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
    for _ in 0..SLICES_MAX {
        if at.done {
            break;
        }
        let before = at.things;
        slices(engine, &at, progress).await?;
        at = of_act(engine, act).await?.unwrap_or(at);
        // a whole round that could move nothing is tried again later, not at once
        if at.things == before && at.upto == Id::default() {
            break;
        }
    }
    Ok(Some(at))
}

/// Asks for slice after slice from where an act is, until there are no more leads or one was not kept as it was asked for.
/// Whatever was asked for is answered when this returns.
async fn slices(
    engine: &Engine,
    from: &Progress,
    progress: &mut (dyn FnMut(&Progress) + Send),
) -> Result<(), EngineError> {
    let mut asked: VecDeque<JoinHandle<Reply>> = VecDeque::new();
    let all = ask_in_turn(engine, from, &mut asked, progress).await;
    for answer in asked {
        // refused where it follows on nothing; where another node was faster, kept or done before
        drop(settled(answer).await?);
    }
    all
}

async fn ask_in_turn(
    engine: &Engine,
    from: &Progress,
    asked: &mut VecDeque<JoinHandle<Reply>>,
    progress: &mut (dyn FnMut(&Progress) + Send),
) -> Result<(), EngineError> {
    let mut next = Next::of(from);
    let mut ahead = None;
    for _ in 0..SLICES_MAX {
        while asked.len() < next.at_once() && !next.last {
            let found = match ahead.take() {
                Some(found) => found,
                None => found(engine, &next).await?,
            };
            let (ask, seen) = next.ask(engine, found);
            let engine = engine.clone();
            asked.push_back(tokio::spawn(async move { engine.submit_seen(ask, seen).await }));
        }
        let Some(first) = asked.pop_front() else { break };
        // no slice changes the answer to which leads come after it: they are looked up meanwhile
        let (answer, found) = tokio::join!(settled(first), found_ahead(engine, &next));
        let answer = answer?;
        if is_elsewhere(&answer) {
            break;
        }
        answer?;
        ahead = found?;
        of_act(engine, from.act).await?.iter().for_each(&mut *progress);
    }
    Ok(())
}

/// The answer of a slice that runs by itself; its panic is ours.
async fn settled(answer: JoinHandle<Reply>) -> Result<Reply, EngineError> {
    match answer.await {
        Ok(reply) => Ok(reply),
        Err(why) if why.is_panic() => std::panic::resume_unwind(why.into_panic()),
        Err(why) => Err(EngineError::NotNow(why.to_string())),
    }
}

/// It was not kept as it was asked for: another node did it meanwhile as it saw it, or the one before it is not there yet.
/// The act goes on from where it is.
fn is_elsewhere(answer: &Reply) -> bool {
    match answer {
        Err(EngineError::IdReused) => true,
        Err(EngineError::Refused(refusal)) => refusal.code == "out_of_turn",
        _ => false,
    }
}

/// Where the next slice begins.
#[derive(Clone, Copy)]
struct Next {
    act: Id,
    doing: Doing,
    slices: u64,
    upto: Id,
    last: bool,
}

impl Next {
    fn of(at: &Progress) -> Self {
        Self {
            act: at.act,
            doing: at.doing,
            slices: at.slices,
            upto: at.upto,
            last: false,
        }
    }

    /// Slices that may be asked for before the one before them is answered: only where the rules refuse what does not
    /// follow on what is kept.
    fn at_once(&self) -> usize {
        match self.doing {
            Doing::Apply { .. } => 2,
            Doing::MoveOut { .. } => 1,
        }
    }

    /// The ask for the slice with these leads, and the leads as they were seen; the next begins behind it.
    fn ask(&mut self, engine: &Engine, found: Found) -> (Ask, Vec<Lead>) {
        let (upto, last) = (found.upto.unwrap_or(self.upto), found.last);
        let ask = Ask {
            // two nodes that go on with one act do each slice once
            id: Id::named("slice", &format!("{}/{}", self.act, self.slices)),
            actor: Actor::System,
            scopes: Vec::new(),
            at: engine.now(),
            origin: engine.origin(),
            command: self.command(found.ids, (upto, last)),
        };
        (self.slices, self.upto, self.last) = (self.slices + 1, upto, last);
        (ask, found.states)
    }

    fn command(&self, leads: Vec<Id>, (upto, last): (Id, bool)) -> Command {
        let (act, after) = (self.act, self.upto);
        match self.doing {
            Doing::Apply { version } => OfAgreement::RepinSlice {
                act,
                version,
                after,
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
}

/// Leads of a slice.
struct Found {
    ids: Vec<Id>,
    /// As they are, where that is looked up beside.
    states: Vec<Lead>,
    /// The last one looked at.
    upto: Option<Id>,
    /// There are none after it.
    last: bool,
}

/// Leads of the next slice, where there is one.
async fn found_ahead(engine: &Engine, next: &Next) -> Result<Option<Found>, EngineError> {
    match next.last {
        true => Ok(None),
        false => found(engine, next).await.map(Some),
    }
}

/// Leads of the next slice.
async fn found(engine: &Engine, next: &Next) -> Result<Found, EngineError> {
    match next.doing {
        Doing::Apply { .. } => {
            let running = repin::reads::running(engine.ledger(), next.upto).await?;
            Ok(Found {
                ids: running.leads.iter().map(|lead| lead.id).collect(),
                states: running.leads,
                upto: running.upto,
                last: running.last,
            })
        }
        Doing::MoveOut { user, .. } => {
            let ids = leaver::reads::leads(engine.ledger(), user, next.upto).await?;
            Ok(Found {
                upto: ids.last().copied(),
                last: ids.len() < SLICE_MAX,
                ids,
                states: Vec::new(),
            })
        }
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
