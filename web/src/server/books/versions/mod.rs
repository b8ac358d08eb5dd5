//! `/agreement/versions` and what belongs to it: every version, what it changes, who signed; sign, decline, object, take
//! back; propose a text. Everybody who signed in reads; who may act is asked of the rules, here and at the door.

pub(super) mod beside;
mod one;
mod propose;
mod replay;
mod replay_file;

pub(super) use one::signatures;
pub(super) use replay::LOOK_AGAIN_SECONDS;

use super::{form_token, names};
use crate::agreed::Saying;
use crate::frame::{Frame, Place};
use crate::screens::versions::{Deputy, Row, VersionsPage};
use crate::server::answer::{self, onwards, page, refusal_words};
use crate::server::asked::{Asked, Signed};
use crate::server::{App, when, zone_of};
use crate::shapes::Choice;
use crate::words::Words;
use axum::Router;
use axum::extract::{Form, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use engine::EngineError;
use rules::agreement::Side;
use rules::agreement::life::{Life, Version, head_of, may_stand_in, signs_for};
use rules::ask::OfAgreement;
use rules::fact::Actor;
use rules::fields::Registry;
use rules::refusal::{No, Refusal};
use rules::roster::{Act, may};
use rules::{Id, Instant};
use serde::Deserialize;

/// The list's address.
pub(super) const LIST: &str = "/agreement/versions";
const SIDES: [Side; 2] = [Side::Marketing, Side::Sales];

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route(LIST, get(shown))
        .route("/agreement/deputy", post(deputy))
        .route("/agreement/propose", get(propose::form).post(propose::post))
        .route("/agreement/versions/{version}", get(one::shown))
        .route("/agreement/versions/{version}/text", get(one::text))
        .route("/agreement/versions/{version}/page", get(one::page_one))
        .route("/agreement/versions/{version}/annex", get(one::annex))
        .route("/agreement/versions/{version}/replay", get(replay::shown))
        .route("/agreement/versions/{version}/replay/again", post(replay::again))
        .route("/agreement/versions/{version}/replay/stop", post(replay::stop))
        .route("/agreement/versions/{version}/replay/leads", get(replay::leads))
        .route("/agreement/versions/{version}/replay.csv", get(replay_file::csv_file))
        .route("/agreement/versions/{version}/replay.json", get(replay_file::json_file))
        .merge(one::acts_routes())
}

/// The address of a version's page.
fn href(version: i64) -> String {
    format!("{LIST}/{version}")
}

/// The fields that sentences are said with: all that ever were, so that an old change still reads.
fn fields(app: &App) -> Registry {
    app.engine.fields().registry_of_all()
}

fn saying<'a>(asked: &'a Asked, fields: &'a Registry) -> Saying<'a> {
    Saying {
        words: &asked.words,
        fields,
    }
}

fn may_propose(app: &App, signed: &Signed) -> bool {
    let roster = app.engine.roster();
    may(&roster, Actor::User(signed.user), &[], Act::Propose)
        || signs_for(&roster, &app.engine.life(), signed.user).is_some()
}

fn side(words: &Words, side: Side) -> String {
    words.code("agreed-word", side.code(), &[])
}

/// Which version, and what became of it.
pub(super) fn said(app: &App, asked: &Asked, number: i64, version: &Version) -> String {
    let state = state(&asked.words, &app.engine.life(), number, version, asked.now);
    let values = [("version", number.into()), ("state", state.into())];
    asked.words.say_with("page-of-version", &values)
}

/// What became of a version, in a few words.
fn state(words: &Words, life: &Life, number: i64, version: &Version, now: Instant) -> String {
    let in_force = life.in_force_at(now) == number;
    let trial = version.force_at(now).is_some_and(|force| force.until.is_some());
    let key = match version {
        _ if in_force && trial && version.trial => "version-on-trial",
        _ if in_force => "version-in-force",
        version if version.declined.is_some() => "version-declined",
        version if version.withdrawn_at.is_some() => "version-withdrawn",
        version if version.force.iter().any(|force| force.from > now) => "version-to-come",
        version if version.is_open() => {
            let lacks: Vec<String> = version.lacks().into_iter().map(|one| side(words, one)).collect();
            return words.say_of("version-waits", &lacks.join(", "));
        }
        _ => "version-superseded",
    };
    words.say(key)
}

async fn shown(State(app): State<App>, asked: Asked) -> Response {
    match asked.somebody(LIST) {
        Ok(signed) => draw(&app, &asked, signed, None).await,
        Err(answer) => *answer,
    }
}

async fn draw(app: &App, asked: &Asked, signed: &Signed, refused: Option<Refusal>) -> Response {
    let status = match refused {
        None => StatusCode::OK,
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    match filled(app, asked, signed, refused).await {
        Ok(screen) => page(&screen.frame.clone(), status, &screen),
        Err(error) => answer::error(app, asked, &error, "/agreement"),
    }
}

async fn filled(
    app: &App,
    asked: &Asked,
    signed: &Signed,
    refused: Option<Refusal>,
) -> Result<VersionsPage, EngineError> {
    let (names, life, zone) = (names(app).await?, app.engine.life(), zone_of(app));
    let row = |(number, version): (&i64, &Version)| Row {
        href: href(*number),
        title: asked.words.say_of("version-title", &number.to_string()),
        state: state(&asked.words, &life, *number, version, asked.now),
        by: version.by.and_then(|by| names.get(&by).cloned()).unwrap_or_default(),
        at: when::moment(&asked.words, &zone, version.at, asked.now),
    };
    let frame = asked.frame(app, Place::Agreement);
    Ok(VersionsPage {
        drafts: super::drafts::listed(app, asked, signed).await?,
        token: form_token(app),
        rows: life.versions.iter().rev().map(row).collect(),
        propose: may_propose(app, signed).then(|| "/agreement/propose".to_owned()),
        deputy: own_side(app, signed).map(|of| deputy_form(app, &frame, of, &names, refused)),
        frame,
    })
}

/// The side that somebody heads; of two the first.
fn own_side(app: &App, signed: &Signed) -> Option<Side> {
    let roster = app.engine.roster();
    let user = roster.active(signed.user)?;
    SIDES.into_iter().find(|side| user.is(head_of(*side)))
}

fn deputy_form(
    app: &App,
    frame: &Frame,
    of: Side,
    names: &std::collections::BTreeMap<Id, String>,
    refused: Option<Refusal>,
) -> Deputy {
    let (roster, life) = (app.engine.roster(), app.engine.life());
    let named = life.deputies.get(&of);
    let nobody = Choice {
        value: String::new(),
        label: frame.say("versions-deputy-nobody"),
        chosen: named.is_none(),
    };
    let active = roster
        .users
        .iter()
        .filter(|(_, user)| user.is_active() && may_stand_in(of, &user.roles));
    let choice = |id: &Id| Choice {
        value: id.show("user"),
        label: names.get(id).cloned().unwrap_or_default(),
        chosen: named == Some(id),
    };
    Deputy {
        side: side(&frame.words, of),
        choices: std::iter::once(nobody)
            .chain(active.map(|(id, _)| choice(id)))
            .collect(),
        problem: refused.map(|refusal| refusal_words(frame, &refusal)),
    }
}

/// What the form of the deputy sends.
#[derive(Debug, Deserialize)]
struct Named {
    deputy: String,
}

async fn deputy(State(app): State<App>, asked: Asked, Form(named): Form<Named>) -> Response {
    let signed = match asked.somebody(LIST) {
        Ok(signed) => signed,
        Err(answer) => return *answer,
    };
    let Some(side) = own_side(&app, signed) else {
        return answer::forbidden(&app, &asked);
    };
    let command = OfAgreement::NameDeputy {
        side,
        deputy: Id::read("user", &named.deputy),
    };
    match app.engine.ask(None, Actor::User(signed.user), command).await {
        Ok(_) => onwards(LIST, Some("flash-deputy")),
        Err(EngineError::Refused(refusal)) if is_shown_here(&refusal) => {
            draw(&app, &asked, signed, Some(refusal)).await
        }
        Err(error) => answer::error(&app, &asked, &error, LIST),
    }
}

pub(super) fn is_shown_here(refusal: &Refusal) -> bool {
    matches!(refusal.no, No::Invalid | No::Conflict)
}
