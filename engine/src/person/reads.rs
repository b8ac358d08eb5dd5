//! Reading people.

use super::records;
use crate::error::EngineError;
use ledger::Ledger;
use rules::Id;
use rules::person::Person;

/// The person behind a lead; `None` when there is none.
///
/// # Errors
/// `EngineError` when the ledger or the row cannot be read.
pub async fn of_lead(ledger: &Ledger, lead: Id) -> Result<Option<Person>, EngineError> {
    let rows = ledger
        .read_many(&records::TABLE, None, "lead_id", vec![crate::row::id(lead)])
        .await?;
    rows.first().map(records::read).transpose()
}
