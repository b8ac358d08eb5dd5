//! Drafts of the agreement for another program: begun, read, changed, undone, proposed, discarded, taken back.
//!
//! Promises: a program works on drafts of no side, which admins see; it sees none of Marketing's and none of Sales's;
//! what it proposes is signed by people, on pages alone.

use super::caller::Caller;
use super::openapi::{answers, closed, id_in_path, idempotency_key, open, reference};
use super::posts::Given;
use super::problem::Problem;
use super::reading::{Object, body, query};
use crate::agreed::{Saying, sentences};
use crate::server::App;
use crate::words::Words;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse, Json, Response};
use engine::agreement::reads::{draft_of, text_of};
use rules::Id;
use rules::agreement::change::{changes, kind};
use rules::agreement::life::TextDraft;
use rules::agreement::{Agreement, TEXT_BYTES_MAX};
use rules::ask::OfAgreement;
use rules::calendar::Holidays;
use rules::fact::TokenScope;
use serde_json::{Map, Value, json};

/// What a draft is begun with.
pub const BEGIN_KEYS: [&str; 1] = ["text"];
/// What a draft is changed with.
pub const TEXT_KEYS: [&str; 2] = ["text", "seen"];
/// What undoing the last save is asked with.
pub const UNDO_KEYS: [&str; 1] = ["seen"];
/// What a draft is proposed with.
pub const PROPOSE_KEYS: [&str; 3] = ["seen", "trial", "from"];

const HERE: &str = "/api/v1/agreement/drafts";

/// `GET /api/v1/agreement/drafts`.
pub async fn index(State(app): State<App>, caller: Caller, uri: Uri) -> Result<Json<Value>, Problem> {
    caller.may(TokenScope::Agreement)?;
    query(&uri, &[])?;
    let life = app.engine.life();
    let drafts: Vec<Value> = life
        .drafts_of_no_side()
        .into_iter()
        .map(|(id, draft)| Value::Object(row(id, draft)))
        .collect();
    Ok(Json(
        json!({ "in_force": app.engine.in_force().version, "drafts": drafts }),
    ))
}

/// `GET /api/v1/agreement/drafts/{id}`: its text, what it changes of the version in force, what is wrong with it.
pub async fn one(State(app): State<App>, caller: Caller, path: Given, uri: Uri) -> Result<Json<Value>, Problem> {
    caller.may(TokenScope::Agreement)?;
    query(&uri, &[])?;
    let (id, draft) = known(&app, read_id(path)?)?;
    let text = text(&app, id, &draft.hash).await?;
    Ok(Json(whole(&app, id, &draft, &text)))
}

/// `POST /api/v1/agreement/drafts`: as the text in force, or as a text that is given.
pub async fn post(State(app): State<App>, caller: Caller, headers: HeaderMap, sent: Body) -> Result<Response, Problem> {
    caller.may_draft(&app)?;
    let sent = body(&headers, sent).await?;
    let object = Object::read(&sent, "", &BEGIN_KEYS)?;
    let version = app.engine.in_force().version;
    let text = match object.text("text")? {
        Some(text) => text,
        None => text_of(app.engine.ledger(), version).await?,
    };
    let command = OfAgreement::KeepDraft {
        draft: None,
        text,
        base: version,
        seen: None,
    };
    let answer = caller.ask(&app, command).await?;
    let place = format!("{HERE}/{}", answer["draft"].as_str().unwrap_or_default());
    Ok((StatusCode::CREATED, [(header::LOCATION, place)], Json(answer)).into_response())
}

/// `PUT /api/v1/agreement/drafts/{id}`: another text, while it reads as it was seen.
pub async fn put(
    State(app): State<App>,
    caller: Caller,
    path: Given,
    headers: HeaderMap,
    sent: Body,
) -> Result<Json<Value>, Problem> {
    caller.may_draft(&app)?;
    let (id, draft) = known(&app, read_id(path)?)?;
    let sent = body(&headers, sent).await?;
    let object = Object::read(&sent, "", &TEXT_KEYS)?;
    let text = object.text("text")?;
    let command = OfAgreement::KeepDraft {
        draft: Some(id),
        text: object.needed("text", text)?,
        base: draft.base,
        seen: Some(seen(&object)?),
    };
    Ok(Json(caller.ask(&app, command).await?))
}

/// `POST /api/v1/agreement/drafts/{id}/undo`: the last save, while nobody saved after.
pub async fn undo(
    State(app): State<App>,
    caller: Caller,
    path: Given,
    headers: HeaderMap,
    sent: Body,
) -> Result<Json<Value>, Problem> {
    caller.may_draft(&app)?;
    let (id, draft) = known(&app, read_id(path)?)?;
    let sent = body(&headers, sent).await?;
    let seen = seen(&Object::read(&sent, "", &UNDO_KEYS)?)?;
    let nothing = || Problem::new(StatusCode::CONFLICT, "nothing_to_undo");
    let before = draft.before.as_deref().ok_or_else(nothing)?;
    // the same request again, after it was done: it asks for the text that stands there now, and gets the same answer
    let wanted = if before == seen { draft.hash.as_str() } else { before };
    let command = OfAgreement::KeepDraft {
        draft: Some(id),
        text: text(&app, id, wanted).await?,
        base: draft.base,
        seen: Some(seen),
    };
    Ok(Json(caller.ask(&app, command).await?))
}

/// `POST /api/v1/agreement/drafts/{id}/propose`: to both sides, who sign it or not.
pub async fn propose(
    State(app): State<App>,
    caller: Caller,
    path: Given,
    headers: HeaderMap,
    sent: Body,
) -> Result<Response, Problem> {
    caller.may_draft(&app)?;
    let sent = body(&headers, sent).await?;
    let object = Object::read(&sent, "", &PROPOSE_KEYS)?;
    let (seen, from) = (seen(&object)?, object.instant("from")?);
    let found = read_id(path)?;
    // the same request again, after it was done, gets the same answer; any other one is refused at the door
    let version = app
        .engine
        .life()
        .proposed_as(found)
        .map(|(number, version)| (number, version.base));
    let (draft, text, base) = match version {
        Some((number, base)) => (found, text_of(app.engine.ledger(), number).await?, base),
        None => {
            let (id, draft) = known(&app, found)?;
            if seen != draft.hash {
                return Err(Problem::new(StatusCode::CONFLICT, "draft_moved_on"));
            }
            if from.is_some_and(|from| from <= caller.now) {
                return Err(Problem::wrong("not_ahead").at("/from"));
            }
            (id, text(&app, id, &draft.hash).await?, app.engine.in_force().version)
        }
    };
    let command = OfAgreement::Propose {
        text,
        trial: object.flag("trial")?,
        from,
        base,
        draft: Some(draft),
    };
    let answer = caller.ask(&app, command).await?;
    Ok((StatusCode::CREATED, Json(answer)).into_response())
}

/// `POST /api/v1/agreement/drafts/{id}/discard`.
pub async fn discard(State(app): State<App>, caller: Caller, path: Given) -> Result<Json<Value>, Problem> {
    caller.may_draft(&app)?;
    let (draft, _) = known(&app, read_id(path)?)?;
    Ok(Json(caller.ask(&app, OfAgreement::DiscardDraft { draft }).await?))
}

/// `POST /api/v1/agreement/drafts/{id}/restore`.
pub async fn restore(State(app): State<App>, caller: Caller, path: Given) -> Result<Json<Value>, Problem> {
    caller.may_draft(&app)?;
    let (draft, _) = known(&app, read_id(path)?)?;
    Ok(Json(caller.ask(&app, OfAgreement::RestoreDraft { draft }).await?))
}

fn missing() -> Problem {
    Problem::new(StatusCode::NOT_FOUND, "no_such_draft")
}

fn read_id(path: Given) -> Result<Id, Problem> {
    let found = path.ok().and_then(|Path(text)| Id::read("draft", &text));
    found.ok_or_else(missing)
}

/// The draft of this id, if it is of no side. What was proposed is told with its version.
fn known(app: &App, id: Id) -> Result<(Id, TextDraft), Problem> {
    let life = app.engine.life();
    if let Some((version, _)) = life.proposed_as(id) {
        return Err(Problem::new(StatusCode::CONFLICT, "draft_proposed").with("version", version));
    }
    let draft = life.draft_of_no_side(id).cloned();
    draft.map(|draft| (id, draft)).ok_or_else(missing)
}

async fn text(app: &App, id: Id, hash: &str) -> Result<String, Problem> {
    let text = draft_of(app.engine.ledger(), id, hash).await?;
    text.ok_or_else(|| Problem::new(StatusCode::CONFLICT, "draft_moved_on"))
}

fn seen(object: &Object<'_>) -> Result<String, Problem> {
    let seen = object.code("seen")?;
    object.needed("seen", seen)
}

fn row(id: Id, draft: &TextDraft) -> Map<String, Value> {
    let row = json!({
        "draft": id.show("draft"), "base": draft.base, "hash": draft.hash, "begun_at": draft.at.rfc3339(),
        "changed_at": draft.kept_at.rfc3339(), "can_undo": draft.before.is_some(),
        "discarded_at": draft.discarded_at.map(|at| at.rfc3339()),
    });
    match row {
        Value::Object(row) => row,
        _ => Map::new(),
    }
}

fn whole(app: &App, id: Id, draft: &TextDraft, text: &str) -> Value {
    let (words, registry) = (Words::new("en"), app.engine.fields().registry());
    let mut all = row(id, draft);
    all.insert("text".to_owned(), text.into());
    let read = Agreement::load(text, &registry, &Holidays::shipped());
    let in_force = app.engine.in_force();
    let (said, whose, problems) = match &read {
        Ok(new) => {
            let (fields, found) = (new.fields(&registry), changes(&in_force.agreement, new));
            let say = Saying {
                words: &words,
                fields: &fields,
            };
            (sentences(&say, &found), json!(kind(&found)), json!([]))
        }
        Err(problems) => (Vec::new(), Value::Null, json!(problems)),
    };
    all.insert("changes".to_owned(), json!(said));
    all.insert("kind".to_owned(), whose);
    all.insert("problems".to_owned(), problems);
    Value::Object(all)
}

/// Listing drafts and beginning one, for the description.
fn of_all() -> Value {
    json!({
        "get": {
            "operationId": "listDrafts",
            "summary": "Drafts of the agreement that are of no side, the last changed first. Marketing's and Sales's own are theirs alone. Scope: agreement.",
            "responses": answers(&[("200", "The drafts.", "Drafts")], &["401", "403", "422", "503"]),
        },
        "post": {
            "operationId": "beginDraft",
            "summary": "Begin a draft: as the text in force, or as the text that is given. Scope: agreement.",
            "parameters": [idempotency_key()],
            "requestBody": { "required": true, "content": { "application/json": { "schema": reference("DraftBegun") } } },
            "responses": answers(&[("201", "Begun and durable.", "DraftKept")], &["400", "401", "403", "409", "413", "415", "422", "503"]),
        },
    })
}

/// An act on a draft, for the description.
fn act(id: &str, about: &str, schema: Option<&str>, good: (&str, &str, &str)) -> Value {
    let bad = ["400", "401", "403", "404", "409", "413", "415", "422", "503"];
    let mut act = json!({
        "operationId": id, "summary": format!("{about} Scope: agreement."),
        "parameters": [id_in_path("draft"), idempotency_key()], "responses": answers(&[good], &bad),
    });
    if let Some(schema) = schema {
        let content = json!({ "application/json": { "schema": reference(schema) } });
        act["requestBody"] = json!({ "required": true, "content": content });
    }
    act
}

/// The routes, for the description.
pub(super) fn paths() -> Value {
    let kept = ("200", "Kept and durable.", "DraftKept");
    let done = ("200", "Done and durable.", "Done");
    let path = |rest: &str| format!("{HERE}/{{id}}{rest}");
    let mut paths = Map::new();
    paths.insert(HERE.to_owned(), of_all());
    let mut read = json!({
        "operationId": "readDraft",
        "summary": "A draft's text, what it changes of the version in force, and what is wrong with it. Scope: agreement.",
        "parameters": [id_in_path("draft")],
        "responses": answers(&[("200", "The draft.", "DraftWhole")], &["401", "403", "404", "409", "422", "503"]),
    });
    let change = act(
        "changeDraft",
        "Give a draft another text, while it reads as it was seen.",
        Some("DraftText"),
        kept,
    );
    read = json!({ "get": read, "put": change });
    paths.insert(path(""), read);
    let acts = [
        (
            "/undo",
            act(
                "undoDraft",
                "Undo the last save of a draft, while nobody saved after it.",
                Some("DraftSeen"),
                kept,
            ),
        ),
        (
            "/propose",
            act(
                "proposeDraft",
                "Propose a draft to both sides. People sign it, on its page; nothing comes into force by this.",
                Some("DraftProposed"),
                ("201", "Proposed and durable.", "VersionProposed"),
            ),
        ),
        (
            "/discard",
            act("discardDraft", "Throw a draft away; it can be taken back.", None, done),
        ),
        (
            "/restore",
            act("restoreDraft", "Take a discarded draft back.", None, done),
        ),
    ];
    paths.extend(acts.into_iter().map(|(rest, act)| (path(rest), json!({ "post": act }))));
    Value::Object(paths)
}

/// What is sent and answered here.
pub(super) fn schemas() -> Value {
    let text = json!({ "type": "string" });
    let time = json!({ "type": ["string", "null"], "format": "date-time" });
    let sent = |key: &str| match key {
        "text" => {
            json!({ "type": ["string", "null"], "maxLength": TEXT_BYTES_MAX, "description": "The exact text, TOML." })
        }
        "seen" => json!({ "type": "string", "maxLength": 200, "description": "`hash` of the draft as it was read." }),
        "trial" => json!({ "type": ["boolean", "null"], "description": "As a trial of 30 days on one signature." }),
        _ => {
            json!({ "type": ["string", "null"], "format": "date-time", "description": "When it is to come into force, once all have signed; at once where nothing is said." })
        }
    };
    let row = json!({
        "draft": text, "base": { "type": "integer" }, "hash": text, "begun_at": time, "changed_at": time,
        "can_undo": { "type": "boolean" }, "discarded_at": time,
    });
    let mut whole = row.clone();
    for (key, value) in [
        ("text", text.clone()),
        ("changes", json!({ "type": "array", "items": { "type": "string" } })),
        ("kind", json!({})),
        ("problems", json!({ "type": "array", "items": { "type": "object" } })),
    ] {
        whole[key] = value;
    }
    json!({
        "Drafts": open(json!(["in_force", "drafts"]), json!({
            "in_force": { "type": "integer" }, "drafts": { "type": "array", "items": reference("DraftRow") },
        })),
        "DraftRow": open(json!(["draft", "base", "hash"]), row),
        "DraftWhole": open(json!(["draft", "base", "hash", "text", "changes", "problems"]), whole),
        "DraftKept": open(json!(["draft", "hash"]), json!({ "draft": text, "hash": text })),
        "VersionProposed": open(json!(["version", "hash", "kind"]), json!({
            "version": { "type": "integer" }, "hash": text, "kind": {},
        })),
        "DraftBegun": closed(&BEGIN_KEYS, &[], sent),
        "DraftText": closed(&TEXT_KEYS, &TEXT_KEYS, sent),
        "DraftSeen": closed(&UNDO_KEYS, &UNDO_KEYS, sent),
        "DraftProposed": closed(&PROPOSE_KEYS, &["seen"], sent),
    })
}
