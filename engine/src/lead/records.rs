//! Writing leads: the state, and the columns that lists are read by.

use crate::error::EngineError;
use crate::row::{at, id, json, opt_at, opt_id, opt_text, parse, text};
use ledger::{Kind, Row, Table, Value};
use rules::lead::{Lead, next};

/// Leads.
pub static TABLE: Table = Table {
    name: "lead",
    key: &["id"],
    columns: &[
        ("id", Kind::Bytes),
        ("person_id", Kind::Bytes),
        ("seq", Kind::Int),
        ("last_at", Kind::Int),
        ("origin", Kind::Text),
        ("stage", Kind::Text),
        ("kind", Kind::Text),
        ("tier", Kind::Text),
        ("source", Kind::Text),
        ("campaign", Kind::Text),
        ("form", Kind::Text),
        ("landing", Kind::Text),
        ("submitted_at", Kind::Int),
        ("touched_at", Kind::Int),
        ("owner_id", Kind::Bytes),
        ("review_at", Kind::Int),
        ("review_reason", Kind::Text),
        ("review_due_at", Kind::Int),
        ("nurture_until", Kind::Int),
        ("promised_id", Kind::Bytes),
        ("won_at", Kind::Int),
        ("due_at", Kind::Int),
        ("due_rank", Kind::Int),
        ("quarantined_at", Kind::Int),
        ("state", Kind::Text),
    ],
};

/// Their states: the same rows, as far as a decision asks for them.
pub static STATES: Table = Table {
    name: "lead",
    key: &["id"],
    columns: &[("id", Kind::Bytes), ("state", Kind::Text)],
};

/// How many facts there are of each: the same rows, as far as whoever has seen a state asks for them.
pub static SEQS: Table = Table {
    name: "lead",
    key: &["id"],
    columns: &[("id", Kind::Bytes), ("seq", Kind::Int)],
};

/// Where `state` stands in the row.
pub const STATE: usize = 24;

/// A lead as a row; every column follows from the state.
///
/// # Errors
/// `EngineError::Kept` when the state cannot be written.
pub fn row(lead: &Lead) -> Result<Vec<Value>, EngineError> {
    let mut row = columns(lead);
    row.push(json(lead)?);
    Ok(row)
}

/// The same without the state, which is the last column.
pub fn columns(lead: &Lead) -> Vec<Value> {
    let due = next(lead);
    let review = lead.review.as_ref();
    vec![
        id(lead.id),
        id(lead.person),
        Value::Int(lead.seq),
        at(lead.last_at),
        text(lead.origin.code()),
        text(lead.stage.code()),
        text(lead.kind.code()),
        opt_text(lead.tier.as_deref()),
        opt_text(lead.came_from.source.as_deref()),
        opt_text(lead.came_from.campaign.as_deref()),
        opt_text(lead.came_from.form.as_deref()),
        opt_text(lead.came_from.landing.as_deref()),
        at(lead.submitted_at),
        at(lead.touched_at),
        opt_id(lead.held_by()),
        opt_at(review.map(|r| r.since)),
        opt_text(review.map(|r| r.reason.code())),
        opt_at(review.and_then(|r| r.terms.as_ref()).map(|t| t.due)),
        opt_at(lead.nurture.as_ref().and_then(|n| n.until)),
        opt_id(lead.promised()),
        opt_at(lead.won_at),
        opt_at(due.map(|d| d.at)),
        Value::Int(due.map_or(0, |d| d.rank)),
        opt_at(lead.quarantined_at),
    ]
}

/// Reads the state out of a row.
///
/// # Errors
/// `EngineError::Kept` when it cannot be read.
pub fn read(row: &Row) -> Result<Lead, EngineError> {
    read_state(row, STATE)
}

/// Reads the state where it stands in a column of its own.
///
/// # Errors
/// As `read`.
pub fn read_state(row: &Row, column: usize) -> Result<Lead, EngineError> {
    parse(row, column)
}
