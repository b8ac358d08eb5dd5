//! Sessions.

pub mod records;
