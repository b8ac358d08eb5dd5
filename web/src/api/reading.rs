//! Reading what a program sent: bounded, JSON, every value of the kind that is asked for, no name that is not known.

use super::problem::Problem;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use rules::Instant;
use rules::fields::nearest;
use serde_json::{Map, Value};
use std::borrow::Cow;

/// Largest body, in bytes.
pub const BODY_BYTES_MAX: usize = 1024 * 1024;
/// Arrays and objects inside one another.
pub const DEPTH_MAX: usize = 8;
/// Longest code (reason, detail, clause, source), in characters.
pub const CODE_CHARS_MAX: usize = 200;

/// A body as JSON.
///
/// # Errors
/// 413 too large, 415 not JSON by its type, 400 not JSON, 422 with NUL or too deep.
pub async fn body(headers: &HeaderMap, body: Body) -> Result<Value, Problem> {
    let said = headers.get(header::CONTENT_LENGTH).and_then(|v| v.to_str().ok());
    if said
        .and_then(|text| text.parse::<u64>().ok())
        .is_some_and(|n| n > BODY_BYTES_MAX as u64)
    {
        return Err(too_large());
    }
    if !is_json(headers) {
        return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "not_json"));
    }
    let bytes = to_bytes(body, BODY_BYTES_MAX).await.map_err(|_| too_large())?;
    let text = std::str::from_utf8(&bytes).map_err(|_| Problem::new(StatusCode::BAD_REQUEST, "not_utf8"))?;
    let value: Value = serde_json::from_str(text).map_err(|error| {
        Problem::new(StatusCode::BAD_REQUEST, "malformed")
            .with("line", error.line())
            .with("column", error.column())
    })?;
    sound(&value, &mut String::new(), 0)?;
    Ok(value)
}

fn too_large() -> Problem {
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large").with("bytes", BODY_BYTES_MAX)
}

fn is_json(headers: &HeaderMap) -> bool {
    let Some(kind) = headers.get(header::CONTENT_TYPE) else {
        return true;
    };
    let essence = kind.to_str().unwrap_or_default().split(';').next().unwrap_or_default();
    let essence = essence.trim().to_ascii_lowercase();
    essence == "application/json" || (essence.starts_with("application/") && essence.ends_with("+json"))
}

/// No NUL in any text or name, and not deeper than anything we take.
fn sound(value: &Value, pointer: &mut String, depth: usize) -> Result<(), Problem> {
    if depth > DEPTH_MAX {
        return Err(Problem::wrong("too_deep").at(pointer).with("max", DEPTH_MAX));
    }
    match value {
        Value::String(text) if text.contains('\0') => Err(Problem::wrong("nul").at(pointer)),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .try_for_each(|(n, item)| inside(item, &n.to_string(), pointer, depth)),
        Value::Object(map) => map.iter().try_for_each(|(name, item)| {
            if name.contains('\0') {
                return Err(Problem::wrong("nul").at(pointer));
            }
            inside(item, name, pointer, depth)
        }),
        _ => Ok(()),
    }
}

fn inside(value: &Value, name: &str, pointer: &mut String, depth: usize) -> Result<(), Problem> {
    let length = pointer.len();
    pointer.push('/');
    pointer.push_str(&escaped(name));
    sound(value, pointer, depth + 1)?;
    pointer.truncate(length);
    Ok(())
}

/// A name as a part of a pointer (RFC 6901).
pub fn escaped(name: &str) -> Cow<'_, str> {
    if name.contains(['~', '/']) {
        return Cow::Owned(name.replace('~', "~0").replace('/', "~1"));
    }
    Cow::Borrowed(name)
}

/// An object of a body, and where it stands.
#[derive(Clone, Debug)]
pub struct Object<'a> {
    map: &'a Map<String, Value>,
    pointer: String,
}

impl<'a> Object<'a> {
    /// The object at a place, with no other names than these.
    ///
    /// # Errors
    /// 422: not an object, or a name that is not known.
    pub fn read(value: &'a Value, pointer: &str, known: &[&str]) -> Result<Self, Problem> {
        let map = value.as_object().ok_or_else(|| wrong_type(pointer, "object", value))?;
        let stranger = map.keys().find(|name| !known.contains(&name.as_str()));
        if let Some(name) = stranger {
            let near = nearest(name, known.iter().copied());
            return Err(Problem::unknown("unknown_key", name, near).at(&format!("{pointer}/{}", escaped(name))));
        }
        Ok(Self {
            map,
            pointer: pointer.to_owned(),
        })
    }

    /// Where a name stands.
    pub fn place(&self, name: &str) -> String {
        format!("{}/{}", self.pointer, escaped(name))
    }

    /// A value; null is as good as absent.
    pub fn get(&self, name: &str) -> Option<&'a Value> {
        self.map.get(name).filter(|value| !value.is_null())
    }

    /// Text.
    ///
    /// # Errors
    /// 422: something else.
    pub fn text(&self, name: &str) -> Result<Option<String>, Problem> {
        let Some(value) = self.get(name) else { return Ok(None) };
        match value.as_str() {
            Some(text) => Ok(Some(text.to_owned())),
            None => Err(wrong_type(&self.place(name), "string", value)),
        }
    }

    /// A short text: a code.
    ///
    /// # Errors
    /// 422: something else, or too long.
    pub fn code(&self, name: &str) -> Result<Option<String>, Problem> {
        let text = self.text(name)?;
        if text.as_ref().is_some_and(|text| text.chars().count() > CODE_CHARS_MAX) {
            return Err(Problem::wrong("too_long")
                .at(&self.place(name))
                .with("max", CODE_CHARS_MAX));
        }
        Ok(text)
    }

    /// One of several codes.
    ///
    /// # Errors
    /// 422: something else, with the codes that are known.
    pub fn one_of<T: Copy>(&self, name: &str, known: &[(&'static str, T)]) -> Result<Option<T>, Problem> {
        let Some(text) = self.text(name)? else { return Ok(None) };
        let found = known.iter().find(|(code, _)| *code == text).map(|(_, value)| *value);
        let codes: Vec<&str> = known.iter().map(|(code, _)| *code).collect();
        let wrong = || {
            Problem::unknown("unknown_value", &text, nearest(&text, codes.iter().copied()))
                .at(&self.place(name))
                .with("known", codes.join(", "))
        };
        found.map(Some).ok_or_else(wrong)
    }

    /// True or false; false where it is absent.
    ///
    /// # Errors
    /// 422: something else.
    pub fn flag(&self, name: &str) -> Result<bool, Problem> {
        match self.get(name) {
            None | Some(Value::Null) => Ok(false),
            Some(Value::Bool(flag)) => Ok(*flag),
            Some(other) => Err(wrong_type(&self.place(name), "boolean", other)),
        }
    }

    /// A list of codes; empty where there is none.
    ///
    /// # Errors
    /// 422 when it is no list of texts, or one is too long.
    pub fn codes(&self, name: &str) -> Result<Vec<String>, Problem> {
        let list = match self.get(name) {
            None | Some(Value::Null) => return Ok(Vec::new()),
            Some(Value::Array(list)) => list,
            Some(other) => return Err(wrong_type(&self.place(name), "array", other)),
        };
        let one = |(at, value): (usize, &Value)| match value.as_str() {
            Some(text) if text.chars().count() <= CODE_CHARS_MAX => Ok(text.to_owned()),
            _ => Err(wrong_type(&format!("{}/{at}", self.place(name)), "string", value)),
        };
        list.iter().enumerate().map(one).collect()
    }

    /// An instant as RFC 3339 with an offset.
    ///
    /// # Errors
    /// 422: something else.
    pub fn instant(&self, name: &str) -> Result<Option<Instant>, Problem> {
        let Some(text) = self.text(name)? else { return Ok(None) };
        let wrong = || Problem::wrong("not_an_instant").at(&self.place(name));
        instant(&text).map(Some).ok_or_else(wrong)
    }

    /// What must be there.
    ///
    /// # Errors
    /// 422: it is not.
    pub fn needed<T>(&self, name: &str, value: Option<T>) -> Result<T, Problem> {
        value.ok_or_else(|| Problem::wrong("missing").at(&self.place(name)))
    }
}

/// An instant of the years 1970 to 9999.
pub fn instant(text: &str) -> Option<Instant> {
    let found = Instant::parse(text)?;
    (0..=rules::time::INSTANT_MAX.0).contains(&found.0).then_some(found)
}

/// A value of another kind than was asked for.
pub fn wrong_type(pointer: &str, wanted: &'static str, found: &Value) -> Problem {
    let kind = match found {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    Problem::wrong("wrong_type")
        .at(pointer)
        .with("wanted", wanted)
        .with("found", kind)
}

/// The parameters of an address, with no other names than these; a name given twice is refused.
///
/// # Errors
/// 422.
pub fn query(uri: &Uri, known: &[&str]) -> Result<Vec<(String, String)>, Problem> {
    let pairs = axum::extract::Query::<Vec<(String, String)>>::try_from_uri(uri)
        .map(|query| query.0)
        .map_err(|_| Problem::wrong("query"))?;
    for (place, (name, value)) in pairs.iter().enumerate() {
        if !known.contains(&name.as_str()) {
            return Err(Problem::unknown("unknown_parameter", name, nearest(name, known.iter().copied())).field(name));
        }
        if value.contains('\0') {
            return Err(Problem::wrong("nul").field(name));
        }
        if pairs[..place].iter().any(|(other, _)| other == name) {
            return Err(Problem::wrong("twice").field(name));
        }
    }
    Ok(pairs)
}
