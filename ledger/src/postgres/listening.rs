//! Hearing what other nodes tell.

use super::Postgres;
use super::errors::broken;
use super::tls::Encrypted;
use crate::LedgerError;
use std::future::{pending, poll_fn};
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio_postgres::{AsyncMessage, Client, Connection, Socket};

/// So many unheard words are kept for a listener; later ones wait in the connection.
const UNHEARD_MAX: usize = 1_024;

/// Somebody who listens on a channel; dropping it ends that.
pub struct Listener {
    words: Option<Receiver<String>>,
    /// The connection lives as long as this does.
    _client: Option<Client>,
}

impl Listener {
    /// One that never hears anything.
    pub(crate) fn deaf() -> Self {
        Self {
            words: None,
            _client: None,
        }
    }

    /// The next payload; `None` when the connection is lost: listen anew and look at everything,
    /// since something may have been missed.
    pub async fn next(&mut self) -> Option<String> {
        match &mut self.words {
            Some(words) => words.recv().await,
            None => pending().await,
        }
    }
}

impl Postgres {
    /// Listens on a channel, on a connection of its own.
    pub(crate) async fn listen(&self, name: &str) -> Result<Listener, LedgerError> {
        let (client, connection) = self
            .config
            .connect(self.tls.clone())
            .await
            .map_err(|source| broken("listen", source))?;
        let (tell, heard) = channel(UNHEARD_MAX);
        tokio::spawn(hear(connection, tell));
        let name = name.replace('"', "");
        client
            .batch_execute(&format!("LISTEN \"{name}\""))
            .await
            .map_err(|source| broken("listen", source))?;
        Ok(Listener {
            words: Some(heard),
            _client: Some(client),
        })
    }
}

async fn hear(mut connection: Connection<Socket, Encrypted>, tell: Sender<String>) {
    while let Some(word) = poll_fn(|context| connection.poll_message(context)).await {
        match word {
            Ok(AsyncMessage::Notification(it)) => {
                if tell.send(it.payload().to_owned()).await.is_err() {
                    return;
                }
            }
            Ok(_) => {}
            Err(why) => return tracing::warn!(%why, "a listening connection was lost"),
        }
    }
}
