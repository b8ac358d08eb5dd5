//! What changed, told to open pages: no words, no names, only that it is time to look again, and what the time is here.

use super::App;
use super::asked::Asked;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use engine::live::Change;
use rules::Id;
use rules::roster::{Scope, View, may_see};
use std::convert::Infallible;
use std::time::Duration;
use tokio_stream::StreamExt;
use tokio_stream::wrappers::BroadcastStream;

/// A line at least this often, so that a dead connection is noticed.
const ALIVE_EVERY: Duration = Duration::from_secs(20);

/// The address.
pub fn routes() -> Router<App> {
    Router::new().route("/live", get(live))
}

async fn live(State(app): State<App>, asked: Asked) -> Response {
    let Some(signed) = asked.signed else {
        return StatusCode::UNAUTHORIZED.into_response();
    };
    let sees_all = may_see(&app.engine.roster(), signed.user, View::Leads) == Scope::All;
    let changed = move |app: &App| {
        Some(Ok::<Event, Infallible>(
            Event::default().data(app.engine.now().rfc3339()),
        ))
    };
    let listening = BroadcastStream::new(app.engine.live().listen());
    let changes = listening.filter_map(move |change| match change {
        Ok(change) if !concerns(&change, signed.user, sees_all) => None,
        // one that fell behind looks again at everything
        Ok(_) | Err(_) => changed(&app),
    });
    Sse::new(changes)
        .keep_alive(KeepAlive::new().interval(ALIVE_EVERY))
        .into_response()
}

fn concerns(change: &Change, user: Id, sees_all: bool) -> bool {
    sees_all || change.everything || change.reference || change.users.contains(&user)
}
