//! Who is told of a strike, and when: as the agreement says that the clock was started under.

use super::LetterKind;
use super::draft::Draft;
use super::route::reminds_at;
use crate::agreement::{Agreement, RungAt};
use crate::calendar::Calendar;
use crate::fact::{Clock, Role, Rung, Terms};
use crate::handoff::{Handoff, Verdict};
use crate::lead::Deadline;
use crate::roster::Duty;
use crate::{Id, Instant, Span};
use std::collections::BTreeSet;

/// A letter to be: what, to whom, when it goes.
pub(super) type Told = (LetterKind, Id, Instant);

impl Draft<'_> {
    /// Who is told of a strike on the lead in hand.
    pub(super) fn who_is_told(&self, deadline: &Deadline) -> Vec<Told> {
        let Some(lead) = self.lead.as_ref() else {
            return Vec::new();
        };
        let handoff = deadline.handoff.and_then(|id| lead.handoff(id));
        let now = self.now();
        let owner = handoff.and_then(Handoff::answers);
        // what is owed by somebody on leave is told to his cover
        let owner = owner.map(|owner| self.world.roster.stand_in(owner, now).unwrap_or(owner));
        let tell = |kind, to: Option<Id>| to.map(|to| (kind, to, now)).into_iter().collect();
        match (deadline.clock, handoff) {
            (Clock::FirstAttempt, Some(handoff)) => self.of_first_attempt(handoff, deadline),
            (Clock::Stretch, Some(handoff)) => {
                let manager = self.holder_of(Role::SalesManager.code());
                let both = [handoff.answers(), manager.filter(|to| handoff.answers() != Some(*to))];
                let told = both.into_iter().flatten().map(|to| (LetterKind::StretchOver, to, now));
                told.collect()
            }
            (Clock::StillAlive, _) => tell(LetterKind::StillAlive, self.holder_of(Role::SalesManager.code())),
            (Clock::NextAttempt | Clock::Feedback, Some(handoff)) if was_past(handoff, deadline) => Vec::new(),
            (Clock::NextAttempt, _) => tell(LetterKind::NextAttempt, owner),
            (Clock::Feedback, _) => tell(LetterKind::FeedbackOwed, owner),
            (Clock::Review, _) => tell(
                LetterKind::Review,
                self.first_of(&[Role::HeadOfMarketing, Role::Marketer]),
            ),
            _ => Vec::new(),
        }
    }

    fn of_first_attempt(&self, handoff: &Handoff, deadline: &Deadline) -> Vec<Told> {
        let Some(terms) = handoff
            .first_attempt
            .as_ref()
            .filter(|terms| !was_late_when_attached(handoff, terms, deadline))
        else {
            return Vec::new();
        };
        let agreement = &self.world.version(terms.version).agreement;
        let kind = match deadline.rung {
            Rung::Reminder | Rung::Further(_) => LetterKind::Reminder,
            Rung::Due => LetterKind::Late,
        };
        let rungs = agreement.escalation.rungs(&handoff.tier);
        let first = reminds_at(rungs).first().copied();
        let mut told: Vec<Told> = Vec::new();
        for rung in rungs {
            let goes_at = match (rung.at, deadline.rung) {
                (RungAt::Percent(percent), Rung::Reminder) if Some(percent) == first => self.now(),
                (RungAt::Percent(percent), Rung::Further(now)) if percent == now => self.now(),
                (RungAt::Due, Rung::Due) => self.now(),
                (RungAt::Daily, Rung::Due) => next_morning(agreement, &terms.calendar, self.now()),
                _ => continue,
            };
            let to = if rung.tell == "owner" {
                self.owner_on_duty(handoff, agreement.calendars.get(&terms.calendar))
            } else {
                self.holder_of(&rung.tell)
            };
            if let Some(to) = to.filter(|to| told.iter().all(|(_, known, _)| known != to)) {
                told.push((kind, to, goes_at));
            }
        }
        told
    }

    /// The owner, while he is on duty; his cover while he is on leave; otherwise whoever answers for reps.
    fn owner_on_duty(&self, handoff: &Handoff, calendar: Option<&Calendar>) -> Option<Id> {
        // a clock may end as a block or the office does: who worked until then is still told
        let (roster, at) = (&self.world.roster, self.now() - Span(1));
        let told = |id: Id| match roster.duty(&handoff.rotation, calendar, id, at) {
            Duty::On => Some(id),
            Duty::Leave => roster.stand_in(id, self.now()),
            _ => None,
        };
        let owner = handoff.answers().and_then(told);
        owner.or_else(|| self.holder_of(Role::SalesManager.code()))
    }

    /// Tells those who were alarmed for nothing: a try came to light that was made in time.
    pub(super) fn tell_if_turned(&mut self, before: &Handoff) {
        let (now, id) = (self.now(), before.id);
        let Some(lead) = self.lead.as_ref() else { return };
        let good = |h: &Handoff| matches!(h.verdict(now), Verdict::Met | Verdict::Claimed);
        if before.verdict(now) != Verdict::Breached || !lead.handoff(id).is_some_and(good) {
            return;
        }
        let alarms = lead.struck.iter().filter(|struck| {
            struck.clock == Clock::FirstAttempt && struck.rung == Rung::Due && struck.handoff == Some(id)
        });
        let told: BTreeSet<Id> = alarms.flat_map(|struck| struck.told.iter().copied()).collect();
        told.into_iter()
            .for_each(|to| self.tell(LetterKind::Turned, to, Some(id)));
    }

    /// A role of the roster; where nobody has it, the head of Sales.
    pub(super) fn holder_of(&self, role: &str) -> Option<Id> {
        let role = Role::read(role).unwrap_or(Role::SalesManager);
        self.first_of(&[role, Role::HeadOfSales])
    }

    pub(super) fn first_of(&self, roles: &[Role]) -> Option<Id> {
        roles
            .iter()
            .find_map(|role| self.world.roster.holder(*role, self.now()))
    }
}

/// A clock that was late already when it attached shows late and sounds no alarm.
fn was_late_when_attached(handoff: &Handoff, terms: &Terms, deadline: &Deadline) -> bool {
    let attached = terms.pinned_at.unwrap_or(handoff.opened_at);
    deadline.at < handoff.opened_at.max(attached)
}

/// The same of a duty that begins with what was logged late.
fn was_past(handoff: &Handoff, deadline: &Deadline) -> bool {
    let terms = match deadline.clock {
        Clock::NextAttempt => handoff.next_attempt.as_ref(),
        _ => handoff.feedback_owed.as_ref(),
    };
    let pinned = terms.and_then(|terms| terms.pinned_at);
    pinned.is_some_and(|attached| deadline.at < attached)
}

/// When the daily digest goes: as the next open stretch begins.
fn next_morning(agreement: &Agreement, calendar: &str, now: Instant) -> Instant {
    let Some(calendar) = agreement.calendars.get(calendar) else {
        return now;
    };
    let closed = calendar.next_close(now).unwrap_or(now);
    calendar.next_open(closed).unwrap_or(now)
}
