//! Values, rows, and reading them by position. A mismatch is an error that names the place; it is
//! never taken for "not found".

use crate::LedgerError;
use std::cmp::Ordering;

/// The four kinds of column there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Whole number of 64 bits: counts, microseconds, minor units of money, 0 or 1.
    Int,
    /// Floating point number of 64 bits; never NaN.
    Real,
    /// UTF-8 text without NUL; compared by its bytes.
    Text,
    /// Bytes; compared as unsigned bytes.
    Bytes,
}

/// One value, of a kind or absent.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Absent.
    Null,
    /// See [`Kind::Int`].
    Int(i64),
    /// See [`Kind::Real`].
    Real(f64),
    /// See [`Kind::Text`].
    Text(String),
    /// See [`Kind::Bytes`].
    Bytes(Vec<u8>),
}

impl Value {
    /// Its kind; `None` when absent.
    pub fn kind(&self) -> Option<Kind> {
        match self {
            Value::Null => None,
            Value::Int(_) => Some(Kind::Int),
            Value::Real(_) => Some(Kind::Real),
            Value::Text(_) => Some(Kind::Text),
            Value::Bytes(_) => Some(Kind::Bytes),
        }
    }

    /// The order both engines sort by: absent first, texts and bytes by their bytes.
    pub fn order(&self, other: &Value) -> Ordering {
        match (self, other) {
            (Value::Int(a), Value::Int(b)) => a.cmp(b),
            (Value::Real(a), Value::Real(b)) => a.total_cmp(b),
            (Value::Text(a), Value::Text(b)) => a.cmp(b),
            (Value::Bytes(a), Value::Bytes(b)) => a.cmp(b),
            (a, b) => a.rank().cmp(&b.rank()),
        }
    }

    fn rank(&self) -> u8 {
        match self {
            Value::Null => 0,
            Value::Int(_) => 1,
            Value::Real(_) => 2,
            Value::Text(_) => 3,
            Value::Bytes(_) => 4,
        }
    }
}

macro_rules! value_from {
    ($($from:ty, $it:ident => $value:expr;)*) => { $(
        impl From<$from> for Value {
            fn from($it: $from) -> Self { $value }
        }
        impl From<Option<$from>> for Value {
            fn from(it: Option<$from>) -> Self { it.map_or(Value::Null, Value::from) }
        }
    )* };
}

value_from! {
    i64, it => Value::Int(it);
    i32, it => Value::Int(i64::from(it));
    u32, it => Value::Int(i64::from(it));
    u8, it => Value::Int(i64::from(it));
    bool, it => Value::Int(i64::from(it));
    f64, it => Value::Real(it);
    &str, it => Value::Text(it.to_owned());
    String, it => Value::Text(it);
    &String, it => Value::Text(it.clone());
    [u8; 16], it => Value::Bytes(it.to_vec());
    &[u8; 16], it => Value::Bytes(it.to_vec());
    [u8; 32], it => Value::Bytes(it.to_vec());
    &[u8], it => Value::Bytes(it.to_vec());
    Vec<u8>, it => Value::Bytes(it);
}

/// One row of an answer; its columns are read by position, counted from 0.
#[derive(Clone, Debug, PartialEq)]
pub struct Row(pub(crate) Vec<Value>);

impl Row {
    /// A row of these values, for tests and overlays.
    pub fn new(values: Vec<Value>) -> Self {
        Self(values)
    }

    /// The values, in the order of the columns.
    pub fn into_values(self) -> Vec<Value> {
        self.0
    }

    /// The values, in the order of the columns.
    pub fn values(&self) -> &[Value] {
        &self.0
    }

    /// A whole number. [`LedgerError::Shape`] where it is absent or of another kind.
    pub fn int(&self, at: usize) -> Result<i64, LedgerError> {
        self.opt_int(at)?.ok_or_else(|| absent(at))
    }

    /// A whole number or nothing. [`LedgerError::Shape`] where it is of another kind.
    pub fn opt_int(&self, at: usize) -> Result<Option<i64>, LedgerError> {
        match self.at(at)? {
            Value::Null => Ok(None),
            Value::Int(it) => Ok(Some(*it)),
            other => Err(unlike(at, Kind::Int, other)),
        }
    }

    /// Yes (not 0) or no (0).
    pub fn flag(&self, at: usize) -> Result<bool, LedgerError> {
        Ok(self.int(at)? != 0)
    }

    /// A floating point number. [`LedgerError::Shape`] where it is absent or of another kind.
    pub fn real(&self, at: usize) -> Result<f64, LedgerError> {
        self.opt_real(at)?.ok_or_else(|| absent(at))
    }

    /// A floating point number or nothing.
    pub fn opt_real(&self, at: usize) -> Result<Option<f64>, LedgerError> {
        match self.at(at)? {
            Value::Null => Ok(None),
            Value::Real(it) => Ok(Some(*it)),
            other => Err(unlike(at, Kind::Real, other)),
        }
    }

    /// A text. [`LedgerError::Shape`] where it is absent or of another kind.
    pub fn text(&self, at: usize) -> Result<&str, LedgerError> {
        self.opt_text(at)?.ok_or_else(|| absent(at))
    }

    /// A text or nothing.
    pub fn opt_text(&self, at: usize) -> Result<Option<&str>, LedgerError> {
        match self.at(at)? {
            Value::Null => Ok(None),
            Value::Text(it) => Ok(Some(it)),
            other => Err(unlike(at, Kind::Text, other)),
        }
    }

    /// Bytes. [`LedgerError::Shape`] where they are absent or of another kind.
    pub fn bytes(&self, at: usize) -> Result<&[u8], LedgerError> {
        self.opt_bytes(at)?.ok_or_else(|| absent(at))
    }

    /// Bytes or nothing.
    pub fn opt_bytes(&self, at: usize) -> Result<Option<&[u8]>, LedgerError> {
        match self.at(at)? {
            Value::Null => Ok(None),
            Value::Bytes(it) => Ok(Some(it)),
            other => Err(unlike(at, Kind::Bytes, other)),
        }
    }

    /// An id of 16 bytes. [`LedgerError::Shape`] where it is absent or of another length.
    pub fn id16(&self, at: usize) -> Result<[u8; 16], LedgerError> {
        self.opt_id16(at)?.ok_or_else(|| absent(at))
    }

    /// An id of 16 bytes or nothing.
    pub fn opt_id16(&self, at: usize) -> Result<Option<[u8; 16]>, LedgerError> {
        let Some(bytes) = self.opt_bytes(at)? else {
            return Ok(None);
        };
        let id = bytes.try_into().map_err(|_| LedgerError::Shape {
            what: format!("column {at}: an id has 16 bytes, found {}", bytes.len()),
        })?;
        Ok(Some(id))
    }

    fn at(&self, at: usize) -> Result<&Value, LedgerError> {
        self.0.get(at).ok_or_else(|| LedgerError::Shape {
            what: format!("column {at}: the row has {} columns", self.0.len()),
        })
    }
}

fn absent(at: usize) -> LedgerError {
    LedgerError::Shape {
        what: format!("column {at}: absent where a value is needed"),
    }
}

fn unlike(at: usize, wanted: Kind, found: &Value) -> LedgerError {
    LedgerError::Shape {
        what: format!("column {at}: wanted {wanted:?}, found {:?}", found.kind()),
    }
}
