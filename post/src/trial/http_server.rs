//! A web server, as small as a client lets it be.
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};

/// The certificate of the server for `127.0.0.1` and `localhost`, made for these tests.
pub const CERTIFICATE: &[u8] = include_bytes!("../../samples/loopback_cert.der");
const KEY: &[u8] = include_bytes!("../../samples/loopback_key.der");

/// The requests that came, head and body.
#[derive(Clone, Default)]
pub struct Heard(Arc<Mutex<Vec<String>>>);

impl Heard {
    pub fn requests(&self) -> Vec<String> {
        self.0.lock().unwrap().clone()
    }

    /// A header of the first request.
    pub fn header(&self, name: &str) -> Option<String> {
        let requests = self.requests();
        let lines = requests.first()?.lines().map(String::from).collect::<Vec<_>>();
        lines
            .iter()
            .find_map(|line| Some(line.strip_prefix(name)?.strip_prefix(": ")?.to_owned()))
    }
}

/// Gives every request the same answer; an empty one is none: the test's clock then stands still until something
/// waits for it.
pub async fn serve(answer: &'static str) -> (u16, Heard) {
    start(answer, None).await
}

/// The same over TLS.
pub async fn serve_tls(answer: &'static str) -> (u16, Heard) {
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()));
    let config = config
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth();
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(KEY));
    let config = config
        .with_single_cert(vec![CertificateDer::from_slice(CERTIFICATE)], key)
        .unwrap();
    start(answer, Some(TlsAcceptor::from(Arc::new(config)))).await
}

async fn start(answer: &'static str, tls: Option<TlsAcceptor>) -> (u16, Heard) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let heard = Heard::default();
    let kept = heard.clone();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            match &tls {
                None => talk(stream, answer, &kept).await,
                Some(tls) => match tls.accept(stream).await {
                    Ok(stream) => talk(stream, answer, &kept).await,
                    Err(_) => continue,
                },
            }
        }
    });
    (port, heard)
}

async fn talk(mut stream: impl AsyncRead + AsyncWrite + Unpin, answer: &str, heard: &Heard) {
    let mut request = Vec::new();
    while !whole(&request) {
        if stream.read_buf(&mut request).await.unwrap_or(0) == 0 {
            return;
        }
    }
    heard.0.lock().unwrap().push(String::from_utf8(request).unwrap());
    if answer.is_empty() {
        tokio::time::pause();
        std::future::pending::<()>().await;
    }
    let (head, body) = answer.split_once("\n\n").unwrap_or((answer, ""));
    let head = head.replace('\n', "\r\n");
    let text = format!("HTTP/1.1 {head}\r\nContent-Length: {}\r\n\r\n{body}", body.len());
    drop(stream.write_all(text.as_bytes()).await);
    drop(stream.shutdown().await);
}

fn whole(request: &[u8]) -> bool {
    let text = String::from_utf8_lossy(request);
    let Some((head, body)) = text.split_once("\r\n\r\n") else {
        return false;
    };
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
    body.len() >= length.unwrap_or(0)
}
