//! Proof that every row says what the facts say: all facts are folded anew, and every row that follows from them is
//! compared, column by column. Nothing is written.
//!
//! Facts that come in meanwhile do no harm: a lead that seems to differ is looked at again, and places and desks are
//! compared only if they stood still (the report says so).

mod histories;
mod lead;
mod others;
mod places;
pub mod reads;
mod report;
mod values;

pub use report::{DIFFERENCES_MAX, Difference, Kind, Report};

use crate::command;
use crate::error::EngineError;
use crate::row::{Columns, id};
use ledger::Ledger;
use places::{Kept, Replay};
use rules::Id;
use std::collections::HashSet;

/// Hears of leads looked at, and leads in all.
pub type Progress<'a> = &'a mut (dyn FnMut(u64, u64) + Send);

/// Ids asked for in one read.
const IDS_MAX: i64 = 10_000;

/// Folds all facts and compares every row that follows from them.
///
/// # Errors
/// `EngineError` when the ledger fails or a fact cannot be read; a row that differs is no error.
pub async fn verify(ledger: &Ledger, progress: Progress<'_>) -> Result<Report, EngineError> {
    let mut report = Report::default();
    let mut replay = Replay::default();
    let before = Kept::read(ledger).await?;
    lead::compare(ledger, &mut report, &mut replay, progress).await?;
    others::compare(ledger, &mut report).await?;
    values::compare(ledger, &mut report).await?;
    let after = Kept::read(ledger).await?;
    report.still = before == after;
    if report.still {
        replay.compare(&after, &mut report);
    }
    report.commands = reads::count_ids(ledger, &reads::COMMAND_IDS, IDS_MAX).await?;
    Ok(report)
}

/// Of asks that were acknowledged, those that are not kept: none, or something was lost.
///
/// # Errors
/// `EngineError` when the ledger cannot be read.
pub async fn lost(ledger: &Ledger, acknowledged: &[Id]) -> Result<Vec<Id>, EngineError> {
    let mut kept = HashSet::new();
    for some in acknowledged.chunks(ledger::KEYS_MAX) {
        let keys = some.iter().map(|ask| id(*ask)).collect();
        let rows = ledger
            .read_many(&command::records::TABLE, Some(&["id"]), "id", keys)
            .await?;
        for row in &rows {
            kept.insert(row.id(0)?);
        }
    }
    Ok(acknowledged.iter().copied().filter(|ask| !kept.contains(ask)).collect())
}
