//! Who had a handoff from when: what a breach is charged by.

use super::Handoff;
use crate::calendar::Calendar;
use crate::clock::partition::{Allowed, Blame, Handover, Holder, Partition, partition};
use crate::{Id, Instant};
use serde::{Deserialize, Serialize};

/// Most stretches kept of one handoff; a lead that is moved more often keeps the first ones.
pub const HAD_KEPT: usize = 24;

/// From an instant on somebody had it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Had {
    /// From when.
    pub at: Instant,
    /// Who.
    pub by: Holder,
    /// Until when he was to act by his own target; none where he had none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Instant>,
}

/// Whom a breach lies with, as far as the facts tell: with whom already; or with whom once an instant has passed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lies {
    /// With whom, whatever comes.
    pub with: Option<&'static str>,
    /// Otherwise with whom after when, and with routing until then.
    pub then: Option<(&'static str, Instant)>,
}

/// A holder as the scorecard counts it: which rep it was is the lead's page's to say.
fn code(holder: Holder) -> &'static str {
    match holder {
        Holder::Source => "source",
        Holder::Baton => "baton",
        Holder::Held => "held",
        Holder::Owner(_) => "owner",
    }
}

impl Handoff {
    /// Whom a breach lies with, without an instant: `blame` of every instant follows from it.
    pub fn lies(&self) -> Lies {
        let charged = |blame: Blame| match blame {
            Blame::Stretch { holder, .. } => Some(code(holder)),
            Blame::Routing => None,
        };
        if let Some(end) = self.stopped_at() {
            return Lies {
                with: Some(charged(self.blame(end)).unwrap_or("routing")),
                then: None,
            };
        }
        let last = self.had.last();
        // until the last holder has it, nothing of his can be over
        let before = last.and_then(|last| charged(self.blame(last.at)));
        let then = last.and_then(|last| Some((code(last.by), last.due?)));
        Lies {
            with: before,
            then: then.filter(|_| before.is_none()),
        }
    }

    /// Reps who let their own time pass, each with the instant at which it was over.
    pub fn let_pass(&self, now: Instant) -> Vec<(Id, Instant)> {
        let end = self.stopped_at().unwrap_or(now);
        let ends = self.had.iter().skip(1).map(|next| next.at).chain([end]);
        let over = |(had, to): (&Had, Instant)| match (had.by, had.due) {
            (Holder::Owner(user), Some(due)) if to.min(end) > due => Some((user, due)),
            _ => None,
        };
        self.had.iter().zip(ends).filter_map(over).collect()
    }

    /// Somebody has it from now on.
    pub fn goes_to(&mut self, at: Instant, by: Holder) {
        self.stretch = None;
        self.stays();
        if self.had.len() < HAD_KEPT && self.had.last().is_none_or(|had| had.by != by) {
            self.had.push(Had { at, by, due: None });
        }
    }

    /// Whoever has it now is to act until then, unless that is known already.
    pub(crate) fn is_to_act(&mut self, due: Instant, anew: bool) {
        if let Some(last) = self.had.last_mut()
            && matches!(last.by, Holder::Owner(_))
            && (anew || last.due.is_none())
        {
            last.due = Some(due);
        }
    }

    /// The time from the trigger to the first attempt, or to now, by who had it. The parts add up to the microsecond.
    pub fn partition(&self, calendar: &Calendar, now: Instant) -> Partition {
        let allowed = |had: &Had| had.due.map(|due| Allowed::Open(calendar.business(had.at, due)));
        let handover = |had: &Had| Handover {
            at: had.at,
            to: had.by,
            allowed: allowed(had),
        };
        let handovers: Vec<Handover> = self.had.iter().map(handover).collect();
        partition(calendar, self.trigger_at, self.stopped_at().unwrap_or(now), &handovers)
    }

    /// Whom a breach is charged to: the stretch that first went on past its own due instant; if none did, routing. The
    /// same comparison as the verdict's, so that whoever tried by his due instant is never charged.
    pub fn blame(&self, now: Instant) -> Blame {
        let end = self.stopped_at().unwrap_or(now);
        let ends = self.had.iter().skip(1).map(|next| next.at).chain([end]);
        let over = |(had, to): &(&Had, Instant)| had.due.is_some_and(|due| (*to).min(end) > due);
        let found = self.had.iter().zip(ends).enumerate().find(|(_, pair)| over(pair));
        found.map_or(Blame::Routing, |(place, (had, _))| Blame::Stretch {
            place,
            holder: had.by,
        })
    }
}
