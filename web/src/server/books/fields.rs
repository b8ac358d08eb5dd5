//! `/fields`: the registry. Everybody who signed in reads it; who may, adds a field, changes a label, retires one.

use super::{ask_id, form_token, is_allowed};
use crate::agreed::{Saying, field_name};
use crate::frame::Place;
use crate::screens::fields::{Add, FieldsPage, Row};
use crate::server::App;
use crate::server::answer::{self, onwards, page, refusal_words};
use crate::server::asked::{Asked, Signed};
use crate::shapes::{Choice, Field};
use axum::Router;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use engine::EngineError;
use rules::ask::{Command, OfFields};
use rules::fact::Actor;
use rules::fields::{FIELDS_MAX, FieldKind, INDEXED_MAX, OwnField, Registry};
use rules::refusal::{No, Refusal};
use rules::roster::Act;
use serde::Deserialize;

const HERE: &str = "/fields";

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/fields", get(shown).post(add))
        .route("/fields/{name}/label", post(label))
        .route("/fields/{name}/retire", post(retire))
}

/// What the form to add a field sends.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Typed {
    ask: String,
    name: String,
    label: String,
    kind: String,
    choices: String,
    personal: String,
    indexed: String,
}

impl Typed {
    fn kind(&self) -> FieldKind {
        let lines = || self.choices.lines().map(str::trim).filter(|line| !line.is_empty());
        FieldKind::named(&self.kind, lines().map(str::to_owned).collect()).unwrap_or(FieldKind::Text)
    }

    fn field(&self) -> OwnField {
        OwnField {
            kind: self.kind(),
            label: self.label.clone(),
            personal: self.personal == "yes",
            indexed: self.indexed == "yes",
            retired_at: None,
        }
    }
}

/// Where a refusal is shown.
enum Note {
    None,
    Add(Typed, Refusal),
    Row(String, Refusal),
}

async fn shown(State(app): State<App>, asked: Asked) -> Response {
    match asked.somebody(HERE) {
        Ok(signed) => draw(&app, &asked, signed, &Note::None),
        Err(answer) => *answer,
    }
}

fn draw(app: &App, asked: &Asked, signed: &Signed, note: &Note) -> Response {
    let status = match note {
        Note::None => StatusCode::OK,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let screen = filled(app, asked, signed, note);
    page(&screen.frame.clone(), status, &screen)
}

fn filled(app: &App, asked: &Asked, signed: &Signed, note: &Note) -> FieldsPage {
    let may = is_allowed(app, signed, Act::Fields);
    let fields = app.engine.fields();
    let registry = fields.registry();
    let frame = asked.frame(app, Place::Agreement);
    let say = Saying {
        words: &asked.words,
        fields: &registry,
    };
    let own = fields.fields.iter().map(|(name, field)| Row {
        name: name.clone(),
        label: field.label.clone(),
        kind: kind_said(&say, &field.kind),
        personal: field.personal,
        indexed: field.indexed,
        retired: field.retired_at.is_some(),
        change: (may && field.retired_at.is_none()).then(|| format!("{HERE}/{name}")),
        problem: match note {
            Note::Row(at, refusal) if at == name => Some(refusal_words(&frame, refusal)),
            _ => None,
        },
    });
    let starting = Registry::starting();
    let shipped = starting.iter().map(|field| Row {
        name: field.name.clone(),
        label: field_name(&say, &field.name),
        kind: kind_said(&say, &field.kind),
        personal: field.personal,
        indexed: field.indexed,
        ..Row::default()
    });
    FieldsPage {
        room: room(asked, &registry),
        own: own.collect(),
        shipped: shipped.collect(),
        add: may.then(|| add_form(app, asked, note)),
        frame,
    }
}

fn room(asked: &Asked, registry: &Registry) -> String {
    let values = [
        ("n", registry.iter().count().into()),
        ("max", FIELDS_MAX.into()),
        ("indexed", registry.iter().filter(|field| field.indexed).count().into()),
        ("indexed_max", INDEXED_MAX.into()),
    ];
    asked.words.say_with("fields-room", &values)
}

/// The kind, and what a choice may be.
fn kind_said(say: &Saying<'_>, kind: &FieldKind) -> String {
    let name = say.words.code("agreed-word", kind.name(), &[]);
    match kind {
        FieldKind::Choice(choices) => format!("{name}: {}", choices.join(", ")),
        _ => name,
    }
}

fn add_form(app: &App, asked: &Asked, note: &Note) -> Add {
    let nothing = Typed::default();
    let (typed, refusal) = match note {
        Note::Add(typed, refusal) => (typed, Some(refusal)),
        _ => (&nothing, None),
    };
    let words = refusal.map(|refusal| refusal_words(&asked.frame(app, Place::Agreement), refusal));
    let at = refusal.and_then(|refusal| refusal.field.as_deref()).unwrap_or_default();
    let field = |name: &str, value: &str| match &words {
        Some(words) if at == name => Field::wrong(value, words),
        _ => Field::of(value),
    };
    let kind = |name: &&str| Choice {
        value: (*name).to_owned(),
        label: asked.words.code("agreed-word", name, &[]),
        chosen: typed.kind == **name,
    };
    Add {
        problem: words.clone().filter(|_| !["name", "label", "choices"].contains(&at)),
        name: field("name", &typed.name),
        label: field("label", &typed.label),
        kinds: FieldKind::NAMES.iter().map(kind).collect(),
        choices: field("choices", &typed.choices),
        personal: typed.personal == "yes",
        indexed: typed.indexed == "yes",
        token: form_token(app),
    }
}

async fn add(State(app): State<App>, asked: Asked, Form(typed): Form<Typed>) -> Response {
    let signed = match asked.somebody(HERE) {
        Ok(signed) => signed,
        Err(answer) => return *answer,
    };
    let command = OfFields::AddField {
        name: typed.name.trim().to_owned(),
        field: typed.field(),
    };
    let id = ask_id(&typed.ask);
    match app.engine.ask(id, Actor::User(signed.user), command).await {
        Ok(_) => onwards(HERE, Some("flash-field-added")),
        Err(EngineError::Refused(refusal)) if is_shown_here(&refusal) => {
            draw(&app, &asked, signed, &Note::Add(typed, refusal))
        }
        Err(error) => answer::error(&app, &asked, &error, HERE),
    }
}

fn is_shown_here(refusal: &Refusal) -> bool {
    matches!(refusal.no, No::Invalid | No::Conflict)
}

/// What the form of a label sends.
#[derive(Debug, Deserialize)]
struct Labelled {
    label: String,
}

async fn label(
    State(app): State<App>,
    asked: Asked,
    Path(name): Path<String>,
    Form(typed): Form<Labelled>,
) -> Response {
    let command = OfFields::RelabelField {
        name: name.clone(),
        label: typed.label,
    };
    change(&app, &asked, name, command, "flash-field-labelled").await
}

async fn retire(State(app): State<App>, asked: Asked, Path(name): Path<String>) -> Response {
    let command = OfFields::RetireField { name: name.clone() };
    change(&app, &asked, name, command, "flash-field-retired").await
}

async fn change(app: &App, asked: &Asked, name: String, command: impl Into<Command>, flash: &str) -> Response {
    let signed = match asked.somebody(HERE) {
        Ok(signed) => signed,
        Err(answer) => return *answer,
    };
    match app.engine.ask(None, Actor::User(signed.user), command).await {
        Ok(_) => onwards(HERE, Some(flash)),
        Err(EngineError::Refused(refusal)) if is_shown_here(&refusal) => {
            draw(app, asked, signed, &Note::Row(name, refusal))
        }
        Err(error) => answer::error(app, asked, &error, HERE),
    }
}
