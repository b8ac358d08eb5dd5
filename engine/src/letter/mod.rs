//! Messages to be sent after the commit.

pub mod reads;
pub mod records;
