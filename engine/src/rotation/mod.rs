//! Rotations' places.

pub mod reads;
pub mod records;
pub mod trial;
