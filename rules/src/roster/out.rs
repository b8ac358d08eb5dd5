//! Out of rotation for a while: a manager's word, asked of him and never done by itself. Only rotations' picks pass the
//! rep over; what he has, what comes back to him and what is his by ownership stays his. It ends by itself.

use super::Roster;
use super::rota::instant;
use crate::calendar::Calendar;
use crate::fact::{Actor, Fact, TakenOut};
use crate::routing::OutSeen;
use crate::{Id, Instant, Span};
use serde::{Deserialize, Serialize};

/// How far ahead somebody may be taken out of rotation: longer is a leave.
pub const OUT_MAX: Span = Span::hours(24);

/// Somebody is out of rotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Out {
    /// From when.
    pub from: Instant,
    /// Until when.
    pub until: Instant,
    /// By whose word; another program's where nobody is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Id>,
}

impl Out {
    pub(super) fn of(out: &TakenOut, fact: &Fact) -> Self {
        let by = match fact.actor {
            Actor::User(user) => Some(user),
            _ => None,
        };
        Self {
            from: fact.recorded_at,
            until: out.until,
            by,
        }
    }
}

/// Until when somebody can be taken out of rotation with one press: two hours from the next full hour, and the end of the
/// day. Nothing while the office is closed, and nothing that lies behind its closing.
pub fn until_choices(calendar: &Calendar, now: Instant) -> Vec<Instant> {
    let Some(closes) = calendar.next_close(now).filter(|_| calendar.is_open(now)) else {
        return Vec::new();
    };
    let there = now.stamp().to_zoned(calendar.zone().clone());
    let hour = u16::from(there.hour().unsigned_abs()) * 60;
    let soon = instant(calendar.zone(), there.date(), hour).map(|full| full + Span::hours(3));
    let soon = soon.filter(|at| *at < closes);
    soon.into_iter().chain([closes]).collect()
}

/// The first instant of the local day.
pub fn day_start(calendar: &Calendar, now: Instant) -> Instant {
    let there = now.stamp().to_zoned(calendar.zone().clone());
    instant(calendar.zone(), there.date(), 0).unwrap_or(now)
}

impl Roster {
    /// How somebody is out of rotation at an instant, if he is.
    pub fn out(&self, user: Id, at: Instant) -> Option<OutSeen> {
        let out = self.active(user)?.out.filter(|out| at < out.until)?;
        Some(OutSeen {
            user,
            until: out.until,
            by: out.by,
        })
    }

    pub(super) fn set_out(&mut self, user: Id, out: Option<Out>) {
        if let Some(user) = self.users.get_mut(&user) {
            user.out = out;
        }
    }
}
