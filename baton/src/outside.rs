//! The real clock and real randomness: the one place where they are read.

use engine::Outside;
use rules::Instant;
use std::time::{SystemTime, UNIX_EPOCH};

/// A clock that was set to another instant when it started, and runs on from there: for trials in a browser, which must
/// not depend on the weekday they run on.
#[derive(Clone, Copy, Debug)]
pub struct Shifted {
    by: rules::Span,
}

impl Shifted {
    /// Starts at an instant.
    pub fn starting_at(at: Instant) -> Self {
        Self { by: at - Real.now() }
    }
}

impl Outside for Shifted {
    fn now(&self) -> Instant {
        Real.now() + self.by
    }

    fn random(&self, bytes: &mut [u8]) {
        Real.random(bytes);
    }
}

/// The world outside.
#[derive(Clone, Copy, Debug, Default)]
pub struct Real;

impl Outside for Real {
    #[allow(clippy::disallowed_methods)] // this is the door at which the wall clock is read
    fn now(&self) -> Instant {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Instant(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
    }

    #[allow(clippy::disallowed_methods, clippy::panic)] // without randomness no secret is safe: better to stop
    fn random(&self, bytes: &mut [u8]) {
        if let Err(error) = getrandom::fill(bytes) {
            panic!("the system gives no randomness: {error}");
        }
    }
}
