//! Values as PostgreSQL's binary forms.

use crate::{Kind, Value};
use std::error::Error;
use tokio_postgres::types::private::BytesMut;
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};

type Failed = Box<dyn Error + Sync + Send>;

impl ToSql for Value {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Failed> {
        match self {
            Value::Null => Ok(IsNull::Yes),
            Value::Int(it) => it.to_sql(ty, out),
            Value::Real(it) => it.to_sql(ty, out),
            Value::Text(it) => it.to_sql(ty, out),
            Value::Bytes(it) => it.to_sql(ty, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

/// A value as it came; what kind it is, the column's type says.
pub(super) struct Found(pub Value);

impl<'a> FromSql<'a> for Found {
    fn from_sql(ty: &Type, raw: &'a [u8]) -> Result<Self, Failed> {
        Ok(Found(match *ty {
            Type::INT8 => Value::Int(i64::from_sql(ty, raw)?),
            Type::INT4 => Value::Int(i32::from_sql(ty, raw)?.into()),
            Type::INT2 => Value::Int(i16::from_sql(ty, raw)?.into()),
            Type::BOOL => Value::Int(bool::from_sql(ty, raw)?.into()),
            Type::FLOAT8 => Value::Real(f64::from_sql(ty, raw)?),
            Type::FLOAT4 => Value::Real(f32::from_sql(ty, raw)?.into()),
            Type::BYTEA => Value::Bytes(raw.to_vec()),
            _ => Value::Text(String::from_sql(ty, raw)?),
        }))
    }

    fn from_sql_null(_: &Type) -> Result<Self, Failed> {
        Ok(Found(Value::Null))
    }

    fn accepts(ty: &Type) -> bool {
        kind(ty).is_some()
    }
}

/// The kind that values of a type are read as; `None` for types the ledger does not use.
pub(super) fn kind(ty: &Type) -> Option<Kind> {
    match *ty {
        Type::INT8 | Type::INT4 | Type::INT2 | Type::BOOL => Some(Kind::Int),
        Type::FLOAT8 | Type::FLOAT4 => Some(Kind::Real),
        Type::BYTEA => Some(Kind::Bytes),
        Type::TEXT | Type::VARCHAR | Type::NAME | Type::BPCHAR | Type::UNKNOWN => Some(Kind::Text),
        _ => None,
    }
}

/// A parameter's type.
pub(super) fn one(kind: Kind) -> Type {
    match kind {
        Kind::Int => Type::INT8,
        Kind::Real => Type::FLOAT8,
        Kind::Text => Type::TEXT,
        Kind::Bytes => Type::BYTEA,
    }
}

/// The type of a list of values.
pub(super) fn list(kind: Kind) -> Type {
    match kind {
        Kind::Int => Type::INT8_ARRAY,
        Kind::Real => Type::FLOAT8_ARRAY,
        Kind::Text => Type::TEXT_ARRAY,
        Kind::Bytes => Type::BYTEA_ARRAY,
    }
}

/// One column's values as a list; they were checked to be of the kind.
#[derive(Debug)]
pub(super) enum List<'v> {
    Int(Vec<Option<i64>>),
    Real(Vec<Option<f64>>),
    Text(Vec<Option<&'v str>>),
    Bytes(Vec<Option<&'v [u8]>>),
}

impl<'v> List<'v> {
    /// Gathers values of a kind.
    pub(super) fn of(kind: Kind, values: impl Iterator<Item = &'v Value>) -> Self {
        match kind {
            Kind::Int => List::Int(
                values
                    .map(|it| if let Value::Int(it) = it { Some(*it) } else { None })
                    .collect(),
            ),
            Kind::Real => List::Real(
                values
                    .map(|it| if let Value::Real(it) = it { Some(*it) } else { None })
                    .collect(),
            ),
            Kind::Text => List::Text(
                values
                    .map(|it| {
                        if let Value::Text(it) = it {
                            Some(it.as_str())
                        } else {
                            None
                        }
                    })
                    .collect(),
            ),
            Kind::Bytes => List::Bytes(
                values
                    .map(|it| {
                        if let Value::Bytes(it) = it {
                            Some(it.as_slice())
                        } else {
                            None
                        }
                    })
                    .collect(),
            ),
        }
    }
}

impl ToSql for List<'_> {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Failed> {
        match self {
            List::Int(it) => it.to_sql(ty, out),
            List::Real(it) => it.to_sql(ty, out),
            List::Text(it) => it.to_sql(ty, out),
            List::Bytes(it) => it.to_sql(ty, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}
