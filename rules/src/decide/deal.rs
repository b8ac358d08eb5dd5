//! How a deal ended: won with its amount and day, or lost with its reason; and both taken back.

use super::draft::Draft;
use super::joining;
use super::work::done;
use crate::agreement::{self, Money};
use crate::fact::{Body, Covering, Lost, OutcomeUndone, Won};
use crate::lead::Lead;
use crate::refusal::Refusal;
use crate::roster::Act;
use crate::{Id, Instant};

/// Most minor units of one deal: what a double still tells exactly.
pub const AMOUNT_MAX: i64 = 1 << 53;

/// The rep of a deal, or whoever works any, tells how it ended.
fn take(draft: &mut Draft<'_>, lead: Id, handoff: Id) -> Result<(), Refusal> {
    let found = draft.take(lead)?;
    let deal = found.deal.as_ref().or(found.ended.as_ref().map(|ended| &ended.deal));
    let owner = deal
        .and_then(|deal| deal.owner)
        .or(found.handoff(handoff).and_then(|h| h.owner));
    if found.handoff(handoff).is_none() {
        return Err(Refusal::not_found("no_such_handoff"));
    }
    if draft.may(Act::WorkAny) {
        return Ok(());
    }
    draft.allow(Act::WorkOwn)?;
    match draft.user().is_some() && owner == draft.user() {
        true => Ok(()),
        false => Err(Refusal::forbidden("not_your_handoff")),
    }
}

/// Why this lead has no deal that runs.
pub(super) fn no_deal(lead: &Lead, handoff: Id) -> Refusal {
    let outcome = lead.handoff(handoff).and_then(|h| h.outcome.as_ref());
    match outcome {
        Some(outcome) if outcome.won => Refusal::conflict("deal_won").with("at", outcome.at.rfc3339()),
        Some(outcome) => Refusal::conflict("deal_lost").with("at", outcome.at.rfc3339()),
        None if lead.deal.is_some() => Refusal::conflict("deal_elsewhere"),
        None => Refusal::conflict("deal_not_begun"),
    }
}

fn running(draft: &Draft<'_>, handoff: Id) -> Result<(), Refusal> {
    let Some(lead) = &draft.lead else {
        return Err(Refusal::not_found("no_such_lead"));
    };
    match lead.deal.as_ref().is_some_and(|deal| deal.handoff == handoff) {
        true => Ok(()),
        false => Err(no_deal(lead, handoff)),
    }
}

/// When it ended: not ahead, and not before the person was known.
fn ended_at(draft: &Draft<'_>, said: Option<Instant>) -> Result<Instant, Refusal> {
    let Some(at) = said else { return Ok(draft.now()) };
    if at > draft.now() {
        return Err(Refusal::invalid("outcome_ahead", "at"));
    }
    if draft.lead.as_ref().is_some_and(|lead| at < lead.submitted_at) {
        return Err(Refusal::invalid("outcome_before", "at"));
    }
    Ok(at)
}

pub(super) fn won(
    draft: &mut Draft<'_>,
    lead: Id,
    handoff: Id,
    (amount, said): (Option<&Money>, Option<Instant>),
) -> Result<(), Refusal> {
    take(draft, lead, handoff)?;
    running(draft, handoff)?;
    let at = ended_at(draft, said)?;
    if amount.is_some_and(|money| !(1..=AMOUNT_MAX).contains(&money.amount)) {
        return Err(Refusal::invalid("amount_range", "amount"));
    }
    let (amount, handoff_of) = (amount.cloned(), Some(handoff));
    let won = Won {
        amount,
        handoff: handoff_of,
    };
    draft.lead_fact(lead, at, Body::Won(won));
    draft.company_worked(lead, handoff, false);
    joining::deal_ends(draft, lead, handoff, Covering::Won);
    done(draft, lead, handoff);
    Ok(())
}

pub(super) fn lost(
    draft: &mut Draft<'_>,
    lead: Id,
    handoff: Id,
    (reason, said): (&str, Option<Instant>),
) -> Result<(), Refusal> {
    take(draft, lead, handoff)?;
    running(draft, handoff)?;
    let at = ended_at(draft, said)?;
    known_reason(draft, reason)?;
    lose(draft, lead, handoff, (reason, at));
    done(draft, lead, handoff);
    Ok(())
}

/// One of the agreement's reasons for a loss.
pub(super) fn known_reason(draft: &Draft<'_>, reason: &str) -> Result<(), Refusal> {
    let known = draft
        .world
        .in_force
        .agreement
        .feedback
        .reason(agreement::Which::Lost, reason);
    let unknown = || Refusal::invalid("unknown_reason", "reason").with("reason", reason);
    known.map(|_| ()).ok_or_else(unknown)
}

/// It is lost, and the company hears of it.
pub(super) fn lose(draft: &mut Draft<'_>, lead: Id, handoff: Id, (reason, at): (&str, Instant)) {
    let lost = Lost {
        reason: reason.to_owned(),
        handoff: Some(handoff),
    };
    draft.lead_fact(lead, at, Body::Lost(lost));
    draft.company_worked(lead, handoff, false);
    joining::deal_ends(draft, lead, handoff, Covering::Lost);
}

/// Takes back how it ended: the deal runs again, unless the lead has been handed over anew.
pub(super) fn undo(draft: &mut Draft<'_>, lead: Id, handoff: Id) -> Result<(), Refusal> {
    take(draft, lead, handoff)?;
    let Some(found) = &draft.lead else {
        return Err(Refusal::not_found("no_such_lead"));
    };
    let ended = found.ended.as_ref().filter(|ended| ended.deal.handoff == handoff);
    if ended.is_none() {
        return Err(Refusal::conflict("no_outcome"));
    }
    if found.open_handoff().is_some() || found.deal.is_some() {
        return Err(Refusal::conflict("outcome_passed"));
    }
    draft.lead_fact(lead, draft.now(), Body::OutcomeUndone(OutcomeUndone { handoff }));
    draft.company_worked(lead, handoff, true);
    joining::deal_ends(draft, lead, handoff, Covering::Advanced);
    done(draft, lead, handoff);
    Ok(())
}
