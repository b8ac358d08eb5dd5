//! Handoffs as rows.

pub mod morning;
pub mod reads;
pub mod records;
