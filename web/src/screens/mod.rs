//! The screens: a folder each, with its view model and its page.
//!
//! Promises: a view model holds what is shown and nothing else; filling it is the caller's.

pub mod lead;
pub mod queue;
