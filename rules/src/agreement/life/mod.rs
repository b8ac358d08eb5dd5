//! The life of versions: proposed, signed, in force at an instant, superseded; or declined with words.
//!
//! The room promises: which version is in force is a function of the facts and an instant alone, so a trial ends by
//! itself and a version comes into force without anybody at a clock; a shared version is in force for good only with
//! the signatures of two sides, by two people, or by the one who holds both offices while nobody else holds either.

mod applied;
mod drafts;
mod who;

pub use applied::{APPLIED_MAX, Applied};
pub use drafts::{DISCARDED_MAX, DRAFTS_MAX, TextDraft, drafts, sides_of};
pub use who::{Signs, head_of, may_stand_in, signs_for};

use super::Side;
use super::change::Kind;
use crate::fact::{Body, Fact};
use crate::time::Span;
use crate::{Id, Instant};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How long a trial runs.
pub const TRIAL_LASTS: Span = Span::days(30);
/// How long after a trial's end the same side may not start another.
pub const TRIAL_PAUSE: Span = Span::days(30);
/// Business days in which the other side may object to an own change, and after which silence is told to the boss.
pub const ANSWER_DAYS: u32 = 5;
/// Most proposals that wait at once.
pub const OPEN_MAX: usize = 20;
/// Most versions ever.
pub const VERSIONS_MAX: usize = 900;

/// One signature: over the exact bytes of one text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// Who.
    pub user: Id,
    /// For which sides: one; both where one person holds both offices.
    pub sides: Vec<Side>,
    /// As a deputy.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub deputy: bool,
    /// When.
    pub at: Instant,
}

/// A no: who, for which side, when, and the row of the words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// Who.
    pub user: Id,
    /// For which side.
    pub side: Side,
    /// When.
    pub at: Instant,
    /// The words.
    pub note: Option<Id>,
}

/// A time in force: from an instant, until one where it is a trial or was objected to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Force {
    /// From.
    pub from: Instant,
    /// Until; for good where `None`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Instant>,
}

impl Force {
    fn holds(&self, at: Instant) -> bool {
        self.from <= at && self.until.is_none_or(|until| at < until)
    }
}

/// A version and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// SHA-256 of the exact text, in hexadecimal.
    pub hash: String,
    /// Who proposed it.
    pub by: Option<Id>,
    /// When.
    pub at: Instant,
    /// Whose change it is.
    pub kind: Kind,
    /// Proposed as a trial.
    pub trial: bool,
    /// The version whose text it was compared with.
    pub base: i64,
    /// When it is to come into force; at once where `None`.
    pub wanted_from: Option<Instant>,
    /// Until then an answer is awaited; after it the boss is told.
    pub answer_by: Instant,
    /// The signatures.
    pub signatures: Vec<Signature>,
    /// Its times in force, in the order that they came about.
    pub force: Vec<Force>,
    /// Until then the other side may object to an own change.
    pub object_until: Option<Instant>,
    /// Declined.
    pub declined: Option<Refused>,
    /// Objected to: from then on it is shared.
    pub objected: Option<Refused>,
    /// Taken back by who proposed it.
    pub withdrawn_at: Option<Instant>,
    /// When the boss was told of the silence.
    pub silence_told_at: Option<Instant>,
    /// The draft that it was written as.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub draft: Option<Id>,
}

impl Version {
    /// Whether a side has signed.
    pub fn is_signed_by(&self, side: Side) -> bool {
        self.signatures.iter().any(|signature| signature.sides.contains(&side))
    }

    /// The sides whose signature it needs for good. What was objected to is shared.
    pub fn needs(&self) -> Vec<Side> {
        match self.kind {
            Kind::Own(side) if self.objected.is_none() => vec![side],
            _ => vec![Side::Marketing, Side::Sales],
        }
    }

    /// The sides that still have to sign.
    pub fn lacks(&self) -> Vec<Side> {
        self.needs()
            .into_iter()
            .filter(|side| !self.is_signed_by(*side))
            .collect()
    }

    /// Whether somebody is still awaited: not signed by all, not declined, not taken back.
    pub fn is_open(&self) -> bool {
        !self.lacks().is_empty() && self.declined.is_none() && self.withdrawn_at.is_none()
    }

    /// Whether one person signed for both sides.
    pub fn is_by_one_person(&self) -> bool {
        self.signatures.iter().any(|signature| signature.sides.len() > 1)
    }

    /// Its time in force at an instant.
    pub fn force_at(&self, at: Instant) -> Option<Force> {
        self.force.iter().rev().find(|force| force.holds(at)).copied()
    }
}

/// All versions and the deputies, at one point of their history.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Life {
    /// The last fact's place.
    pub seq: i64,
    /// When that was recorded.
    pub last_at: Instant,
    /// By number, from 1.
    pub versions: BTreeMap<i64, Version>,
    /// Who signs for a side when its head does not.
    pub deputies: BTreeMap<Side, Id>,
    /// Texts that are worked on; what was proposed is no draft any more.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub drafts: BTreeMap<Id, TextDraft>,
    /// What was applied to running clocks, the last one last.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub applied: Vec<Applied>,
}

impl Life {
    /// The version in force at an instant: of those that hold, the one that came last. 0 is the built-in text.
    pub fn in_force_at(&self, at: Instant) -> i64 {
        self.force_at(at).map_or(0, |(number, _)| number)
    }

    /// The same with its time.
    pub fn force_at(&self, at: Instant) -> Option<(i64, Force)> {
        let holds = |(number, version): (&i64, &Version)| Some((*number, version.force_at(at)?));
        self.versions
            .iter()
            .filter_map(holds)
            .max_by_key(|(number, force)| (force.from, *number))
    }

    /// The version that a draft was proposed as.
    pub fn proposed_as(&self, draft: Id) -> Option<(i64, &Version)> {
        let all = self.versions.iter().map(|(number, version)| (*number, version));
        all.rev().find(|(_, version)| version.draft == Some(draft))
    }

    /// The number that the next proposal gets.
    pub fn next(&self) -> i64 {
        self.versions.last_key_value().map_or(1, |(number, _)| number + 1)
    }

    /// Proposals that wait for somebody.
    pub fn open(&self) -> impl Iterator<Item = (i64, &Version)> {
        let all = self.versions.iter().map(|(number, version)| (*number, version));
        all.filter(|(_, version)| version.is_open())
    }

    /// The proposal whose silence is to be told next, and when.
    pub fn silence(&self) -> Option<(i64, Instant)> {
        let untold = self.open().filter(|(_, version)| version.silence_told_at.is_none());
        untold
            .map(|(number, version)| (number, version.answer_by))
            .min_by_key(|(_, at)| *at)
    }

    /// When the last trial that a side signed ended or ends; whether both signed later does not matter any more then.
    pub fn last_trial_of(&self, side: Side) -> Option<Instant> {
        let trials = self
            .versions
            .values()
            .filter(|version| version.trial && version.is_signed_by(side));
        let unsigned = trials.filter(|version| !version.lacks().is_empty());
        unsigned
            .flat_map(|version| &version.force)
            .filter_map(|force| force.until)
            .max()
    }

    /// Applies one fact.
    pub fn apply(&mut self, fact: &Fact) {
        self.seq = fact.seq;
        self.last_at = fact.recorded_at;
        let user = fact.actor.user();
        match &fact.body {
            Body::AgreementProposed(proposed) => {
                proposed.draft.map(|draft| self.drafts.remove(&draft));
                self.versions
                    .insert(proposed.version, proposed.born(user, fact.occurred_at));
            }
            Body::DeputySet(set) => {
                match set.deputy {
                    Some(deputy) => self.deputies.insert(set.side, deputy),
                    None => self.deputies.remove(&set.side),
                };
            }
            Body::DraftKept(kept) => self.keep_draft(kept, user, fact.occurred_at),
            Body::DraftDiscarded(of) => self.discard_draft(of.draft, Some(fact.occurred_at)),
            Body::DraftRestored(of) => self.discard_draft(of.draft, None),
            Body::AppliedToRunning(applied) => self.apply_to_running(Applied {
                version: applied.version,
                act: applied.act,
                by: user,
                at: fact.occurred_at,
            }),
            // what the ask says counts from when it was asked: it is recorded some microseconds later
            body => self.apply_to_version(body, user, fact.occurred_at),
        }
    }

    fn apply_to_version(&mut self, body: &Body, user: Option<Id>, at: Instant) {
        let Some(version) = body.version().and_then(|number| self.versions.get_mut(&number)) else {
            return;
        };
        match body {
            Body::AgreementSigned(signed) => version.signatures.extend(user.map(|user| Signature {
                user,
                sides: signed.sides.clone(),
                deputy: signed.deputy,
                at,
            })),
            Body::PutInForce(put) => {
                let from = put.from.unwrap_or(at);
                version.force.push(Force { from, until: put.until });
                version.object_until = put.object_until;
            }
            Body::AgreementDeclined(no) => version.declined = user.map(|user| no.refused(user, at)),
            Body::AgreementObjected(no) => {
                version.objected = user.map(|user| no.refused(user, at));
                for force in &mut version.force {
                    force.until = Some(force.until.map_or(at, |until| until.min(at)));
                }
            }
            Body::AgreementWithdrawn(_) => version.withdrawn_at = Some(at),
            Body::SilenceTold(_) => version.silence_told_at = Some(at),
            _ => {}
        }
    }
}
