//! Writing values that lists are filtered by. They follow from the person's row, and from when the lead first came.

use crate::row::{at, id, text};
use ledger::{Kind, Table, Value};
use rules::fields::OwnFields;
use rules::lead::Lead;
use rules::person::Person;

/// Values, by lead and field.
pub static TABLE: Table = Table {
    name: "field_value",
    key: &["lead_id", "name"],
    columns: &[
        ("lead_id", Kind::Bytes),
        ("name", Kind::Text),
        ("value", Kind::Text),
        ("submitted_at", Kind::Int),
    ],
};

/// The rows of a lead: a value that the field cannot hold is kept as empty, which no filter asks for.
pub fn rows(fields: &OwnFields, lead: &Lead, person: &Person) -> Vec<Vec<Value>> {
    let row = |(name, written): (&String, &String)| {
        let field = fields.fields.get(name).filter(|field| field.indexed)?;
        let value = field.kind.plain(written).unwrap_or_default();
        Some(vec![id(lead.id), text(name), text(&value), at(lead.submitted_at)])
    };
    person.fields.iter().filter_map(row).collect()
}
