//! What moves a running duty without ending it: a conversation that goes on, a call asked for, a meeting booked by the
//! customer, a machine's step; and why a first attempt was late.

use super::LetterKind;
use super::clocks::{Start, left};
use super::draft::Draft;
use super::work::{attempt_at, done, plan_next, rule_of, still_open, take};
use crate::ask::{Command, OfHandoff};
use crate::calendar::Target;
use crate::fact::{Body, Booked, BreachExplained, BreachWhy, CallBack, Clock, InConversation, MachineSent};
use crate::handoff::{Handoff, Verdict};
use crate::refusal::Refusal;
use crate::roster::Act;
use crate::{Id, Instant, Span};

/// How often feedback may be moved because the conversation goes on.
pub const CONVERSATIONS_MAX: u32 = 2;
/// How far ahead the next step of a conversation, a call or a meeting may lie.
pub const STEP_AHEAD_MAX: Span = Span::days(180);
/// After the date booked, feedback (or, before any talk, the next attempt) is owed within this.
const AFTER_STEP: Target = Target::BusinessDays(1);

/// A date that lies ahead, and not too far.
pub(super) fn ahead(draft: &Draft<'_>, at: Instant, field: &str, most: Span) -> Result<(), Refusal> {
    if at <= draft.now() {
        return Err(Refusal::invalid("day_past", field));
    }
    if at > draft.now() + most {
        return Err(Refusal::invalid("step_too_far", field).with("days", most.0 / Span::days(1).0));
    }
    Ok(())
}

pub(super) fn in_conversation(
    draft: &mut Draft<'_>,
    lead: Id,
    handoff: Id,
    next_step_at: Instant,
) -> Result<(), Refusal> {
    let found = take(draft, lead, handoff)?;
    still_open(&found)?;
    if found.connected_at.is_none() {
        return Err(Refusal::conflict("not_connected"));
    }
    if found.conversations >= CONVERSATIONS_MAX {
        return Err(Refusal::conflict("conversation_twice").with("max", CONVERSATIONS_MAX));
    }
    ahead(draft, next_step_at, "next_step_at", STEP_AHEAD_MAX)?;
    let times = found.conversations + 1;
    let talk = InConversation {
        handoff,
        next_step_at,
        times,
    };
    draft.lead_fact(lead, draft.now(), Body::InConversation(talk));
    start(draft, lead, &found, Clock::Feedback, AFTER_STEP, next_step_at);
    done(draft, lead, handoff);
    Ok(())
}

/// Starts a duty of a handoff by its rotation's calendar.
fn start(draft: &mut Draft<'_>, lead: Id, of: &Handoff, clock: Clock, target: Target, at: Instant) {
    let in_force = draft.world.in_force.clone();
    let Some(rule) = rule_of(&in_force.agreement.rotations, &of.rotation) else {
        return;
    };
    let start = Start {
        clock,
        handoff: Some(of.id),
        calendar: &rule.calendar,
        target,
        at,
        reminds_at: Vec::new(),
    };
    draft.start_clock(lead, &start);
}

/// Only the next attempt waits for a call that was asked for; nothing that a rep presses pauses the first one.
pub(super) fn call_back(draft: &mut Draft<'_>, lead: Id, handoff: Id, at: Instant) -> Result<(), Refusal> {
    let found = take(draft, lead, handoff)?;
    still_open(&found)?;
    if found.first_try().is_none() {
        return Err(Refusal::conflict("not_tried_yet"));
    }
    if found.connected_at.is_some() {
        return Err(Refusal::conflict("connected_already"));
    }
    ahead(draft, at, "at", STEP_AHEAD_MAX)?;
    let in_force = draft.world.in_force.clone();
    let calendar = rule_of(&in_force.agreement.rotations, &found.rotation)
        .and_then(|rule| in_force.agreement.calendars.get(&rule.calendar));
    let rest = calendar
        .zip(found.next_attempt.as_ref())
        .map_or(Target::Span(Span::ZERO), |(calendar, terms)| {
            left(calendar, terms, draft.now())
        });
    draft.lead_fact(lead, draft.now(), Body::CallBack(CallBack { handoff, at }));
    start(draft, lead, &found, Clock::NextAttempt, rest, at);
    done(draft, lead, handoff);
    Ok(())
}

/// The customer booked a meeting. It is the customer's own act: who works here cannot press it.
pub(super) fn booked(draft: &mut Draft<'_>, lead: Id, handoff: Id, at: Instant) -> Result<(), Refusal> {
    draft.allow(Act::Capture)?;
    if draft.user().is_some() {
        return Err(Refusal::forbidden("customer_books"));
    }
    let found = draft.take(lead)?.handoff(handoff).cloned();
    let found = found.ok_or_else(|| Refusal::not_found("no_such_handoff"))?;
    still_open(&found)?;
    ahead(draft, at, "at", STEP_AHEAD_MAX)?;
    draft.lead_fact(lead, draft.now(), Body::Booked(Booked { handoff, at }));
    if found.connected_at.is_none() {
        start(draft, lead, &found, Clock::NextAttempt, AFTER_STEP, at);
    }
    if let Some(to) = found.answers() {
        draft.tell(LetterKind::Booked, to, Some(handoff));
    }
    draft.tell_if_turned(&found);
    done(draft, lead, handoff);
    Ok(())
}

pub(super) fn machine_sent(draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let Command::Handoff(OfHandoff::MachineSent {
        lead,
        handoff,
        channel,
        sequence,
        occurred_at,
    }) = *draft.command()
    else {
        return Err(Refusal::invalid("not_prepared", "body"));
    };
    let found = take(draft, lead, handoff)?;
    still_open(&found)?;
    let at = attempt_at(draft, occurred_at)?;
    let sent = MachineSent {
        handoff,
        channel,
        sequence,
    };
    draft.lead_fact(lead, at, Body::MachineSent(sent));
    if sequence && found.first_try().is_some() {
        plan_next(draft, lead, handoff);
    }
    done(draft, lead, handoff);
    Ok(())
}

/// One press on a first attempt that is late says why.
pub(super) fn explain(draft: &mut Draft<'_>, lead: Id, handoff: Id, why: BreachWhy) -> Result<(), Refusal> {
    let found = take(draft, lead, handoff)?;
    if found.verdict(draft.now()) != Verdict::Breached {
        return Err(Refusal::conflict("not_late"));
    }
    draft.lead_fact(
        lead,
        draft.now(),
        Body::BreachExplained(BreachExplained { handoff, why }),
    );
    done(draft, lead, handoff);
    Ok(())
}
