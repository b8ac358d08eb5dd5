//! Connections that only read. A read runs off the asking thread, and is stopped when it lasts too
//! long or when nobody waits for it any more.

use super::{broken, broken_file, open};
use crate::{LedgerError, READ_TIME_MAX, WAIT_MAX};
use rusqlite::{Connection, OpenFlags};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// At least and at most so many readers.
const READERS: (usize, usize) = (2, 8);

/// A read asks so often whether it is to stop: once in so many steps of SQLite's machine, some microseconds.
const STEPS: i32 = 1_000;

/// The readers of one file.
pub(crate) struct Readers {
    free: Arc<Mutex<Vec<Connection>>>,
    permits: Arc<Semaphore>,
}

impl Readers {
    /// One reader a core, within [`READERS`].
    pub(crate) fn open(path: &Path) -> Result<Self, LedgerError> {
        let cores = std::thread::available_parallelism().map_or(READERS.0, usize::from);
        let count = cores.clamp(READERS.0, READERS.1);
        let free: Vec<Connection> = (0..count).map(|_| open_reader(path)).collect::<Result<_, _>>()?;
        Ok(Self {
            free: Arc::new(Mutex::new(free)),
            permits: Arc::new(Semaphore::new(count)),
        })
    }

    /// Runs a read on a free reader.
    pub(crate) async fn read<T, F>(&self, name: &'static str, work: F) -> Result<Vec<T>, LedgerError>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> Result<Vec<T>, LedgerError> + Send + 'static,
    {
        let mut lent = self.lend().await?;
        let stop = Stop::default();
        let _stop_when_left = StopWhenLeft(stop.clone());
        let told = stop.clone();
        let mut running = tokio::task::spawn_blocking(move || match &mut lent.conn {
            Some(conn) => {
                told.heard_by(conn).map_err(|source| broken(name, source))?;
                work(conn)
            }
            None => Ok(Vec::new()),
        });
        let answer = match tokio::time::timeout(READ_TIME_MAX, &mut running).await {
            Ok(answer) => answer,
            Err(_) => {
                stop.now();
                running.await
            }
        };
        answer.unwrap_or_else(|why| {
            Err(LedgerError::Statement {
                name: name.to_owned(),
                source: why.into(),
            })
        })
    }

    async fn lend(&self) -> Result<Lent, LedgerError> {
        let busy = || LedgerError::Busy {
            what: "a reader".to_owned(),
        };
        let permit = tokio::time::timeout(WAIT_MAX, self.permits.clone().acquire_owned()).await;
        let permit = permit.map_err(|_| busy())?.map_err(|_| busy())?;
        let conn = self
            .free
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop()
            .ok_or_else(busy)?;
        Ok(Lent {
            conn: Some(conn),
            free: self.free.clone(),
            _permit: permit,
        })
    }
}

fn open_reader(path: &Path) -> Result<Connection, LedgerError> {
    let conn = open(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let settings = "PRAGMA query_only = 1; PRAGMA cache_size = -8192; PRAGMA temp_store = MEMORY;";
    conn.execute_batch(settings)
        .map_err(|source| broken_file(path, source))?;
    Ok(conn)
}

/// A reader in use; it goes back by itself.
struct Lent {
    conn: Option<Connection>,
    free: Arc<Mutex<Vec<Connection>>>,
    _permit: OwnedSemaphorePermit,
}

impl Drop for Lent {
    fn drop(&mut self) {
        if let Some(conn) = self.conn.take() {
            self.free.lock().unwrap_or_else(PoisonError::into_inner).push(conn);
        }
    }
}

/// Stops the read it was made for, and never the next one on the same connection. It is a word that stays said: an
/// interrupt would be lost on a read that has not begun yet.
#[derive(Clone, Default)]
struct Stop(Arc<AtomicBool>);

impl Stop {
    fn now(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// The connection listens to this one, and to none before it.
    fn heard_by(&self, conn: &mut Connection) -> rusqlite::Result<()> {
        let said = self.0.clone();
        conn.progress_handler(STEPS, Some(move || said.load(Ordering::Relaxed)))
    }
}

struct StopWhenLeft(Stop);

impl Drop for StopWhenLeft {
    fn drop(&mut self) {
        self.0.now();
    }
}
