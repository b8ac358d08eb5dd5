//! Rotations' places.

pub mod records;
