//! Versions of the agreement over the pages, on memory and on PostgreSQL: drafted, proposed, signed, applied.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    dead_code,
    reason = "a test stops where it must, and every story uses a part of this"
)]

mod bars;
pub mod desk;
mod meanwhile;
mod running;
mod stories;
