//! Writing duties: one row each, made from the lead's state, for the numbers of what is owed.

use crate::row::{at, id, opt_at, opt_id, text};
use ledger::{Kind, Table, Value};
use rules::lead::{Duty, Lead};

/// Duties.
pub static TABLE: Table = Table {
    name: "duty",
    key: &["lead_id", "clock", "since"],
    columns: &[
        ("lead_id", Kind::Bytes),
        ("clock", Kind::Text),
        ("since", Kind::Int),
        ("due_at", Kind::Int),
        ("done_at", Kind::Int),
        ("owner_id", Kind::Bytes),
    ],
};

/// Those of a lead that are still in its state, as rows.
pub fn rows(lead: &Lead) -> impl Iterator<Item = Vec<Value>> {
    lead.duties.iter().map(|duty| row(lead, duty))
}

fn row(lead: &Lead, duty: &Duty) -> Vec<Value> {
    vec![
        id(lead.id),
        text(duty.clock.code()),
        at(duty.since),
        at(duty.due),
        opt_at(duty.done_at),
        opt_id(duty.owner),
    ]
}
