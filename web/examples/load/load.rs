//! The load itself: captures, pages, events.

use crate::Tried;
use crate::client::{Answer, Client};
use futures_util::future::join_all;
use rules::Id;
use serde_json::{Value, json};
use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;
use tokio::time::Instant;

/// Connections that capture at once.
const CONNECTIONS: usize = 64;
/// Queues that are open while events are measured.
const QUEUES: usize = 50;
/// Captures a second while events are measured.
const CAPTURES_A_SECOND: u64 = 100;
/// An event that takes longer is counted as lost.
const EVENT_MAX: Duration = Duration::from_secs(5);

fn bearer(token: &str) -> String {
    format!("authorization: Bearer {token}\r\n")
}

fn cookie(session: &str) -> String {
    format!("cookie: baton_session={session}\r\n")
}

/// What tells one run's people from another's.
fn run_name(token: &str) -> String {
    format!("{token}{:?}", std::process::id())
}

fn lead(name: &str) -> (String, String) {
    let key = Id::named("load", name).to_string();
    let body = json!({
        "kind": "request", "email": format!("live{key}@sample-company-{key}.de"), "name": "Sample Person",
        "company": "Sample Company", "country": "DE", "source": "webinar", "form": "demo",
        "message": "Please show us how it works.",
    });
    (key, body.to_string())
}

fn created(answer: &Answer) -> Tried<()> {
    if answer.status == 201 {
        return Ok(());
    }
    Err(format!("{}: {}", answer.status, String::from_utf8_lossy(&answer.body)).into())
}

/// How long each took, sorted, and what 50 and 99 of 100 stay under; milliseconds.
fn spread(mut each: Vec<Duration>) -> (f64, f64) {
    each.sort_unstable();
    let at = |share: usize| {
        each.get(each.len() * share / 100)
            .map_or(0.0, |it| it.as_secs_f64() * 1e3)
    };
    (at(50), at(99))
}

/// Durable captures by the API.
pub async fn captures(address: &str, token: &str, length: Duration) -> Tried<Value> {
    let (headers, run) = (bearer(token), run_name(token));
    let mut clients = Vec::new();
    for _ in 0..CONNECTIONS {
        clients.push(Client::connect(address, &headers).await?);
    }
    let begun = Instant::now();
    let work = clients.into_iter().enumerate().map(|(connection, mut client)| {
        let run = &run;
        async move {
            let mut each = Vec::new();
            while begun.elapsed() < length {
                let (key, body) = lead(&format!("{run}-{connection}-{}", each.len()));
                let asked = Instant::now();
                created(&client.post("/api/v1/leads", &key, &body).await?)?;
                each.push(asked.elapsed());
            }
            Tried::Ok(each)
        }
    });
    let each = join_all(work).await.into_iter().collect::<Tried<Vec<_>>>()?.concat();
    let rate = each.len() as f64 / begun.elapsed().as_secs_f64();
    let (p50, p99) = spread(each);
    Ok(json!({ "rate": rate, "p50": p50, "p99": p99 }))
}

/// Pages of a manager, each asked for again and again for its share of the time.
pub async fn pages(address: &str, session: &str, length: Duration) -> Tried<Value> {
    let mut client = Client::connect(address, &cookie(session)).await?;
    let paths = ["/queue", "/leads", "/search?q=person+42", "/scorecard", "/status"];
    let mut paths: Vec<String> = paths.iter().map(|path| (*path).to_owned()).collect();
    paths.insert(2, a_lead(&mut client).await?);
    let mut found = serde_json::Map::new();
    for path in &paths {
        let (begun, mut each) = (Instant::now(), Vec::new());
        while begun.elapsed() < length / paths.len() as u32 {
            let asked = Instant::now();
            let answer = client.get(path).await?;
            if answer.status != 200 {
                return Err(format!("{path}: {}", answer.status).into());
            }
            each.push(asked.elapsed());
        }
        let (times, (p50, p99)) = (each.len(), spread(each));
        let name = if path.starts_with("/leads/") {
            "/leads/ID"
        } else {
            path.as_str()
        };
        found.insert(name.to_owned(), json!({ "times": times, "p50": p50, "p99": p99 }));
    }
    Ok(Value::Object(found))
}

/// The address of the first lead on the list.
async fn a_lead(client: &mut Client) -> Tried<String> {
    let list = client.get("/leads").await?;
    let text = String::from_utf8_lossy(&list.body).into_owned();
    let from = text.find("/leads/lead_").ok_or("the list shows no lead")?;
    let end = text[from..].find(['"', '?', '#']).ok_or("an address without an end")?;
    Ok(text[from..from + end].to_owned())
}

/// Instants at which an open queue was told.
type Told = Rc<RefCell<Vec<Instant>>>;

/// From a post's first byte to the event on its owner's open queue.
pub async fn events(address: &str, token: &str, length: Duration, sessions: &[&str]) -> Tried<Value> {
    let local = tokio::task::LocalSet::new();
    local.run_until(heard(address, token, length, sessions)).await
}

async fn heard(address: &str, token: &str, length: Duration, sessions: &[&str]) -> Tried<Value> {
    let mut queues: Vec<(String, Told)> = Vec::new();
    for session in sessions.iter().skip(1).cycle().take(QUEUES) {
        let mut client = Client::connect(address, &cookie(session)).await?;
        client.listen("/live").await?;
        let told = Told::default();
        queues.push((
            format!("user_{}", session.rsplit('-').next().unwrap_or_default()),
            told.clone(),
        ));
        tokio::task::spawn_local(async move {
            while client.event().await.is_ok() {
                told.borrow_mut().push(Instant::now());
            }
        });
    }
    let (mut client, run) = (Client::connect(address, &bearer(token)).await?, run_name(token));
    let mut ticks = tokio::time::interval(Duration::from_secs(1) / CAPTURES_A_SECOND as u32);
    let (begun, mut posted) = (Instant::now(), Vec::new());
    while begun.elapsed() < length {
        ticks.tick().await;
        let (key, body) = lead(&format!("{run}-event-{}", posted.len()));
        let asked = Instant::now();
        let answer = client.post("/api/v1/leads", &key, &body).await?;
        created(&answer)?;
        let answer: Value = serde_json::from_slice(&answer.body)?;
        posted.push((answer["owner"].as_str().unwrap_or_default().to_owned(), asked));
    }
    tokio::time::sleep(EVENT_MAX / 5).await;
    let (mut each, mut lost) = (Vec::new(), 0);
    for (owner, asked) in &posted {
        let on = queues.iter().filter(|(user, _)| user == owner);
        for (_, told) in on {
            let first = told.borrow().iter().copied().find(|at| at >= asked);
            match first.map(|at| at - *asked).filter(|it| *it < EVENT_MAX) {
                Some(took) => each.push(took),
                None => lost += 1,
            }
        }
    }
    let (heard, (p50, p99)) = (each.len(), spread(each));
    let rate = posted.len() as f64 / length.as_secs_f64();
    Ok(json!({ "rate": rate, "heard": heard, "lost": lost, "p50": p50, "p99": p99 }))
}
