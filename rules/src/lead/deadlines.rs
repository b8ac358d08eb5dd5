//! Deadlines are derived, not managed: a function of the lead's state. Nobody sets a timer by hand.

use super::Lead;
use crate::fact::{Clock, Rung, Terms};
use crate::handoff::Handoff;
use crate::{Id, Instant};

/// An instant at which something is to be said or done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// When.
    pub at: Instant,
    /// Of which duty.
    pub clock: Clock,
    /// Which step.
    pub rung: Rung,
    /// Of which handoff.
    pub handoff: Option<Id>,
    /// Who goes first when many are due at once: the tier's place …
    pub rank: i64,
    /// … then the age: whoever came first.
    pub since: Instant,
}

/// Every deadline of a lead that has not struck yet, the earliest first; none while it is quarantined.
pub fn deadlines(lead: &Lead) -> Vec<Deadline> {
    if lead.quarantined_at.is_some() {
        return Vec::new();
    }
    let mut all: Vec<Deadline> = lead
        .handoffs
        .iter()
        .filter(|h| h.is_open())
        .flat_map(of_handoff)
        .collect();
    all.extend(of_review(lead));
    all.extend(of_nurture(lead));
    all.extend(of_deal(lead));
    all.retain(|deadline| !has_struck(lead, deadline));
    all.sort_by_key(|d| (d.at, d.rank, d.since, d.clock, d.rung));
    all
}

/// The earliest, which is all that a row has to keep.
pub fn next(lead: &Lead) -> Option<Deadline> {
    deadlines(lead).into_iter().next()
}

fn has_struck(lead: &Lead, deadline: &Deadline) -> bool {
    lead.struck.iter().any(|struck| {
        struck.clock == deadline.clock
            && struck.rung == deadline.rung
            && struck.handoff == deadline.handoff
            && struck.intended >= deadline.at
    })
}

fn of_handoff(handoff: &Handoff) -> Vec<Deadline> {
    let rank = handoff.rank;
    if let Some(until) = handoff.held_until {
        let held = Deadline {
            at: until,
            clock: Clock::Held,
            rung: Rung::Due,
            handoff: Some(handoff.id),
            rank,
            since: handoff.trigger_at,
        };
        return vec![held];
    }
    let mut found = Vec::new();
    if let Some((clock, terms)) = handoff.owed().filter(|(clock, _)| *clock != Clock::Cadence) {
        found.extend(of_terms(clock, terms, handoff));
    }
    if let Some(terms) = handoff.to_be_taken() {
        found.extend(of_terms(Clock::TakeBy, terms, handoff));
    }
    if let Some(terms) = handoff.to_go_on() {
        found.extend(of_terms(Clock::Reassign, terms, handoff));
    }
    if let Some(terms) = handoff.stretch_owed() {
        found.extend(of_terms(Clock::Stretch, terms, handoff));
    }
    if let Some(terms) = handoff.cadence.as_ref().filter(|_| handoff.connected_at.is_none()) {
        found.extend(of_terms(Clock::Cadence, terms, handoff));
    }
    found
}

fn of_terms(clock: Clock, terms: &Terms, handoff: &Handoff) -> Vec<Deadline> {
    let deadline = |at, rung| Deadline {
        at,
        clock,
        rung,
        handoff: Some(handoff.id),
        rank: handoff.rank,
        since: handoff.trigger_at,
    };
    let reminder = terms.reminder.map(|at| deadline(at, Rung::Reminder));
    let further = terms
        .further
        .iter()
        .map(|(percent, at)| deadline(*at, Rung::Further(*percent)));
    let reminders = reminder.into_iter().chain(further);
    reminders.chain([deadline(terms.due, Rung::Due)]).collect()
}

fn of_review(lead: &Lead) -> Option<Deadline> {
    let terms = lead.review.as_ref()?.terms.as_ref()?;
    Some(Deadline {
        at: terms.due,
        clock: Clock::Review,
        rung: Rung::Due,
        handoff: None,
        rank: 0,
        since: lead.touched_at,
    })
}

fn of_nurture(lead: &Lead) -> Option<Deadline> {
    let at = lead.nurture.as_ref()?.until?;
    Some(Deadline {
        at,
        clock: Clock::Return,
        rung: Rung::Due,
        handoff: None,
        rank: 0,
        since: lead.touched_at,
    })
}

/// A deal is asked after when it goes quiet; once asked, an answer is owed.
fn of_deal(lead: &Lead) -> Option<Deadline> {
    let deal = lead.deal.as_ref()?;
    let (at, clock) = match &deal.terms {
        Some(terms) => (terms.due, Clock::StillAlive),
        None if deal.asked.is_some() => return None,
        None => (deal.quiet_at().0, Clock::Quiet),
    };
    Some(Deadline {
        at,
        clock,
        rung: Rung::Due,
        handoff: Some(deal.handoff),
        rank: 0,
        since: lead.touched_at,
    })
}
