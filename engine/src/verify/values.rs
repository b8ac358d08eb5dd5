//! Values that lists are filtered by: they follow from the person and from when the lead first came.

use super::report::{Difference, Kind, Report, difference};
use crate::error::EngineError;
use crate::row::{Columns, id, parse};
use crate::{field_value, lead, person, subject};
use ledger::{Ledger, Row, Value};
use rules::Id;
use rules::fact::Subject;
use rules::fields::OwnFields;
use std::collections::{BTreeMap, BTreeSet};

/// People looked at in one go.
const PEOPLE: usize = ledger::KEYS_MAX;
/// How often a lead that seems to differ is looked at: it may have been told of in between.
const LOOKS_MAX: usize = 4;

type Rows = BTreeSet<Vec<String>>;

pub(super) async fn compare(ledger: &Ledger, report: &mut Report) -> Result<(), EngineError> {
    let fields = fields(ledger).await?;
    let mut after = Vec::new();
    loop {
        let people = ledger.scan(&person::records::TABLE, after.clone(), PEOPLE).await?;
        let Some(last) = people.last() else { break };
        after = vec![id(last.id(0)?)];
        let leads = people
            .iter()
            .map(|row| row.id(1))
            .collect::<Result<BTreeSet<Id>, _>>()?;
        let mut found = differences(ledger, &fields, &leads).await?;
        for _ in 1..LOOKS_MAX {
            if found.is_empty() {
                break;
            }
            found = differences(ledger, &fields, &leads).await?;
        }
        report.take(found);
    }
    Ok(())
}

async fn fields(ledger: &Ledger) -> Result<OwnFields, EngineError> {
    let key = vec![id(Subject::fields().id)];
    let rows = ledger.read_many(&subject::records::TABLE, None, "id", key).await?;
    rows.first()
        .map_or_else(|| Ok(OwnFields::default()), |row| parse(row, 4))
}

async fn differences(ledger: &Ledger, fields: &OwnFields, of: &BTreeSet<Id>) -> Result<Vec<Difference>, EngineError> {
    let keys = || of.iter().map(|lead| id(*lead)).collect::<Vec<Value>>();
    let kept = ledger
        .read_many(&field_value::records::TABLE, None, "lead_id", keys())
        .await?;
    let mut is: BTreeMap<Id, Rows> = BTreeMap::new();
    for row in &kept {
        is.entry(row.id(0)?).or_default().insert(shown(row)?);
    }
    let people = ledger
        .read_many(&person::records::TABLE, None, "lead_id", keys())
        .await?;
    let mut should: BTreeMap<Id, Rows> = BTreeMap::new();
    for row in &people {
        let person = person::records::read(row)?;
        if person
            .fields
            .keys()
            .any(|name| fields.fields.get(name).is_some_and(|field| field.indexed))
        {
            let Some(lead) = lead::reads::one(ledger, person.lead).await? else {
                continue;
            };
            let rows = field_value::records::rows(fields, &lead, &person);
            should.insert(lead.id, rows.iter().map(|row| told(row)).collect());
        }
    }
    let all: BTreeSet<&Id> = is.keys().chain(should.keys()).collect();
    let unlike = all.into_iter().filter(|lead| is.get(lead) != should.get(lead));
    Ok(unlike
        .map(|lead| difference(Kind::Lead, "lead", *lead, "values of own fields"))
        .collect())
}

fn shown(row: &Row) -> Result<Vec<String>, EngineError> {
    Ok(vec![row.string(1)?, row.string(2)?, row.int(3)?.to_string()])
}

/// A row as it is written, without the lead it belongs to.
fn told(row: &[Value]) -> Vec<String> {
    let text = |value: &Value| match value {
        Value::Text(text) => text.clone(),
        Value::Int(number) => number.to_string(),
        _ => String::new(),
    };
    row.iter().skip(1).map(text).collect()
}
