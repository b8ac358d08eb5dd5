//! What a rep does with a handoff: try, report, give back, pass on.

use super::clocks::Start;
use super::draft::Draft;
use super::{LetterKind, answers, capture, handing, joining, leaver, patterns};
use crate::agreement::{Cadence, RotationRule, Stage, Verdict};
use crate::ask::{Command, OfHandoff};
use crate::calendar::{Calendar, Target};
use crate::contact;
use crate::fact::{
    AttemptResult, Attempted, Body, Clock, Connected, Covering, Evidence, Feedback, NotALead, NurtureIn, Rejected,
    ReviewReason, Role, RouteCause, Routed, Which,
};
use crate::handoff::Handoff;
use crate::refusal::Refusal;
use crate::roster::Act;
use crate::routing::Decision;
use crate::{Id, Instant, Span};
use serde_json::json;

/// An attempt told of within this span of its making counts as logged.
pub const LOGGED_WITHIN: Span = Span::minutes(60);
/// How far back anybody may tell of an attempt.
pub const ATTEMPT_BACK_MAX: Span = Span::days(90);
/// How far ahead a B may be agreed.
pub const RETURN_AHEAD_MAX: Span = Span::days(36 * 31);

/// Takes the handoff in hand and sees that the actor may work it.
pub(super) fn take(draft: &mut Draft<'_>, lead: Id, handoff: Id) -> Result<Handoff, Refusal> {
    let found = draft
        .take(lead)?
        .handoff(handoff)
        .cloned()
        .ok_or_else(|| Refusal::not_found("no_such_handoff"))?;
    if draft.may(Act::WorkAny) {
        return Ok(found);
    }
    draft.allow(Act::WorkOwn)?;
    if draft.user().is_some() && found.owner == draft.user() {
        return Ok(found);
    }
    Err(Refusal::forbidden("not_your_handoff"))
}

pub(super) fn still_open(handoff: &Handoff) -> Result<(), Refusal> {
    if handoff.is_open() {
        return Ok(());
    }
    Err(Refusal::conflict("handoff_closed").with("ending", handoff.ending.map_or("", |e| e.code())))
}

pub(super) fn done(draft: &mut Draft<'_>, lead: Id, handoff: Id) {
    let stage = draft.lead.as_ref().map(|l| l.stage);
    draft.answer(json!({ "lead": lead.show("lead"), "handoff": handoff.show("handoff"), "stage": stage }));
}

pub(super) fn attempt(draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let Command::Handoff(OfHandoff::Attempt {
        lead,
        handoff,
        channel,
        result,
        occurred_at,
        seen,
        note,
    }) = draft.command().clone()
    else {
        return Err(Refusal::invalid("not_prepared", "body"));
    };
    let found = take(draft, lead, handoff)?;
    still_open(&found)?;
    let at = attempt_at(draft, occurred_at)?;
    let evidence = evidence(draft.now(), at, seen);
    let note = draft.note(Some(lead), None, note.as_deref());
    draft.lead_fact(
        lead,
        at,
        Body::Attempted(Attempted {
            handoff,
            channel,
            result,
            evidence,
            note,
        }),
    );
    if result == AttemptResult::Connected {
        connected(draft, lead, &found, at);
    } else {
        plan_next(draft, lead, handoff);
    }
    draft.tell_if_turned(&found);
    done(draft, lead, handoff);
    Ok(())
}

pub(super) fn attempt_at(draft: &Draft<'_>, said: Option<Instant>) -> Result<Instant, Refusal> {
    let at = draft.occurred(said, draft.user().is_some())?;
    if at < draft.now() - ATTEMPT_BACK_MAX {
        return Err(Refusal::invalid("too_long_ago", "occurred_at").with("days", 90));
    }
    Ok(at)
}

fn evidence(now: Instant, at: Instant, seen: bool) -> Evidence {
    match (seen, now - at <= LOGGED_WITHIN) {
        (true, _) => Evidence::Seen,
        (false, true) => Evidence::Logged,
        (false, false) => Evidence::Claimed,
    }
}

/// What the definition of a stage comes to; `None` where the agreement has none.
fn judged(draft: &Draft<'_>, lead: Id, stage: Stage, at: Instant) -> Option<Verdict> {
    let agreement = &draft.world.in_force.agreement;
    agreement.definition(stage)?;
    Some(agreement.judge(stage, &capture::facets(draft, lead, at)))
}

/// What the definition of SQL comes to with an A, which stands whatever it is.
fn sql(draft: &Draft<'_>, lead: Id, which: Which) -> Option<Verdict> {
    let verdict = judged(draft, lead, Stage::Sql, draft.now());
    verdict.filter(|_| which == Which::Advanced)
}

fn connected(draft: &mut Draft<'_>, lead: Id, before: &Handoff, at: Instant) {
    let talk = Connected {
        handoff: before.id,
        verdict: judged(draft, lead, Stage::Sal, at),
    };
    if before.connected_at.is_some_and(|known| known <= at) {
        // another talk counts where only now Sales accepts the lead
        if before.accepted_at.is_none() && talk.accepts() {
            draft.lead_fact(lead, at, Body::Connected(talk));
        }
        return;
    }
    draft.lead_fact(lead, at, Body::Connected(talk));
    let in_force = draft.world.in_force.clone();
    let Some(rule) = rule_of(&in_force.agreement.rotations, &before.rotation) else {
        return;
    };
    let (clock, target) = (Clock::Feedback, in_force.agreement.feedback.due);
    draft.start_clock(
        lead,
        &Start {
            clock,
            handoff: Some(before.id),
            calendar: &rule.calendar,
            target,
            at,
            reminds_at: Vec::new(),
        },
    );
}

pub(super) fn rule_of<'a>(rules: &'a [RotationRule], name: &str) -> Option<&'a RotationRule> {
    rules.iter().find(|rule| rule.name == name).or(rules.last())
}

/// The cadence plans the next try from the last one, and its own end from the first, in whatever order they came in.
pub(super) fn plan_next(draft: &mut Draft<'_>, lead: Id, handoff: Id) {
    let Some(now) = draft.lead.as_ref().and_then(|l| l.handoff(handoff)).cloned() else {
        return;
    };
    let in_force = draft.world.in_force.clone();
    let tier = in_force.agreement.tiers.iter().find(|tier| tier.name == now.tier);
    let Some(cadence) = tier.and_then(|tier| tier.cadence.as_ref()) else {
        return;
    };
    let Some(rule) = rule_of(&in_force.agreement.rotations, &now.rotation) else {
        return;
    };
    let (Some(last), None) = (now.last_try_at, now.connected_at) else {
        return;
    };
    let calendar = rule.calendar.as_str();
    let start = |clock, target, at| Start {
        clock,
        handoff: Some(handoff),
        calendar,
        target,
        at,
        reminds_at: Vec::new(),
    };
    let first = now.first_try().map(|first| first.at);
    if let Some(first) = first.filter(|first| now.cadence.as_ref().is_none_or(|known| *first < known.start)) {
        draft.start_clock(lead, &start(Clock::Cadence, cadence.within, first));
    }
    if let Some(gap) = gap_after(cadence, now.persistence()) {
        let (from, target) = in_their_hours(draft, lead, (last, gap), in_force.agreement.calendars.get(calendar));
        draft.start_clock(lead, &start(Clock::NextAttempt, target, from));
    }
}

/// When nobody could be called between the last try and the next one's due time, the next one is planned for the first
/// hour in which both our office and theirs are up.
fn in_their_hours(
    draft: &Draft<'_>,
    lead: Id,
    (last, gap): (Instant, Target),
    calendar: Option<&Calendar>,
) -> (Instant, Target) {
    let person = draft.known_person(lead).filter(|person| person.phone.is_some());
    let Some((person, calendar)) = person.zip(calendar) else {
        return (last, gap);
    };
    let hours = contact::Hours::of(Some(person), calendar.zone());
    let due = calendar.due_at(last, gap).ok();
    let later = due.and_then(|due| hours.later(calendar, last, due));
    later.map_or((last, gap), |from| (from, contact::WITHIN))
}

/// The gap before the next planned try; `None` when all were made.
pub(super) fn gap_after(cadence: &Cadence, made: u32) -> Option<Target> {
    if made >= cadence.attempts {
        return None;
    }
    cadence.gaps.get(made as usize).or(cadence.gaps.last()).copied()
}

pub(super) fn feedback(draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let Command::Handoff(OfHandoff::Feedback {
        lead,
        handoff,
        which,
        reason,
        detail,
        note,
        back_at,
        next_step_at,
        amount,
        covers,
        answers: found_out,
    }) = draft.command().clone()
    else {
        return Err(Refusal::invalid("not_prepared", "body"));
    };
    let found = take(draft, lead, handoff)?;
    let corrects = may_report(&found)?;
    handing::not_handed_on(draft, handoff)?;
    let parted = joining::parted(draft, (lead, &found), covers.as_deref())?;
    no_outcome(&found)?;
    let specific = check_reason(draft, which, reason.as_deref(), detail.as_deref(), note.as_deref())?;
    let back_at = check_return(draft, which, back_at)?;
    answers::with_feedback(draft, lead, &found_out, which == Which::Advanced)?;
    let next_step_at = next_step_at.filter(|_| which == Which::Advanced);
    let amount = amount.filter(|_| which == Which::Advanced);
    let note = draft.note(Some(lead), detail.as_deref(), note.as_deref());
    let now = draft.now();
    if found.connected_at.is_none() {
        connected(draft, lead, &found, now);
    }
    let reason_kept = reason.clone();
    let feedback = Feedback {
        handoff,
        which,
        reason,
        specific,
        note,
        back_at,
        next_step_at,
        amount,
        corrects,
        covers: parted.covered.clone(),
        verdict: sql(draft, lead, which),
    };
    draft.lead_fact(lead, now, Body::Feedback(feedback));
    patterns::fed(draft, lead, &found, which, reason_kept.as_deref());
    // who works the company from now on is whoever has the lead then
    let onward = handing::hands_on(draft, lead, &found, which);
    draft.company_worked(lead, onward.unwrap_or(handoff), which == Which::Advanced);
    joining::ends(draft, (lead, &found), Some(which.into()), &parted);
    if let Some(next) = onward {
        joining::go_along(draft, (lead, next), &parted.covered);
    }
    follow(draft, lead, &found, which, (reason_kept, back_at), &parted.covered);
    done(draft, lead, handoff);
    Ok(())
}

/// Feedback may be given once it runs, and corrected later; not after it was given back.
fn may_report(handoff: &Handoff) -> Result<Option<Which>, Refusal> {
    match (&handoff.said, handoff.is_open()) {
        (Some(said), _) => Ok(Some(said.which)),
        (None, true) => Ok(None),
        (None, false) => {
            Err(Refusal::conflict("handoff_closed").with("ending", handoff.ending.map_or("", |e| e.code())))
        }
    }
}

/// Once it is won or lost, what was said before stands: the outcome is taken back first.
fn no_outcome(handoff: &Handoff) -> Result<(), Refusal> {
    match &handoff.outcome {
        Some(outcome) => Err(Refusal::conflict("outcome_recorded").with("outcome", outcome.code())),
        None => Ok(()),
    }
}

/// The reason must be one of the agreement's; whether it is specific is worked out.
fn check_reason(
    draft: &Draft<'_>,
    which: Which,
    reason: Option<&str>,
    detail: Option<&str>,
    note: Option<&str>,
) -> Result<bool, Refusal> {
    let filled = |text: Option<&str>| text.is_some_and(|t| !t.trim().is_empty());
    let known = &draft.world.in_force.agreement.feedback.reasons;
    let Some(code) = reason.filter(|code| !code.is_empty()) else {
        if which == Which::Advanced {
            return Ok(true);
        }
        return Err(Refusal::invalid("reason_needed", "reason"));
    };
    let Some(found) = known.iter().find(|r| r.which == which.in_terms() && r.code == code) else {
        return Err(Refusal::invalid("unknown_reason", "reason").with("reason", code));
    };
    if code == "other" && !filled(note) {
        return Err(Refusal::invalid("words_needed", "note"));
    }
    Ok(filled(detail) || (found.detail.is_none() && !found.vague))
}

fn check_return(draft: &Draft<'_>, which: Which, back_at: Option<Instant>) -> Result<Option<Instant>, Refusal> {
    if which != Which::FitNotReady {
        return Ok(None);
    }
    let Some(at) = back_at else {
        return Err(Refusal::invalid("day_needed", "back_at"));
    };
    if at <= draft.now() {
        return Err(Refusal::invalid("day_past", "back_at"));
    }
    if at > draft.now() + RETURN_AHEAD_MAX {
        return Err(Refusal::invalid("day_too_far", "back_at").with("months", 36));
    }
    Ok(Some(at))
}

/// What feedback brings about: a B is cared for and comes back; Marketing hears of an A.
fn follow(
    draft: &mut Draft<'_>,
    lead: Id,
    handoff: &Handoff,
    which: Which,
    (reason, until): (Option<String>, Option<Instant>),
    covered: &[Id],
) {
    match which {
        Which::FitNotReady => {
            let into = NurtureIn {
                handoff: Some(handoff.id),
                reason,
                until,
                rep: handoff.owner,
            };
            draft.lead_fact(lead, draft.now(), Body::NurtureIn(into.clone()));
            joining::cared_for(draft, covered, &into);
        }
        Which::Advanced => tell_marketing(draft, LetterKind::Advanced, handoff.id),
        Which::NotAFit => {}
    }
}

/// Marketing hears what became of a lead that it brought.
pub(super) fn tell_marketing(draft: &mut Draft<'_>, kind: LetterKind, handoff: Id) {
    let (now, roster) = (draft.now(), draft.world.roster.clone());
    let marketer = roster.holder(Role::Marketer, now);
    if let Some(to) = marketer.or_else(|| roster.holder(Role::HeadOfMarketing, now)) {
        draft.tell(kind, to, Some(handoff));
    }
}

pub(super) fn reject(draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let Command::Handoff(OfHandoff::Reject {
        lead,
        handoff,
        reason,
        clause,
        covers,
    }) = draft.command().clone()
    else {
        return Err(Refusal::invalid("not_prepared", "body"));
    };
    let found = take(draft, lead, handoff)?;
    still_open(&found)?;
    if !found.may_be_given_back(reason) {
        return Err(Refusal::conflict("already_tried").with("attempts", found.attempts));
    }
    let parted = if reason.is_of_the_company() {
        joining::parted(draft, (lead, &found), covers.as_deref())?
    } else {
        joining::all_left(draft, lead, &found)?
    };
    let given_back = if reason.lead_was_the_cause() { half(&found) } else { 0 };
    draft.lead_fact(
        lead,
        draft.now(),
        Body::Rejected(Rejected {
            handoff,
            reason,
            clause,
            given_back,
            covers: parted.covered.clone(),
        }),
    );
    capture::put_on_review(draft, lead, ReviewReason::RejectedBySales);
    joining::ends(draft, (lead, &found), Some(Covering::Rejected), &parted);
    joining::given_back(draft, &parted.covered);
    done(draft, lead, handoff);
    Ok(())
}

fn half(handoff: &Handoff) -> i64 {
    if handoff.cause == Some(RouteCause::Rotation) {
        handoff.pick_cost / 2
    } else {
        0
    }
}

pub(super) fn not_a_lead(draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let Command::Handoff(OfHandoff::NotALead { lead, handoff, what }) = draft.command().clone() else {
        return Err(Refusal::invalid("not_prepared", "body"));
    };
    let found = take(draft, lead, handoff)?;
    still_open(&found)?;
    if !what.is_no_lead() {
        return Err(Refusal::invalid("that_is_a_lead", "what"));
    }
    let parted = joining::all_left(draft, lead, &found)?;
    let given_back = half(&found);
    draft.lead_fact(
        lead,
        draft.now(),
        Body::NotALead(NotALead {
            handoff: Some(handoff),
            what,
            given_back,
        }),
    );
    joining::ends(draft, (lead, &found), None, &parted);
    done(draft, lead, handoff);
    Ok(())
}

pub(super) fn move_to(draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let Command::Handoff(OfHandoff::Move { lead, handoff, to }) = *draft.command() else {
        return Err(Refusal::invalid("not_prepared", "body"));
    };
    draft.allow(Act::Move)?;
    let found = take(draft, lead, handoff)?;
    still_open(&found)?;
    if !leaver::takes_leads(draft, to) {
        return Err(Refusal::invalid("nobody_to_move_to", "to"));
    }
    if found.owner == Some(to) {
        return Err(Refusal::conflict("has_it_already"));
    }
    let (tier, rotation, customer, company) = (found.tier, found.rotation, found.customer, found.company);
    let (trigger_at, cause, decision) = (found.trigger_at, RouteCause::Moved, Decision::default());
    let routed = Routed {
        handoff,
        tier,
        trigger_at,
        owner: to,
        cause,
        rotation,
        customer,
        company,
        from: None,
        decision,
    };
    draft.lead_fact(lead, draft.now(), Body::Routed(routed));
    draft.begins(lead, handoff);
    draft.tell(handing::yours(found.from), to, Some(handoff));
    draft.tell_joined(lead, handoff);
    done(draft, lead, handoff);
    Ok(())
}
