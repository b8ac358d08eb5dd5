//! Leads of the last 90 days as rules of rotations are tried on them.

use crate::agreement::filled::NEWEST;
use crate::error::EngineError;
use crate::row::{Columns, id};
use crate::{lead, person};
use ledger::{Ledger, Value};
use rules::agreement::filled::LOOKED_BACK;
use rules::fields::OwnFields;
use rules::person::{Person, add_play};
use rules::routing::trial::Past;
use rules::{Id, Instant};
use std::collections::BTreeMap;

/// Most leads that rules are tried on: the newest.
pub const TRIED_MAX: usize = 20_000;

/// The newest leads of the last 90 days that were handed over, and whether there were more leads than are looked at.
///
/// # Errors
/// `EngineError` when the ledger or a row cannot be read.
pub async fn past(ledger: &Ledger, own: &OwnFields, now: Instant) -> Result<(Vec<Past>, bool), EngineError> {
    let since = now - LOOKED_BACK;
    let limit = i64::try_from(TRIED_MAX + 1).unwrap_or(i64::MAX);
    let rows = ledger
        .read(&NEWEST, vec![Value::Int(since.0), Value::Int(limit)])
        .await?;
    let more = rows.len() > TRIED_MAX;
    let keys = rows.iter().take(TRIED_MAX).map(|row| Ok(id(row.id(0)?)));
    let keys = keys.collect::<Result<Vec<Value>, EngineError>>()?;
    let mut found = Vec::new();
    for some in keys.chunks(ledger::KEYS_MAX) {
        let people = people(ledger, some.to_vec()).await?;
        for row in ledger
            .read_many(&lead::records::TABLE, None, "id", some.to_vec())
            .await?
        {
            let lead = lead::records::read(&row)?;
            let Some(first) = lead.handoffs.first() else { continue };
            let person = people.get(&lead.id);
            let mut facets = person.map(Person::facets).unwrap_or_default();
            if let Some(person) = person {
                own.read_into(&mut facets, &person.fields);
            }
            let (source, form) = (lead.came_from.source.as_deref(), lead.came_from.form.as_deref());
            add_play(&mut facets, lead.kind, source, form, &lead.score, now);
            found.push(Past {
                lead: lead.id,
                trigger: first.trigger_at,
                facets,
                went: first.rotation.clone(),
            });
        }
    }
    Ok((found, more))
}

async fn people(ledger: &Ledger, keys: Vec<Value>) -> Result<BTreeMap<Id, Person>, EngineError> {
    let rows = ledger.read_many(&person::records::TABLE, None, "lead_id", keys).await?;
    let read = |row| person::records::read(row).map(|person| (person.lead, person));
    rows.iter().map(read).collect()
}
