//! Who is who, as far as other programs may tell: covers.

use super::caller::Caller;
use super::openapi::{answers, closed, id_in_path, idempotency_key, reference};
use super::problem::Problem;
use super::reading::{Object, body};
use crate::server::App;
use axum::body::Body;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Json;
use rules::Id;
use rules::ask::Command;
use serde_json::{Value, json};

/// What a cover is told with.
pub const COVER_KEYS: [&str; 1] = ["cover"];

/// A user named in a body; `None` where nothing is said.
pub(super) fn user(object: &Object<'_>, name: &str) -> Result<Option<Id>, Problem> {
    let Some(text) = object.text(name)? else {
        return Ok(None);
    };
    let wrong = || Problem::wrong("unknown_user").at(&object.place(name));
    Id::read("user", &text).map(Some).ok_or_else(wrong)
}

/// `POST /api/v1/users/{id}/cover`.
pub async fn cover(
    State(app): State<App>,
    caller: Caller,
    path: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
    sent: Body,
) -> Result<Json<Value>, Problem> {
    caller.may_tell_of_the_team(&app)?;
    let missing = || Problem::new(StatusCode::NOT_FOUND, "no_such_user");
    let found = path.ok().and_then(|Path(text)| Id::read("user", &text));
    let who = found.ok_or_else(missing)?;
    let sent = body(&headers, sent).await?;
    let object = Object::read(&sent, "", &COVER_KEYS)?;
    let command = Command::SetCover {
        user: who,
        cover: user(&object, "cover")?,
    };
    let id = caller.ask_id(&app, None);
    let answer = app
        .engine
        .ask_by_token(Some(id), caller.token, &caller.scopes, command)
        .await?;
    Ok(Json(answer))
}

/// What `POST /api/v1/users/{id}/cover` takes and answers, for the description.
pub(super) fn describe_cover() -> Value {
    json!({
        "operationId": "setCover",
        "summary": "Say who gets what comes to somebody by ownership while they are on leave; nobody where nothing is said. Scope: team.",
        "parameters": [id_in_path("user"), idempotency_key()],
        "requestBody": { "required": true, "content": { "application/json": { "schema": reference("Cover") } } },
        "responses": answers(
            &[("200", "Done and durable.", "Done")],
            &["400", "401", "403", "404", "409", "413", "415", "422", "503"],
        ),
    })
}

/// The shapes that are sent and answered here.
pub(super) fn schemas() -> Value {
    let user = |_: &str| json!({ "type": ["string", "null"], "description": "`user_…`; nobody where it is null or left out." });
    json!({ "Cover": closed(&COVER_KEYS, &[], user), "Done": json!({}) })
}
