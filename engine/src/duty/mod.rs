//! Duties of leads beside their handoffs': Marketing's look, the rep's "still alive?".

pub mod reads;
pub mod records;
