//! A past window under a proposed version, beside what happened.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test")]

mod house;
mod laws;
mod stories;
#[path = "../tries.rs"]
mod tries;
