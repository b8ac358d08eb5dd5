//! A version replayed on a past window: 202 with how far it is, then 200 with every number.

use super::caller::Caller;
use super::problem::Problem;
use super::reading::{instant, query};
use crate::replayed::{Reps, json as shown};
use crate::server::App;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Json, Response};
use engine::replay::Standing;
use rules::decide::InForce;
use rules::fact::TokenScope;
use rules::replay::{Window, WindowProblem};
use serde_json::json;
use std::sync::Arc;

/// The parameters; all are needed.
pub const REPLAY_KEYS: [&str; 3] = ["version", "from", "to"];
/// Ask again after so many seconds.
const ASK_AGAIN_SECONDS: u32 = 2;

/// `GET /api/v1/agreement/replay`.
pub async fn index(State(app): State<App>, caller: Caller, uri: Uri) -> Result<Response, Problem> {
    caller.may(TokenScope::Read)?;
    let pairs = query(&uri, &REPLAY_KEYS)?;
    let (proposed, window) = asked(&app, &pairs)?;
    window.checked(caller.now).map_err(problem)?;
    match app.replays.ask(&app.engine, &proposed, window, None) {
        Standing::Done(found) => Ok(Json(shown(&found, Reps::Nobody)).into_response()),
        Standing::Running(looked, of) => {
            let body = Json(json!({ "looked": looked, "of": of }));
            let again = [(header::RETRY_AFTER, HeaderValue::from(ASK_AGAIN_SECONDS))];
            Ok((StatusCode::ACCEPTED, again, body).into_response())
        }
        Standing::Busy => Err(Problem::new(StatusCode::SERVICE_UNAVAILABLE, "busy")),
        Standing::Failed => Err(Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "fault")),
    }
}

fn asked(app: &App, pairs: &[(String, String)]) -> Result<(Arc<InForce>, Window), Problem> {
    let said = |name: &'static str| {
        let found = pairs.iter().find(|(known, _)| known == name).map(|(_, text)| text);
        found.ok_or_else(|| Problem::wrong("missing").field(name))
    };
    let time = |name| instant(said(name)?).ok_or_else(|| Problem::wrong("not_an_instant").field(name));
    let number: Option<i64> = said("version")?.parse().ok();
    let proposed = number.and_then(|number| app.engine.version(number));
    let unknown = || Problem::new(StatusCode::NOT_FOUND, "no_such_version").field("version");
    let proposed = proposed.ok_or_else(unknown)?;
    let window = Window {
        from: time("from")?,
        to: time("to")?,
    };
    Ok((proposed, window))
}

fn problem(wrong: WindowProblem) -> Problem {
    let code = match wrong {
        WindowProblem::Empty => "window_empty",
        WindowProblem::TooLong => "window_too_long",
        WindowProblem::Future => "window_future",
    };
    Problem::wrong(code).field(if wrong == WindowProblem::Future { "from" } else { "to" })
}
