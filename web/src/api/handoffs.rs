//! What Sales did with a handoff: attempts, feedback, giving it back.

use super::posts::Handoff;
use super::problem::Problem;
use super::reading::{Object, wrong_type};
use super::team::user;
use rules::Id;
use rules::ask::{OfDeal, OfHandoff};
use rules::fact::{AliveAnswer, AttemptResult, BreachWhy, Channel, Money, RejectReason, Which};

/// The names of an attempt.
pub const ATTEMPT_KEYS: [&str; 4] = ["channel", "result", "occurred_at", "note"];
/// The names of feedback.
pub const FEEDBACK_KEYS: [&str; 9] = [
    "which",
    "reason",
    "detail",
    "note",
    "back_at",
    "next_step_at",
    "amount",
    "covers",
    "answers",
];
/// The names of a rejection.
pub const REJECT_KEYS: [&str; 3] = ["reason", "clause", "covers"];

/// The names of a conversation that goes on.
pub const CONVERSATION_KEYS: [&str; 1] = ["next_step_at"];
/// The names of a call asked for, and of a meeting booked.
pub const AT_KEYS: [&str; 1] = ["at"];
/// The names of a take.
pub const TAKE_KEYS: [&str; 1] = ["by"];
/// The names of what a machine sent.
pub const MACHINE_KEYS: [&str; 3] = ["channel", "sequence", "occurred_at"];
/// The names of why a first attempt was late.
pub const LATE_KEYS: [&str; 1] = ["why"];
/// The names of an answer to "still alive?".
pub const ALIVE_KEYS: [&str; 4] = ["answer", "next_step_at", "until", "reason"];
/// The answers to "still alive?".
pub const ALIVE: [&str; 3] = ["moving", "stalled", "lost"];

/// `POST /api/v1/handoffs/{id}/attempts`.
pub(super) fn attempt(Handoff { lead, handoff }: Handoff, object: &Object<'_>) -> Result<OfHandoff, Problem> {
    let channel = object.one_of("channel", &Channel::ALL.map(|channel| (channel.code(), channel)))?;
    let result = object.one_of("result", &AttemptResult::ALL.map(|result| (result.code(), result)))?;
    Ok(OfHandoff::Attempt {
        lead,
        handoff,
        channel: object.needed("channel", channel)?,
        result: object.needed("result", result)?,
        occurred_at: object.instant("occurred_at")?,
        seen: false,
        note: object.text("note")?,
    })
}

/// `POST /api/v1/handoffs/{id}/feedback`.
pub(super) fn feedback(Handoff { lead, handoff }: Handoff, object: &Object<'_>) -> Result<OfHandoff, Problem> {
    let which = object.one_of("which", &Which::ALL.map(|which| (which.code(), which)))?;
    Ok(OfHandoff::Feedback {
        lead,
        handoff,
        which: object.needed("which", which)?,
        reason: object.code("reason")?,
        detail: object.code("detail")?,
        note: object.text("note")?,
        back_at: object.instant("back_at")?,
        next_step_at: object.instant("next_step_at")?,
        amount: money(object)?,
        covers: covers(object)?,
        answers: super::outcomes::read_answers(object)?,
    })
}

/// `POST /api/v1/handoffs/{id}/reject`.
pub(super) fn reject(Handoff { lead, handoff }: Handoff, object: &Object<'_>) -> Result<OfHandoff, Problem> {
    let reason = object.one_of("reason", &RejectReason::ALL.map(|reason| (reason.code(), reason)))?;
    Ok(OfHandoff::Reject {
        lead,
        handoff,
        reason: object.needed("reason", reason)?,
        clause: object.code("clause")?,
        covers: covers(object)?,
    })
}

/// `POST /api/v1/handoffs/{id}/conversation`.
pub(super) fn conversation(Handoff { lead, handoff }: Handoff, object: &Object<'_>) -> Result<OfHandoff, Problem> {
    let next_step_at = object.needed("next_step_at", object.instant("next_step_at")?)?;
    Ok(OfHandoff::InConversation {
        lead,
        handoff,
        next_step_at,
    })
}

/// `POST /api/v1/handoffs/{id}/call-back`.
pub(super) fn call_back(Handoff { lead, handoff }: Handoff, object: &Object<'_>) -> Result<OfHandoff, Problem> {
    let at = object.needed("at", object.instant("at")?)?;
    Ok(OfHandoff::CallBack { lead, handoff, at })
}

/// `POST /api/v1/handoffs/{id}/booked`.
pub(super) fn booked(Handoff { lead, handoff }: Handoff, object: &Object<'_>) -> Result<OfHandoff, Problem> {
    let at = object.needed("at", object.instant("at")?)?;
    Ok(OfHandoff::Booked { lead, handoff, at })
}

/// `POST /api/v1/handoffs/{id}/take`.
pub(super) fn take(Handoff { lead, handoff }: Handoff, object: &Object<'_>) -> Result<OfHandoff, Problem> {
    let by = object.needed("by", user(object, "by")?)?;
    let by = Some(by);
    Ok(OfHandoff::Take { lead, handoff, by })
}

/// `POST /api/v1/handoffs/{id}/machine-sent`.
pub(super) fn machine_sent(Handoff { lead, handoff }: Handoff, object: &Object<'_>) -> Result<OfHandoff, Problem> {
    let channel = object.one_of("channel", &Channel::ALL.map(|channel| (channel.code(), channel)))?;
    let sequence = match object.get("sequence") {
        None => false,
        Some(value) => value
            .as_bool()
            .ok_or_else(|| wrong_type(&object.place("sequence"), "true or false", value))?,
    };
    Ok(OfHandoff::MachineSent {
        lead,
        handoff,
        channel: object.needed("channel", channel)?,
        sequence,
        occurred_at: object.instant("occurred_at")?,
    })
}

/// `POST /api/v1/handoffs/{id}/late`.
pub(super) fn late(Handoff { lead, handoff }: Handoff, object: &Object<'_>) -> Result<OfHandoff, Problem> {
    let why = object.one_of("why", &BreachWhy::ALL.map(|why| (why.code(), why)))?;
    let why = object.needed("why", why)?;
    Ok(OfHandoff::ExplainBreach { lead, handoff, why })
}

/// `POST /api/v1/handoffs/{id}/alive`.
pub(super) fn alive(Handoff { lead, handoff }: Handoff, object: &Object<'_>) -> Result<OfDeal, Problem> {
    let which = object.needed("answer", object.one_of("answer", &ALIVE.map(|word| (word, word)))?)?;
    let answer = match which {
        "stalled" => AliveAnswer::Stalled {
            until: object.needed("until", object.instant("until")?)?,
        },
        "lost" => AliveAnswer::Lost {
            reason: object.needed("reason", object.code("reason")?)?,
        },
        _ => AliveAnswer::Moving {
            next_step_at: object.instant("next_step_at")?,
        },
    };
    Ok(OfDeal::StillAlive { lead, handoff, answer })
}

/// Which of the colleagues who joined are covered; all where nothing is said.
fn covers(object: &Object<'_>) -> Result<Option<Vec<Id>>, Problem> {
    if object.get("covers").is_none() {
        return Ok(None);
    }
    let wrong = || Problem::wrong("not_an_id").at(&object.place("covers"));
    let leads = object.codes("covers")?;
    let ids = leads.iter().map(|text| Id::read("lead", text).ok_or_else(wrong));
    ids.collect::<Result<_, _>>().map(Some)
}

/// Minor units and a currency of ISO 4217.
pub(super) fn money(object: &Object<'_>) -> Result<Option<Money>, Problem> {
    let Some(value) = object.get("amount") else {
        return Ok(None);
    };
    let place = object.place("amount");
    let inner = Object::read(value, &place, &["amount", "currency"])?;
    let amount = inner.needed("amount", inner.get("amount"))?;
    let amount = amount
        .as_i64()
        .filter(|n| *n >= 0)
        .ok_or_else(|| wrong_type(&inner.place("amount"), "whole number of minor units", amount))?;
    let currency = inner.needed("currency", inner.text("currency")?)?;
    if currency.len() != 3 || !currency.bytes().all(|b| b.is_ascii_uppercase()) {
        return Err(Problem::wrong("currency").at(&inner.place("currency")));
    }
    Ok(Some(Money { amount, currency }))
}
