//! The pages and the doors, on one router.
//!
//! Promises: every GET is a whole page; a POST answers 303, 422 with the page and its errors, or 409; what the rules
//! refuse is refused here with the same words; `/f/` and `/api/` read no cookies.

pub mod account;
mod alerts;
pub mod answer;
pub mod asked;
pub mod books;
mod demo;
mod desk;
pub mod doors;
pub mod ics;
mod live;
pub mod network;
pub mod often;
mod secret;
pub mod when;

pub use demo::link as demo_link;
pub use secret::{hash_password, hash_secret, new_secret};

use crate::assets;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use engine::Engine;
use rules::roster::{Duty, Roster};
use rules::{Id, Instant};
use std::sync::Arc;
use tower_http::csrf::CsrfLayer;

/// Largest body that a page's form may send, in bytes.
pub const FORM_BYTES_MAX: usize = 256 * 1024;

/// What the program says about itself.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The address that people use, without a slash at its end: `https://baton.example.com`.
    pub public_url: String,
    /// Keys the tokens of forms.
    pub secret_key: [u8; 32],
    /// The version of the program.
    pub version: &'static str,
}

/// What every page needs.
#[derive(Clone)]
pub struct App {
    /// The engine.
    pub engine: Engine,
    /// What the program says about itself.
    pub shown: Arc<Shown>,
    /// How often who knocked at the public doors of late.
    pub knocks: Arc<often::Knocks>,
    /// Proxies whose word of where a request comes from is believed.
    pub trusted: Arc<network::Trusted>,
    /// Renders the figures, where the program keeps them.
    pub metrics: Option<doors::MetricsHandle>,
    /// Replays that run and that are done.
    pub replays: engine::replay::Replays,
    /// Whether only this machine can ask: the program listens on loopback.
    pub is_loopback: bool,
}

impl App {
    /// An app over an engine.
    pub fn new(engine: Engine, shown: Shown) -> Self {
        Self {
            engine,
            shown: Arc::new(shown),
            knocks: Arc::default(),
            trusted: Arc::default(),
            metrics: None,
            replays: engine::replay::Replays::default(),
            is_loopback: false,
        }
    }

    /// Behind proxies that say truly where a request comes from.
    #[must_use]
    pub fn behind(mut self, trusted: network::Trusted) -> Self {
        self.trusted = Arc::new(trusted);
        self
    }

    /// With figures to show at `/metrics`: to everybody when only this machine can ask, else to tokens that read.
    #[must_use]
    pub fn measured(mut self, render: doors::MetricsHandle, is_loopback: bool) -> Self {
        (self.metrics, self.is_loopback) = (Some(render), is_loopback);
        self
    }

    /// Whether cookies may only travel over TLS.
    pub fn is_secure(&self) -> bool {
        self.shown.public_url.starts_with("https://")
    }
}

/// All pages.
pub fn router(app: App) -> Router {
    let pages = Router::new()
        .route("/", get(home))
        .merge(account::routes())
        .merge(alerts::routes())
        .merge(books::routes())
        .merge(live::routes())
        .merge(demo::routes())
        .merge(desk::routes())
        .method_not_allowed_fallback(answer::where_it_belongs)
        .layer(DefaultBodyLimit::max(FORM_BYTES_MAX))
        .layer(axum::middleware::from_fn_with_state(app.clone(), answer::in_words))
        .layer(CsrfLayer::new());
    Router::new()
        .merge(pages)
        .merge(crate::api::routes())
        .merge(doors::routes())
        .route("/assets/{name}", get(asset))
        .route("/csp", post(reported))
        .fallback(answer::not_found)
        .with_state(app)
}

/// The zone that times are shown in: that of the agreement's first calendar.
pub fn zone_of(app: &App) -> jiff::tz::TimeZone {
    let in_force = app.engine.in_force();
    in_force
        .agreement
        .calendars
        .values()
        .next()
        .map_or(jiff::tz::TimeZone::UTC, |calendar| calendar.zone().clone())
}

/// Whether somebody is on duty now: in any of his rotations; in none, while he is not away.
pub fn duty_of(app: &App, roster: &Roster, user: Id, at: Instant) -> Duty {
    let in_force = app.engine.in_force();
    let agreement = &in_force.agreement;
    let is_member = |name: &str| {
        roster
            .rotations
            .get(name)
            .is_some_and(|members| members.contains_key(&user))
    };
    let mut duties = agreement
        .rotations
        .iter()
        .filter(|rule| is_member(&rule.name))
        .map(|rule| roster.duty(&rule.name, agreement.calendar_of(rule), user, at));
    let first = duties.next();
    match first {
        None => roster.duty("", None, user, at),
        Some(first) if first == Duty::On || !duties.any(|duty| duty == Duty::On) => first,
        Some(_) => Duty::On,
    }
}

/// Everybody's first page: the queue for those who work leads, the review list for Marketing, numbers for the rest.
async fn home(State(app): State<App>, asked: asked::Asked) -> Response {
    let Some(signed) = &asked.signed else {
        return Redirect::to("/sign-in").into_response();
    };
    Redirect::to(signed.home(&app.engine.roster())).into_response()
}

async fn asset(Path(name): Path<String>) -> Response {
    let Some(asset) = assets::find(&format!("{}{name}", assets::PREFIX)) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let headers = [
        (header::CONTENT_TYPE, asset.mime),
        (header::CACHE_CONTROL, assets::CACHE_FOREVER),
        (header::ETAG, asset.etag),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, asset.bytes).into_response()
}

/// A browser reports a breach of the content policy: counted and logged without its body, which may hold addresses.
async fn reported() -> StatusCode {
    metrics::counter!("baton_csp_reports").increment(1);
    tracing::warn!("a browser reported a breach of the content security policy");
    StatusCode::NO_CONTENT
}
