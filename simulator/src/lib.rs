//! How it is tried: seeded worlds of prospects and reps, driven through the engine with a moved clock. The demo and the proofs.
//!
//! Promises: nothing is written but through the one door; the same seed makes the same facts; at the end of every day no
//! open handoff is without a name; every name, address and number is visibly a demo's and belongs to nobody.

mod chance;
mod companies;
mod deal;
mod demo;
mod desk;
mod market;
mod marketing;
mod people;
mod play;
mod rep;

pub use demo::demo;
pub use people::{DemoUser, Temper};
pub use play::run;

use engine::EngineError;
use rules::{Id, Instant};
use std::collections::BTreeMap;

/// What world to make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The same seed, the same world.
    pub seed: u64,
    /// How long, in days of 24 hours.
    pub days: u32,
    /// From when.
    pub start: Instant,
    /// How many reps.
    pub reps: u32,
    /// How many hands are raised in a week, about.
    pub leads_per_week: u32,
}

/// What a simulated world came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct World {
    /// Everybody who may sign in.
    pub users: Vec<DemoUser>,
    /// Leads made.
    pub leads: u32,
    /// Acts done, by their name.
    pub acts: BTreeMap<&'static str, u32>,
    /// Acts refused, by code.
    pub refused: BTreeMap<String, u32>,
    /// Deadlines struck.
    pub struck: usize,
}

/// Why a world could not be made.
#[derive(Debug, thiserror::Error)]
pub enum SimError {
    /// The engine said no to something that must go through.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// An answer without what it must hold.
    #[error("an answer without its {0}")]
    Answer(&'static str),
    /// An open handoff that nobody answers for.
    #[error("day {day}: handoff {handoff} is nobody's")]
    Ownerless {
        /// The day, from 1.
        day: u32,
        /// The handoff.
        handoff: Id,
    },
    /// The clock would not get past an instant.
    #[error("deadlines at {0:?} strike without end")]
    Stuck(Instant),
    /// The place for a demo holds something else already.
    #[error("this database is not empty")]
    NotEmpty,
}
