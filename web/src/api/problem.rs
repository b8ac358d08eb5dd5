//! What went wrong, for a program: RFC 9457 problem details with a code, the place in the input and values.

use crate::words::{Said, Words};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use engine::EngineError;
use rules::refusal::{No, Refusal};
use serde_json::{Map, Value, json};

/// The media type of problems.
pub const MEDIA_TYPE: &str = "application/problem+json";
/// Seconds after which to try again, where trying again helps.
pub const RETRY_SECONDS: &str = "2";

/// A problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// HTTP status.
    pub status: StatusCode,
    /// Which one; words are looked up by it.
    pub code: String,
    /// The family of its words.
    family: &'static str,
    /// The field or parameter concerned.
    field: Option<String>,
    /// Where in the body (RFC 6901).
    pointer: Option<String>,
    /// Values for the words.
    args: Vec<(&'static str, String)>,
}

impl Problem {
    /// A problem of the API itself.
    pub fn new(status: StatusCode, code: &str) -> Self {
        Self {
            status,
            code: code.to_owned(),
            family: "problem",
            field: None,
            pointer: None,
            args: Vec::new(),
        }
    }

    /// Too many calls without a good token: 429, and after how many seconds to come back.
    pub fn too_often(seconds: i64) -> Self {
        Self::new(StatusCode::TOO_MANY_REQUESTS, "too_often").with("seconds", seconds)
    }

    /// Seconds after which to try again, where that helps.
    fn retry_after(&self) -> Option<HeaderValue> {
        let seconds = self.args.iter().find(|(name, _)| *name == "seconds");
        match self.status {
            StatusCode::SERVICE_UNAVAILABLE => Some(HeaderValue::from_static(RETRY_SECONDS)),
            StatusCode::TOO_MANY_REQUESTS => seconds.and_then(|(_, text)| HeaderValue::from_str(text).ok()),
            _ => None,
        }
    }

    /// Input that cannot be taken: 422.
    pub fn wrong(code: &str) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, code)
    }

    /// About a field or parameter.
    #[must_use]
    pub fn field(mut self, field: &str) -> Self {
        self.field = Some(field.to_owned());
        self
    }

    /// At a place in the body; its last part is the field.
    #[must_use]
    pub fn at(mut self, pointer: &str) -> Self {
        let last = pointer.rsplit('/').next().unwrap_or_default();
        self.field = (!last.is_empty()).then(|| last.replace("~1", "/").replace("~0", "~"));
        self.pointer = Some(pointer.to_owned());
        self
    }

    /// With a value for the words.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.push((name, value.to_string()));
        self
    }

    /// A name that is not known, and the known one nearest to it.
    #[must_use]
    pub fn unknown(code: &str, key: &str, nearest: Option<&str>) -> Self {
        let problem = Self::wrong(code).with("key", shortened(key));
        match nearest {
            Some(near) => problem.with("nearest", near),
            None => problem,
        }
    }

    /// As JSON.
    pub fn json(&self) -> Value {
        let words = Words::new("en");
        let values: Vec<(&'static str, Said<'_>)> = self
            .args
            .iter()
            .map(|(name, value)| (*name, value.as_str().into()))
            .collect();
        let mut detail = words.code(self.family, &self.code, &values);
        if let Some((_, near)) = self.args.iter().find(|(name, _)| *name == "nearest") {
            detail = format!("{detail} {}", words.say_of("problem-did-you-mean", near));
        }
        let mut whole = json!({
            "type": format!("urn:baton:problem:{}", self.code),
            "title": words.code("problem-status", self.status.as_str(), &[]),
            "status": self.status.as_u16(),
            "detail": detail,
            "code": self.code,
        });
        if let Some(whole) = whole.as_object_mut() {
            self.add_places(whole);
        }
        whole
    }

    fn add_places(&self, whole: &mut Map<String, Value>) {
        let optional = [("field", &self.field), ("pointer", &self.pointer)];
        for (name, value) in optional {
            if let Some(value) = value {
                whole.insert(name.to_owned(), Value::from(value.as_str()));
            }
        }
        for name in ["key", "nearest"] {
            if let Some((_, value)) = self.args.iter().find(|(known, _)| *known == name) {
                whole.insert(name.to_owned(), Value::from(value.as_str()));
            }
        }
        let args: Map<String, Value> = self
            .args
            .iter()
            .map(|(name, value)| ((*name).to_owned(), Value::from(value.as_str())))
            .collect();
        if !args.is_empty() {
            whole.insert("args".to_owned(), Value::Object(args));
        }
    }
}

/// The start of what a client sent: an answer does not carry back a megabyte.
fn shortened(text: &str) -> String {
    const MAX: usize = 80;
    match text.char_indices().nth(MAX) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let status = match refusal.no {
            No::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
            No::Forbidden => StatusCode::FORBIDDEN,
            No::NotFound => StatusCode::NOT_FOUND,
            No::Conflict => StatusCode::CONFLICT,
        };
        Self {
            status,
            code: refusal.code.to_owned(),
            family: "refusal",
            field: refusal.field,
            pointer: None,
            args: refusal.args,
        }
    }
}

impl From<EngineError> for Problem {
    fn from(error: EngineError) -> Self {
        match error {
            EngineError::Refused(refusal) => refusal.into(),
            EngineError::IdReused => Self::wrong("id_reused").field("Idempotency-Key"),
            error if error.is_full() => Self::new(StatusCode::SERVICE_UNAVAILABLE, "full"),
            error if error.is_unsure() => Self::new(StatusCode::SERVICE_UNAVAILABLE, "unsure"),
            error if error.is_away() => Self::new(StatusCode::SERVICE_UNAVAILABLE, "busy"),
            error => {
                tracing::error!(%error, "a request of the API failed");
                Self::new(StatusCode::INTERNAL_SERVER_ERROR, "fault")
            }
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = self.json().to_string();
        let mut answer = (self.status, [(header::CONTENT_TYPE, MEDIA_TYPE)], body).into_response();
        if let Some(seconds) = self.retry_after() {
            answer.headers_mut().insert(header::RETRY_AFTER, seconds);
        }
        if self.status == StatusCode::UNAUTHORIZED {
            answer
                .headers_mut()
                .insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        answer
    }
}
