//! What went wrong in a chore, in words for the person at the terminal.
use std::fmt;

/// What went wrong, and what to do about it.
#[derive(Debug)]
pub struct Trouble(String);

/// How a chore ends.
pub type Outcome<T = ()> = Result<T, Trouble>;

impl Trouble {
    pub fn new(words: impl Into<String>) -> Self {
        Self(words.into())
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// Adds what was being done to an error from below.
pub trait Doing<T> {
    fn doing(self, what: impl fmt::Display) -> Outcome<T>;
}

impl<T, E: fmt::Display> Doing<T> for Result<T, E> {
    fn doing(self, what: impl fmt::Display) -> Outcome<T> {
        self.map_err(|error| Trouble(format!("{what}: {error}")))
    }
}
