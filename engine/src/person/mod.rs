//! The human behind a lead: rows that can be erased.

pub mod reads;
pub mod records;
