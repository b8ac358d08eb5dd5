//! Duty by blocks: a weekly pattern of who is on when, local in one zone, and swaps for dates.

use crate::calendar::zone_named;
use crate::fact::{Block, DutySwapped, Place, RotaSet, Stretch};
use crate::{Id, Instant, Span};
use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};

/// Most blocks of one rota: each hour of a week.
pub const BLOCKS_MAX: usize = 168;
/// Most swaps that stand at once.
pub const SWAPS_MAX: usize = 500;
/// How long a swap is kept after its last date, and a pattern after it held.
pub const SWAPS_KEPT: Span = Span::days(100);
/// Most patterns kept that held before.
pub const PATTERNS_MAX: usize = 40;
/// Minutes of a day.
pub const DAY_MINUTES: u16 = 1_440;
/// Most days ahead that are looked through for a next block.
const DAYS_MAX: usize = 15;

/// A swap: one place, or two.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Swap {
    /// Its id.
    pub id: Id,
    /// Who takes whose place, when.
    pub places: Vec<Place>,
}

/// A weekly pattern that held before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pattern {
    /// The IANA zone that its times are local in.
    pub zone: String,
    /// In the order of the week, without overlap.
    pub blocks: Vec<Block>,
    /// From when it held.
    pub since: Instant,
    /// Until when.
    pub until: Instant,
}

/// The rota of a rotation. What is over stays as it was: a new pattern holds from its own instant on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rota {
    /// The IANA zone that its times are local in.
    pub zone: String,
    /// In the order of the week, without overlap.
    pub blocks: Vec<Block>,
    /// From when this pattern holds.
    #[serde(default)]
    pub since: Instant,
    /// In the order in which they were agreed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub swaps: Vec<Swap>,
    /// The patterns before this one, the newest last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<Pattern>,
}

/// A pattern and the time it holds.
#[derive(Clone, Copy)]
struct Held<'a> {
    zone: &'a str,
    blocks: &'a [Block],
    since: Instant,
    until: Instant,
}

impl<'a> Held<'a> {
    /// Its blocks of a date that ended in its time, or that end in it.
    fn of_day(self, date: Date) -> impl Iterator<Item = &'a Block> {
        let zone = zone(self.zone);
        let today = self.blocks.iter().filter(move |block| block.when.day == weekday(date));
        today.filter(move |block| {
            let end = instant(&zone, date, block.when.to);
            end.is_some_and(|end| end > self.since && end <= self.until)
        })
    }
}

/// The zone of a name that was checked when it was kept.
pub(crate) fn zone(name: &str) -> jiff::tz::TimeZone {
    zone_named(name).unwrap_or(jiff::tz::TimeZone::UTC)
}

/// Day of the week from 0 for Monday, and minute from midnight.
pub(crate) fn local(zone: &jiff::tz::TimeZone, at: Instant) -> (Date, u8, u16) {
    let local = at.stamp().to_zoned(zone.clone());
    let minute = local.hour() as u16 * 60 + local.minute() as u16;
    (local.date(), weekday(local.date()), minute)
}

/// 0 is Monday.
pub fn weekday(date: Date) -> u8 {
    date.weekday().to_monday_zero_offset() as u8
}

/// The instant of a minute of a date; midnight is the next day's first.
pub fn instant(zone: &jiff::tz::TimeZone, date: Date, minute: u16) -> Option<Instant> {
    let (date, minute) = match minute {
        DAY_MINUTES.. => (date.tomorrow().ok()?, 0),
        minute => (date, minute),
    };
    let time = Time::new((minute / 60) as i8, (minute % 60) as i8, 0, 0).ok()?;
    let start = date.to_datetime(time).to_zoned(zone.clone()).ok()?;
    Some(Instant(start.timestamp().as_microsecond()))
}

impl Stretch {
    /// Whether a minute of a day of the week lies in it.
    pub fn holds(&self, day: u8, minute: u16) -> bool {
        self.day == day && (self.from..self.to).contains(&minute)
    }

    /// Whether it is one: it begins before it ends, on a day there is.
    pub fn is_sound(&self) -> bool {
        self.day < 7 && self.from < self.to && self.to <= DAY_MINUTES
    }
}

/// Begins and ends of stretches of the week in `[from, until]`, on at most two weeks of dates.
pub(crate) fn edges<'a>(
    zone: &jiff::tz::TimeZone,
    week: impl Iterator<Item = &'a Stretch> + Clone,
    (from, until): (Instant, Instant),
) -> Vec<Instant> {
    let first = local(zone, from).0;
    let dates = std::iter::successors(Some(first), |date| date.tomorrow().ok()).take(DAYS_MAX);
    let mut found = Vec::new();
    for date in dates {
        let today = week.clone().filter(|stretch| stretch.day == weekday(date));
        let both = today.flat_map(|stretch| [stretch.from, stretch.to]);
        found.extend(both.filter_map(|minute| instant(zone, date, minute)));
    }
    found.retain(|at| *at >= from && *at <= until);
    found
}

impl Rota {
    /// The zone that its times are local in.
    pub fn zone(&self) -> jiff::tz::TimeZone {
        zone(&self.zone)
    }

    /// Every pattern, the newest first.
    fn patterns(&self) -> impl Iterator<Item = Held<'_>> {
        let now = Held {
            zone: &self.zone,
            blocks: &self.blocks,
            since: self.since,
            until: crate::time::INSTANT_MAX,
        };
        let before = self.earlier.iter().rev().map(|pattern| Held {
            zone: &pattern.zone,
            blocks: &pattern.blocks,
            since: pattern.since,
            until: pattern.until,
        });
        std::iter::once(now).chain(before)
    }

    /// The block that an instant lies in, with its date.
    pub fn block_at(&self, at: Instant) -> Option<(Date, &Block)> {
        let held = self.patterns().find(|held| held.since <= at && at < held.until)?;
        let (date, day, minute) = local(&zone(held.zone), at);
        let block = held.blocks.iter().find(|block| block.when.holds(day, minute))?;
        Some((date, block))
    }

    /// The blocks of a date: those of the pattern that held as they ended.
    pub fn day(&self, date: Date) -> Vec<&Block> {
        let mut found: Vec<&Block> = self.patterns().flat_map(|held| held.of_day(date)).collect();
        found.sort_by_key(|block| block.when);
        found
    }

    /// The block that begins at a minute of a date.
    pub fn block_on(&self, date: Date, from: u16) -> Option<&Block> {
        self.day(date).into_iter().find(|block| block.when.from == from)
    }

    /// The blocks that a change would go back to; none where the rotation ran without.
    pub fn before(&self) -> &[Block] {
        let last = self.earlier.last().filter(|last| last.until == self.since);
        last.map_or(&[], |last| &last.blocks)
    }

    /// Whether a place's block is over.
    pub fn is_over(&self, place: &Place, now: Instant) -> bool {
        let date: Option<Date> = place.date.parse().ok();
        let block = date.and_then(|date| Some((date, self.block_on(date, place.from)?)));
        let end = block.and_then(|(date, block)| instant(&self.zone(), date, block.when.to));
        end.is_none_or(|end| end <= now)
    }

    /// Who is on in a block of a date: the pattern's people, as swaps changed them.
    pub fn people(&self, date: Date, block: &Block) -> Vec<Id> {
        let (date, mut on) = (date.to_string(), block.on.clone());
        let places = self.swaps.iter().flat_map(|swap| &swap.places);
        for place in places.filter(|place| place.from == block.when.from && place.date == date) {
            let free = !on.contains(&place.takes);
            if let Some(at) = on.iter().position(|id| *id == place.out).filter(|_| free) {
                on[at] = place.takes;
            }
        }
        on
    }

    /// The swap that brought somebody into a block of a date, if one did.
    pub fn swap_of(&self, date: Date, from: u16, user: Id) -> Option<&Swap> {
        let date = date.to_string();
        let his = |place: &Place| place.takes == user && place.from == from && place.date == date;
        self.swaps.iter().rev().find(|swap| swap.places.iter().any(his))
    }

    /// Whether somebody is on at an instant.
    pub fn is_on(&self, user: Id, at: Instant) -> bool {
        // before the first pattern, and between two, it ran without blocks
        let runs = self.patterns().any(|held| held.since <= at && at < held.until);
        let found = self.block_at(at);
        !runs || found.is_some_and(|(date, block)| self.people(date, block).contains(&user))
    }

    pub(super) fn swapped(&mut self, swapped: &DutySwapped, at: Instant) {
        let today = local(&self.zone(), at - SWAPS_KEPT).0.to_string();
        self.swaps
            .retain(|swap| swap.places.iter().any(|place| place.date >= today));
        self.swaps.push(Swap {
            id: swapped.swap,
            places: swapped.places.clone(),
        });
    }

    /// A new pattern from an instant on: swaps stand where their block still does.
    pub(super) fn set(&mut self, set: &RotaSet, at: Instant) {
        self.put_by(at);
        self.zone.clone_from(&set.zone);
        self.blocks.clone_from(&set.blocks);
        let swaps = std::mem::take(&mut self.swaps);
        let stands = |place: &Place| {
            let date = place.date.parse();
            date.is_ok_and(|date| self.block_on(date, place.from).is_some())
        };
        let kept: Vec<Swap> = swaps
            .into_iter()
            .filter(|swap| swap.places.iter().all(stands))
            .collect();
        self.swaps = kept;
    }

    /// It runs by blocks no more; what was stays known.
    pub(super) fn end(&mut self, at: Instant) {
        self.put_by(at);
        self.blocks.clear();
        let swaps = std::mem::take(&mut self.swaps);
        let over = |swap: &Swap| swap.places.iter().all(|place| self.is_over(place, at));
        self.swaps = swaps.into_iter().filter(over).collect();
    }

    /// The pattern there is belongs to the past from an instant on.
    fn put_by(&mut self, at: Instant) {
        if !self.blocks.is_empty() {
            self.earlier.push(Pattern {
                zone: self.zone.clone(),
                blocks: self.blocks.clone(),
                since: self.since,
                until: at.max(self.since),
            });
        }
        self.since = at.max(self.since);
        self.earlier.retain(|pattern| pattern.until >= at - SWAPS_KEPT);
        let spare = self.earlier.len().saturating_sub(PATTERNS_MAX);
        self.earlier.drain(..spare);
    }

    /// Somebody is no member any more: out of the pattern, and swaps to come that name him fall.
    pub(super) fn without(&mut self, user: Id, at: Instant) {
        let mut swaps = std::mem::take(&mut self.swaps);
        let stays = |place: &Place| (place.takes != user && place.out != user) || self.is_over(place, at);
        swaps.iter_mut().for_each(|swap| swap.places.retain(stays));
        swaps.retain(|swap| !swap.places.is_empty());
        self.swaps = swaps;
        if !self.blocks.iter().any(|block| block.on.contains(&user)) {
            return;
        }
        self.put_by(at);
        self.blocks
            .iter_mut()
            .for_each(|block| block.on.retain(|id| *id != user));
    }
}

/// Deals a week's blocks to members by their weights, so many to each block, as evenly as can be: a pattern to begin with.
pub fn dealt(stretches: &[Stretch], members: &[(Id, u8)], each: usize) -> Vec<Block> {
    let mut had: Vec<(Id, u64, u64)> = members
        .iter()
        .map(|(id, weight)| (*id, u64::from((*weight).max(1)), 0))
        .collect();
    let mut blocks = Vec::new();
    for when in stretches {
        // lowest share first: minutes had by weight, compared without division
        had.sort_by(|a, b| (a.2 * b.1).cmp(&(b.2 * a.1)).then(a.0.cmp(&b.0)));
        let chosen = each.min(had.len());
        let mut on: Vec<Id> = Vec::new();
        for member in had.iter_mut().take(chosen) {
            member.2 += u64::from(when.to - when.from);
            on.push(member.0);
        }
        on.sort_unstable();
        blocks.push(Block { when: *when, on });
    }
    blocks
}
