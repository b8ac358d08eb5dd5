//! Of how many leads of the last 90 days which fields are known.

use crate::error::EngineError;
use crate::row::{Columns, id};
use crate::{lead, person};
use ledger::{Kind, Ledger, Statement, Value};
use rules::Instant;
use rules::agreement::filled::{Filled, LEADS_MAX, LOOKED_BACK};
use rules::criteria::Facets;
use rules::fields::OwnFields;
use rules::lead::Lead;
use rules::person::{Person, add_play};
use std::collections::BTreeSet;

/// The newest leads since an instant.
pub static NEWEST: Statement = Statement {
    name: "filled_newest",
    sql: "SELECT id FROM lead WHERE submitted_at >= $1 ORDER BY submitted_at DESC, id DESC LIMIT $2",
    params: &[Kind::Int, Kind::Int],
    columns: &[Kind::Bytes],
};

/// Looks at the newest leads of the last 90 days, at most `LEADS_MAX`. `own` types the company's own fields.
///
/// # Errors
/// `EngineError` when the ledger or a row cannot be read.
pub async fn of(ledger: &Ledger, own: &OwnFields, now: Instant) -> Result<Filled, EngineError> {
    let since = now - LOOKED_BACK;
    let limit = i64::try_from(LEADS_MAX).unwrap_or(i64::MAX);
    let rows = ledger
        .read(&NEWEST, vec![Value::Int(since.0), Value::Int(limit)])
        .await?;
    let keys = rows
        .iter()
        .map(|row| Ok(id(row.id(0)?)))
        .collect::<Result<Vec<Value>, EngineError>>()?;
    let people = person::reads::of_leads(ledger, keys.clone()).await?;
    let fields: BTreeSet<String> = own.registry_of_all().iter().map(|field| field.name.clone()).collect();
    let mut filled = Filled::default();
    for row in ledger.read_many(&lead::records::TABLE, None, "id", keys).await? {
        let lead = lead::records::read(&row)?;
        note(&mut filled, &lead, people.get(&lead.id), own, (&fields, now));
    }
    Ok(filled)
}

fn note(filled: &mut Filled, lead: &Lead, person: Option<&Person>, own: &OwnFields, at: (&BTreeSet<String>, Instant)) {
    let (fields, now) = at;
    let mut asked: BTreeSet<String> = fields.clone();
    if let Some(person) = person {
        // answers are fields of the agreement's questions, not of the registry
        let answers = person.fields.keys().filter(|name| name.starts_with("answers."));
        asked.extend(answers.cloned());
    }
    filled.note(&seen(lead, person, own, now), &asked);
}

/// What clauses see of a lead.
pub(super) fn seen(lead: &Lead, person: Option<&Person>, own: &OwnFields, now: Instant) -> Facets {
    let mut facets = person.map(Person::facets).unwrap_or_default();
    if let Some(person) = person {
        own.read_into(&mut facets, &person.fields);
    }
    let (source, form) = (lead.came_from.source.as_deref(), lead.came_from.form.as_deref());
    add_play(&mut facets, lead.kind, source, form, &lead.score, now);
    facets
}
