//! Tokens of other programs.

pub mod known;
pub mod records;
