//! Writing and reading people.

use crate::error::EngineError;
use crate::row::{Columns, id, json, opt_text, parse, text};
use ledger::{Kind, Row, Table, Value};
use rules::person::Person;

/// People.
pub static TABLE: Table = Table {
    name: "person",
    key: &["id"],
    columns: &[
        ("id", Kind::Bytes),
        ("lead_id", Kind::Bytes),
        ("key", Kind::Text),
        ("name", Kind::Text),
        ("email", Kind::Text),
        ("phone", Kind::Text),
        ("job_title", Kind::Text),
        ("company", Kind::Text),
        ("company_domain", Kind::Text),
        ("country", Kind::Text),
        ("free_mail", Kind::Int),
        ("fields", Kind::Text),
        ("name_fold", Kind::Text),
        ("company_fold", Kind::Text),
        ("erased_at", Kind::Int),
    ],
};

/// Case folded for search: what is typed and what is kept meet here.
pub fn fold(text: &str) -> String {
    text.to_lowercase()
}

/// A person as a row.
///
/// # Errors
/// `EngineError::Kept` when the fields cannot be written.
pub fn row(person: &Person) -> Result<Vec<Value>, EngineError> {
    Ok(vec![
        id(person.id),
        id(person.lead),
        text(&person.key),
        opt_text(person.name.as_deref()),
        opt_text(person.email.as_deref()),
        opt_text(person.phone.as_deref()),
        opt_text(person.job_title.as_deref()),
        opt_text(person.company.as_deref()),
        opt_text(person.company_domain.as_deref()),
        opt_text(person.country.as_deref()),
        Value::Int(i64::from(person.free_mail)),
        json(&person.fields)?,
        opt_text(person.name.as_deref().map(fold).as_deref()),
        opt_text(person.company.as_deref().map(fold).as_deref()),
        Value::Null,
    ])
}

/// Reads a row.
///
/// # Errors
/// `EngineError::Kept` when the fields cannot be read.
pub fn read(row: &Row) -> Result<Person, EngineError> {
    Ok(Person {
        id: row.id(0)?,
        lead: row.id(1)?,
        key: row.string(2)?,
        name: row.opt_string(3)?,
        email: row.opt_string(4)?,
        phone: row.opt_string(5)?,
        job_title: row.opt_string(6)?,
        company: row.opt_string(7)?,
        company_domain: row.opt_string(8)?,
        country: row.opt_string(9)?,
        free_mail: row.int(10)? != 0,
        fields: parse(row, 11)?,
    })
}
