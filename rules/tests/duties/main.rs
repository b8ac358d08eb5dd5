//! The duties of `spec/clocks.md`, told as stories and as laws on decisions alone: no database, no clock but the test's.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where it must"
)]

mod accepted;
mod applied;
mod back;
mod evidence;
mod handing;
mod house;
mod joining;
mod laws;
mod leavers;
mod onward;
mod out;
mod owed;
mod owners;
mod past;
mod reached;
mod renamed;
mod rota;
mod sql;
mod stories;
mod taken;
mod trial;
#[path = "../tries.rs"]
mod tries;
mod year;
