//! Texts of the agreement.

pub mod reads;
pub mod records;
pub mod silence;
