//! Acts over many leads: begun once, done in slices of at most [`crate::ask::SLICE_MAX`], gone on with where they
//! stopped.
//!
//! Promises: how far an act has come is the fold of its own facts, so whoever goes on with it, here or elsewhere, knows
//! where from.

use crate::fact::{Body, Fact, Went};
use crate::{Id, Instant};
use serde::{Deserialize, Serialize};

/// What an act does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Doing {
    /// Gives running clocks the terms of a version.
    Apply {
        /// Which.
        version: i64,
    },
    /// Moves what depends on somebody, who leaves then.
    MoveOut {
        /// Who leaves.
        user: Id,
        /// To whom his leads go; by their rotations where nothing is said.
        to: Option<Id>,
        /// What depended on him when it began.
        depend: u64,
    },
}

/// How far an act has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// The act.
    pub act: Id,
    /// What it does.
    pub doing: Doing,
    /// Who began it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Id>,
    /// When.
    pub begun_at: Instant,
    /// Slices so far.
    pub slices: u64,
    /// Leads looked at.
    pub leads: u64,
    /// Clocks that got new terms; things that moved.
    pub things: u64,
    /// To whom things moved, and how many so far; to nobody in particular: by the rotation on the day.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub went: Vec<Went>,
    /// The last lead looked at; the next slice begins after it.
    pub upto: Id,
    /// Nothing is left.
    pub done: bool,
}

impl Progress {
    /// An act as the fact that began it says; `None` where it is another fact.
    pub fn born(fact: &Fact) -> Option<Self> {
        let doing = match &fact.body {
            Body::RepinBegun(begun) => Doing::Apply { version: begun.version },
            Body::MoveOutBegun(begun) => Doing::MoveOut {
                user: begun.user,
                to: begun.to,
                depend: begun.depend,
            },
            _ => return None,
        };
        Some(Self {
            act: fact.subject.id,
            doing,
            by: fact.actor.user(),
            begun_at: fact.recorded_at,
            slices: 0,
            leads: 0,
            things: 0,
            went: Vec::new(),
            upto: Id::default(),
            done: false,
        })
    }

    /// An act as its facts say.
    pub fn of(facts: &[Fact]) -> Option<Self> {
        let mut act = Self::born(facts.first()?)?;
        facts.iter().for_each(|fact| act.apply(fact));
        Some(act)
    }

    /// Applies one fact.
    pub fn apply(&mut self, fact: &Fact) {
        let (leads, things, upto, last) = match &fact.body {
            Body::SliceDone(slice) => (slice.leads, slice.clocks, slice.upto, slice.last),
            Body::MovedOut(slice) => {
                slice.went.iter().for_each(|went| self.note(went));
                (slice.leads, slice.moved, slice.upto, slice.last)
            }
            _ => return,
        };
        self.slices += 1;
        self.leads += u64::from(leads);
        self.things += u64::from(things);
        (self.upto, self.done) = (upto, last);
    }

    fn note(&mut self, went: &Went) {
        match self.went.iter_mut().find(|known| known.to == went.to) {
            Some(known) => known.things = known.things.saturating_add(went.things),
            None => self.went.push(*went),
        }
        self.went.sort_by_key(|went| went.to);
    }
}
