//! The state of subjects that have no table of their own.

pub mod records;
