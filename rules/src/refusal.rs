//! Refusals: why something was not done. A value with a code and arguments; words are found elsewhere.

use serde::Serialize;

/// What kind of no.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum No {
    /// The input is wrong: mend it and send it again.
    Invalid,
    /// The actor may not.
    Forbidden,
    /// There is no such thing, or the actor may not know of it.
    NotFound,
    /// Somebody was first, or the thing has moved on.
    Conflict,
}

/// Why an ask was not done. Nothing was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Refusal {
    /// What kind of no.
    pub no: No,
    /// Which one; words are looked up by it.
    pub code: &'static str,
    /// The field concerned, when it is one field.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Values for the words.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub args: Vec<(&'static str, String)>,
}

impl Refusal {
    /// Wrong input in one field.
    pub fn invalid(code: &'static str, field: &str) -> Self {
        Self {
            no: No::Invalid,
            code,
            field: Some(field.to_owned()),
            args: Vec::new(),
        }
    }

    /// The actor may not.
    pub fn forbidden(code: &'static str) -> Self {
        Self {
            no: No::Forbidden,
            code,
            field: None,
            args: Vec::new(),
        }
    }

    /// No such thing.
    pub fn not_found(code: &'static str) -> Self {
        Self {
            no: No::NotFound,
            code,
            field: None,
            args: Vec::new(),
        }
    }

    /// Somebody was first.
    pub fn conflict(code: &'static str) -> Self {
        Self {
            no: No::Conflict,
            code,
            field: None,
            args: Vec::new(),
        }
    }

    /// With a value for the words.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.push((name, value.to_string()));
        self
    }
}
