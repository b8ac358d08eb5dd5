//! Leads: taken in one by one or by the thousand, listed, shown.

use super::caller::Caller;
use super::problem::Problem;
use super::reading::{Object, body, escaped, instant, query, wrong_type};
use super::shown;
use crate::server::App;
use axum::body::Body;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Json, Response};
use engine::lead::reads::{Cursor, Filter, PAGE_MAX, list};
use engine::{EngineError, Lane};
use rules::Id;
use rules::agreement::Stage;
use rules::ask::{Ask, Capture, OfLead};
use rules::fact::{Actor, Origin, Subject, SubmissionKind, TokenScope};
use rules::fields::{FieldKind, OwnFields, Registry};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;
use tokio::task::JoinSet;

/// Most leads in one batch.
pub const BATCH_MAX: usize = 1_000;
/// Leads on a page when nobody says how many.
pub const PAGE: i64 = 50;

/// The names that a lead may have.
pub const LEAD_KEYS: [&str; 18] = [
    "kind",
    "email",
    "phone",
    "name",
    "company",
    "job_title",
    "country",
    "website",
    "message",
    "form",
    "source",
    "campaign",
    "landing",
    "consent",
    "external_id",
    "occurred_at",
    "fields",
    "extra",
];
/// The parameters of the list.
pub const LIST_KEYS: [&str; 10] = [
    "limit", "after", "stage", "source", "owner", "from", "to", "search", "field", "value",
];

/// `POST /api/v1/leads`: one lead, or an array of them with a result for each.
pub async fn post(State(app): State<App>, caller: Caller, headers: HeaderMap, sent: Body) -> Result<Response, Problem> {
    caller.may_write(&app)?;
    let sent = body(&headers, sent).await?;
    let in_force = app.engine.in_force();
    let registry = Arc::new(in_force.agreement.fields(&app.engine.fields().registry()));
    match sent {
        Value::Array(rows) => batch(&app, &caller, &registry, rows).await,
        one => single(&app, &caller, &registry, &one).await,
    }
}

async fn single(app: &App, caller: &Caller, registry: &Registry, sent: &Value) -> Result<Response, Problem> {
    let capture = capture(sent, "", registry)?;
    let answer = take_in(app.clone(), caller.clone(), None, capture, Lane::Interactive).await?;
    let mut response = (StatusCode::CREATED, Json(&answer)).into_response();
    let lead = answer.get("lead").and_then(Value::as_str).unwrap_or_default();
    if let Ok(place) = HeaderValue::from_str(&format!("/api/v1/leads/{lead}")) {
        response.headers_mut().insert(header::LOCATION, place);
    }
    Ok(response)
}

/// One bad row never fails the others.
async fn batch(app: &App, caller: &Caller, registry: &Registry, rows: Vec<Value>) -> Result<Response, Problem> {
    if rows.len() > BATCH_MAX {
        return Err(Problem::wrong("batch_too_large").with("max", BATCH_MAX));
    }
    let mut results = vec![Value::Null; rows.len()];
    let mut running = JoinSet::new();
    for (row, sent) in rows.iter().enumerate() {
        match capture(sent, &format!("/{row}"), registry) {
            Ok(capture) => {
                let work = take_in(app.clone(), caller.clone(), Some(row), capture, Lane::Bulk);
                running.spawn(async move { (row, work.await) });
            }
            Err(problem) => results[row] = refused(&problem),
        }
    }
    while let Some(done) = running.join_next().await {
        let Ok((row, outcome)) = done else { continue };
        results[row] = match outcome {
            Ok(answer) => json!({ "status": 201, "result": answer }),
            Err(problem) => refused(&problem),
        };
    }
    Ok(Json(json!({ "results": results })).into_response())
}

fn refused(problem: &Problem) -> Value {
    json!({ "status": problem.status.as_u16(), "problem": problem.json() })
}

async fn take_in(app: App, caller: Caller, row: Option<usize>, capture: Capture, lane: Lane) -> Result<Value, Problem> {
    let ask = Ask {
        id: caller.ask_id(&app, row),
        actor: Actor::Token(caller.token),
        scopes: caller.scopes,
        at: caller.now,
        origin: Origin::Live,
        command: OfLead::Capture(Box::new(capture)).into(),
    };
    Ok(app.engine.submit(ask, lane).await?)
}

/// A submission from JSON; `pointer` is where it stands.
fn capture(sent: &Value, pointer: &str, registry: &Registry) -> Result<Capture, Problem> {
    let object = Object::read(sent, pointer, &LEAD_KEYS)?;
    let kinds = SubmissionKind::ALL.map(|kind| (kind.code(), kind));
    Ok(Capture {
        kind: object.one_of("kind", &kinds)?.unwrap_or_default(),
        email: object.text("email")?,
        phone: object.text("phone")?,
        name: object.text("name")?,
        company: object.text("company")?,
        job_title: object.text("job_title")?,
        country: object.text("country")?,
        website: object.text("website")?,
        message: object.text("message")?,
        form: object.text("form")?,
        source: object.text("source")?,
        campaign: object.text("campaign")?,
        landing: object.text("landing")?,
        consent: object.text("consent")?,
        external_id: object.text("external_id")?,
        occurred_at: object.instant("occurred_at")?,
        fields: values(&object, "fields", Some(registry))?,
        extra: values(&object, "extra", None)?,
        trapped: false,
        seconds_to_send: None,
    })
}

/// Names and plain values; with a registry only names that it has, and values of their kind.
fn values(object: &Object<'_>, name: &str, registry: Option<&Registry>) -> Result<BTreeMap<String, String>, Problem> {
    let Some(value) = object.get(name) else {
        return Ok(BTreeMap::new());
    };
    let place = object.place(name);
    let map: &Map<String, Value> = value.as_object().ok_or_else(|| wrong_type(&place, "object", value))?;
    let read = |(name, value): (&String, &Value)| {
        let at = format!("{place}/{}", escaped(name));
        let text = plain(value).ok_or_else(|| wrong_type(&at, "string, number or boolean", value))?;
        if let Some(registry) = registry {
            known(registry, name, &text, &at)?;
        }
        Ok((name.clone(), text))
    };
    map.iter().filter(|(_, value)| !value.is_null()).map(read).collect()
}

pub(super) fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(yes) => Some(yes.to_string()),
        _ => None,
    }
}

/// Scores, touches and the submission's own fields are ours to say; so is whether a lead came back.
pub fn is_given(name: &str) -> bool {
    let group = name.split('.').next().unwrap_or_default();
    matches!(group, "lead" | "company" | "answers") && name != "lead.returned"
}

fn known(registry: &Registry, name: &str, text: &str, at: &str) -> Result<(), Problem> {
    let Some(field) = registry.get(name).filter(|field| is_given(&field.name)) else {
        let near = registry.nearest(name).filter(|near| is_given(near) && *near != name);
        return Err(Problem::unknown("unknown_field", name, near).at(at));
    };
    let fits = match &field.kind {
        FieldKind::Text | FieldKind::Country => true,
        FieldKind::Number => text.trim().parse::<f64>().is_ok_and(f64::is_finite),
        FieldKind::Bool => matches!(text, "true" | "false"),
        FieldKind::Date => text.parse::<jiff::civil::Date>().is_ok(),
        FieldKind::Choice(choices) => choices.iter().any(|choice| choice == text),
    };
    if fits {
        return Ok(());
    }
    Err(Problem::wrong("field_kind").at(at).with("wanted", field.kind.name()))
}

/// `GET /api/v1/leads`: newest first, by cursor.
pub async fn index(State(app): State<App>, caller: Caller, uri: Uri) -> Result<Json<Value>, Problem> {
    caller.may(TokenScope::Read)?;
    let (filter, after, limit) = asked(&query(&uri, &LIST_KEYS)?, &app.engine.fields())?;
    let (page, next) = list(app.engine.ledger(), None, &filter, after, limit).await?;
    let leads: Vec<Value> = page.iter().map(shown::listed).collect();
    Ok(Json(json!({ "leads": leads, "next": next.map(cursor) })))
}

fn asked(pairs: &[(String, String)], own: &OwnFields) -> Result<(Filter, Option<Cursor>, i64), Problem> {
    let (mut filter, mut after, mut limit) = (Filter::default(), None, PAGE);
    let (mut field, mut value) = (None, None);
    for (name, text) in pairs {
        let wrong = |code: &str| Problem::wrong(code).field(name);
        match name.as_str() {
            "limit" => limit = page_size(text).ok_or_else(|| wrong("limit").with("max", PAGE_MAX))?,
            "after" => after = Some(read_cursor(text).ok_or_else(|| wrong("cursor"))?),
            "stage" => filter.stage = Some(stage(text)?),
            "source" => filter.source = Some(text.clone()),
            "owner" => filter.owner = Some(Id::read("user", text).ok_or_else(|| wrong("not_an_id"))?),
            "from" => filter.from = Some(instant(text).ok_or_else(|| wrong("not_an_instant"))?),
            "to" => filter.to = Some(instant(text).ok_or_else(|| wrong("not_an_instant"))?),
            "field" => field = Some(text.as_str()),
            "value" => value = Some(text.as_str()),
            _ => filter.search = Some(text.clone()),
        }
    }
    filter.field = own_value(own, field, value)?;
    Ok((filter, after, limit))
}

/// An own field that lists are filtered by, and a value that it can hold; both or neither.
fn own_value(own: &OwnFields, field: Option<&str>, value: Option<&str>) -> Result<Option<(String, String)>, Problem> {
    let (name, value) = match (field, value) {
        (None, None) => return Ok(None),
        (Some(name), Some(value)) => (name, value),
        (None, Some(_)) => return Err(Problem::wrong("missing").field("field")),
        (Some(_), None) => return Err(Problem::wrong("missing").field("value")),
    };
    let indexed = || own.filtering().map(|(name, _)| name);
    let Some((_, field)) = own.filtering().find(|(known, _)| *known == name) else {
        let near = rules::fields::nearest(name, indexed());
        let problem = Problem::unknown("unknown_value", name, near).field("field");
        return Err(problem.with("known", indexed().collect::<Vec<_>>().join(", ")));
    };
    let plain = field.kind.plain(value);
    let wrong = || {
        Problem::wrong("field_kind")
            .field("value")
            .with("wanted", field.kind.name())
    };
    plain.map(|plain| Some((name.to_owned(), plain))).ok_or_else(wrong)
}

/// How many on a page.
pub fn page_size(text: &str) -> Option<i64> {
    text.parse().ok().filter(|n| (1..=PAGE_MAX).contains(n))
}

fn stage(text: &str) -> Result<Stage, Problem> {
    let codes = Stage::ALL.map(Stage::code);
    let found = Stage::ALL.into_iter().find(|stage| stage.code() == text);
    found.ok_or_else(|| {
        Problem::unknown("unknown_value", text, rules::fields::nearest(text, codes))
            .field("stage")
            .with("known", codes.join(", "))
    })
}

/// Where a page ended, as a text that the next request brings back.
pub fn cursor((at, id): Cursor) -> String {
    format!("{id}{:x}", at.0.max(0))
}

/// Reads what `cursor` wrote.
pub fn read_cursor(text: &str) -> Option<Cursor> {
    let (id, at) = text.split_at_checked(26)?;
    let digits = (1..=16).contains(&at.len()) && at.bytes().all(|b| b.is_ascii_hexdigit());
    let at = digits.then(|| i64::from_str_radix(at, 16).ok()).flatten()?;
    Some((rules::Instant(at), Id::parse(id)?))
}

/// `GET /api/v1/leads/{id}`: the state, the person, what runs and why until then, and the facts.
pub async fn one(
    State(app): State<App>,
    caller: Caller,
    uri: Uri,
    path: Result<Path<String>, PathRejection>,
) -> Result<Json<Value>, Problem> {
    caller.may(TokenScope::Read)?;
    let after = facts_after(&query(&uri, &["facts_after"])?)?;
    let id = path.ok().and_then(|Path(text)| Id::read("lead", &text));
    let ledger = app.engine.ledger();
    let missing = || Problem::new(StatusCode::NOT_FOUND, "no_such_lead");
    let id = id.ok_or_else(missing)?;
    let lead = engine::lead::reads::one(ledger, id).await?.ok_or_else(missing)?;
    let (person, facts) = tokio::try_join!(
        engine::person::reads::of_lead(ledger, id),
        engine::fact::reads::of(ledger, Subject::lead(id), after)
    )?;
    let in_force = app.engine.in_force();
    let next = facts.last().map(|fact| fact.seq).filter(|seq| *seq < lead.seq);
    let mut whole = shown::lead(&lead, person.as_ref(), &in_force.agreement, caller.now);
    let facts = facts.iter().map(shown::fact).collect::<Result<Vec<_>, EngineError>>()?;
    if let Some(whole) = whole.as_object_mut() {
        whole.insert("facts".to_owned(), Value::Array(facts));
        whole.insert("facts_next".to_owned(), json!(next));
    }
    Ok(Json(whole))
}

fn facts_after(pairs: &[(String, String)]) -> Result<i64, Problem> {
    let Some((name, text)) = pairs.first() else {
        return Ok(0);
    };
    let wrong = || Problem::wrong("not_a_number").field(name);
    text.parse().ok().filter(|n| *n >= 0).ok_or_else(wrong)
}
