//! Posts about one thing: a handoff, a lead, somebody, a company. They have one head: whether the caller may, whether the
//! thing is there, whether the body is JSON with known names alone. What is left of each is to read its body.

use super::caller::Caller;
use super::problem::Problem;
use super::reading::{Object, body};
use crate::server::App;
use axum::body::Body;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Json;
use axum::routing::{MethodRouter, post};
use rules::Id;
use rules::ask::Command;
use std::future::Future;

/// What stands in the path.
pub(super) type Given = Result<Path<String>, PathRejection>;

/// What a post is about.
pub(super) trait Thing: Sized + Send + 'static {
    /// The thing that the path names, where the caller may tell of it.
    fn find(app: &App, caller: &Caller, path: Given) -> impl Future<Output = Result<Self, Problem>> + Send;
}

/// A handoff, and the lead it is of.
pub(super) struct Handoff {
    pub lead: Id,
    pub handoff: Id,
}

/// A lead.
pub(super) struct Lead(pub Id);

/// Somebody of the team.
pub(super) struct User(pub Id);

/// A company, by its mail domain.
pub(super) struct Company(pub String);

fn missing(code: &'static str) -> Problem {
    Problem::new(StatusCode::NOT_FOUND, code)
}

/// The id that a path names.
fn id(path: Given, kind: &str, code: &'static str) -> Result<Id, Problem> {
    let found = path.ok().and_then(|Path(text)| Id::read(kind, &text));
    found.ok_or_else(|| missing(code))
}

impl Thing for Handoff {
    async fn find(app: &App, caller: &Caller, path: Given) -> Result<Self, Problem> {
        caller.may_write(app)?;
        let handoff = id(path, "handoff", "no_such_handoff")?;
        let lead = engine::handoff::reads::lead_of(app.engine.ledger(), handoff).await?;
        let lead = lead.ok_or_else(|| missing("no_such_handoff"))?;
        Ok(Self { lead, handoff })
    }
}

impl Thing for Lead {
    async fn find(app: &App, caller: &Caller, path: Given) -> Result<Self, Problem> {
        caller.may_write(app)?;
        id(path, "lead", "no_such_lead").map(Self)
    }
}

impl Thing for User {
    async fn find(app: &App, caller: &Caller, path: Given) -> Result<Self, Problem> {
        caller.may_tell_of_the_team(app)?;
        id(path, "user", "no_such_user").map(Self)
    }
}

impl Thing for Company {
    async fn find(app: &App, caller: &Caller, path: Given) -> Result<Self, Problem> {
        caller.may_tell_of_the_team(app)?;
        let found = path.ok().map(|Path(text)| text);
        let known = found.filter(|text| rules::company::named(text).is_some());
        known.map(Self).ok_or_else(|| missing("no_such_company"))
    }
}

/// A post that tells something of a thing: its names, and what its body says.
pub(super) fn told<T, C>(
    names: &'static [&'static str],
    read: fn(T, &Object<'_>) -> Result<C, Problem>,
) -> MethodRouter<App>
where
    T: Thing,
    C: Into<Command> + 'static,
{
    post(
        move |State(app): State<App>, caller: Caller, path: Given, headers: HeaderMap, sent: Body| async move {
            let thing = T::find(&app, &caller, path).await?;
            let sent = body(&headers, sent).await?;
            let command: Command = read(thing, &Object::read(&sent, "", names)?)?.into();
            caller.ask(&app, command).await.map(Json)
        },
    )
}
