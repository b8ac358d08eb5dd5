//! An agreement in words: what a version changes, and what is wrong with a text, a sentence each.
//!
//! Promises: every change of the rules has a sentence and every problem has one; a plain comparison is said as field,
//! comparison and value; whatever is more than that is said by its old and its new text.

mod changes;
mod problems;
mod values;

pub use changes::{sentences, who_signs};
pub use problems::{expected, problem};
pub use values::field as field_name;

use crate::words::{Said, Words};
use rules::fields::Registry;

/// Who says it: the words of a language, and the fields with their labels.
#[derive(Clone, Copy, Debug)]
pub struct Saying<'a> {
    /// The words.
    pub words: &'a Words,
    /// The fields in force.
    pub fields: &'a Registry,
}

impl Saying<'_> {
    fn code(&self, family: &str, code: &str, values: &[(&'static str, &str)]) -> String {
        let values: Vec<(&'static str, Said<'_>)> =
            values.iter().map(|(name, value)| (*name, Said::from(*value))).collect();
        self.words.code(family, code, &values)
    }
}
