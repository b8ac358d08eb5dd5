//! One lead's history, walked once: each moment at which it was judged in fact is judged again under the version that was
//! in force (does it come out as it is stored?) and under the proposed one (what would have become of it?).

use super::after::After;
use super::found::{Arrival, Found};
use super::known::{ANSWERED, Given};
use super::later::{Judging, Later};
use super::line::SaidOf;
use super::result::Clauses;
use super::setting::{Setting, learn};
use crate::agreement::{Agreement, Settled, Stage, Tier, Verdict};
use crate::check::suspected_spam;
use crate::criteria::Facets;
use crate::decide::{InForce, first_attempt_target};
use crate::fact::{
    Actor, Added, Answered, Attempted, Body, Captured, Evidence, Fact, NurtureExit, Origin, Qualified, ReviewChoice,
    ReviewReason, SubmissionKind,
};
use crate::handoff::Tried;
use crate::lead::Lead;
use crate::person::{Person, add_play, add_touch, answer_field};
use crate::score::{self, Group, ScoreLine};
use crate::{Id, Instant, Span};
use std::collections::BTreeMap;

/// Facts of one ask lie this close together; what was cut off by the last instant looked at is not held against anybody.
const ONE_ASK: Span = Span(100);

/// Everything that is kept of one lead.
#[derive(Clone, Debug, Default)]
pub struct Story {
    /// The lead.
    pub lead: Id,
    /// Its facts, in order; those that say nothing of verdicts, handoffs and tries may be left out.
    pub facts: Vec<Fact>,
    /// What its submissions said, by their id.
    pub given: BTreeMap<Id, Given>,
    /// Its person was erased.
    pub erased: bool,
}

/// Walks one lead's history.
pub fn walk(setting: &Setting, story: &Story, clauses: &mut Clauses) -> Found {
    let mut walk = Walk {
        setting,
        story,
        clauses,
        lead: None,
        person: Person::default(),
        after: None,
        found: Found {
            lead: story.lead,
            ..Found::default()
        },
    };
    let known = |fact: &&Fact| fact.recorded_at <= setting.known_at;
    let captured = story.facts.iter().filter(known).filter_map(|fact| match &fact.body {
        Body::Captured(captured) => Some(captured.submission),
        _ => None,
    });
    if story.erased || captured.into_iter().any(|sent| !story.given.contains_key(&sent)) {
        walk.found.in_window = story.facts.iter().filter(known).any(|fact| walk.is_moment(fact));
        walk.found.left_out(true);
        return walk.found;
    }
    for place in 0..story.facts.len() {
        if story.facts[place].recorded_at > setting.known_at {
            break;
        }
        walk.step(place);
    }
    walk.done()
}

struct Walk<'a> {
    setting: &'a Setting,
    story: &'a Story,
    clauses: &'a mut Clauses,
    lead: Option<Lead>,
    person: Person,
    after: Option<After>,
    found: Found,
}

/// One moment: the fact that led to it, those that followed from it, and what was known.
struct Moment<'a> {
    at: Instant,
    recorded: Instant,
    stored: Option<&'a Qualified>,
    opened: bool,
    on_review: bool,
    /// It joined a colleague's handoff: no first attempt of its own is owed.
    joined: bool,
    base: Facets,
}

impl<'a> Walk<'a> {
    fn step(&mut self, place: usize) {
        let fact = &self.story.facts[place];
        let (within, was_open) = (self.setting.window.holds(fact.recorded_at), self.is_open());
        if within && self.after.is_none() {
            self.after = Some(After::starting(self.lead.as_ref()));
        }
        let moment = self.is_moment(fact);
        let lines = match (&self.lead, &fact.body) {
            (Some(lead), Body::Captured(_)) if moment => lead.score.clone(),
            _ => Vec::new(),
        };
        if let Body::Captured(captured) = &fact.body
            && let Some(given) = self.story.given.get(&captured.submission)
        {
            learn(&mut self.person, given);
        }
        if let Body::Answered(answered) = &fact.body {
            self.answered(answered);
        }
        if within && Later::hears(&fact.body) {
            self.work(fact);
        }
        match &mut self.lead {
            Some(lead) => lead.apply(fact),
            none => *none = Lead::born(fact),
        }
        if fact.recorded_at >= self.setting.window.from {
            self.found.word.hear(fact);
        }
        if let (Body::Captured(captured), true) = (&fact.body, within) {
            self.add_points(captured, fact);
        }
        if moment {
            self.judge(place, &lines);
        }
        if within {
            self.follow(fact);
        }
        if was_open && !self.is_open() {
            self.after.iter_mut().for_each(After::ended);
        }
    }

    /// Answers that are codes are known; of words only that there are some.
    fn answered(&mut self, answered: &Answered) {
        for (id, answer) in &answered.answers {
            let known = answer.clone().or_else(|| self.person.answer(id).map(str::to_owned));
            let text = known.unwrap_or_else(|| ANSWERED.to_owned());
            self.person.fields.insert(answer_field(id), text);
        }
    }

    /// Sales talked with it, or says what came of it: SAL and SQL are judged.
    fn work(&mut self, fact: &Fact) {
        let (Some(lead), Some(after)) = (&self.lead, &self.after) else {
            return;
        };
        let facets = |lines: &[ScoreLine]| {
            let mut facets = self.setting.facets(&self.person, fact.recorded_at);
            let (source, form) = (lead.came_from.source.as_deref(), lead.came_from.form.as_deref());
            add_play(&mut facets, lead.kind, source, form, lines, fact.occurred_at);
            facets
        };
        let judging = Judging {
            then: &self.setting.version(None, fact.recorded_at).agreement,
            proposed: &self.setting.proposed.agreement,
            facets: &|| facets(&lead.score),
            facets_after: &|| facets(&after.lines),
            person: &self.person,
            request: lead.kind == SubmissionKind::Request,
            had: after.has(fact.recorded_at),
        };
        self.found.later.hear(fact, &judging, self.clauses);
    }

    fn is_open(&self) -> bool {
        self.lead.as_ref().is_some_and(Lead::in_hands)
    }

    /// Whether a fact of the window led to a verdict in fact.
    fn is_moment(&self, fact: &Fact) -> bool {
        let judged = match &fact.body {
            Body::Captured(captured) => !captured.kind.is_no_lead() && fact.origin != Origin::History,
            Body::ReviewDecided(_) => true,
            Body::NurtureOut(out) => out.cause == NurtureExit::Day,
            _ => false,
        };
        judged && self.setting.window.holds(fact.recorded_at)
    }

    fn judge(&mut self, place: usize, lines: &[ScoreLine]) {
        let fact = &self.story.facts[place];
        let moment = self.moment(place);
        self.found.in_window = true;
        self.found.moments += 1;
        match &fact.body {
            Body::Captured(captured) => self.captured(captured, &moment, lines),
            Body::ReviewDecided(decided) => self.decided(decided.choice, &moment),
            _ => self.came_back(place, &moment),
        }
    }

    /// What followed from a fact in the same ask: places and microseconds run alike, and nothing else begins in between.
    fn moment(&self, place: usize) -> Moment<'a> {
        let first = &self.story.facts[place];
        let same = |fact: &&Fact| {
            let follows = fact.recorded_at.0 - first.recorded_at.0 == fact.seq - first.seq;
            follows && is_consequence(&fact.body)
        };
        let followed = self.story.facts[place + 1..].iter().take_while(same);
        let on_review = |fact: &Fact| matches!(fact.body, Body::PutOnReview(_));
        let stored = followed.clone().filter_map(|fact| match &fact.body {
            Body::Qualified(qualified) => Some(qualified),
            _ => None,
        });
        let stored = stored.last();
        Moment {
            at: first.occurred_at,
            recorded: first.recorded_at,
            opened: stored.is_some_and(|stored| stored.stage == Stage::Mql),
            on_review: followed.clone().any(on_review),
            joined: followed.clone().any(|fact| matches!(fact.body, Body::Joined(_))),
            stored,
            base: self.setting.facets(&self.person, first.recorded_at),
        }
    }

    fn version(&self, moment: &Moment<'_>) -> &'a InForce {
        let named = moment.stored.map(|stored| stored.version);
        self.setting.version(named, moment.recorded)
    }

    /// What clauses could see of the lead, with these scores.
    fn facets(&self, moment: &Moment<'_>, lines: &[ScoreLine]) -> Facets {
        let mut facets = moment.base.clone();
        if let Some(lead) = &self.lead {
            let (source, form) = (lead.came_from.source.as_deref(), lead.came_from.form.as_deref());
            add_play(&mut facets, lead.kind, source, form, lines, moment.at);
        }
        facets
    }

    fn captured(&mut self, captured: &Captured, moment: &Moment<'a>, lines: &[ScoreLine]) {
        let Some(lead) = &self.lead else { return };
        let suspected = suspected_spam(&lead.checks).is_some() && captured.kind != SubmissionKind::Request;
        let version = self.version(moment);
        let facets = self.facets(moment, &lead.score);
        let judged = version.agreement.settle(&facets, suspected);
        let busy = lead.in_hands() || lead.nurture.is_some();
        let expected = match judged.settled {
            _ if lead.in_hands() => None,
            Settled::NotCounted => Some((Stage::Inquiry, None, judged.counts)),
            Settled::Suspected => None,
            Settled::Ready(tier, verdict) => Some((Stage::Mql, Some(tier), verdict)),
            Settled::Unclear(verdict) => Some((Stage::Lead, None, verdict)),
            Settled::NotReady(_) if busy => None,
            Settled::NotReady(verdict) => Some((Stage::Lead, None, verdict)),
        };
        let added = added(&version.agreement, captured, (&moment.base, moment.at), lines);
        self.compare(moment, expected, added == captured.scored);
        self.found.reviews[0] += u32::from(moment.on_review);
        self.came(moment, version, &facets);
        self.would_have_come(moment, suspected);
    }

    /// Whether the stored verdict is the one that comes out.
    fn compare(&mut self, moment: &Moment<'_>, expected: Option<(Stage, Option<&Tier>, Verdict)>, scored: bool) {
        if moment.recorded + ONE_ASK > self.setting.known_at && moment.stored.is_none() {
            return;
        }
        let same = match (moment.stored, expected) {
            (None, None) => true,
            (Some(stored), Some((stage, tier, verdict))) => {
                let tier = tier.map(|tier| tier.name.as_str());
                stored.stage == stage && stored.tier.as_deref() == tier && stored.verdict == verdict
            }
            _ => false,
        };
        self.found.stored += u32::from(moment.stored.is_some());
        self.found.differing += u32::from(!same || !scored);
    }

    /// It came to Sales in fact.
    fn came(&mut self, moment: &Moment<'_>, version: &InForce, facets: &Facets) {
        let Some(tier) = moment
            .stored
            .filter(|_| moment.opened)
            .and_then(|it| it.tier.as_deref())
        else {
            return;
        };
        if self.found.scores.is_none()
            && let (Some(lead), Some(after)) = (&self.lead, &self.after)
        {
            self.found.scores = Some([&lead.score, &after.lines].map(|lines| score_at(lines, moment.at)));
        }
        let mut arrival = self.arrival(version, tier, facets, moment.recorded, moment.at);
        arrival.due = arrival.due.filter(|_| !moment.joined);
        self.found.before.push(arrival);
    }

    fn arrival(&self, version: &InForce, tier: &str, facets: &Facets, at: Instant, trigger: Instant) -> Arrival {
        let agreement = &version.agreement;
        let rank = agreement.tiers.iter().position(|known| known.name == tier);
        let rule = agreement.rotation_for(facets);
        let due = || {
            let calendar = agreement.calendar_of(rule?)?;
            let target = first_attempt_target(agreement.tiers.get(rank?)?, calendar, trigger)?;
            calendar.due_at(trigger, target).ok()
        };
        Arrival {
            at,
            tier: self.setting.tiers.place(tier),
            rank: rank.and_then(|rank| u16::try_from(rank).ok()).unwrap_or(u16::MAX),
            rotation: self.setting.rotations.place(rule.map_or("", |rule| rule.name.as_str())),
            trigger,
            due: due(),
            tried: Tried::default(),
        }
    }

    /// What the proposed rules add for a touch; for one that is no lead's too.
    fn add_points(&mut self, captured: &Captured, fact: &Fact) {
        let Some(after) = &mut self.after else { return };
        let base = self.setting.facets(&self.person, fact.recorded_at);
        let agreement = &self.setting.proposed.agreement;
        let more = added(agreement, captured, (&base, fact.occurred_at), &after.lines);
        score::take(&mut after.lines, &more, fact.occurred_at);
    }

    fn would_have_come(&mut self, moment: &Moment<'_>, suspected: bool) {
        let Some(mut after) = self.after.take() else { return };
        let proposed = &self.setting.proposed;
        let facets = self.facets(moment, &after.lines);
        let judged = proposed.agreement.settle(&facets, suspected);
        let request = self
            .lead
            .as_ref()
            .is_some_and(|lead| lead.kind == SubmissionKind::Request);
        self.clauses.note(&proposed.agreement, &judged, request);
        match judged.settled {
            Settled::Ready(tier, _) => self.hand_over(&mut after, &tier.name, &facets, moment),
            other => {
                if moment.opened {
                    after.not_here(moment.recorded);
                }
                let unclear = match other {
                    Settled::Suspected => true,
                    Settled::Unclear(_) => !after.is_with_sales(moment.recorded),
                    _ => false,
                };
                after.review |= unclear;
                self.found.reviews[1] += u32::from(unclear);
            }
        }
        self.after = Some(after);
    }

    /// The proposed version hands it over, unless Sales has it already.
    fn hand_over(&mut self, after: &mut After, tier: &str, facets: &Facets, moment: &Moment<'_>) {
        if after.hands_over(moment.recorded, moment.opened, self.setting.usual) {
            let mut arrival = self.arrival(&self.setting.proposed, tier, facets, moment.recorded, moment.at);
            arrival.due = arrival.due.filter(|_| !moment.joined);
            self.found.after.push(arrival);
        }
    }

    /// Marketing decided about a lead on its review list.
    fn decided(&mut self, choice: ReviewChoice, moment: &Moment<'a>) {
        let Some(lead) = &self.lead else { return };
        let version = self.version(moment);
        let facets = self.facets(moment, &lead.score);
        let released = choice == ReviewChoice::Release;
        let tier = version
            .agreement
            .tier_of_release(&facets)
            .filter(|_| released && !lead.in_hands());
        let expected = tier.map(|tier| (Stage::Mql, Some(tier), version.agreement.judge(Stage::Mql, &facets)));
        self.compare(moment, expected, true);
        self.came(moment, version, &facets);
        let Some(mut after) = self.after.take() else { return };
        let proposed = &self.setting.proposed;
        let facets = self.facets(moment, &after.lines);
        let tier = proposed.agreement.tier_of_release(&facets);
        if let Some(tier) = tier.filter(|_| released && after.review) {
            self.hand_over(&mut after, &tier.name, &facets, moment);
        } else if moment.opened {
            after.not_here(moment.recorded);
        }
        after.review = false;
        self.after = Some(after);
    }

    /// A B's agreed day: no definition is asked.
    fn came_back(&mut self, place: usize, moment: &Moment<'a>) {
        let version = self.version(moment);
        let tier = version.agreement.tier_of_return();
        let expected = tier.map(|tier| (Stage::Mql, Some(tier), Verdict::agreed_day()));
        self.compare(moment, expected, true);
        let routed = self.story.facts[place + 1..]
            .iter()
            .take(4)
            .find_map(|fact| match &fact.body {
                Body::Routed(routed) => Some(routed.trigger_at),
                Body::Held(held) => Some(held.trigger_at),
                _ => None,
            });
        let day = Moment {
            at: routed.unwrap_or(moment.at),
            base: moment.base.clone(),
            ..*moment
        };
        let lines = self.lead.as_ref().map(|lead| lead.score.clone()).unwrap_or_default();
        let facets = self.facets(&day, &lines);
        self.came(&day, version, &facets);
        let Some(mut after) = self.after.take() else { return };
        if after.comes_back(moment.recorded)
            && let Some(tier) = self.setting.proposed.agreement.tier_of_return()
        {
            let facets = self.facets(&day, &after.lines);
            let mut arrival = self.arrival(&self.setting.proposed, &tier.name, &facets, moment.recorded, day.at);
            arrival.due = arrival.due.filter(|_| !moment.joined);
            self.found.after.push(arrival);
        }
        self.after = Some(after);
    }

    /// What else happened within the window.
    fn follow(&mut self, fact: &Fact) {
        let Some(after) = &mut self.after else { return };
        match &fact.body {
            Body::PutOnReview(put) if put.reason == ReviewReason::RejectedBySales => after.given_back(),
            Body::NotALead(not) => {
                after.review = false;
                if not.handoff.is_some() {
                    self.given_back(fact.occurred_at);
                }
            }
            Body::Routed(routed) if routed.from.is_some() => after.goes_on(),
            Body::Routed(routed) => self.found.owner = self.found.owner.or(Some(routed.owner)),
            Body::Attempted(attempt) => self.tried(fact, attempt),
            Body::Booked(_) => self.proved(fact.occurred_at),
            Body::Connected(_) => self.tried_of(fact.occurred_at, |tried, at| earliest(&mut tried.connected, at)),
            Body::Rejected(_) => self.given_back(fact.occurred_at),
            _ => {}
        }
    }

    fn tried(&mut self, fact: &Fact, attempt: &Attempted) {
        if attempt.evidence == Evidence::Automatic {
            return;
        }
        let claimed = attempt.evidence == Evidence::Claimed;
        self.tried_of(fact.occurred_at, |tried, at| {
            if tried.first.is_none_or(|(known, _)| at < known) {
                tried.first = Some((at, claimed));
            }
        });
        if claimed {
            return;
        }
        if let Actor::User(user) = fact.actor {
            self.found.tries.push((user, fact.occurred_at));
        }
        self.proved(fact.occurred_at);
    }

    fn proved(&mut self, at: Instant) {
        self.tried_of(at, |tried, at| {
            earliest(&mut tried.proved, at);
            if tried.first.is_none_or(|(known, _)| at < known) {
                tried.first = Some((at, false));
            }
        });
    }

    /// Given back, or no lead at all, before anybody tried.
    fn given_back(&mut self, at: Instant) {
        self.tried_of(at, |tried, at| {
            if tried.first.is_none() && tried.connected.is_none() {
                earliest(&mut tried.given_back, at);
            }
        });
    }

    fn tried_of(&mut self, at: Instant, change: impl FnOnce(&mut Tried, Instant)) {
        if let Some(arrival) = self.found.before.last_mut().filter(|it| minute_of(it.trigger) <= at) {
            change(&mut arrival.tried, at);
        }
    }

    fn done(mut self) -> Found {
        let (window, known_at) = (self.setting.window, self.setting.known_at);
        let of_the_past = |fact: &Fact| {
            let captured = matches!(fact.body, Body::Captured(_)) && fact.origin == Origin::History;
            captured && window.holds(fact.recorded_at) && fact.recorded_at <= known_at
        };
        if !self.found.in_window && self.story.facts.iter().any(of_the_past) {
            self.found.in_window = true;
            self.found.left_out(false);
        }
        if self.found.word.said == SaidOf::NeverHad && !self.found.before.is_empty() {
            self.found.word.said = SaidOf::Nothing;
        }
        self.found
    }
}

fn earliest(known: &mut Option<Instant>, at: Instant) {
    *known = Some(known.map_or(at, |known| known.min(at)));
}

/// What follows from a moment in the same ask.
fn is_consequence(body: &Body) -> bool {
    matches!(
        body,
        Body::Qualified(_)
            | Body::Answered(_)
            | Body::PutOnReview(_)
            | Body::Routed(_)
            | Body::Held(_)
            | Body::Joined(_)
            | Body::NurtureIn(_)
            | Body::TierRaised(_)
            | Body::ClockStarted(_)
            | Body::NurtureOut(crate::fact::NurtureOut {
                cause: NurtureExit::Qualified
            })
    )
}

/// What an agreement's rules add for a submission, given the lines that it finds.
fn added(
    agreement: &Agreement,
    captured: &Captured,
    (base, at): (&Facets, Instant),
    lines: &[ScoreLine],
) -> Vec<Added> {
    let mut facets = base.clone();
    let (source, form) = (captured.source.as_deref(), captured.form.as_deref());
    add_play(&mut facets, captured.kind, source, form, lines, at);
    let touch = [&captured.form, &captured.campaign, &captured.landing];
    add_touch(&mut facets, captured.kind, touch.map(Option::as_deref));
    agreement.added(&facets, lines)
}

fn score_at(lines: &[ScoreLine], at: Instant) -> f64 {
    score::total(lines, Group::Fit, at) + score::total(lines, Group::Engagement, at)
}

/// The beginning of the minute: what is typed has no seconds.
fn minute_of(at: Instant) -> Instant {
    Instant(at.0.div_euclid(60_000_000) * 60_000_000)
}
