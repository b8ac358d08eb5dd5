//! Reading facts of every version ever released. Bodies on disk are never rewritten; they are lifted here.

use super::Body;
use serde_json::Value;

/// A stored fact that this Baton cannot read.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Unreadable {
    /// Written by a newer Baton.
    #[error("fact {kind} is of version {v}; this Baton reads up to {known}")]
    Newer {
        /// The fact's kind.
        kind: String,
        /// The version found.
        v: i64,
        /// The newest version known here.
        known: i64,
    },
    /// Not a body of that kind.
    #[error("fact {kind} v{v} cannot be read: {why}")]
    Body {
        /// The fact's kind.
        kind: String,
        /// Its version.
        v: i64,
        /// What the reader said.
        why: String,
    },
}

/// The version in which facts of a kind are written today.
pub const VERSION_NOW: i64 = 1;

impl Body {
    /// The kind as stored, the version, and the body as JSON text.
    ///
    /// # Errors
    /// `Unreadable::Body` when the body cannot be written as JSON (a number that is not finite).
    pub fn write(&self) -> Result<(String, i64, String), Unreadable> {
        let unwritable = |why: String| Unreadable::Body {
            kind: String::new(),
            v: VERSION_NOW,
            why,
        };
        // written once, as `{"kind":"…","body":…}`, and cut: a tree of values in between costs more than the decision
        let whole = serde_json::to_string(self).map_err(|e| unwritable(e.to_string()))?;
        let (kind, body) = cut(&whole).ok_or_else(|| unwritable("a body without its kind".to_owned()))?;
        Ok((kind.to_owned(), VERSION_NOW, body.to_owned()))
    }
}

/// Kind and body of `{"kind":"…","body":…}`; a kind is a code, so no sign in it is escaped.
fn cut(whole: &str) -> Option<(&str, &str)> {
    let (kind, rest) = whole.strip_prefix("{\"kind\":\"")?.split_once('"')?;
    match rest.strip_prefix(",\"body\":") {
        Some(body) => Some((kind, body.strip_suffix('}')?)),
        None => Some((kind, "{}")),
    }
}

/// Reads a body of any released version.
///
/// # Errors
/// `Unreadable` for an unknown kind, a newer version or a body of another shape.
pub fn upcast(kind: &str, v: i64, body: &str) -> Result<Body, Unreadable> {
    if v > VERSION_NOW {
        return Err(Unreadable::Newer {
            kind: kind.to_owned(),
            v,
            known: VERSION_NOW,
        });
    }
    let wrong = |e: serde_json::Error| Unreadable::Body {
        kind: kind.to_owned(),
        v,
        why: e.to_string(),
    };
    let raw: &serde_json::value::RawValue = serde_json::from_str(body).map_err(wrong)?;
    let whole = format!("{{\"kind\":{},\"body\":{}}}", Value::from(kind), raw.get());
    serde_json::from_str(&whole).map_err(wrong)
}
