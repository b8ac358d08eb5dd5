//! Handoffs as rows.

pub mod records;
