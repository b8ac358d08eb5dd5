//! A demo: a database that says so, with a history that ends now.

use crate::play::play;
use crate::{Plan, SimError, World};
use engine::{Engine, HandClock, Place};
use rules::{Instant, Span};
use std::sync::Arc;

/// Reps of a demo.
const REPS: u32 = 8;
/// Hands raised in a week of a demo, about.
const LEADS_PER_WEEK: u32 = 60;

/// Makes a demo in an empty database: so many days of a company's life, ending at `now` with work under way. Not in memory,
/// which is gone when this returns. The users it answers need no password: print a sign-in link for each role.
///
/// # Errors
/// `SimError::NotEmpty` when there is something in it; else as `run`.
pub async fn demo(
    place: Place,
    seed: u64,
    days: u32,
    now: Instant,
    progress: &mut dyn FnMut(u32, u32),
) -> Result<World, SimError> {
    let start = now - Span(Span::days(1).0 * i64::from(days));
    if !engine::mark::make_demo(place.clone(), start).await? {
        return Err(SimError::NotEmpty);
    }
    let clock = Arc::new(HandClock::at(start, seed));
    let engine = Engine::open(place, clock.clone()).await?;
    let plan = Plan {
        seed,
        days,
        start,
        reps: REPS,
        leads_per_week: LEADS_PER_WEEK,
    };
    play(&engine, &clock, &plan, Some(now), progress).await
}
