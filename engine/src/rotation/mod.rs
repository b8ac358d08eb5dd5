//! Rotations' places.

pub mod let_pass;
pub mod reads;
pub mod records;
pub mod trial;
