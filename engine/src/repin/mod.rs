//! "Apply to running": what a version would change on clocks that run, and doing it in slices (`crate::slices`).
//!
//! Promises: the preview and the act use the same function of `rules`, so what was shown is what is done.

pub(crate) mod reads;

use crate::engine::Engine;
use crate::error::EngineError;
use crate::slices::{Progress, SLICES_MAX, go_on_with, of_acts};
use rules::decide::repinned;
use rules::fact::Clock;
use rules::{Id, Instant};
use std::collections::BTreeMap;

/// Clocks that a preview shows one by one.
pub const SHOWN_MAX: usize = 50;

/// How many clocks would be due earlier, later, or as before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Due earlier than before.
    pub earlier: u64,
    /// Due later than before.
    pub later: u64,
    /// Due as before.
    pub same: u64,
    /// Due already, by the new terms alone: they show late, and sound no alarm.
    pub late: u64,
}

impl Tally {
    /// All of them.
    pub fn all(self) -> u64 {
        self.earlier + self.later + self.same
    }

    fn count(&mut self, old: Instant, new: Instant, now: Instant) {
        match new.cmp(&old) {
            std::cmp::Ordering::Less => self.earlier += 1,
            std::cmp::Ordering::Greater => self.later += 1,
            std::cmp::Ordering::Equal => self.same += 1,
        }
        self.late += u64::from(new < now && old >= now);
    }
}

/// One clock, before and after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moved {
    /// Whose.
    pub lead: Id,
    /// Which duty.
    pub clock: Clock,
    /// When it is due now.
    pub old_due: Instant,
    /// When it would be due.
    pub new_due: Instant,
}

/// What applying the version in force would change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preview {
    /// The version.
    pub version: i64,
    /// Leads with a running clock.
    pub leads: u64,
    /// All of them were looked at.
    pub whole: bool,
    /// By duty.
    pub clocks: BTreeMap<Clock, Tally>,
    /// The first that would move, one by one.
    pub shown: Vec<Moved>,
}

/// What applying the version in force would change; nothing is written. At most about `most` leads are looked at.
/// `progress` hears how many were.
///
/// # Errors
/// `EngineError` when the ledger cannot be read.
pub async fn preview(
    engine: &Engine,
    most: u64,
    progress: &mut (dyn FnMut(u64) + Send),
) -> Result<Preview, EngineError> {
    let (in_force, now) = (engine.in_force(), engine.now());
    let mut preview = Preview {
        version: in_force.version,
        ..Preview::default()
    };
    let mut after = Id::default();
    for _ in 0..SLICES_MAX {
        let page = reads::running(engine.ledger(), after).await?;
        let Some(last) = page.upto else {
            preview.whole = true;
            break;
        };
        if preview.leads >= most {
            break;
        }
        after = last;
        for lead in page.leads {
            preview.leads += 1;
            for pinned in repinned(&in_force, &lead, now) {
                let tally = preview.clocks.entry(pinned.clock).or_default();
                tally.count(pinned.old_due, pinned.terms.due, now);
                let moves = pinned.old_due != pinned.terms.due;
                if moves && preview.shown.len() < SHOWN_MAX {
                    preview.shown.push(Moved {
                        lead: lead.id,
                        clock: pinned.clock,
                        old_due: pinned.old_due,
                        new_due: pinned.terms.due,
                    });
                }
            }
        }
        progress(preview.leads);
    }
    Ok(preview)
}

/// Versions that were applied to running clocks, the newest first, and how far each is.
///
/// # Errors
/// `EngineError` when the ledger cannot be read.
pub async fn acts(engine: &Engine) -> Result<Vec<Progress>, EngineError> {
    let mut acts = of_acts(engine, applied(engine)).await?;
    acts.reverse();
    Ok(acts)
}

fn applied(engine: &Engine) -> Vec<Id> {
    engine.life().applied.iter().map(|applied| applied.act).collect()
}

/// Goes on with whatever was begun and is not done, here or on a node that died.
///
/// # Errors
/// As `slices::go_on`.
pub async fn go_on_with_all(engine: &Engine) -> Result<(), EngineError> {
    go_on_with(engine, applied(engine)).await
}
