//! Reading the agreement's texts.

use super::records;
use crate::error::EngineError;
use crate::row::id;
use ledger::{Ledger, Value};
use rules::Id;
use rules::agreement::STARTING;

/// The exact text of a version; the built-in one where there is none by that number.
///
/// # Errors
/// `EngineError` when the ledger cannot be read.
pub async fn text_of(ledger: &Ledger, version: i64) -> Result<String, EngineError> {
    let rows = ledger
        .read_many(&records::TABLE, None, "version", vec![Value::Int(version)])
        .await?;
    Ok(match rows.first() {
        Some(row) => row.text(1)?.to_owned(),
        None => STARTING.to_owned(),
    })
}

/// The exact text of a draft with this hash: the one that it says, or the one before its last save. `None` where there
/// is none.
///
/// # Errors
/// `EngineError` when the ledger cannot be read.
pub async fn draft_of(ledger: &Ledger, draft: Id, hash: &str) -> Result<Option<String>, EngineError> {
    let rows = ledger
        .read_many(&records::DRAFTS, None, "draft", vec![id(draft)])
        .await?;
    for row in rows {
        if row.text(3)? == hash {
            return Ok(Some(row.text(2)?.to_owned()));
        }
    }
    Ok(None)
}
