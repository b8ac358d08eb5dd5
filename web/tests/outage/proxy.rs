//! A way to PostgreSQL that can be cut and mended, and that can lose the answer to a commit.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};

/// What becomes of the next commit that comes by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Commit {
    /// It goes through, and so does its answer.
    Kept = 0,
    /// It is lost on the way there.
    Lost = 1,
    /// It is done; its answer is lost.
    Unanswered = 2,
    /// It is done, its answer is lost, and nobody gets through any more.
    UnansweredAndCut = 3,
}

pub struct Proxy {
    pub port: u16,
    server: String,
    next: Arc<AtomicU8>,
    serving: Option<JoinHandle<()>>,
}

impl Proxy {
    /// A way to a server, `host:port`.
    pub async fn to(server: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let mut proxy = Self {
            port: listener.local_addr().unwrap().port(),
            server: server.to_owned(),
            next: Arc::default(),
            serving: None,
        };
        proxy.serve(listener);
        proxy
    }

    fn serve(&mut self, listener: TcpListener) {
        let (server, next) = (self.server.clone(), self.next.clone());
        self.serving = Some(tokio::spawn(async move {
            // whoever is let through is cut off with us
            let mut through = JoinSet::new();
            while next.load(Ordering::SeqCst) != CUT {
                tokio::select! {
                    came = listener.accept() => {
                        let (client, _) = came.unwrap();
                        through.spawn(pump(client, server.clone(), next.clone()));
                    }
                    Some(_) = through.join_next() => {}
                }
            }
        }));
    }

    /// What becomes of the next commit.
    pub fn lose(&self, commit: Commit) {
        self.next.store(commit as u8, Ordering::SeqCst);
    }

    /// Whether the commit that was to be lost came by.
    pub fn lost(&self) -> bool {
        [Commit::Kept as u8, CUT].contains(&self.next.load(Ordering::SeqCst))
    }

    /// Everybody is cut off, and nobody listens any more.
    pub async fn cut(&mut self) {
        if let Some(serving) = self.serving.take() {
            serving.abort();
            let _ = serving.await;
        }
    }

    /// Everybody is cut off, and whoever comes again is turned away. Answers how many came.
    pub async fn turn_away(&mut self) -> watch::Receiver<usize> {
        self.cut().await;
        let listener = TcpListener::bind(("127.0.0.1", self.port)).await.unwrap();
        let (tell, told) = watch::channel(0);
        self.serving = Some(tokio::spawn(async move {
            while let Ok((came, _)) = listener.accept().await {
                drop(came);
                tell.send_modify(|came| *came += 1);
            }
        }));
        told
    }

    /// The way is there again.
    pub async fn mend(&mut self) {
        self.cut().await;
        self.next.store(Commit::Kept as u8, Ordering::SeqCst);
        let listener = TcpListener::bind(("127.0.0.1", self.port)).await.unwrap();
        self.serve(listener);
    }
}

/// The way is cut from within.
const CUT: u8 = 9;

async fn pump(mut client: TcpStream, server: String, next: Arc<AtomicU8>) {
    let Ok(mut server) = TcpStream::connect(server).await else {
        return;
    };
    let (mut asked, mut said) = (vec![0; 65_536], vec![0; 65_536]);
    loop {
        tokio::select! {
            Ok(n) = client.read(&mut asked) => {
                let commits = asked[..n].windows(7).any(|part| part == b"COMMIT\0");
                let becomes = if commits { next.load(Ordering::SeqCst) } else { 0 };
                if n == 0 {
                    return;
                }
                if becomes == Commit::Lost as u8 {
                    return next.store(Commit::Kept as u8, Ordering::SeqCst);
                }
                if server.write_all(&asked[..n]).await.is_err() {
                    return;
                }
                if becomes > 0 {
                    return unanswered(&mut server, becomes, &next).await;
                }
            }
            Ok(n) = server.read(&mut said) => {
                if n == 0 || client.write_all(&said[..n]).await.is_err() {
                    return;
                }
            }
            else => return,
        }
    }
}

/// Waits until the server has done it, and tells nobody.
async fn unanswered(server: &mut TcpStream, becomes: u8, next: &AtomicU8) {
    let mut all = Vec::new();
    let mut said = vec![0; 65_536];
    while !all.windows(7).any(|part| part == b"COMMIT\0") {
        match server.read(&mut said).await {
            Ok(n) if n > 0 => all.extend_from_slice(&said[..n]),
            _ => break,
        }
    }
    let cut = becomes == Commit::UnansweredAndCut as u8;
    next.store(if cut { CUT } else { 0 }, Ordering::SeqCst);
}
