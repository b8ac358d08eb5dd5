//! Group decide: one transaction for up to 256 asks, decided one after another over what was loaded once.

use crate::agreement::filled;
use crate::cache::{Cache, Shared};
use crate::error::EngineError;
use crate::keep::{Places, Sheet};
use crate::live::{Change, Live};
use crate::load::{self, DoneBefore, Seen};
use crate::nodes::words;
use crate::touch::Touch;
use crate::{command, row};
use ledger::{Ledger, LedgerError};
use rules::Id;
use rules::ask::Prepared;
use rules::decide::{World, decide};
use rules::lead::Lead;
use serde_json::Value;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::oneshot;

/// Most asks in one commit.
pub const GROUP_MAX: usize = 256;
/// How often a group that met another transaction is tried.
pub const TRIES_MAX: u32 = 5;
/// Waits between looking up what became of a commit whose answer was lost: some seconds in all, as a restart of the
/// database takes.
const LOOKS: [Duration; 6] = [
    Duration::from_millis(50),
    Duration::from_millis(100),
    Duration::from_millis(200),
    Duration::from_millis(500),
    Duration::from_millis(1_000),
    Duration::from_millis(2_000),
];

/// What an ask is answered.
pub type Reply = Result<Value, EngineError>;

/// An ask with the place where its answer is awaited.
pub struct Waiting {
    /// The ask, cleaned and checked.
    pub prepared: Prepared,
    /// Where the answer goes.
    pub reply: oneshot::Sender<Reply>,
    /// Leads as somebody read them just now.
    pub seen: Vec<Lead>,
}

/// The decider of one node.
pub struct Decider {
    ledger: Ledger,
    cache: Cache,
    live: Live,
    shared: Shared,
    node: Id,
    /// Whether readers see an older roster or agreement than is kept.
    behind: bool,
}

impl Decider {
    /// A decider over a ledger; `shared` gets the cache after every change of it, `node` signs what other nodes hear.
    pub fn new(ledger: Ledger, cache: Cache, live: Live, shared: Shared, node: Id) -> Self {
        Self {
            ledger,
            cache,
            live,
            shared,
            node,
            behind: false,
        }
    }

    /// Decides a group and answers everybody in it. Never fails as a whole.
    pub async fn serve(&mut self, mut group: Vec<Waiting>) {
        metrics::histogram!("baton_group_asks").record(group.len() as f64);
        let seen = group.iter_mut().flat_map(|w| std::mem::take(&mut w.seen));
        let mut seen: Seen = seen.map(|lead| (lead.id, lead)).collect();
        let asks: Vec<&Prepared> = group.iter().map(|w| &w.prepared).collect();
        let replies = self.decided(&asks, &mut seen).await;
        for (waiting, reply) in group.into_iter().zip(replies) {
            // whoever hung up meanwhile finds the stored answer by the ask's id
            let _ = waiting.reply.send(reply);
        }
    }

    /// The whole group; after a conflict once more, then in halves, then singly.
    async fn decided(&mut self, asks: &[&Prepared], seen: &mut Seen) -> Vec<Reply> {
        let mut replies: Vec<Option<Reply>> = asks.iter().map(|_| None).collect();
        let mut parts = vec![(0, asks.len(), 0u32)];
        while let Some((from, to, tries)) = parts.pop() {
            match self.once(&asks[from..to], seen).await {
                Ok(done) => replies[from..to]
                    .iter_mut()
                    .zip(done)
                    .for_each(|(place, reply)| *place = Some(reply)),
                Err(error) if error.again() && tries < TRIES_MAX => {
                    metrics::counter!("baton_conflicts").increment(1);
                    let middle = if tries == 0 || to - from == 1 {
                        to
                    } else {
                        from + (to - from) / 2
                    };
                    parts.extend(
                        [(middle, to, tries + 1), (from, middle, tries + 1)]
                            .into_iter()
                            .filter(|p| p.0 < p.1),
                    );
                }
                Err(error) if error.is_of_an_ask() && to - from > 1 => {
                    // one of them cannot be kept: the others do not go down with it
                    let middle = from + (to - from) / 2;
                    parts.extend([(middle, to, tries), (from, middle, tries)]);
                }
                Err(error) => {
                    tracing::error!(%error, asks = to - from, "a group was not kept");
                    replies[from..to]
                        .iter_mut()
                        .for_each(|place| *place = Some(Err(error.told())));
                }
            }
        }
        replies
            .into_iter()
            .map(|reply| reply.unwrap_or_else(|| Err(EngineError::NotNow("not reached".to_owned()))))
            .collect()
    }

    /// One transaction. An `Err` means that nothing was kept.
    async fn once(&mut self, asks: &[&Prepared], seen: &mut Seen) -> Result<Vec<Reply>, EngineError> {
        if self.behind {
            self.show().await;
        }
        let mut touch = Touch::default();
        asks.iter().for_each(|ask| touch.add(ask));
        let ids: Vec<Id> = asks.iter().map(|prepared| prepared.ask.id).collect();
        let at = asks.iter().map(|prepared| prepared.ask.at).max().unwrap_or_default();
        // before the transaction: it is read only, and may take a while
        let filled = match touch.proposes {
            true => Some(filled::of(&self.ledger, &self.shared.fields(), at).await?),
            false => None,
        };
        let (mut tx, mut world, done_before) =
            load::begin(&self.ledger, &mut self.cache, (&ids, at), &touch, seen).await?;
        world.filled = filled.map(Arc::new);
        let before = Places::of(&world);
        let mut group = Group::over(world, done_before);
        let replies: Vec<Reply> = asks.iter().map(|ask| group.reply_to(ask)).collect();
        if group.written.is_empty() {
            return Ok(replies);
        }
        let (change, written) = (group.change, group.written);
        words::tell(&mut tx, self.node, &change)?;
        match group.sheet.write(tx, &before, &group.after).await {
            Err(EngineError::Ledger(unknown @ LedgerError::CommitUnknown { .. })) => {
                match self.looked_up(&written).await {
                    Some(true) => {}
                    // it was rolled back: doing it again may help
                    Some(false) => {
                        return Err(LedgerError::Conflict {
                            why: unknown.to_string(),
                        }
                        .into());
                    }
                    None => return Err(EngineError::Unsure(unknown.to_string())),
                }
            }
            other => other?,
        }
        if change.tokens {
            self.shared.tokens().forget();
        }
        if change.reference {
            self.show().await;
        }
        self.live.tell(change);
        Ok(replies)
    }

    /// Readers see roster and agreement as they are now; where they cannot be read, with the next group. What was kept is
    /// acknowledged all the same.
    async fn show(&mut self) {
        self.behind = match self.refresh().await {
            Ok(()) => false,
            Err(error) => {
                tracing::warn!(%error, "roster and agreement are shown as they were");
                true
            }
        };
    }

    /// After a commit whose answer was lost: whether it was kept, asked until the database answers again. `None` when it
    /// stays away: then nobody knows.
    async fn looked_up(&self, written: &[Id]) -> Option<bool> {
        for wait in LOOKS {
            match self.was_kept(written).await {
                Ok(kept) => return Some(kept),
                Err(error) => tracing::warn!(%error, "a commit's answer was lost; it is looked up again"),
            }
            tokio::time::sleep(wait).await;
        }
        self.was_kept(written).await.ok()
    }

    /// One of a commit's asks is there, so all are.
    async fn was_kept(&self, written: &[Id]) -> Result<bool, EngineError> {
        let keys = written.iter().take(1).map(|ask| row::id(*ask)).collect();
        Ok(!self
            .ledger
            .read_many(&command::records::TABLE, Some(&["id"]), "id", keys)
            .await?
            .is_empty())
    }

    /// Shows readers the roster and agreement as they are now.
    ///
    /// # Errors
    /// `EngineError` when they cannot be read.
    pub async fn refresh(&mut self) -> Result<(), EngineError> {
        self.cache.refresh(&self.ledger).await?;
        self.shared.offer(&self.cache);
        Ok(())
    }
}

/// A group being decided: the world moves on ask by ask.
struct Group {
    after: World,
    done_before: DoneBefore,
    sheet: Sheet,
    change: Change,
    written: Vec<Id>,
}

impl Group {
    fn over(world: World, done_before: DoneBefore) -> Self {
        let (sheet, change) = (Sheet::default(), Change::default());
        Self {
            after: world,
            done_before,
            sheet,
            change,
            written: Vec::new(),
        }
    }

    fn reply_to(&mut self, prepared: &Prepared) -> Reply {
        let ask = &prepared.ask;
        if let Some((body_hash, stored)) = self.done_before.get(&ask.id) {
            return repeated(prepared, body_hash, stored);
        }
        let done = decide(&self.after, prepared)?;
        let stored = done.answer.to_string();
        self.sheet
            .add((ask.id, prepared.body_hash, ask.at), &done, stored.clone())?;
        self.after.moved(&done);
        self.change.note(&done);
        self.written.push(ask.id);
        self.done_before.insert(ask.id, (prepared.body_hash.to_vec(), stored));
        Ok(done.answer)
    }
}

/// Same id, same body: the stored result. Another body: refused.
fn repeated(prepared: &Prepared, body_hash: &[u8], stored: &str) -> Reply {
    if body_hash != prepared.body_hash {
        return Err(EngineError::IdReused);
    }
    serde_json::from_str(stored).map_err(|e| EngineError::kept("command", &e))
}
