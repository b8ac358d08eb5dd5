//! Texts of the agreement.

pub mod filled;
pub mod ideal;
pub mod reads;
pub mod records;
pub mod silence;
