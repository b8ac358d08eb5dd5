//! One POST to somebody else's server, with care.
//!
//! The host's addresses are asked for once, checked, and the connection is made to a checked address: a name that
//! changes its answer between check and connection gains nothing. No redirect is followed, no proxy is asked, the
//! answer is read up to 4 KiB.
mod address;
mod answer;
mod target;

use crate::message::Sent;
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::client::conn::http1;
use hyper::{Request, Response, header};
use hyper_util::rt::TokioIo;
use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use target::Target;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, Error as TlsError, RootCertStore};

pub(crate) use answer::said;

/// Most of an answer that is read; bytes.
const ANSWER_BYTES_MAX: usize = 4 * 1024;
/// Longest a whole POST takes, from the name's look-up to the answer.
const POST_WITHIN: Duration = Duration::from_secs(10);

/// The wall clock, given by the program: microseconds since 1970.
pub type Clock = Arc<dyn Fn() -> i64 + Send + Sync>;

/// Whom we may speak to.
#[derive(Clone, Default)]
pub struct Reach {
    /// Hosts, by name or address, that may lie on a private network and need no HTTPS.
    pub private_hosts: Vec<String>,
    /// Certificates (DER) that a company signs its own servers with, beside the public ones.
    pub own_roots: Vec<Vec<u8>>,
}

/// Posts to other people's servers.
#[derive(Clone)]
pub struct Http {
    private_hosts: Arc<[String]>,
    tls: TlsConnector,
    clock: Clock,
}

impl fmt::Debug for Http {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Http, private: {:?}", self.private_hosts)
    }
}

/// Why it cannot be set up.
#[derive(Debug, thiserror::Error)]
#[error("webhooks: {0}")]
pub struct Problem(#[from] TlsError);

impl Http {
    /// Sets it up.
    ///
    /// # Errors
    /// A certificate of `reach` that is none.
    pub fn new(reach: &Reach, clock: Clock) -> Result<Self, Problem> {
        let mut roots = RootCertStore {
            roots: webpki_roots::TLS_SERVER_ROOTS.to_vec(),
        };
        for root in &reach.own_roots {
            roots.add(CertificateDer::from_slice(root))?;
        }
        let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()));
        let config = config
            .with_safe_default_protocol_versions()?
            .with_root_certificates(roots)
            .with_no_client_auth();
        let private_hosts = reach
            .private_hosts
            .iter()
            .map(|host| host.to_ascii_lowercase())
            .collect();
        Ok(Self {
            private_hosts,
            tls: TlsConnector::from(Arc::new(config)),
            clock,
        })
    }

    /// Whole seconds since 1970.
    pub(crate) fn seconds(&self) -> i64 {
        (self.clock)().div_euclid(1_000_000)
    }

    /// Posts JSON; what became of it.
    pub(crate) async fn post(&self, url: &str, headers: &[(&'static str, String)], body: String) -> Sent {
        let target = match Target::read(url, &self.private_hosts) {
            Ok(target) => target,
            Err(why) => return Sent::refused(why),
        };
        let posted = tokio::time::timeout(POST_WITHIN, self.exchange(&target, headers, body)).await;
        match posted {
            Ok(Ok(sent)) => sent,
            Ok(Err(Failure::Never(why))) => Sent::refused(why),
            Ok(Err(Failure::Now(why))) => Sent::retry(said(&why)),
            Err(_) => Sent::retry("timeout"),
        }
    }

    async fn exchange(
        &self,
        target: &Target,
        headers: &[(&'static str, String)],
        body: String,
    ) -> Result<Sent, Failure> {
        let request = request(target, headers, body)?;
        let stream = connect(target).await?;
        let response = if target.tls {
            let name = ServerName::try_from(target.host.clone()).map_err(|_| Failure::Never("url_host"))?;
            let stream = self
                .tls
                .connect(name, stream)
                .await
                .map_err(|error| Failure::now("tls", &error))?;
            talk(stream, request).await?
        } else {
            talk(stream, request).await?
        };
        Ok(answer::read(&response.0, &response.1, self.seconds()))
    }
}

/// Why there was no answer.
enum Failure {
    Now(String),
    Never(&'static str),
}

impl Failure {
    fn now(code: &str, error: &dyn fmt::Display) -> Self {
        Self::Now(format!("{code}: {error}"))
    }
}

fn request(target: &Target, headers: &[(&'static str, String)], body: String) -> Result<Request<Full<Bytes>>, Failure> {
    let mut request = Request::post(target.path.as_str())
        .header(header::HOST, target.authority.as_str())
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::USER_AGENT, "Baton");
    for (name, value) in headers {
        request = request.header(*name, value);
    }
    request
        .body(Full::new(Bytes::from(body)))
        .map_err(|_| Failure::Never("url"))
}

async fn connect(target: &Target) -> Result<TcpStream, Failure> {
    let found = tokio::net::lookup_host((target.host.as_str(), target.port)).await;
    let found: Vec<SocketAddr> = found.map_err(|error| Failure::now("name", &error))?.collect();
    let allowed: Vec<SocketAddr> = found
        .into_iter()
        .filter(|at| target.private || address::is_public(at.ip()))
        .collect();
    if allowed.is_empty() {
        return Err(Failure::Never("address_not_public"));
    }
    TcpStream::connect(&*allowed)
        .await
        .map_err(|error| Failure::now("connection", &error))
}

/// Sends the request and reads the answer; the connection ends with it.
async fn talk<S>(stream: S, request: Request<Full<Bytes>>) -> Result<(Response<()>, String), Failure>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let failed = |error: hyper::Error| Failure::now("connection", &error);
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(failed)?;
    // dropped at the end, and with it the task that drives the connection
    let mut driver = JoinSet::new();
    driver.spawn(connection);
    let response = sender.send_request(request).await.map_err(failed)?;
    let (parts, body) = response.into_parts();
    Ok((Response::from_parts(parts, ()), beginning(body).await))
}

/// The answer's text, if it is short and arrives; the status decides without it.
async fn beginning(body: Incoming) -> String {
    let read = Limited::new(body, ANSWER_BYTES_MAX).collect().await;
    read.map_or_else(
        |_| String::new(),
        |body| String::from_utf8_lossy(&body.to_bytes()).into_owned(),
    )
}
