//! Submissions as they came.

pub mod records;
