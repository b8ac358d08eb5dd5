//! One kept connection that asks and waits: as little work as can be, because it shares the machine with the server.

use crate::Tried;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Longest answer that is read whole.
const ANSWER_BYTES_MAX: usize = 8 * 1024 * 1024;

/// A connection.
pub struct Client {
    stream: TcpStream,
    read: Vec<u8>,
    headers: String,
}

/// An answer: its status and body.
pub struct Answer {
    pub status: u16,
    pub body: Vec<u8>,
}

impl Client {
    /// Connects; `headers` go with every request.
    pub async fn connect(address: &str, headers: &str) -> Tried<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let headers = format!("host: {address}\r\n{headers}");
        let read = Vec::new();
        Ok(Self { stream, read, headers })
    }

    /// Asks for a page.
    pub async fn get(&mut self, path: &str) -> Tried<Answer> {
        let request = format!("GET {path} HTTP/1.1\r\n{}\r\n", self.headers);
        self.stream.write_all(request.as_bytes()).await?;
        self.answer().await
    }

    /// Sends JSON under an idempotency key.
    pub async fn post(&mut self, path: &str, key: &str, body: &str) -> Tried<Answer> {
        let request = format!(
            "POST {path} HTTP/1.1\r\n{}content-type: application/json\r\nidempotency-key: {key}\r\ncontent-length: {}\r\n\r\n{body}",
            self.headers,
            body.len()
        );
        self.stream.write_all(request.as_bytes()).await?;
        self.answer().await
    }

    async fn answer(&mut self) -> Tried<Answer> {
        let head = loop {
            if let Some(end) = self.read.windows(4).position(|four| four == b"\r\n\r\n") {
                break end + 4;
            }
            self.more().await?;
        };
        let text = String::from_utf8_lossy(&self.read[..head]).to_lowercase();
        let status = text.get(9..12).ok_or("no status")?.parse()?;
        let length = text.lines().find_map(|line| line.strip_prefix("content-length:"));
        let length: usize = length.ok_or("an answer without its length")?.trim().parse()?;
        while self.read.len() < head + length {
            self.more().await?;
        }
        let body = self.read[head..head + length].to_vec();
        self.read.drain(..head + length);
        Ok(Answer { status, body })
    }

    /// Goes on listening to a stream of events: answers once another one came.
    pub async fn event(&mut self) -> Tried<()> {
        loop {
            if let Some(end) = self.read.windows(5).position(|five| five == b"data:") {
                self.read.drain(..end + 5);
                return Ok(());
            }
            self.more().await?;
        }
    }

    /// Opens a stream of events.
    pub async fn listen(&mut self, path: &str) -> Tried<()> {
        let request = format!(
            "GET {path} HTTP/1.1\r\n{}accept: text/event-stream\r\n\r\n",
            self.headers
        );
        self.stream.write_all(request.as_bytes()).await?;
        while !self.read.windows(4).any(|four| four == b"\r\n\r\n") {
            self.more().await?;
        }
        if !self.read.starts_with(b"HTTP/1.1 200") {
            return Err("the stream was refused".into());
        }
        Ok(())
    }

    async fn more(&mut self) -> Tried<()> {
        if self.read.len() > ANSWER_BYTES_MAX {
            return Err("an answer that does not end".into());
        }
        if self.stream.read_buf(&mut self.read).await? == 0 {
            return Err("the server hung up".into());
        }
        Ok(())
    }
}
