//! Tokens of other programs.

pub mod records;
