//! What the two sides owe beside time: questions answered, tries to the end, and how a deal ended.

use crate::Id;
use crate::Instant;
use crate::agreement::NotePart;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Who answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnsweredBy {
    /// The person, in a form.
    Lead,
    /// Marketing, or a program of its own.
    Marketing,
    /// Sales: what a rep found out is not what Marketing owed.
    Sales,
}

impl AnsweredBy {
    /// As words are looked up.
    pub fn code(self) -> &'static str {
        match self {
            Self::Lead => "lead",
            Self::Marketing => "marketing",
            Self::Sales => "sales",
        }
    }
}

/// Questions were answered, or the note that goes with a handoff was written. Words are the person's row alone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Answered {
    /// The handoff that ran then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handoff: Option<Id>,
    /// By id of the question: the answer where it is a code (a choice, a number, yes or no, a day, a country).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub answers: BTreeMap<String, Option<String>>,
    /// Parts of the note.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub note: Vec<NotePart>,
    /// Who.
    pub by: AnsweredBy,
}

/// How often somebody is to be tried, and until when: pinned with the clock, so that it stays as it was agreed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// So many attempts.
    pub attempts: u32,
    /// Until then.
    pub by: Instant,
    /// So many of them by phone; none of a lead without a number.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub calls: u32,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_zero(calls: &u32) -> bool {
    *calls == 0
}

/// What was recorded of a deal's end was taken back: the deal runs again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OutcomeUndone {
    /// Of which handoff.
    pub handoff: Id,
}
