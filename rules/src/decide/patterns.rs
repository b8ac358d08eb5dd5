//! Patterns of C's: each C is counted where it belongs, and Marketing owes an answer from the third on, or when asked.

use super::LetterKind;
use super::clocks::{Start, terms};
use super::draft::Draft;
use crate::ask::{Command, OfPattern};
use crate::fact::{
    Actor, AskedToRespond, Body, Clock, ClockStarted, Misfit, MisfitTaken, Role, Rung, Struck, Subject, Which,
};
use crate::handoff::Handoff;
use crate::pattern::Pattern;
use crate::refusal::Refusal;
use crate::roster::Act;
use crate::{Id, Instant};
use serde_json::json;

/// Feedback was given on the lead in hand: a C comes into its pattern, and one that was corrected leaves its own.
pub(super) fn fed(draft: &mut Draft<'_>, lead: Id, before: &Handoff, which: Which, reason: Option<&str>) {
    let came_from = draft.lead.as_ref().map(|l| l.came_from.source.clone());
    let source = came_from.flatten().unwrap_or_default();
    let handoff = before.id;
    let said = before.said.as_ref().filter(|said| said.which == Which::NotAFit);
    if let Some((old, said_at)) = said.and_then(|said| Some((said.reason.clone()?, said.at))) {
        let taken = MisfitTaken { handoff, said_at };
        draft.other_fact(Subject::pattern(&old, &source), Body::MisfitTaken(taken));
    }
    if let Some(reason) = reason.filter(|_| which == Which::NotAFit) {
        let (subject, reason) = (Subject::pattern(reason, &source), reason.to_owned());
        let misfit = Misfit {
            lead,
            handoff,
            reason,
            source,
        };
        draft.other_fact(subject, Body::Misfit(misfit));
        begin(draft, subject);
    }
}

/// A rep asks for an answer to a pattern that has not had its third C.
pub(super) fn please(draft: &mut Draft<'_>, reason: &str, source: &str) -> Result<(), Refusal> {
    if !draft.may(Act::WorkAny) {
        draft.allow(Act::WorkOwn)?;
    }
    let subject = Subject::pattern(reason, source);
    let known = draft.world.patterns.get(&subject.id);
    if known.is_none_or(|pattern| pattern.misfits == 0) {
        return Err(Refusal::conflict("no_pattern"));
    }
    if known.is_some_and(|pattern| pattern.please) {
        return Err(Refusal::conflict("asked_already"));
    }
    let (reason, source) = (reason.to_owned(), source.to_owned());
    draft.other_fact(subject, Body::AskedToRespond(AskedToRespond { reason, source }));
    begin(draft, subject);
    draft.answer(json!({ "pattern": subject.id.show("pattern") }));
    Ok(())
}

/// The clock begins once, with the third C or when it is asked for; a business day is Marketing's.
fn begin(draft: &mut Draft<'_>, subject: Subject) {
    let pattern = draft.pattern(subject);
    if !pattern.asks() || pattern.terms.is_some() {
        return;
    }
    let in_force = draft.world.in_force.clone();
    let Some(calendar) = in_force.agreement.calendars.keys().next() else {
        return;
    };
    let start = Start {
        clock: Clock::Response,
        handoff: None,
        calendar,
        target: in_force.agreement.owed.marketing.respond_to_patterns_within,
        at: draft.now(),
        reminds_at: Vec::new(),
    };
    let Some(terms) = terms(&in_force.agreement, in_force.version, &start) else {
        return;
    };
    let started = ClockStarted {
        clock: Clock::Response,
        handoff: None,
        terms,
        open_questions: None,
        plan: None,
    };
    draft.other_fact(subject, Body::ClockStarted(started));
    if let Some(to) = draft.first_of(&[Role::Marketer, Role::HeadOfMarketing]) {
        draft.tell(LetterKind::PatternAsks, to, pattern.last);
    }
}

pub(super) fn strike(draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let Command::Pattern(OfPattern::StrikePattern { reason, source, due }) = draft.command().clone() else {
        return Err(Refusal::invalid("not_prepared", "body"));
    };
    if draft.ask.actor != Actor::System {
        return Err(Refusal::forbidden("may_not"));
    }
    let subject = Subject::pattern(&reason, &source);
    let pattern = draft.pattern(subject);
    let now: Instant = draft.now();
    if pattern.deadline() != Some(due) || due > now {
        draft.answer(json!({ "struck": false }));
        return Ok(());
    }
    let to = draft.first_of(&[Role::HeadOfMarketing, Role::Marketer]);
    let struck = Struck {
        clock: Clock::Response,
        rung: Rung::Due,
        handoff: None,
        intended: due,
        real: now,
        told: to.into_iter().collect(),
    };
    draft.other_fact(subject, Body::Struck(struck));
    if let Some(to) = to {
        draft.tell(LetterKind::PatternDue, to, pattern.last);
    }
    draft.answer(json!({ "struck": true }));
    Ok(())
}

impl Draft<'_> {
    /// A pattern as this ask leaves it so far.
    fn pattern(&self, subject: Subject) -> Pattern {
        let mut pattern = self.world.patterns.get(&subject.id).cloned().unwrap_or_default();
        let own = self.facts().iter().filter(|fact| fact.subject == subject);
        own.for_each(|fact| pattern.apply(fact));
        pattern
    }
}
