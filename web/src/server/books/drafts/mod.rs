//! `/agreement/drafts`: a text that one side works on, by forms and as text; discarded and taken back, or proposed.
//!
//! Promises: a draft of the other side is not found; one that was proposed leads to its version; every save answers 303,
//! 422 with what is wrong beside it, or 409 where somebody else changed the draft meanwhile; what was typed stays in the
//! page, beside what the draft says now.

mod clause;
mod fault;
mod gone;
mod input;
mod part;
mod rename;
mod shape;
mod stale;
mod text;
mod typed;
mod undo;
mod whole;

use super::versions::{LIST, is_shown_here};
use super::{ask_id, names};
use crate::agreed::{Saying, expected, problem};
use crate::frame::Place as Where;
use crate::screens::drafts::Row;
use crate::screens::error::Kind as Missing;
use crate::screens::versions::Wrong;
use crate::server::answer::{self, onwards, refusal_words};
use crate::server::asked::{Asked, Signed};
use crate::server::{App, when, zone_of};
use crate::shapes::Filter;
use axum::Router;
use axum::extract::{Form, Path, State};
use axum::response::Response;
use axum::routing::{get, post};
use engine::EngineError;
use rules::Id;
use rules::agreement::life::{TextDraft, drafts};
use rules::agreement::{Agreement, Problem};
use rules::ask::OfAgreement;
use rules::calendar::Holidays;
use rules::fact::Actor;
use rules::refusal::{No, Refusal};
use serde::Deserialize;
use std::collections::BTreeMap;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/agreement/drafts", post(begin))
        .route("/agreement/drafts/{draft}", get(whole::shown))
        .route("/agreement/drafts/{draft}/discard", post(discard))
        .route("/agreement/drafts/{draft}/restore", post(restore))
        .route("/agreement/drafts/{draft}/undo", post(undo::press))
        .route("/agreement/drafts/{draft}/propose", post(whole::propose))
        .route("/agreement/drafts/{draft}/text", get(text::shown).post(text::save))
        .route("/agreement/drafts/{draft}/{part}", get(part::shown).post(part::save))
}

fn href(draft: Id) -> String {
    format!("/agreement/drafts/{}", draft.show("draft"))
}

/// A draft as its page needs it: the row, the exact text, and what it loads to.
struct Open {
    id: Id,
    row: TextDraft,
    text: String,
    read: Result<Agreement, Vec<Problem>>,
}

impl Open {
    /// The fields that its clauses may name: the registry's and its own questions.
    fn fields(&self, app: &App) -> rules::fields::Registry {
        let registry = app.engine.fields().registry();
        self.read
            .as_ref()
            .map_or_else(|_| registry.clone(), |read| read.fields(&registry))
    }
}

fn load(app: &App, text: &str) -> Result<Agreement, Vec<Problem>> {
    Agreement::load(text, &app.engine.fields().registry(), &Holidays::shipped())
}

/// The draft of this name, if the viewer may see it. What was proposed or discarded has a page that says so, with what
/// was sent to it.
async fn opened<'a>(
    app: &App,
    asked: &'a Asked,
    name: &str,
    sent: &gone::Sent,
) -> Result<(&'a Signed, Open), Box<Response>> {
    let here = format!("/agreement/drafts/{name}");
    let signed = asked.somebody(&here)?;
    let missing = || {
        Box::new(answer::plain(
            &asked.frame(app, Where::Agreement),
            Missing::NotFound,
            LIST,
        ))
    };
    let id = Id::read("draft", name).ok_or_else(missing)?;
    let life = app.engine.life();
    if let Some(proposed) = life.proposed_as(id) {
        return Err(Box::new(gone::proposed(app, asked, proposed, sent).await));
    }
    let row = life.draft_for(&app.engine.roster(), signed.user, id);
    let row = row.cloned().ok_or_else(missing)?;
    if row.discarded_at.is_some() {
        return Err(Box::new(gone::discarded(app, asked, (id, &row), sent).await));
    }
    let text = engine::agreement::reads::draft_of(app.engine.ledger(), id, &row.hash).await;
    let text = text.map_err(|error| Box::new(answer::error(app, asked, &error, LIST)))?;
    let text = text.ok_or_else(missing)?;
    let read = load(app, &text);
    Ok((signed, Open { id, row, text, read }))
}

/// What a button sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Pressed {
    ask: String,
}

/// A draft begins as the text in force.
async fn begin(State(app): State<App>, asked: Asked, Form(pressed): Form<Pressed>) -> Response {
    let signed = match asked.somebody(LIST) {
        Ok(signed) => signed,
        Err(answer) => return *answer,
    };
    let version = app.engine.in_force().version;
    let text = match engine::agreement::reads::text_of(app.engine.ledger(), version).await {
        Ok(text) => text,
        Err(error) => return answer::error(&app, &asked, &error, LIST),
    };
    let command = OfAgreement::KeepDraft {
        draft: None,
        text,
        base: version,
        seen: None,
    };
    match app
        .engine
        .ask(ask_id(&pressed.ask), Actor::User(signed.user), command)
        .await
    {
        Ok(answer) => {
            let draft = answer.get("draft").and_then(serde_json::Value::as_str);
            let to = draft.map_or(LIST.to_owned(), |draft| format!("/agreement/drafts/{draft}"));
            onwards(&to, Some("flash-draft-begun"))
        }
        Err(error) => answer::error(&app, &asked, &error, LIST),
    }
}

async fn discard(State(app): State<App>, asked: Asked, Path(draft): Path<String>) -> Response {
    let command = |draft| OfAgreement::DiscardDraft { draft };
    let to = format!("{LIST}#drafts");
    press(&app, &asked, &draft, command, (&to, "flash-draft-discarded")).await
}

async fn restore(State(app): State<App>, asked: Asked, Path(draft): Path<String>) -> Response {
    let to = format!("/agreement/drafts/{draft}");
    let command = |draft| OfAgreement::RestoreDraft { draft };
    press(&app, &asked, &draft, command, (&to, "flash-draft-restored")).await
}

async fn press(
    app: &App,
    asked: &Asked,
    name: &str,
    command: impl Fn(Id) -> OfAgreement,
    (to, flash): (&str, &str),
) -> Response {
    let signed = match asked.somebody(LIST) {
        Ok(signed) => signed,
        Err(answer) => return *answer,
    };
    let Some(id) = Id::read("draft", name) else {
        return answer::plain(&asked.frame(app, Where::Agreement), Missing::NotFound, LIST);
    };
    match app.engine.ask(None, Actor::User(signed.user), command(id)).await {
        Ok(_) => onwards(to, Some(flash)),
        Err(error) => answer::error(app, asked, &error, LIST),
    }
}

/// Drafts that the viewer sees, the discarded ones last; `None`: he works on none.
pub(super) async fn listed(app: &App, asked: &Asked, signed: &Signed) -> Result<Option<Vec<Row>>, EngineError> {
    let (life, roster, zone) = (app.engine.life(), app.engine.roster(), zone_of(app));
    if !drafts(&roster, &life, signed.user) {
        return Ok(None);
    }
    let names = names(app).await?;
    let name = |user: Option<Id>| gone::who(asked, user, &names);
    let row = |(id, draft): (Id, &TextDraft)| Row {
        href: href(id),
        restore: draft.discarded_at.map(|_| format!("{}/restore", href(id))),
        by: name(draft.by),
        kept_by: name(draft.kept_by),
        at: when::moment(&asked.words, &zone, draft.kept_at, asked.now),
    };
    let mut seen = life.drafts_for(&roster, signed.user);
    seen.sort_by_key(|(_, draft)| draft.discarded_at.is_some());
    Ok(Some(seen.into_iter().map(row).collect()))
}

/// The parts as links, one of them current.
fn parts(asked: &Asked, draft: Id, current: &str) -> Vec<Filter> {
    let link = |part: &str| Filter {
        label: asked.words.code("edit-part", part, &[]),
        href: format!("{}/{part}", href(draft)),
        count: None,
        current: part == current,
    };
    shape::PARTS
        .iter()
        .map(|part| link(part))
        .chain([link("text")])
        .collect()
}

/// Problems with their places, in words.
fn wrong_said(say: &Saying<'_>, problems: &[Problem]) -> Vec<Wrong> {
    let wrong = |one: &Problem| Wrong {
        place: format!("{}:{}", one.line, one.column),
        sentence: said(say, one),
    };
    problems.iter().map(wrong).collect()
}

/// One problem with what was expected.
fn said(say: &Saying<'_>, one: &Problem) -> String {
    let parts = [Some(problem(say, one)), expected(say, one)];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// A refusal of the door in words; somebody who was first is named, by the words of this key.
fn refused_words(app: &App, asked: &Asked, names: &BTreeMap<Id, String>, draft: Id, told: (&Refusal, &str)) -> String {
    let (refusal, key) = told;
    if refusal.code != "draft_moved_on" {
        return refusal_words(&asked.frame(app, Where::Agreement), refusal);
    }
    moved_on(app, asked, names, draft, key)
}

/// Who changed a draft last, in words.
fn moved_on(app: &App, asked: &Asked, names: &BTreeMap<Id, String>, draft: Id, key: &str) -> String {
    let life = app.engine.life();
    let by = life.drafts.get(&draft).and_then(|draft| draft.kept_by);
    asked
        .words
        .say_with(key, &[("who", gone::who(asked, by, names).into())])
}

/// The status that a refusal which stays on the page is answered with.
fn status_of(refusal: &Refusal) -> axum::http::StatusCode {
    match refusal.no {
        No::Conflict => axum::http::StatusCode::CONFLICT,
        _ => axum::http::StatusCode::UNPROCESSABLE_ENTITY,
    }
}

/// Who sees a draft, in words.
fn drafts_side(asked: &Asked, draft: &TextDraft) -> String {
    let sides: Vec<String> = draft
        .sides
        .iter()
        .map(|side| asked.words.code("agreed-word", side.code(), &[]))
        .collect();
    match sides.is_empty() {
        true => asked.words.say("draft-admins"),
        false => sides.join(", "),
    }
}
