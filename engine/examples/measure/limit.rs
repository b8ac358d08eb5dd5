//! The limit: the very rows that the captures wrote, written again by the ledger alone, in groups as large.

use crate::{AT_ONCE, Tried, at};
use engine::{Engine, MIGRATIONS, READER_VERSION};
use engine::{command, desk, fact, handoff, lead, letter, person, rotation, submission};
use ledger::{Ledger, OnClash, Put, Table, Value};
use rules::decide::{Letter, LetterKind};
use rules::fact::SubjectKind;
use rules::{Id, Instant};
use std::collections::BTreeMap;
use std::time::Duration;

/// Captures whose rows are written again.
const CAPTURES_MAX: usize = 16_384;

pub struct Limit {
    /// Captures a second.
    pub rate: f64,
    /// Rows a capture.
    pub rows: f64,
}

type Rows = Vec<Vec<Value>>;

/// One capture's rows, by table.
type Written = Vec<(&'static Table, Rows)>;

pub async fn of(engine: &Engine, place: &str, each: Duration) -> Tried<Limit> {
    let mut written = gathered(engine.ledger()).await?;
    let rows: usize = written.values().flatten().map(|(_, rows)| rows.len()).sum();
    let rows = rows as f64 / written.len().max(1) as f64;
    let ledger = Ledger::open(at(place, "limit").await?).await?;
    ledger.migrate(MIGRATIONS, 1, READER_VERSION).await?;
    let shared = [
        (
            &rotation::records::TABLE,
            engine.ledger().read(&rotation::records::ALL, Vec::new()).await?,
        ),
        (
            &desk::records::TABLE,
            engine.ledger().read(&desk::records::ALL, Vec::new()).await?,
        ),
    ];
    let shared = shared.map(|(table, rows)| (table, rows.into_iter().map(ledger::Row::into_values).collect::<Rows>()));
    let begun = tokio::time::Instant::now();
    let mut done = 0;
    while begun.elapsed() < each && !written.is_empty() {
        let mut puts: BTreeMap<&str, Put> = BTreeMap::new();
        for _ in 0..AT_ONCE {
            let Some((_, capture)) = written.pop_first() else { break };
            done += 1;
            for (table, rows) in capture {
                let put = puts
                    .entry(table.name)
                    .or_insert_with(|| (table, Vec::new(), OnClash::Fail));
                put.1.extend(rows);
            }
        }
        let mut puts: Vec<Put> = puts.into_values().collect();
        puts.extend(
            shared
                .iter()
                .map(|(table, rows)| (*table, rows.clone(), OnClash::Replace)),
        );
        ledger.begin().await?.commit_with(puts).await?;
    }
    let rate = f64::from(done) / begun.elapsed().as_secs_f64();
    Ok(Limit { rate, rows })
}

/// Reads back what was written for the first captures.
async fn gathered(ledger: &Ledger) -> Tried<BTreeMap<Id, Written>> {
    let mut written: BTreeMap<Id, Written> = BTreeMap::new();
    let mut after = (Id::default(), 0);
    while written.len() < CAPTURES_MAX {
        let page = fact::reads::page(ledger, SubjectKind::Lead, after, 2_000).await?;
        let Some(last) = page.last() else { break };
        after = (last.subject.id, last.seq);
        for fact in &page {
            let rows = vec![fact::records::row(fact)?];
            written
                .entry(fact.subject.id)
                .or_default()
                .push((&fact::records::TABLE, rows));
        }
    }
    written.pop_last(); // its facts may go on in the next page
    let keys: Vec<Value> = written.keys().map(|id| id.0.into()).collect();
    let tables: [(&'static Table, &'static str); 4] = [
        (&lead::records::TABLE, "id"),
        (&handoff::records::TABLE, "lead_id"),
        (&person::records::TABLE, "lead_id"),
        (&submission::records::TABLE, "lead_id"),
    ];
    for (table, by) in tables {
        let place = table.column(by)?.0;
        for some in keys.chunks(2_000) {
            for row in ledger.read_many(table, None, by, some.to_vec()).await? {
                let lead = Id(row.id16(place)?);
                written.entry(lead).or_default().push((table, vec![row.into_values()]));
            }
        }
    }
    for (lead, rows) in &mut written {
        rows.push((&letter::records::TABLE, vec![letter::records::row(&alert(*lead))]));
        rows.push((&command::records::TABLE, vec![asked(*lead)]));
    }
    Ok(written)
}

/// As large as the letter and the stored answer that were written; only their ids are others.
fn alert(lead: Id) -> Letter {
    let (kind, at) = (LetterKind::NewLead, Instant(1));
    let (lead, handoff) = (Some(lead), Some(lead));
    let id = lead.unwrap_or_default();
    Letter {
        id,
        kind,
        to: id,
        lead,
        handoff,
        at,
        goes_at: at,
    }
}

fn asked(lead: Id) -> Vec<Value> {
    command::records::row(lead, [7; 32], "x".repeat(360), Instant(1))
}
