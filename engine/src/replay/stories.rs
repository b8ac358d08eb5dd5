//! Leads with what is kept of them, slice by slice, in the order of their ids. Each read is short and its own; nothing is
//! held between two.

use super::{READ_AHEAD, SLICES_MAX, reads};
use crate::error::EngineError;
use crate::fact;
use crate::row::{Columns, id, parse};
use ledger::{Ledger, Row, Value};
use rules::replay::{Given, Story, Window};
use rules::{Id, Instant};
use std::collections::HashMap;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

/// Leads in a slice.
pub const SLICE: i64 = 1_000;
/// Facts, and submissions, of one read.
const PAGE: i64 = 5_000;
/// Most reads of one slice: some millions of facts.
const PAGES_MAX: usize = 10_000;

/// A slice as it was read, not yet made sense of.
#[derive(Debug, Default)]
pub(super) struct Slice {
    /// Leads with something recorded since the window began: the id, and whether the person is gone.
    leads: Vec<(Id, bool)>,
    facts: Vec<Row>,
    submissions: Vec<Row>,
    /// Leads looked at, these and those without.
    pub looked: u64,
    /// The last of them.
    pub last: Option<Id>,
}

/// The ids between which leads lie that were known by the window's end.
pub(super) fn upto(window: Window, known_at: Instant) -> Id {
    let millis = window.to.min(known_at).0.max(0) / 1_000 + 2;
    let mut bytes = [0u8; 16];
    bytes[..6].copy_from_slice(&millis.to_be_bytes()[2..]);
    Id(bytes)
}

/// Reads slice after slice, at most so many ahead of whoever takes them; it ends with the leads, with what could not be
/// read, or when nobody takes them any more. The task's own end tells whether that was the end of them.
pub(super) fn ahead(
    ledger: Ledger,
    upto: Id,
    window: Window,
    known_at: Instant,
) -> (mpsc::Receiver<Result<Slice, EngineError>>, JoinHandle<()>) {
    let (read, taken) = mpsc::channel(READ_AHEAD);
    let reading = tokio::spawn(async move {
        let mut after = Id::default();
        for _ in 0..SLICES_MAX {
            let slice = next(&ledger, (after, upto), window, known_at).await;
            let last = slice.as_ref().ok().and_then(|slice| slice.last);
            if slice.is_ok() && last.is_none() || read.send(slice).await.is_err() {
                break;
            }
            let Some(last) = last else { break };
            after = last;
        }
    });
    (taken, reading)
}

/// The next slice after an id; with no lead in it where there is none left.
async fn next(
    ledger: &Ledger,
    (after, upto): (Id, Id),
    window: Window,
    known_at: Instant,
) -> Result<Slice, EngineError> {
    let rows = ledger
        .read(&reads::LEADS, vec![id(after), id(upto), Value::Int(SLICE)])
        .await?;
    let mut slice = Slice {
        looked: rows.len() as u64,
        ..Slice::default()
    };
    let mut runs: Vec<(Id, Id)> = Vec::new();
    let mut run = None;
    for row in &rows {
        let lead = row.id(0)?;
        let before = slice.last.replace(lead).unwrap_or(after);
        if row.at(1)? < window.from {
            runs.extend(run.take());
            continue;
        }
        slice.leads.push((lead, row.int(2)? == 1));
        run = Some((run.map_or(before, |(from, _)| from), lead));
    }
    runs.extend(run);
    for (from, to) in runs {
        slice.read(ledger, (from, to), known_at).await?;
    }
    Ok(slice)
}

impl Slice {
    /// Everything of the leads after one id up to another.
    async fn read(&mut self, ledger: &Ledger, (from, to): (Id, Id), known_at: Instant) -> Result<(), EngineError> {
        let mut after = (from, i64::MAX);
        for _ in 0..PAGES_MAX {
            let params = vec![
                id(after.0),
                Value::Int(after.1),
                id(to),
                Value::Int(known_at.0),
                Value::Int(PAGE),
            ];
            let rows = ledger.read(&reads::FACTS, params).await?;
            let Some(last) = rows.last() else { break };
            after = (last.id(1)?, last.int(2)?);
            let more = rows.len() as i64 == PAGE;
            self.facts.extend(rows);
            if !more {
                break;
            }
        }
        let mut after = (from, Id([0xff; 16]));
        for _ in 0..PAGES_MAX {
            let params = vec![id(after.0), id(after.1), id(to), Value::Int(PAGE)];
            let rows = ledger.read(&reads::SUBMISSIONS, params).await?;
            let Some(last) = rows.last() else { break };
            after = (last.id(0)?, last.id(1)?);
            let more = rows.len() as i64 == PAGE;
            self.submissions.extend(rows);
            if !more {
                break;
            }
        }
        Ok(())
    }

    /// The leads' stories, in the order of the leads.
    ///
    /// # Errors
    /// `EngineError::Kept` for a row that cannot be read.
    pub fn stories(self) -> Result<Vec<Story>, EngineError> {
        let story = |(lead, erased): &(Id, bool)| Story {
            lead: *lead,
            erased: *erased,
            ..Story::default()
        };
        let mut stories: Vec<Story> = self.leads.iter().map(story).collect();
        let places: HashMap<Id, usize> = self.leads.iter().enumerate().map(|(n, (lead, _))| (*lead, n)).collect();
        for row in &self.facts {
            if let Some(place) = places.get(&row.id(1)?) {
                stories[*place].facts.push(fact::reads::read(row)?);
            }
        }
        for row in &self.submissions {
            if let Some(place) = places.get(&row.id(0)?) {
                let given: Given = parse(row, 2)?;
                stories[*place].given.insert(row.id(1)?, given);
            }
        }
        Ok(stories)
    }
}
