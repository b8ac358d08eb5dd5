//! Messages to be sent after the commit.

pub mod records;
