//! Both sides' numbers, read from the same rows; every number opens the list of exactly its leads.

pub mod history;
pub mod history_leads;
pub mod list;
pub mod owed;
pub mod parts;
pub mod reads;
