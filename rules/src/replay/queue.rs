//! First attempts that today's roster could have kept: arrivals as they were, reps who take one after the other.
//!
//! How it is reckoned, and said on the page: every member of a rotation in today's roster works whenever the rotation's
//! calendar is open; a free rep takes, of what waits in his rotations, what is due first; the first attempt is made when
//! he takes it, and it keeps him busy for the handling time. The handling time is measured: the median time from one
//! proved try of a rep to his next, of gaps of at most [`HANDLING_GAP_MAX`] (a longer one is a pause). Later tries wait
//! behind first ones, and nobody is ever ill; so the same reckoning is made of what came in fact, and stands beside what
//! was kept in fact: the distance between the two is how much too hopeful it is.

use super::found::Arrival;
use super::setting::Setting;
use crate::calendar::{Calendar, Target};
use crate::handoff::{Stop, stop_of};
use crate::roster::Roster;
use crate::scorecard::quantile;
use crate::{Id, Instant, Span};
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

/// A longer gap between two tries of one rep is a pause, not work.
pub const HANDLING_GAP_MAX: Span = Span::minutes(60);
/// With fewer gaps nothing is measured.
pub const HANDLING_GAPS_MIN: usize = 30;
/// What is taken where nothing is measured.
pub const HANDLING_UNMEASURED: Span = Span::minutes(10);

/// How long a try keeps a rep busy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Handling {
    /// The median, in microseconds.
    pub time: Span,
    /// Of how many gaps; with fewer than [`HANDLING_GAPS_MIN`] it is taken, not measured.
    pub gaps: usize,
    /// Whether it is measured.
    pub measured: bool,
}

impl Handling {
    /// Measures it from tries: by whom, when.
    pub(super) fn of(mut tries: Vec<(Id, Instant)>) -> Self {
        tries.sort_unstable();
        let gap = |two: &[(Id, Instant)]| {
            let gap = two[1].1 - two[0].1;
            (two[0].0 == two[1].0 && gap > Span::ZERO && gap <= HANDLING_GAP_MAX).then_some(gap.0)
        };
        let mut gaps: Vec<i64> = tries.windows(2).filter_map(gap).collect();
        gaps.sort_unstable();
        let measured = gaps.len() >= HANDLING_GAPS_MIN;
        let median = quantile(&gaps, 500).filter(|_| measured).map(Span);
        Self {
            time: median.unwrap_or(HANDLING_UNMEASURED),
            gaps: gaps.len(),
            measured,
        }
    }
}

/// First attempts of one side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Reckoned {
    /// First attempts owed.
    pub owed: u64,
    /// Of those, kept.
    pub kept: u64,
    /// Of those not kept, in a rotation that has no member today.
    pub nobody: u64,
}

/// The queue, reckoned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Queue {
    /// How long a try keeps a rep busy.
    pub handling: Handling,
    /// Reps in today's roster who are in a rotation.
    pub reps: usize,
    /// What was kept in fact.
    pub in_fact: Reckoned,
    /// The reckoning of what came in fact.
    pub before: Reckoned,
    /// The reckoning of what would have come.
    pub after: Reckoned,
    /// By tier, of what would have come: name, owed, kept.
    pub tiers: Vec<(String, Reckoned)>,
}

/// What was kept in fact, by the scorecard's own definition: what was given back in time is in no share.
pub(super) fn in_fact(arrivals: &[Arrival], known_at: Instant) -> Reckoned {
    let mut found = Reckoned::default();
    for (arrival, due) in arrivals.iter().filter_map(|it| Some((it, it.due?))) {
        match stop_of(due, &arrival.tried) {
            Some(Stop::Rejected) => {}
            Some(Stop::Met) => (found.owed, found.kept) = (found.owed + 1, found.kept + 1),
            Some(Stop::Claimed | Stop::Late) => found.owed += 1,
            None => found.owed += u64::from(due < known_at),
        }
    }
    found
}

/// A rep of today's roster.
struct Rep {
    id: Id,
    rotations: Vec<u16>,
}

/// Arrivals of a rotation that nobody took yet: the one that is due first on top.
type Waiting = BinaryHeap<Reverse<(Instant, Instant, usize)>>;

struct Sim<'a> {
    arrivals: &'a [Arrival],
    calendars: BTreeMap<u16, &'a Calendar>,
    /// By rotation: when each may be taken, the earliest last.
    to_come: BTreeMap<u16, Vec<(Instant, usize)>>,
    waiting: BTreeMap<u16, Waiting>,
    handling: Span,
    kept: BTreeSet<usize>,
}

/// Reckons a side: totals, and by tier.
pub(super) fn reckon(
    setting: &Setting,
    roster: &Roster,
    arrivals: &[Arrival],
    handling: Span,
) -> (Reckoned, Vec<(String, Reckoned)>) {
    let reps = reps(setting, roster);
    let staffed: BTreeSet<u16> = reps.iter().flat_map(|rep| rep.rotations.iter().copied()).collect();
    let mut sim = Sim::new(setting, arrivals, handling);
    sim.run(&reps);
    let mut all = Reckoned::default();
    let mut tiers: BTreeMap<u16, Reckoned> = BTreeMap::new();
    for (place, arrival) in arrivals.iter().enumerate().filter(|(_, it)| it.due.is_some()) {
        let kept = sim.kept.contains(&place);
        for sum in [&mut all, tiers.entry(arrival.tier).or_default()] {
            sum.owed += 1;
            sum.kept += u64::from(kept);
            sum.nobody += u64::from(!staffed.contains(&arrival.rotation));
        }
    }
    let named = tiers
        .into_iter()
        .map(|(tier, sum)| (setting.tiers().name(tier).to_owned(), sum));
    (all, named.collect())
}

/// How many reps are in a rotation today.
pub(super) fn staff(setting: &Setting, roster: &Roster) -> usize {
    reps(setting, roster).len()
}

fn reps(setting: &Setting, roster: &Roster) -> Vec<Rep> {
    let mut of: BTreeMap<Id, Vec<u16>> = BTreeMap::new();
    for (name, members) in &roster.rotations {
        let place = setting.rotations().place(name);
        let here = members
            .iter()
            .filter(|(user, weight)| **weight > 0 && roster.active(**user).is_some());
        here.for_each(|(user, _)| of.entry(*user).or_default().push(place));
    }
    of.into_iter().map(|(id, rotations)| Rep { id, rotations }).collect()
}

impl<'a> Sim<'a> {
    fn new(setting: &'a Setting, arrivals: &'a [Arrival], handling: Span) -> Self {
        let agreement = &setting.proposed.agreement;
        let first = agreement.calendars.values().next();
        let mut calendars = BTreeMap::new();
        let mut to_come: BTreeMap<u16, Vec<(Instant, usize)>> = BTreeMap::new();
        for (place, arrival) in arrivals.iter().enumerate().filter(|(_, it)| it.due.is_some()) {
            let named = agreement.rotation_named(setting.rotations().name(arrival.rotation));
            let calendar = named.and_then(|rule| agreement.calendar_of(rule)).or(first);
            let opens = calendar.and_then(|calendar| calendar.next_open(arrival.at));
            if let (Some(calendar), Some(opens)) = (calendar, opens) {
                calendars.insert(arrival.rotation, calendar);
                to_come.entry(arrival.rotation).or_default().push((opens, place));
            }
        }
        to_come
            .values_mut()
            .for_each(|all| all.sort_unstable_by(|a, b| b.cmp(a)));
        let (waiting, kept) = (BTreeMap::new(), BTreeSet::new());
        Self {
            arrivals,
            calendars,
            to_come,
            waiting,
            handling,
            kept,
        }
    }

    /// The rep who is free first goes on; he takes something, waits for what comes next, or has nothing left to do. Every
    /// turn takes one arrival, moves one rep on to an arrival to come, or ends one rep's day: it ends.
    fn run(&mut self, reps: &[Rep]) {
        let mut free: BinaryHeap<Reverse<(Instant, usize)>> = (0..reps.len())
            .map(|place| Reverse((Instant(i64::MIN), place)))
            .collect();
        while let Some(Reverse((at, place))) = free.pop() {
            let Some(rep) = reps.get(place) else { continue };
            let next = self
                .take(rep, at)
                .or_else(|| self.next_to_come(rep).map(|opens| opens.max(at)));
            if let Some(next) = next {
                free.push(Reverse((next, place)));
            }
        }
    }

    /// Takes what is due first of what waits; when the rep is free again.
    fn take(&mut self, rep: &Rep, at: Instant) -> Option<Instant> {
        for rotation in &rep.rotations {
            self.arrive(*rotation, at);
        }
        let top = |rotation: &u16| Some((self.waiting.get(rotation)?.peek()?.0, *rotation));
        let (_, rotation) = rep.rotations.iter().filter_map(top).min()?;
        let Reverse((due, _, place)) = self.waiting.get_mut(&rotation)?.pop()?;
        let calendar = self.calendars.get(&rotation)?;
        let begins = calendar.next_open(at)?;
        if begins <= due {
            self.kept.insert(place);
        }
        calendar.due_at(begins, Target::Span(self.handling)).ok()
    }

    /// What may be taken by now waits.
    fn arrive(&mut self, rotation: u16, now: Instant) {
        let Some(to_come) = self.to_come.get_mut(&rotation) else {
            return;
        };
        while let Some((_, place)) = to_come.pop_if(|(opens, _)| *opens <= now) {
            let arrival = &self.arrivals[place];
            let entry = Reverse((arrival.due.unwrap_or(arrival.at), arrival.trigger, place));
            self.waiting.entry(rotation).or_default().push(entry);
        }
    }

    fn next_to_come(&self, rep: &Rep) -> Option<Instant> {
        let next = |rotation: &u16| self.to_come.get(rotation)?.last().map(|(opens, _)| *opens);
        rep.rotations.iter().filter_map(next).min()
    }
}

impl std::fmt::Debug for Rep {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {:?}", self.id, self.rotations)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn handling_is_the_median_gap_between_two_tries_of_one_rep() {
        let rep = |n: u8| Id([n; 16]);
        let minute = |n: i64| Instant(0) + Span::minutes(n);
        let tries: Vec<_> = (0..40).map(|n| (rep(1), minute(n * 7))).collect();
        let measured = Handling::of(tries.clone());
        assert_eq!(
            (measured.time, measured.gaps, measured.measured),
            (Span::minutes(7), 39, true)
        );
        let with_pauses: Vec<_> = tries
            .into_iter()
            .chain([(rep(1), minute(5_000)), (rep(2), minute(3))])
            .collect();
        assert_eq!(Handling::of(with_pauses).gaps, 39, "a pause and another rep are no gap");
        let few = Handling::of(vec![(rep(1), minute(0)), (rep(1), minute(5))]);
        assert_eq!((few.time, few.measured), (HANDLING_UNMEASURED, false));
    }
}
