//! The outside world as arguments: the wall clock and randomness. The program wires the real ones, tests move their own.

use rules::Instant;

/// Where time and randomness come from.
pub trait Outside: Send + Sync + 'static {
    /// The wall clock, read once at the door.
    fn now(&self) -> Instant;
    /// Fills with random bytes.
    fn random(&self, bytes: &mut [u8]);
}

/// Ten random bytes for a fresh id.
pub fn ten(outside: &dyn Outside) -> [u8; 10] {
    let mut bytes = [0; 10];
    outside.random(&mut bytes);
    bytes
}
