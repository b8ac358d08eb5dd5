//! Answers to the agreement's questions, and the note of a handoff, as they are sent.

use crate::agreement::NotePart;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Answers: what is empty leaves what was known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Answers {
    /// By id of the question.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub answers: BTreeMap<String, String>,
    /// Parts of the note.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub note: BTreeMap<NotePart, String>,
}

impl Answers {
    /// Nothing was sent.
    pub fn is_empty(&self) -> bool {
        self.answers.is_empty() && self.note.is_empty()
    }
}
