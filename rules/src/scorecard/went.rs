//! Of a cohort, how many went how far, and what each side owed and kept with them.

use super::{Said, Share};

/// A cohort by trigger.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Went {
    /// What Sales said of it.
    pub said: Said,
    /// Of those whose feedback is due, said by then.
    pub in_time: i64,
    /// C with what exactly.
    pub specific: i64,
    /// A lead after all, with contact data that are good.
    pub valid: i64,
    /// Handed over with questions to be answered before.
    pub asked: i64,
    /// Of those, all answered before Sales acted.
    pub questions_answered: i64,
    /// Never reached, and the time for all planned attempts is over.
    pub plan_over: i64,
    /// Of those, tried to the end, or given up with a reason.
    pub persisted: i64,
    /// Deals won.
    pub won: i64,
    /// Deals lost.
    pub lost: i64,
    /// Accepted by Sales: it talked with them, and the definition of an accepted lead held.
    pub accepted: i64,
    /// Advanced, and the definition of SQL held.
    pub sql: i64,
    /// Of those, won.
    pub sql_won: i64,
}

impl Went {
    /// Adds another part's.
    pub fn add(&mut self, other: &Went) {
        self.said.add(&other.said);
        let sums = [
            (&mut self.in_time, other.in_time),
            (&mut self.specific, other.specific),
            (&mut self.valid, other.valid),
            (&mut self.asked, other.asked),
            (&mut self.questions_answered, other.questions_answered),
            (&mut self.plan_over, other.plan_over),
            (&mut self.persisted, other.persisted),
            (&mut self.won, other.won),
            (&mut self.lost, other.lost),
            (&mut self.accepted, other.accepted),
            (&mut self.sql, other.sql),
            (&mut self.sql_won, other.sql_won),
        ];
        sums.into_iter().for_each(|(sum, more)| *sum += more);
    }

    /// Feedback in time, of what is due.
    pub fn feedback_in_time(&self) -> Share {
        Share::of(self.in_time, self.said.due)
    }

    /// C's that say what exactly.
    pub fn specifically(&self) -> Share {
        Share::of(self.specific, self.said.not_a_fit)
    }

    /// Leads after all, of those handed over.
    pub fn validity(&self) -> Share {
        Share::of(self.valid, self.said.handed)
    }

    /// With the questions answered, of those where some were asked.
    pub fn answered(&self) -> Share {
        Share::of(self.questions_answered, self.asked)
    }

    /// Tried to the end, of those never reached whose time is over.
    pub fn persistence(&self) -> Share {
        Share::of(self.persisted, self.plan_over)
    }

    /// SQLs, of those that Sales accepted.
    pub fn sql_of_accepted(&self) -> Share {
        Share::of(self.sql, self.accepted)
    }

    /// Won, of the SQLs; `None` while no outcome is recorded at all: nothing can be told then.
    pub fn won_of_sql(&self) -> Option<Share> {
        (self.won + self.lost > 0).then(|| Share::of(self.sql_won, self.sql))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_an_outcome_nothing_is_told_of_wins() {
        let mut went = Went {
            sql: 4,
            ..Went::default()
        };
        assert_eq!(went.won_of_sql(), None);
        went.lost = 1;
        assert_eq!(went.won_of_sql(), Some(Share::of(0, 4)));
        let more = Went {
            won: 2,
            sql_won: 1,
            ..went.clone()
        };
        went.add(&more);
        assert_eq!(
            went.won_of_sql(),
            Some(Share::of(1, 8)),
            "of the two won one had been an SQL"
        );
    }
}
