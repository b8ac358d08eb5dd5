//! A deal that went quiet is asked after, once, and answered by one press: moving, stalled until, lost.

use super::LetterKind;
use super::clocks::Start;
use super::deal::{known_reason, lose, no_deal};
use super::draft::Draft;
use super::talk::{STEP_AHEAD_MAX, ahead};
use super::work::{RETURN_AHEAD_MAX, done, rule_of};
use crate::fact::{AliveAnswer, AliveAnswered, AliveAsked, Body, Clock, Role};
use crate::refusal::Refusal;
use crate::roster::Act;
use crate::{Id, Instant};

/// It went quiet: the rep is asked, and owes an answer.
pub(super) fn ask(draft: &mut Draft<'_>, lead: Id, handoff: Id) {
    let Some(deal) = draft.lead.as_ref().and_then(|l| l.deal.clone()) else {
        return;
    };
    let (_, why) = deal.quiet_at();
    draft.lead_fact(lead, draft.now(), Body::AliveAsked(AliveAsked { handoff, why }));
    let in_force = draft.world.in_force.clone();
    let rotation = draft
        .lead
        .as_ref()
        .and_then(|l| l.handoff(handoff))
        .map(|h| h.rotation.clone());
    let Some(rule) = rule_of(&in_force.agreement.rotations, rotation.as_deref().unwrap_or_default()) else {
        return;
    };
    let start = Start {
        clock: Clock::StillAlive,
        handoff: Some(handoff),
        calendar: &rule.calendar,
        target: in_force.agreement.owed.sales.still_alive_within,
        at: draft.now(),
        reminds_at: Vec::new(),
    };
    draft.start_clock(lead, &start);
    let owner = deal.owner.filter(|owner| draft.world.roster.active(*owner).is_some());
    if let Some(to) = owner.or_else(|| draft.holder_of(Role::SalesManager.code())) {
        draft.tell(LetterKind::StillAlive, to, Some(handoff));
    }
}

pub(super) fn answer(draft: &mut Draft<'_>, lead: Id, handoff: Id, answer: &AliveAnswer) -> Result<(), Refusal> {
    let deal = draft.take(lead)?.deal.clone().filter(|deal| deal.handoff == handoff);
    let Some(deal) = deal else {
        let why = draft.lead.as_ref().map(|found| no_deal(found, handoff));
        return Err(why.unwrap_or_else(|| Refusal::not_found("no_such_lead")));
    };
    if !draft.may(Act::WorkAny) {
        draft.allow(Act::WorkOwn)?;
        if draft.user().is_none() || deal.owner != draft.user() {
            return Err(Refusal::forbidden("not_your_handoff"));
        }
    }
    checked(draft, answer)?;
    let now: Instant = draft.now();
    let said = AliveAnswered {
        handoff,
        answer: answer.clone(),
    };
    draft.lead_fact(lead, now, Body::AliveAnswered(said));
    if let AliveAnswer::Lost { reason } = answer {
        lose(draft, lead, handoff, (reason, now));
    }
    done(draft, lead, handoff);
    Ok(())
}

fn checked(draft: &Draft<'_>, answer: &AliveAnswer) -> Result<(), Refusal> {
    match answer {
        AliveAnswer::Moving { next_step_at: None } => Ok(()),
        AliveAnswer::Moving { next_step_at: Some(at) } => ahead(draft, *at, "next_step_at", STEP_AHEAD_MAX),
        AliveAnswer::Stalled { until } => ahead(draft, *until, "until", RETURN_AHEAD_MAX),
        AliveAnswer::Lost { reason } => known_reason(draft, reason),
    }
}
