//! What was found in leads, added up in their order.

use super::found::{Arrival, Found};
use super::line::{Change, SaidOf};
use super::load::Loads;
use super::queue::{Handling, Queue, in_fact, reckon, staff};
use super::result::{Clauses, Count, ReasonCount, Replay, SaidCount, Totals};
use super::setting::Setting;
use super::threshold::Scored;
use super::{ARRIVALS_MAX, DIFFERING_MAX, LINES_MAX, Line, TRIES_MAX, week};
use crate::roster::Roster;
use crate::{Id, Instant};
use std::collections::BTreeMap;

/// Most reasons that are told for each change.
const REASONS_MAX: usize = 200;

/// Everything added up so far.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    totals: Totals,
    counts: BTreeMap<(usize, u16), [u64; 2]>,
    changes: BTreeMap<Change, u64>,
    said: BTreeMap<(Change, SaidOf), u64>,
    reasons: BTreeMap<(Change, SaidOf, String), u64>,
    loads: Loads,
    scored: [Scored; 2],
    lines: Vec<Line>,
    lines_cut: bool,
    arrivals: [Vec<Arrival>; 2],
    arrivals_cut: bool,
    tries: Vec<(Id, Instant)>,
    differing: Vec<Id>,
}

impl Tally {
    /// How many leads of the window were looked at.
    pub fn leads(&self) -> u64 {
        self.totals.leads
    }

    /// Takes in one lead; leads come in the order of their ids.
    pub fn take(&mut self, setting: &Setting, found: Found) {
        if found.erased || found.past {
            self.totals.erased += u64::from(found.erased && found.in_window);
            self.totals.past += u64::from(found.past && found.in_window);
            return;
        }
        self.work(&found);
        if !found.in_window {
            return;
        }
        self.sum(&found);
        for (side, arrivals) in [&found.before, &found.after].into_iter().enumerate() {
            self.arrive(side, arrivals);
        }
        if let Some(line) = found.line() {
            self.count(setting, &line);
            self.change(&line, &found.word.reason);
        }
        if let Some(scores) = found.scores {
            let each = self.scored.iter_mut().zip(scores);
            each.for_each(|(scored, score)| scored.take(score, found.word.said));
        }
        let room = TRIES_MAX.saturating_sub(self.tries.len());
        self.tries.extend(found.tries.into_iter().take(room));
    }

    /// What was stored of it, and what came of Sales's work; the lead itself may have come before the window.
    fn work(&mut self, found: &Found) {
        let (totals, later) = (&mut self.totals, &found.later);
        totals.stored += u64::from(found.stored + later.stored);
        totals.differing += u64::from(found.differing + later.differing);
        let ([accepted, accepted_after], [sql, sql_after]) = (later.accepted(), later.sql());
        totals.accepted_before += u64::from(accepted);
        totals.accepted_after += u64::from(accepted_after);
        totals.sql_before += u64::from(sql);
        totals.sql_after += u64::from(sql_after);
        if found.differing + later.differing > 0 && self.differing.len() < DIFFERING_MAX {
            self.differing.push(found.lead);
        }
    }

    fn sum(&mut self, found: &Found) {
        let totals = &mut self.totals;
        totals.leads += 1;
        totals.moments += u64::from(found.moments);
        totals.review_before += u64::from(found.reviews[0] > 0);
        totals.review_after += u64::from(found.reviews[1] > 0);
        totals.handed_before += found.before.len() as u64;
        totals.handed_after += found.after.len() as u64;
        totals.before += u64::from(!found.before.is_empty());
        totals.after += u64::from(!found.after.is_empty());
    }

    fn arrive(&mut self, side: usize, arrivals: &[Arrival]) {
        let room = ARRIVALS_MAX.saturating_sub(self.arrivals[side].len());
        self.arrivals_cut |= arrivals.len() > room;
        self.arrivals[side].extend(arrivals.iter().take(room));
    }

    /// A lead counts in the week in which it came first: its number's list holds it once.
    fn count(&mut self, setting: &Setting, line: &Line) {
        for (side, came) in [line.before, line.after].into_iter().enumerate() {
            let Some((at, tier)) = came else { continue };
            if let Some(week) = week::place(&setting.weeks, at) {
                self.counts.entry((week, tier)).or_default()[side] += 1;
            }
        }
    }

    fn change(&mut self, line: &Line, reason: &str) {
        let change = line.change();
        *self.changes.entry(change).or_default() += 1;
        *self.said.entry((change, line.said)).or_default() += 1;
        if !reason.is_empty() {
            *self.reasons.entry((change, line.said, reason.to_owned())).or_default() += 1;
        }
        self.loads.take(line);
        if self.lines.len() < LINES_MAX {
            self.lines.push(*line);
        } else {
            self.lines_cut = true;
        }
    }

    /// The whole, with today's roster.
    pub fn told(self, setting: &Setting, roster: &Roster, clauses: Clauses) -> Replay {
        let [before, after] = &self.arrivals;
        let queue = (!self.arrivals_cut).then(|| {
            let handling = Handling::of(self.tries);
            let (sum, tiers) = reckon(setting, roster, after, handling.time);
            Queue {
                handling,
                reps: staff(setting, roster),
                in_fact: in_fact(before, setting.known_at),
                before: reckon(setting, roster, before, handling.time).0,
                after: sum,
                tiers,
            }
        });
        let changes = Change::ALL.map(|change| (change, self.changes.get(&change).copied().unwrap_or_default()));
        let [scored_before, scored_after] = &self.scored;
        Replay {
            version: setting.proposed.version,
            hash: setting.proposed.agreement.hash_hex(),
            window: setting.window,
            known_at: setting.known_at,
            usual: setting.usual,
            totals: self.totals,
            weeks: setting.weeks.clone(),
            counts: counts(setting, &self.counts),
            changes: changes.to_vec(),
            said: said(&self.said),
            reasons: reasons(self.reasons),
            clauses: clauses.told(),
            reps: self.loads.told(roster, setting.window.weeks_long()),
            queue,
            thresholds_before: scored_before.thresholds(),
            thresholds_after: scored_after.thresholds(),
            differing: self.differing,
            lines: self.lines,
            lines_whole: !self.lines_cut,
            tiers: setting.tiers.clone(),
        }
    }
}

fn counts(setting: &Setting, found: &BTreeMap<(usize, u16), [u64; 2]>) -> Vec<Count> {
    let one = |((week, tier), [before, after]): (&(usize, u16), &[u64; 2])| Count {
        week: *week,
        tier: setting.tiers.name(*tier).to_owned(),
        before: *before,
        after: *after,
    };
    found.iter().map(one).collect()
}

fn said(found: &BTreeMap<(Change, SaidOf), u64>) -> Vec<SaidCount> {
    let one = |((change, said), leads): (&(Change, SaidOf), &u64)| SaidCount {
        change: *change,
        said: *said,
        leads: *leads,
    };
    found.iter().map(one).collect()
}

fn reasons(found: BTreeMap<(Change, SaidOf, String), u64>) -> Vec<ReasonCount> {
    let one = |((change, said, reason), leads)| ReasonCount {
        change,
        said,
        reason,
        leads,
    };
    let mut all: Vec<ReasonCount> = found.into_iter().map(one).collect();
    all.sort_by(|a, b| {
        b.leads
            .cmp(&a.leads)
            .then_with(|| (a.change, a.said, &a.reason).cmp(&(b.change, b.said, &b.reason)))
    });
    all.truncate(REASONS_MAX);
    all
}
