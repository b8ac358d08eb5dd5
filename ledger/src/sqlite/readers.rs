//! Connections that only read. A read runs off the asking thread, and is stopped when it lasts too
//! long or when nobody waits for it any more.

use super::{broken_file, open};
use crate::{LedgerError, READ_TIME_MAX, Row, WAIT_MAX};
use rusqlite::{Connection, InterruptHandle, OpenFlags};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// At least and at most so many readers.
const READERS: (usize, usize) = (2, 8);

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
    pub(crate) async fn read<F>(&self, name: &'static str, work: F) -> Result<Vec<Row>, LedgerError>
    where
        F: FnOnce(&Connection) -> Result<Vec<Row>, LedgerError> + Send + 'static,
    {
        let lent = self.lend().await?;
        let stop = lent.stop.clone();
        let _stop_when_left = StopWhenLeft(stop.clone());
        let mut running = tokio::task::spawn_blocking(move || match &lent.conn {
            Some(conn) => work(conn),
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
        let stop = Arc::new(Stop(Mutex::new(Some(conn.get_interrupt_handle()))));
        Ok(Lent {
            conn: Some(conn),
            free: self.free.clone(),
            stop,
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
    stop: Arc<Stop>,
    _permit: OwnedSemaphorePermit,
}

impl Drop for Lent {
    fn drop(&mut self) {
        self.stop.never();
        if let Some(conn) = self.conn.take() {
            self.free.lock().unwrap_or_else(PoisonError::into_inner).push(conn);
        }
    }
}

/// Stops the read it was made for, and never the next one on the same connection.
struct Stop(Mutex<Option<InterruptHandle>>);

impl Stop {
    fn now(&self) {
        if let Some(handle) = &*self.0.lock().unwrap_or_else(PoisonError::into_inner) {
            handle.interrupt();
        }
    }

    fn never(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

struct StopWhenLeft(Arc<Stop>);

impl Drop for StopWhenLeft {
    fn drop(&mut self) {
        self.0.now();
    }
}
