//! Somebody leaves: what depends on him moves first, in one act over slices, and then he is gone. Nothing new comes to
//! him from the moment it begins.

use super::draft::Draft;
use super::route::Picked;
use super::staff::{keeps_an_admin, keeps_an_office, known, parts};
use crate::Id;
use crate::ask::{Command, OfTeam, SLICE_MAX};
use crate::fact::{
    Body, Held, MoveOutBegun, MovedOut, PromiseMoved, Role, RouteCause, Routed, Subject, UserLeaving, Went,
};
use crate::handoff::Handoff;
use crate::lead::Lead;
use crate::refusal::Refusal;
use crate::roster::Act;
use crate::routing::Decision;
use serde_json::json;
use std::collections::BTreeMap;

/// What of a lead names somebody: open handoffs of his, held ones he answers for, a return to him, a deal of his.
pub fn depends_on(lead: &Lead) -> Vec<Id> {
    let open = lead.handoffs.iter().filter(|h| h.is_open());
    open.filter_map(Handoff::answers).chain(lead.promised()).collect()
}

pub(super) fn begin(draft: &mut Draft<'_>, user: Id, to: Option<Id>) -> Result<(), Refusal> {
    draft.allow(Act::Operate)?;
    known(draft, user)?;
    keeps_an_admin(draft, user, &[])?;
    keeps_an_office(draft, user)?;
    if draft
        .world
        .roster
        .active(user)
        .is_some_and(|user| user.leaving.is_some())
    {
        return Err(Refusal::conflict("leaving_already"));
    }
    if let Some(to) = to
        && (to == user || !takes_leads(draft, to))
    {
        return Err(Refusal::invalid("nobody_to_move_to", "to"));
    }
    let act = draft.id();
    let depend = draft.world.depend.get(&user).copied().unwrap_or(0);
    draft.other_fact(Subject::roster(), Body::UserLeaving(UserLeaving { user, act }));
    let begun = MoveOutBegun {
        user,
        to,
        depend: u64::try_from(depend).unwrap_or_default(),
    };
    draft.other_fact(Subject::act(act), Body::MoveOutBegun(begun));
    draft.answer(json!({ "act": act.show("act"), "depend": depend }));
    Ok(())
}

/// Whether leads may lie with somebody: he works them, or answers for those who do.
pub(super) fn takes_leads(draft: &Draft<'_>, user: Id) -> bool {
    let works = [Role::Rep, Role::SalesManager];
    let known = draft.world.roster.active(user).filter(|user| user.leaving.is_none());
    known.is_some_and(|user| works.iter().any(|role| user.is(*role)))
}

pub(super) fn slice(draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let Command::Team(OfTeam::MoveOutSlice {
        act,
        user,
        to,
        leads,
        upto,
        last,
    }) = draft.command().clone()
    else {
        return Err(Refusal::invalid("not_prepared", "body"));
    };
    draft.allow_slice(&leads)?;
    let mut went: BTreeMap<Option<Id>, u32> = BTreeMap::new();
    for lead in &leads {
        for holder in move_one(draft, user, to, *lead) {
            *went.entry(holder).or_default() += 1;
        }
    }
    let moved: u32 = went.values().sum();
    let went = went.into_iter().map(|(to, things)| Went { to, things }).collect();
    let left = draft.world.depend.get(&user).copied().unwrap_or(0) - i64::from(moved);
    // something that came in between is found by another round
    let last = last && left <= 0;
    let upto = if left > 0 && leads.len() < SLICE_MAX {
        Id::default()
    } else {
        upto
    };
    let done = MovedOut {
        upto,
        leads: leads.len() as u32,
        moved,
        last,
        went,
    };
    draft.other_fact(Subject::act(act), Body::MovedOut(done));
    let here = draft.world.roster.active(user).is_some();
    if last && here {
        parts(draft, user);
    }
    draft.answer(json!({ "moved": moved, "last": last, "upto": upto.show("lead") }));
    Ok(())
}

/// Moves what one lead has of him. Answers, for each thing that moved, who has it now.
fn move_one(draft: &mut Draft<'_>, user: Id, to: Option<Id>, lead: Id) -> Vec<Option<Id>> {
    let Ok(found) = draft.take(lead) else { return Vec::new() };
    let open: Vec<Handoff> = found.handoffs.iter().filter(|h| h.is_open()).cloned().collect();
    let promised = found.promised() == Some(user);
    let mut went = Vec::new();
    for handoff in open.iter().filter(|h| h.answers() == Some(user)) {
        let holder = match handoff.owner {
            Some(_) => hand_on(draft, lead, handoff, (user, to)),
            None => held_by_another(draft, lead, handoff),
        };
        went.extend(holder.map(Some));
    }
    if promised {
        let to = to.filter(|to| takes_leads(draft, *to));
        draft.lead_fact(lead, draft.now(), Body::PromiseMoved(PromiseMoved { from: user, to }));
        went.push(to);
    }
    went
}

fn hand_on(draft: &mut Draft<'_>, lead: Id, handoff: &Handoff, (from, to): (Id, Option<Id>)) -> Option<Id> {
    let named = to.filter(|to| takes_leads(draft, *to));
    let picked = named.map(|owner| (owner, RouteCause::Moved, Decision::default()));
    let picked: Option<Picked> = picked.or_else(|| draft.pick_now(&handoff.rotation, &[from]));
    let (owner, cause, decision) = picked?;
    let routed = Routed {
        handoff: handoff.id,
        tier: handoff.tier.clone(),
        trigger_at: handoff.trigger_at,
        owner,
        cause,
        rotation: handoff.rotation.clone(),
        customer: handoff.customer,
        company: handoff.company,
        from: None,
        decision,
    };
    draft.lead_fact(lead, draft.now(), Body::Routed(routed));
    draft.begins(lead, handoff.id);
    draft.tell(super::handing::yours(handoff.from), owner, Some(handoff.id));
    draft.tell_joined(lead, handoff.id);
    Some(owner)
}

/// It waits on, under another name.
fn held_by_another(draft: &mut Draft<'_>, lead: Id, handoff: &Handoff) -> Option<Id> {
    let until = handoff.held_until?;
    let accountable = draft.fallback_of(&handoff.rotation);
    let held = Held {
        handoff: handoff.id,
        tier: handoff.tier.clone(),
        trigger_at: handoff.trigger_at,
        accountable,
        until,
        rotation: handoff.rotation.clone(),
        rank: handoff.rank,
        customer: handoff.customer,
        company: handoff.company,
    };
    draft.lead_fact(lead, draft.now(), Body::Held(held));
    accountable
}
