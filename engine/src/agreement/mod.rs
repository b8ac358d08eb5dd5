//! Texts of the agreement.

pub mod records;
