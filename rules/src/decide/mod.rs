//! The decision: what follows from an ask, given the state. Pure; the same ask on the same state decides alike.

mod account;
mod agree;
mod alive;
mod answers;
mod capture;
mod clocks;
mod company;
mod deal;
mod draft;
mod duty;
mod escalation;
mod fields;
mod groups;
mod handing;
mod joining;
mod leaver;
mod letters;
mod office;
mod onward;
mod papering;
mod papers;
mod patterns;
mod repin;
mod review;
mod route;
mod staff;
mod strike;
mod take;
mod talk;
mod work;
mod world;

pub use clocks::first_attempt_target;
pub use leaver::depends_on;
pub use letters::{Letter, LetterKind};
pub use onward::REMINDS_ONLY;
pub use papers::{Note, Paper, Submission};
pub use repin::repinned;
pub use talk::CONVERSATIONS_MAX;
pub use world::{Account, InForce, Link, World};

use crate::ask::Prepared;
use crate::fact::Fact;
use crate::refusal::Refusal;
use draft::Draft;
use serde_json::Value;

/// What follows from an ask: all of it is written in one commit, or none.
#[derive(Clone, Debug, Default)]
pub struct Done {
    /// What happened.
    pub facts: Vec<Fact>,
    /// Rows that hold personal data or secrets' hashes.
    pub papers: Vec<Paper>,
    /// Who is to be told.
    pub letters: Vec<Letter>,
    /// What the caller is answered; stored, so that a repeat gets the same.
    pub answer: Value,
}

/// Decides one ask.
///
/// # Errors
/// `Refusal` when it is not done; nothing is to be written then.
pub fn decide(world: &World, prepared: &Prepared) -> Result<Done, Refusal> {
    let mut draft = Draft::new(world, &prepared.ask);
    groups::decide(&mut draft, prepared)?;
    Ok(draft.done())
}
