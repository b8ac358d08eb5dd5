//! Values that are written as a text, read from it where it stands: a state holds dozens of them, and none needs a copy.

use serde::de::{Deserializer, Error, Visitor};
use std::fmt;

/// How a value is read out of its text; what is wrong otherwise.
type Of<T> = fn(&str) -> Result<T, String>;

/// Reads a value out of its text; `what` says what is expected where there is no text at all.
pub(crate) fn read<'de, D: Deserializer<'de>, T>(from: D, what: &'static str, of: Of<T>) -> Result<T, D::Error> {
    from.deserialize_str(Written { what, of })
}

struct Written<T> {
    what: &'static str,
    of: Of<T>,
}

impl<T> Visitor<'_> for Written<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.what)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        (self.of)(text).map_err(E::custom)
    }
}
