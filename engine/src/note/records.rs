//! Writing notes.

use crate::row::{at, id, opt_id, opt_text};
use ledger::{Kind, Statement, Table, Value};
use rules::decide::Note;

/// Notes.
pub static TABLE: Table = Table {
    name: "note",
    key: &["id"],
    columns: &[
        ("id", Kind::Bytes),
        ("lead_id", Kind::Bytes),
        ("at", Kind::Int),
        ("detail", Kind::Text),
        ("words", Kind::Text),
    ],
};

/// The notes of a lead.
pub static OF_LEAD: Statement = Statement {
    name: "note_of_lead",
    sql: "SELECT id, detail, words FROM note WHERE lead_id = $1 ORDER BY id LIMIT 2000",
    params: &[Kind::Bytes],
    columns: &[Kind::Bytes, Kind::Text, Kind::Text],
};

/// A note as a row.
pub fn row(note: &Note) -> Vec<Value> {
    vec![
        id(note.id),
        opt_id(note.lead),
        at(note.at),
        opt_text(note.detail.as_deref()),
        opt_text(note.words.as_deref()),
    ]
}
