//! Answers: a page with its policy, a way onwards, a refusal in words.

use super::App;
use super::asked::{Asked, FLASH, FLASH_SAID};
use super::books::in_query;
use crate::api::problem::RETRY_SECONDS;
use crate::frame::{Frame, Place};
use crate::screens::error::{ErrorPage, Kind};
use askama::Template;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Redirect, Response};
use engine::EngineError;
use rules::refusal::{No, Refusal};

/// A page.
pub fn page<T: Template>(frame: &Frame, status: StatusCode, template: &T) -> Response {
    let html = match template.render() {
        Ok(html) => html,
        Err(error) => {
            tracing::error!(%error, "a page could not be drawn");
            return (StatusCode::INTERNAL_SERVER_ERROR, "500").into_response();
        }
    };
    let mut answer = (status, Html(html)).into_response();
    guard(frame, &mut answer);
    if frame.flash.is_some() {
        forget_flash(&mut answer);
    }
    answer
}

/// The headers that go with every page.
fn guard(frame: &Frame, answer: &mut Response) {
    let fixed: [(HeaderName, &'static str); 4] = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (header::CACHE_CONTROL, "no-store"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    ];
    let headers = answer.headers_mut();
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    let policy = HeaderValue::from_str(&frame.policy()).unwrap_or(HeaderValue::from_static("default-src 'none'"));
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
}

fn forget_flash(answer: &mut Response) {
    let over = format!("{FLASH}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");
    if let Ok(value) = HeaderValue::from_str(&over) {
        answer.headers_mut().append(header::SET_COOKIE, value);
    }
}

/// Onwards after an act, with a message (its key) for the next page.
pub fn onwards(to: &str, flash: Option<&str>) -> Response {
    let mut answer = Redirect::to(to).into_response();
    let message = flash.and_then(|key| {
        HeaderValue::from_str(&format!("{FLASH}={key}; Path=/; Max-Age=20; HttpOnly; SameSite=Lax")).ok()
    });
    if let Some(message) = message {
        answer.headers_mut().append(header::SET_COOKIE, message);
    }
    answer
}

/// Onwards after an act, with a message that says what it did, and where to post to undo it.
pub fn onwards_said(to: &str, said: &str, undo: &str) -> Response {
    onwards(to, Some(&format!("{FLASH_SAID}|{undo}|{}", in_query(said))))
}

/// A cookie to keep.
pub fn keep_cookie(answer: &mut Response, app: &App, name: &str, value: &str, seconds: i64) {
    let secure = if app.is_secure() { "; Secure" } else { "" };
    let text = format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
    if let Ok(value) = HeaderValue::from_str(&text) {
        answer.headers_mut().append(header::SET_COOKIE, value);
    }
}

/// A refusal in words.
pub fn refusal_words(frame: &Frame, refusal: &Refusal) -> String {
    let values: Vec<(&'static str, crate::words::Said<'_>)> = refusal
        .args
        .iter()
        .map(|(name, value)| (*name, value.as_str().into()))
        .collect();
    frame.words.code("refusal", refusal.code, &values)
}

/// What went wrong, as a page of its own.
pub fn error(app: &App, asked: &Asked, error: &EngineError, back: &str) -> Response {
    let mut frame = asked.frame(app, Place::Elsewhere);
    frame.flash = None;
    match error {
        EngineError::Refused(refusal) => {
            let kind = kind_of(refusal.no);
            let words = refusal_words(&frame, refusal);
            with_status(&frame, kind, &ErrorPage::refused(frame.clone(), kind, words, back))
        }
        EngineError::IdReused => plain(&frame, Kind::Unprocessable, back),
        _ => {
            tracing::error!(%error, "a request failed");
            later(plain(&frame, kind_of_trouble(error), back))
        }
    }
}

/// Which page tells of what is neither refused nor used before.
pub fn kind_of_trouble(error: &EngineError) -> Kind {
    match error {
        error if error.is_full() => Kind::Full,
        error if error.is_away() => Kind::Busy,
        _ => Kind::Fault,
    }
}

/// A 503 says when to come back.
pub fn later(mut answer: Response) -> Response {
    if answer.status() == StatusCode::SERVICE_UNAVAILABLE {
        let soon = HeaderValue::from_static(RETRY_SECONDS);
        answer.headers_mut().insert(header::RETRY_AFTER, soon);
    }
    answer
}

/// Somebody was too quick: when to come back.
pub fn after(mut answer: Response, wait: rules::Span) -> Response {
    let (seconds, _) = super::often::told(wait);
    answer
        .headers_mut()
        .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    answer
}

fn kind_of(no: No) -> Kind {
    match no {
        No::Invalid => Kind::Unprocessable,
        No::Forbidden => Kind::Forbidden,
        No::NotFound => Kind::NotFound,
        No::Conflict => Kind::Conflict,
    }
}

/// A page about something that cannot be shown.
pub fn plain(frame: &Frame, kind: Kind, back: &str) -> Response {
    with_status(frame, kind, &ErrorPage::new(frame.clone(), kind, "", back))
}

/// A page about something that cannot be shown, in words of its own.
pub fn told(frame: &Frame, kind: Kind, words: String, back: &str) -> Response {
    with_status(frame, kind, &ErrorPage::refused(frame.clone(), kind, words, back))
}

fn with_status(frame: &Frame, kind: Kind, template: &ErrorPage) -> Response {
    page(
        frame,
        StatusCode::from_u16(kind.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
        template,
    )
}

/// Turns what a library answers in a bare line (a path or a form that it cannot read, a body too large) into a page. An
/// address that cannot be read leads nowhere.
pub async fn in_words(State(app): State<App>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let mut asking = Request::new(axum::body::Body::empty());
    *asking.method_mut() = parts.method.clone();
    *asking.uri_mut() = parts.uri.clone();
    *asking.headers_mut() = parts.headers.clone();
    let reads = parts.method.is_safe();
    let answer = next.run(Request::from_parts(parts, body)).await;
    if !is_bare(&answer) {
        return answer;
    }
    let asked = match Asked::from_request_parts(&mut asking.into_parts().0, &app).await {
        Ok(asked) => asked,
        Err(answer) => return answer,
    };
    let frame = asked.frame(&app, Place::Elsewhere);
    match answer.status() {
        StatusCode::PAYLOAD_TOO_LARGE => {
            let words = frame.say_n("refusal-body-too-large", &((super::FORM_BYTES_MAX / 1024) as u64));
            let kind = Kind::Unprocessable;
            page(
                &frame,
                answer.status(),
                &ErrorPage::refused(frame.clone(), kind, words, "/"),
            )
        }
        _ if reads => plain(&frame, Kind::NotFound, "/"),
        _ => plain(&frame, Kind::Unprocessable, "/"),
    }
}

/// A client's mistake, told in plain text.
fn is_bare(answer: &Response) -> bool {
    let kind = answer.headers().get(header::CONTENT_TYPE);
    let is_plain = kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/plain"));
    let told = [
        StatusCode::BAD_REQUEST,
        StatusCode::PAYLOAD_TOO_LARGE,
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
        StatusCode::UNPROCESSABLE_ENTITY,
    ];
    is_plain && told.contains(&answer.status())
}

/// An address that only takes a form, looked at (typed again, or reloaded after a refusal): on to the page that it belongs to.
pub async fn where_it_belongs(method: Method, uri: Uri) -> Response {
    match method.is_safe() {
        true => Redirect::to(&page_of(uri.path())).into_response(),
        false => StatusCode::METHOD_NOT_ALLOWED.into_response(),
    }
}

/// The page that an act's address belongs to; mostly the address above it.
fn page_of(path: &str) -> String {
    let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
    match parts.as_slice() {
        ["handoffs", ..] => "/queue".to_owned(),
        ["sign-out"] => "/account".to_owned(),
        [place @ ("account" | "fields" | "review" | "status"), ..] => format!("/{place}"),
        ["agreement", "drafts" | "deputy"] => "/agreement/versions".to_owned(),
        ["team", user, "hours"] => format!("/team/{user}/history"),
        ["rotations", ..] => "/rotations".to_owned(),
        [above @ .., _] => format!("/{}", above.join("/")),
        [] => "/".to_owned(),
    }
}

/// There is no such page.
pub async fn not_found(State(app): State<App>, asked: Asked) -> Response {
    plain(&asked.frame(&app, Place::Elsewhere), Kind::NotFound, "/")
}

/// The viewer may not see this.
pub fn forbidden(app: &App, asked: &Asked) -> Response {
    plain(&asked.frame(app, Place::Elsewhere), Kind::Forbidden, "/")
}
