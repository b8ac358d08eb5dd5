//! Reading facts.

use crate::error::EngineError;
use crate::row::{Columns, id, text};
use ledger::{Kind, Ledger, Row, Statement, Value};
use rules::Id;
use rules::fact::{Actor, Fact, Origin, Subject, SubjectKind};

/// Most facts of one subject shown at once.
pub const FACTS_MAX: i64 = 2_000;

const COLUMNS: &[Kind] = &[
    Kind::Text,
    Kind::Bytes,
    Kind::Int,
    Kind::Text,
    Kind::Int,
    Kind::Text,
    Kind::Int,
    Kind::Int,
    Kind::Text,
    Kind::Text,
];

/// The facts of one subject, in order.
pub static OF_SUBJECT: Statement = Statement {
    name: "fact_of_subject",
    sql: "SELECT subject_kind, subject_id, seq, kind, v, origin, occurred_at, recorded_at, actor, body FROM fact \
          WHERE subject_kind = $1 AND subject_id = $2 AND seq > $3 ORDER BY seq LIMIT $4",
    params: &[Kind::Text, Kind::Bytes, Kind::Int, Kind::Int],
    columns: COLUMNS,
};

/// All facts of a kind of subject, in order of subject and place, by cursor.
pub static OF_KIND: Statement = Statement {
    name: "fact_of_kind",
    sql: "SELECT subject_kind, subject_id, seq, kind, v, origin, occurred_at, recorded_at, actor, body FROM fact \
          WHERE subject_kind = $1 AND (subject_id, seq) > ($2, $3) \
          ORDER BY subject_kind, subject_id, seq LIMIT $4",
    params: &[Kind::Text, Kind::Bytes, Kind::Int, Kind::Int],
    columns: COLUMNS,
};

/// Reads a row.
///
/// # Errors
/// `EngineError::Kept` for a fact that this Baton cannot read.
pub fn read(row: &Row) -> Result<Fact, EngineError> {
    let unknown = |what: &str| EngineError::kept("fact", &format!("unknown {what}"));
    let kind = SubjectKind::read(row.text(0)?).ok_or_else(|| unknown("subject"))?;
    let origin = Origin::read(row.text(5)?).ok_or_else(|| unknown("origin"))?;
    let actor = Actor::read(row.text(8)?).ok_or_else(|| unknown("actor"))?;
    let subject = Subject { kind, id: row.id(1)? };
    let (seq, v) = (row.int(2)?, row.int(4)?);
    Fact::read(
        subject,
        seq,
        row.text(3)?,
        v,
        origin,
        row.at(6)?,
        row.at(7)?,
        actor,
        row.text(9)?,
    )
    .map_err(|e| EngineError::kept("fact", &e))
}

/// The facts of a subject after a place, the earliest first.
///
/// # Errors
/// `EngineError` when the ledger or a fact cannot be read.
pub async fn of(ledger: &Ledger, subject: Subject, after: i64) -> Result<Vec<Fact>, EngineError> {
    let params = vec![
        text(subject.kind.code()),
        id(subject.id),
        Value::Int(after),
        Value::Int(FACTS_MAX),
    ];
    ledger.read(&OF_SUBJECT, params).await?.iter().map(read).collect()
}

/// A page of all facts of a kind of subject, after (subject, place).
///
/// # Errors
/// As `of`.
pub async fn page(ledger: &Ledger, kind: SubjectKind, after: (Id, i64), limit: i64) -> Result<Vec<Fact>, EngineError> {
    let params = vec![text(kind.code()), id(after.0), Value::Int(after.1), Value::Int(limit)];
    ledger.read(&OF_KIND, params).await?.iter().map(read).collect()
}
