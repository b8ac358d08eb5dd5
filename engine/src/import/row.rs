//! A row of people as an ask.

use super::column::{Field, Mapping};
use super::date;
use rules::ask::{Capture, OfLead};
use rules::fact::SubmissionKind;
use rules::fields::FieldKind;
use rules::refusal::Refusal;
use rules::{Id, Instant, Span};

/// How old a fresh list may be.
pub const FRESH_MAX: Span = Span::days(2);

/// What a file is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportKind {
    /// The past: no clocks, no routing, no alerts.
    History,
    /// People to work now, collected at most two days ago; the kind where no column says it.
    Fresh(SubmissionKind),
    /// People to work now, collected earlier: each row must say when.
    Old(SubmissionKind),
}

impl ImportKind {
    /// As an ask's name holds it.
    pub fn code(self) -> &'static str {
        match self {
            Self::History => "history",
            Self::Fresh(_) => "fresh",
            Self::Old(_) => "old",
        }
    }
}

/// A row that is about to be asked for, or refused before.
#[derive(Clone, Debug)]
pub struct RowAsk {
    /// Which file, from 0.
    pub file: usize,
    /// The line at which it begins, from 1.
    pub line: u64,
    /// The ask's id.
    pub id: Id,
    /// What is asked for.
    pub command: Result<OfLead, Refusal>,
}

/// What a row asks for.
///
/// # Errors
/// `Refusal` naming the column that cannot be read.
pub fn command(row: &csv::StringRecord, mapping: &Mapping, kind: ImportKind, now: Instant) -> Result<OfLead, Refusal> {
    let occurred_at = when(row, mapping, Field::OccurredAt, "occurred_at")?;
    let won_at = when(row, mapping, Field::WonAt, "won_at")?;
    let mut capture = capture(row, mapping);
    for (name, kind, place) in &mapping.own {
        if let Some(value) = own(row, *place, name, kind)? {
            capture.fields.insert(name.clone(), value);
        }
    }
    capture.occurred_at = occurred_at;
    capture.kind = submission_kind(row, mapping, kind)?;
    match kind {
        ImportKind::History => {
            occurred_at.ok_or_else(|| Refusal::invalid("date_needed", "occurred_at"))?;
            let won = won_at.map(|at| (at, None));
            return Ok(OfLead::History {
                capture: Box::new(capture),
                won,
            });
        }
        ImportKind::Fresh(_) if occurred_at.is_some_and(|at| at < now - FRESH_MAX) => {
            return Err(Refusal::invalid("not_fresh", "occurred_at").with("days", 2));
        }
        ImportKind::Old(_) if occurred_at.is_none() => {
            return Err(Refusal::invalid("date_needed", "occurred_at"));
        }
        _ => {}
    }
    Ok(OfLead::Capture(Box::new(capture)))
}

fn when(row: &csv::StringRecord, mapping: &Mapping, field: Field, name: &str) -> Result<Option<Instant>, Refusal> {
    let Some(text) = mapping.value(row, field) else {
        return Ok(None);
    };
    date::instant(text)
        .map(Some)
        .ok_or_else(|| Refusal::invalid("date", name).with("value", text.chars().take(40).collect::<String>()))
}

/// A value of an own field as it is kept. Spreadsheets write yes and no in many ways.
fn own(row: &csv::StringRecord, place: usize, name: &str, kind: &FieldKind) -> Result<Option<String>, Refusal> {
    let Some(text) = row.get(place).map(str::trim).filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    let value = match kind {
        FieldKind::Bool => match text.to_lowercase().as_str() {
            "true" | "yes" | "y" | "1" => "true".to_owned(),
            "false" | "no" | "n" | "0" => "false".to_owned(),
            other => other.to_owned(),
        },
        FieldKind::Country => text.to_uppercase(),
        FieldKind::Choice(choices) => {
            let same = choices
                .iter()
                .find(|choice| choice.to_lowercase() == text.to_lowercase());
            same.map_or(text, String::as_str).to_owned()
        }
        FieldKind::Date => date::instant(text).map_or(text.to_owned(), |at| at.rfc3339().chars().take(10).collect()),
        FieldKind::Text | FieldKind::Number => text.to_owned(),
    };
    match kind.read(&value) {
        Some(_) => Ok(Some(value)),
        None => Err(Refusal::invalid("field_value", name)
            .with("kind", kind.name())
            .with("value", text.chars().take(40).collect::<String>())),
    }
}

fn submission_kind(row: &csv::StringRecord, mapping: &Mapping, kind: ImportKind) -> Result<SubmissionKind, Refusal> {
    let given = match kind {
        ImportKind::History => SubmissionKind::default(),
        ImportKind::Fresh(kind) | ImportKind::Old(kind) => kind,
    };
    match mapping.value(row, Field::Kind) {
        None => Ok(given),
        Some(text) => SubmissionKind::read(&text.to_lowercase()).ok_or_else(|| Refusal::invalid("kind", "kind")),
    }
}

fn capture(row: &csv::StringRecord, mapping: &Mapping) -> Capture {
    let text = |field| mapping.value(row, field).map(str::to_owned);
    let mut capture = Capture {
        email: text(Field::Email),
        phone: text(Field::Phone),
        name: text(Field::Name).or_else(|| full_name(text(Field::FirstName), text(Field::LastName))),
        company: text(Field::Company),
        job_title: text(Field::JobTitle),
        country: text(Field::Country),
        website: text(Field::Website),
        message: text(Field::Message),
        form: text(Field::Form),
        source: text(Field::Source),
        campaign: text(Field::Campaign),
        landing: text(Field::Landing),
        external_id: text(Field::ExternalId).map(|id| format!("{}:{id}", mapping.system.code())),
        ..Capture::default()
    };
    if let Some(employees) = text(Field::Employees).filter(|n| n.parse::<u64>().is_ok()) {
        capture.fields.insert("company.employees".to_owned(), employees);
    }
    capture
}

fn full_name(first: Option<String>, last: Option<String>) -> Option<String> {
    match (first, last) {
        (Some(first), Some(last)) => Some(format!("{first} {last}")),
        (one, other) => one.or(other),
    }
}
