//! Connections to PostgreSQL that are to be encrypted: never in the clear, whatever the server says.
#![allow(clippy::unwrap_used, reason = "a test stops where it must")]

use ledger::{Ledger, LedgerError, Place};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// What a client sends before anything else where it wants encryption.
const WANTS_TLS: [u8; 8] = [0, 0, 0, 8, 4, 210, 22, 47];

/// A server that answers with one letter, and what it heard on its first connection. `N`: it does not encrypt.
async fn server(answer: &'static [u8]) -> (u16, tokio::task::JoinHandle<Vec<u8>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let heard = tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.unwrap();
        let mut first = [0; 8];
        socket.read_exact(&mut first).await.unwrap();
        socket.write_all(answer).await.unwrap();
        let mut rest = Vec::new();
        let reading = tokio::time::timeout(Duration::from_secs(5), socket.read_to_end(&mut rest));
        reading.await.unwrap().unwrap();
        [&first[..], &rest].concat()
    });
    (port, heard)
}

async fn opened(port: u16, said: &str) -> LedgerError {
    let url = format!("postgres://somebody:secret@127.0.0.1:{port}/baton{said}");
    Ledger::open(Place::Postgres { url, pool: 4 }).await.err().unwrap()
}

#[tokio::test]
async fn a_server_that_does_not_encrypt_hears_no_name_and_no_password() {
    let (port, heard) = server(b"N").await;
    let error = opened(port, "?sslmode=require").await;
    assert!(matches!(error, LedgerError::Place { .. }), "{error}");
    let told = error.to_string();
    assert!(
        told.contains("does not support TLS") && told.contains("Nothing was sent in the clear"),
        "{told}"
    );
    assert_eq!(heard.await.unwrap(), WANTS_TLS);
}

#[tokio::test]
async fn what_is_encrypted_or_not_without_telling_is_refused_before_anybody_is_called() {
    let error = opened(1, "?sslmode=prefer").await;
    assert!(error.to_string().contains("Say require"), "{error}");
}
