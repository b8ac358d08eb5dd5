//! Small helpers between rows of the ledger and values of the rules.

use crate::error::EngineError;
use ledger::{LedgerError, Row, Value};
use rules::{Id, Instant};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// An id as a value.
pub fn id(id: Id) -> Value {
    Value::Bytes(id.0.to_vec())
}

/// An optional id as a value.
pub fn opt_id(of: Option<Id>) -> Value {
    of.map_or(Value::Null, id)
}

/// An instant as a value.
pub fn at(instant: Instant) -> Value {
    Value::Int(instant.0)
}

/// An optional instant as a value.
pub fn opt_at(instant: Option<Instant>) -> Value {
    instant.map_or(Value::Null, at)
}

/// Text as a value.
pub fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

/// Optional text as a value.
pub fn opt_text(of: Option<&str>) -> Value {
    of.map_or(Value::Null, text)
}

/// Anything that can be JSON, as text.
///
/// # Errors
/// `EngineError::Kept` when it cannot be written (a number that is not finite).
pub fn json<T: Serialize>(of: &T) -> Result<Value, EngineError> {
    serde_json::to_string(of)
        .map(Value::Text)
        .map_err(|e| EngineError::kept("json", &e))
}

/// Reads JSON text of a column.
///
/// # Errors
/// `EngineError::Kept` when the text is not what it should be.
pub fn parse<T: DeserializeOwned>(row: &Row, column: usize) -> Result<T, EngineError> {
    serde_json::from_str(row.text(column)?).map_err(|e| EngineError::kept("json", &e))
}

/// Reading columns in the words of the rules.
pub trait Columns {
    /// An id.
    ///
    /// # Errors
    /// `LedgerError::Shape` when the column holds something else.
    fn id(&self, column: usize) -> Result<Id, LedgerError>;
    /// An id, if there is one.
    ///
    /// # Errors
    /// As `id`.
    fn opt_id(&self, column: usize) -> Result<Option<Id>, LedgerError>;
    /// An instant.
    ///
    /// # Errors
    /// As `id`.
    fn at(&self, column: usize) -> Result<Instant, LedgerError>;
    /// An instant, if there is one.
    ///
    /// # Errors
    /// As `id`.
    fn opt_at(&self, column: usize) -> Result<Option<Instant>, LedgerError>;
    /// Text of its own, if there is any.
    ///
    /// # Errors
    /// As `id`.
    fn opt_string(&self, column: usize) -> Result<Option<String>, LedgerError>;
    /// Text of its own.
    ///
    /// # Errors
    /// As `id`.
    fn string(&self, column: usize) -> Result<String, LedgerError>;
}

impl Columns for Row {
    fn id(&self, column: usize) -> Result<Id, LedgerError> {
        self.id16(column).map(Id)
    }

    fn opt_id(&self, column: usize) -> Result<Option<Id>, LedgerError> {
        Ok(self.opt_id16(column)?.map(Id))
    }

    fn at(&self, column: usize) -> Result<Instant, LedgerError> {
        self.int(column).map(Instant)
    }

    fn opt_at(&self, column: usize) -> Result<Option<Instant>, LedgerError> {
        Ok(self.opt_int(column)?.map(Instant))
    }

    fn opt_string(&self, column: usize) -> Result<Option<String>, LedgerError> {
        Ok(self.opt_text(column)?.map(str::to_owned))
    }

    fn string(&self, column: usize) -> Result<String, LedgerError> {
        self.text(column).map(str::to_owned)
    }
}
