//! Sessions.

pub mod reads;
pub mod records;
