//! From SDR to account executive: a rotation may hand on what its reps report as *advanced*, in the same commit. The first
//! handoff ends with that report, credited to the SDR; the second is the next rep's, with a first attempt of its own.

use super::LetterKind;
use super::clocks::Start;
use super::draft::Draft;
use super::route::{Picked, reminds_at};
use crate::Id;
use crate::agreement::HandsTo;
use crate::fact::{Body, Clock, RouteCause, Routed, Which};
use crate::handoff::Handoff;
use crate::refusal::Refusal;
use crate::routing::Decision;

/// What was handed on is reported by whoever has it now.
pub(super) fn not_handed_on(draft: &Draft<'_>, handoff: Id) -> Result<(), Refusal> {
    let all = draft.lead.iter().flat_map(|lead| &lead.handoffs);
    match all.into_iter().any(|next| next.from == Some(handoff)) {
        true => Err(Refusal::conflict("handed_on")),
        false => Ok(()),
    }
}

/// Hands an advanced lead on, where its rotation says so. Answers the new handoff.
pub(super) fn hands_on(draft: &mut Draft<'_>, lead: Id, found: &Handoff, which: Which) -> Option<Id> {
    let before = found.said.as_ref().map(|said| said.which);
    if which != Which::Advanced || before == Some(Which::Advanced) {
        return None;
    }
    if draft.lead.as_ref().is_some_and(|known| known.in_hands()) {
        return None;
    }
    let in_force = draft.world.in_force.clone();
    let onward = in_force.agreement.rotation_named(&found.rotation)?.hands_to.as_ref()?;
    if found
        .owner
        .is_some_and(|owner| takes_turns(draft, &onward.rotation, owner))
    {
        return None;
    }
    let (owner, cause, decision) = next_rep(draft, lead, &onward.rotation, &found.owners)?;
    let handoff = draft.id();
    if let Some(company) = found.company {
        draft.opened.push((company, handoff, lead));
    }
    let routed = Routed {
        handoff,
        tier: found.tier.clone(),
        trigger_at: draft.now(),
        owner,
        cause,
        rotation: onward.rotation.clone(),
        customer: found.customer,
        from: Some(found.id),
        company: found.company,
        decision,
    };
    draft.lead_fact(lead, draft.now(), Body::Routed(routed));
    draft.tell(LetterKind::PassedOn, owner, Some(handoff));
    first_attempt(draft, lead, (handoff, &found.tier), onward);
    // it is a deal from here on: it is held for one to take where that rotation does so, and never goes on for want of a try
    draft.hold_for_him(lead, handoff);
    Some(handoff)
}

/// Whether he is one of those whom leads are handed to: a company that comes back goes to its last rep, and what he
/// advances stays with him.
fn takes_turns(draft: &Draft<'_>, rotation: &str, user: Id) -> bool {
    let members = draft.world.roster.rotations.get(rotation);
    members.is_some_and(|members| members.contains_key(&user))
}

/// Whoever owns the company's deal or account, else the rotation's pick, else who answers for it. Not the SDR himself.
fn next_rep(draft: &mut Draft<'_>, lead: Id, rotation: &str, had: &[Id]) -> Option<Picked> {
    let company = draft.company(lead);
    let told = company
        .and_then(|company| company.told)
        .map(|owner| (owner, RouteCause::Deal));
    let account = company
        .and_then(|company| company.account)
        .map(|owner| (owner, RouteCause::Account));
    let named = [told, account].into_iter().flatten().find_map(|(owner, cause)| {
        let rep = draft.world.roster.stand_in(owner, draft.now())?;
        let decision = Decision {
            covers_for: (rep != owner).then_some(owner),
            ..Decision::default()
        };
        (!had.contains(&rep)).then_some((rep, cause, decision))
    });
    named.or_else(|| draft.pick_now(rotation, had))
}

/// The next rep's first attempt is owed within the time that the text gives, by his own rotation's calendar.
fn first_attempt(draft: &mut Draft<'_>, lead: Id, (handoff, tier): (Id, &str), onward: &HandsTo) {
    let in_force = draft.world.in_force.clone();
    let Some(rule) = in_force.agreement.rotation_named(&onward.rotation) else {
        return;
    };
    let start = Start {
        clock: Clock::FirstAttempt,
        handoff: Some(handoff),
        calendar: &rule.calendar,
        target: onward.within,
        at: draft.now(),
        reminds_at: reminds_at(in_force.agreement.escalation.rungs(tier)),
    };
    draft.start_clock(lead, &start);
}
