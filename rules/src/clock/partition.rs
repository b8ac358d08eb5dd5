//! Who held the time between a trigger and the first attempt.
//!
//! Promises: the stretches cover `[trigger, end)` without hole or overlap, each is split into open and closed time,
//! and everything adds up to the microsecond. A breach is charged to the stretch that first outran its own target;
//! if none did, to routing. A new stretch never resets the clock.

use crate::calendar::Calendar;
use crate::id::Id;
use crate::time::{Instant, Span};
use serde::{Deserialize, Serialize};

/// Who has the lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Holder {
    /// The customer has acted; the source has not told us yet.
    Source,
    /// Baton: checks, scores, routing.
    Baton,
    /// Held, with an accountable name.
    Held,
    /// A rep.
    Owner(Id),
}

/// What a stretch may take by its own target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Allowed {
    /// So much open time (owners, held).
    Open(Span),
    /// So much time on the wall, open or closed (Baton's own hand-off).
    Wall(Span),
}

/// From `at` on, `to` has the lead, and may take so much of the time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handover {
    /// When.
    pub at: Instant,
    /// Who has it from then on.
    pub to: Holder,
    /// The target of the stretch; `None` when it has none.
    pub allowed: Option<Allowed>,
}

/// A piece of time one holder had the lead, `[from, to)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stretch {
    /// Who had it.
    pub holder: Holder,
    /// Its first instant.
    pub from: Instant,
    /// The instant after it.
    pub to: Instant,
    /// How much of it was open.
    pub open: Span,
    /// How much of it was closed; `open + closed` is its length.
    pub closed: Span,
    /// The target it was given.
    pub allowed: Option<Allowed>,
}

impl Stretch {
    /// Whether it took longer than its own target. Reaching the target exactly is keeping it.
    pub fn outran(&self) -> bool {
        match self.allowed {
            None => false,
            Some(Allowed::Open(span)) => self.open > span,
            Some(Allowed::Wall(span)) => self.to - self.from > span,
        }
    }
}

/// Whom a breach is charged to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Blame {
    /// The holder of the stretch at this place that first outran its own target.
    Stretch {
        /// Its place, from 0.
        place: usize,
        /// Who had it.
        holder: Holder,
    },
    /// Every stretch kept its own target, and together they were too long.
    Routing,
}

/// `[trigger, end)` by holder.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Partition {
    /// In order, without hole or overlap; none of them empty, no holder twice in a row.
    pub stretches: Vec<Stretch>,
}

impl Partition {
    /// All open time.
    pub fn open(&self) -> Span {
        total(&self.stretches, |stretch| stretch.open)
    }

    /// All closed time.
    pub fn closed(&self) -> Span {
        total(&self.stretches, |stretch| stretch.closed)
    }

    /// Open and closed time one holder had in all its stretches.
    pub fn held_by(&self, holder: Holder) -> (Span, Span) {
        let own: Vec<Stretch> = self.stretches.iter().filter(|s| s.holder == holder).copied().collect();
        (
            total(&own, |stretch| stretch.open),
            total(&own, |stretch| stretch.closed),
        )
    }

    /// Whom a breach of the whole is charged to. Only asked when there was one.
    pub fn blame(&self) -> Blame {
        let first = self.stretches.iter().enumerate().find(|(_, stretch)| stretch.outran());
        first.map_or(Blame::Routing, |(place, stretch)| Blame::Stretch {
            place,
            holder: stretch.holder,
        })
    }
}

fn total(stretches: &[Stretch], part: impl Fn(&Stretch) -> Span) -> Span {
    stretches.iter().map(part).fold(Span::ZERO, |sum, span| sum + span)
}

/// Splits `[trigger, end)` by who had the lead. Handovers may come in any order; of several at one instant the later
/// in the list holds. Until the first of them the source has it, with no target. Nothing when `end` is not after
/// `trigger`.
pub fn partition(calendar: &Calendar, trigger: Instant, end: Instant, handovers: &[Handover]) -> Partition {
    let mut changes = changes(trigger, handovers);
    changes.retain(|change| change.at < end);
    let ends = changes.iter().skip(1).map(|next| next.at).chain([end]);
    let pieces = changes.iter().zip(ends).filter(|(change, to)| change.at < *to);
    Partition {
        stretches: pieces.map(|(change, to)| stretch(calendar, change, to)).collect(),
    }
}

/// The changes of holder from the trigger on, in order: at most one an instant, and each to another holder.
fn changes(trigger: Instant, handovers: &[Handover]) -> Vec<Handover> {
    let mut ordered = handovers.to_vec();
    ordered.sort_by_key(|handover| handover.at);
    let mut changes = vec![Handover {
        at: trigger,
        to: Holder::Source,
        allowed: None,
    }];
    for next in ordered {
        let next = Handover {
            at: next.at.max(trigger),
            ..next
        };
        if changes.last().is_some_and(|last| last.at == next.at) {
            changes.pop();
        }
        if changes.last().is_none_or(|last| last.to != next.to) {
            changes.push(next);
        }
    }
    changes
}

fn stretch(calendar: &Calendar, change: &Handover, to: Instant) -> Stretch {
    let open = calendar.business(change.at, to);
    let closed = (to - change.at) - open;
    Stretch {
        holder: change.to,
        from: change.at,
        to,
        open,
        closed,
        allowed: change.allowed,
    }
}

/// What an owner's stretch may take: the smaller of its target and what is left of the first-attempt clock, all in
/// open time; when nothing is left, the whole target.
pub fn stretch_allowed(target: Span, left: Span) -> Allowed {
    Allowed::Open(if left > Span::ZERO { target.min(left) } else { target })
}
