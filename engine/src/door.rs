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
/// makes a group by itself: people's acts are never in one commit with it.
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
            let mut aside = None;
            while let Some(group) = next_group(&mut first, &mut second, &mut aside).await {
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

/// Whoever waits in the first lane, then a slice of the second. `None` when both are closed. An ask about many leads that
/// meets others lets them go first, once: it waits `aside`, and is the next group by itself.
async fn next_group(
    first: &mut mpsc::Receiver<Waiting>,
    second: &mut mpsc::Receiver<Waiting>,
    aside: &mut Option<Waiting>,
) -> Option<Vec<Waiting>> {
    if let Some(one) = aside.take() {
        return Some(vec![one]);
    }
    let mut group = Vec::new();
    tokio::select! {
        biased;
        one = first.recv() => group.push(one?),
        one = second.recv() => *aside = Some(one?),
    }
    while group.len() < GROUP_MAX
        && let Ok(one) = first.try_recv()
    {
        group.push(one);
    }
    let mut leads = 0;
    while leads < SLICE_MAX
        && let Some(one) = aside.take().or_else(|| second.try_recv().ok())
    {
        leads += about(&one);
        if leads > SLICE_MAX && !group.is_empty() {
            *aside = Some(one);
            break;
        }
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

#[cfg(test)]
mod tests {
    use super::*;
    use rules::fact::{Actor, Origin};
    use rules::{Id, Instant};

    fn waiting(name: &str, leads: usize) -> Waiting {
        let command = OfAgreement::RepinSlice {
            act: Id::named("act", "one"),
            version: 1,
            after: Id::default(),
            leads: (0..leads).map(|n| Id::named("lead", &n.to_string())).collect(),
            upto: Id::default(),
            last: false,
        };
        let ask = Ask {
            id: Id::named("ask", name),
            actor: Actor::System,
            scopes: Vec::new(),
            at: Instant(1),
            origin: Origin::Live,
            command: command.into(),
        };
        let (reply, _) = oneshot::channel();
        let prepared = prepare(ask).unwrap();
        Waiting {
            prepared,
            reply,
            seen: Vec::new(),
        }
    }

    /// Groups as they come, by what their asks are named; an ask is named by how many leads it is about.
    async fn groups(people: usize, bulk: &[usize]) -> Vec<Vec<usize>> {
        let (interactive, mut first) = mpsc::channel(WAITING_MAX);
        let (behind, mut second) = mpsc::channel(WAITING_MAX);
        for n in 0..people {
            interactive.try_send(waiting(&format!("person{n}"), 0)).unwrap();
        }
        for (n, leads) in bulk.iter().enumerate() {
            behind.try_send(waiting(&format!("bulk{n}"), *leads)).unwrap();
        }
        let (mut aside, mut found) = (None, Vec::new());
        while found.iter().map(Vec::len).sum::<usize>() < people + bulk.len() {
            let group = next_group(&mut first, &mut second, &mut aside).await.unwrap();
            found.push(group.iter().map(about).collect());
        }
        found
    }

    #[tokio::test]
    async fn an_ask_about_many_leads_lets_people_go_first_and_goes_by_itself() {
        assert_eq!(groups(2, &[500, 500]).await, [vec![1, 1], vec![500], vec![500]]);
    }

    #[tokio::test]
    async fn small_ones_go_along_until_the_slice_is_full() {
        assert_eq!(groups(1, &[60, 60, 60]).await, [vec![1, 60, 60], vec![60]]);
        assert_eq!(groups(0, &[1, 500, 1]).await, [vec![1], vec![500], vec![1]]);
    }
}
