//! Who let his own time pass today, and again, and kept none since: what a manager is asked about.

use crate::error::EngineError;
use crate::lead;
use crate::row::{Columns, at, id, parse};
use ledger::{Kind, Ledger, Statement, Value};
use rules::handoff::Handoff;
use rules::{Id, Instant, Span};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// So many in a row are asked about.
pub const IN_A_ROW: usize = 2;
/// Most handoffs looked at: the latest.
pub const LOOKED_AT_MAX: i64 = 200;
/// Own times end at most so long before or after the first attempt's due instant, as far as this looks.
const AROUND: Span = Span::days(1);

/// Handoffs of which an owner let his time pass.
pub static LATE: Statement = Statement {
    name: "rotation_let_pass",
    sql: "SELECT lead_id FROM handoff WHERE due_at >= $1 AND due_at <= $2 AND (lies = 'owner' \
          OR (lies IS NULL AND stop IS NULL AND then_lies = 'owner' AND then_lies_at < $3)) \
          ORDER BY due_at DESC, id LIMIT 200",
    params: &[Kind::Int, Kind::Int, Kind::Int],
    columns: &[Kind::Bytes],
};

/// A first attempt that somebody made in time after an instant.
pub static KEPT: Statement = Statement {
    name: "rotation_kept_since",
    sql: "SELECT id FROM handoff WHERE due_at >= $2 AND owner_id = $1 AND stop = 'met' AND first_attempt_at > $2 \
          ORDER BY due_at, id LIMIT 1",
    params: &[Kind::Bytes, Kind::Int],
    columns: &[Kind::Bytes],
};

/// Somebody who let leads pass, one after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LetPass {
    /// Who.
    pub user: Id,
    /// How many since his day began.
    pub times: usize,
    /// When the last one's time was over.
    pub last: Instant,
}

/// Who of some, each with the instant at which his day began, let [`IN_A_ROW`] leads pass today and kept none since the
/// first of the last ones.
///
/// # Errors
/// `EngineError` when the ledger or a row cannot be read.
pub async fn let_pass(
    ledger: &Ledger,
    days: &BTreeMap<Id, Instant>,
    now: Instant,
) -> Result<Vec<LetPass>, EngineError> {
    let Some(from) = days.values().min() else {
        return Ok(Vec::new());
    };
    let mut found = Vec::new();
    for (user, mut dues) in passed(ledger, days, (*from, now)).await? {
        // several may be over at one instant: those that came together
        dues.sort_unstable();
        let Some(first) = dues.len().checked_sub(IN_A_ROW).map(|place| dues[place]) else {
            continue;
        };
        let kept = ledger.read(&KEPT, vec![id(user), at(first)]).await?;
        if kept.is_empty() {
            let last = dues.last().copied().unwrap_or(first);
            let times = dues.len();
            found.push(LetPass { user, times, last });
        }
    }
    Ok(found)
}

/// What is read of a lead's state: a queue's page asks of many.
#[derive(Deserialize)]
struct Handed {
    #[serde(default)]
    handoffs: Vec<Handoff>,
}

/// When whose own time passed, of those that are asked about.
async fn passed(
    ledger: &Ledger,
    days: &BTreeMap<Id, Instant>,
    (from, now): (Instant, Instant),
) -> Result<BTreeMap<Id, Vec<Instant>>, EngineError> {
    let late = vec![at(from - AROUND), at(now + AROUND), at(now)];
    let rows = ledger.read(&LATE, late).await?;
    let leads: BTreeSet<Id> = rows.iter().map(|row| row.id(0)).collect::<Result<_, _>>()?;
    let keys: Vec<Value> = leads.into_iter().map(id).collect();
    let mut all: BTreeMap<Id, Vec<Instant>> = BTreeMap::new();
    if keys.is_empty() {
        return Ok(all);
    }
    for row in &ledger.read_many(&lead::records::STATES, None, "id", keys).await? {
        let Handed { handoffs } = parse(row, 1)?;
        let let_pass = handoffs.iter().flat_map(|handoff| handoff.let_pass(now));
        for (user, due) in let_pass {
            if days.get(&user).is_some_and(|day| due >= *day) {
                all.entry(user).or_default().push(due);
            }
        }
    }
    Ok(all)
}
