//! What waits for Marketing's decision.

pub mod reads;
