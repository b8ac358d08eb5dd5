//! The list that a number opens: the same cohort, the same part, page by page.

use super::parts::{params, part};
use super::reads::Asked;
use crate::error::EngineError;
use crate::row::{Columns, at, id, text};
use ledger::{Kind, Ledger, Row, Statement, Value};
use rules::scorecard::{By, Part};
use rules::{Id, Instant};

/// Most rows of one page.
pub const PAGE_MAX: i64 = 1_000;

/// Handoffs of a part of a cohort, the earliest trigger first.
pub static LIST: Statement = Statement {
    name: "scorecard_list",
    sql: concat!(
        "SELECT id, lead_id, owner_id, accountable_id, held_until, tier, source, trigger_at, due_at, attempts, ",
        "first_attempt_at, connected_at, owed, owed_at, feedback, closed_at FROM handoff ",
        "WHERE (CASE $9 WHEN 'due' THEN due_at WHEN 'outcome' THEN outcome_at ELSE trigger_at END) >= $4 ",
        "AND (CASE $9 WHEN 'due' THEN due_at WHEN 'outcome' THEN outcome_at ELSE trigger_at END) < $5 AND ",
        part!(filter),
        " AND ($10 = 'open' OR ",
        part!(counted),
        ") AND (CASE $10 WHEN 'handed' THEN trigger_at IS NOT NULL WHEN 'open' THEN closed_at IS NULL WHEN 'met' THEN ",
        part!(met),
        " WHEN 'claimed' THEN ",
        part!(claimed),
        " WHEN 'breached' THEN ",
        part!(breached),
        " WHEN 'lay_source' THEN ",
        part!(lay_source),
        " WHEN 'lay_baton' THEN ",
        part!(lay_baton),
        " WHEN 'lay_held' THEN ",
        part!(lay_held),
        " WHEN 'lay_owner' THEN ",
        part!(lay_owner),
        " WHEN 'lay_routing' THEN ",
        part!(lay_routing),
        " WHEN 'given_back' THEN ",
        part!(given_back),
        " WHEN 'pending' THEN ",
        part!(pending),
        " WHEN 'tried' THEN ",
        part!(tried),
        " WHEN 'unanswered' THEN ",
        part!(unanswered),
        " WHEN 'old_enough' THEN ",
        part!(old_enough),
        " WHEN 'followed' THEN ",
        part!(followed),
        " WHEN 'not_followed' THEN ",
        part!(not_followed),
        " WHEN 'connected' THEN ",
        part!(connected),
        " WHEN 'feedback_due' THEN ",
        part!(feedback_due),
        " WHEN 'answered' THEN ",
        part!(answered),
        " WHEN 'silent' THEN ",
        part!(silent),
        " WHEN 'in_time' THEN ",
        part!(in_time),
        " WHEN 'specific' THEN ",
        part!(specific),
        " WHEN 'valid' THEN ",
        part!(valid),
        " WHEN 'accepted' THEN ",
        part!(accepted),
        " WHEN 'sql' THEN ",
        part!(sql),
        " WHEN 'sql_won' THEN ",
        part!(sql_won),
        " WHEN 'advanced' THEN ",
        part!(advanced),
        " WHEN 'fit_not_ready' THEN ",
        part!(fit_not_ready),
        " WHEN 'not_a_fit' THEN ",
        part!(not_a_fit),
        " WHEN 'rejected' THEN ",
        part!(rejected),
        " WHEN 'not_a_lead' THEN ",
        part!(not_a_lead),
        " WHEN 'questions_asked' THEN ",
        part!(questions_asked),
        " WHEN 'questions_answered' THEN ",
        part!(questions_answered),
        " WHEN 'questions_open' THEN ",
        part!(questions_open),
        " WHEN 'plan_over' THEN ",
        part!(plan_over),
        " WHEN 'persisted' THEN ",
        part!(persisted),
        " WHEN 'gave_up' THEN ",
        part!(gave_up),
        " WHEN 'won' THEN ",
        part!(won),
        " WHEN 'lost' THEN ",
        part!(lost),
        " WHEN 'no_outcome' THEN ",
        part!(no_outcome),
        " WHEN 'no_answer' THEN ",
        part!(no_answer),
        " END) ",
        "AND trigger_at >= $11 AND (trigger_at > $11 OR id > $12) ORDER BY trigger_at, id LIMIT $13"
    ),
    params: &[
        Kind::Text,
        Kind::Text,
        Kind::Bytes,
        Kind::Int,
        Kind::Int,
        Kind::Int,
        Kind::Int,
        Kind::Int,
        Kind::Text,
        Kind::Text,
        Kind::Int,
        Kind::Bytes,
        Kind::Int,
    ],
    columns: &[
        Kind::Bytes,
        Kind::Bytes,
        Kind::Bytes,
        Kind::Bytes,
        Kind::Int,
        Kind::Text,
        Kind::Text,
        Kind::Int,
        Kind::Int,
        Kind::Int,
        Kind::Int,
        Kind::Int,
        Kind::Text,
        Kind::Int,
        Kind::Text,
        Kind::Int,
    ],
};

/// Which handoffs a number counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListOf {
    /// Which part.
    pub part: Part,
    /// Of the cohort by which instant.
    pub by: By,
    /// Period, filters, as of when, window.
    pub asked: Asked,
}

/// A handoff in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The handoff.
    pub handoff: Id,
    /// Its lead.
    pub lead: Id,
    /// Who has it.
    pub owner: Option<Id>,
    /// Who answers while it is held.
    pub accountable: Option<Id>,
    /// Until when it is held.
    pub held_until: Option<Instant>,
    /// Its tier.
    pub tier: String,
    /// Where the lead came from.
    pub source: Option<String>,
    /// The trigger.
    pub trigger_at: Instant,
    /// When the first attempt is due.
    pub due_at: Option<Instant>,
    /// Attempts made.
    pub attempts: i64,
    /// The first of them.
    pub first_attempt_at: Option<Instant>,
    /// When it connected.
    pub connected_at: Option<Instant>,
    /// The duty that runs, by its code.
    pub owed: Option<String>,
    /// Until when.
    pub owed_at: Option<Instant>,
    /// What Sales said, by its code.
    pub feedback: Option<String>,
    /// When it ended.
    pub closed_at: Option<Instant>,
}

impl Line {
    /// Where the next page goes on.
    pub fn cursor(&self) -> (Instant, Id) {
        (self.trigger_at, self.handoff)
    }
}

/// A page of a list after a cursor, at most `limit` (≤ `PAGE_MAX`) lines.
///
/// # Errors
/// `EngineError` when the ledger cannot be read.
pub async fn list(
    ledger: &Ledger,
    of: &ListOf,
    after: Option<(Instant, Id)>,
    limit: i64,
) -> Result<Vec<Line>, EngineError> {
    let asked = &of.asked;
    let (from, last) = after.unwrap_or((Instant(i64::MIN), Id::default()));
    let mut places = params(&asked.filter, asked.period, asked.now, asked.within);
    places.extend([
        text(of.by.code()),
        text(of.part.code()),
        at(from),
        id(last),
        Value::Int(limit.clamp(1, PAGE_MAX)),
    ]);
    ledger.read(&LIST, places).await?.iter().map(line).collect()
}

fn line(row: &Row) -> Result<Line, EngineError> {
    Ok(Line {
        handoff: row.id(0)?,
        lead: row.id(1)?,
        owner: row.opt_id(2)?,
        accountable: row.opt_id(3)?,
        held_until: row.opt_at(4)?,
        tier: row.string(5)?,
        source: row.opt_string(6)?,
        trigger_at: row.at(7)?,
        due_at: row.opt_at(8)?,
        attempts: row.int(9)?,
        first_attempt_at: row.opt_at(10)?,
        connected_at: row.opt_at(11)?,
        owed: row.opt_string(12)?,
        owed_at: row.opt_at(13)?,
        feedback: row.opt_string(14)?,
        closed_at: row.opt_at(15)?,
    })
}
