//! "Apply to running": clocks that run get the terms of the version in force, and what was due before stays on record.
//! Finished clocks are never touched. An act over many leads goes in slices, each an ask of its own.

use super::InForce;
use super::clocks::{Start, ZONE_DATA, first_attempt_target, stretch_terms, terms};
use super::draft::Draft;
use super::route::reminds_at;
use super::work::{gap_after, rule_of};
use crate::agreement::life::Applied;
use crate::agreement::{Agreement, Tier};
use crate::ask::{Command, OfAgreement};
use crate::calendar::Target;
use crate::contact;
use crate::fact::{AppliedToRunning, Body, Clock, ClockRepinned, RepinBegun, SliceDone, Subject, Terms};
use crate::handoff::Handoff;
use crate::lead::Lead;
use crate::refusal::Refusal;
use crate::roster::Act;
use crate::{Id, Instant};
use serde_json::json;

/// What the clocks of a lead that run under other terms than those in force would get.
pub fn repinned(in_force: &InForce, lead: &Lead, now: Instant) -> Vec<ClockRepinned> {
    let open = lead.handoffs.iter().filter(|h| h.is_open());
    let mut all: Vec<ClockRepinned> = open.flat_map(|handoff| of_handoff(in_force, handoff)).collect();
    let review = lead.review.as_ref().and_then(|review| review.terms.as_ref());
    let owed = &in_force.agreement.owed;
    all.extend(review.and_then(|old| anew(in_force, Clock::Review, None, old, owed.marketing.review_within)));
    let deal = lead.deal.as_ref().filter(|deal| deal.asked.is_some());
    if let Some((deal, old)) = deal.and_then(|deal| Some((deal, deal.terms.as_ref()?))) {
        let (clock, within) = (Clock::StillAlive, owed.sales.still_alive_within);
        all.extend(anew(in_force, clock, Some(deal.handoff), old, within));
    }
    all.iter_mut().for_each(|pinned| pinned.terms.pinned_at = Some(now));
    all
}

fn of_handoff(in_force: &InForce, handoff: &Handoff) -> Vec<ClockRepinned> {
    let Some(tier) = in_force.agreement.tier_named(&handoff.tier) else {
        return Vec::new();
    };
    let untried = handoff.stopped_at().is_none();
    let first = handoff.first_attempt.as_ref().filter(|_| untried);
    let first = first.and_then(|old| first_attempt(in_force, handoff, tier, old));
    let stretch = handoff
        .stretch
        .as_ref()
        .filter(|_| untried && handoff.held_until.is_none());
    let stretch = stretch.and_then(|old| stretched(in_force, handoff, first.as_ref(), old));
    let goes = reassigned(in_force, handoff, tier, stretch.as_ref().or(first.as_ref()));
    let mut all: Vec<ClockRepinned> = first.into_iter().chain(stretch).chain(goes).collect();
    let of = |clock, old: &Option<Terms>, target: Option<Target>| {
        anew(in_force, clock, Some(handoff.id), old.as_ref()?, target?)
    };
    if handoff.connected_at.is_none() {
        all.extend(of(
            Clock::NextAttempt,
            &handoff.next_attempt,
            next_target(tier, handoff),
        ));
        let within = tier.cadence.as_ref().map(|cadence| cadence.within);
        all.extend(of(Clock::Cadence, &handoff.cadence, within));
    }
    // where the conversation goes on, the date booked counts, not the agreement's days
    let moved = handoff.feedback_owed.as_ref().filter(|_| handoff.conversations > 0);
    let due = moved.map_or(in_force.agreement.feedback.due, |terms| terms.target);
    all.extend(of(Clock::Feedback, &handoff.feedback_owed, Some(due)));
    all
}

fn first_attempt(in_force: &InForce, handoff: &Handoff, tier: &Tier, old: &Terms) -> Option<ClockRepinned> {
    let agreement = &in_force.agreement;
    let calendar = agreement.calendars.get(calendar_of(agreement, handoff, old)?)?;
    let target = first_attempt_target(tier, calendar, old.start)?;
    let reminder = reminds_at(agreement.escalation.rungs(&handoff.tier));
    let named = calendar_of(agreement, handoff, old);
    anew_on(
        in_force,
        Clock::FirstAttempt,
        Some(handoff.id),
        old,
        target,
        reminder,
        named?,
    )
}

/// The calendar of the handoff's rotation as the new version has it; where that is gone, the old one's namesake.
fn calendar_of<'a>(agreement: &'a Agreement, handoff: &'a Handoff, old: &'a Terms) -> Option<&'a str> {
    let named = agreement
        .rotation_named(&handoff.rotation)
        .map(|rule| rule.calendar.as_str());
    let known = agreement
        .calendars
        .contains_key(&old.calendar)
        .then_some(old.calendar.as_str());
    let last = rule_of(&agreement.rotations, &handoff.rotation).map(|rule| rule.calendar.as_str());
    named.or(known).or(last)
}

fn stretched(
    in_force: &InForce,
    handoff: &Handoff,
    first: Option<&ClockRepinned>,
    old: &Terms,
) -> Option<ClockRepinned> {
    let mut then = handoff.clone();
    then.first_attempt = first.map(|pinned| pinned.terms.clone()).or(then.first_attempt);
    let terms = stretch_terms(&in_force.agreement, &then, old.start)?;
    differs(in_force, old).then(|| pinned(Clock::Stretch, Some(handoff.id), old, terms))
}

/// When it goes on by itself follows the end of its owner's own time. Minutes of a hold for one rep are never moved.
fn reassigned(
    in_force: &InForce,
    handoff: &Handoff,
    tier: &Tier,
    moved: Option<&ClockRepinned>,
) -> Option<ClockRepinned> {
    let old = handoff.to_go_on()?;
    let own = moved.map(|pinned| pinned.terms.due).or(handoff.own_due())?;
    let start = Start {
        clock: Clock::Reassign,
        handoff: Some(handoff.id),
        calendar: calendar_of(&in_force.agreement, handoff, old)?,
        target: tier.reassign_after.unwrap_or(old.target),
        at: own,
        reminds_at: Vec::new(),
    };
    let terms = terms(&in_force.agreement, in_force.version, &start)?;
    differs(in_force, old).then(|| pinned(Clock::Reassign, Some(handoff.id), old, terms))
}

/// A call that was asked for keeps what was left then, and one planned for their hours its own hour.
fn next_target(tier: &Tier, handoff: &Handoff) -> Option<Target> {
    let old = handoff.next_attempt.as_ref()?;
    if handoff.call_back_at.is_some() || old.target == contact::WITHIN {
        return Some(old.target);
    }
    gap_after(tier.cadence.as_ref()?, handoff.persistence())
}

fn anew(in_force: &InForce, clock: Clock, handoff: Option<Id>, old: &Terms, target: Target) -> Option<ClockRepinned> {
    let calendars = &in_force.agreement.calendars;
    let calendar = calendars
        .get_key_value(&old.calendar)
        .or_else(|| calendars.first_key_value())?
        .0;
    anew_on(in_force, clock, handoff, old, target, Vec::new(), calendar)
}

fn anew_on(
    in_force: &InForce,
    clock: Clock,
    handoff: Option<Id>,
    old: &Terms,
    target: Target,
    reminds_at: Vec<u8>,
    calendar: &str,
) -> Option<ClockRepinned> {
    if !differs(in_force, old) {
        return None;
    }
    let start = Start {
        clock,
        handoff,
        calendar,
        target,
        at: old.start,
        reminds_at,
    };
    let new = terms(&in_force.agreement, in_force.version, &start)?;
    Some(pinned(clock, handoff, old, new))
}

fn differs(in_force: &InForce, old: &Terms) -> bool {
    old.version != in_force.version || old.zone_data != ZONE_DATA
}

fn pinned(clock: Clock, handoff: Option<Id>, old: &Terms, terms: Terms) -> ClockRepinned {
    ClockRepinned {
        clock,
        handoff,
        old_version: old.version,
        old_due: old.due,
        terms,
    }
}

pub(super) fn begin(draft: &mut Draft<'_>, version: i64, after: Option<Id>) -> Result<(), Refusal> {
    draft.allow(Act::Apply)?;
    if version != draft.world.in_force.version {
        return Err(Refusal::conflict("not_in_force").with("version", draft.world.in_force.version));
    }
    if let Some(before) = draft.world.life.last_applied(version)
        && !has_seen_its_end(draft, before, after)
    {
        return Err(before.refusal());
    }
    let act = draft.id();
    let applied = AppliedToRunning { version, act };
    draft.other_fact(Subject::agreement(), Body::AppliedToRunning(applied));
    draft.other_fact(Subject::act(act), Body::RepinBegun(RepinBegun { version }));
    draft.answer(json!({ "act": act.show("act"), "version": version }));
    Ok(())
}

/// A version is applied once. Again only by who has seen the end of the time before: what has other terms then came about
/// since, by newer zone data.
fn has_seen_its_end(draft: &Draft<'_>, before: &Applied, after: Option<Id>) -> bool {
    let act = draft.world.acts.get(&before.act);
    after == Some(before.act) && act.is_some_and(|act| act.done)
}

pub(super) fn slice(draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let Command::Agreement(OfAgreement::RepinSlice {
        act,
        version,
        after,
        leads,
        upto,
        last,
    }) = draft.command()
    else {
        return Err(Refusal::invalid("not_prepared", "body"));
    };
    let (act, version, upto, last) = (*act, *version, *upto, *last);
    draft.allow_slice(leads)?;
    // slices are asked for before the one before them is answered: where that was not kept, this one must not be either.
    // Two nodes may ask for the same one: who is second hears this, or the stored answer, and goes on from what is kept
    let known = draft.world.acts.get(&act).filter(|known| !known.done);
    if known.is_none_or(|known| known.upto != *after) {
        return Err(Refusal::conflict("out_of_turn"));
    }
    let in_force = draft.world.in_force.clone();
    // a newer version came meanwhile: this act is over, and what it did stays on record
    let over = in_force.version != version;
    let mut clocks = 0;
    for lead in leads.iter().filter(|_| !over) {
        clocks += one(draft, &in_force, *lead);
    }
    let done = SliceDone {
        upto,
        leads: leads.len() as u32,
        clocks,
        last: last || over,
    };
    draft.other_fact(Subject::act(act), Body::SliceDone(done));
    draft.answer(json!({ "clocks": clocks, "last": last || over }));
    Ok(())
}

fn one(draft: &mut Draft<'_>, in_force: &InForce, lead: Id) -> u32 {
    let now = draft.now();
    let Ok(found) = draft.take(lead) else { return 0 };
    let pinned = repinned(in_force, found, now);
    let clocks = pinned.len() as u32;
    for one in pinned {
        draft.lead_fact(lead, now, Body::ClockRepinned(one));
    }
    clocks
}
