//! Rules of rotations tried on leads of the past: where each would have gone before and after, which change, and what each
//! member would have got by the routing law.
//!
//! Both sides are judged over the same facts: the leads as they are known now. Turns begin level; whoever is a member now
//! counts as on duty where a rota does not say otherwise, and no limit holds.

use super::{Candidate, Turns, WhyNot, pick};
use crate::agreement::Agreement;
use crate::criteria::Facets;
use crate::roster::Roster;
use crate::{Id, Instant};
use std::collections::BTreeMap;

/// A lead of the past.
#[derive(Clone, Debug)]
pub struct Past {
    /// Which.
    pub lead: Id,
    /// When it was handed over.
    pub trigger: Instant,
    /// What is known of it.
    pub facets: Facets,
    /// The rotation that it went to then.
    pub went: String,
}

/// A lead and where it goes under both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// Which.
    pub lead: Id,
    /// When it was handed over.
    pub trigger: Instant,
    /// The rotation that it went to then.
    pub went: String,
    /// Under the rules in force; none where no rule takes it.
    pub before: Option<String>,
    /// Under the rules on trial.
    pub after: Option<String>,
}

impl Judged {
    /// Whether it goes elsewhere.
    pub fn is_changed(&self) -> bool {
        self.before != self.after
    }
}

/// A rotation under both.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Leads before.
    pub before: i64,
    /// Leads after.
    pub after: i64,
    /// Of those after, which come from another.
    pub came: i64,
    /// Of those before, which go to another.
    pub went: i64,
}

/// What a trial found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trial {
    /// Every lead, in the order of the hand-overs.
    pub leads: Vec<Judged>,
    /// By rotation, those of both sides.
    pub rotations: BTreeMap<String, Tally>,
    /// By rotation and member: leads before, leads after.
    pub load: BTreeMap<(String, Id), (i64, i64)>,
    /// Leads that no rule on trial takes.
    pub untaken: i64,
}

/// Tries the rules of one agreement against those of another, in the order of the hand-overs.
pub fn trial(before: &Agreement, after: &Agreement, roster: &Roster, past: &[Past]) -> Trial {
    let mut found = Trial::default();
    for rule in before.rotations.iter().chain(&after.rotations) {
        found.rotations.entry(rule.name.clone()).or_default();
    }
    let mut ordered: Vec<&Past> = past.iter().collect();
    ordered.sort_by_key(|one| (one.trigger, one.lead));
    found.leads = ordered.iter().map(|one| judged(before, after, one)).collect();
    for one in &found.leads {
        tally(&mut found.rotations, one);
    }
    found.untaken = found.leads.iter().filter(|one| one.after.is_none()).count() as i64;
    let of = |agreement: &Agreement, went: fn(&Judged) -> Option<&String>| load(agreement, roster, &found.leads, went);
    let (was, will) = (
        of(before, |one| one.before.as_ref()),
        of(after, |one| one.after.as_ref()),
    );
    for (key, n) in was {
        found.load.entry(key).or_default().0 = n;
    }
    for (key, n) in will {
        found.load.entry(key).or_default().1 = n;
    }
    found
}

fn judged(before: &Agreement, after: &Agreement, past: &Past) -> Judged {
    let by = |agreement: &Agreement| agreement.rotation_for(&past.facets).map(|rule| rule.name.clone());
    Judged {
        lead: past.lead,
        trigger: past.trigger,
        went: past.went.clone(),
        before: by(before),
        after: by(after),
    }
}

fn tally(rotations: &mut BTreeMap<String, Tally>, one: &Judged) {
    let moved = i64::from(one.is_changed());
    if let Some(name) = &one.before {
        let of = rotations.entry(name.clone()).or_default();
        of.before += 1;
        of.went += moved;
    }
    if let Some(name) = &one.after {
        let of = rotations.entry(name.clone()).or_default();
        of.after += 1;
        of.came += moved;
    }
}

/// Each member's leads by the routing law. Members without a lead are there with none.
fn load(
    agreement: &Agreement,
    roster: &Roster,
    leads: &[Judged],
    went: fn(&Judged) -> Option<&String>,
) -> BTreeMap<(String, Id), i64> {
    let mut turns: BTreeMap<&str, Turns> = BTreeMap::new();
    let mut load = BTreeMap::new();
    for rule in &agreement.rotations {
        let members = roster
            .rotations
            .get(&rule.name)
            .into_iter()
            .flat_map(|members| members.keys());
        load.extend(members.map(|user| ((rule.name.clone(), *user), 0)));
    }
    for one in leads {
        let Some(rule) = went(one).and_then(|name| agreement.rotation_named(name)) else {
            continue;
        };
        let calendar = agreement.calendar_of(rule);
        let opens = calendar.and_then(|calendar| calendar.next_open(one.trigger));
        let candidates = candidates(roster, &rule.name, opens.unwrap_or(one.trigger));
        let turns = turns.entry(&rule.name).or_default();
        if let Some((user, _)) = pick(&rule.name, turns, &candidates) {
            *load.entry((rule.name.clone(), user)).or_default() += 1;
        }
    }
    load
}

/// Members; where a rota runs, only those of the block are on. Where that leaves nobody, all of them.
fn candidates(roster: &Roster, rotation: &str, at: Instant) -> Vec<Candidate> {
    let members = roster.rotations.get(rotation);
    let rota = roster.rotas.get(rotation);
    let on = |user: Id| rota.is_none_or(|rota| rota.is_on(user, at));
    let anybody = members.is_some_and(|members| members.keys().any(|user| on(*user)));
    let one = |(user, weight): (&Id, &u8)| Candidate {
        user: *user,
        weight: *weight,
        against: (anybody && !on(*user)).then_some(WhyNot::OffDuty),
    };
    members.into_iter().flatten().map(one).collect()
}
