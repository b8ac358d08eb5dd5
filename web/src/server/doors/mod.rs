//! The doors that anybody may knock at: hosted forms, and what the operator's tools ask for. They read no cookies.

mod feed;
mod form;
mod health;
mod questions;
mod token;

pub use health::{CLOCK_OFF_MAX, MetricsHandle};
pub use token::Token;

use super::{App, FORM_BYTES_MAX};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::get;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/f/{form}", get(form::show).post(form::send))
        .route("/f/{form}/thanks", get(form::thanks))
        .layer(DefaultBodyLimit::max(FORM_BYTES_MAX))
        .route("/calendar/{file}", get(feed::show))
        .route("/healthz", get(health::up))
        .route("/readyz", get(health::ready))
        .route("/metrics", get(health::metrics))
}
