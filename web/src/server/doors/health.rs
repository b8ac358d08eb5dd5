//! Whether this node is up, whether it is ready, and its figures.

use crate::api::caller::Caller;
use crate::api::problem::Problem;
use crate::server::App;
use axum::extract::{FromRequestParts, State};
use axum::http::{StatusCode, header, request::Parts};
use axum::response::{IntoResponse, Response};
use rules::Span;
use rules::fact::TokenScope;
use std::sync::Arc;

/// A node whose clock is further off the database's than this is not ready.
pub const CLOCK_OFF_MAX: Span = Span::seconds(1);

/// Renders all figures as Prometheus text.
pub type MetricsHandle = Arc<dyn Fn() -> String + Send + Sync>;

/// `GET /healthz`: the process answers.
pub async fn up() -> &'static str {
    "up\n"
}

/// `GET /readyz`: the database answers and agrees about the time. It was migrated before anything was served.
pub async fn ready(State(app): State<App>) -> Response {
    let not = |why: &'static str| (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, "2")], why).into_response();
    let ledger = app.engine.ledger();
    if let Err(error) = ledger.ping().await {
        tracing::warn!(%error, "not ready: the database does not answer");
        return not("not ready: database\n");
    }
    match ledger.clock_micros().await {
        Ok(theirs) if (app.engine.now().0 - theirs).abs() <= CLOCK_OFF_MAX.0 => "ready\n".into_response(),
        Ok(_) => not("not ready: clock\n"),
        Err(_) => not("not ready: database\n"),
    }
}

/// May read the figures: everybody where only this machine can ask, else a token that reads.
pub struct MayMeasure;

impl FromRequestParts<App> for MayMeasure {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        if !app.is_loopback {
            Caller::from_request_parts(parts, app).await?.may(TokenScope::Read)?;
        }
        Ok(Self)
    }
}

/// Open handoffs, and those that nobody answers for: a number that is 0.
async fn count_ownerless(app: &App) {
    let (ledger, roster) = (app.engine.ledger(), app.engine.roster());
    match engine::status::reads::desks(ledger, &roster).await {
        Ok((open, ownerless)) => {
            metrics::gauge!("baton_open_handoffs").set(open as f64);
            metrics::gauge!("baton_ownerless_handoffs").set(ownerless as f64);
        }
        Err(error) => tracing::warn!(%error, "the handoffs could not be counted"),
    }
}

/// `GET /metrics`: Prometheus text.
pub async fn metrics(State(app): State<App>, _may: MayMeasure) -> Response {
    match &app.metrics {
        Some(render) => {
            count_ownerless(&app).await;
            ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], render()).into_response()
        }
        None => Problem::new(StatusCode::NOT_FOUND, "no_such_route").into_response(),
    }
}
