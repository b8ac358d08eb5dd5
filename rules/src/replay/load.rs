//! Load: what each rep had, and what would be left of it.

use super::line::{Change, Line, SaidOf};
use crate::Id;
use crate::roster::Roster;
use serde::Serialize;
use std::collections::BTreeMap;

/// One rep's part.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct RepLoad {
    /// Who.
    #[serde(serialize_with = "shown")]
    pub rep: Id,
    /// Leads that came to him first.
    pub had: u64,
    /// Of those, leads that would have come to Sales too.
    pub kept: u64,
    /// A's among those that he had.
    pub advanced: u64,
    /// Of those, A's that would not have come.
    pub advanced_lost: u64,
    /// A week: what he had.
    pub had_a_week: f64,
    /// A week: what is left, and his share of what is new, in the proportion in which leads came to reps.
    pub would_have_a_week: f64,
}

#[allow(clippy::trivially_copy_pass_by_ref)] // serde hands over a reference
fn shown<S: serde::Serializer>(rep: &Id, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(&rep.show("user"))
}

/// Leads of each rep.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Loads {
    reps: BTreeMap<Id, RepLoad>,
    new: u64,
}

impl Loads {
    /// Takes in one lead.
    pub fn take(&mut self, line: &Line) {
        let change = line.change();
        self.new += u64::from(change == Change::In);
        let Some(owner) = line.owner.filter(|_| line.before.is_some()) else {
            return;
        };
        let advanced = line.said == SaidOf::Advanced;
        let load = self.reps.entry(owner).or_default();
        load.rep = owner;
        load.had += 1;
        load.kept += u64::from(change != Change::Out);
        load.advanced += u64::from(advanced);
        load.advanced_lost += u64::from(advanced && change == Change::Out);
    }

    /// Every rep with leads, in the order of joining: this is no ranking. Who is new is shared as leads were; where none came, evenly among today's
    /// members.
    pub fn told(mut self, roster: &Roster, weeks: f64) -> Vec<RepLoad> {
        if self.reps.is_empty() {
            let members = roster.rotations.values().flat_map(BTreeMap::keys);
            let there = members.filter(|user| roster.active(**user).is_some());
            self.reps = there
                .map(|rep| {
                    (
                        *rep,
                        RepLoad {
                            rep: *rep,
                            ..RepLoad::default()
                        },
                    )
                })
                .collect();
        }
        let had: u64 = self.reps.values().map(|load| load.had).sum();
        let (new, many) = (self.new as f64, self.reps.len().max(1) as f64);
        let part = |load: &RepLoad| {
            if had == 0 {
                1.0 / many
            } else {
                load.had as f64 / had as f64
            }
        };
        let a_week = |n: f64| if weeks > 0.0 { n / weeks } else { 0.0 };
        let mut all: Vec<RepLoad> = self.reps.into_values().collect();
        for load in &mut all {
            let would = load.kept as f64 + new * part(load);
            load.had_a_week = a_week(load.had as f64);
            load.would_have_a_week = a_week(would);
        }
        all
    }
}
