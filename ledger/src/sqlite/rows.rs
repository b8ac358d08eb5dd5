//! Statements on one SQLite connection, synchronously on the calling thread.

use super::broken;
use crate::text::{self, Engine, Texts};
use crate::{Claim, Kind, LedgerError, OnClash, Row, Statement, Table, Value, forks, shape};
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ToSql};

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.as_ref())
    }
}

/// Rows whose column `by` has one of these values, in its order, then the key's.
pub(crate) fn get_many(
    conn: &Connection,
    table: &Table,
    columns: Option<&[&str]>,
    by: &str,
    keys: &[Value],
) -> Result<Vec<Row>, LedgerError> {
    let keys = shape::keys(table, by, keys)?;
    let kinds = kinds_of(table, columns)?;
    let sql = text::select_by(Engine::Sqlite, table, columns, by, false)?;
    let mut prepared = conn.prepare_cached(&sql).map_err(|source| broken(table.name, source))?;
    let mut found = Vec::with_capacity(keys.len());
    for key in keys {
        bind(&mut prepared, table.name, std::slice::from_ref(key))?;
        collect(&mut prepared, table.name, &kinds, &mut found)?;
    }
    Ok(found)
}

fn kinds_of(table: &Table, columns: Option<&[&str]>) -> Result<Vec<Kind>, LedgerError> {
    match columns {
        None => Ok(table.columns.iter().map(|(_, kind)| *kind).collect()),
        Some(some) => some.iter().map(|it| Ok(table.column(it)?.1)).collect(),
    }
}

/// Adds rows; answers how many were written.
pub(crate) fn put_many(
    conn: &Connection,
    table: &Table,
    rows: &[Vec<Value>],
    on_clash: OnClash,
) -> Result<u64, LedgerError> {
    let given = table.given(on_clash)?;
    if given.is_empty() {
        return Ok(0);
    }
    let sql = text::put(Engine::Sqlite, table, on_clash)?;
    let mut prepared = conn.prepare_cached(&sql).map_err(|source| broken(table.name, source))?;
    let mut written = 0;
    for row in rows {
        bind(&mut prepared, table.name, given.iter().map(|at| &row[*at]))?;
        written += prepared.raw_execute().map_err(|source| broken(table.name, source))? as u64;
    }
    if matches!(on_clash, OnClash::Change(_)) && written != rows.len() as u64 {
        return Err(shape::not_all_there(table, rows.len()));
    }
    Ok(written)
}

/// Runs a statement; answers how many rows it changed.
pub(crate) fn run(
    conn: &Connection,
    texts: &Texts,
    statement: &'static Statement,
    params: &[Value],
) -> Result<u64, LedgerError> {
    let sql = texts.of(Engine::Sqlite, statement.sql);
    let mut prepared = conn
        .prepare_cached(&sql)
        .map_err(|source| broken(statement.name, source))?;
    bind(&mut prepared, statement.name, params)?;
    let changed = prepared
        .raw_execute()
        .map_err(|source| broken(statement.name, source))?;
    Ok(changed as u64)
}

/// Runs a statement; answers its rows.
pub(crate) fn query(
    conn: &Connection,
    texts: &Texts,
    statement: &'static Statement,
    params: &[Value],
) -> Result<Vec<Row>, LedgerError> {
    let sql = texts.of(Engine::Sqlite, statement.sql);
    let mut prepared = conn
        .prepare_cached(&sql)
        .map_err(|source| broken(statement.name, source))?;
    bind(&mut prepared, statement.name, params)?;
    let mut found = Vec::new();
    collect(&mut prepared, statement.name, statement.columns, &mut found)?;
    Ok(found)
}

/// A page of the whole table in the order of its key, after a key or from the start.
pub(crate) fn scan(conn: &Connection, table: &Table, after: &[Value], limit: usize) -> Result<Vec<Row>, LedgerError> {
    shape::place(table, after, limit)?;
    let sql = text::scan(Engine::Sqlite, table, after.is_empty());
    let mut prepared = conn.prepare_cached(&sql).map_err(|source| broken(table.name, source))?;
    let mut params = after.to_vec();
    params.push(Value::Int(limit as i64));
    bind(&mut prepared, table.name, &params)?;
    let mut found = Vec::new();
    collect(&mut prepared, table.name, &kinds_of(table, None)?, &mut found)?;
    Ok(found)
}

/// How many rows a table has.
pub(crate) fn count(conn: &Connection, table: &Table) -> Result<i64, LedgerError> {
    let counted = conn.query_row(&text::count(table), [], |row| row.get(0));
    counted.map_err(|source| broken(table.name, source))
}

/// Takes due rows under a lease.
pub(crate) fn claim(conn: &Connection, claim: &Claim, params: &[Value; 3]) -> Result<Vec<Row>, LedgerError> {
    let sql = text::statement(Engine::Sqlite, &forks::claim(Engine::Sqlite, claim)?);
    let mut prepared = conn.prepare_cached(&sql).map_err(|source| broken(claim.name, source))?;
    bind(&mut prepared, claim.name, params)?;
    let mut found = Vec::new();
    collect(&mut prepared, claim.name, &kinds_of(claim.table, None)?, &mut found)?;
    Ok(found)
}

fn bind<'v>(
    prepared: &mut rusqlite::Statement<'_>,
    name: &str,
    values: impl IntoIterator<Item = &'v Value>,
) -> Result<(), LedgerError> {
    for (at, value) in values.into_iter().enumerate() {
        prepared
            .raw_bind_parameter(at + 1, value)
            .map_err(|source| broken(name, source))?;
    }
    Ok(())
}

fn collect(
    prepared: &mut rusqlite::Statement<'_>,
    name: &str,
    kinds: &[Kind],
    found: &mut Vec<Row>,
) -> Result<(), LedgerError> {
    if prepared.column_count() != kinds.len() {
        let columns = prepared.column_count();
        return Err(shape::shape(format!(
            "{name}: {} columns are declared, the text has {columns}",
            kinds.len()
        )));
    }
    let mut rows = prepared.raw_query();
    while let Some(row) = rows.next().map_err(|source| broken(name, source))? {
        let mut values = Vec::with_capacity(kinds.len());
        for (at, kind) in kinds.iter().enumerate() {
            let raw = row.get_ref(at).map_err(|source| broken(name, source))?;
            values.push(value(*kind, raw).map_err(|why| shape::shape(format!("{name}: column {at}: {why}")))?);
        }
        found.push(Row(values));
    }
    Ok(())
}

fn value(kind: Kind, raw: ValueRef<'_>) -> Result<Value, String> {
    match (kind, raw) {
        (_, ValueRef::Null) => Ok(Value::Null),
        (Kind::Int, ValueRef::Integer(it)) => Ok(Value::Int(it)),
        (Kind::Real, ValueRef::Real(it)) => Ok(Value::Real(it)),
        // SQLite computes whole sums of nothing as 0; the declared kind decides
        (Kind::Real, ValueRef::Integer(it)) => Ok(Value::Real(it as f64)),
        (Kind::Text, ValueRef::Text(it)) => match std::str::from_utf8(it) {
            Ok(text) => Ok(Value::Text(text.to_owned())),
            Err(_) => Err("a text that is not UTF-8".to_owned()),
        },
        (Kind::Bytes, ValueRef::Blob(it)) => Ok(Value::Bytes(it.to_vec())),
        (kind, other) => Err(format!("declared {kind:?}, found {}", other.data_type())),
    }
}
