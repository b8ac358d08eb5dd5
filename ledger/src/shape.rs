//! Checks that both engines share, so that a mistake reads the same on each.

use crate::{KEYS_MAX, Kind, LedgerError, NOTIFY_MAX, OnClash, ROWS_MAX, Row, Statement, Table, Value};
use std::cmp::Ordering;

/// Parameters are as many, and of the kinds, as the statement says.
pub(crate) fn params(statement: &Statement, params: &[Value]) -> Result<(), LedgerError> {
    if params.len() != statement.params.len() {
        let (declared, found) = (statement.params.len(), params.len());
        return Err(shape(format!(
            "{}: {declared} parameters are declared, {found} given",
            statement.name
        )));
    }
    for (at, (kind, value)) in statement.params.iter().zip(params).enumerate() {
        fits(*kind, value).map_err(|why| shape(format!("{}: parameter ${}: {why}", statement.name, at + 1)))?;
    }
    Ok(())
}

/// Rows are as wide, and of the kinds, as the table says, and their keys are there.
pub(crate) fn rows(table: &Table, rows: &[Vec<Value>]) -> Result<(), LedgerError> {
    limit(table.name, rows.len(), ROWS_MAX)?;
    let key = table.key_places()?;
    rows.iter().try_for_each(|row| one_row(table, &key, row))
}

fn one_row(table: &Table, key: &[usize], row: &[Value]) -> Result<(), LedgerError> {
    if row.len() != table.columns.len() {
        let (declared, found) = (table.columns.len(), row.len());
        return Err(shape(format!(
            "{}: {declared} columns are declared, {found} given",
            table.name
        )));
    }
    for ((name, kind), value) in table.columns.iter().zip(row) {
        fits(*kind, value).map_err(|why| shape(format!("{}.{name}: {why}", table.name)))?;
    }
    match key.iter().find(|at| row[**at] == Value::Null) {
        Some(at) => Err(shape(format!(
            "{}.{}: a key is never absent",
            table.name, table.columns[*at].0
        ))),
        None => Ok(()),
    }
}

/// Keys are of the column's kind; answers them sorted, each once.
pub(crate) fn keys<'k>(table: &Table, by: &str, keys: &'k [Value]) -> Result<Vec<&'k Value>, LedgerError> {
    limit(table.name, keys.len(), KEYS_MAX)?;
    let (_, kind) = table.column(by)?;
    for key in keys {
        fits(kind, key).map_err(|why| shape(format!("{}.{by}: {why}", table.name)))?;
    }
    let mut sorted: Vec<&Value> = keys.iter().filter(|it| **it != Value::Null).collect();
    sorted.sort_by(|a, b| a.order(b));
    sorted.dedup();
    Ok(sorted)
}

/// The place after which a scan goes on is a whole key of the table, or nothing: from the start.
pub(crate) fn place(table: &Table, after: &[Value], limit: usize) -> Result<(), LedgerError> {
    self::limit(table.name, limit, ROWS_MAX)?;
    if after.is_empty() {
        return Ok(());
    }
    if after.len() != table.key.len() {
        let (declared, found) = (table.key.len(), after.len());
        return Err(shape(format!(
            "{}: the key has {declared} columns, {found} given",
            table.name
        )));
    }
    for (name, value) in table.key.iter().zip(after) {
        let (_, kind) = table.column(name)?;
        fits(kind, value).map_err(|why| shape(format!("{}.{name}: {why}", table.name)))?;
    }
    Ok(())
}

/// Rows that were to be changed have to be there.
pub(crate) fn not_all_there(table: &Table, given: usize) -> LedgerError {
    LedgerError::Conflict {
        why: format!("{}: of {given} rows to change some are not there", table.name),
    }
}

/// For `Replace` and `Change`: of the rows with one key only the last, the others in their order.
pub(crate) fn last_of_each_key(
    table: &Table,
    rows: Vec<Vec<Value>>,
    on_clash: OnClash,
) -> Result<Vec<Vec<Value>>, LedgerError> {
    if !matches!(on_clash, OnClash::Replace | OnClash::Change(_)) || rows.len() < 2 {
        return Ok(rows);
    }
    let key = table.key_places()?;
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.sort_by(|a, b| by_key(&key, &rows[*a], &rows[*b]).then(a.cmp(b)));
    let mut kept = vec![true; rows.len()];
    for pair in order.windows(2) {
        kept[pair[0]] = by_key(&key, &rows[pair[0]], &rows[pair[1]]) != Ordering::Equal;
    }
    Ok(rows
        .into_iter()
        .zip(kept)
        .filter_map(|(row, kept)| kept.then_some(row))
        .collect())
}

fn by_key(key: &[usize], a: &[Value], b: &[Value]) -> Ordering {
    key.iter()
        .map(|at| a[*at].order(&b[*at]))
        .find(|it| it.is_ne())
        .unwrap_or(Ordering::Equal)
}

/// `RETURNING` promises no order: claimed rows are put in the order of due, then key.
pub(crate) fn sort_claimed(table: &Table, due: &str, rows: &mut [Row]) -> Result<(), LedgerError> {
    let mut places = vec![table.column(due)?.0];
    places.extend(table.key_places()?);
    rows.sort_by(|a, b| by_key(&places, &a.0, &b.0));
    Ok(())
}

/// Whether a value may stand in a column of a kind; else why not.
pub(crate) fn fits(kind: Kind, value: &Value) -> Result<(), String> {
    match (kind, value) {
        (_, Value::Null) | (Kind::Int, Value::Int(_)) | (Kind::Bytes, Value::Bytes(_)) => Ok(()),
        (Kind::Real, Value::Real(it)) if it.is_nan() => Err("not a number cannot be kept".to_owned()),
        (Kind::Real, Value::Real(_)) => Ok(()),
        (Kind::Text, Value::Text(it)) if it.as_bytes().contains(&0) => {
            Err("a text with a NUL byte cannot be kept".to_owned())
        }
        (Kind::Text, Value::Text(_)) => Ok(()),
        (kind, other) => Err(format!("declared {kind:?}, given {:?}", other.kind())),
    }
}

/// What other nodes are told fits into one word of the engine.
pub(crate) fn payload(channel: &str, payload: &str) -> Result<(), LedgerError> {
    limit(&format!("what is told on {channel}"), payload.len(), NOTIFY_MAX)
}

fn limit(what: &str, found: usize, max: usize) -> Result<(), LedgerError> {
    if found > max {
        return Err(LedgerError::Limit {
            what: what.to_owned(),
            found,
            max,
        });
    }
    Ok(())
}

/// A shape error in these words.
pub(crate) fn shape(what: String) -> LedgerError {
    LedgerError::Shape { what }
}
