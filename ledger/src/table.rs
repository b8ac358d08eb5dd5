//! Tables, statements and what is asked of them, as constants.

use crate::{Kind, LedgerError, Value};

/// A table: its name, the columns of its key, all columns in order with their kinds.
#[derive(Debug)]
pub struct Table {
    /// Its name in the database.
    pub name: &'static str,
    /// The columns of its primary key; names of `columns`.
    pub key: &'static [&'static str],
    /// All its columns, in the order in which rows are given and got.
    pub columns: &'static [(&'static str, Kind)],
}

impl Table {
    /// The place and kind of a column. [`LedgerError::Shape`] when there is none of that name.
    pub fn column(&self, name: &str) -> Result<(usize, Kind), LedgerError> {
        let at = self.columns.iter().position(|(it, _)| *it == name);
        let at = at.ok_or_else(|| LedgerError::Shape {
            what: format!("table {} has no column {name}", self.name),
        })?;
        Ok((at, self.columns[at].1))
    }

    /// A row's key: its values in the order of `key`, to go on after it. [`LedgerError::Shape`] when the row is too
    /// short.
    pub fn key_of(&self, row: &[Value]) -> Result<Vec<Value>, LedgerError> {
        let value = |at: usize| {
            row.get(at).cloned().ok_or_else(|| LedgerError::Shape {
                what: format!("{}: the row has {} columns", self.name, row.len()),
            })
        };
        self.key_places()?.into_iter().map(value).collect()
    }

    /// The places of the columns that a write gives to the engine: all in their order, or the key's and then those that
    /// change. Empty when nothing would change.
    pub(crate) fn given(&self, on_clash: OnClash) -> Result<Vec<usize>, LedgerError> {
        let OnClash::Change(columns) = on_clash else {
            return Ok((0..self.columns.len()).collect());
        };
        let key = self.key_places()?;
        let changes = |at: &usize| columns.checked_shr(*at as u32).unwrap_or(0) & 1 == 1 && !key.contains(at);
        let changed: Vec<usize> = (0..self.columns.len()).filter(changes).collect();
        match changed.is_empty() {
            true => Ok(Vec::new()),
            false => Ok(key.iter().copied().chain(changed).collect()),
        }
    }

    /// The places of the key's columns.
    pub(crate) fn key_places(&self) -> Result<Vec<usize>, LedgerError> {
        self.key.iter().map(|it| Ok(self.column(it)?.0)).collect()
    }
}

/// A named text with its parameters' and its answer's kinds.
///
/// Parameters are `$1`, `$2` …; `{skip_locked}` and `{for_update}` stand for what only PostgreSQL
/// needs; `BYTES` and `DOUBLE` in a `CAST` become the engine's own words.
#[derive(Debug)]
pub struct Statement {
    /// What errors and metrics call it.
    pub name: &'static str,
    /// One text for both engines.
    pub sql: &'static str,
    /// The kinds of `$1`, `$2` …
    pub params: &'static [Kind],
    /// The kinds of the columns it answers; empty when it answers no rows.
    pub columns: &'static [Kind],
}

/// What a write does with a row whose key is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnClash {
    /// The transaction fails with [`LedgerError::Clash`].
    Fail,
    /// The row is left out, whichever unique key it met.
    Ignore,
    /// All other columns are overwritten. Of rows with one key in one call, the last counts.
    Replace,
    /// The row is there, and only these columns of it are overwritten: bit n stands for column n, those of the key are
    /// never among them. Rows are given whole; of rows with one key in one call, the last counts.
    /// [`LedgerError::Conflict`] when a row is not there.
    Change(u64),
}

/// Rows due whose lease is free, taken by one claimer: never two at once.
#[derive(Debug)]
pub struct Claim {
    /// What errors and metrics call it.
    pub name: &'static str,
    /// Where the rows are.
    pub table: &'static Table,
    /// The column (Int, microseconds) that says from when.
    pub due: &'static str,
    /// The column (Int, microseconds, nullable) that says until when somebody has it.
    pub lease: &'static str,
    /// A further condition without parameters, or empty: `sent_at IS NULL`.
    pub only: &'static str,
}

/// One multi-row write: the table, its rows, and what to do with keys that are taken.
pub type Put = (&'static Table, Vec<Vec<Value>>, OnClash);

/// One multi-get: the table, the column to look by, the keys, and whether to lock what is found.
pub type Get = (&'static Table, &'static str, Vec<Value>, bool);
