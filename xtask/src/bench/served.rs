//! Figures over HTTP: `baton serve` in release mode on a company that has worked for a while, beside a load client.
use super::{Figure, Row};
use crate::pg;
use crate::place::Place;
use crate::run;
use crate::trouble::{Doing, Outcome, Trouble};
use serde_json::Value;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How long a server may take until it is ready.
const READY_WITHIN: Duration = Duration::from_secs(30);

/// Everything that is measured over HTTP, on one engine.
pub struct Served<'a> {
    pub place: &'a Place,
    pub postgres: bool,
    /// Leads of the past that are there already.
    pub leads: u64,
    /// Handoffs of the last 90 days that are there already.
    pub handoffs: u64,
}

impl Row for Served<'_> {
    fn name(&self) -> &'static str {
        if self.postgres {
            "over HTTP, PostgreSQL"
        } else {
            "over HTTP, SQLite"
        }
    }

    fn measure(&self, folder: &Path, length: Duration) -> Outcome<Vec<(String, Figure)>> {
        super::built()?;
        let server = self.postgres.then(|| pg::Server::start(self.place)).transpose()?;
        let database = server
            .as_ref()
            .map_or(folder.join("served.db").display().to_string(), |it| it.url.clone());
        let filled = self.load(&["fill", &database, &self.leads.to_string(), &self.handoffs.to_string()])?;
        let (baton, address, started) = self.start(folder, &database)?;
        let mut found = vec![(self.called("start until ready"), started)];
        let (token, sessions) = callers(&filled)?;
        let seconds = length.as_secs().max(1).to_string();
        found.extend(self.pages(&self.load(&["pages", &address, &sessions[0], &seconds])?));
        let mut events = vec!["events", &address, &token, &seconds];
        events.extend(sessions.iter().map(String::as_str));
        let heard = self.load(&events)?;
        found.push((
            self.called("post to event, 50 queues open"),
            figure(&heard, "rate", "p99 < 50 ms"),
        ));
        let taken = self.load(&["captures", &address, &token, &seconds])?;
        let goal = if self.postgres {
            "2,000/s"
        } else {
            "5,000/s, p99 < 50 ms"
        };
        found.push((self.called("captures, 64 connections"), figure(&taken, "rate", goal)));
        drop(baton);
        Ok(found)
    }
}

impl Served<'_> {
    fn called(&self, what: &str) -> String {
        format!("{what}, {}", if self.postgres { "PostgreSQL" } else { "SQLite" })
    }

    fn load(&self, args: &[&str]) -> Outcome<Value> {
        let said = run::answer(Command::new(self.place.target.join("release/examples/load")).args(args))?;
        serde_json::from_str(&said).doing("reading what the load client said")
    }

    fn pages(&self, said: &Value) -> Vec<(String, Figure)> {
        let pages = said.as_object().into_iter().flatten();
        pages
            .map(|(path, said)| {
                let goal = if path == "/scorecard" {
                    "p99 < 100 ms"
                } else {
                    "p99 < 20 ms"
                };
                (self.called(&format!("GET {path}")), figure(said, "times", goal))
            })
            .collect()
    }

    /// Starts the server; how long until it was ready, and how much memory it then has.
    fn start(&self, folder: &Path, database: &str) -> Outcome<(Baton, String, Figure)> {
        let address = free_address()?;
        let begun = Instant::now();
        let child = Command::new(self.place.target.join("release/baton"))
            .arg("serve")
            .env("BATON_DATABASE", database)
            .env("BATON_LISTEN", &address)
            .env("BATON_PUBLIC_URL", format!("http://{address}"))
            .env("BATON_SECRET_KEY_FILE", folder.join("secret"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .doing("starting baton")?;
        let baton = Baton(child);
        while !is_ready(&address) {
            if begun.elapsed() > READY_WITHIN {
                return Err(Trouble::new("baton was not ready in time"));
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        let took = begun.elapsed();
        let resident = format!("{:.0} MB resident (goal < 60 MB)", baton.resident_megabytes());
        let figure = Figure {
            rate: 1.0 / took.as_secs_f64(),
            p50: took,
            p99: took,
            goal: Some("< 1 s"),
            limit: Some(resident),
        };
        Ok((baton, address, figure))
    }
}

/// A running `baton serve`, ended when this is dropped.
struct Baton(Child);

impl Baton {
    fn resident_megabytes(&self) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.0.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kilobytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<f64>().ok());
        kilobytes.unwrap_or_default() / 1024.0
    }
}

impl Drop for Baton {
    fn drop(&mut self) {
        // it may have ended by itself; then there is nothing to end
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn free_address() -> Outcome<String> {
    let listener = TcpListener::bind("127.0.0.1:0").doing("looking for a free port")?;
    Ok(listener.local_addr().doing("looking for a free port")?.to_string())
}

fn is_ready(address: &str) -> bool {
    let asked = TcpStream::connect(address).and_then(|mut stream| {
        stream.set_read_timeout(Some(Duration::from_secs(1)))?;
        stream.write_all(b"GET /readyz HTTP/1.1\r\nhost: baton\r\nconnection: close\r\n\r\n")?;
        let mut head = [0; 12];
        stream.read_exact(&mut head)?;
        Ok(head)
    });
    asked.is_ok_and(|head| head.ends_with(b"200"))
}

/// The token, and the sessions: the manager's first.
fn callers(filled: &Value) -> Outcome<(String, Vec<String>)> {
    let token = filled["token"].as_str().map(str::to_owned);
    let sessions = filled["sessions"].as_array().map(|all| {
        let texts = all.iter().filter_map(Value::as_str);
        texts.map(str::to_owned).collect::<Vec<_>>()
    });
    match (token, sessions) {
        (Some(token), Some(sessions)) if !sessions.is_empty() => Ok((token, sessions)),
        _ => Err(Trouble::new(format!("the company has nobody to call as: {filled}"))),
    }
}

fn figure(said: &Value, rate: &str, goal: &'static str) -> Figure {
    let number = |name: &str| said[name].as_f64().unwrap_or(0.0);
    let millis = |name: &str| Duration::from_secs_f64(number(name) / 1e3);
    let lost = said["lost"].as_u64().filter(|lost| *lost > 0);
    Figure {
        rate: number(rate),
        p50: millis("p50"),
        p99: millis("p99"),
        goal: Some(goal),
        limit: lost.map(|lost| format!("{lost} events were not heard")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_the_load_client_says_becomes_a_figure() {
        let figure = figure(
            &json!({ "rate": 100.0, "p50": 2.0, "p99": 8.0, "lost": 3 }),
            "rate",
            "p99 < 50 ms",
        );
        assert_eq!((figure.rate, figure.p99), (100.0, Duration::from_millis(8)));
        assert_eq!(figure.limit.as_deref(), Some("3 events were not heard"));
    }

    #[test]
    fn a_company_without_callers_is_trouble() {
        assert!(callers(&json!({ "token": "t", "sessions": [] })).is_err());
        assert!(callers(&json!({ "token": "t", "sessions": ["s"] })).is_ok());
    }
}
