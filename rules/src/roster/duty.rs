//! Who is on duty: active, the calendar open, not on leave, in his own hours, on in the rota's block. One function for
//! routing, escalation, pages and feeds.

use super::Roster;
use super::rota::{edges, local, zone};
use crate::calendar::Calendar;
use crate::fact::Stretch;
use crate::{Id, Instant};
use serde::{Deserialize, Serialize};

/// Most openings of a calendar looked through for a next duty.
const OPENINGS_MAX: usize = 60;

/// Hours of somebody's own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hours {
    /// The IANA zone that they are local in.
    pub zone: String,
    /// In the order of the week.
    pub week: Vec<Stretch>,
}

impl Hours {
    /// Whether an instant lies in them.
    pub fn hold(&self, at: Instant) -> bool {
        let (_, day, minute) = local(&zone(&self.zone), at);
        self.week.iter().any(|stretch| stretch.holds(day, minute))
    }
}

/// Whether somebody is on duty, or why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Duty {
    /// On duty.
    On,
    /// May no longer sign in.
    Left,
    /// On leave.
    Leave,
    /// Outside his own hours.
    OwnHours,
    /// Not on in this block of the rota.
    OffBlock,
    /// The office is closed.
    Closed,
}

impl Duty {
    /// As words are looked up.
    pub fn code(self) -> &'static str {
        match self {
            Self::On => "on",
            Self::Left => "left",
            Self::Leave => "leave",
            Self::OwnHours => "own_hours",
            Self::OffBlock => "off_block",
            Self::Closed => "closed",
        }
    }
}

impl Roster {
    /// Whether somebody is on duty in a rotation at an instant, whose office keeps this calendar.
    pub fn duty(&self, rotation: &str, calendar: Option<&Calendar>, user: Id, at: Instant) -> Duty {
        let Some(known) = self.active(user) else {
            return Duty::Left;
        };
        // a rota binds the rotation's members; whoever has a lead of it by another way is on duty as he is elsewhere
        let is_member = self
            .rotations
            .get(rotation)
            .is_some_and(|members| members.contains_key(&user));
        let rota = self.rotas.get(rotation).filter(|_| is_member);
        let off_block = rota.is_some_and(|rota| !rota.is_on(user, at));
        if known.is_on_leave(at) {
            Duty::Leave
        } else if known.hours.as_ref().is_some_and(|hours| !hours.hold(at)) {
            Duty::OwnHours
        } else if calendar.is_some_and(|calendar| !calendar.is_open(at)) {
            Duty::Closed
        } else if off_block {
            Duty::OffBlock
        } else {
            Duty::On
        }
    }

    /// The first instant in `[from, until]` at which somebody is on duty and a rotation may pick him.
    pub fn next_on_duty(
        &self,
        rotation: &str,
        calendar: &Calendar,
        user: Id,
        (from, until): (Instant, Instant),
    ) -> Option<Instant> {
        let known = self.active(user)?;
        let mut edges_of = vec![from];
        edges_of.extend(known.leaves.iter().filter_map(|leave| leave.until));
        edges_of.extend(known.out.map(|out| out.until));
        if let Some(hours) = &known.hours {
            edges_of.extend(edges(&zone(&hours.zone), hours.week.iter(), (from, until)));
        }
        if let Some(rota) = self.rotas.get(rotation) {
            let week = rota.blocks.iter().map(|block| &block.when);
            edges_of.extend(edges(&rota.zone(), week, (from, until)));
        }
        edges_of.extend(openings(calendar, from, until));
        edges_of.retain(|at| *at >= from && *at <= until);
        edges_of.sort_unstable();
        let is_on =
            |at: &Instant| self.duty(rotation, Some(calendar), user, *at) == Duty::On && self.out(user, *at).is_none();
        edges_of.into_iter().find(is_on)
    }
}

fn openings(calendar: &Calendar, from: Instant, until: Instant) -> Vec<Instant> {
    let mut found = Vec::new();
    let mut next = calendar.next_open(from);
    while let Some(at) = next.filter(|at| *at <= until && found.len() < OPENINGS_MAX) {
        found.push(at);
        next = calendar.next_close(at).and_then(|end| calendar.next_open(end));
    }
    found
}
