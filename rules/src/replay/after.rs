//! A lead as it would stand under the proposed version: its scores, whether Sales has it, whether it waits for review.

use crate::lead::Lead;
use crate::score::ScoreLine;
use crate::{Instant, Span};

/// Whether Sales has the lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Desk {
    /// Not.
    Free,
    /// As it has in fact: it ends when that ends.
    AsInFact,
    /// Only under the proposed version, until then.
    Alone(Instant),
}

/// A lead under the proposed version.
#[derive(Clone, Debug)]
pub(super) struct After {
    /// What its rules added since the window began, on top of what stood there then.
    pub lines: Vec<ScoreLine>,
    /// On Marketing's review list.
    pub review: bool,
    desk: Desk,
    /// The last handoff that took place in fact took place here too, so what came of it came of it here.
    followed: bool,
}

impl After {
    /// As it stood when the window began.
    pub fn starting(lead: Option<&Lead>) -> Self {
        let open = lead.is_some_and(Lead::in_hands);
        Self {
            lines: lead.map(|lead| lead.score.clone()).unwrap_or_default(),
            review: lead.is_some_and(|lead| lead.review.is_some()),
            desk: if open { Desk::AsInFact } else { Desk::Free },
            followed: true,
        }
    }

    /// Hands it over, unless Sales has it already; tells whether it did. `in_fact`: it was handed over in fact at this
    /// very moment.
    pub fn hands_over(&mut self, at: Instant, in_fact: bool, usual: Span) -> bool {
        self.review = false;
        // what the rules allow in fact (a release beside an open handoff) they allow here
        let had = self.is_had(at) && !(in_fact && self.desk == Desk::AsInFact);
        if in_fact {
            (self.desk, self.followed) = (Desk::AsInFact, true);
        } else if !had {
            self.desk = Desk::Alone(at + usual);
        }
        !had
    }

    /// It was handed over in fact, and here it is not ready.
    pub fn not_here(&mut self, at: Instant) {
        self.followed = self.is_had(at);
        if self.followed {
            self.desk = Desk::AsInFact;
        }
    }

    /// The handoff that ran in fact ended.
    pub fn ended(&mut self) {
        self.desk = Desk::Free;
    }

    /// It went on to the next rep, as in fact.
    pub fn goes_on(&mut self) {
        if self.followed {
            self.desk = Desk::AsInFact;
        }
    }

    /// Sales gave it back to Marketing, if Sales had it here.
    pub fn given_back(&mut self) {
        self.review |= self.followed;
    }

    /// A B's agreed day came, if there was that B here and Sales does not have it already.
    pub fn comes_back(&mut self, at: Instant) -> bool {
        let comes = self.followed && !self.is_had(at);
        if comes {
            self.desk = Desk::AsInFact;
        } else {
            self.not_here(at);
        }
        comes
    }

    /// Whether Sales has it at an instant.
    pub fn is_with_sales(&self, at: Instant) -> bool {
        self.is_had(at)
    }

    /// What came of the last handoff in fact came of it here, and Sales has it or had it.
    pub fn has(&self, at: Instant) -> bool {
        self.followed || self.is_had(at)
    }

    fn is_had(&self, at: Instant) -> bool {
        match self.desk {
            Desk::Free => false,
            Desk::AsInFact => true,
            Desk::Alone(until) => at < until,
        }
    }
}
