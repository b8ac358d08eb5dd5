//! Ids: UUIDv7, 16 bytes. Outside they read `lead_01j…`: a prefix and 26 letters of Crockford base32.

use crate::time::Instant;
use crate::written;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};
use std::fmt;

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const LETTERS: usize = 26;
/// What each byte stands for as a letter; `NONE` for those that are none.
const DIGITS: [u8; 256] = digits();
const NONE: u8 = 255;

const fn digits() -> [u8; 256] {
    let mut digits = [NONE; 256];
    let mut place = 0;
    while place < ALPHABET.len() {
        digits[ALPHABET[place] as usize] = place as u8;
        place += 1;
    }
    digits
}

/// A UUIDv7. The same order in memory, in the database and as text.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(pub [u8; 16]);

impl Id {
    /// A fresh id from an instant and ten random bytes (both are arguments).
    pub fn fresh(at: Instant, random: [u8; 10]) -> Self {
        let millis = (at.0.max(0) / 1_000) as u64;
        let mut bytes = [0u8; 16];
        bytes[..6].copy_from_slice(&millis.to_be_bytes()[2..]);
        bytes[6..].copy_from_slice(&random);
        Self::stamped(bytes)
    }

    /// The id that follows from an ask and a position in it, so that the same ask always makes the same ids.
    pub fn derive(ask: Id, ordinal: u32, at: Instant) -> Self {
        let mut hash = Sha256::new();
        hash.update(ask.0);
        hash.update(ordinal.to_be_bytes());
        Self::fresh(at, first_ten(&hash.finalize()))
    }

    /// An id named by text (an idempotency key, a file's row, a clock's strike). Equal names, equal ids.
    pub fn named(scope: &str, name: &str) -> Self {
        let mut hash = Sha256::new();
        hash.update((scope.len() as u64).to_be_bytes());
        hash.update(scope.as_bytes());
        hash.update(name.as_bytes());
        let digest = hash.finalize();
        let mut bytes = [0u8; 16];
        bytes.copy_from_slice(&digest[..16]);
        bytes[6] = (bytes[6] & 0x0f) | 0x80;
        bytes[8] = (bytes[8] & 0x3f) | 0x80;
        Self(bytes)
    }

    fn stamped(mut bytes: [u8; 16]) -> Self {
        bytes[6] = (bytes[6] & 0x0f) | 0x70;
        bytes[8] = (bytes[8] & 0x3f) | 0x80;
        Self(bytes)
    }

    /// With a prefix, for the outside: `lead_01j…`.
    pub fn show(self, prefix: &str) -> String {
        format!("{prefix}_{self}")
    }

    /// Reads `lead_01j…` when the prefix is the one asked for.
    pub fn read(prefix: &str, text: &str) -> Option<Self> {
        Self::parse(text.strip_prefix(prefix)?.strip_prefix('_')?)
    }

    /// Reads the 26 letters alone.
    pub fn parse(text: &str) -> Option<Self> {
        let letters = text.as_bytes();
        if letters.len() != LETTERS {
            return None;
        }
        let mut value: u128 = 0;
        for (place, letter) in letters.iter().enumerate() {
            let digit = DIGITS[usize::from(*letter)];
            if digit == NONE || (place == 0 && digit > 7) {
                return None;
            }
            value = (value << 5) | u128::from(digit);
        }
        Some(Self(value.to_be_bytes()))
    }

    /// From a database column; `None` unless there are 16 bytes.
    pub fn from_slice(bytes: &[u8]) -> Option<Self> {
        Some(Self(bytes.try_into().ok()?))
    }
}

fn first_ten(digest: &[u8]) -> [u8; 10] {
    let mut random = [0u8; 10];
    random.copy_from_slice(&digest[..10]);
    random
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = u128::from_be_bytes(self.0);
        let letter = |place: usize| ALPHABET[(value >> ((LETTERS - 1 - place) * 5)) as usize & 31];
        let letters: [u8; LETTERS] = std::array::from_fn(letter);
        // the alphabet is ASCII: there is always a text
        f.write_str(std::str::from_utf8(&letters).unwrap_or_default())
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let of = |text: &str| Id::parse(text).ok_or_else(|| "not an id of 26 letters".to_owned());
        written::read(from, "an id of 26 letters", of)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_bytes_agree() {
        let id = Id::fresh(Instant(1_772_811_000_000_000), [7; 10]);
        assert_eq!(Id::read("lead", &id.show("lead")), Some(id));
        assert_eq!(Id::read("user", &id.show("lead")), None);
    }

    #[test]
    fn the_same_ask_makes_the_same_ids() {
        let ask = Id::named("form", "a");
        let at = Instant(5_000_000);
        assert_eq!(Id::derive(ask, 1, at), Id::derive(ask, 1, at));
        assert_ne!(Id::derive(ask, 1, at), Id::derive(ask, 2, at));
    }

    #[test]
    fn later_ids_sort_later() {
        let early = Id::fresh(Instant::from_millis(1_000), [255; 10]);
        let late = Id::fresh(Instant::from_millis(2_000), [0; 10]);
        assert!(early < late && early.to_string() < late.to_string());
    }
}
