//! Reading open work by user.

use crate::desk::records as desks;
use crate::error::EngineError;
use ledger::Ledger;
use rules::Id;
use std::collections::BTreeMap;

/// Open handoffs of everybody who has any.
///
/// # Errors
/// `EngineError` when the ledger cannot be read.
pub async fn open_work(ledger: &Ledger) -> Result<BTreeMap<Id, i64>, EngineError> {
    let rows = ledger.read(&desks::ALL, Vec::new()).await?;
    rows.iter().map(desks::read).collect()
}
