//! Writing handoffs: one row each, made from the lead's state, for queues and numbers.

use crate::row::{at, id, opt_at, opt_id, opt_text, text};
use ledger::{Kind, Table, Value};
use rules::handoff::{Handoff, Stop};
use rules::lead::Lead;

/// Handoffs.
pub static TABLE: Table = Table {
    name: "handoff",
    key: &["id"],
    columns: &[
        ("id", Kind::Bytes),
        ("lead_id", Kind::Bytes),
        ("origin", Kind::Text),
        ("tier", Kind::Text),
        ("source", Kind::Text),
        ("campaign", Kind::Text),
        ("form", Kind::Text),
        ("rotation", Kind::Text),
        ("owner_id", Kind::Bytes),
        ("accountable_id", Kind::Bytes),
        ("cause", Kind::Text),
        ("held_until", Kind::Int),
        ("opened_at", Kind::Int),
        ("trigger_at", Kind::Int),
        ("submitted_at", Kind::Int),
        ("due_at", Kind::Int),
        ("attempts", Kind::Int),
        ("first_attempt_at", Kind::Int),
        ("first_evidence", Kind::Text),
        ("stop", Kind::Text),
        ("connected_at", Kind::Int),
        ("owed", Kind::Text),
        ("owed_at", Kind::Int),
        ("feedback", Kind::Text),
        ("reason", Kind::Text),
        ("specific", Kind::Int),
        ("feedback_at", Kind::Int),
        ("feedback_due_at", Kind::Int),
        ("back_at", Kind::Int),
        ("next_step_at", Kind::Int),
        ("amount", Kind::Int),
        ("currency", Kind::Text),
        ("rejected", Kind::Text),
        ("not_a_lead", Kind::Text),
        ("closed_at", Kind::Int),
        ("ending", Kind::Text),
        ("customer", Kind::Int),
        ("lies", Kind::Text),
        ("then_lies", Kind::Text),
        ("then_lies_at", Kind::Int),
        ("accepted_at", Kind::Int),
        ("sql_at", Kind::Int),
        ("company_id", Kind::Bytes),
        ("joined", Kind::Int),
        ("passed_from", Kind::Bytes),
        ("take_by", Kind::Int),
        ("answered", Kind::Int),
        ("kept_at_it", Kind::Int),
        ("plan_due_at", Kind::Int),
        ("outcome", Kind::Text),
        ("outcome_at", Kind::Int),
        ("won_amount", Kind::Int),
        ("won_currency", Kind::Text),
    ],
};

/// What companies have open: the same rows, as far as a decision asks for them.
pub static OPEN: Table = Table {
    name: "handoff",
    key: &["id"],
    columns: &[
        ("id", Kind::Bytes),
        ("lead_id", Kind::Bytes),
        ("company_id", Kind::Bytes),
    ],
};

/// A handoff as a row.
pub fn row(lead: &Lead, handoff: &Handoff) -> Vec<Value> {
    let mut row = came(lead, handoff);
    row.extend(tried(handoff));
    row.extend(ended(handoff));
    let lies = handoff.lies();
    row.extend([
        opt_text(lies.with),
        opt_text(lies.then.map(|(who, _)| who)),
        opt_at(lies.then.map(|(_, at)| at)),
        opt_at(handoff.accepted_at),
        opt_at(handoff.sql_at),
        opt_id(handoff.company.filter(|_| handoff.is_open())),
        Some(handoff.joined.len() as i64)
            .filter(|joined| *joined > 0)
            .map_or(Value::Null, Value::Int),
        opt_id(handoff.from),
        opt_at(handoff.to_be_taken().map(|terms| terms.due)),
    ]);
    row.extend(owed(handoff));
    row
}

/// An existing customer's.
const CUSTOMER: i64 = 1;
/// Passed on within Sales: Marketing brought it once, and the next rep's work is counted beside.
pub const PASSED_ON: i64 = 2;
/// An existing customer's, passed on within Sales: no number counts it.
const CUSTOMER_PASSED_ON: i64 = 3;

/// Why it is outside Marketing's count, if it is.
fn outside(handoff: &Handoff) -> Option<i64> {
    match (handoff.from, handoff.customer) {
        (Some(_), true) => Some(CUSTOMER_PASSED_ON),
        (Some(_), false) => Some(PASSED_ON),
        (None, true) => Some(CUSTOMER),
        (None, false) => None,
    }
}

fn owed(handoff: &Handoff) -> [Value; 7] {
    let yes = |told: Option<bool>| told.map_or(Value::Null, |yes| Value::Int(i64::from(yes)));
    let outcome = handoff.outcome.as_ref();
    let amount = outcome.and_then(|outcome| outcome.amount.as_ref());
    [
        yes(handoff.questions_kept()),
        yes(handoff.kept_at_it()),
        opt_at(handoff.plan.map(|plan| plan.by)),
        opt_text(outcome.map(|outcome| outcome.code())),
        opt_at(outcome.map(|outcome| outcome.at)),
        amount.map_or(Value::Null, |money| Value::Int(money.amount)),
        opt_text(amount.map(|money| money.currency.as_str())),
    ]
}

fn came(lead: &Lead, handoff: &Handoff) -> Vec<Value> {
    vec![
        id(handoff.id),
        id(lead.id),
        text(lead.origin.code()),
        text(&handoff.tier),
        opt_text(lead.came_from.source.as_deref()),
        opt_text(lead.came_from.campaign.as_deref()),
        opt_text(lead.came_from.form.as_deref()),
        text(&handoff.rotation),
        opt_id(handoff.owner),
        opt_id(handoff.accountable),
        opt_text(handoff.cause.map(|c| c.code())),
        opt_at(handoff.held_until),
        at(handoff.opened_at),
        at(handoff.trigger_at),
        at(handoff.submitted_at),
        opt_at(handoff.first_attempt.as_ref().map(|t| t.due)),
    ]
}

fn tried(handoff: &Handoff) -> Vec<Value> {
    let first = handoff.first_try();
    let owed = handoff.owed();
    vec![
        Value::Int(i64::from(handoff.persistence())),
        opt_at(first.map(|t| t.at)),
        opt_text(first.map(|t| t.evidence.code())),
        opt_text(handoff.stop().map(Stop::code)),
        opt_at(handoff.connected_at),
        opt_text(owed.map(|(clock, _)| clock.code())),
        opt_at(owed.map(|(_, terms)| terms.due)),
    ]
}

fn ended(handoff: &Handoff) -> Vec<Value> {
    let said = handoff.said.as_ref();
    let amount = said.and_then(|s| s.amount.as_ref());
    vec![
        opt_text(said.map(|s| s.which.code())),
        opt_text(said.and_then(|s| s.reason.as_deref())),
        said.map_or(Value::Null, |s| Value::Int(i64::from(s.specific))),
        opt_at(said.map(|s| s.at)),
        opt_at(handoff.feedback_owed.as_ref().map(|t| t.due)),
        opt_at(said.and_then(|s| s.back_at)),
        opt_at(said.and_then(|s| s.next_step_at)),
        amount.map_or(Value::Null, |m| Value::Int(m.amount)),
        opt_text(amount.map(|m| m.currency.as_str())),
        opt_text(handoff.rejected.map(|r| r.code())),
        opt_text(handoff.not_a_lead.map(|w| w.code())),
        opt_at(handoff.closed_at),
        opt_text(handoff.ending.map(|e| e.code())),
        outside(handoff).map_or(Value::Null, Value::Int),
    ]
}
