//! What Sales did with a handoff: attempts, feedback, giving it back.

use super::caller::Caller;
use super::problem::Problem;
use super::reading::{Object, body, wrong_type};
use super::team::user;
use crate::server::App;
use axum::body::Body;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Json;
use rules::Id;
use rules::ask::Command;
use rules::fact::{AliveAnswer, AttemptResult, BreachWhy, Channel, Money, RejectReason, Which};
use serde_json::Value;

/// The id in the path.
pub(super) type Given = Result<Path<String>, PathRejection>;

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
pub async fn attempt(
    State(app): State<App>,
    caller: Caller,
    path: Given,
    headers: HeaderMap,
    sent: Body,
) -> Result<Json<Value>, Problem> {
    let (lead, handoff, sent) = opened(&app, &caller, path, &headers, sent).await?;
    let object = Object::read(&sent, "", &ATTEMPT_KEYS)?;
    let channel = object.one_of("channel", &Channel::ALL.map(|channel| (channel.code(), channel)))?;
    let result = object.one_of("result", &AttemptResult::ALL.map(|result| (result.code(), result)))?;
    let command = Command::Attempt {
        lead,
        handoff,
        channel: object.needed("channel", channel)?,
        result: object.needed("result", result)?,
        occurred_at: object.instant("occurred_at")?,
        seen: false,
        note: object.text("note")?,
    };
    done(&app, &caller, command).await
}

/// `POST /api/v1/handoffs/{id}/feedback`.
pub async fn feedback(
    State(app): State<App>,
    caller: Caller,
    path: Given,
    headers: HeaderMap,
    sent: Body,
) -> Result<Json<Value>, Problem> {
    let (lead, handoff, sent) = opened(&app, &caller, path, &headers, sent).await?;
    let object = Object::read(&sent, "", &FEEDBACK_KEYS)?;
    let which = object.one_of("which", &Which::ALL.map(|which| (which.code(), which)))?;
    let command = Command::Feedback {
        lead,
        handoff,
        which: object.needed("which", which)?,
        reason: object.code("reason")?,
        detail: object.code("detail")?,
        note: object.text("note")?,
        back_at: object.instant("back_at")?,
        next_step_at: object.instant("next_step_at")?,
        amount: money(&object)?,
        covers: covers(&object)?,
        answers: super::outcomes::read_answers(&object)?,
    };
    done(&app, &caller, command).await
}

/// `POST /api/v1/handoffs/{id}/reject`.
pub async fn reject(
    State(app): State<App>,
    caller: Caller,
    path: Given,
    headers: HeaderMap,
    sent: Body,
) -> Result<Json<Value>, Problem> {
    let (lead, handoff, sent) = opened(&app, &caller, path, &headers, sent).await?;
    let object = Object::read(&sent, "", &REJECT_KEYS)?;
    let reason = object.one_of("reason", &RejectReason::ALL.map(|reason| (reason.code(), reason)))?;
    let command = Command::Reject {
        lead,
        handoff,
        reason: object.needed("reason", reason)?,
        clause: object.code("clause")?,
        covers: covers(&object)?,
    };
    done(&app, &caller, command).await
}

/// `POST /api/v1/handoffs/{id}/conversation`.
pub async fn conversation(
    State(app): State<App>,
    caller: Caller,
    path: Given,
    headers: HeaderMap,
    sent: Body,
) -> Result<Json<Value>, Problem> {
    let (lead, handoff, sent) = opened(&app, &caller, path, &headers, sent).await?;
    let object = Object::read(&sent, "", &CONVERSATION_KEYS)?;
    let next_step_at = object.needed("next_step_at", object.instant("next_step_at")?)?;
    let command = Command::InConversation {
        lead,
        handoff,
        next_step_at,
    };
    done(&app, &caller, command).await
}

/// `POST /api/v1/handoffs/{id}/call-back`.
pub async fn call_back(
    State(app): State<App>,
    caller: Caller,
    path: Given,
    headers: HeaderMap,
    sent: Body,
) -> Result<Json<Value>, Problem> {
    let (lead, handoff, sent) = opened(&app, &caller, path, &headers, sent).await?;
    let object = Object::read(&sent, "", &AT_KEYS)?;
    let at = object.needed("at", object.instant("at")?)?;
    done(&app, &caller, Command::CallBack { lead, handoff, at }).await
}

/// `POST /api/v1/handoffs/{id}/booked`.
pub async fn booked(
    State(app): State<App>,
    caller: Caller,
    path: Given,
    headers: HeaderMap,
    sent: Body,
) -> Result<Json<Value>, Problem> {
    let (lead, handoff, sent) = opened(&app, &caller, path, &headers, sent).await?;
    let object = Object::read(&sent, "", &AT_KEYS)?;
    let at = object.needed("at", object.instant("at")?)?;
    done(&app, &caller, Command::Booked { lead, handoff, at }).await
}

/// `POST /api/v1/handoffs/{id}/take`.
pub async fn take(
    State(app): State<App>,
    caller: Caller,
    path: Given,
    headers: HeaderMap,
    sent: Body,
) -> Result<Json<Value>, Problem> {
    let (lead, handoff, sent) = opened(&app, &caller, path, &headers, sent).await?;
    let object = Object::read(&sent, "", &TAKE_KEYS)?;
    let by = object.needed("by", user(&object, "by")?)?;
    let by = Some(by);
    done(&app, &caller, Command::Take { lead, handoff, by }).await
}

/// `POST /api/v1/handoffs/{id}/machine-sent`.
pub async fn machine_sent(
    State(app): State<App>,
    caller: Caller,
    path: Given,
    headers: HeaderMap,
    sent: Body,
) -> Result<Json<Value>, Problem> {
    let (lead, handoff, sent) = opened(&app, &caller, path, &headers, sent).await?;
    let object = Object::read(&sent, "", &MACHINE_KEYS)?;
    let channel = object.one_of("channel", &Channel::ALL.map(|channel| (channel.code(), channel)))?;
    let sequence = match object.get("sequence") {
        None => false,
        Some(value) => value
            .as_bool()
            .ok_or_else(|| wrong_type(&object.place("sequence"), "true or false", value))?,
    };
    let command = Command::MachineSent {
        lead,
        handoff,
        channel: object.needed("channel", channel)?,
        sequence,
        occurred_at: object.instant("occurred_at")?,
    };
    done(&app, &caller, command).await
}

/// `POST /api/v1/handoffs/{id}/late`.
pub async fn late(
    State(app): State<App>,
    caller: Caller,
    path: Given,
    headers: HeaderMap,
    sent: Body,
) -> Result<Json<Value>, Problem> {
    let (lead, handoff, sent) = opened(&app, &caller, path, &headers, sent).await?;
    let object = Object::read(&sent, "", &LATE_KEYS)?;
    let why = object.one_of("why", &BreachWhy::ALL.map(|why| (why.code(), why)))?;
    let why = object.needed("why", why)?;
    done(&app, &caller, Command::ExplainBreach { lead, handoff, why }).await
}

/// `POST /api/v1/handoffs/{id}/alive`.
pub async fn alive(
    State(app): State<App>,
    caller: Caller,
    path: Given,
    headers: HeaderMap,
    sent: Body,
) -> Result<Json<Value>, Problem> {
    let (lead, handoff, sent) = opened(&app, &caller, path, &headers, sent).await?;
    let object = Object::read(&sent, "", &ALIVE_KEYS)?;
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
    done(&app, &caller, Command::StillAlive { lead, handoff, answer }).await
}

/// May write; the handoff is there; the body is JSON.
pub(super) async fn opened(
    app: &App,
    caller: &Caller,
    path: Given,
    headers: &HeaderMap,
    sent: Body,
) -> Result<(Id, Id, Value), Problem> {
    caller.may_write(app)?;
    let missing = || Problem::new(StatusCode::NOT_FOUND, "no_such_handoff");
    let id = path.ok().and_then(|Path(text)| Id::read("handoff", &text));
    let handoff = id.ok_or_else(missing)?;
    let lead = engine::handoff::reads::lead_of(app.engine.ledger(), handoff).await?;
    let lead = lead.ok_or_else(missing)?;
    Ok((lead, handoff, body(headers, sent).await?))
}

pub(super) async fn done(app: &App, caller: &Caller, command: Command) -> Result<Json<Value>, Problem> {
    let id = caller.ask_id(app, None);
    let answer = app
        .engine
        .ask_by_token(Some(id), caller.token, &caller.scopes, command)
        .await?;
    Ok(Json(answer))
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
