//! Whether and how connections to PostgreSQL are encrypted, as its address says.
//!
//! What this room promises: `sslmode=require` (and `verify-full`, which means the same here) is never served in the clear,
//! and nobody is believed whose certificate does not lead to a root: those that browsers know, or those of the file that
//! `sslrootcert` names. Where nothing is said, connections are in the clear. What would be one or the other without
//! telling (`prefer`, `allow`) is refused.

use crate::LedgerError;
use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio_postgres::Socket;
use tokio_postgres::config::SslMode;
use tokio_postgres::tls::{ChannelBinding, MakeTlsConnect, TlsConnect, TlsStream};
use tokio_rustls::TlsConnector;
use tokio_rustls::client;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, InvalidDnsNameError, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

/// What of an address is ours to read.
const MODE: &str = "sslmode";
const ROOTS: &str = "sslrootcert";

/// What an address says of encryption, and the address without it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Said {
    /// For the driver.
    pub url: String,
    /// Encrypted always, or never.
    pub mode: SslMode,
    /// A file of roots beside those that browsers know.
    roots: Option<String>,
}

impl Said {
    /// Reads an address.
    pub fn read(url: &str) -> Result<Self, LedgerError> {
        let (before, query) = url.split_once('?').unwrap_or((url, ""));
        let (mut mode, mut roots, mut others) = (SslMode::Disable, None, Vec::new());
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            match pair.split_once('=') {
                Some((MODE, word)) => mode = mode_of(word)?,
                Some((ROOTS, path)) => roots = Some(plain(path)),
                _ => others.push(pair),
            }
        }
        if roots.is_some() && mode == SslMode::Disable {
            return Err(wrong(
                "sslrootcert is for encrypted connections: say sslmode=require too".to_owned(),
            ));
        }
        let url = match others.is_empty() {
            true => before.to_owned(),
            false => format!("{before}?{}", others.join("&")),
        };
        Ok(Self { url, mode, roots })
    }
}

fn mode_of(word: &str) -> Result<SslMode, LedgerError> {
    match word {
        "disable" => Ok(SslMode::Disable),
        "require" | "verify-full" => Ok(SslMode::Require),
        _ => Err(wrong(format!(
            "sslmode={word} is not known here. Say require (encrypted, and the server's certificate is checked) or disable"
        ))),
    }
}

fn wrong(why: String) -> LedgerError {
    LedgerError::Place { why }
}

/// Without the marks that stand for signs in an address.
fn plain(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let marked = after.get(..2).filter(|_| *first == b'%');
        let sign = marked.and_then(|two| u8::from_str_radix(std::str::from_utf8(two).ok()?, 16).ok());
        bytes.push(sign.unwrap_or(*first));
        rest = if sign.is_some() { &after[2..] } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Encrypts connections.
#[derive(Clone)]
pub(super) struct Tls(Arc<ClientConfig>);

impl Tls {
    /// With the roots that browsers know, and those of the file that the address names.
    pub fn of(said: &Said) -> Result<Self, LedgerError> {
        let mut roots = RootCertStore {
            roots: webpki_roots::TLS_SERVER_ROOTS.to_vec(),
        };
        if let Some(path) = &said.roots {
            add(&mut roots, path)?;
        }
        let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()));
        let config = config
            .with_safe_default_protocol_versions()
            .map_err(|source| wrong(source.to_string()))?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Self(Arc::new(config)))
    }
}

fn add(roots: &mut RootCertStore, path: &str) -> Result<(), LedgerError> {
    let unread = |source: &dyn std::fmt::Display| wrong(format!("{ROOTS} {path}: {source}"));
    let all = CertificateDer::pem_file_iter(path).map_err(|source| unread(&source))?;
    let mut count = 0;
    for root in all {
        let root = root.map_err(|source| unread(&source))?;
        roots.add(root).map_err(|source| unread(&source))?;
        count += 1;
    }
    if count == 0 {
        return Err(unread(&"no certificate stands in it"));
    }
    Ok(())
}

impl MakeTlsConnect<Socket> for Tls {
    type Stream = Encrypted;
    type TlsConnect = Handshake;
    type Error = InvalidDnsNameError;

    fn make_tls_connect(&mut self, host: &str) -> Result<Handshake, InvalidDnsNameError> {
        Ok(Handshake {
            connector: TlsConnector::from(self.0.clone()),
            host: ServerName::try_from(host)?.to_owned(),
        })
    }
}

/// One connection about to be encrypted.
pub(super) struct Handshake {
    connector: TlsConnector,
    host: ServerName<'static>,
}

impl TlsConnect<Socket> for Handshake {
    type Stream = Encrypted;
    type Error = io::Error;
    type Future = Pin<Box<dyn Future<Output = io::Result<Encrypted>> + Send>>;

    fn connect(self, socket: Socket) -> Self::Future {
        Box::pin(async move { self.connector.connect(self.host, socket).await.map(Encrypted) })
    }
}

/// An encrypted connection.
pub(super) struct Encrypted(client::TlsStream<Socket>);

impl AsyncRead for Encrypted {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_read(context, into)
    }
}

impl AsyncWrite for Encrypted {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(context)
    }
}

impl TlsStream for Encrypted {
    fn channel_binding(&self) -> ChannelBinding {
        ChannelBinding::none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_address_says_of_encryption_is_taken_out_of_it() {
        let said = Said::read("postgres://u:p@host/db?sslmode=require&connect_timeout=3&sslrootcert=%2Fetc%2Fown.pem");
        let said = said.unwrap();
        assert_eq!(said.url, "postgres://u:p@host/db?connect_timeout=3");
        assert_eq!(
            (said.mode, said.roots.as_deref()),
            (SslMode::Require, Some("/etc/own.pem"))
        );
        let said = Said::read("postgres://host/db").unwrap();
        assert_eq!((said.url.as_str(), said.mode), ("postgres://host/db", SslMode::Disable));
        assert_eq!(
            Said::read("postgres://host/db?sslmode=disable").unwrap().mode,
            SslMode::Disable
        );
        assert_eq!(
            Said::read("postgres://host/db?sslmode=verify-full").unwrap().mode,
            SslMode::Require
        );
    }

    #[test]
    fn what_would_be_encrypted_or_not_without_telling_is_refused() {
        for mode in ["prefer", "allow", "verify-ca", "yes"] {
            let error = Said::read(&format!("postgres://host/db?sslmode={mode}")).unwrap_err();
            assert!(error.to_string().contains("Say require"), "{error}");
        }
    }

    #[test]
    fn roots_without_encryption_are_refused() {
        for url in [
            "postgres://host/db?sslrootcert=/etc/own.pem",
            "postgres://host/db?sslmode=disable&sslrootcert=/x",
        ] {
            let error = Said::read(url).unwrap_err();
            assert!(error.to_string().contains("sslmode=require too"), "{error}");
        }
    }

    #[test]
    fn a_file_of_roots_that_is_none_is_told() {
        let read = |path: &str| Said::read(&format!("postgres://host/db?sslmode=require&sslrootcert={path}")).unwrap();
        let error = Tls::of(&read("/nowhere/own.pem")).err().unwrap();
        assert!(error.to_string().contains("sslrootcert /nowhere/own.pem"), "{error}");
        let error = Tls::of(&read(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml")))
            .err()
            .unwrap();
        assert!(error.to_string().contains("no certificate"), "{error}");
    }
}
