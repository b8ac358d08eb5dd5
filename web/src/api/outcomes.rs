//! What is known of a lead by the agreement's questions, and how its deal ended.

use super::caller::Caller;
use super::handoffs::{Given, done, money, opened};
use super::problem::Problem;
use super::reading::{Object, body, escaped, wrong_type};
use crate::server::App;
use axum::body::Body;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Json;
use rules::Id;
use rules::agreement::NotePart;
use rules::ask::{Answers, Command};
use serde_json::Value;

/// The names of answers.
pub const ANSWERS_KEYS: [&str; 2] = ["answers", "note"];
/// The names of a win.
pub const WON_KEYS: [&str; 2] = ["amount", "at"];
/// The names of a loss.
pub const LOST_KEYS: [&str; 2] = ["reason", "at"];

/// `POST /api/v1/leads/{id}/answers`.
pub async fn answers(
    State(app): State<App>,
    caller: Caller,
    path: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
    sent: Body,
) -> Result<Json<Value>, Problem> {
    caller.may_write(&app)?;
    let missing = || Problem::new(StatusCode::NOT_FOUND, "no_such_lead");
    let lead = path
        .ok()
        .and_then(|Path(text)| Id::read("lead", &text))
        .ok_or_else(missing)?;
    let sent = body(&headers, sent).await?;
    let answers = read(&Object::read(&sent, "", &ANSWERS_KEYS)?)?;
    done(&app, &caller, Command::Answer { lead, answers }).await
}

/// Answers by id of the question, and parts of the note.
pub(super) fn read(object: &Object<'_>) -> Result<Answers, Problem> {
    let mut answers = read_answers(object)?;
    if let Some(value) = object.get("note") {
        let known = NotePart::ALL.map(|(name, _)| name);
        let note = Object::read(value, &object.place("note"), &known)?;
        for (name, part) in NotePart::ALL {
            answers.note.extend(note.text(name)?.map(|text| (part, text)));
        }
    }
    Ok(answers)
}

/// Answers alone.
pub(super) fn read_answers(object: &Object<'_>) -> Result<Answers, Problem> {
    let mut answers = Answers::default();
    if let Some(value) = object.get("answers") {
        let place = object.place("answers");
        let map = value.as_object().ok_or_else(|| wrong_type(&place, "object", value))?;
        for (id, value) in map.iter().filter(|(_, value)| !value.is_null()) {
            let text = super::leads::plain(value);
            let wrong = || wrong_type(&format!("{place}/{}", escaped(id)), "string, number or boolean", value);
            answers.answers.insert(id.clone(), text.ok_or_else(wrong)?);
        }
    }
    Ok(answers)
}

/// `POST /api/v1/handoffs/{id}/won`.
pub async fn won(
    State(app): State<App>,
    caller: Caller,
    path: Given,
    headers: HeaderMap,
    sent: Body,
) -> Result<Json<Value>, Problem> {
    let (lead, handoff, sent) = opened(&app, &caller, path, &headers, sent).await?;
    let object = Object::read(&sent, "", &WON_KEYS)?;
    let command = Command::Won {
        lead,
        handoff,
        amount: money(&object)?,
        at: object.instant("at")?,
    };
    done(&app, &caller, command).await
}

/// `POST /api/v1/handoffs/{id}/lost`.
pub async fn lost(
    State(app): State<App>,
    caller: Caller,
    path: Given,
    headers: HeaderMap,
    sent: Body,
) -> Result<Json<Value>, Problem> {
    let (lead, handoff, sent) = opened(&app, &caller, path, &headers, sent).await?;
    let object = Object::read(&sent, "", &LOST_KEYS)?;
    let command = Command::Lost {
        lead,
        handoff,
        reason: object.needed("reason", object.code("reason")?)?,
        at: object.instant("at")?,
    };
    done(&app, &caller, command).await
}

/// `POST /api/v1/handoffs/{id}/undo-outcome`.
pub async fn undo(
    State(app): State<App>,
    caller: Caller,
    path: Given,
    headers: HeaderMap,
    sent: Body,
) -> Result<Json<Value>, Problem> {
    let (lead, handoff, sent) = opened(&app, &caller, path, &headers, sent).await?;
    Object::read(&sent, "", &[])?;
    done(&app, &caller, Command::UndoOutcome { lead, handoff }).await
}
