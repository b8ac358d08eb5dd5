//! Forms of text for comparing: one form of composed letters, and letters without their marks.

use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};
use std::borrow::Cow;

/// Composed form (NFC). Text of ASCII comes back untouched.
pub(super) fn composed(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    ComposingNormalizerBorrowed::new_nfc().normalize(text)
}

/// Small letters and digits only, marks, spaces and punctuation dropped: `Côte d'Ivoire` → `cotedivoire`.
pub(super) fn folded(text: &str) -> String {
    if text.is_ascii() {
        return text
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .map(|c| c.to_ascii_lowercase())
            .collect();
    }
    let apart = DecomposingNormalizerBorrowed::new_nfkd().normalize(text);
    apart
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_case_and_punctuation_do_not_count() {
        assert_eq!(folded("Côte d'Ivoire"), "cotedivoire");
        assert_eq!(folded("  ÖSTERREICH "), "osterreich");
        assert_eq!(folded("U.S.A."), "usa");
    }

    #[test]
    fn composed_and_decomposed_letters_are_one() {
        assert_eq!(composed("n\u{303}"), "ñ");
    }
}
