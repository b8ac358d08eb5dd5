//! What deciding in groups is worth: captures a second, one commit a group, on both engines, beside
//! what the disk can sync.
//!
//! `cargo run --release -p ledger --example groups [seconds a row]`; PostgreSQL is measured when
//! BATON_TEST_POSTGRES names a superuser's address. The database is filled as it is measured.

use ledger::{Kind, Ledger, Migration, OnClash, Place, Put, Table, Value};
use std::error::Error;
use std::io::Write;
use std::path::Path;
use std::time::Duration;
use tokio::runtime::Runtime;
use tokio::time::Instant;

type Tried<T> = Result<T, Box<dyn Error + Send + Sync>>;

const GROUPS: [u64; 4] = [1, 16, 64, 256];

const SCHEMA: Migration = Migration {
    number: 1,
    name: "what a capture writes",
    sql: "\
CREATE TABLE command (id BYTES PRIMARY KEY NOT NULL, body_hash BYTES NOT NULL, result TEXT NOT NULL, at BIGINT NOT NULL);
CREATE TABLE person (id BYTES PRIMARY KEY NOT NULL, email TEXT NOT NULL UNIQUE, body TEXT NOT NULL);
CREATE TABLE submission (id BYTES PRIMARY KEY NOT NULL, lead BYTES NOT NULL, body TEXT NOT NULL);
CREATE TABLE lead (id BYTES PRIMARY KEY NOT NULL, owner BYTES NOT NULL, stage BIGINT NOT NULL, due BIGINT, state TEXT NOT NULL);
CREATE INDEX lead_queue ON lead (owner, due, id);
CREATE TABLE handoff (id BYTES PRIMARY KEY NOT NULL, lead BYTES NOT NULL, due BIGINT NOT NULL, body TEXT NOT NULL);
CREATE INDEX handoff_due ON handoff (due, id);
CREATE TABLE fact (subject BYTES NOT NULL, seq BIGINT NOT NULL, kind TEXT NOT NULL, at BIGINT NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (subject, seq)){clustered};
CREATE TABLE outbox (id BYTES PRIMARY KEY NOT NULL, due BIGINT NOT NULL, lease_until BIGINT, body TEXT NOT NULL);
CREATE INDEX outbox_due ON outbox (due, id);
CREATE TABLE rotation (id BYTES PRIMARY KEY NOT NULL, state TEXT NOT NULL);",
};

use Kind::{Bytes, Int, Text};

static COMMAND: Table = Table {
    name: "command",
    key: &["id"],
    columns: &[("id", Bytes), ("body_hash", Bytes), ("result", Text), ("at", Int)],
};
static PERSON: Table = Table {
    name: "person",
    key: &["id"],
    columns: &[("id", Bytes), ("email", Text), ("body", Text)],
};
static SUBMISSION: Table = Table {
    name: "submission",
    key: &["id"],
    columns: &[("id", Bytes), ("lead", Bytes), ("body", Text)],
};
static LEAD: Table = Table {
    name: "lead",
    key: &["id"],
    columns: &[
        ("id", Bytes),
        ("owner", Bytes),
        ("stage", Int),
        ("due", Int),
        ("state", Text),
    ],
};
static HANDOFF: Table = Table {
    name: "handoff",
    key: &["id"],
    columns: &[("id", Bytes), ("lead", Bytes), ("due", Int), ("body", Text)],
};
static FACT: Table = Table {
    name: "fact",
    key: &["subject", "seq"],
    columns: &[
        ("subject", Bytes),
        ("seq", Int),
        ("kind", Text),
        ("at", Int),
        ("body", Text),
    ],
};
static OUTBOX: Table = Table {
    name: "outbox",
    key: &["id"],
    columns: &[("id", Bytes), ("due", Int), ("lease_until", Int), ("body", Text)],
};
static ROTATION: Table = Table {
    name: "rotation",
    key: &["id"],
    columns: &[("id", Bytes), ("state", Text)],
};

fn main() -> Tried<()> {
    let seconds = std::env::args().nth(1).map_or(Ok(3), |it| it.parse())?;
    let each = Duration::from_secs(seconds);
    let dir = std::env::temp_dir().join(format!("ledger-groups-{}", std::process::id()));
    std::fs::create_dir_all(&dir)?;
    let runtime = Runtime::new()?;
    say(&format!(
        "disk: {} syncs of 4 KiB a second",
        syncs_a_second(&dir, each)?
    ))?;
    measure(&runtime, Place::File(dir.join("groups.db")), each)?;
    if let Some(address) = std::env::var_os("BATON_TEST_POSTGRES") {
        let address = address.into_string().map_err(|_| "the address is not UTF-8")?;
        let (server, _) = address.rsplit_once('/').ok_or("the address names no database")?;
        runtime.block_on(tell(
            &address,
            "CREATE DATABASE ledger_groups TEMPLATE template0 ENCODING 'UTF8'",
        ))?;
        let measured = measure(
            &runtime,
            Place::Postgres {
                url: format!("{server}/ledger_groups"),
                pool: 4,
            },
            each,
        );
        runtime.block_on(tell(&address, "DROP DATABASE ledger_groups WITH (FORCE)"))?;
        measured?;
    }
    std::fs::remove_dir_all(dir)?;
    Ok(())
}

fn measure(runtime: &Runtime, place: Place, each: Duration) -> Tried<()> {
    let ledger = runtime.block_on(Ledger::open(place))?;
    runtime.block_on(ledger.migrate(&[SCHEMA], 1, 1))?;
    let handle = runtime.handle().clone();
    // as a decider does: a thread of its own that no statement leaves
    let decider = std::thread::spawn(move || {
        let mut made = 0;
        GROUPS
            .iter()
            .try_for_each(|size| say(&handle.block_on(one_size(&ledger, *size, each, &mut made))?))
    });
    decider.join().map_err(|_| "the decider stopped")?
}

async fn one_size(ledger: &Ledger, size: u64, each: Duration, made: &mut u64) -> Tried<String> {
    let (begun, mut lasted) = (Instant::now(), Vec::new());
    let first = *made;
    while begun.elapsed() < each {
        let asked = Instant::now();
        group(ledger, *made, size).await?;
        lasted.push(asked.elapsed());
        *made += size;
    }
    let rate = (*made - first) as f64 / begun.elapsed().as_secs_f64();
    lasted.sort();
    let at = |share: usize| {
        lasted
            .get(lasted.len() * share / 100)
            .copied()
            .unwrap_or_default()
            .as_secs_f64()
            * 1e3
    };
    Ok(format!(
        "{:<10} groups of {size:>3}: {rate:>7.0} captures/s, {:>7.0} rows/s; a group p50 {:.2} ms, p99 {:.2} ms; {} leads there",
        ledger.engine_name(),
        rate * 10.0,
        at(50),
        at(99),
        *made
    ))
}

/// Looks up what the group touches, then writes all of it and commits.
async fn group(ledger: &Ledger, first: u64, size: u64) -> Tried<()> {
    let all = || first..first + size;
    let mut tx = ledger.begin().await?;
    let emails = all().map(|n| email(n).into()).collect();
    let ids = all().map(|n| id(1, n).into()).collect();
    let gets = [
        (&COMMAND, "id", ids, false),
        (&PERSON, "email", emails, true),
        (&ROTATION, "id", vec![id(9, 0).into()], true),
    ];
    tx.get_all(&gets).await?;
    let puts: Vec<Put> = vec![
        (&COMMAND, all().map(command).collect(), OnClash::Fail),
        (
            &PERSON,
            all()
                .map(|n| vec![id(2, n).into(), email(n).into(), filler(n, 250)])
                .collect(),
            OnClash::Fail,
        ),
        (
            &SUBMISSION,
            all()
                .map(|n| vec![id(3, n).into(), id(4, n).into(), filler(n, 600)])
                .collect(),
            OnClash::Fail,
        ),
        (&LEAD, all().map(lead).collect(), OnClash::Replace),
        (
            &HANDOFF,
            all()
                .map(|n| vec![id(5, n).into(), id(4, n).into(), due(n), filler(n, 200)])
                .collect(),
            OnClash::Fail,
        ),
        (
            &FACT,
            all().flat_map(|n| (1..=4).map(move |seq| fact(n, seq))).collect(),
            OnClash::Fail,
        ),
        (
            &OUTBOX,
            all()
                .map(|n| vec![id(6, n).into(), due(n), Value::Null, filler(n, 100)])
                .collect(),
            OnClash::Fail,
        ),
        (
            &ROTATION,
            vec![vec![id(9, 0).into(), filler(first, 400)]],
            OnClash::Replace,
        ),
    ];
    tx.commit_with(puts).await?;
    Ok(())
}

fn command(n: u64) -> Vec<Value> {
    vec![id(1, n).into(), [n as u8; 32].into(), filler(n, 150), (n as i64).into()]
}

fn lead(n: u64) -> Vec<Value> {
    vec![
        id(4, n).into(),
        id(7, n % 30).into(),
        2.into(),
        due(n),
        filler(n, 1_500),
    ]
}

fn fact(n: u64, seq: i64) -> Vec<Value> {
    vec![
        id(4, n).into(),
        seq.into(),
        "captured".into(),
        (n as i64).into(),
        filler(n, 300),
    ]
}

/// Ids rise with time, as UUIDv7 do.
fn id(kind: u8, n: u64) -> [u8; 16] {
    let mut id = [kind; 16];
    id[..8].copy_from_slice(&n.to_be_bytes());
    id
}

/// Addresses come in no order.
fn email(n: u64) -> String {
    format!(
        "{:016x}@example.com",
        n.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    )
}

fn due(n: u64) -> Value {
    (((n * 7_919) % 1_000_000) as i64).into()
}

fn filler(n: u64, length: usize) -> Value {
    Value::Text(format!(
        "{{\"n\":{n},\"filler\":\"{}\"}}",
        "0123456789abcdef".repeat(length / 16)
    ))
}

fn syncs_a_second(dir: &Path, each: Duration) -> Tried<u64> {
    let mut file = std::fs::File::create(dir.join("sync"))?;
    let (begun, mut done) = (Instant::now(), 0);
    while begun.elapsed() < each {
        file.write_all(&[1; 4_096])?;
        file.sync_data()?;
        done += 1;
    }
    Ok((done as f64 / begun.elapsed().as_secs_f64()) as u64)
}

async fn tell(url: &str, sql: &str) -> Tried<()> {
    let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await?;
    tokio::spawn(connection);
    Ok(client.batch_execute(sql).await?)
}

fn say(line: &str) -> Tried<()> {
    Ok(writeln!(std::io::stdout(), "{line}")?)
}
