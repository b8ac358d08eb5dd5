//! Companies: whose account and deal they are.

pub mod reads;
