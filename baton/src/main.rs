//! Baton.
fn main() {}
