//! The lines of an archive: a header, for each table its name and its rows, an end with a checksum.

use super::{migration, tables};
use crate::READER_VERSION;
use ledger::{Kind, Table, Value};
use serde::{Deserialize, Serialize};

/// What an archive says it is.
pub const FORMAT: &str = "baton-archive";
/// The version of the format that is written, and the only one that is read.
pub const VERSION: i64 = 1;

/// The first line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// Always [`FORMAT`].
    pub format: String,
    /// The version of the format.
    pub version: i64,
    /// The oldest reader that understands the facts.
    pub reader: i64,
    /// The newest migration of the tables.
    pub migration: i64,
    /// Rows in all.
    pub rows: u64,
    /// The tables, in the order in which they follow.
    pub tables: Vec<Shape>,
}

/// A table of the header.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shape {
    /// Its name.
    pub name: String,
    /// Its rows.
    pub rows: u64,
    /// Its columns' names and kinds, in the order of a row's values.
    pub columns: Vec<(String, String)>,
}

/// What the first line of any version says, however it goes on.
#[derive(Debug, Deserialize)]
pub struct Said {
    /// See [`Header`].
    pub format: String,
    /// See [`Header`].
    pub version: i64,
}

/// The line before a table's rows.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// The table.
    pub table: String,
}

/// The last line.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct End {
    /// Rows in all.
    pub end: u64,
    /// SHA-256 of all bytes before this line, in hexadecimal.
    pub sha256: String,
}

/// What the last line begins with.
pub const END: &[u8] = b"{\"end\":";

impl Header {
    /// The header of an archive with so many rows a table.
    pub fn of(counts: &[u64]) -> Self {
        Self {
            format: FORMAT.to_owned(),
            version: VERSION,
            reader: READER_VERSION,
            migration: migration(),
            rows: counts.iter().sum(),
            tables: tables().zip(counts).map(|(table, rows)| shape(table, *rows)).collect(),
        }
    }
}

/// A table as a header tells it.
pub fn shape(table: &Table, rows: u64) -> Shape {
    let columns = table.columns.iter();
    Shape {
        name: table.name.to_owned(),
        rows,
        columns: columns
            .map(|(name, kind)| ((*name).to_owned(), word(*kind).to_owned()))
            .collect(),
    }
}

fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::Int => "int",
        Kind::Real => "real",
        Kind::Text => "text",
        Kind::Bytes => "bytes",
    }
}

/// A row as a line, without its end. `Err` says which value JSON cannot hold.
pub fn write_row(row: &[Value], line: &mut Vec<u8>) -> Result<(), String> {
    line.push(b'[');
    for (at, value) in row.iter().enumerate() {
        if at > 0 {
            line.push(b',');
        }
        write_value(value, line)?;
    }
    line.push(b']');
    Ok(())
}

fn write_value(value: &Value, line: &mut Vec<u8>) -> Result<(), String> {
    let written = match value {
        Value::Null => serde_json::to_writer(line, &()),
        Value::Int(it) => serde_json::to_writer(line, it),
        Value::Real(it) if !it.is_finite() => return Err(format!("{it} is no number that JSON has")),
        Value::Real(it) => serde_json::to_writer(line, it),
        Value::Text(it) => serde_json::to_writer(line, it),
        Value::Bytes(it) => serde_json::to_writer(line, &hex(it)),
    };
    written.map_err(|e| e.to_string())
}

/// A line as a row of a table. `Err` says what is wrong with it.
pub fn read_row(line: &[u8], table: &Table) -> Result<Vec<Value>, String> {
    let values: Vec<serde_json::Value> =
        serde_json::from_slice(line).map_err(|_| "it is not a list of values".to_owned())?;
    if values.len() != table.columns.len() {
        let (there, due) = (values.len(), table.columns.len());
        return Err(format!("{there} values where {} has {due} columns", table.name));
    }
    let columns = table.columns.iter().zip(values);
    columns
        .map(|((name, kind), value)| {
            read_value(*kind, value).ok_or_else(|| format!("{}.{name} is not {}", table.name, word(*kind)))
        })
        .collect()
}

fn read_value(kind: Kind, value: serde_json::Value) -> Option<Value> {
    use serde_json::Value as Json;
    match (kind, value) {
        (_, Json::Null) => Some(Value::Null),
        (Kind::Int, Json::Number(it)) => it.as_i64().map(Value::Int),
        (Kind::Real, Json::Number(it)) => it.as_f64().map(Value::Real),
        // neither engine keeps it
        (Kind::Text, Json::String(it)) if it.contains('\0') => None,
        (Kind::Text, Json::String(it)) => Some(Value::Text(it)),
        (Kind::Bytes, Json::String(it)) => unhex(&it).map(Value::Bytes),
        _ => None,
    }
}

/// Bytes in hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    if !text.len().is_multiple_of(2) {
        return None;
    }
    let pairs = text.as_bytes().chunks_exact(2);
    pairs.map(|pair| Some(digit(pair[0])? << 4 | digit(pair[1])?)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    static TABLE: Table = Table {
        name: "t",
        key: &["a"],
        columns: &[
            ("a", Kind::Bytes),
            ("b", Kind::Int),
            ("c", Kind::Text),
            ("d", Kind::Real),
        ],
    };

    fn line(row: &[Value]) -> String {
        let mut line = Vec::new();
        write_row(row, &mut line).unwrap();
        String::from_utf8(line).unwrap()
    }

    #[test]
    fn rows_are_read_as_they_were_written() {
        let rows: [Vec<Value>; 3] = [
            vec![
                vec![0u8, 255].into(),
                i64::MIN.into(),
                "a\"\n\u{2028}é".into(),
                0.1.into(),
            ],
            vec![Vec::<u8>::new().into(), i64::MAX.into(), "".into(), 1e300.into()],
            vec![Value::Null, Value::Null, Value::Null, Value::Null],
        ];
        for row in rows {
            assert_eq!(read_row(line(&row).as_bytes(), &TABLE).unwrap(), row);
        }
        assert_eq!(line(&[vec![10u8].into(), 7.into()]), r#"["0a",7]"#);
    }

    #[test]
    fn what_is_no_row_says_why() {
        let said = |text: &str| read_row(text.as_bytes(), &TABLE).unwrap_err();
        assert_eq!(said("{}"), "it is not a list of values");
        assert_eq!(said("[1]"), "1 values where t has 4 columns");
        assert_eq!(said(r#"["0g",1,"",1]"#), "t.a is not bytes");
        assert_eq!(said(r#"["0",1,"",1]"#), "t.a is not bytes");
        assert_eq!(said(r#"["",1.5,"",1]"#), "t.b is not int");
        assert_eq!(said(r#"["",1,"\u0000",1]"#), "t.c is not text");
        assert!(write_row(&[f64::INFINITY.into()], &mut Vec::new()).is_err());
    }
}
