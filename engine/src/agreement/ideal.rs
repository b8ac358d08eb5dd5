//! How often the clauses of the ideal customer hold among those who were won.

use super::filled::seen;
use crate::error::EngineError;
use crate::row::{Columns, id};
use crate::{lead, person};
use ledger::{Kind, Ledger, Statement, Value};
use rules::agreement::Ideal;
use rules::criteria::Outcome;
use rules::fields::OwnFields;
use rules::{Instant, Span};

/// How far back wins are looked at.
pub const LOOKED_BACK: Span = Span::days(730);
/// Most wins that are looked at: the newest.
pub const WINS_MAX: i64 = 2_000;

/// The newest wins since an instant.
pub static NEWEST: Statement = Statement {
    name: "ideal_newest",
    sql: "SELECT id FROM lead WHERE won_at >= $1 ORDER BY won_at DESC, id DESC LIMIT $2",
    params: &[Kind::Int, Kind::Int],
    columns: &[Kind::Bytes],
};

/// A clause among won customers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Held {
    /// Of so many it can be told.
    pub known: i64,
    /// Of so many it holds.
    pub held: i64,
}

/// Looks at the newest wins: how many, and each clause in the order of the text.
///
/// # Errors
/// `EngineError` when the ledger or a row cannot be read.
pub async fn of(
    ledger: &Ledger,
    own: &OwnFields,
    clauses: &[Ideal],
    now: Instant,
) -> Result<(i64, Vec<Held>), EngineError> {
    let since = now - LOOKED_BACK;
    let rows = ledger
        .read(&NEWEST, vec![Value::Int(since.0), Value::Int(WINS_MAX)])
        .await?;
    let keys = rows
        .iter()
        .map(|row| Ok(id(row.id(0)?)))
        .collect::<Result<Vec<Value>, EngineError>>()?;
    let people = person::reads::of_leads(ledger, keys.clone()).await?;
    let mut all = vec![Held::default(); clauses.len()];
    let leads = ledger.read_many(&lead::records::TABLE, None, "id", keys).await?;
    for row in &leads {
        let lead = lead::records::read(row)?;
        let facets = seen(&lead, people.get(&lead.id), own, now);
        for (held, clause) in all.iter_mut().zip(clauses) {
            match clause.when.judge(&facets) {
                Outcome::True => (held.known, held.held) = (held.known + 1, held.held + 1),
                Outcome::False => held.known += 1,
                Outcome::Missing(_) => {}
            }
        }
    }
    Ok((leads.len() as i64, all))
}
