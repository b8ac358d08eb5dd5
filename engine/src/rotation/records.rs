//! Writing and reading rotations' places.

use crate::error::EngineError;
use crate::row::{json, parse, text};
use ledger::{Kind, Row, Statement, Table, Value};
use rules::routing::Turns;

/// Rotations' places, locked last.
pub static TABLE: Table = Table {
    name: "rotation",
    key: &["name"],
    columns: &[("name", Kind::Text), ("seq", Kind::Int), ("state", Kind::Text)],
};

/// All rotations' places.
pub static ALL: Statement = Statement {
    name: "rotation_all",
    sql: "SELECT name, seq, state FROM rotation ORDER BY name",
    params: &[],
    columns: &[Kind::Text, Kind::Int, Kind::Text],
};

/// A rotation as a row.
///
/// # Errors
/// `EngineError::Kept` when the places cannot be written.
pub fn row(name: &str, turns: &Turns) -> Result<Vec<Value>, EngineError> {
    Ok(vec![text(name), Value::Int(turns.seq), json(turns)?])
}

/// Reads a row.
///
/// # Errors
/// `EngineError::Kept` when the places cannot be read.
pub fn read(row: &Row) -> Result<(String, Turns), EngineError> {
    Ok((row.text(0)?.to_owned(), parse(row, 2)?))
}
