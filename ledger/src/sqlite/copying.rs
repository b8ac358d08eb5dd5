//! A copy of a file in use: one moment of it, while writing goes on.

use super::{Sqlite, broken, broken_file, open};
use crate::LedgerError;
use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};
use std::path::{Path, PathBuf};

/// Pages copied between two reports of progress: 16 MiB.
const PAGES_A_STEP: i32 = 4_096;

impl Sqlite {
    /// Copies the ledger to a new file. `progress` hears pages done and pages in all.
    pub(crate) async fn copy_to(
        &self,
        to: PathBuf,
        progress: impl Fn(u64, u64) + Send + 'static,
    ) -> Result<(), LedgerError> {
        let Some(path) = self.path.clone() else {
            return copy(&*self.writer().await?, &to, progress);
        };
        let work = move || copy(&open(&path, OpenFlags::SQLITE_OPEN_READ_ONLY)?, &to, progress);
        let done = tokio::task::spawn_blocking(work).await;
        done.unwrap_or_else(|why| {
            Err(LedgerError::Statement {
                name: "copy".to_owned(),
                source: why.into(),
            })
        })
    }

    /// Whether it is a file, not memory.
    pub(crate) fn on_disk(&self) -> bool {
        self.path.is_some()
    }

    pub(super) fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }
}

/// Copies all pages as they are now. The open read keeps the moment: without it the copy would
/// start anew whenever somebody writes.
pub(super) fn copy(from: &Connection, to: &Path, progress: impl Fn(u64, u64)) -> Result<(), LedgerError> {
    if to.exists() {
        return Err(LedgerError::File {
            path: to.to_owned(),
            source: "there is a file of that name already".into(),
        });
    }
    let held = from.unchecked_transaction().map_err(|source| broken("copy", source))?;
    held.query_row("SELECT count(*) FROM sqlite_master", [], |_| Ok(()))
        .map_err(|source| broken("copy", source))?;
    let mut target = Connection::open(to).map_err(|source| broken_file(to, source))?;
    copy_pages(&held, &mut target, progress).map_err(|source| broken_file(to, source))
}

pub(super) fn copy_pages(from: &Connection, to: &mut Connection, progress: impl Fn(u64, u64)) -> rusqlite::Result<()> {
    let backup = Backup::new(from, to)?;
    loop {
        let step = backup.step(PAGES_A_STEP)?;
        let state = backup.progress();
        let all = u64::try_from(state.pagecount).unwrap_or_default();
        progress(
            all.saturating_sub(u64::try_from(state.remaining).unwrap_or_default()),
            all,
        );
        if step == StepResult::Done {
            return Ok(());
        }
    }
}
