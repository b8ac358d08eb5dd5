//! Business time: worked cases.

#[cfg(test)]
mod cases;
