//! The team as a page sees it.

pub mod reads;
