//! The API, version 1, for other programs: bearer tokens, JSON, RFC 9457 problems; no cookies, no pages.
//!
//! Promises: v1 only grows; whatever a client sends is taken or refused with a 4xx problem that names the place; what
//! is acknowledged is durable; an ask with an `Idempotency-Key` happens once; `/openapi.json` lists every route.

pub mod caller;
mod drafts;
mod fields;
mod handoffs;
mod history;
mod leads;
pub mod openapi;
mod openapi_outcomes;
mod openapi_roster;
mod outcomes;
mod posts;
pub mod problem;
mod queue;
pub mod reading;
mod replay;
mod rotas;
mod rotations;
mod scorecard;
mod shown;
mod team;

pub use leads::{BATCH_MAX, PAGE, is_given};

use crate::server::App;
use axum::Router;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Json, Response};
use axum::routing::{MethodRouter, get, patch, post, put};
use posts::told;
use problem::Problem;

/// A route: its method in small letters, its path, who serves it.
type Door = (&'static str, &'static str, MethodRouter<App>);

fn doors() -> Vec<Door> {
    let mut all = of_house();
    all.extend(of_handoffs());
    all
}

fn of_house() -> Vec<Door> {
    vec![
        ("post", "/api/v1/leads", post(leads::post)),
        ("get", "/api/v1/leads", get(leads::index)),
        ("get", "/api/v1/leads/{id}", get(leads::one)),
        (
            "post",
            "/api/v1/leads/{id}/answers",
            told(&outcomes::ANSWERS_KEYS, outcomes::answers),
        ),
        ("get", "/api/v1/fields", get(fields::index)),
        ("post", "/api/v1/fields", post(fields::post)),
        ("patch", "/api/v1/fields/{name}", patch(fields::patch)),
        ("post", "/api/v1/users/{id}/cover", told(&team::COVER_KEYS, team::cover)),
        (
            "post",
            "/api/v1/users/{id}/out-of-rotation",
            told(&team::OUT_KEYS, team::take_out),
        ),
        ("post", "/api/v1/users/{id}/back-in-rotation", told(&[], team::put_back)),
        (
            "post",
            "/api/v1/companies/{domain}/account",
            told(&team::ACCOUNT_KEYS, team::account),
        ),
        (
            "post",
            "/api/v1/companies/{domain}/deal",
            told(&team::DEAL_KEYS, team::deal),
        ),
        ("get", "/api/v1/queue", get(queue::index)),
        ("get", "/api/v1/rotas/{rotation}", get(rotas::one)),
        ("get", "/api/v1/rotations", get(rotations::index)),
        ("get", "/api/v1/rotations/trial", get(rotations::trial)),
        ("get", "/api/v1/agreement/replay", get(replay::index)),
        ("get", "/api/v1/agreement/drafts", get(drafts::index)),
        ("post", "/api/v1/agreement/drafts", post(drafts::post)),
        ("get", "/api/v1/agreement/drafts/{id}", get(drafts::one)),
        ("put", "/api/v1/agreement/drafts/{id}", put(drafts::put)),
        ("post", "/api/v1/agreement/drafts/{id}/undo", post(drafts::undo)),
        ("post", "/api/v1/agreement/drafts/{id}/propose", post(drafts::propose)),
        ("post", "/api/v1/agreement/drafts/{id}/discard", post(drafts::discard)),
        ("post", "/api/v1/agreement/drafts/{id}/restore", post(drafts::restore)),
        ("get", "/api/v1/scorecard", get(scorecard::index)),
        ("get", "/api/v1/scorecard/history", get(history::index)),
    ]
}

/// What is told of a handoff.
fn of_handoffs() -> Vec<Door> {
    use handoffs as of;
    let posts = [
        ("/api/v1/handoffs/{id}/attempts", told(&of::ATTEMPT_KEYS, of::attempt)),
        ("/api/v1/handoffs/{id}/feedback", told(&of::FEEDBACK_KEYS, of::feedback)),
        ("/api/v1/handoffs/{id}/reject", told(&of::REJECT_KEYS, of::reject)),
        (
            "/api/v1/handoffs/{id}/conversation",
            told(&of::CONVERSATION_KEYS, of::conversation),
        ),
        ("/api/v1/handoffs/{id}/call-back", told(&of::AT_KEYS, of::call_back)),
        ("/api/v1/handoffs/{id}/take", told(&of::TAKE_KEYS, of::take)),
        ("/api/v1/handoffs/{id}/booked", told(&of::AT_KEYS, of::booked)),
        (
            "/api/v1/handoffs/{id}/machine-sent",
            told(&of::MACHINE_KEYS, of::machine_sent),
        ),
        ("/api/v1/handoffs/{id}/late", told(&of::LATE_KEYS, of::late)),
        ("/api/v1/handoffs/{id}/alive", told(&of::ALIVE_KEYS, of::alive)),
        ("/api/v1/handoffs/{id}/won", told(&outcomes::WON_KEYS, outcomes::won)),
        ("/api/v1/handoffs/{id}/lost", told(&outcomes::LOST_KEYS, outcomes::lost)),
        ("/api/v1/handoffs/{id}/undo-outcome", told(&[], outcomes::undo)),
    ];
    posts.map(|(path, serve)| ("post", path, serve)).into()
}

/// Every route of the API: method and path.
pub fn listed() -> Vec<(&'static str, &'static str)> {
    doors().into_iter().map(|(method, path, _)| (method, path)).collect()
}

/// The API and its description.
pub fn routes() -> Router<App> {
    let api = doors()
        .into_iter()
        .fold(Router::new(), |router, (_, path, serve)| router.route(path, serve))
        .route("/api/{*rest}", axum::routing::any(no_such_route))
        .method_not_allowed_fallback(wrong_method)
        .layer(axum::middleware::map_response(kept_private));
    Router::new()
        .merge(api)
        .route("/openapi.json", get(|| async { Json(openapi::document()) }))
}

async fn no_such_route() -> Problem {
    Problem::new(StatusCode::NOT_FOUND, "no_such_route")
}

async fn wrong_method() -> Problem {
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, "wrong_method")
}

/// Answers hold personal data: nobody between may keep them.
async fn kept_private(mut answer: Response) -> Response {
    let headers = answer.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    answer
}
