//! Leads, handoffs and facts as the API shows them: ids with their prefix, instants as RFC 3339 in UTC.

use engine::EngineError;
use engine::lead::reads::Listed;
use rules::agreement::{Agreement, NotePart, Question, Stage};
use rules::clock::partition::{Blame, Holder, Stretch};
use rules::fact::{Clock, Fact, Terms, Which};
use rules::handoff::{Handoff, Verdict};
use rules::lead::Lead;
use rules::person::Person;
use rules::{Id, Instant};
use serde_json::{Value, json};

fn user(id: Option<Id>) -> Option<String> {
    id.map(|id| id.show("user"))
}

fn time(at: Option<Instant>) -> Option<String> {
    at.map(Instant::rfc3339)
}

/// A lead in a list.
pub fn listed(lead: &Listed) -> Value {
    json!({
        "id": lead.id.show("lead"),
        "stage": lead.stage,
        "kind": lead.kind,
        "tier": lead.tier,
        "source": lead.source,
        "campaign": lead.campaign,
        "submitted_at": lead.submitted_at.rfc3339(),
        "touched_at": lead.touched_at.rfc3339(),
        "changed_at": lead.changed_at.rfc3339(),
        "owner": user(lead.owner),
        "review_since": time(lead.review_at),
        "due_at": time(lead.due_at),
        "name": lead.name,
        "email": lead.email,
        "phone": lead.phone,
        "company": lead.company,
        "company_domain": lead.company_domain,
        "country": lead.country,
    })
}

/// A lead with its person, its handoffs and what runs.
pub fn lead(lead: &Lead, person: Option<&Person>, agreement: &Agreement, now: Instant) -> Value {
    json!({
        "id": lead.id.show("lead"),
        "stage": lead.stage.code(),
        "kind": lead.kind.code(),
        "tier": lead.tier,
        "origin": lead.origin.code(),
        "source": lead.came_from.source,
        "campaign": lead.came_from.campaign,
        "form": lead.came_from.form,
        "landing": lead.came_from.landing,
        "submitted_at": lead.submitted_at.rfc3339(),
        "touched_at": lead.touched_at.rfc3339(),
        "changed_at": lead.last_at.rfc3339(),
        "submissions": lead.submissions,
        "owner": user(lead.held_by()),
        "review": lead.review.as_ref().map(|r| json!({ "reason": r.reason.code(), "since": r.since.rfc3339() })),
        "nurture": lead.nurture.as_ref().map(|n| json!({
            "since": n.since.rfc3339(),
            "reason": n.reason,
            "until": time(n.until),
            "rep": user(n.rep),
        })),
        "joined": lead.with.as_ref().map(|with| json!({
            "lead": with.lead.show("lead"),
            "handoff": with.handoff.show("handoff"),
            "owner": user(with.owner),
            "since": with.since.rfc3339(),
            "over": with.over,
        })),
        "won_at": time(lead.won_at),
        "won_amount": lead.won_amount,
        "questions": person.map(|person| questions(person, agreement)),
        "note": person.map(|person| note(person, agreement)),
        "checks": lead.checks,
        "person": person.map(of_person),
        "handoffs": lead.handoffs.iter().map(|h| handoff(h, agreement, now)).collect::<Vec<_>>(),
        "deal": lead.deal.as_ref().map(|deal| json!({
            "handoff": deal.handoff.show("handoff"),
            "owner": user(deal.owner),
            "active_at": deal.active_at.rfc3339(),
            "next_step_at": time(deal.next_step_at),
            "stalled_until": time(deal.stalled_until),
            "asked": deal.asked.map(|why| why.code()),
        })),
        "due": due(lead),
    })
}

fn of_person(person: &Person) -> Value {
    json!({
        "name": person.name,
        "email": person.email,
        "phone": person.phone,
        "job_title": person.job_title,
        "company": person.company,
        "company_domain": person.company_domain,
        "country": person.country,
        "free_mail": person.free_mail,
        "fields": person.fields,
    })
}

/// Who had the time from the trigger to the first attempt, and whom a breach is charged to.
fn held_by(handoff: &Handoff, agreement: &Agreement, now: Instant) -> Value {
    let pinned = handoff.first_attempt.as_ref().map(|terms| terms.calendar.as_str());
    let Some(calendar) = pinned.and_then(|name| agreement.calendars.get(name)) else {
        return json!([]);
    };
    let stretch = |stretch: &Stretch| {
        let (holder, who) = holder(stretch.holder);
        json!({
            "holder": holder,
            "user": who,
            "from": stretch.from.rfc3339(),
            "to": stretch.to.rfc3339(),
            "open_microseconds": stretch.open.0,
            "closed_microseconds": stretch.closed.0,
        })
    };
    let parts = handoff.partition(calendar, now);
    json!(parts.stretches.iter().map(stretch).collect::<Vec<_>>())
}

fn holder(holder: Holder) -> (&'static str, Option<String>) {
    match holder {
        Holder::Source => ("source", None),
        Holder::Baton => ("baton", None),
        Holder::Held => ("held", None),
        Holder::Owner(id) => ("owner", user(Some(id))),
    }
}

fn blame(handoff: &Handoff, now: Instant) -> Option<Value> {
    if handoff.verdict(now) != Verdict::Breached {
        return None;
    }
    Some(match handoff.blame(now) {
        Blame::Routing => json!({ "holder": "routing", "user": null }),
        Blame::Stretch { holder: held, .. } => {
            let (holder, who) = holder(held);
            json!({ "holder": holder, "user": who })
        }
    })
}

fn handoff(handoff: &Handoff, agreement: &Agreement, now: Instant) -> Value {
    json!({
        "id": handoff.id.show("handoff"),
        "tier": handoff.tier,
        "rotation": handoff.rotation,
        "owner": user(handoff.owner),
        "accountable": user(handoff.accountable),
        "held_until": time(handoff.held_until),
        "take_by": time(handoff.to_be_taken().map(|terms| terms.due)),
        "opened_at": handoff.opened_at.rfc3339(),
        "trigger_at": handoff.trigger_at.rfc3339(),
        "passed_from": handoff.from.map(|id| id.show("handoff")),
        "joined": handoff.joined.iter().map(|lead| lead.show("lead")).collect::<Vec<_>>(),
        "attempts": handoff.attempts,
        "connected_at": time(handoff.connected_at),
        "verdict": handoff.verdict(now).code(),
        "held_by": held_by(handoff, agreement, now),
        "charged_to": blame(handoff, now),
        "late_because": handoff.breach_why.map(|why| why.code()),
        "persistence": handoff.persistence(),
        "call_back_at": time(handoff.call_back_at),
        "conversations": handoff.conversations,
        "feedback": handoff.said.as_ref().map(|said| json!({
            "which": said.which.code(),
            "reason": said.reason,
            "specific": said.specific,
            "at": said.at.rfc3339(),
            "back_at": time(said.back_at),
            "next_step_at": time(said.next_step_at),
            "amount": said.amount,
            "sql": (said.which == Which::Advanced).then_some(said.lacks.is_empty()),
            "sql_lacks": said.lacks,
        })),
        "accepted_at": time(handoff.accepted_at),
        "sql_at": time(handoff.sql_at),
        "rejected": handoff.rejected.map(|reason| reason.code()),
        "not_a_lead": handoff.not_a_lead.map(|kind| kind.code()),
        "closed_at": time(handoff.closed_at),
        "ending": handoff.ending.map(|ending| ending.code()),
        "questions_open": handoff.questions.as_ref().map(|questions| &questions.open),
        "questions_answered_in_time": handoff.questions_kept(),
        "planned_attempts": handoff.plan.map(|plan| plan.attempts),
        "planned_by": time(handoff.plan.map(|plan| plan.by)),
        "kept_at_it": handoff.kept_at_it(),
        "outcome": handoff.outcome.as_ref().map(|outcome| json!({
            "is": outcome.code(),
            "at": outcome.at.rfc3339(),
            "amount": outcome.amount,
        })),
    })
}

/// The agreement's questions with what was answered.
fn questions(person: &Person, agreement: &Agreement) -> Vec<Value> {
    let before_sql = |id: &str| agreement.questions_before(Stage::Sql).any(|question| question.id == id);
    let question = |question: &Question| {
        json!({
            "id": question.id,
            "ask": question.ask,
            "answer": person.answer(&question.id),
            "before_handoff": agreement.handoff.questions.contains(&question.id),
            "before_sql": before_sql(&question.id),
        })
    };
    agreement.questions.iter().map(question).collect()
}

/// The note that goes with its handoff.
fn note(person: &Person, agreement: &Agreement) -> Value {
    let part = |part: &NotePart| (part.code().to_owned(), json!(person.note(*part)));
    Value::Object(agreement.handoff.note.iter().map(part).collect())
}

/// What runs now, until when, and why until then.
fn due(lead: &Lead) -> Vec<Value> {
    let open = lead.open_handoff();
    let mut all: Vec<Value> = open.into_iter().flat_map(running).collect();
    let review = lead.review.as_ref().and_then(|review| review.terms.as_ref());
    all.extend(review.map(|terms| duty(Clock::Review, None, terms)));
    let deal = lead.deal.as_ref();
    let alive = deal.and_then(|deal| Some(duty(Clock::StillAlive, Some(deal.handoff), deal.terms.as_ref()?)));
    all.extend(alive);
    all
}

/// A handoff's own: what is owed next, what its owner owes beside it, the cadence's end.
fn running(handoff: &Handoff) -> Vec<Value> {
    let owed = handoff.owed();
    let own = handoff.stretch_owed().map(|terms| (Clock::Stretch, terms));
    let held = handoff.to_be_taken().map(|terms| (Clock::TakeBy, terms));
    let goes = handoff.to_go_on().map(|terms| (Clock::Reassign, terms));
    let is_end = owed.is_some_and(|(clock, _)| clock == Clock::Cadence);
    let ends = handoff
        .cadence
        .as_ref()
        .filter(|_| handoff.connected_at.is_none() && !is_end);
    let all = owed
        .into_iter()
        .chain(own)
        .chain(held)
        .chain(goes)
        .chain(ends.map(|terms| (Clock::Cadence, terms)));
    all.map(|(clock, terms)| duty(clock, Some(handoff.id), terms)).collect()
}

fn duty(clock: Clock, handoff: Option<Id>, terms: &Terms) -> Value {
    let span = |span: &rules::calendar::CountedSpan| {
        json!({
            "from": span.from.rfc3339(),
            "to": span.to.rfc3339(),
            "counted_seconds": span.counted.whole_seconds(),
            "why": span.why.to_string(),
        })
    };
    json!({
        "clock": clock.code(),
        "handoff": handoff.map(|id| id.show("handoff")),
        "agreement_version": terms.version,
        "calendar": terms.calendar,
        "target": terms.target.to_string(),
        "start": terms.start.rfc3339(),
        "due": terms.due.rfc3339(),
        "reminder": time(terms.reminder),
        "further_reminders": terms.further.iter().map(|(_, at)| at.rfc3339()).collect::<Vec<_>>(),
        "spans": terms.spans.iter().map(span).collect::<Vec<_>>(),
    })
}

/// A fact; its body as it is kept (instants in microseconds, ids without prefix).
///
/// # Errors
/// `EngineError::Kept` when the body cannot be written.
pub fn fact(fact: &Fact) -> Result<Value, EngineError> {
    let (kind, v, body) = fact.body.write().map_err(|e| EngineError::kept("fact", &e))?;
    let body: Value = serde_json::from_str(&body).map_err(|e| EngineError::kept("fact", &e))?;
    Ok(json!({
        "seq": fact.seq,
        "kind": kind,
        "v": v,
        "origin": fact.origin.code(),
        "occurred_at": fact.occurred_at.rfc3339(),
        "recorded_at": fact.recorded_at.rfc3339(),
        "actor": fact.actor.to_string(),
        "body": body,
    }))
}
