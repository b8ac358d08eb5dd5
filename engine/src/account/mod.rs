//! Names, addresses and passwords of users; one-time links.

pub mod reads;
pub mod records;
