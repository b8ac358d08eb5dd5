//! A world day by day: what is due strikes at its instant, and everybody acts in the order of time.

use crate::chance::Chance;
use crate::companies::Companies;
use crate::desk::Desk;
use crate::market::{Prospect, expected, prospect};
use crate::people::{People, hire};
use crate::{Plan, SimError, World};
use engine::timers::Timers;
use engine::{Engine, EngineError, HandClock};
use rules::ask::{Capture, Command, OfLead};
use rules::calendar::Calendar;
use rules::fact::Actor;
use rules::{Id, Instant, Span};
use serde_json::Value;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

/// Most goes of the timers on the way to one event.
const STRIKES_MAX: usize = 100_000;
const DAY: Span = Span::days(1);

/// What happens at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Event {
    /// A day begins: the day's hands are dealt.
    Day(u32),
    /// Somebody new raises a hand.
    Submit,
    /// The same, and it is a good one that asks for a demo: for the last hour of a demo.
    SubmitRequest,
    /// A rep looks at his queue.
    Look(usize),
    /// A manager looks at who is away and what came to himself.
    Manage,
    /// A marketer looks at the review list.
    Review,
    /// The head of Marketing answers patterns.
    Respond,
    /// A rep looks after a deal of his: whose, which lead, which handoff.
    Deal(Id, Id, Id),
}

/// A world being played.
pub(crate) struct Play<'a> {
    pub engine: &'a Engine,
    pub clock: &'a HandClock,
    pub plan: Plan,
    pub chance: Chance,
    pub desk: Desk,
    pub people: People,
    pub calendar: Calendar,
    pub companies: Companies,
    pub prospects: BTreeMap<Id, Prospect>,
    pub met: Vec<Id>,
    /// On Marketing's review list, as far as somebody knows.
    pub review: Vec<Id>,
    /// C's not answered yet, by reason and source.
    pub misfits: BTreeMap<(String, String), u32>,
    pub world: World,
    /// The demo's end: agreed days fall on it, and reps rest just before it.
    pub finale: Option<Instant>,
    timers: Timers,
    queue: BinaryHeap<Reverse<(Instant, u64, Event)>>,
    ordinal: u64,
    next_due: Option<Option<Instant>>,
}

/// Plays a world from `plan.start` on. The clock must stand there; the engine must be empty. `progress` hears of every day.
///
/// # Errors
/// `SimError` when an act that must go through does not, or a handoff is nobody's.
pub async fn run(
    engine: &Engine,
    clock: &HandClock,
    plan: &Plan,
    progress: &mut dyn FnMut(u32, u32),
) -> Result<World, SimError> {
    play(engine, clock, plan, None, progress).await
}

pub(crate) async fn play(
    engine: &Engine,
    clock: &HandClock,
    plan: &Plan,
    finale: Option<Instant>,
    progress: &mut dyn FnMut(u32, u32),
) -> Result<World, SimError> {
    let mut play = Play::open(engine, clock, *plan, finale).await?;
    let end = finale.unwrap_or(plan.start + Span(DAY.0 * i64::from(plan.days)));
    while let Some(Reverse((at, _, event))) = play.queue.pop() {
        if at >= end {
            break;
        }
        play.strike_up_to(at).await?;
        play.clock.set(at);
        if let Event::Day(day) = event {
            progress(day, plan.days);
        }
        play.happen(event).await?;
    }
    play.strike_up_to(end).await?;
    clock.set(end);
    play.nobody_is_forgotten(plan.days).await?;
    progress(plan.days, plan.days);
    Ok(play.world)
}

impl<'a> Play<'a> {
    async fn open(
        engine: &'a Engine,
        clock: &'a HandClock,
        plan: Plan,
        finale: Option<Instant>,
    ) -> Result<Self, SimError> {
        let mut world = World::default();
        let leave_from = plan.start + Span(DAY.0 * i64::from(plan.days) * 2 / 5);
        let people = hire(engine, &mut world, plan.reps, leave_from).await?;
        let calendars = engine.in_force().agreement.calendars.clone();
        let calendar = calendars.into_values().next().ok_or(SimError::Answer("calendar"))?;
        let mut play = Self {
            engine,
            clock,
            plan,
            chance: Chance::from_seed(plan.seed),
            desk: Desk::default(),
            people,
            calendar,
            companies: Companies::default(),
            prospects: BTreeMap::new(),
            met: Vec::new(),
            review: Vec::new(),
            misfits: BTreeMap::new(),
            world,
            finale,
            timers: Timers::default(),
            queue: BinaryHeap::new(),
            ordinal: 0,
            next_due: None,
        };
        play.open_diary();
        Ok(play)
    }

    fn open_diary(&mut self) {
        for day in 0..self.plan.days {
            self.at(self.plan.start + Span(DAY.0 * i64::from(day)), Event::Day(day));
        }
        let first = self.plan.start + Span::minutes(1);
        for rep in 0..self.people.reps.len() {
            self.at(first + Span::seconds(rep as i64), Event::Look(rep));
        }
        for event in [Event::Manage, Event::Review, Event::Respond] {
            self.at(first, event);
        }
        for minutes in [3, 8, 14, 40, 75, 190] {
            if let Some(end) = self.finale {
                self.at(end - Span::minutes(minutes), Event::SubmitRequest);
            }
        }
    }

    /// Puts an event into the diary.
    pub fn at(&mut self, at: Instant, event: Event) {
        self.ordinal += 1;
        self.queue.push(Reverse((at, self.ordinal, event)));
    }

    /// In so many minutes, when the office is open; else soon after it opens.
    pub fn at_work(&mut self, minutes: i64, event: Event) {
        let at = self.engine.now() + Span::minutes(minutes.max(1));
        let open = self.calendar.is_open(at);
        let opens = if open { Some(at) } else { self.calendar.next_open(at) };
        let late = if open { 0 } else { self.chance.between(0, 20) };
        if let Some(opens) = opens {
            self.at(opens + Span::minutes(late), event);
        }
    }

    async fn happen(&mut self, event: Event) -> Result<(), SimError> {
        match event {
            Event::Day(day) => self.day(day).await,
            Event::Submit => self.submit(false).await,
            Event::SubmitRequest => self.submit(true).await,
            Event::Look(rep) => self.look(rep).await,
            Event::Manage => self.manage().await,
            Event::Review => self.review().await,
            Event::Respond => self.respond().await,
            Event::Deal(user, lead, handoff) => self.look_after(user, lead, handoff).await,
        }
    }

    async fn day(&mut self, day: u32) -> Result<(), SimError> {
        self.nobody_is_forgotten(day).await?;
        let begins = self.engine.now();
        for hour in 0..24 {
            let hour = begins + Span::hours(hour);
            let times = self.chance.times(expected(hour, self.plan.leads_per_week));
            for _ in 0..times {
                let at = hour + Span::seconds(self.chance.between(0, 3_599));
                self.at(at, Event::Submit);
            }
        }
        Ok(())
    }

    /// Strikes everything due up to an instant, each at its own.
    async fn strike_up_to(&mut self, at: Instant) -> Result<(), SimError> {
        for _ in 0..STRIKES_MAX {
            let next = match self.next_due {
                Some(known) => known,
                None => engine::timers::next(self.engine).await?,
            };
            self.next_due = Some(next);
            let Some(due) = next.filter(|due| *due <= at) else {
                return Ok(());
            };
            self.clock.set(due.max(self.engine.now()));
            self.world.struck += self.timers.strike(self.engine, self.engine.now()).await?;
            self.changed();
        }
        Err(SimError::Stuck(at))
    }

    fn changed(&mut self) {
        self.desk.stale();
        self.next_due = None;
    }

    /// Every open handoff has somebody active who owns it, or a name that answers and an end to the waiting.
    async fn nobody_is_forgotten(&mut self, day: u32) -> Result<(), SimError> {
        let roster = self.engine.roster();
        for line in self.desk.all(self.engine).await? {
            let owned = line.owner.is_some_and(|owner| roster.active(owner).is_some());
            let held = line.accountable.is_some_and(|name| roster.active(name).is_some()) && line.held_until.is_some();
            if !owned && !held {
                let handoff = line.handoff;
                return Err(SimError::Ownerless { day, handoff });
            }
        }
        Ok(())
    }

    /// Does an act. A refusal is counted and changes nothing: somebody was first.
    pub async fn act(
        &mut self,
        name: &'static str,
        actor: Actor,
        command: impl Into<Command>,
    ) -> Result<Option<Value>, SimError> {
        match self.engine.ask(None, actor, command).await {
            Ok(answer) => {
                *self.world.acts.entry(name).or_default() += 1;
                self.changed();
                Ok(Some(answer))
            }
            Err(EngineError::Refused(refusal)) => {
                *self
                    .world
                    .refused
                    .entry(format!("{name}: {}", refusal.code))
                    .or_default() += 1;
                Ok(None)
            }
            Err(error) => Err(error.into()),
        }
    }

    async fn submit(&mut self, is_request: bool) -> Result<(), SimError> {
        let again = !is_request && self.met.len() > 20 && self.chance.is(0.05);
        let known = if again {
            self.chance.one(&self.met).copied()
        } else {
            None
        };
        let someone = known.and_then(|lead| self.prospects.get(&lead)).cloned();
        let mut someone = match someone {
            Some(known) => known,
            None => self.somebody_new(is_request),
        };
        someone.capture.occurred_at = Some(self.engine.now());
        let command = OfLead::Capture(Box::new(someone.capture.clone()));
        let Some(answer) = self.act("capture", Actor::Visitor, command).await? else {
            return Ok(());
        };
        let lead = answer["lead"].as_str().and_then(|text| Id::read("lead", text));
        let lead = lead.ok_or(SimError::Answer("lead"))?;
        if !self.prospects.contains_key(&lead) {
            self.world.leads += 1;
            self.met.push(lead);
        }
        self.prospects.insert(lead, someone);
        if answer["handoff"].is_null() {
            self.put_on_review(lead).await?;
        }
        Ok(())
    }

    fn somebody_new(&mut self, is_request: bool) -> Prospect {
        let number = self.world.leads + 1;
        let mut someone = prospect(number, &mut self.companies, &mut self.chance);
        if is_request {
            let Capture {
                kind,
                form,
                landing,
                country,
                fields,
                ..
            } = &mut someone.capture;
            *kind = rules::fact::SubmissionKind::Request;
            (*form, *landing, *country) = (Some("demo".into()), Some("/demo".into()), Some("DE".into()));
            fields.insert("company.employees".into(), "120".into());
        }
        someone
    }

    /// Remembers a lead that waits for Marketing's eye, if it does.
    pub async fn put_on_review(&mut self, lead: Id) -> Result<(), SimError> {
        let state = engine::lead::reads::one(self.engine.ledger(), lead).await?;
        if state.is_some_and(|lead| lead.review.is_some()) && !self.review.contains(&lead) {
            self.review.push(lead);
        }
        Ok(())
    }
}
