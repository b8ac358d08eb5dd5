//! How facts make a lead. Total: a fact that does not fit changes nothing but the place counted.

use super::{CLOSED_KEPT, CameFrom, Deal, Ended, GAVE_BACK_KEPT, Lead, Nurture, Review, STRUCK_KEPT, StruckAt, With};
use crate::agreement::Stage;
use crate::clock::partition::Holder;
use crate::fact::{
    Body, Captured, Clock, ClockStarted, Connected, Covered, Covering, Fact, Feedback, Held, Joined, Lost, NoContact,
    NotALead, PromiseMoved, Qualified, Rejected, ReviewReason, RouteCause, Routed, Struck, SubjectKind, Terms, Which,
    Won,
};
use crate::handoff::{Ending, Handoff, Outcome};
use crate::score;
use crate::{Id, Instant};

impl Lead {
    /// A lead from its first fact; `None` unless that is a capture.
    pub fn born(fact: &Fact) -> Option<Self> {
        let Body::Captured(captured) = &fact.body else {
            return None;
        };
        if fact.subject.kind != SubjectKind::Lead {
            return None;
        }
        let mut lead = Self {
            id: fact.subject.id,
            seq: 0,
            last_at: fact.recorded_at,
            person: captured.person,
            origin: fact.origin,
            submitted_at: fact.occurred_at,
            touched_at: fact.occurred_at,
            submissions: 0,
            submission: captured.submission,
            kind: captured.kind,
            came_from: CameFrom {
                source: captured.source.clone(),
                campaign: captured.campaign.clone(),
                form: captured.form.clone(),
                landing: captured.landing.clone(),
            },
            stage: Stage::Inquiry,
            tier: None,
            checks: Vec::new(),
            score: Vec::new(),
            handoffs: Vec::new(),
            gave_back: Vec::new(),
            review: None,
            nurture: None,
            deal: None,
            with: None,
            ended: None,
            duties: Vec::new(),
            struck: Vec::new(),
            quarantined_at: None,
            won_at: None,
            won_amount: None,
        };
        lead.apply(fact);
        Some(lead)
    }

    /// The fold of a whole history; `None` when it does not begin with a capture.
    pub fn fold<'a>(facts: impl IntoIterator<Item = &'a Fact>) -> Option<Self> {
        let mut facts = facts.into_iter();
        let mut lead = Self::born(facts.next()?)?;
        facts.for_each(|fact| lead.apply(fact));
        Some(lead)
    }

    /// Applies one more fact.
    pub fn apply(&mut self, fact: &Fact) {
        self.seq = fact.seq;
        self.last_at = fact.recorded_at;
        let at = fact.occurred_at;
        match &fact.body {
            Body::Captured(captured) => self.captured(captured, at),
            Body::Qualified(qualified) => self.qualified(qualified),
            Body::PutOnReview(put) => self.put_on_review(put.reason, at),
            Body::ReviewDecided(_) => self.reviewed(at),
            Body::Routed(routed) => self.routed(routed, at),
            Body::Held(held) => self.held(held, at),
            Body::ClockStarted(started) => self.clock_started(started),
            Body::Struck(struck) => self.struck(struck),
            Body::Attempted(attempt) => self.on(attempt.handoff, |h| h.tried(at, attempt)),
            Body::Connected(connected) => self.connected(connected, at),
            Body::Feedback(feedback) => self.heard(feedback, at),
            Body::Rejected(rejected) => self.rejected(rejected, at),
            Body::NotALead(not) => self.not_a_lead(not, at),
            Body::NoContact(no) => self.not_reached(no, at),
            Body::NurtureIn(into) => {
                let (reason, until, rep) = (into.reason.clone(), into.until, into.rep);
                self.stage = Stage::Nurture;
                self.nurture = Some(Nurture {
                    since: at,
                    reason,
                    until,
                    rep,
                });
            }
            Body::NurtureOut(_) => self.nurture = None,
            Body::Won(won) => self.won(won, at),
            Body::Lost(lost) => self.lost(lost, at),
            Body::Quarantined(_) => self.quarantined_at = Some(at),
            body => self.went_on(body, at),
        }
        self.forget_old();
    }

    /// What moves a running duty, or asks after one.
    fn went_on(&mut self, body: &Body, at: Instant) {
        match body {
            Body::InConversation(talk) => self.on(talk.handoff, |h| h.conversations = talk.times),
            Body::CallBack(back) => self.on(back.handoff, |h| h.call_back_at = Some(back.at)),
            Body::Booked(booked) => self.on(booked.handoff, |h| h.booked(at, booked.at)),
            Body::Taken(taken) => self.on(taken.handoff, |h| h.take_by = None),
            Body::MachineSent(sent) => self.on(sent.handoff, |h| h.sent_by_machine(at, sent)),
            Body::BreachExplained(said) => self.on(said.handoff, |h| h.breach_why = Some(said.why)),
            Body::TierRaised(raised) => {
                self.tier = Some(raised.tier.clone());
                self.on(raised.handoff, |h| h.raised(at, raised));
            }
            Body::AliveAsked(asked) => self.deal.iter_mut().for_each(|deal| deal.asked(asked.why)),
            Body::AliveAnswered(said) => {
                self.duty_done(Clock::StillAlive, at);
                self.deal.iter_mut().for_each(|deal| deal.answered(at, &said.answer));
            }
            Body::OutcomeUndone(undone) => self.outcome_undone(undone.handoff, at),
            Body::Answered(answered) => {
                if let Some(handoff) = answered.handoff {
                    self.on(handoff, |h| h.answered(at, answered));
                }
            }
            Body::PromiseMoved(moved) => self.promise_moved(moved),
            Body::Joined(joined) => self.joins(joined, at),
            Body::ColleagueJoined(came) => self.on(came.handoff, |h| h.joins(came.lead)),
            Body::ColleagueGone(gone) => self.on(gone.handoff, |h| h.joined.retain(|lead| *lead != gone.lead)),
            Body::Covered(covered) => self.covered(covered),
            Body::ClockRepinned(pinned) => self.pinned(pinned.clock, pinned.handoff, &pinned.terms),
            _ => {}
        }
    }

    fn reviewed(&mut self, at: Instant) {
        self.review = None;
        self.duty_done(Clock::Review, at);
    }

    fn won(&mut self, won: &Won, at: Instant) {
        self.deal_ends(at);
        self.won_amount.clone_from(&won.amount);
        self.won_at = Some(at);
        self.stage = Stage::Won;
        let amount = won.amount.clone();
        if let Some(handoff) = won.handoff {
            self.deal_was(handoff, Some(Outcome { won: true, at, amount }));
        }
    }

    fn lost(&mut self, lost: &Lost, at: Instant) {
        self.deal_ends(at);
        self.stage = Stage::Lost;
        if let Some(handoff) = lost.handoff {
            let outcome = Outcome {
                won: false,
                at,
                amount: None,
            };
            self.deal_was(handoff, Some(outcome));
        }
    }

    /// How the deal of a handoff ended: so did what Marketing had handed over, where one rep passed it on to the next.
    fn deal_was(&mut self, handoff: Id, outcome: Option<Outcome>) {
        let before = self.handoff(handoff).and_then(|h| h.from);
        for id in before.into_iter().chain([handoff]) {
            self.on(id, |h| h.outcome.clone_from(&outcome));
        }
    }

    fn deal_ends(&mut self, at: Instant) {
        self.duty_done(Clock::StillAlive, at);
        if let Some(deal) = self.deal.take() {
            let stage = self.stage;
            self.ended = Some(Ended { deal, stage });
        }
    }

    fn outcome_undone(&mut self, handoff: Id, at: Instant) {
        (self.won_at, self.won_amount) = (None, None);
        self.deal_was(handoff, None);
        if let Some(ended) = self.ended.take() {
            self.stage = ended.stage;
            self.deal = Some(ended.deal.again(at));
        }
    }

    fn promise_moved(&mut self, moved: &PromiseMoved) {
        let is_his = |named: &Option<Id>| *named == Some(moved.from);
        let returns = self.nurture.iter_mut().map(|nurture| &mut nurture.rep);
        let deals = self.deal.iter_mut().map(|deal| &mut deal.owner);
        for named in returns.chain(deals).filter(|named| is_his(named)) {
            *named = moved.to;
        }
    }

    fn captured(&mut self, captured: &Captured, at: Instant) {
        self.submissions = self.submissions.saturating_add(1);
        self.submitted_at = self.submitted_at.min(at);
        self.touched_at = self.touched_at.max(at);
        self.submission = captured.submission;
        self.kind = captured.kind;
        self.checks.clone_from(&captured.checks);
        score::take(&mut self.score, &captured.scored, at);
        self.deal.iter_mut().for_each(|deal| deal.moved(at));
    }

    fn qualified(&mut self, qualified: &Qualified) {
        self.stage = qualified.stage;
        if qualified.tier.is_some() {
            self.tier.clone_from(&qualified.tier);
        }
    }

    fn put_on_review(&mut self, reason: ReviewReason, since: Instant) {
        self.review = Some(Review {
            reason,
            since,
            terms: None,
        });
    }

    fn open(&mut self, id: Id, tier: &str, trigger_at: Instant, at: Instant) -> &mut Handoff {
        let submitted_at = self.submitted_at;
        let place = self.handoffs.iter().position(|h| h.id == id).unwrap_or_else(|| {
            self.handoffs
                .push(Handoff::open(id, tier, trigger_at, submitted_at, at));
            self.handoffs.len() - 1
        });
        &mut self.handoffs[place]
    }

    /// Part of a colleague's handoff: Sales has it, and no handoff is opened.
    fn joins(&mut self, joined: &Joined, at: Instant) {
        self.reviewed(at);
        let known = self
            .with
            .take()
            .filter(|with| with.handoff == joined.handoff && !with.over);
        self.with = Some(With {
            lead: joined.lead,
            handoff: joined.handoff,
            since: known.map_or(at, |with| with.since),
            owner: joined.owner,
            tier: joined.tier.clone(),
            rank: joined.rank,
            over: false,
        });
    }

    /// What became of the handoff holds here too.
    fn covered(&mut self, covered: &Covered) {
        let same = |with: &&mut With| with.handoff == covered.handoff;
        let Some(with) = self.with.as_mut().filter(same) else {
            return;
        };
        with.over = true;
        let owner = with.owner;
        if covered.by == Covering::Rejected {
            with.owner = None;
            self.is_given_back(owner);
        } else {
            self.gave_back.clear();
        }
        self.stage = match covered.by {
            // also where an end of the deal is taken back
            Covering::Advanced if covered.short_of_sql => Stage::Sal,
            Covering::Advanced => Stage::Sql,
            Covering::NotAFit => Stage::NotAFit,
            Covering::Won => Stage::Won,
            Covering::FitNotReady | Covering::NoContact => Stage::Nurture,
            Covering::Lost => Stage::Lost,
            Covering::Rejected => self.stage,
        };
        if matches!(
            covered.by,
            Covering::Advanced | Covering::NotAFit | Covering::Lost | Covering::Won
        ) {
            self.nurture = None;
        }
    }

    fn not_reached(&mut self, no: &NoContact, at: Instant) {
        self.gave_back.clear();
        self.on(no.handoff, |h| {
            h.covers(&no.covers);
            h.close(at, Ending::NoContact);
        });
    }

    fn routed(&mut self, routed: &Routed, at: Instant) {
        self.reviewed(at);
        self.with = None;
        if routed.cause == RouteCause::Moved {
            // a person gave it to him by name
            self.gave_back.retain(|user| *user != routed.owner);
        }
        let handoff = self.open(routed.handoff, &routed.tier, routed.trigger_at, at);
        handoff.rotation.clone_from(&routed.rotation);
        handoff.customer |= routed.customer;
        handoff.company = routed.company.or(handoff.company);
        handoff.from = routed.from.or(handoff.from);
        handoff.owner = Some(routed.owner);
        handoff.owners.push(routed.owner);
        handoff.owned_at = Some(at);
        handoff.goes_to(at, Holder::Owner(routed.owner));
        // what is left of the duty is the new owner's, unless a stretch of his own begins
        if let Some(due) = handoff
            .first_attempt
            .as_ref()
            .map(|terms| terms.due)
            .filter(|due| *due > at)
        {
            handoff.is_to_act(due, false);
        }
        handoff.cause = Some(routed.cause);
        handoff.went_on |= routed.decision.went_on();
        handoff.pick_cost = routed.decision.cost;
        handoff.accountable = None;
        handoff.held_until = None;
        if routed.from.is_some() {
            // the deal begins with the next rep's own report
            self.deal = None;
        }
    }

    fn held(&mut self, held: &Held, at: Instant) {
        self.reviewed(at);
        self.with = None;
        let handoff = self.open(held.handoff, &held.tier, held.trigger_at, at);
        handoff.rotation.clone_from(&held.rotation);
        handoff.rank = held.rank;
        handoff.customer |= held.customer;
        handoff.company = held.company.or(handoff.company);
        handoff.accountable = held.accountable;
        handoff.held_until = Some(held.until);
        handoff.goes_to(at, Holder::Held);
    }

    fn clock_started(&mut self, started: &ClockStarted) {
        self.pinned(started.clock, started.handoff, &started.terms);
        if let Some(handoff) = started.handoff {
            self.on(handoff, |h| h.owes(started));
        }
    }

    fn pinned(&mut self, clock: Clock, handoff: Option<Id>, terms: &Terms) {
        let terms = terms.clone();
        match (clock, handoff) {
            (Clock::Review, _) => {
                self.duty_pinned(clock, &terms, None);
                self.review
                    .iter_mut()
                    .for_each(|review| review.terms = Some(terms.clone()));
            }
            (Clock::StillAlive, _) => {
                self.duty_pinned(clock, &terms, self.deal.as_ref().and_then(|deal| deal.owner));
                self.deal.iter_mut().for_each(|deal| deal.terms = Some(terms.clone()));
            }
            (Clock::FirstAttempt, Some(id)) => self.on(id, |h| {
                h.is_to_act(terms.due, false);
                h.first_attempt = Some(terms);
            }),
            (Clock::Stretch, Some(id)) => self.on(id, |h| {
                h.is_to_act(terms.due, true);
                h.stretch = Some(terms);
            }),
            (Clock::TakeBy, Some(id)) => self.on(id, |h| h.take_by = Some(terms)),
            (Clock::Reassign, Some(id)) => self.on(id, |h| h.reassign = Some(terms)),
            (Clock::NextAttempt, Some(id)) => self.on(id, |h| h.next_attempt = Some(terms)),
            (Clock::Cadence, Some(id)) => self.on(id, |h| h.cadence_pinned(terms)),
            (Clock::Feedback, Some(id)) => self.on(id, |h| h.feedback_owed = Some(terms)),
            _ => {}
        }
    }

    fn struck(&mut self, struck: &Struck) {
        let Struck {
            clock,
            rung,
            handoff,
            intended,
            ..
        } = *struck;
        self.struck.push(StruckAt {
            clock,
            rung,
            handoff,
            intended,
            told: struck.told.clone(),
        });
        let spare = self.struck.len().saturating_sub(STRUCK_KEPT);
        self.struck.drain(..spare);
        if let Some(id) = handoff {
            self.on(id, |h| h.struck(struck));
        }
    }

    fn connected(&mut self, connected: &Connected, at: Instant) {
        let accepts = connected.accepts();
        if accepts {
            self.stage = self.stage.reached(Stage::Sal);
        }
        let first = |known: Option<Instant>| Some(known.map_or(at, |known| known.min(at)));
        self.on(connected.handoff, |h| {
            h.connected_at = first(h.connected_at);
            h.accepted_at = if accepts { first(h.accepted_at) } else { h.accepted_at };
            h.next_attempt = None;
        });
    }

    fn heard(&mut self, feedback: &Feedback, at: Instant) {
        self.gave_back.clear();
        self.stage = match feedback.which {
            Which::Advanced if feedback.is_sql() => self.stage.reached(Stage::Sql),
            // accepted by whoever goes on with it, and no further
            Which::Advanced => Stage::Sal,
            Which::FitNotReady => Stage::Nurture,
            Which::NotAFit => Stage::NotAFit,
        };
        if feedback.which != Which::FitNotReady {
            self.nurture = None;
        }
        self.on(feedback.handoff, |h| {
            h.covers(&feedback.covers);
            h.hear(at, feedback);
            // whoever goes on with a lead has accepted it
            let advanced = feedback.which == Which::Advanced;
            h.accepted_at = h.accepted_at.or(advanced.then_some(at));
        });
        let (owner, before) = self
            .handoff(feedback.handoff)
            .map_or((None, None), |h| (h.owner, h.from));
        if let Some(before) = before {
            self.on(before, |h| h.goes_on_as_sql(feedback.is_sql().then_some(at)));
        }
        self.duty_done(Clock::StillAlive, at);
        self.deal = (feedback.which == Which::Advanced).then_some(Deal {
            handoff: feedback.handoff,
            owner,
            active_at: at,
            next_step_at: feedback.next_step_at,
            stalled_until: None,
            asked: None,
            terms: None,
        });
    }

    fn rejected(&mut self, rejected: &Rejected, at: Instant) {
        let reason = rejected.reason;
        self.is_given_back(self.handoff(rejected.handoff).and_then(|h| h.owner));
        self.on(rejected.handoff, |h| {
            h.rejected = Some(reason);
            h.covers(&rejected.covers);
            h.close(at, Ending::Rejected);
        });
    }

    fn not_a_lead(&mut self, not: &NotALead, at: Instant) {
        self.stage = Stage::NotALead;
        self.reviewed(at);
        self.nurture = None;
        self.with = None;
        let what = not.what;
        if let Some(id) = not.handoff {
            self.on(id, |h| {
                h.not_a_lead = Some(what);
                h.covers(&[]);
                h.close(at, Ending::NotALead);
            });
        }
    }

    /// Somebody gave it back: it does not come to him again by itself, until it was worked.
    fn is_given_back(&mut self, by: Option<Id>) {
        let anew = by.filter(|user| !self.gave_back.contains(user));
        self.gave_back.extend(anew);
        let spare = self.gave_back.len().saturating_sub(GAVE_BACK_KEPT);
        self.gave_back.drain(..spare);
    }

    fn on(&mut self, handoff: Id, change: impl FnOnce(&mut Handoff)) {
        if let Some(found) = self.handoffs.iter_mut().find(|h| h.id == handoff) {
            change(found);
        }
    }

    fn forget_old(&mut self) {
        let closed = self.handoffs.iter().filter(|h| !h.is_open()).count();
        let mut spare = closed.saturating_sub(CLOSED_KEPT);
        self.handoffs.retain(|h| {
            let keep = h.is_open() || spare == 0;
            spare -= usize::from(!keep);
            keep
        });
    }
}
