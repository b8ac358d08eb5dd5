//! Reading notes.

use super::records;
use crate::error::EngineError;
use crate::row::{Columns, id};
use ledger::Ledger;
use rules::Id;

/// The words of a note; `None` where there is none by this id, or it was erased.
///
/// # Errors
/// `EngineError` when the ledger cannot be read.
pub async fn words_of(ledger: &Ledger, note: Id) -> Result<Option<String>, EngineError> {
    let rows = ledger.read_many(&records::TABLE, None, "id", vec![id(note)]).await?;
    match rows.first() {
        Some(row) => Ok(row.opt_string(4)?),
        None => Ok(None),
    }
}
