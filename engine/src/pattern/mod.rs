//! C's alike in reason and source, and Marketing's answers to them.

pub mod reads;
