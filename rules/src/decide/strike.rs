//! A deadline came. A strike is an alarm, never a verdict; some strikes also move the lead on.

use super::draft::Draft;
use super::{alive, joining};
use crate::agreement::{Stage, Verdict};
use crate::ask::{Command, OfLead};
use crate::fact::{
    Actor, Body, Clock, Covering, NoContact, NurtureExit, NurtureIn, NurtureOut, Qualified, Quarantined, RouteCause,
    Rung, Struck,
};
use crate::lead::{Deadline, deadlines};
use crate::refusal::Refusal;
use crate::{Id, Instant};
use serde_json::json;

pub(super) fn strike(draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let Command::Lead(OfLead::Strike {
        lead,
        clock,
        rung,
        handoff,
        due,
    }) = *draft.command()
    else {
        return Err(Refusal::invalid("not_prepared", "body"));
    };
    if draft.ask.actor != Actor::System {
        return Err(Refusal::forbidden("may_not"));
    }
    draft.take(lead)?;
    let Some(deadline) = stands(draft, clock, rung, handoff, due) else {
        draft.answer(json!({ "struck": false }));
        return Ok(());
    };
    let told = draft.who_is_told(&deadline);
    let struck = Struck {
        clock,
        rung,
        handoff,
        intended: due,
        real: draft.now(),
        told: told.iter().map(|(_, to, _)| *to).collect(),
    };
    draft.lead_fact(lead, draft.now(), Body::Struck(struck));
    told.into_iter()
        .for_each(|(kind, to, goes_at)| draft.tell_at(kind, to, handoff, goes_at));
    move_on(draft, lead, &deadline);
    draft.answer(json!({ "struck": true }));
    Ok(())
}

pub(super) fn quarantine(draft: &mut Draft<'_>, lead: Id, clock: Clock) -> Result<(), Refusal> {
    if draft.ask.actor != Actor::System {
        return Err(Refusal::forbidden("may_not"));
    }
    draft.take(lead)?;
    draft.lead_fact(lead, draft.now(), Body::Quarantined(Quarantined { clock }));
    Ok(())
}

/// A deadline that moved or ended meanwhile does not strike.
fn stands(draft: &Draft<'_>, clock: Clock, rung: Rung, handoff: Option<Id>, due: Instant) -> Option<Deadline> {
    let lead = draft.lead.as_ref()?;
    let same = |d: &Deadline| d.clock == clock && d.rung == rung && d.handoff == handoff && d.at == due;
    deadlines(lead).into_iter().find(same).filter(|d| d.at <= draft.now())
}

fn move_on(draft: &mut Draft<'_>, lead: Id, deadline: &Deadline) {
    match (deadline.clock, deadline.handoff) {
        (Clock::Held, Some(handoff)) => draft.release(lead, handoff),
        (Clock::TakeBy, Some(handoff)) => draft.not_taken(lead, handoff),
        (Clock::Reassign, Some(handoff)) => draft.goes_on(lead, handoff),
        (Clock::Cadence, Some(handoff)) => no_contact(draft, lead, handoff),
        (Clock::Quiet, Some(handoff)) => alive::ask(draft, lead, handoff),
        (Clock::Return, _) => comes_back(draft, lead, deadline.at),
        _ => {}
    }
}

fn no_contact(draft: &mut Draft<'_>, lead: Id, handoff: Id) {
    let Some(found) = draft.seen(lead).and_then(|l| l.handoff(handoff)).cloned() else {
        return;
    };
    let Ok(parted) = joining::parted(draft, (lead, &found), None) else {
        return;
    };
    let no = NoContact {
        handoff,
        attempts: found.attempts,
        covers: parted.covered.clone(),
    };
    draft.lead_fact(lead, draft.now(), Body::NoContact(no));
    draft.company_worked(lead, handoff, false);
    let into = NurtureIn {
        handoff: Some(handoff),
        reason: Some("no_contact".to_owned()),
        until: None,
        rep: None,
    };
    draft.lead_fact(lead, draft.now(), Body::NurtureIn(into.clone()));
    joining::ends(draft, (lead, &found), Some(Covering::NoContact), &parted);
    joining::cared_for(draft, &parted.covered, &into);
}

/// A B's agreed day: back to the same rep, with a clock of its own.
fn comes_back(draft: &mut Draft<'_>, lead: Id, day: Instant) {
    let rep = draft.lead.as_ref().and_then(|l| l.nurture.as_ref()).and_then(|n| n.rep);
    let in_force = draft.world.in_force.clone();
    let Some(tier) = in_force.agreement.tier_of_return().map(|tier| tier.name.clone()) else {
        return;
    };
    draft.lead_fact(
        lead,
        draft.now(),
        Body::NurtureOut(NurtureOut {
            cause: NurtureExit::Day,
        }),
    );
    let body = Qualified {
        stage: Stage::Mql,
        version: in_force.version,
        tier: Some(tier.clone()),
        verdict: Verdict::agreed_day(),
    };
    draft.lead_fact(lead, draft.now(), Body::Qualified(body));
    draft.route(lead, &tier, day, rep.map(|rep| (rep, RouteCause::Return)));
}
