//! Who is who, as far as other programs may tell: covers, and whose account and open deal a company is.

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
    told(&app, &caller, command).await
}

/// What somebody is taken out of rotation with.
pub const OUT_KEYS: [&str; 1] = ["until"];

/// `POST /api/v1/users/{id}/out-of-rotation`.
pub async fn take_out(
    State(app): State<App>,
    caller: Caller,
    path: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
    sent: Body,
) -> Result<Json<Value>, Problem> {
    let user = in_path(&app, &caller, path)?;
    let sent = body(&headers, sent).await?;
    let object = Object::read(&sent, "", &OUT_KEYS)?;
    let until = object.needed("until", object.instant("until")?)?;
    told(&app, &caller, Command::TakeOut { user, until }).await
}

/// `POST /api/v1/users/{id}/back-in-rotation`.
pub async fn put_back(
    State(app): State<App>,
    caller: Caller,
    path: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
    sent: Body,
) -> Result<Json<Value>, Problem> {
    let user = in_path(&app, &caller, path)?;
    let sent = body(&headers, sent).await?;
    Object::read(&sent, "", &[])?;
    told(&app, &caller, Command::PutBack { user }).await
}

fn in_path(app: &App, caller: &Caller, path: Result<Path<String>, PathRejection>) -> Result<Id, Problem> {
    caller.may_tell_of_the_team(app)?;
    let found = path.ok().and_then(|Path(text)| Id::read("user", &text));
    found.ok_or_else(|| Problem::new(StatusCode::NOT_FOUND, "no_such_user"))
}

/// What is told of somebody's place in rotations, for the description.
pub(super) fn describe_out(id: &str, summary: &str, schema: &str) -> Value {
    json!({
        "operationId": id,
        "summary": format!("{summary} Scope: team."),
        "parameters": [id_in_path("user"), idempotency_key()],
        "requestBody": { "required": true, "content": { "application/json": { "schema": reference(schema) } } },
        "responses": answers(
            &[("200", "Done and durable.", "Done")],
            &["400", "401", "403", "404", "409", "413", "415", "422", "503"],
        ),
    })
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
    let account = |key: &str| match key {
        "customer" => json!({ "type": "boolean", "description": "An existing customer: outside Marketing's count." }),
        _ => user(key),
    };
    json!({
        "Cover": closed(&COVER_KEYS, &[], user),
        "Out": closed(&OUT_KEYS, &["until"], |_| json!({ "type": "string", "format": "date-time", "description": "At most 24 hours ahead; longer is a leave." })),
        "Nothing": closed(&[], &[], |_| json!({})),
        "Account": closed(&ACCOUNT_KEYS, &[], account),
        "Deal": closed(&DEAL_KEYS, &[], user),
        "Done": json!({}),
    })
}

/// What an account is told with.
pub const ACCOUNT_KEYS: [&str; 2] = ["owner", "customer"];
/// What an open deal is told with.
pub const DEAL_KEYS: [&str; 1] = ["owner"];

/// `POST /api/v1/companies/{domain}/account`.
pub async fn account(
    State(app): State<App>,
    caller: Caller,
    path: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
    sent: Body,
) -> Result<Json<Value>, Problem> {
    let domain = domain(&app, &caller, path)?;
    let sent = body(&headers, sent).await?;
    let object = Object::read(&sent, "", &ACCOUNT_KEYS)?;
    let command = Command::SetAccount {
        domain,
        owner: user(&object, "owner")?,
        customer: object.flag("customer")?,
    };
    told(&app, &caller, command).await
}

/// `POST /api/v1/companies/{domain}/deal`.
pub async fn deal(
    State(app): State<App>,
    caller: Caller,
    path: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
    sent: Body,
) -> Result<Json<Value>, Problem> {
    let domain = domain(&app, &caller, path)?;
    let sent = body(&headers, sent).await?;
    let object = Object::read(&sent, "", &DEAL_KEYS)?;
    let owner = user(&object, "owner")?;
    told(&app, &caller, Command::SetDeal { domain, owner }).await
}

fn domain(app: &App, caller: &Caller, path: Result<Path<String>, PathRejection>) -> Result<String, Problem> {
    caller.may_tell_of_the_team(app)?;
    let found = path.ok().map(|Path(text)| text);
    let known = found.filter(|text| rules::company::named(text).is_some());
    known.ok_or_else(|| Problem::new(StatusCode::NOT_FOUND, "no_such_company"))
}

async fn told(app: &App, caller: &Caller, command: Command) -> Result<Json<Value>, Problem> {
    let id = caller.ask_id(app, None);
    let answer = app
        .engine
        .ask_by_token(Some(id), caller.token, &caller.scopes, command)
        .await?;
    Ok(Json(answer))
}

/// What is told of a company, for the description.
pub(super) fn describe_company(id: &str, summary: &str, schema: &str) -> Value {
    let domain = json!({
        "name": "domain", "in": "path", "required": true,
        "schema": { "type": "string", "description": "The company's own mail domain." },
    });
    json!({
        "operationId": id,
        "summary": format!("{summary} Scope: team."),
        "parameters": [domain, idempotency_key()],
        "requestBody": { "required": true, "content": { "application/json": { "schema": reference(schema) } } },
        "responses": answers(
            &[("200", "Done and durable.", "Done")],
            &["400", "401", "403", "404", "409", "413", "415", "422", "503"],
        ),
    })
}
