//! Handoffs as rows.

pub mod reads;
pub mod records;
