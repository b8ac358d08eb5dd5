//! The one door: whatever changes anything comes in here, and its answer goes out only after the commit.

use crate::decider::{Decider, GROUP_MAX, Reply, Waiting};
use crate::error::EngineError;
use rules::ask::{Ask, Command, OfAgreement, OfTeam, prepare};
use rules::lead::Lead;
use tokio::runtime::Handle;
use tokio::sync::{mpsc, oneshot};

/// Asks that may wait at the door; one more is told to come back.
pub const WAITING_MAX: usize = 8_192;
/// Leads that bulk asks of one group are about, while others may come: a slice of some milliseconds. An ask about more
/// makes a group by itself.
pub const SLICE_MAX: usize = 128;

/// Who goes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// Somebody waits.
    Interactive,
    /// An import, a backlog.
    Bulk,
}

/// The door of one node. Clones share it.
#[derive(Clone, Debug)]
pub struct Door {
    interactive: mpsc::Sender<Waiting>,
    bulk: mpsc::Sender<Waiting>,
}

impl std::fmt::Debug for Waiting {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Waiting({})", self.prepared.ask.id)
    }
}

impl Door {
    /// Opens the door: the decider gets a thread of its own, so that SQLite's work never hops threads.
    ///
    /// # Errors
    /// `EngineError::NotNow` when the system gives no thread.
    pub fn open(mut decider: Decider, handle: Handle) -> Result<Self, EngineError> {
        let (interactive, mut first) = mpsc::channel(WAITING_MAX);
        let (bulk, mut second) = mpsc::channel(WAITING_MAX);
        let serve = async move {
            while let Some(group) = next_group(&mut first, &mut second).await {
                decider.serve(group).await;
            }
        };
        std::thread::Builder::new()
            .name("decider".to_owned())
            .spawn(move || handle.block_on(serve))
            .map_err(|e| EngineError::NotNow(e.to_string()))?;
        Ok(Self { interactive, bulk })
    }

    /// Asks, and waits for the answer. The preparing happens here, in parallel to others.
    ///
    /// # Errors
    /// `Refused` when it is decided against, `IdReused`, or `NotNow` when nothing was kept.
    pub async fn submit(&self, ask: Ask, lane: Lane) -> Reply {
        self.submit_seen(ask, lane, Vec::new()).await
    }

    /// The same, with leads as somebody read them just now: where they still are so, they are not read again.
    ///
    /// # Errors
    /// As `submit`.
    pub async fn submit_seen(&self, ask: Ask, lane: Lane, seen: Vec<Lead>) -> Reply {
        let prepared = prepare(ask)?;
        let (reply, answer) = oneshot::channel();
        let queue = match lane {
            Lane::Interactive => &self.interactive,
            Lane::Bulk => &self.bulk,
        };
        let waiting = Waiting { prepared, reply, seen };
        if lane == Lane::Interactive {
            queue
                .try_send(waiting)
                .map_err(|_| EngineError::NotNow("the door is full".to_owned()))?;
        } else {
            queue
                .send(waiting)
                .await
                .map_err(|_| EngineError::NotNow("the door is closed".to_owned()))?;
        }
        answer
            .await
            .map_err(|_| EngineError::NotNow("the decider stopped".to_owned()))?
    }
}

/// Whoever waits in the first lane, then a slice of the second. `None` when both are closed.
async fn next_group(first: &mut mpsc::Receiver<Waiting>, second: &mut mpsc::Receiver<Waiting>) -> Option<Vec<Waiting>> {
    let mut group = Vec::new();
    tokio::select! {
        biased;
        one = first.recv() => group.push(one?),
        one = second.recv() => group.push(one?),
    }
    while group.len() < GROUP_MAX
        && let Ok(one) = first.try_recv()
    {
        group.push(one);
    }
    let mut leads: usize = group.iter().map(about).sum();
    while leads < SLICE_MAX
        && let Ok(one) = second.try_recv()
    {
        leads += about(&one);
        group.push(one);
    }
    Some(group)
}

/// How many leads an ask is about.
fn about(waiting: &Waiting) -> usize {
    match &waiting.prepared.ask.command {
        Command::Agreement(OfAgreement::RepinSlice { leads, .. })
        | Command::Team(OfTeam::MoveOutSlice { leads, .. }) => leads.len().max(1),
        _ => 1,
    }
}
