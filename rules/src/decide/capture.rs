//! A submission comes in: checked, scored, qualified, routed, its clock pinned; all in one decision.

use super::draft::Draft;
use super::{LetterKind, Paper, Submission, answers, clocks::Start};
use crate::agreement::{Settled, Stage, Verdict};
use crate::ask::{Command, OfLead, Prepared, Readied};
use crate::check::suspected_spam;
use crate::criteria::Facets;
use crate::fact::{
    Added, Body, Captured, Clock, Money, NotALead, NurtureExit, NurtureIn, NurtureOut, PutOnReview, Qualified,
    ReviewReason, Role, SubmissionKind, Won,
};
use crate::lead::Lead;
use crate::person::{Person, add_play, add_touch};
use crate::refusal::Refusal;
use crate::roster::Act;
use crate::{Id, Instant};
use serde_json::json;
use std::collections::BTreeMap;

pub(super) fn capture(draft: &mut Draft<'_>, prepared: &Prepared) -> Result<(), Refusal> {
    draft.allow(Act::Capture)?;
    let (submitted, readied) = parts(prepared)?;
    let at = draft.occurred(submitted.occurred_at, false)?;
    let lead = take_in(draft, prepared, readied, submitted.kind, at);
    if submitted.kind.is_no_lead() {
        let with = draft.lead.as_ref().and_then(|known| known.with.clone());
        draft.lead_fact(
            lead,
            draft.now(),
            Body::NotALead(NotALead {
                handoff: None,
                what: submitted.kind,
                given_back: 0,
            }),
        );
        draft.parts_with(lead, with);
    } else {
        answers::came_in(draft, lead, &readied.person);
        judge(draft, lead, submitted.kind, at);
    }
    answer(draft, lead);
    Ok(())
}

pub(super) fn history(
    draft: &mut Draft<'_>,
    prepared: &Prepared,
    won: Option<&(Instant, Option<Money>)>,
) -> Result<(), Refusal> {
    draft.allow(Act::Import)?;
    let (submitted, readied) = parts(prepared)?;
    let at = draft.occurred(submitted.occurred_at, true)?;
    let lead = take_in(draft, prepared, readied, submitted.kind, at);
    if let Some((won_at, amount)) = won {
        let handoff = draft.lead.as_ref().and_then(|l| Some(l.deal.as_ref()?.handoff));
        let amount = amount.clone();
        draft.lead_fact(lead, *won_at, Body::Won(Won { amount, handoff }));
    }
    draft.answer(json!({ "lead": lead.show("lead") }));
    Ok(())
}

fn parts(prepared: &Prepared) -> Result<(&crate::ask::Capture, &Readied), Refusal> {
    let readied = prepared
        .readied
        .as_deref()
        .ok_or_else(|| Refusal::invalid("not_prepared", "body"))?;
    match &prepared.ask.command {
        Command::Lead(OfLead::Capture(capture)) | Command::Lead(OfLead::History { capture, .. }) => {
            Ok((capture, readied))
        }
        _ => Err(Refusal::invalid("not_prepared", "body")),
    }
}

/// Keeps the person, the submission, and the fact that it came.
fn take_in(draft: &mut Draft<'_>, prepared: &Prepared, readied: &Readied, kind: SubmissionKind, at: Instant) -> Id {
    let known = draft.world.known(prepared);
    let person = person(draft, readied, known);
    let lead = person.lead;
    if known.is_some() {
        draft.lead = draft.world.leads.get(&lead).cloned();
    }
    let submission = draft.id();
    let scored = score(draft, readied, &person, kind, at);
    let captured = Captured {
        submission,
        person: person.id,
        kind,
        form: readied.form.clone(),
        source: readied.source.clone(),
        campaign: readied.campaign.clone(),
        landing: readied.landing.clone(),
        checks: readied.checked.checks.clone(),
        scored,
    };
    let paper = submission_paper(draft, readied, captured.submission, lead, kind, at);
    draft.paper(Paper::Person(Box::new(person)));
    draft.paper(paper);
    draft.lead_fact(lead, at, Body::Captured(captured));
    lead
}

fn person(draft: &mut Draft<'_>, readied: &Readied, known: Option<Id>) -> Person {
    if let Some(mut person) = known.and_then(|lead| draft.world.people.get(&lead)).cloned() {
        person.learn(&readied.person);
        return person;
    }
    let mut person = readied.person.clone();
    person.lead = known.unwrap_or_else(|| draft.id());
    person.id = draft.id();
    person
}

fn submission_paper(
    draft: &Draft<'_>,
    readied: &Readied,
    id: Id,
    lead: Id,
    kind: SubmissionKind,
    at: Instant,
) -> Paper {
    let (occurred_at, recorded_at) = (at, draft.now());
    let (message, consent) = (readied.message.clone(), readied.consent.clone());
    Paper::Submission(Box::new(Submission {
        id,
        lead,
        occurred_at,
        recorded_at,
        kind,
        given: given(readied),
        message,
        consent,
    }))
}

fn given(readied: &Readied) -> BTreeMap<String, String> {
    let person = &readied.person;
    let named = [
        ("name", &person.name),
        ("email", &person.email),
        ("phone", &person.phone),
        ("job_title", &person.job_title),
        ("company", &person.company),
        ("company_domain", &person.company_domain),
        ("country", &person.country),
        ("form", &readied.form),
        ("source", &readied.source),
        ("campaign", &readied.campaign),
        ("landing", &readied.landing),
    ];
    let mut given: BTreeMap<String, String> = named
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value.clone()?)))
        .collect();
    // what the checks made of it: a replay judges by what was known then
    if person.free_mail {
        given.insert("free_mail".to_owned(), "true".to_owned());
    }
    given.extend(person.fields.clone());
    given.extend(
        readied
            .extra
            .iter()
            .map(|(name, value)| (format!("extra.{name}"), value.clone())),
    );
    given
}

/// What the score rules add for this submission, seen as a touch.
fn score(draft: &Draft<'_>, readied: &Readied, person: &Person, kind: SubmissionKind, at: Instant) -> Vec<Added> {
    let lines = draft.lead.as_ref().map(|l| l.score.as_slice()).unwrap_or_default();
    let mut facets = person.facets();
    draft.world.fields.read_into(&mut facets, &person.fields);
    add_play(
        &mut facets,
        kind,
        readied.source.as_deref(),
        readied.form.as_deref(),
        lines,
        at,
    );
    let (form, campaign, path) = (&readied.form, &readied.campaign, &readied.landing);
    add_touch(
        &mut facets,
        kind,
        [form.as_deref(), campaign.as_deref(), path.as_deref()],
    );
    draft.world.in_force.agreement.added(&facets, lines)
}

/// What clauses can see of the lead in hand at an instant.
pub(super) fn facets(draft: &Draft<'_>, lead: Id, at: Instant) -> Facets {
    let from_paper = draft.known_person(lead);
    let mut facets = from_paper.map(Person::facets).unwrap_or_default();
    if let Some(person) = from_paper {
        draft.world.fields.read_into(&mut facets, &person.fields);
    }
    if let Some(lead) = &draft.lead {
        let (source, form) = (lead.came_from.source.as_deref(), lead.came_from.form.as_deref());
        add_play(&mut facets, lead.kind, source, form, &lead.score, at);
    }
    facets
}

/// Judges the definitions and passes the lead on, where they hold.
fn judge(draft: &mut Draft<'_>, lead: Id, kind: SubmissionKind, trigger: Instant) {
    let facets = facets(draft, lead, trigger);
    let in_force = draft.world.in_force.clone();
    let suspected = is_suspected(draft) && kind != SubmissionKind::Request;
    let judged = in_force.agreement.settle(&facets, suspected);
    let more = matches!(judged.settled, Settled::Ready(..) | Settled::Suspected);
    if !more && draft.lead.as_ref().is_some_and(Lead::in_hands) {
        // Sales has it: where it stands is not turned back by what says less than they know
        return touched(draft);
    }
    match judged.settled {
        Settled::NotCounted => qualified(draft, lead, Stage::Inquiry, None, judged.counts),
        Settled::Suspected => put_on_review(draft, lead, ReviewReason::SuspectedSpam),
        Settled::Ready(tier, verdict) => pass_on(draft, lead, tier.name.clone(), verdict, trigger),
        Settled::Unclear(verdict) => {
            qualified(draft, lead, Stage::Lead, None, verdict);
            put_on_review(draft, lead, ReviewReason::MissingFacts);
        }
        Settled::NotReady(verdict) => care(draft, lead, verdict),
    }
}

/// A repeat that makes nothing ready, of a lead that Sales has: whoever has it hears of it.
fn touched(draft: &mut Draft<'_>) {
    let own = |lead: &Lead| {
        let open = lead.open_handoff()?;
        Some((open.owner?, open.id))
    };
    let joined = |lead: &Lead| {
        let with = lead.joined()?;
        Some((with.owner?, with.handoff))
    };
    let has = draft.lead.as_ref().and_then(|lead| own(lead).or_else(|| joined(lead)));
    if let Some((owner, handoff)) = has {
        draft.tell(LetterKind::AskedAgain, owner, Some(handoff));
    }
}

fn is_suspected(draft: &Draft<'_>) -> bool {
    draft.lead.as_ref().is_some_and(|l| suspected_spam(&l.checks).is_some())
}

fn qualified(draft: &mut Draft<'_>, lead: Id, stage: Stage, tier: Option<String>, verdict: Verdict) {
    let version = draft.world.in_force.version;
    draft.lead_fact(
        lead,
        draft.now(),
        Body::Qualified(Qualified {
            stage,
            version,
            tier,
            verdict,
        }),
    );
}

/// Ready: one open handoff a lead, and one a company; a repeat on a lead that Sales holds is a touch and an alert.
pub(super) fn pass_on(draft: &mut Draft<'_>, lead: Id, tier: String, verdict: Verdict, trigger: Instant) {
    let open = draft
        .lead
        .as_ref()
        .and_then(|l| l.open_handoff())
        .map(|h| (h.id, h.owner));
    if let Some((handoff, owner)) = open {
        draft.raise(lead, handoff, &tier, trigger);
        if let Some(owner) = owner {
            draft.tell(LetterKind::AskedAgain, owner, Some(handoff));
        }
        return;
    }
    if draft.asks_again_beside(lead, &tier, trigger) {
        return;
    }
    if draft.lead.as_ref().is_some_and(|l| l.nurture.is_some()) {
        draft.lead_fact(
            lead,
            draft.now(),
            Body::NurtureOut(NurtureOut {
                cause: NurtureExit::Qualified,
            }),
        );
    }
    qualified(draft, lead, Stage::Mql, Some(tier.clone()), verdict);
    draft.route(lead, &tier, trigger, None);
}

/// Not ready, or nobody is to call: cared for until it is.
fn care(draft: &mut Draft<'_>, lead: Id, verdict: Verdict) {
    let busy = draft.lead.as_ref().is_some_and(|l| l.in_hands() || l.nurture.is_some());
    if busy {
        return;
    }
    qualified(draft, lead, Stage::Lead, None, verdict);
    let into = NurtureIn {
        handoff: None,
        reason: Some("not_ready".to_owned()),
        until: None,
        rep: None,
    };
    draft.lead_fact(lead, draft.now(), Body::NurtureIn(into));
}

pub(super) fn put_on_review(draft: &mut Draft<'_>, lead: Id, reason: ReviewReason) {
    draft.lead_fact(lead, draft.now(), Body::PutOnReview(PutOnReview { reason }));
    let in_force = draft.world.in_force.clone();
    if let Some(calendar) = in_force.agreement.calendars.keys().next() {
        let (at, clock) = (draft.now(), Clock::Review);
        draft.start_clock(
            lead,
            &Start {
                clock,
                handoff: None,
                calendar,
                target: in_force.agreement.owed.marketing.review_within,
                at,
                reminds_at: Vec::new(),
            },
        );
    }
    let reviewer = draft.world.roster.holder(Role::Marketer, draft.now());
    if let Some(to) = reviewer.or_else(|| draft.world.roster.holder(Role::HeadOfMarketing, draft.now())) {
        draft.tell(LetterKind::Review, to, None);
    }
}

fn answer(draft: &mut Draft<'_>, lead: Id) {
    let Some(state) = &draft.lead else { return };
    let (handoff, joined) = (state.open_handoff(), state.joined());
    let owner = handoff.map_or(joined.and_then(|with| with.owner), |handoff| handoff.owner);
    let answer = json!({
        "lead": lead.show("lead"),
        "submission": state.submission.show("submission"),
        "stage": state.stage,
        "tier": handoff.map(|h| h.tier.as_str()).or(joined.map(|with| with.tier.as_str())),
        "handoff": handoff.map(|h| h.id.show("handoff")),
        "joined": joined.map(|with| with.handoff.show("handoff")),
        "owner": owner.map(|id| id.show("user")),
        "held_until": handoff.and_then(|h| h.held_until).map(Instant::rfc3339),
        "first_attempt_due": handoff.and_then(|h| h.first_attempt.as_ref()).map(|t| t.due.rfc3339()),
    });
    draft.answer(answer);
}

impl Draft<'_> {
    /// The person of the lead in hand: as this ask leaves it, or as it stood.
    pub(super) fn known_person(&self, lead: Id) -> Option<&Person> {
        self.drafted_person()
            .filter(|p| p.lead == lead)
            .or_else(|| self.world.people.get(&lead))
    }
}
