//! Asks that were done, with their answers.

pub mod records;
