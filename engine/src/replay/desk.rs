//! Replays that run and that are done, in memory: what takes long blocks no page, and what was reckoned once is kept a
//! while.

use super::replay;
use crate::engine::Engine;
use rules::Instant;
use rules::decide::InForce;
use rules::replay::{Replay, Window};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// Most results kept; the one not asked for longest goes first.
pub const DONE_MAX: usize = 4;
/// Most that run at once.
pub const RUNNING_MAX: usize = 2;

/// What a replay is kept under: the exact text, and the window as it was asked for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// SHA-256 of the text, in hexadecimal.
    pub hash: String,
    /// The window.
    pub window: Window,
}

/// How a replay stands.
#[derive(Clone, Debug)]
pub enum Standing {
    /// It runs: leads looked at, and leads in all.
    Running(u64, u64),
    /// It is done.
    Done(Arc<Replay>),
    /// It could not be done; asked again, it begins again.
    Failed,
    /// Too many run already.
    Busy,
}

#[derive(Debug, Default)]
struct Progress {
    looked: AtomicU64,
    of: AtomicU64,
    stop: AtomicBool,
}

#[derive(Debug)]
enum Entry {
    Running(Arc<Progress>),
    Done(Arc<Replay>, u64),
    Failed,
}

#[derive(Debug, Default)]
struct Shelf {
    entries: BTreeMap<Key, Entry>,
    asked: u64,
}

/// All replays of one node. Clones share it.
#[derive(Clone, Debug, Default)]
pub struct Replays(Arc<Mutex<Shelf>>);

impl Replays {
    /// How a replay stands; one that nobody asked for yet, or that failed, begins. `since`: a result that knows less is
    /// made anew.
    pub fn ask(&self, engine: &Engine, proposed: &Arc<InForce>, window: Window, since: Option<Instant>) -> Standing {
        let hash = proposed.agreement.hash_hex();
        let key = Key { hash, window };
        let mut shelf = self.shelf();
        if let Some(standing) = shelf.standing(&key, since) {
            return standing;
        }
        if shelf.running() >= RUNNING_MAX {
            return Standing::Busy;
        }
        let progress = Arc::new(Progress::default());
        shelf.entries.insert(key.clone(), Entry::Running(progress.clone()));
        drop(shelf);
        let work = run(self.clone(), engine.clone(), (key, proposed.clone()), progress);
        tokio::spawn(work);
        Standing::Running(0, 0)
    }

    /// How it stands, without beginning anything.
    pub fn look(&self, key: &Key) -> Option<Standing> {
        let mut shelf = self.shelf();
        match shelf.entries.get(key)? {
            Entry::Failed => Some(Standing::Failed),
            _ => shelf.standing(key, None),
        }
    }

    /// The result of a text that knows most, of whatever window.
    pub fn latest(&self, hash: &str) -> Option<Arc<Replay>> {
        let shelf = self.shelf();
        let done = shelf.entries.iter().filter_map(|(key, entry)| match entry {
            Entry::Done(found, _) if key.hash == hash => Some(found.clone()),
            _ => None,
        });
        done.max_by_key(|found| (found.known_at, found.window))
    }

    /// Stops one that runs.
    pub fn stop(&self, key: &Key) {
        if let Some(Entry::Running(progress)) = self.shelf().entries.get(key) {
            progress.stop.store(true, Ordering::Relaxed);
        }
    }

    fn shelf(&self) -> std::sync::MutexGuard<'_, Shelf> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Shelf {
    fn standing(&mut self, key: &Key, since: Option<Instant>) -> Option<Standing> {
        self.asked += 1;
        let asked = self.asked;
        match self.entries.get_mut(key)? {
            Entry::Running(progress) => {
                let (looked, of) = (
                    progress.looked.load(Ordering::Relaxed),
                    progress.of.load(Ordering::Relaxed),
                );
                Some(Standing::Running(looked, of))
            }
            Entry::Done(found, used) if since.is_none_or(|since| found.known_at >= since) => {
                *used = asked;
                Some(Standing::Done(found.clone()))
            }
            _ => None,
        }
    }

    fn running(&self) -> usize {
        let running = |entry: &&Entry| matches!(entry, Entry::Running(_));
        self.entries.values().filter(running).count()
    }

    /// Keeps a result, and lets go of what was not asked for longest.
    fn keep(&mut self, key: Key, entry: Entry) {
        self.entries.insert(key, entry);
        while self.entries.len() > DONE_MAX + self.running() {
            let used = |entry: &Entry| match entry {
                Entry::Done(_, used) => Some(*used),
                Entry::Failed => Some(0),
                Entry::Running(_) => None,
            };
            let oldest = self
                .entries
                .iter()
                .filter_map(|(key, entry)| Some((used(entry)?, key.clone())));
            let Some((_, oldest)) = oldest.min() else { break };
            self.entries.remove(&oldest);
        }
    }
}

async fn run(shelf: Replays, engine: Engine, (key, proposed): (Key, Arc<InForce>), progress: Arc<Progress>) {
    let told = progress.clone();
    let mut tell = move |looked, of| {
        told.looked.store(looked, Ordering::Relaxed);
        told.of.store(of, Ordering::Relaxed);
    };
    // a window that ends in the future ends now; it is kept under what was asked for
    let entry = match key.window.checked(engine.now()) {
        Err(_) => Some(Entry::Failed),
        Ok(window) => match replay(&engine, (proposed, window), &mut tell, &progress.stop).await {
            Ok(Some(found)) => Some(Entry::Done(Arc::new(found), 0)),
            Ok(None) => None,
            Err(error) => {
                tracing::error!(%error, "a replay could not be done");
                Some(Entry::Failed)
            }
        },
    };
    let mut shelf = shelf.shelf();
    shelf.asked += 1;
    let asked = shelf.asked;
    match entry {
        Some(Entry::Done(found, _)) => shelf.keep(key, Entry::Done(found, asked)),
        Some(entry) => shelf.keep(key, entry),
        None => {
            shelf.entries.remove(&key);
        }
    }
}
