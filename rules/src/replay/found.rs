//! What was found in one lead's history.

use super::later::Later;
use super::line::{Line, Word};
use crate::handoff::Tried;
use crate::{Id, Instant};

/// One coming to Sales.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arrival {
    /// When it was decided.
    pub at: Instant,
    /// Its tier, its tier's place in the version that decided, and its rotation: places among the names.
    pub tier: u16,
    /// See `tier`.
    pub rank: u16,
    /// See `tier`.
    pub rotation: u16,
    /// Where the first-attempt clock starts.
    pub trigger: Instant,
    /// Until when the first attempt is owed.
    pub due: Option<Instant>,
    /// In fact: what was tried, or that it was given back.
    pub tried: Tried,
}

/// What was found in one lead's history.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// The lead.
    pub lead: Id,
    /// It was judged within the window, or would have been.
    pub in_window: bool,
    /// It is left out: its person was erased.
    pub erased: bool,
    /// It is left out: all that is known of it in the window came from a file about the past.
    pub past: bool,
    /// How often it was judged.
    pub moments: u32,
    /// Verdicts stored, and those that come out otherwise.
    pub stored: u32,
    /// See `stored`.
    pub differing: u32,
    pub(super) later: Later,
    /// Times it came to Sales.
    pub before: Vec<Arrival>,
    /// Times it would have.
    pub after: Vec<Arrival>,
    /// Times it was put on the review list for something that cannot be told, and times it would have been.
    pub reviews: [u32; 2],
    /// What Sales said.
    pub word: Word,
    /// Who had it first within the window.
    pub owner: Option<Id>,
    /// Tries within the window: by whom, when.
    pub tries: Vec<(Id, Instant)>,
    /// Its score when it came to Sales first: by the points in force, and by those proposed.
    pub scores: Option<[f64; 2]>,
}

impl Found {
    /// The lead as a line; `None` where it came to Sales on neither side.
    pub fn line(&self) -> Option<Line> {
        let first = |of: &[Arrival]| of.first().map(|it| (it.at, it.tier));
        let (before, after) = (first(&self.before), first(&self.after));
        let line = Line {
            lead: self.lead,
            before,
            after,
            said: self.word.said,
            owner: self.owner,
        };
        (before.is_some() || after.is_some()).then_some(line)
    }

    pub(super) fn left_out(&mut self, erased: bool) {
        *self = Self {
            lead: self.lead,
            in_window: self.in_window,
            erased,
            past: !erased,
            ..Self::default()
        };
    }
}
