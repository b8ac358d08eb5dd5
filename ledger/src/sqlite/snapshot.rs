//! One moment of the ledger: a copy, made within seconds, that reading may take any time over. A read transaction as
//! long as the reading would keep the write-ahead log from starting anew, and make writers wait.

use super::copying::copy_pages;
use super::{Sqlite, broken, broken_file, open, rows};
use crate::{LedgerError, Row, Table, Value};
use rusqlite::{Connection, OpenFlags};
use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// The copy; gone when dropped.
pub(crate) struct Moment {
    conn: Option<Connection>,
    path: Option<PathBuf>,
}

impl Sqlite {
    /// Copies the ledger: a file to a new file of this name, memory to memory.
    pub(crate) async fn snapshot(
        &self,
        copy: PathBuf,
        progress: impl Fn(u64, u64) + Send + 'static,
    ) -> Result<Moment, LedgerError> {
        let Some(path) = self.path.clone() else {
            let mut conn = Connection::open_in_memory().map_err(|source| broken("memory", source))?;
            copy_pages(&*self.writer().await?, &mut conn, progress).map_err(|source| broken("copy", source))?;
            return Ok(Moment {
                conn: Some(conn),
                path: None,
            });
        };
        let work = move || copied(&path, copy, progress);
        let done = tokio::task::spawn_blocking(work).await;
        done.unwrap_or_else(|why| {
            Err(LedgerError::Statement {
                name: "copy".to_owned(),
                source: why.into(),
            })
        })
    }
}

fn copied(from: &Path, to: PathBuf, progress: impl Fn(u64, u64)) -> Result<Moment, LedgerError> {
    let from = open(from, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    // only its owner may read it: everything is in it
    let made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&to);
    made.map_err(|source| LedgerError::File {
        path: to.clone(),
        source: source.into(),
    })?;
    let mut moment = Moment {
        conn: None,
        path: Some(to.clone()),
    };
    let held = from.unchecked_transaction().map_err(|source| broken("copy", source))?;
    held.query_row("SELECT count(*) FROM sqlite_master", [], |_| Ok(()))
        .map_err(|source| broken("copy", source))?;
    let mut conn = open(&to, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    copy_pages(&held, &mut conn, progress).map_err(|source| broken_file(&to, source))?;
    moment.conn = Some(conn);
    Ok(moment)
}

impl Moment {
    /// A page of a table in the order of its key.
    pub(crate) fn scan(&self, table: &Table, after: &[Value], limit: usize) -> Result<Vec<Row>, LedgerError> {
        rows::scan(self.conn()?, table, after, limit)
    }

    /// How many rows a table has.
    pub(crate) fn count(&self, table: &Table) -> Result<i64, LedgerError> {
        rows::count(self.conn()?, table)
    }

    fn conn(&self) -> Result<&Connection, LedgerError> {
        self.conn.as_ref().ok_or(LedgerError::Spoiled)
    }
}

impl Drop for Moment {
    fn drop(&mut self) {
        drop(self.conn.take());
        let Some(path) = &self.path else { return };
        for more in ["", "-wal", "-shm", "-journal"] {
            let mut name = path.as_os_str().to_owned();
            name.push(more);
            if let Err(why) = std::fs::remove_file(&name)
                && why.kind() != std::io::ErrorKind::NotFound
            {
                tracing::warn!(%why, copy = %path.display(), "a copy could not be removed");
            }
        }
    }
}
