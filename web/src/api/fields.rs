//! The field registry: read, add, change a label, retire.

use super::caller::Caller;
use super::posts::Given;
use super::problem::Problem;
use super::reading::{Object, body};
use crate::server::App;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Json, Response};
use rules::ask::OfFields;
use rules::fact::TokenScope;
use rules::fields::{Field, FieldKind, OwnField};
use serde_json::{Value, json};

/// What a new field is told with.
pub const FIELD_KEYS: [&str; 6] = ["name", "label", "kind", "choices", "personal", "indexed"];
/// What may be told of a field that is there.
pub const CHANGE_KEYS: [&str; 2] = ["label", "retired"];

/// `GET /api/v1/fields`: every field that texts, forms and programs may name.
pub async fn index(State(app): State<App>, caller: Caller) -> Result<Json<Value>, Problem> {
    caller.may(TokenScope::Read)?;
    let registry = app.engine.fields().registry();
    Ok(Json(Value::Array(registry.iter().map(shown).collect())))
}

fn shown(field: &Field) -> Value {
    let choices = match &field.kind {
        FieldKind::Choice(choices) => json!(choices),
        _ => Value::Null,
    };
    json!({
        "name": field.name, "kind": field.kind.name(), "choices": choices, "label": field.label,
        "personal": field.personal, "indexed": field.indexed, "own": field.label.is_some(),
    })
}

/// `POST /api/v1/fields`.
pub async fn post(State(app): State<App>, caller: Caller, headers: HeaderMap, sent: Body) -> Result<Response, Problem> {
    caller.may_configure(&app)?;
    let sent = body(&headers, sent).await?;
    let object = Object::read(&sent, "", &FIELD_KEYS)?;
    let kind = object.one_of("kind", &FieldKind::NAMES.map(|kind| (kind, kind)))?;
    let kind = object.needed("kind", kind)?;
    let choices = object.codes("choices")?;
    let name = object.code("name")?;
    let label = object.code("label")?;
    let command = OfFields::AddField {
        name: object.needed("name", name)?,
        field: OwnField {
            kind: FieldKind::named(kind, choices).unwrap_or(FieldKind::Text),
            label: object.needed("label", label)?,
            personal: object.flag("personal")?,
            indexed: object.flag("indexed")?,
            retired_at: None,
        },
    };
    let answer = caller.ask(&app, command).await?;
    Ok((StatusCode::CREATED, Json(answer)).into_response())
}

/// `PATCH /api/v1/fields/{name}`: another label, or `retired: true`.
pub async fn patch(
    State(app): State<App>,
    caller: Caller,
    path: Given,
    headers: HeaderMap,
    sent: Body,
) -> Result<Json<Value>, Problem> {
    caller.may_configure(&app)?;
    let Ok(Path(name)) = path else {
        return Err(Problem::new(StatusCode::NOT_FOUND, "no_such_field"));
    };
    let sent = body(&headers, sent).await?;
    let object = Object::read(&sent, "", &CHANGE_KEYS)?;
    let command = match (object.code("label")?, object.flag("retired")?) {
        (Some(label), false) => OfFields::RelabelField { name, label },
        (None, true) => OfFields::RetireField { name },
        _ => return Err(Problem::wrong("one_of_two").at("")),
    };
    Ok(Json(caller.ask(&app, command).await?))
}
