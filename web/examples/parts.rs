//! The style guide on loopback: `cargo run -p web --example parts [PORT]`, then `/parts`.
//!
//! `/parts/screens/NAME?lang=qps&theme=dark&now=SECONDS`; reports of the content security policy come to `/csp`
//! and can be read (and are cleared) at `/csp/seen`.

use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Router, serve};
use rules::time::Instant;
use serde::Deserialize;
use tokio::net::TcpListener;
use web::assets;
use web::frame::{Frame, Theme};
use web::parts;
use web::words::Words;

const PORT_DEFAULT: u16 = 8437;
const NONCE: &str = "c2FtcGxlLW5vbmNl";
const REPORTS_MAX: usize = 100;

type Reports = Arc<Mutex<Vec<String>>>;

#[derive(Debug, Default, Deserialize)]
struct Asked {
    #[serde(default)]
    lang: String,
    #[serde(default)]
    theme: String,
    #[serde(default)]
    now: i64,
}

impl Asked {
    fn frame(&self) -> Frame {
        Frame {
            theme: Theme::read(&self.theme),
            ..Frame::bare(Words::new(&self.lang), NONCE)
        }
    }

    /// A sample's now: the query says it, so that a picture is the same every time.
    fn now(&self) -> Instant {
        Instant::from_millis(if self.now == 0 {
            1_778_572_188_000
        } else {
            self.now * 1_000
        })
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> std::io::Result<()> {
    let port = std::env::args()
        .nth(1)
        .and_then(|text| text.parse().ok())
        .unwrap_or(PORT_DEFAULT);
    let app = Router::new()
        .route("/parts", get(guide))
        .route("/parts/screens/{name}", get(screen))
        .route("/assets/{name}", get(asset))
        .route("/queue", get(queue))
        .route("/handoffs/{id}/{act}", get(act))
        .route("/theme", post(theme))
        .route("/csp", post(report))
        .route("/csp/seen", get(seen))
        .with_state(Reports::default());
    serve(TcpListener::bind(("127.0.0.1", port)).await?, app).await
}

async fn guide(Query(asked): Query<Asked>) -> Response {
    page(&asked.frame(), StatusCode::OK, parts::guide(asked.frame(), asked.now()))
}

async fn screen(Path(name): Path<String>, Query(asked): Query<Asked>) -> Response {
    let shown = parts::screen(&name, asked.frame(), asked.now());
    shown.map_or_else(
        || StatusCode::NOT_FOUND.into_response(),
        |html| page(&asked.frame(), StatusCode::OK, html),
    )
}

/// So that keys and links of the sample queue lead somewhere.
async fn queue(Query(asked): Query<Asked>) -> Response {
    screen(Path("queue-picked".to_owned()), Query(asked)).await
}

async fn act(Path((_, name)): Path<(String, String)>, Query(asked): Query<Asked>) -> Response {
    screen(Path(name), Query(asked)).await
}

fn page(frame: &Frame, status: StatusCode, html: String) -> Response {
    let policy =
        HeaderValue::from_str(&frame.policy()).unwrap_or_else(|_| HeaderValue::from_static("default-src 'none'"));
    let mut answer = (
        status,
        [(header::CONTENT_TYPE, "text/html; charset=utf-8")],
        Body::from(html),
    )
        .into_response();
    answer.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    answer
}

async fn asset(Path(name): Path<String>) -> Response {
    let Some(asset) = assets::find(&format!("{}{name}", assets::PREFIX)) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let headers = [
        (header::CONTENT_TYPE, asset.mime),
        (header::CACHE_CONTROL, assets::CACHE_FOREVER),
        (header::ETAG, asset.etag),
    ];
    (headers, asset.bytes).into_response()
}

async fn theme() -> Redirect {
    Redirect::to("/parts")
}

async fn report(State(reports): State<Reports>, body: String) -> StatusCode {
    if let Ok(mut all) = reports.lock()
        && all.len() < REPORTS_MAX
    {
        all.push(body);
    }
    StatusCode::NO_CONTENT
}

async fn seen(State(reports): State<Reports>) -> String {
    reports
        .lock()
        .map(|mut all| std::mem::take(&mut *all).join("\n"))
        .unwrap_or_default()
}
