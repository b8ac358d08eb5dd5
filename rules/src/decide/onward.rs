//! A handoff that nobody tried goes to the next in turn: it was not taken, its owner's own time passed and the agreement
//! lets it go on by itself, or a manager gives it on with one press. The first-attempt clock runs on untouched.

use super::LetterKind;
use super::draft::Draft;
use super::handing::yours;
use super::work::{done, still_open, take};
use crate::fact::{Body, Role, RouteCause, Routed};
use crate::handoff::Handoff;
use crate::refusal::Refusal;
use crate::roster::Act;
use crate::routing::{Decision, PassedOn, PassedWhy, WhyNot};
use crate::{Id, Span};
use std::collections::BTreeSet;

/// In the first days of use nothing goes on by itself: who is late is reminded, and a manager has one press.
pub const REMINDS_ONLY: Span = Span::days(30);

/// A press that came too late: somebody else has it.
pub(super) fn has_it_now(found: &Handoff) -> Refusal {
    let who = found.answers().map(|user| user.show("user"));
    Refusal::conflict("has_it_now").with("owner", who.unwrap_or_default())
}

/// A manager gives it to the next in turn, once its owner let his own time pass.
pub(super) fn give_on(draft: &mut Draft<'_>, lead: Id, handoff: Id, from: Id) -> Result<(), Refusal> {
    draft.allow(Act::Move)?;
    let found = take(draft, lead, handoff)?;
    still_open(&found)?;
    if found.owner != Some(from) || found.held_until.is_some() {
        return Err(has_it_now(&found));
    }
    if found.stopped_at().is_some() {
        return Err(Refusal::conflict("already_tried").with("attempts", found.attempts));
    }
    if !found.is_let_pass(draft.now()) {
        return Err(Refusal::conflict("time_left"));
    }
    if draft.pass_on(lead, &found, PassedWhy::GivenOn).is_none() {
        return Err(Refusal::conflict("nobody_else"));
    }
    done(draft, lead, handoff);
    Ok(())
}

impl Draft<'_> {
    /// What begins with a new owner: his own time, a hold for him alone, and when it goes on without him.
    pub(super) fn begins(&mut self, lead: Id, handoff: Id) {
        self.start_stretch(lead, handoff);
        self.hold_for_him(lead, handoff);
        self.start_reassign(lead, handoff);
    }

    /// Its owner made no attempt in his own time, nor in what the agreement adds.
    pub(super) fn goes_on(&mut self, lead: Id, handoff: Id) {
        let used_since = self.world.roster.begun_at;
        if used_since.is_none_or(|begun| self.now() < begun + REMINDS_ONLY) {
            return;
        }
        let found = self.lead.as_ref().and_then(|l| l.handoff(handoff)).cloned();
        if let Some(found) = found {
            self.pass_on(lead, &found, PassedWhy::NoAttempt);
        }
    }

    /// Passes a handoff on. Nothing where its owner is the only one there is; else who has it now.
    pub(super) fn pass_on(&mut self, lead: Id, found: &Handoff, why: PassedWhy) -> Option<Id> {
        let from = found.owner?;
        let picked = self.pick_now(&found.rotation, &found.owners);
        let (owner, cause, mut decision) = picked.filter(|(owner, _, _)| *owner != from)?;
        decision.passed = Some(PassedOn { from, why });
        say_why(&mut decision, found, why);
        let routed = Routed {
            handoff: found.id,
            tier: found.tier.clone(),
            trigger_at: found.trigger_at,
            owner,
            cause,
            rotation: found.rotation.clone(),
            customer: found.customer,
            company: found.company,
            from: None,
            decision,
        };
        self.lead_fact(lead, self.now(), Body::Routed(routed));
        self.tell_of_it(found, (owner, cause), why);
        self.begins(lead, found.id);
        self.tell_joined(lead, found.id);
        Some(owner)
    }

    /// Who had it and who has it are told; where it went on by itself, the manager too.
    fn tell_of_it(&mut self, found: &Handoff, (owner, cause): (Id, RouteCause), why: PassedWhy) {
        let kind = match why {
            PassedWhy::NotTaken => LetterKind::NotTaken,
            PassedWhy::NoAttempt | PassedWhy::GivenOn => LetterKind::WentOn,
        };
        let manager = self.holder_of(Role::SalesManager.code());
        let manager = manager.filter(|_| why == PassedWhy::NoAttempt);
        let told: BTreeSet<Id> = found.owner.into_iter().chain(manager).collect();
        for to in told.into_iter().filter(|to| *to != owner) {
            self.tell(kind, to, Some(found.id));
        }
        let mine = match cause {
            RouteCause::Fallback => LetterKind::NobodyCould,
            _ => yours(found.from),
        };
        self.tell(mine, owner, Some(found.id));
    }
}

/// Of those who had it the record says who did not take it in time, and who did not try.
fn say_why(decision: &mut Decision, found: &Handoff, why: PassedWhy) {
    let had = decision.candidates.iter_mut();
    for seen in had.filter(|seen| seen.why_not == Some(WhyNot::PassedOver)) {
        if found.not_taken.contains(&seen.user) {
            seen.why_not = Some(WhyNot::NotTaken);
        } else if found.owner == Some(seen.user) && why != PassedWhy::NotTaken {
            seen.why_not = Some(WhyNot::NotTried);
        }
    }
}
