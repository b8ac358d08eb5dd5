//! What one node commits, the open pages of the others hear of: ids only, within the commit, over the database they share.
//!
//! A node that lost its connection looks at everything once it has another: nothing is asked for again by name.

pub mod words;

use crate::engine::Engine;
use crate::live::Change;
use std::time::Duration;
use tokio::sync::watch;
use words::{CHANNEL, all, heard};

/// The first wait after a lost connection; it doubles.
const AGAIN_MIN: Duration = Duration::from_millis(250);
/// The longest wait between two tries.
const AGAIN_MAX: Duration = Duration::from_secs(5);

/// Hears the other nodes until told to stop. On SQLite there are none.
pub async fn run(engine: Engine, mut stop: watch::Receiver<bool>) {
    let mut wait = AGAIN_MIN;
    while !*stop.borrow() {
        tokio::select! {
            () = listen(&engine, &mut wait) => {}
            _ = stop.changed() => return,
        }
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            _ = stop.changed() => {}
        }
        wait = (wait * 2).min(AGAIN_MAX);
    }
}

/// One connection's life.
async fn listen(engine: &Engine, wait: &mut Duration) {
    let mut listener = match engine.ledger().listen(CHANNEL).await {
        Ok(listener) => listener,
        Err(error) => return tracing::warn!(%error, "other nodes cannot be heard"),
    };
    *wait = AGAIN_MIN;
    // something may have been missed until now
    take_in(engine, all()).await;
    while let Some(word) = listener.next().await {
        let (node, change) = heard(&word);
        if node != Some(engine.node()) {
            take_in(engine, change).await;
        }
    }
}

/// Shows it here: who is who and the agreement first, then the pages.
async fn take_in(engine: &Engine, change: Change) {
    if change.tokens || change.everything {
        engine.tokens().forget();
    }
    if change.reference
        && let Err(error) = engine.refresh().await
    {
        tracing::warn!(%error, "what another node changed could not be read");
    }
    engine.live().tell(change);
}
