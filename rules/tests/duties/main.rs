//! The duties of `spec/clocks.md`, told as stories and as laws on decisions alone: no database, no clock but the test's.

mod evidence;
mod house;
mod laws;
mod stories;
