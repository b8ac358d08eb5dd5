//! Moves the write-ahead log into the file, on a thread of its own, so that no commit pays for it.

use rusqlite::Connection;
use std::sync::Weak;
use std::sync::mpsc::{Receiver, sync_channel};
use tokio::sync::Mutex;

/// Above so many pages of 4 KiB the log is moved while writing goes on.
const PAGES_MOVED: i32 = 4_000;

/// Above so many pages the writer waits while the last of the log is moved, so that it starts anew:
/// overwriting a log syncs about twice as fast as growing it.
const PAGES_RESTARTED: i32 = 12_000;

/// Above so many pages the log's file is cut as well.
const PAGES_CUT: i32 = 128_000;

/// Has the writer tell the log's length in pages after each commit that leaves it long.
pub(super) fn tell_length(writer: &mut Connection) -> rusqlite::Result<Receiver<i32>> {
    let (tell, longer) = sync_channel(1);
    writer.wal_hook(Some(move |_: &mut rusqlite::hooks::Wal, pages| {
        if pages >= PAGES_MOVED {
            // full: the thread has been told already; gone: the ledger is closing
            let _ = tell.try_send(pages);
        }
        Ok(())
    }))?;
    Ok(longer)
}

/// Starts the thread. It ends when the writer is gone.
pub(super) fn start(side: Connection, longer: Receiver<i32>, writer: Weak<Mutex<Connection>>) {
    let work = move || {
        while let Ok(pages) = longer.recv() {
            if let Err(why) = checkpoint(&side, pages, &writer) {
                tracing::warn!(%why, pages, "a checkpoint did not succeed");
            }
        }
    };
    if let Err(why) = std::thread::Builder::new().name("checkpoints".to_owned()).spawn(work) {
        tracing::error!(%why, "no thread for checkpoints: the write-ahead log will grow");
    }
}

fn checkpoint(side: &Connection, pages: i32, writer: &Weak<Mutex<Connection>>) -> rusqlite::Result<()> {
    move_pages(side, "PRAGMA wal_checkpoint(PASSIVE)")?;
    if pages < PAGES_RESTARTED {
        return Ok(());
    }
    let Some(writer) = writer.upgrade() else { return Ok(()) };
    let _nobody_writes = writer.blocking_lock();
    let cut = pages >= PAGES_CUT;
    move_pages(
        side,
        if cut {
            "PRAGMA wal_checkpoint(TRUNCATE)"
        } else {
            "PRAGMA wal_checkpoint(RESTART)"
        },
    )
}

fn move_pages(side: &Connection, sql: &str) -> rusqlite::Result<()> {
    side.query_row(sql, [], |_| Ok(()))
}
