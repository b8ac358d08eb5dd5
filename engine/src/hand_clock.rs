//! A clock moved by hand and randomness from a seed: for tests and for simulated worlds.

use crate::Outside;
use rules::{Id, Instant, Span};
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

/// Time stands still until it is moved.
#[derive(Debug)]
pub struct HandClock {
    now: AtomicI64,
    drawn: AtomicU64,
    seed: u64,
}

impl HandClock {
    /// Starts at an instant, with a seed.
    pub fn at(now: Instant, seed: u64) -> Self {
        Self {
            now: AtomicI64::new(now.0),
            drawn: AtomicU64::new(0),
            seed,
        }
    }

    /// Moves on by a span.
    pub fn pass(&self, by: Span) {
        self.now.fetch_add(by.0, Ordering::SeqCst);
    }

    /// Moves to an instant.
    pub fn set(&self, now: Instant) {
        self.now.store(now.0, Ordering::SeqCst);
    }
}

impl Outside for HandClock {
    fn now(&self) -> Instant {
        Instant(self.now.load(Ordering::SeqCst))
    }

    fn random(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(16) {
            let n = self.drawn.fetch_add(1, Ordering::SeqCst);
            let block = Id::named("hand clock", &format!("{}/{n}", self.seed));
            chunk.copy_from_slice(&block.0[..chunk.len()]);
        }
    }
}
