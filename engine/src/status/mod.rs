//! The health of the house.

pub mod reads;
