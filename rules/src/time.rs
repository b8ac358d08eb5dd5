//! Instants and lengths of time: microseconds, UTC. Nothing here reads a clock.

use serde::{Deserialize, Serialize};
use std::ops::{Add, Sub};

/// A point in time: microseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Instant(pub i64);

/// A length of time in microseconds; may be negative.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Span(pub i64);

/// The latest instant Baton counts with (year 9999).
pub const INSTANT_MAX: Instant = Instant(253_402_207_200_000_000);

impl Instant {
    /// Reads RFC 3339 with an offset (`2026-03-06T16:50:00+01:00`, `…Z`).
    /// `None` when there is no offset or the text is not an instant.
    pub fn parse(text: &str) -> Option<Self> {
        let stamp: jiff::Timestamp = text.trim().parse().ok()?;
        Some(Self(stamp.as_microsecond()))
    }

    /// As jiff's timestamp. Instants outside jiff's range are clamped.
    pub fn stamp(self) -> jiff::Timestamp {
        let held = self.0.clamp(-377_705_023_201_000_000, INSTANT_MAX.0);
        jiff::Timestamp::from_microsecond(held).unwrap_or(jiff::Timestamp::UNIX_EPOCH)
    }

    /// RFC 3339 in UTC, with a fraction only where there is one.
    pub fn rfc3339(self) -> String {
        self.stamp().to_string()
    }

    /// From milliseconds since the epoch.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis * 1_000)
    }
}

impl Span {
    /// Nothing.
    pub const ZERO: Span = Span(0);

    /// Whole seconds.
    pub const fn seconds(n: i64) -> Self {
        Self(n * 1_000_000)
    }

    /// Whole minutes.
    pub const fn minutes(n: i64) -> Self {
        Self::seconds(n * 60)
    }

    /// Whole hours.
    pub const fn hours(n: i64) -> Self {
        Self::minutes(n * 60)
    }

    /// Whole days of 24 hours.
    pub const fn days(n: i64) -> Self {
        Self::hours(n * 24)
    }

    /// Whole seconds in it, rounded towards zero.
    pub const fn whole_seconds(self) -> i64 {
        self.0 / 1_000_000
    }
}

impl Add<Span> for Instant {
    type Output = Instant;
    fn add(self, by: Span) -> Instant {
        Instant(self.0.saturating_add(by.0))
    }
}

impl Sub<Span> for Instant {
    type Output = Instant;
    fn sub(self, by: Span) -> Instant {
        Instant(self.0.saturating_sub(by.0))
    }
}

impl Sub for Instant {
    type Output = Span;
    fn sub(self, other: Instant) -> Span {
        Span(self.0.saturating_sub(other.0))
    }
}

impl Add for Span {
    type Output = Span;
    fn add(self, other: Span) -> Span {
        Span(self.0.saturating_add(other.0))
    }
}

impl Sub for Span {
    type Output = Span;
    fn sub(self, other: Span) -> Span {
        Span(self.0.saturating_sub(other.0))
    }
}
