//! Routing in the same commit as the act that triggered it. Nobody is ever ownerless.

use super::LetterKind;
use super::capture::facets;
use super::clocks::{Start, first_attempt_target};
use super::draft::Draft;
use super::work::rule_of;
use crate::agreement::{RotationRule, Rung, RungAt, Tier};
use crate::calendar::{Calendar, Target};
use crate::company::Company;
use crate::fact::{Body, Clock, Held, Role, RouteCause, Routed, TierRaised};
use crate::routing::next::{against, begins};
use crate::routing::{Candidate, Decision, WhyNot, pick};
use crate::{Id, Instant, Span};
use std::collections::BTreeSet;

/// Leads held over closed time are routed this long before opening, so that reps see them early.
pub const EARLY: Span = Span::minutes(30);
/// When everybody is away, a lead waits for somebody who is back within this much open time.
pub const HELD_WITHIN: Span = Span::hours(8);

/// Everything that routing needs to know of one handoff.
struct Passing {
    lead: Id,
    handoff: Id,
    tier: String,
    rank: i64,
    trigger: Instant,
    rotation: String,
    /// Somebody of an existing customer.
    customer: bool,
    /// The company, which has one open handoff.
    company: Option<Id>,
}

/// Who gets it, why, and the record of it.
pub(super) type Picked = (Id, RouteCause, Decision);

/// Where a lead goes.
enum Way {
    To(Id, RouteCause, Decision),
    Hold(Option<Id>, Instant),
}

impl Draft<'_> {
    /// Joins the open handoff of the company, or opens one: to the rep named (a return, a colleague's), to the earlier
    /// owner, to a rotation's pick, or held.
    pub(super) fn route(&mut self, lead: Id, tier: &str, trigger: Instant, first: Option<(Id, RouteCause)>) {
        if self.joins(lead, tier, trigger) {
            return;
        }
        let in_force = self.world.in_force.clone();
        let agreement = &in_force.agreement;
        let facets = facets(self, lead, trigger);
        let Some(rule) = agreement.rotation_for(&facets) else {
            return;
        };
        let Some(calendar) = agreement.calendars.get(&rule.calendar) else {
            return;
        };
        let place = agreement.tiers.iter().position(|t| t.name == tier);
        let Some(terms) = place.map(|n| &agreement.tiers[n]) else {
            return;
        };
        let passing = Passing {
            lead,
            handoff: self.id(),
            tier: tier.to_owned(),
            rank: place.map_or(0, |n| n as i64),
            trigger,
            rotation: rule.name.clone(),
            customer: self.company(lead).is_some_and(|company| company.customer),
            company: self.company_of(lead).map(|company| company.id),
        };
        let way = self.way(lead, rule, calendar, first, &[]);
        self.go(&passing, way);
        self.start_first_attempt(&passing, terms, rule, calendar);
        self.begins(lead, passing.handoff);
    }

    /// A repeat submission from a higher tier: that tier's first-attempt duty begins, on the desk where the lead lies.
    pub(super) fn raise(&mut self, lead: Id, handoff: Id, tier: &str, trigger: Instant) {
        let in_force = self.world.in_force.clone();
        let agreement = &in_force.agreement;
        let Some(found) = self.lead.as_ref().and_then(|l| l.handoff(handoff)).cloned() else {
            return;
        };
        let place = |name: &str| agreement.tiers.iter().position(|t| t.name == name);
        let (Some(new), old) = (place(tier), place(&found.tier)) else {
            return;
        };
        let higher = old.is_none_or(|old| new < old) && found.connected_at.is_none();
        let named = agreement.rotation_named(&found.rotation);
        let Some(rule) = named.or(agreement.rotations.last()).filter(|_| higher) else {
            return;
        };
        let Some(calendar) = agreement.calendars.get(&rule.calendar) else {
            return;
        };
        let raised = TierRaised {
            handoff,
            tier: tier.to_owned(),
            rank: new as i64,
            trigger_at: trigger,
        };
        self.lead_fact(lead, self.now(), Body::TierRaised(raised));
        let passing = Passing {
            lead,
            handoff,
            tier: tier.to_owned(),
            rank: new as i64,
            trigger,
            rotation: found.rotation,
            customer: found.customer,
            company: found.company,
        };
        self.start_first_attempt(&passing, &agreement.tiers[new], rule, calendar);
        self.start_stretch(lead, handoff);
        self.start_reassign(lead, handoff);
    }

    /// Routes a handoff whose hold is over. Its clock has been running all the while.
    pub(super) fn release(&mut self, lead: Id, handoff: Id) {
        let Some(held) = self.lead.as_ref().and_then(|l| l.handoff(handoff)).cloned() else {
            return;
        };
        let in_force = self.world.in_force.clone();
        let named = in_force.agreement.rotations.iter().find(|r| r.name == held.rotation);
        let Some(rule) = named.or_else(|| in_force.agreement.rotations.last()) else {
            return;
        };
        let Some(calendar) = in_force.agreement.calendars.get(&rule.calendar) else {
            return;
        };
        let rotation = rule.name.clone();
        let (tier, rank, trigger) = (held.tier, held.rank, held.trigger_at);
        let passing = Passing {
            lead,
            handoff,
            tier,
            rank,
            trigger,
            rotation,
            customer: held.customer,
            company: held.company,
        };
        let way = self.way(lead, rule, calendar, None, &held.owners);
        self.go(&passing, way);
        self.begins(lead, handoff);
    }

    fn way(
        &mut self,
        lead: Id,
        rule: &RotationRule,
        calendar: &Calendar,
        first: Option<(Id, RouteCause)>,
        had: &[Id],
    ) -> Way {
        if let Some((rep, cause, decision)) = self.by_ownership(lead, first, had) {
            return Way::To(rep, cause, decision);
        }
        let members = self.world.roster.rotations.get(&rule.name);
        let anybody = members.is_some_and(|m| m.keys().any(|user| self.world.roster.active(*user).is_some()));
        if anybody && let Some(until) = self.closed_until(calendar) {
            return Way::Hold(self.fallback(rule), until);
        }
        if let Some((rep, decision)) = self.pick_from(rule, had) {
            return Way::To(rep, RouteCause::Rotation, decision);
        }
        self.nobody_now(rule, calendar, had)
    }

    /// Whoever it comes to by ownership, before any rotation is asked; his cover while he is away.
    fn by_ownership(&self, lead: Id, first: Option<(Id, RouteCause)>, had: &[Id]) -> Option<Picked> {
        let company = self.company(lead);
        let own_deal = self.lead.as_ref().and_then(|l| l.deal.as_ref()?.owner);
        let owners = [
            (company.and_then(Company::deal).or(own_deal), RouteCause::Deal),
            (company.and_then(|company| company.account), RouteCause::Account),
            (
                self.lead.as_ref().and_then(|l| l.earlier_owner()),
                RouteCause::EarlierOwner,
            ),
            (company.and_then(|company| company.earlier), RouteCause::Company),
        ];
        let named = owners.into_iter().filter_map(|(owner, cause)| Some((owner?, cause)));
        // a colleague who stays with the same rep is named by whoever reported; the earlier rep by nobody
        let named = named.filter(|(owner, cause)| !self.is_back_from(*owner, *cause));
        let named = first.into_iter().chain(named);
        named
            .filter(|(owner, cause)| *cause == RouteCause::Return || !had.contains(owner))
            .find_map(|(owner, cause)| {
                let rep = self.world.roster.stand_in(owner, self.now())?;
                let again = cause != RouteCause::Return && had.contains(&rep);
                let back = rep != owner && self.is_back_from(rep, cause);
                let decision = Decision {
                    covers_for: (rep != owner).then_some(owner),
                    gave_back: self.gave_back(&[rep]),
                    ..Decision::default()
                };
                (!again && !back).then_some((rep, cause, decision))
            })
    }

    /// Whoever gave the lead back does not get it again as its earlier owner, nor in an earlier owner's place.
    fn is_back_from(&self, rep: Id, cause: RouteCause) -> bool {
        let earlier = matches!(cause, RouteCause::EarlierOwner | RouteCause::Company);
        earlier && self.gave_back(&[]).contains(&rep)
    }

    /// Who gave the lead in hand back since it was worked last, but for those named.
    fn gave_back(&self, but: &[Id]) -> Vec<Id> {
        let all = self.lead.iter().flat_map(|lead| &lead.gave_back);
        all.filter(|user| !but.contains(user)).copied().collect()
    }

    /// A rotation's pick; the next pick of this decision sees the places that it left.
    fn pick_from(&mut self, rule: &RotationRule, had: &[Id]) -> Option<(Id, Decision)> {
        let known = self.turns.get(&rule.name).or_else(|| self.world.turns.get(&rule.name));
        let mut turns = known.cloned().unwrap_or_default();
        let mut picked = pick(&rule.name, &mut turns, &self.candidates(rule, had))?;
        self.record(rule, &mut picked.1, had);
        self.turns.insert(rule.name.clone(), turns);
        *self.more_open.entry(picked.0).or_default() += 1;
        Some(picked)
    }

    /// Somebody of a rotation, whatever the hour, and where nobody can, whoever answers for it: for what lies on a desk
    /// that is being cleared.
    pub(super) fn pick_now(&mut self, rotation: &str, had: &[Id]) -> Option<Picked> {
        let in_force = self.world.in_force.clone();
        let rule = rule_of(&in_force.agreement.rotations, rotation)?;
        if let Some((rep, decision)) = self.pick_from(rule, had) {
            return Some((rep, RouteCause::Rotation, decision));
        }
        Some((self.fallback(rule)?, RouteCause::Fallback, self.of_nobody(rule, had)))
    }

    /// Who answers where nobody of a rotation can.
    pub(super) fn fallback_of(&self, rotation: &str) -> Option<Id> {
        let rule = rule_of(&self.world.in_force.agreement.rotations, rotation)?;
        self.fallback(rule)
    }

    /// When nobody is due to work yet: the instant at which held leads are routed.
    fn closed_until(&self, calendar: &Calendar) -> Option<Instant> {
        let now = self.now();
        let opens = calendar.next_open(now)?;
        (opens - EARLY > now).then(|| opens - EARLY)
    }

    fn candidates(&self, rule: &RotationRule, had: &[Id]) -> Vec<Candidate> {
        let members = self.world.roster.rotations.get(&rule.name);
        let against = |user: Id| self.against(user, rule, had);
        members
            .into_iter()
            .flatten()
            .map(|(user, weight)| Candidate {
                user: *user,
                weight: *weight,
                against: against(*user),
            })
            .collect()
    }

    fn against(&self, user: Id, rule: &RotationRule, had: &[Id]) -> Option<WhyNot> {
        let lies = self.world.desks.get(&user).copied().unwrap_or(0);
        let open = lies + self.more_open.get(&user).copied().unwrap_or(0);
        let at = begins(&self.world.in_force.agreement, rule, self.now());
        let passed = had.contains(&user) || self.gave_back(&[]).contains(&user);
        against(&self.world.roster, rule, user, at, open, passed)
    }

    /// Somebody on duty soon: held for him. Nobody at all: the rotation's manager.
    fn nobody_now(&self, rule: &RotationRule, calendar: &Calendar, had: &[Id]) -> Way {
        let now = self.now();
        let latest = calendar.due_at(now, Target::Span(HELD_WITHIN)).unwrap_or(now);
        if let Some(back) = self.next_on_duty(rule, calendar, (now, latest), had) {
            return Way::Hold(self.fallback(rule), back);
        }
        match self.fallback(rule) {
            Some(manager) => Way::To(manager, RouteCause::Fallback, self.of_nobody(rule, had)),
            None => Way::Hold(None, now + Span::hours(1)),
        }
    }

    /// When the first member who has not had this lead is on duty; before an opening, as early as those leads go.
    fn next_on_duty(
        &self,
        rule: &RotationRule,
        calendar: &Calendar,
        (now, latest): (Instant, Instant),
        had: &[Id],
    ) -> Option<Instant> {
        let members = self.world.roster.rotations.get(&rule.name)?;
        let roster = &self.world.roster;
        let of = |user: &Id| roster.next_on_duty(&rule.name, calendar, *user, (now + Span(1), latest));
        let back = self.gave_back(had);
        let able = |user: &&Id| !had.contains(user) && !back.contains(user);
        let first = members.keys().filter(able).filter_map(of).min()?;
        let opens = !calendar.is_open(first - Span(1));
        Some(if opens {
            (first - EARLY).max(now + Span(1))
        } else {
            first
        })
    }

    /// The record of a pick that found nobody.
    fn of_nobody(&self, rule: &RotationRule, had: &[Id]) -> Decision {
        let seen = |c: Candidate| crate::routing::Considered {
            user: c.user,
            turn: 0,
            why_not: c.against,
        };
        let mut decision = Decision {
            candidates: self.candidates(rule, had).into_iter().map(seen).collect(),
            ..Decision::default()
        };
        self.record(rule, &mut decision, had);
        decision
    }

    /// Of whoever is out of rotation the record says until when, and by whose word; of whoever gave it back, that he did.
    fn record(&self, rule: &RotationRule, decision: &mut Decision, had: &[Id]) {
        decision.gave_back = self.gave_back(&[]);
        let back = &decision.gave_back;
        for seen in &mut decision.candidates {
            let passed = seen.why_not == Some(WhyNot::PassedOver) && !had.contains(&seen.user);
            if passed && back.contains(&seen.user) {
                seen.why_not = Some(WhyNot::GaveBack);
            }
        }
        let at = begins(&self.world.in_force.agreement, rule, self.now());
        let out = decision.candidates.iter().filter(|c| c.why_not == Some(WhyNot::Out));
        decision.out = out.filter_map(|c| self.world.roster.out(c.user, at)).collect();
    }

    fn fallback(&self, rule: &RotationRule) -> Option<Id> {
        let role = Role::read(&rule.fallback).unwrap_or(Role::SalesManager);
        self.world.roster.accountable(role, self.now())
    }

    fn go(&mut self, passing: &Passing, way: Way) {
        let Passing {
            lead,
            handoff,
            rank,
            trigger,
            customer,
            company,
            ..
        } = *passing;
        let (tier, rotation) = (passing.tier.clone(), passing.rotation.clone());
        if let Some(company) = company {
            self.opened.push((company, handoff, lead));
        }
        match way {
            Way::Hold(accountable, until) => {
                let held = Held {
                    handoff,
                    tier,
                    trigger_at: trigger,
                    accountable,
                    until,
                    rotation,
                    rank,
                    customer,
                    company,
                };
                self.lead_fact(lead, self.now(), Body::Held(held));
            }
            Way::To(owner, cause, decision) => {
                let routed = Routed {
                    handoff,
                    tier,
                    trigger_at: trigger,
                    owner,
                    cause,
                    rotation,
                    customer,
                    company,
                    from: None,
                    decision,
                };
                self.lead_fact(lead, self.now(), Body::Routed(routed));
                self.tell(letter_for(cause), owner, Some(handoff));
                self.tell_joined(lead, handoff);
            }
        }
    }

    fn start_first_attempt(&mut self, passing: &Passing, tier: &Tier, rule: &RotationRule, calendar: &Calendar) {
        let Some(target) = first_attempt_target(tier, calendar, passing.trigger) else {
            return;
        };
        let start = Start {
            clock: Clock::FirstAttempt,
            handoff: Some(passing.handoff),
            calendar: &rule.calendar,
            target,
            at: passing.trigger,
            reminds_at: reminds_at(self.world.in_force.agreement.escalation.rungs(&passing.tier)),
        };
        self.start_clock(passing.lead, &start);
    }
}

/// The shares of the time, in percent, at which somebody is reminded: each once, the lowest first.
pub(super) fn reminds_at(rungs: &[Rung]) -> Vec<u8> {
    let percent = |rung: &Rung| match rung.at {
        RungAt::Percent(percent) => Some(percent),
        RungAt::Due | RungAt::Daily => None,
    };
    let shares: BTreeSet<u8> = rungs.iter().filter_map(percent).collect();
    shares.into_iter().collect()
}

fn letter_for(cause: RouteCause) -> LetterKind {
    match cause {
        RouteCause::Return => LetterKind::Returned,
        RouteCause::Fallback => LetterKind::NobodyCould,
        _ => LetterKind::NewLead,
    }
}
