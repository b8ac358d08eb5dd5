//! Reading people.

use super::records;
use crate::error::EngineError;
use ledger::{Ledger, Row, Value};
use rules::Id;
use rules::person::Person;
use std::collections::BTreeMap;

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

/// Who these leads are, by lead; `leads` are ids as values.
///
/// # Errors
/// As `of_lead`.
pub async fn of_leads(ledger: &Ledger, leads: Vec<Value>) -> Result<BTreeMap<Id, Person>, EngineError> {
    let rows = ledger.read_many(&records::TABLE, None, "lead_id", leads).await?;
    let one = |row: &Row| records::read(row).map(|person| (person.lead, person));
    rows.iter().map(one).collect()
}
