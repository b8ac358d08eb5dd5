//! Detail and free words.

pub mod reads;
pub mod records;
