//! What happened to versions of the agreement.

use crate::Id;
use crate::Instant;
use crate::agreement::Side;
use crate::agreement::change::Kind;
use crate::agreement::life::{Refused, Version};
use serde::{Deserialize, Serialize};

/// A text was proposed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AgreementProposed {
    /// Its number, from 1.
    pub version: i64,
    /// SHA-256 of the exact text, in hexadecimal.
    pub hash: String,
    /// Whose change it is.
    pub change: Kind,
    /// As a trial of 30 days on one signature.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub trial: bool,
    /// The version whose text it was compared with.
    pub base: i64,
    /// When it is to come into force; at once where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Instant>,
    /// Until then an answer is awaited.
    pub answer_by: Instant,
    /// The draft that it was written as.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub draft: Option<Id>,
}

impl AgreementProposed {
    /// The version as it is born.
    pub fn born(&self, by: Option<Id>, at: Instant) -> Version {
        Version {
            hash: self.hash.clone(),
            by,
            at,
            kind: self.change,
            trial: self.trial,
            base: self.base,
            wanted_from: self.from,
            answer_by: self.answer_by,
            signatures: Vec::new(),
            force: Vec::new(),
            object_until: None,
            declined: None,
            objected: None,
            withdrawn_at: None,
            silence_told_at: None,
            draft: self.draft,
        }
    }
}

/// Somebody signed the exact bytes of a version.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AgreementSigned {
    /// Which.
    pub version: i64,
    /// SHA-256 of the exact text, in hexadecimal.
    pub hash: String,
    /// For which sides.
    pub sides: Vec<Side>,
    /// As a deputy.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub deputy: bool,
}

/// A version was declined, or an own change objected to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AgreementRefused {
    /// Which.
    pub version: i64,
    /// For which side.
    pub side: Side,
    /// The words, in a row of their own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Id>,
}

impl AgreementRefused {
    /// As the version keeps it.
    pub fn refused(&self, user: Id, at: Instant) -> Refused {
        Refused {
            user,
            side: self.side,
            at,
            note: self.note,
        }
    }
}

/// Only the version is told: it was taken back; or its silence was told to the boss.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OfVersion {
    /// Which.
    pub version: i64,
}

/// A draft was begun, or reads otherwise. Its text is a row of its own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DraftKept {
    /// Which.
    pub draft: Id,
    /// SHA-256 of the exact text, in hexadecimal.
    pub hash: String,
    /// The version whose text it began as, or was taken up to.
    pub base: i64,
    /// The sides that see it.
    pub sides: Vec<Side>,
}

/// Only the draft is told: it was discarded, or taken back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OfDraft {
    /// Which.
    pub draft: Id,
}

/// A side got a deputy, or has none any more.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeputySet {
    /// Whose.
    pub side: Side,
    /// Who; nobody where `None`.
    pub deputy: Option<Id>,
}

/// A version was applied to running clocks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AppliedToRunning {
    /// Which.
    pub version: i64,
    /// The act that does it.
    pub act: Id,
}
