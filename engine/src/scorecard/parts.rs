//! The parts of a cohort as SQL, written once: a number counts by the same text that its list filters by.
//!
//! Places in every statement: `$1` tier, `$2` source (empty: none), `$3` owner, `$4` from, `$5` to, `$6` now, `$7` window,
//! `$8` what Marketing handed over (0) or what one rep passed on to the next (2).

use crate::handoff::records::PASSED_ON;
use crate::row::{at, opt_id, opt_text};
use ledger::Value;
use rules::scorecard::Period;
use rules::{Id, Instant, Span};

/// Whose handoffs, and which.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// One tier.
    pub tier: Option<String>,
    /// One source; empty for leads without one.
    pub source: Option<String>,
    /// One owner.
    pub owner: Option<Id>,
    /// What one rep passed on to the next, in place of what Marketing handed over.
    pub within_sales: bool,
}

macro_rules! part {
    (filter) => {
        "($1 IS NULL OR tier = $1) AND ($2 IS NULL OR COALESCE(source, '') = $2) AND ($3 IS NULL OR owner_id = $3)"
    };
    // an existing customer is its account manager's, and outside every count
    (counted) => {
        "COALESCE(customer, 0) = $8"
    };
    (met) => {
        "stop = 'met'"
    };
    (claimed) => {
        "stop = 'claimed'"
    };
    (breached) => {
        "(stop = 'late' OR (stop IS NULL AND due_at < $6))"
    };
    (lay_source) => {
        "((stop = 'late' OR (stop IS NULL AND due_at < $6)) AND (CASE WHEN lies IS NOT NULL THEN lies WHEN then_lies_at < $6 THEN then_lies ELSE 'routing' END) = 'source')"
    };
    (lay_baton) => {
        "((stop = 'late' OR (stop IS NULL AND due_at < $6)) AND (CASE WHEN lies IS NOT NULL THEN lies WHEN then_lies_at < $6 THEN then_lies ELSE 'routing' END) = 'baton')"
    };
    (lay_held) => {
        "((stop = 'late' OR (stop IS NULL AND due_at < $6)) AND (CASE WHEN lies IS NOT NULL THEN lies WHEN then_lies_at < $6 THEN then_lies ELSE 'routing' END) = 'held')"
    };
    (lay_owner) => {
        "((stop = 'late' OR (stop IS NULL AND due_at < $6)) AND (CASE WHEN lies IS NOT NULL THEN lies WHEN then_lies_at < $6 THEN then_lies ELSE 'routing' END) = 'owner')"
    };
    (lay_routing) => {
        "((stop = 'late' OR (stop IS NULL AND due_at < $6)) AND (CASE WHEN lies IS NOT NULL THEN lies WHEN then_lies_at < $6 THEN then_lies ELSE 'routing' END) = 'routing')"
    };
    (given_back) => {
        "stop = 'rejected'"
    };
    (pending) => {
        "(stop IS NULL AND due_at >= $6)"
    };
    (tried) => {
        "(due_at IS NOT NULL AND first_attempt_at IS NOT NULL)"
    };
    (unanswered) => {
        "(stop IS NULL AND due_at < $6)"
    };
    (old_enough) => {
        "trigger_at <= $6 - $7"
    };
    (followed) => {
        "(trigger_at <= $6 - $7 AND first_attempt_at - trigger_at <= $7)"
    };
    (not_followed) => {
        "(trigger_at <= $6 - $7 AND (first_attempt_at IS NULL OR first_attempt_at - trigger_at > $7))"
    };
    (connected) => {
        "connected_at IS NOT NULL"
    };
    (accepted) => {
        "accepted_at IS NOT NULL"
    };
    (sql) => {
        "sql_at IS NOT NULL"
    };
    (sql_won) => {
        "(sql_at IS NOT NULL AND outcome = 'won')"
    };
    (feedback_due) => {
        "(connected_at IS NOT NULL AND feedback_due_at <= $6)"
    };
    (answered) => {
        "(connected_at IS NOT NULL AND feedback_due_at <= $6 AND feedback IS NOT NULL)"
    };
    (silent) => {
        "(connected_at IS NOT NULL AND feedback_due_at <= $6 AND feedback IS NULL)"
    };
    (in_time) => {
        "(connected_at IS NOT NULL AND feedback_due_at <= $6 AND feedback_at <= feedback_due_at)"
    };
    (specific) => {
        "(feedback = 'not_a_fit' AND specific = 1)"
    };
    (valid) => {
        "(not_a_lead IS NULL AND (rejected IS NULL OR rejected <> 'invalid'))"
    };
    (questions_asked) => {
        "answered IS NOT NULL"
    };
    (questions_answered) => {
        "answered = 1"
    };
    (questions_open) => {
        "answered = 0"
    };
    (plan_over) => {
        "(kept_at_it IS NOT NULL AND plan_due_at <= $6)"
    };
    (persisted) => {
        "(kept_at_it = 1 AND plan_due_at <= $6)"
    };
    (gave_up) => {
        "(kept_at_it = 0 AND plan_due_at <= $6)"
    };
    (won) => {
        "outcome = 'won'"
    };
    (lost) => {
        "outcome = 'lost'"
    };
    (no_answer) => {
        "(feedback IS NULL AND rejected IS NULL AND not_a_lead IS NULL)"
    };
    (no_outcome) => {
        "(feedback = 'advanced' AND outcome IS NULL)"
    };
    (advanced) => {
        "feedback = 'advanced'"
    };
    (fit_not_ready) => {
        "feedback = 'fit_not_ready'"
    };
    (not_a_fit) => {
        "feedback = 'not_a_fit'"
    };
    (rejected) => {
        "rejected IS NOT NULL"
    };
    (not_a_lead) => {
        "not_a_lead IS NOT NULL"
    };
}
pub(crate) use part;

/// Counts of several parts, in the order named; the first is of all of them.
macro_rules! counts {
    ($($part:ident),+) => {
        concat!("count(*)", $(", count(*) FILTER (WHERE ", part!($part), ")"),+)
    };
}
pub(crate) use counts;

/// What Sales said of a cohort: columns that `reads` turns into a `Said`.
macro_rules! said {
    () => {
        counts!(
            connected,
            feedback_due,
            answered,
            advanced,
            fit_not_ready,
            not_a_fit,
            rejected,
            not_a_lead
        )
    };
}
pub(crate) use said;

/// The first eight places.
pub(crate) fn params(filter: &Filter, period: Period, now: Instant, window: Span) -> Vec<Value> {
    vec![
        opt_text(filter.tier.as_deref()),
        opt_text(filter.source.as_deref()),
        opt_id(filter.owner),
        at(period.from),
        at(period.to),
        at(now),
        Value::Int(window.0),
        Value::Int(if filter.within_sales { PASSED_ON } else { 0 }),
    ]
}
