//! Secret addresses of calendars: only hashes are kept, and the roster says which one is good.

pub mod records;
