//! A mail server, as small as a client lets it be.
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// What the server was told: commands, and the lines of mails.
#[derive(Clone, Default)]
pub struct Heard(Arc<Mutex<Vec<String>>>);

impl Heard {
    pub fn lines(&self) -> Vec<String> {
        self.0.lock().unwrap().clone()
    }

    pub fn has(&self, line: &str) -> bool {
        self.lines().iter().any(|heard| heard == line)
    }
}

/// Answers as a mail server does, but for the replies named here by command; `.` is the end of the mail. An empty
/// reply is none: the server falls silent, and the test's clock stands still until something waits for it.
pub async fn serve(replies: &[(&str, &str)]) -> (u16, Heard) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let replies: HashMap<String, String> = replies.iter().map(|(a, b)| (a.to_string(), b.to_string())).collect();
    let heard = Heard::default();
    let kept = heard.clone();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            drop(talk(stream, &replies, &kept).await);
        }
    });
    (port, heard)
}

async fn talk(stream: TcpStream, replies: &HashMap<String, String>, heard: &Heard) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    stream.write_all(b"220 loopback ESMTP\r\n").await?;
    let (mut line, mut in_mail) = (String::new(), false);
    while stream.read_line(&mut line).await? > 0 {
        let said = line.trim_end().to_owned();
        line.clear();
        heard.0.lock().unwrap().push(said.clone());
        if in_mail && said != "." {
            continue;
        }
        let verb = said.split([' ', ':']).next().unwrap_or_default().to_uppercase();
        in_mail = verb == "DATA" && !replies.contains_key("DATA");
        let reply = replies.get(&verb).map_or_else(|| usual(&verb), String::as_str);
        if reply.is_empty() {
            tokio::time::pause();
            std::future::pending::<()>().await;
        }
        stream.write_all(format!("{reply}\r\n").as_bytes()).await?;
    }
    Ok(())
}

fn usual(verb: &str) -> &'static str {
    match verb {
        "EHLO" => "250-loopback\r\n250 8BITMIME",
        "DATA" => "354 go on",
        "." => "250 2.0.0 queued as 4711",
        "QUIT" => "221 bye",
        _ => "250 ok",
    }
}
