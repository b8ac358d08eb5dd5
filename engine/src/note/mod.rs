//! Detail and free words.

pub mod records;
