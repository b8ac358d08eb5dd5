//! Who is who: users and their roles, members of rotations, leave. Facts, no signature.

mod duty;
mod may;
mod office;
mod out;
pub mod rota;

pub use duty::{Duty, Hours};
pub use may::{Act, Scope, View, may, may_see};
pub use office::{Named, OFFICES, Open};
pub use out::{OUT_MAX, Out, day_start, until_choices};
pub use rota::Rota;

use crate::fact::{Body, Fact, LeaveSet, Role};
use crate::{Id, Instant};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Most users a roster holds.
pub const USERS_MAX: usize = 2_000;
/// Most leaves kept for one user.
pub const LEAVES_MAX: usize = 50;

/// Somebody who may sign in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// What for.
    pub roles: Vec<Role>,
    /// When he left, if he did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left_at: Option<Instant>,
    /// When he is away.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub leaves: Vec<Leave>,
    /// Who gets what comes to him by ownership while he is away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cover: Option<Id>,
    /// The act that moves what depends on him, once he is leaving; it stays known after he left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leaving: Option<Id>,
    /// Who gave him a head's office, and who consented.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub named: Vec<Named>,
    /// An office that is to be given to him or taken, and waits for a present head.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub asked: Vec<Open>,
    /// Hours of his own, if he has any: outside them he is off duty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<Hours>,
    /// Until when no rotation picks him, by whose word; what he has stays his.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub out: Option<Out>,
    /// The secret address of his calendar that is good, if he made one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub feed: Option<Id>,
}

/// A leave.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leave {
    /// Its id.
    pub id: Id,
    /// From when.
    pub from: Instant,
    /// Until when; open where none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Instant>,
}

impl Leave {
    /// Whether it covers an instant.
    pub fn covers(&self, at: Instant) -> bool {
        self.from <= at && self.until.is_none_or(|end| at < end)
    }

    /// Whether two leaves name the same time. One without an end lasts until its holder is back, which may be any time:
    /// it is no obstacle to what begins after it, unless both run already.
    pub fn overlaps(&self, other: &Leave, now: Instant) -> bool {
        match (self.until, other.until) {
            (Some(end), Some(ends)) => self.from < ends && other.from < end,
            (Some(end), None) => self.from <= other.from && other.from < end,
            (None, Some(ends)) => other.from <= self.from && self.from < ends,
            (None, None) => self.from.max(other.from) <= now,
        }
    }
}

/// The whole roster at one point of its history.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Roster {
    /// Its last fact's place.
    pub seq: i64,
    /// When that was recorded.
    pub last_at: Instant,
    /// When the first one was: since then Baton is in use here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub begun_at: Option<Instant>,
    /// Everybody.
    pub users: BTreeMap<Id, User>,
    /// Each rotation's members with their weights.
    pub rotations: BTreeMap<String, BTreeMap<Id, u8>>,
    /// The rotas of rotations that run by blocks.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub rotas: BTreeMap<String, Rota>,
    /// Those of rotations that ran by blocks once: what was.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub rotas_ended: BTreeMap<String, Rota>,
}

impl User {
    /// Whether he has this role.
    pub fn is(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    /// Whether he may still sign in.
    pub fn is_active(&self) -> bool {
        self.left_at.is_none()
    }

    /// Whether he is away at an instant.
    pub fn is_on_leave(&self, at: Instant) -> bool {
        self.leaves.iter().any(|leave| leave.covers(at))
    }

    /// When the leave that covers an instant ends; `None` when he is here or it has no end.
    pub fn back_at(&self, at: Instant) -> Option<Instant> {
        self.leaves
            .iter()
            .filter(|leave| leave.from <= at)
            .filter_map(|leave| leave.until)
            .filter(|end| at < *end)
            .max()
    }
}

impl Roster {
    /// A user who may still sign in.
    pub fn active(&self, user: Id) -> Option<&User> {
        self.users.get(&user).filter(|u| u.is_active())
    }

    /// Who is here and takes what comes: active, not leaving, not on leave.
    pub fn is_here(&self, user: Id, at: Instant) -> bool {
        let known = self.active(user).filter(|user| user.leaving.is_none());
        known.is_some_and(|user| !user.is_on_leave(at))
    }

    /// Who gets what comes to somebody by ownership: himself while he is here; while he is on leave his cover, or the
    /// cover's cover where that one is away too. Nobody where all of them are away or gone; a circle of covers ends.
    pub fn stand_in(&self, user: Id, at: Instant) -> Option<Id> {
        let mut seen = Vec::new();
        let mut next = Some(user).filter(|user| self.active(*user).is_some_and(|known| known.leaving.is_none()));
        while let Some(one) = next.filter(|one| !seen.contains(one)) {
            if self.is_here(one, at) {
                return Some(one);
            }
            seen.push(one);
            next = self.active(one).and_then(|known| known.cover);
        }
        None
    }

    /// The first active user with a role, in the order of joining; those on leave come last, and their cover stands in
    /// for them. Whoever is leaving answers for nothing new.
    pub fn holder(&self, role: Role, at: Instant) -> Option<Id> {
        let found = self
            .users
            .iter()
            .filter(|(_, user)| user.is_active() && user.leaving.is_none() && user.is(role))
            .min_by_key(|(id, user)| (user.is_on_leave(at), **id))
            .map(|(id, _)| *id)?;
        Some(self.stand_in(found, at).unwrap_or(found))
    }

    /// Who answers when nobody else can: manager, head of Sales, then whoever operates.
    pub fn accountable(&self, first: Role, at: Instant) -> Option<Id> {
        [
            first,
            Role::SalesManager,
            Role::HeadOfSales,
            Role::Rep,
            Role::HeadOfMarketing,
            Role::Marketer,
            Role::Admin,
        ]
        .into_iter()
        .find_map(|role| self.holder(role, at))
    }

    /// Applies one fact.
    pub fn apply(&mut self, fact: &Fact) {
        self.seq = fact.seq;
        self.last_at = fact.recorded_at;
        self.begun_at.get_or_insert(fact.recorded_at);
        match &fact.body {
            Body::UserJoined(joined) => {
                self.users.insert(
                    joined.user,
                    User {
                        roles: joined.roles.clone(),
                        ..User::default()
                    },
                );
                self.note_named(joined.user, &[], fact);
            }
            Body::RolesChanged(change) => {
                let before = self.users.get(&change.user).map(|user| user.roles.clone());
                if let Some(user) = self.users.get_mut(&change.user) {
                    user.roles.clone_from(&change.roles);
                }
                self.note_named(change.user, &before.unwrap_or_default(), fact);
            }
            Body::UserLeft(left) => self.let_go(left.user, fact.occurred_at),
            Body::MemberSet(member) => {
                let members = self.rotations.entry(member.rotation.clone()).or_default();
                members.insert(member.user, member.weight);
            }
            Body::MemberGone(gone) => {
                if let Some(members) = self.rotations.get_mut(&gone.rotation) {
                    members.remove(&gone.user);
                }
                if let Some(rota) = self.rotas.get_mut(&gone.rotation) {
                    rota.without(gone.user, fact.occurred_at);
                }
            }
            _ => self.apply_duty(fact),
        }
    }

    fn apply_duty(&mut self, fact: &Fact) {
        match &fact.body {
            Body::LeaveSet(leave) => self.set_leave(leave, fact.seq),
            Body::LeaveOff(off) => {
                if let Some(user) = self.users.get_mut(&off.user) {
                    user.leaves.retain(|leave| leave.id != off.leave);
                }
            }
            Body::HoursSet(set) => {
                if let Some(user) = self.users.get_mut(&set.user) {
                    user.hours = (!set.week.is_empty()).then(|| Hours {
                        zone: set.zone.clone(),
                        week: set.week.clone(),
                    });
                }
            }
            Body::TakenOut(out) => self.set_out(out.user, Some(Out::of(out, fact))),
            Body::PutBack(back) => self.set_out(back.user, None),
            Body::FeedMade(made) => self.set_feed(made.user, Some(made.feed)),
            Body::FeedWithdrawn(gone) => self.set_feed(gone.user, None),
            Body::RotaSet(set) => {
                let before = self.rotas_ended.remove(&set.rotation);
                let rota = self.rotas.entry(set.rotation.clone()).or_default();
                *rota = before.unwrap_or_else(|| std::mem::take(rota));
                rota.set(set, fact.occurred_at);
            }
            Body::RotaEnded(ended) => {
                if let Some(mut rota) = self.rotas.remove(&ended.rotation) {
                    rota.end(fact.occurred_at);
                    self.rotas_ended.insert(ended.rotation.clone(), rota);
                }
            }
            Body::DutySwapped(swapped) => {
                if let Some(rota) = self.rotas.get_mut(&swapped.rotation) {
                    rota.swapped(swapped, fact.recorded_at);
                }
            }
            Body::SwapUndone(undone) => {
                if let Some(rota) = self.rotas.get_mut(&undone.rotation) {
                    rota.swaps.retain(|swap| swap.id != undone.swap);
                }
            }
            Body::CoverSet(set) => {
                if let Some(user) = self.users.get_mut(&set.user) {
                    user.cover = set.cover;
                }
            }
            Body::UserLeaving(leaving) => self.leaving(leaving.user, leaving.act, fact.occurred_at),
            Body::OfficeAsked(asked) => self.office_asked(asked, fact),
            Body::OfficeAnswered(answered) => self.office_answered(answered, fact),
            _ => {}
        }
    }

    fn set_feed(&mut self, user: Id, feed: Option<Id>) {
        if let Some(user) = self.users.get_mut(&user) {
            user.feed = feed;
        }
    }

    fn let_go(&mut self, user: Id, at: Instant) {
        if let Some(user) = self.users.get_mut(&user) {
            user.left_at = Some(at);
            user.asked.clear();
        }
        self.stands_nowhere(user, at);
    }

    fn leaving(&mut self, user: Id, act: Id, at: Instant) {
        if let Some(user) = self.users.get_mut(&user) {
            user.leaving = Some(act);
        }
        self.stands_nowhere(user, at);
    }

    /// Nothing comes to him any more: he is in no rotation, and covers for nobody.
    fn stands_nowhere(&mut self, user: Id, at: Instant) {
        for members in self.rotations.values_mut() {
            members.remove(&user);
        }
        for known in self.users.values_mut().filter(|known| known.cover == Some(user)) {
            known.cover = None;
        }
        self.rotas.values_mut().for_each(|rota| rota.without(user, at));
    }

    fn set_leave(&mut self, set: &LeaveSet, seq: i64) {
        let Some(user) = self.users.get_mut(&set.user) else {
            return;
        };
        match set.from {
            None => user.leaves.clear(),
            Some(from) => {
                let id = set.leave.unwrap_or_else(|| Id::named("leave", &seq.to_string()));
                let until = set.until;
                user.leaves.retain(|leave| leave.id != id);
                user.leaves.push(Leave { id, from, until });
                let spare = user.leaves.len().saturating_sub(LEAVES_MAX);
                user.leaves.drain(..spare);
            }
        }
    }
}
