//! Signing in to a demo: a link for each role, good as long as the demo is. Nowhere but in a demo.

use super::answer;
use super::asked::Asked;
use super::{App, account};
use crate::frame::Place;
use crate::screens::error::Kind;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::get;
use hmac::{Hmac, KeyInit, Mac};
use rules::Id;
use sha2::Sha256;

pub(super) fn routes() -> Router<App> {
    Router::new().route("/demo/{user}/{sign}", get(enter))
}

/// The path that signs a demo's user in.
pub fn link(secret_key: &[u8; 32], user: Id) -> String {
    format!("/demo/{user}/{}", sign(secret_key, user))
}

fn sign(secret_key: &[u8; 32], user: Id) -> String {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret_key) else {
        return String::new();
    };
    mac.update(b"demo sign-in");
    mac.update(&user.0);
    mac.finalize()
        .into_bytes()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// Whether two signs are the same, without telling where they differ.
fn is_same(one: &str, other: &str) -> bool {
    let differ = one
        .bytes()
        .zip(other.bytes())
        .fold(one.len() ^ other.len(), |sum, (a, b)| sum | usize::from(a ^ b));
    differ == 0 && !one.is_empty()
}

async fn enter(State(app): State<App>, asked: Asked, Path((user, given)): Path<(String, String)>) -> Response {
    let user = Id::parse(&user).filter(|user| is_same(&sign(&app.shown.secret_key, *user), &given));
    match user.filter(|_| app.engine.is_demo()) {
        Some(user) => account::open_session(&app, &asked, user, "/").await,
        None => answer::plain(&asked.frame(&app, Place::Elsewhere), Kind::NotFound, "/sign-in"),
    }
}
