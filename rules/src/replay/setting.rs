//! What a replay is set up with: the window, the proposed version, every version that was in force, and the usual times.

use super::known::OwnFieldsAt;
use super::names::Names;
use super::week::{Week, weeks};
use super::{WINDOW_MAX, known};
use crate::agreement::life::Life;
use crate::criteria::Facets;
use crate::decide::InForce;
use crate::person::Person;
use crate::{Instant, Span};
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// How long a lead is with Sales where no handoff of this house ended yet.
pub const USUAL_UNMEASURED: Span = Span::days(14);

/// A past window, half open: by the instant at which a verdict was recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Window {
    /// Its first instant.
    pub from: Instant,
    /// The instant after it.
    pub to: Instant,
}

/// What is wrong with a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WindowProblem {
    /// It ends before it begins.
    Empty,
    /// It is longer than [`WINDOW_MAX`].
    TooLong,
    /// It begins in the future.
    Future,
}

impl WindowProblem {
    /// As words are looked up.
    pub fn code(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooLong => "too_long",
            Self::Future => "future",
        }
    }
}

impl Window {
    /// Whether it holds an instant.
    pub fn holds(&self, at: Instant) -> bool {
        self.from <= at && at < self.to
    }

    /// The window up to an instant.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn checked(self, now: Instant) -> Result<Self, WindowProblem> {
        if self.to <= self.from {
            return Err(WindowProblem::Empty);
        }
        if self.from >= now {
            return Err(WindowProblem::Future);
        }
        if self.to - self.from > WINDOW_MAX {
            return Err(WindowProblem::TooLong);
        }
        Ok(Self {
            to: self.to.min(now + Span(1)),
            ..self
        })
    }

    /// How many weeks it is long.
    pub fn weeks_long(&self) -> f64 {
        (self.to - self.from).0 as f64 / Span::days(7).0 as f64
    }
}

/// What a replay is set up with.
#[derive(Clone, Debug)]
pub struct Setting {
    /// Which past.
    pub window: Window,
    /// What was recorded later is not looked at.
    pub known_at: Instant,
    /// The proposed version; its number is 0 where it has none.
    pub proposed: Arc<InForce>,
    /// How long a handoff that did not happen is taken to last.
    pub usual: Span,
    pub(super) versions: BTreeMap<i64, Arc<InForce>>,
    pub(super) life: Arc<Life>,
    pub(super) own: OwnFieldsAt,
    pub(super) weeks: Vec<Week>,
    pub(super) tiers: Names,
    pub(super) rotations: Names,
}

impl Setting {
    /// Puts one together. `versions` holds every version that was ever in force, the built-in one as 0.
    pub fn new(
        (window, known_at): (Window, Instant),
        proposed: Arc<InForce>,
        versions: BTreeMap<i64, Arc<InForce>>,
        life: Arc<Life>,
        own: OwnFieldsAt,
        usual: Option<Span>,
    ) -> Self {
        let zone = proposed.agreement.calendars.values().next();
        let zone = zone.map_or(jiff::tz::TimeZone::UTC, |calendar| calendar.zone().clone());
        let others = || versions.values().map(Arc::as_ref);
        Self {
            weeks: weeks(window, &zone),
            tiers: Names::tiers(&proposed, others()),
            rotations: Names::rotations(&proposed, others()),
            usual: usual.unwrap_or(USUAL_UNMEASURED),
            window,
            known_at,
            proposed,
            versions,
            life,
            own,
        }
    }

    /// The tiers' names.
    pub fn tiers(&self) -> &Names {
        &self.tiers
    }

    /// The rotations' names.
    pub fn rotations(&self) -> &Names {
        &self.rotations
    }

    /// The weeks of the window.
    pub fn weeks(&self) -> &[Week] {
        &self.weeks
    }

    /// The version that judged: the one named, or the one that was in force.
    pub(super) fn version(&self, named: Option<i64>, at: Instant) -> &InForce {
        let number = named.unwrap_or_else(|| self.life.in_force_at(at));
        let found = self.versions.get(&number).or_else(|| self.versions.get(&0));
        found.unwrap_or(&self.proposed)
    }

    pub(super) fn facets(&self, person: &Person, at: Instant) -> Facets {
        self.own.facets(person, at)
    }
}

/// The person that a submission tells of, for whoever folds submissions.
pub(super) fn learn(person: &mut Person, given: &known::Given) {
    person.learn(&known::person_of(given));
}
