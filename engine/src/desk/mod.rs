//! Open handoffs on each desk.

pub mod records;
