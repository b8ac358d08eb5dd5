//! Reading what is known of a company.

use crate::error::EngineError;
use crate::row::{id, parse};
use crate::subject;
use ledger::Ledger;
use rules::company::Company;
use rules::fact::Subject;

/// What is known of a company; nothing yet where nothing happened.
///
/// # Errors
/// `EngineError` when the ledger or the row cannot be read.
pub async fn one(ledger: &Ledger, company: Subject) -> Result<Company, EngineError> {
    let rows = ledger
        .read_many(&subject::records::TABLE, None, "id", vec![id(company.id)])
        .await?;
    rows.first().map_or_else(|| Ok(Company::default()), |row| parse(row, 4))
}
