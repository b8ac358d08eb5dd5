//! Reading patterns: C's alike in reason and source since the last answer, who said them, what was answered.

use crate::error::EngineError;
use crate::row::{Columns, at, id, parse, text};
use crate::{fact, note, subject};
use ledger::{Kind, Ledger, Row, Statement, Value};
use rules::fact::{Actor, Body, ResponseKind, Subject, SubjectKind};
use rules::{Id, Instant};
use std::collections::BTreeMap;

/// Most patterns told apart.
pub const PATTERNS_MAX: i64 = 500;
/// Most answers read.
pub const ANSWERS_MAX: i64 = 2_000;
/// Most C's of one page.
pub const SAID_MAX: i64 = 1_000;

/// C's by reason and source after an instant.
pub static GROUPS: Statement = Statement {
    name: "pattern_groups",
    sql: "SELECT COALESCE(reason, ''), COALESCE(source, ''), count(*), count(*) FILTER (WHERE specific = 1), \
          min(feedback_at), max(feedback_at) FROM handoff WHERE feedback = 'not_a_fit' AND feedback_at > $1 \
          GROUP BY COALESCE(reason, ''), COALESCE(source, '') ORDER BY 6 DESC, 1, 2 LIMIT $2",
    params: &[Kind::Int, Kind::Int],
    columns: &[Kind::Text, Kind::Text, Kind::Int, Kind::Int, Kind::Int, Kind::Int],
};

/// C's of one reason and source after an instant.
pub static SINCE: Statement = Statement {
    name: "pattern_since",
    sql: "SELECT count(*), count(*) FILTER (WHERE specific = 1), min(feedback_at), max(feedback_at) FROM handoff \
          WHERE feedback = 'not_a_fit' AND feedback_at > $3 AND COALESCE(reason, '') = $1 AND COALESCE(source, '') = $2 LIMIT 1",
    params: &[Kind::Text, Kind::Text, Kind::Int],
    columns: &[Kind::Int, Kind::Int, Kind::Int, Kind::Int],
};

/// The C's themselves, the newest first, by cursor.
pub static SAID: Statement = Statement {
    name: "pattern_said",
    sql: "SELECT id, lead_id, owner_id, feedback_at FROM handoff \
          WHERE feedback = 'not_a_fit' AND feedback_at > $3 AND COALESCE(reason, '') = $1 AND COALESCE(source, '') = $2 \
          AND feedback_at <= $4 AND (feedback_at < $4 OR id < $5) ORDER BY feedback_at DESC, id DESC LIMIT $6",
    params: &[Kind::Text, Kind::Text, Kind::Int, Kind::Int, Kind::Bytes, Kind::Int],
    columns: &[Kind::Bytes, Kind::Bytes, Kind::Bytes, Kind::Int],
};

/// Handed over by source after an instant: what a count of C's is a part of.
pub static HANDED: Statement = Statement {
    name: "pattern_handed",
    sql: "SELECT COALESCE(source, ''), count(*) FROM handoff WHERE trigger_at > $1 \
          GROUP BY COALESCE(source, '') ORDER BY 1 LIMIT $2",
    params: &[Kind::Int, Kind::Int],
    columns: &[Kind::Text, Kind::Int],
};

/// Patterns whose answer is due.
pub static DUE: Statement = Statement {
    name: "pattern_due",
    sql: "SELECT state FROM subject WHERE due_at IS NOT NULL AND due_at <= $1 ORDER BY due_at, id LIMIT $2",
    params: &[Kind::Int, Kind::Int],
    columns: &[Kind::Text],
};

/// States of patterns, by cursor.
pub static ROUNDS: Statement = Statement {
    name: "pattern_rounds",
    sql: "SELECT id, state FROM subject WHERE kind = 'pattern' AND id > $1 ORDER BY id LIMIT $2",
    params: &[Kind::Bytes, Kind::Int],
    columns: &[Kind::Bytes, Kind::Text],
};

/// The next of them.
pub static NEXT_DUE: Statement = Statement {
    name: "pattern_next_due",
    sql: "SELECT due_at FROM subject WHERE due_at IS NOT NULL ORDER BY due_at, id LIMIT 1",
    params: &[],
    columns: &[Kind::Int],
};

/// Patterns whose answer is due at an instant, at most [`PATTERNS_MAX`].
///
/// # Errors
/// `EngineError` when the ledger or a state cannot be read.
pub async fn due(ledger: &Ledger, now: Instant) -> Result<Vec<rules::pattern::Pattern>, EngineError> {
    let rows = ledger.read(&DUE, vec![at(now), Value::Int(PATTERNS_MAX)]).await?;
    rows.iter().map(|row| parse(row, 0)).collect()
}

/// Every answer that Marketing owed to a pattern, and when it was given.
///
/// # Errors
/// As `due`.
pub async fn rounds(ledger: &Ledger) -> Result<Vec<rules::pattern::Round>, EngineError> {
    let (mut rounds, mut after) = (Vec::new(), Id::default());
    loop {
        let rows = ledger.read(&ROUNDS, vec![id(after), Value::Int(PATTERNS_MAX)]).await?;
        for row in &rows {
            after = row.id(0)?;
            rounds.extend(parse::<rules::pattern::Pattern>(row, 1)?.rounds);
        }
        if (rows.len() as i64) < PATTERNS_MAX {
            return Ok(rounds);
        }
    }
}

/// When the next answer is due.
///
/// # Errors
/// `EngineError` when the ledger cannot be read.
pub async fn next_due(ledger: &Ledger) -> Result<Option<Instant>, EngineError> {
    let rows = ledger.read(&NEXT_DUE, Vec::new()).await?;
    Ok(rows.first().map(|row| row.at(0)).transpose()?)
}

/// C's that wait for one answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// The reason's code.
    pub reason: String,
    /// The source; empty where the leads had none.
    pub source: String,
    /// How many since the last answer.
    pub count: i64,
    /// Of those, with the detail given.
    pub specific: i64,
    /// The first of them.
    pub first: Instant,
    /// The last of them.
    pub newest: Instant,
    /// When the pattern was answered last.
    pub answered_at: Option<Instant>,
}

/// One C.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The handoff.
    pub handoff: Id,
    /// The lead.
    pub lead: Id,
    /// On whose desk it was.
    pub owner: Option<Id>,
    /// When it was said.
    pub at: Instant,
}

/// An answer given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The reason's code.
    pub reason: String,
    /// The source; empty where there is none.
    pub source: String,
    /// What was done.
    pub response: ResponseKind,
    /// In words.
    pub words: Option<String>,
    /// Who answered.
    pub who: Option<Id>,
    /// When.
    pub at: Instant,
}

/// Patterns with C's after `from` and after their last answer, the newest first.
///
/// # Errors
/// `EngineError` when the ledger cannot be read.
pub async fn open(ledger: &Ledger, from: Instant) -> Result<Vec<Pattern>, EngineError> {
    let rows = ledger.read(&GROUPS, vec![at(from), Value::Int(PATTERNS_MAX)]).await?;
    let mut open = Vec::new();
    let found = rows.iter().map(group).collect::<Result<Vec<_>, _>>()?;
    let answered = answered_at(ledger, &found).await?;
    for mut pattern in found {
        let key = Subject::pattern(&pattern.reason, &pattern.source).id;
        pattern.answered_at = answered.get(&key).copied();
        match pattern.answered_at {
            Some(since) if since >= pattern.newest => {}
            Some(since) if since >= pattern.first => open.push(recount(ledger, pattern, since).await?),
            _ => open.push(pattern),
        }
    }
    Ok(open)
}

fn group(row: &Row) -> Result<Pattern, EngineError> {
    Ok(Pattern {
        reason: row.string(0)?,
        source: row.string(1)?,
        count: row.int(2)?,
        specific: row.int(3)?,
        first: row.at(4)?,
        newest: row.at(5)?,
        answered_at: None,
    })
}

async fn recount(ledger: &Ledger, pattern: Pattern, since: Instant) -> Result<Pattern, EngineError> {
    let params = vec![text(&pattern.reason), text(&pattern.source), at(since)];
    let rows = ledger.read(&SINCE, params).await?;
    let Some(row) = rows.first() else { return Ok(pattern) };
    Ok(Pattern {
        count: row.int(0)?,
        specific: row.int(1)?,
        first: row.opt_at(2)?.unwrap_or(pattern.first),
        newest: row.opt_at(3)?.unwrap_or(pattern.newest),
        ..pattern
    })
}

async fn answered_at(ledger: &Ledger, patterns: &[Pattern]) -> Result<BTreeMap<Id, Instant>, EngineError> {
    let ids = patterns.iter().map(|p| id(Subject::pattern(&p.reason, &p.source).id));
    let rows = ledger
        .read_many(&subject::records::TABLE, None, "id", ids.collect())
        .await?;
    let answered = |row: &Row| Ok(subject::records::pattern(row)?.answered_at.map(|at| (row.id(0), at)));
    let found: Vec<_> = rows.iter().map(answered).collect::<Result<_, EngineError>>()?;
    found.into_iter().flatten().map(|(id, at)| Ok((id?, at))).collect()
}

/// When a pattern was answered last; the beginning of time when never.
///
/// # Errors
/// As `open`.
pub async fn last_answer(ledger: &Ledger, reason: &str, source: &str) -> Result<Instant, EngineError> {
    let key = id(Subject::pattern(reason, source).id);
    let rows = ledger
        .read_many(&subject::records::TABLE, None, "id", vec![key])
        .await?;
    let known = rows.first().map(subject::records::pattern).transpose()?;
    Ok(known.and_then(|pattern| pattern.answered_at).unwrap_or(Instant(0)))
}

/// C's of a pattern after an instant, the newest first, before a cursor.
///
/// # Errors
/// As `open`.
pub async fn said(
    ledger: &Ledger,
    (reason, source): (&str, &str),
    since: Instant,
    before: Option<(Instant, Id)>,
    limit: i64,
) -> Result<Vec<Said>, EngineError> {
    let (until, last) = before.unwrap_or((Instant(i64::MAX), Id([0xff; 16])));
    let params = vec![
        text(reason),
        text(source),
        at(since),
        at(until),
        id(last),
        Value::Int(limit.clamp(1, SAID_MAX)),
    ];
    let rows = ledger.read(&SAID, params).await?;
    let said = |row: &Row| -> Result<Said, EngineError> {
        Ok(Said {
            handoff: row.id(0)?,
            lead: row.id(1)?,
            owner: row.opt_id(2)?,
            at: row.at(3)?,
        })
    };
    rows.iter().map(said).collect()
}

/// Handed over after an instant, by source; empty where there is none.
///
/// # Errors
/// As `open`.
pub async fn handed(ledger: &Ledger, from: Instant) -> Result<BTreeMap<String, i64>, EngineError> {
    let rows = ledger.read(&HANDED, vec![at(from), Value::Int(PATTERNS_MAX)]).await?;
    rows.iter().map(|row| Ok((row.string(0)?, row.int(1)?))).collect()
}

/// Answers given, the newest first, at most `limit`.
///
/// # Errors
/// As `open`.
pub async fn answers(ledger: &Ledger, limit: usize) -> Result<Vec<Answer>, EngineError> {
    let facts = fact::reads::page(ledger, SubjectKind::Pattern, (Id::default(), 0), ANSWERS_MAX).await?;
    let mut answers: Vec<(Answer, Option<Id>)> = facts
        .into_iter()
        .filter_map(|fact| match fact.body {
            Body::Responded(said) => {
                let who = match fact.actor {
                    Actor::User(user) => Some(user),
                    _ => None,
                };
                let answer = Answer {
                    reason: said.reason,
                    source: said.source,
                    response: said.response,
                    words: None,
                    who,
                    at: fact.recorded_at,
                };
                Some((answer, said.note))
            }
            _ => None,
        })
        .collect();
    answers.sort_by_key(|(answer, _)| std::cmp::Reverse(answer.at));
    answers.truncate(limit);
    with_words(ledger, answers).await
}

async fn with_words(ledger: &Ledger, answers: Vec<(Answer, Option<Id>)>) -> Result<Vec<Answer>, EngineError> {
    let notes = answers.iter().filter_map(|(_, note)| note.map(id)).collect();
    let rows = ledger.read_many(&note::records::TABLE, None, "id", notes).await?;
    let words = rows
        .iter()
        .map(|row| Ok((row.id(0)?, row.opt_string(4)?)))
        .collect::<Result<BTreeMap<Id, Option<String>>, EngineError>>()?;
    let spoken = |(answer, note): (Answer, Option<Id>)| Answer {
        words: note.and_then(|note| words.get(&note).cloned().flatten()),
        ..answer
    };
    Ok(answers.into_iter().map(spoken).collect())
}
