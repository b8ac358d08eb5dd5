//! A lead: the fold of its facts. The state is small (≤ 16 KiB), made of codes and ids, and can be made again at any time.

mod deadlines;
mod deal;
mod duties;
mod fold;

pub use deadlines::{Deadline, deadlines, next};
pub use deal::{Deal, Ended, QUIET_AFTER};
pub use duties::{DUTIES_KEPT, Duty};

use crate::agreement::{Money, Stage};
use crate::check::Check;
use crate::fact::{Clock, Origin, ReviewReason, Rung, SubmissionKind, Terms};
use crate::handoff::Handoff;
use crate::score::ScoreLine;
use crate::{Id, Instant};
use serde::{Deserialize, Serialize};

/// Closed handoffs that stay in the state; older ones live on in their rows and facts.
pub const CLOSED_KEPT: usize = 4;
/// Strikes that stay in the state; older ones concern duties long ended.
pub const STRUCK_KEPT: usize = 16;
/// Reps who gave a lead back one after the other that are remembered; then the earliest is forgotten.
pub const GAVE_BACK_KEPT: usize = 16;

/// A lead waiting for Marketing's eye.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Review {
    /// Why.
    pub reason: ReviewReason,
    /// Since when.
    pub since: Instant,
    /// Marketing's duty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms: Option<Terms>,
}

/// A lead in nurture.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Nurture {
    /// Since when.
    pub since: Instant,
    /// The coded why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The agreed day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Instant>,
    /// To whom it comes back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rep: Option<Id>,
}

/// A strike that happened: no deadline of this duty and step up to `intended` remains.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StruckAt {
    /// Which duty.
    pub clock: Clock,
    /// Which step.
    pub rung: Rung,
    /// Of which handoff.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handoff: Option<Id>,
    /// When it should have gone off.
    pub intended: Instant,
    /// Who was told.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub told: Vec<Id>,
}

/// Part of a colleague's handoff: a company has one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct With {
    /// The lead whose handoff it is.
    pub lead: Id,
    /// Which handoff.
    pub handoff: Id,
    /// Since when.
    pub since: Instant,
    /// Who has it, or had it last; nobody while it is held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<Id>,
    /// The tier that this person came with.
    pub tier: String,
    /// Its place in the agreement.
    #[serde(default)]
    pub rank: i64,
    /// It ended, and what became of it holds for this person too.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub over: bool,
}

/// Where the lead came from first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CameFrom {
    /// Source code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Campaign code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub campaign: Option<String>,
    /// Form code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<String>,
    /// Landing page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub landing: Option<String>,
}

/// A person in play.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Lead {
    /// Its id.
    pub id: Id,
    /// Its last fact's place.
    pub seq: i64,
    /// When that was recorded.
    pub last_at: Instant,
    /// The person's row.
    pub person: Id,
    /// Where its first fact comes from.
    pub origin: Origin,
    /// When the person first submitted anything.
    pub submitted_at: Instant,
    /// When the person did anything last.
    pub touched_at: Instant,
    /// Submissions so far.
    pub submissions: u32,
    /// The last submission.
    pub submission: Id,
    /// The kind of the last submission.
    pub kind: SubmissionKind,
    /// Where it came from first.
    pub came_from: CameFrom,
    /// The stage reached.
    pub stage: Stage,
    /// The tier of the last handoff.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tier: Option<String>,
    /// What the checks of the last submission said.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checks: Vec<Check>,
    /// One accumulator a score rule.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub score: Vec<ScoreLine>,
    /// The open handoff, if any, and the last closed ones; the newest last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub handoffs: Vec<Handoff>,
    /// Who gave it back since it was worked last: it comes to none of them again unless a person names him.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gave_back: Vec<Id>,
    /// On Marketing's review list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<Review>,
    /// In nurture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nurture: Option<Nurture>,
    /// A deal that runs after *advanced*, and whether it is still alive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deal: Option<Deal>,
    /// Part of a colleague's handoff, now or until it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub with: Option<With>,
    /// The deal that ended, as it was before: so that its end can be taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<Ended>,
    /// Duties beside its handoffs', the newest last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub duties: Vec<Duty>,
    /// Strikes of late.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub struck: Vec<StruckAt>,
    /// When its timers were taken out of service, because they struck twice in vain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quarantined_at: Option<Instant>,
    /// When a deal was won.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub won_at: Option<Instant>,
    /// What it brought, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub won_amount: Option<Money>,
}

impl Lead {
    /// The handoff that runs.
    pub fn open_handoff(&self) -> Option<&Handoff> {
        self.handoffs.iter().rev().find(|h| h.is_open())
    }

    /// A handoff by id, open or lately closed.
    pub fn handoff(&self, id: Id) -> Option<&Handoff> {
        self.handoffs.iter().find(|h| h.id == id)
    }

    /// The handoffs that a fact about one of them may change: it, and the one that it goes on from.
    pub fn concerned(&self, handoff: Id) -> impl Iterator<Item = &Handoff> {
        let found = self.handoff(handoff);
        let before = found.and_then(|found| self.handoff(found.from?));
        before.into_iter().chain(found)
    }

    /// Of whom something is promised: a return to the same rep, or else a deal that is his to tell of.
    pub fn promised(&self) -> Option<Id> {
        let returns = self.nurture.as_ref().and_then(|nurture| nurture.rep);
        returns.or(self.deal.as_ref().and_then(|deal| deal.owner))
    }

    /// The colleague's handoff that this person is part of now.
    pub fn joined(&self) -> Option<&With> {
        self.with.as_ref().filter(|with| !with.over)
    }

    /// Whether Sales has this person: by a handoff of his own, or as part of a colleague's.
    pub fn in_hands(&self) -> bool {
        self.open_handoff().is_some() || self.joined().is_some()
    }

    /// Who has it, or had it last. What was given back to Marketing is nobody's.
    pub fn held_by(&self) -> Option<Id> {
        if let Some(open) = self.open_handoff() {
            return open.answers();
        }
        if let Some(with) = self.with.as_ref() {
            return with.owner;
        }
        let last = self.handoffs.last();
        last.filter(|handoff| handoff.rejected.is_none())?;
        self.last_owner()
    }

    /// The last rep who had it and did not give it back.
    pub fn earlier_owner(&self) -> Option<Id> {
        let worked = self.handoffs.iter().rev().filter(|h| h.rejected.is_none());
        worked
            .filter_map(|h| h.owner)
            .find(|owner| !self.gave_back.contains(owner))
    }

    /// The last rep who had it.
    pub fn last_owner(&self) -> Option<Id> {
        self.handoffs.iter().rev().find_map(|h| h.owner)
    }
}
