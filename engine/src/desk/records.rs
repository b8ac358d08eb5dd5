//! Writing and reading open work per user.

use crate::error::EngineError;
use crate::row::{Columns, id};
use ledger::{Kind, Row, Statement, Table, Value};
use rules::Id;

/// Open handoffs on each desk.
pub static TABLE: Table = Table {
    name: "desk",
    key: &["user_id"],
    columns: &[("user_id", Kind::Bytes), ("open", Kind::Int)],
};

/// All desks.
pub static ALL: Statement = Statement {
    name: "desk_all",
    sql: "SELECT user_id, open FROM desk ORDER BY user_id",
    params: &[],
    columns: &[Kind::Bytes, Kind::Int],
};

/// A desk as a row.
pub fn row(user: Id, open: i64) -> Vec<Value> {
    vec![id(user), Value::Int(open)]
}

/// Reads a row.
///
/// # Errors
/// `EngineError::Ledger` when it has another shape.
pub fn read(row: &Row) -> Result<(Id, i64), EngineError> {
    Ok((row.id(0)?, row.int(1)?))
}
