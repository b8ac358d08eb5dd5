//! What is asked about the agreement: its drafts, its versions, and clocks that run under another one.

use crate::agreement::Side;
use crate::{Id, Instant};
use serde::{Deserialize, Serialize};

/// What is asked of the agreement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum OfAgreement {
    /// Propose a text of the agreement.
    Propose {
        /// The exact text.
        text: String,
        /// As a trial: 30 days on one signature.
        trial: bool,
        /// When it is to come into force; at once where nothing is said.
        from: Option<Instant>,
        /// The version in force that it was compared with.
        base: i64,
        /// The draft that it was written as.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        draft: Option<Id>,
    },
    /// Begin a draft of the agreement, or change one.
    KeepDraft {
        /// Which; a new one where nothing is said.
        draft: Option<Id>,
        /// The exact text.
        text: String,
        /// The version whose text it began as.
        base: i64,
        /// SHA-256 of the text that was changed, in hexadecimal: what whoever asks has seen.
        seen: Option<String>,
    },
    /// Throw a draft away; it can be taken back.
    DiscardDraft {
        /// Which.
        draft: Id,
    },
    /// Take a discarded draft back.
    RestoreDraft {
        /// Which.
        draft: Id,
    },
    /// Sign a version.
    Sign {
        /// Which.
        version: i64,
        /// SHA-256 of the exact text that was read, in hexadecimal.
        hash: String,
    },
    /// Decline a version, with words.
    Decline {
        /// Which.
        version: i64,
        /// Why.
        words: String,
    },
    /// Object to the other side's own change, with words.
    Object {
        /// Which version.
        version: i64,
        /// Why.
        words: String,
    },
    /// Take a proposal back.
    Withdraw {
        /// Which version.
        version: i64,
    },
    /// Name who signs for a side in its head's stead.
    NameDeputy {
        /// Which side.
        side: Side,
        /// Who; nobody where nothing is said.
        deputy: Option<Id>,
    },
    /// Nobody answered a proposal in time: tell the boss.
    TellSilence {
        /// Which version.
        version: i64,
    },
    /// Begin to give running clocks the terms of the version in force.
    ApplyToRunning {
        /// The version, as whoever asks has seen it.
        version: i64,
        /// The act that applied it before, where whoever asks has seen how that ended.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        after: Option<Id>,
    },
    /// One slice of it: at most [`super::SLICE_MAX`] leads.
    RepinSlice {
        /// The act that it is part of.
        act: Id,
        /// The version.
        version: i64,
        /// The last lead of the slice before it; a slice that does not follow on what is kept is refused.
        after: Id,
        /// The leads, in order.
        leads: Vec<Id>,
        /// The last lead looked at.
        upto: Id,
        /// Nothing is left after it.
        last: bool,
    },
}
