//! Reading ids and counts, to find rows that no fact accounts for.

use crate::error::EngineError;
use crate::row::{Columns, id};
use ledger::{Kind, Ledger, Statement, Value};
use rules::Id;
use std::collections::VecDeque;

/// Leads' ids, by cursor.
pub static LEAD_IDS: Statement = Statement {
    name: "verify_lead_ids",
    sql: "SELECT id FROM lead WHERE id > $1 ORDER BY id LIMIT $2",
    params: &[Kind::Bytes, Kind::Int],
    columns: &[Kind::Bytes],
};

/// Ids of asks that were done, by cursor.
pub static COMMAND_IDS: Statement = Statement {
    name: "verify_command_ids",
    sql: "SELECT id FROM command WHERE id > $1 ORDER BY id LIMIT $2",
    params: &[Kind::Bytes, Kind::Int],
    columns: &[Kind::Bytes],
};

/// Other subjects' ids, by cursor.
pub static SUBJECT_IDS: Statement = Statement {
    name: "verify_subject_ids",
    sql: "SELECT id FROM subject WHERE id > $1 ORDER BY id LIMIT $2",
    params: &[Kind::Bytes, Kind::Int],
    columns: &[Kind::Bytes],
};

/// How many leads and handoffs there are.
pub static COUNTS: Statement = Statement {
    name: "verify_counts",
    sql: "SELECT (SELECT count(*) FROM lead), (SELECT count(*) FROM handoff)",
    params: &[],
    columns: &[Kind::Int, Kind::Int],
};

/// Leads and handoffs in all.
///
/// # Errors
/// `EngineError` when the ledger cannot be read.
pub async fn counts(ledger: &Ledger) -> Result<(u64, u64), EngineError> {
    let rows = ledger.read(&COUNTS, Vec::new()).await?;
    let row = rows.first().ok_or_else(|| EngineError::kept("counts", &"no row"))?;
    Ok((row.int(0)?.unsigned_abs(), row.int(1)?.unsigned_abs()))
}

/// How many ids a statement of ids by cursor has.
///
/// # Errors
/// `EngineError` when the ledger cannot be read.
pub async fn count_ids(ledger: &Ledger, statement: &'static Statement, page: i64) -> Result<u64, EngineError> {
    let (mut after, mut count) = (Id::default(), 0);
    loop {
        let rows = ledger.read(statement, vec![id(after), Value::Int(page)]).await?;
        count += rows.len() as u64;
        match rows.last() {
            Some(last) if rows.len() as i64 == page => after = last.id(0)?,
            _ => return Ok(count),
        }
    }
}

/// Ids in order, a page at a time.
pub struct Ids<'a> {
    ledger: &'a Ledger,
    statement: &'static Statement,
    page: i64,
    after: Id,
    waiting: VecDeque<Id>,
    over: bool,
}

impl<'a> Ids<'a> {
    /// From the first one on.
    pub fn of(ledger: &'a Ledger, statement: &'static Statement, page: i64) -> Self {
        let (after, waiting, over) = (Id::default(), VecDeque::new(), false);
        Self {
            ledger,
            statement,
            page,
            after,
            waiting,
            over,
        }
    }

    /// The ids up to one (all that are left where there is none), that one left out.
    ///
    /// # Errors
    /// `EngineError` when the ledger cannot be read.
    pub async fn before(&mut self, until: Option<Id>) -> Result<Vec<Id>, EngineError> {
        let mut found = Vec::new();
        while let Some(next) = self.peek().await? {
            if until.is_some_and(|until| next > until) {
                break;
            }
            self.waiting.pop_front();
            if until == Some(next) {
                break;
            }
            found.push(next);
        }
        Ok(found)
    }

    async fn peek(&mut self) -> Result<Option<Id>, EngineError> {
        if self.waiting.is_empty() && !self.over {
            let params = vec![id(self.after), Value::Int(self.page)];
            let rows = self.ledger.read(self.statement, params).await?;
            self.over = (rows.len() as i64) < self.page;
            for row in &rows {
                self.after = row.id(0)?;
                self.waiting.push_back(self.after);
            }
        }
        Ok(self.waiting.front().copied())
    }
}
