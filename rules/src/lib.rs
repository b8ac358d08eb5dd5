//! What is true: leads, handoffs, attempts, feedback, the agreement, scores, calendars, routing.
//!
//! Everything here is a function of its arguments. No I/O, no clock, no randomness, no async.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod agreement;
pub mod ask;
pub mod calendar;
pub mod check;
pub mod clock;
pub mod company;
pub mod contact;
pub mod criteria;
pub mod decide;
pub mod fact;
pub mod fields;
pub mod handoff;
pub mod id;
pub mod lead;
pub mod pattern;
pub mod person;
pub mod refusal;
pub mod replay;
pub mod roster;
pub mod routing;
pub mod score;
pub mod scorecard;
pub mod slices;
pub mod time;
#[cfg(test)]
#[path = "../tests/tries.rs"]
mod tries;
mod written;

pub use id::Id;
pub use time::{Instant, Span};
