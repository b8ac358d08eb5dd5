//! What stands against a member, and who would get the next lead of a rotation.

use super::{Candidate, Turns, WhyNot, pick};
use crate::agreement::{Agreement, RotationRule};
use crate::roster::{Duty, Roster};
use crate::{Id, Instant};
use std::collections::BTreeMap;

/// What stands against somebody for a lead of a rotation, if anything. `at`: when whoever is picked begins; `open`: how
/// much open work he has; `had`: he had this lead already.
pub fn against(roster: &Roster, rule: &RotationRule, user: Id, at: Instant, open: i64, had: bool) -> Option<WhyNot> {
    let duty = roster.duty(&rule.name, None, user, at);
    match roster.active(user) {
        None => Some(WhyNot::Left),
        Some(_) if duty == Duty::Leave => Some(WhyNot::Leave),
        Some(_) if duty != Duty::On => Some(WhyNot::OffDuty),
        Some(_) if roster.out(user, at).is_some() => Some(WhyNot::Out),
        Some(_) if had => Some(WhyNot::PassedOver),
        Some(_) if open >= i64::from(rule.open_work_max) => Some(WhyNot::Full),
        Some(_) => None,
    }
}

/// When those who are picked now begin: leads that wait for an opening go to whoever is on duty then.
pub fn begins(agreement: &Agreement, rule: &RotationRule, now: Instant) -> Instant {
    let calendar = agreement.calendar_of(rule);
    calendar.and_then(|calendar| calendar.next_open(now)).unwrap_or(now)
}

/// Who would get a lead of this rotation that came now and that nobody had: one, or nobody.
pub fn next_up(
    agreement: &Agreement,
    rule: &RotationRule,
    roster: &Roster,
    (turns, open): (&Turns, &BTreeMap<Id, i64>),
    now: Instant,
) -> Option<Id> {
    let at = begins(agreement, rule, now);
    let lies = |user: &Id| open.get(user).copied().unwrap_or(0);
    let candidate = |(user, weight): (&Id, &u8)| Candidate {
        user: *user,
        weight: *weight,
        against: against(roster, rule, *user, at, lies(user), false),
    };
    let members = roster.rotations.get(&rule.name);
    let candidates: Vec<Candidate> = members.into_iter().flatten().map(candidate).collect();
    pick(&rule.name, &mut turns.clone(), &candidates).map(|(user, _)| user)
}
