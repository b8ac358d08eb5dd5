//! What the command line says when something cannot be done.

use engine::EngineError;
use std::fmt;

/// What happened, and what to do.
#[derive(Debug)]
pub struct Trouble(String);

impl Trouble {
    /// In words.
    pub fn plain(what: impl Into<String>) -> Self {
        Self(what.into())
    }

    /// In words, with what the system said.
    pub fn of(what: String, error: &dyn fmt::Display) -> Self {
        Self(format!("{what}: {error}"))
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<EngineError> for Trouble {
    fn from(error: EngineError) -> Self {
        match error {
            EngineError::Refused(refusal) => {
                let words = web::words::Words::new("en");
                let values: Vec<(&'static str, web::words::Said<'_>)> = refusal
                    .args
                    .iter()
                    .map(|(name, value)| (*name, value.as_str().into()))
                    .collect();
                Self(words.code("refusal", refusal.code, &values))
            }
            other => Self(other.to_string()),
        }
    }
}
