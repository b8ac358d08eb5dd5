//! Writing the outbox.

use crate::row::{at, id, opt_id, text};
use ledger::{Claim, Kind, Statement, Table, Value};
use rules::decide::Letter;

/// Messages to be sent after the commit. `due_at` is empty once they were sent, or never will be.
pub static TABLE: Table = Table {
    name: "letter",
    key: &["id"],
    columns: &[
        ("id", Kind::Bytes),
        ("kind", Kind::Text),
        ("to_user", Kind::Bytes),
        ("lead_id", Kind::Bytes),
        ("handoff_id", Kind::Bytes),
        ("at", Kind::Int),
        ("due_at", Kind::Int),
        ("lease_until", Kind::Int),
        ("tries", Kind::Int),
        ("sent_at", Kind::Int),
        ("dead_at", Kind::Int),
        ("why", Kind::Text),
    ],
};

/// Letters that are due, claimed by lease.
pub static CLAIM: Claim = Claim {
    name: "letter_claim",
    table: &TABLE,
    due: "due_at",
    lease: "lease_until",
    only: "",
};

/// It was sent.
pub static SENT: Statement = Statement {
    name: "letter_sent",
    sql: "UPDATE letter SET sent_at = $2, due_at = NULL, lease_until = NULL, why = NULL WHERE id = $1 AND sent_at IS NULL",
    params: &[Kind::Bytes, Kind::Int],
    columns: &[],
};

/// It is tried again later.
pub static LATER: Statement = Statement {
    name: "letter_later",
    sql: "UPDATE letter SET due_at = $2, lease_until = NULL, tries = tries + 1, why = $3 WHERE id = $1 AND sent_at IS NULL",
    params: &[Kind::Bytes, Kind::Int, Kind::Text],
    columns: &[],
};

/// It will never be sent by itself.
pub static DEAD: Statement = Statement {
    name: "letter_dead",
    sql: "UPDATE letter SET dead_at = $2, due_at = NULL, lease_until = NULL, tries = tries + 1, why = $3 \
          WHERE id = $1 AND sent_at IS NULL",
    params: &[Kind::Bytes, Kind::Int, Kind::Text],
    columns: &[],
};

/// It is sent again by hand.
pub static AGAIN: Statement = Statement {
    name: "letter_again",
    sql: "UPDATE letter SET dead_at = NULL, due_at = $2, tries = 0, why = NULL WHERE id = $1 AND dead_at IS NOT NULL",
    params: &[Kind::Bytes, Kind::Int],
    columns: &[],
};

/// It waits, and that was no try: its person is away, or was told enough for now.
pub static WAIT: Statement = Statement {
    name: "letter_wait",
    sql: "UPDATE letter SET due_at = $2, lease_until = NULL WHERE id = $1 AND due_at IS NOT NULL",
    params: &[Kind::Bytes, Kind::Int],
    columns: &[],
};

/// A letter as a row, due when it goes.
pub fn row(letter: &Letter) -> Vec<Value> {
    vec![
        id(letter.id),
        text(letter.kind.code()),
        id(letter.to),
        opt_id(letter.lead),
        opt_id(letter.handoff),
        at(letter.at),
        at(letter.goes_at),
        Value::Null,
        Value::Int(0),
        Value::Null,
        Value::Null,
        Value::Null,
    ]
}
