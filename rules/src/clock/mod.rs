//! Clocks: who held the time between a trigger and the first attempt, and who answers for a breach.

pub mod morning;
pub mod partition;
