//! "Held for you, take by": where the agreement says so, whoever a rotation picked has to take it in time. A press of his
//! takes it, and so does an attempt; otherwise it goes to the next in turn, and the record says why.

use super::clocks::Start;
use super::draft::Draft;
use super::onward::has_it_now;
use super::work::{done, rule_of, still_open};
use crate::Id;
use crate::fact::{Body, Clock, RouteCause, Taken};
use crate::handoff::Handoff;
use crate::refusal::Refusal;
use crate::roster::Act;
use crate::routing::PassedWhy;

/// Its owner takes it, and nobody for him: a manager who wants it elsewhere moves it. Another program says who takes.
pub(super) fn take(draft: &mut Draft<'_>, lead: Id, handoff: Id, by: Option<Id>) -> Result<(), Refusal> {
    draft.allow(Act::Take)?;
    let found = draft.take(lead)?.handoff(handoff).cloned();
    let found = found.ok_or_else(|| Refusal::not_found("no_such_handoff"))?;
    let who = draft.user().or(by);
    let who = who.ok_or_else(|| Refusal::invalid("who_takes", "by"))?;
    is_his(draft, &found, who)?;
    still_open(&found)?;
    if found.to_be_taken().is_none() {
        return Err(Refusal::conflict("nothing_to_take"));
    }
    draft.lead_fact(lead, draft.now(), Body::Taken(Taken { handoff }));
    done(draft, lead, handoff);
    Ok(())
}

/// Who had it is told who has it now; anybody else, that it is not his.
fn is_his(draft: &Draft<'_>, found: &Handoff, who: Id) -> Result<(), Refusal> {
    if found.owner == Some(who) {
        return Ok(());
    }
    if draft.user().is_some() && !found.owners.contains(&who) {
        return Err(Refusal::forbidden("not_your_handoff"));
    }
    still_open(found)?;
    Err(has_it_now(found))
}

impl Draft<'_> {
    /// Begins the exclusive hold, where a rotation picked and its rule has one.
    pub(super) fn hold_for_him(&mut self, lead: Id, handoff: Id) {
        let found = self.lead.as_ref().and_then(|l| l.handoff(handoff));
        let picked = |h: &&Handoff| h.cause == Some(RouteCause::Rotation) && h.held_until.is_none();
        let Some(rotation) = found.filter(picked).map(|h| h.rotation.clone()) else {
            return;
        };
        let in_force = self.world.in_force.clone();
        let rule = rule_of(&in_force.agreement.rotations, &rotation);
        let Some((rule, target)) = rule.and_then(|rule| Some((rule, rule.take_by?))) else {
            return;
        };
        let start = Start {
            clock: Clock::TakeBy,
            handoff: Some(handoff),
            calendar: &rule.calendar,
            target,
            at: self.now(),
            reminds_at: Vec::new(),
        };
        if self.start_clock(lead, &start).is_some() {
            self.letter_says_held(handoff);
        }
    }

    /// It was not taken in time: the next in turn, or who answers for the rotation.
    pub(super) fn not_taken(&mut self, lead: Id, handoff: Id) {
        let found = self.lead.as_ref().and_then(|l| l.handoff(handoff)).cloned();
        if let Some(found) = found {
            self.pass_on(lead, &found, PassedWhy::NotTaken);
        }
    }
}
