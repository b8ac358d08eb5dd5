//! A call that began here. The page tells of it when the number is pressed; it is no attempt yet, for nobody knows what
//! came of it. When the rep says so within the hour, the attempt is kept as seen, at the instant the call began.

use super::typed::Typed;
use super::{Looker, not_there, sheet};
use crate::server::App;
use crate::server::answer::keep_cookie;
use crate::server::asked::{Asked, cookie};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use hmac::{Hmac, KeyInit, Mac};
use rules::ask::OfHandoff;
use rules::fact::Actor;
use rules::handoff::Handoff;
use rules::{Id, Instant, Span};
use sha2::Sha256;

/// The cookie that remembers the last call begun here.
const CALLED: &str = "baton_called";
/// How long a call that began here may wait for its result.
const WAITS: Span = Span::minutes(60);

/// A call that began here, with our mark on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Called {
    /// When.
    pub at: Instant,
    /// As the form carries it.
    pub text: String,
}

pub(super) async fn called(State(app): State<App>, asked: Asked, Path(id): Path<String>) -> Response {
    let looker = match Looker::of(&app, &asked, "/queue") {
        Ok(looker) => looker,
        Err(answer) => return *answer,
    };
    let Some(handoff) = Id::read("handoff", &id) else {
        return not_there(&app, &asked);
    };
    let lead = engine::handoff::reads::lead_of(app.engine.ledger(), handoff).await;
    let Ok(Some(lead)) = lead else {
        return not_there(&app, &asked);
    };
    let sheet = match sheet(&app, &asked, &looker, lead).await {
        Ok(sheet) => sheet,
        Err(answer) => return *answer,
    };
    let Some(found) = sheet.lead.handoff(handoff).filter(|found| looker.may_work(found)) else {
        return StatusCode::FORBIDDEN.into_response();
    };
    take(&app, &looker, lead, found).await;
    let mut answer = StatusCode::NO_CONTENT.into_response();
    let text = sign(&app, looker.user, handoff, asked.now);
    keep_cookie(&mut answer, &app, CALLED, &text, WAITS.whole_seconds());
    answer
}

/// Who dials takes what is held for him: it must not go to the next one while they talk. Where it went meanwhile, the form
/// of the attempt says so.
async fn take(app: &App, looker: &Looker, lead: Id, found: &Handoff) {
    if found.to_be_taken().is_none() || found.owner != Some(looker.user) {
        return;
    }
    let (handoff, by) = (found.id, None);
    let command = OfHandoff::Take { lead, handoff, by };
    if let Err(error) = app.engine.ask(None, Actor::User(looker.user), command).await {
        tracing::info!(%error, "a call began, and what was held was not taken");
    }
}

/// The call that the form of an attempt may be about: of this rep and handoff, within the hour, not logged yet.
pub(super) fn waiting(app: &App, headers: &HeaderMap, user: Id, handoff: &Handoff, now: Instant) -> Option<Called> {
    let found = read(app, cookie(headers, CALLED)?, user, handoff.id)?;
    let logged = handoff.tries.iter().any(|made| made.at == found.at);
    (!logged && found.at <= now && now - found.at <= WAITS).then_some(found)
}

/// The call that a sent form is about.
pub(super) fn sent(app: &App, typed: &Typed, user: Id, handoff: Id) -> Option<Called> {
    read(app, typed.get("seen"), user, handoff)
}

fn sign(app: &App, user: Id, handoff: Id, at: Instant) -> String {
    let tag: String = mark(app, user, handoff, at)
        .iter()
        .flat_map(|mac| mac.clone().finalize().into_bytes())
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("{}.{tag}", at.0)
}

fn read(app: &App, text: &str, user: Id, handoff: Id) -> Option<Called> {
    let (at, tag) = text.split_once('.')?;
    let at = Instant(at.parse().ok()?);
    let bytes: Option<Vec<u8>> = (0..tag.len() / 2)
        .map(|n| u8::from_str_radix(tag.get(n * 2..n * 2 + 2)?, 16).ok())
        .collect();
    mark(app, user, handoff, at)?.verify_slice(&bytes?).ok()?;
    Some(Called {
        at,
        text: text.to_owned(),
    })
}

fn mark(app: &App, user: Id, handoff: Id, at: Instant) -> Option<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(&app.shown.secret_key).ok()?;
    mac.update(format!("called/{user}/{handoff}/{}", at.0).as_bytes());
    Some(mac)
}
