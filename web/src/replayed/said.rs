//! The sentences: what a head must see at once, and what he must know to believe it.

use super::{Telling, percent, signed, tenth};
use crate::words::{Said, number};
use rules::Span;
use rules::replay::{Change, ClauseCount, SaidOf};
use rules::scorecard::Share;

impl Telling<'_> {
    /// What changes, in a few sentences: the first one is the whole of it.
    #[must_use]
    pub fn sentences(&self) -> Vec<String> {
        let replay = self.replay;
        if replay.totals.leads == 0 {
            return vec![self.words.say("replay-nobody")];
        }
        let mut told = vec![self.whole_of_it()];
        told.extend(
            [Change::In, Change::Out]
                .into_iter()
                .filter_map(|change| self.of_change(change)),
        );
        told.extend(self.advanced());
        told.extend(self.later());
        told.extend(self.load());
        told.extend(self.queue());
        told
    }

    /// "From 1 Mar to 29 May, 214 leads would have come to Sales, not 173."
    #[must_use]
    pub fn whole_of_it(&self) -> String {
        let totals = &self.replay.totals;
        let values = [
            ("before", Said::from(number(totals.before))),
            ("after", number(totals.after).into()),
            ("in", number(self.replay.changed(Change::In)).into()),
            ("out", number(self.replay.changed(Change::Out)).into()),
        ];
        if self.replay.is_same() {
            let key = match self.replay.is_same_later() {
                true => "replay-same",
                false => "replay-same-came",
            };
            return self.say(key, &values);
        }
        self.say("replay-whole", &values)
    }

    /// What stands beside the signature: the whole of it, and what would have come and gone.
    #[must_use]
    pub fn beside_the_signature(&self) -> Vec<String> {
        let mut told = vec![self.whole_of_it()];
        told.extend(
            [Change::In, Change::Out]
                .into_iter()
                .filter_map(|change| self.of_change(change)),
        );
        told.extend(self.advanced());
        told.extend(self.later());
        told.extend(self.queue().filter(|_| self.keeps_otherwise()));
        told.extend(self.warnings());
        told
    }

    /// "+41 leads, of which Sales said: 17 C · not a fit, 3 A · advanced; of 21 Sales said nothing."
    fn of_change(&self, change: Change) -> Option<String> {
        let leads = self.replay.changed(change);
        if leads == 0 {
            return None;
        }
        let told = |said: &SaidOf| {
            let n = self.replay.said(change, *said);
            let silent = matches!(said, SaidOf::Nothing | SaidOf::NeverHad);
            (n > 0 && !silent).then(|| {
                self.words
                    .code("replay-n-said", said.code(), &[("n", number(n).into())])
            })
        };
        let said: Vec<String> = SaidOf::ALL.iter().filter_map(told).collect();
        let silent = self.replay.said(change, SaidOf::Nothing) + self.replay.said(change, SaidOf::NeverHad);
        let values = [
            ("n", Said::from(leads)),
            ("shown", number(leads).into()),
            ("said", said.join(", ").into()),
            ("silent", number(silent).into()),
        ];
        let key = match (change, said.is_empty(), silent) {
            (Change::In, true, _) => "replay-in-silent",
            (Change::In, _, 0) => "replay-in-said",
            (Change::In, _, _) => "replay-in-both",
            (_, true, _) => "replay-out-silent",
            (_, _, 0) => "replay-out-said",
            _ => "replay-out-both",
        };
        Some(self.say(key, &values))
    }

    /// "2 of the 11 A's would not have come."
    fn advanced(&self) -> Option<String> {
        let all: u64 = self
            .replay
            .said
            .iter()
            .filter(|it| it.said == SaidOf::Advanced)
            .map(|it| it.leads)
            .sum();
        let had = all - self.replay.said(Change::In, SaidOf::Advanced);
        let lost = self.replay.said(Change::Out, SaidOf::Advanced);
        let values = [("lost", Said::from(number(lost))), ("all", number(had).into())];
        (had > 0 && !self.replay.is_same()).then(|| self.say("replay-advanced", &values))
    }

    /// "Of those that Sales talked with, 31 would have been accepted (SAL) instead of 36."
    fn later(&self) -> Vec<String> {
        let totals = &self.replay.totals;
        let both = [
            ("replay-accepted", totals.accepted_before, totals.accepted_after),
            ("replay-sql", totals.sql_before, totals.sql_after),
        ];
        let otherwise = both.into_iter().filter(|(_, before, after)| before != after);
        let told = |(key, before, after)| {
            let values = [("before", Said::from(number(before))), ("after", number(after).into())];
            self.say(key, &values)
        };
        otherwise.map(told).collect()
    }

    /// Another number of first attempts could be kept.
    fn keeps_otherwise(&self) -> bool {
        let queue = self.replay.queue.as_ref();
        queue.is_some_and(|queue| queue.before.kept != queue.after.kept || queue.before.owed != queue.after.owed)
    }

    /// "A rep would have had 3.1 leads a week, not 7.4."
    fn load(&self) -> Option<String> {
        let reps = self.replay.reps.len();
        if reps == 0 || self.replay.is_same() {
            return None;
        }
        let mean = |of: fn(&rules::replay::RepLoad) -> f64| {
            let sum: f64 = self.replay.reps.iter().map(of).sum();
            tenth(sum / reps as f64)
        };
        let values = [
            ("before", Said::from(mean(|it| it.had_a_week))),
            ("after", mean(|it| it.would_have_a_week).into()),
        ];
        Some(self.say("replay-load", &values))
    }

    fn queue(&self) -> Option<String> {
        let queue = self.replay.queue.as_ref().filter(|queue| queue.after.owed > 0)?;
        let share = |of: rules::replay::Reckoned| percent(Share::of(signed(of.kept), signed(of.owed)));
        let values = [
            ("after", Said::from(share(queue.after))),
            ("before", share(queue.before).into()),
            ("owed", number(queue.after.owed).into()),
            ("fact", share(queue.in_fact).into()),
        ];
        let key = if queue.in_fact.owed == 0 {
            "replay-queue-new"
        } else {
            "replay-queue"
        };
        Some(self.say(key, &values))
    }

    /// What is likely to be a mistake in the text: clauses that never hold, that can never be told, that nobody meets.
    #[must_use]
    pub fn warnings(&self) -> Vec<String> {
        let mut told = Vec::new();
        for clause in self.replay.clauses.iter().filter(|clause| clause.judged() > 0) {
            let key = match (clause.holds, clause.missing) {
                // where it passes what cannot be told, it keeps nobody away: a note, not a warning
                _ if clause.stood == 0 => continue,
                (_, missing) if missing == clause.judged() => "replay-clause-missing",
                (0, _) => "replay-clause-never",
                _ => continue,
            };
            told.push(self.of_clause(key, clause));
        }
        if self.replay.totals.before > 0 && self.replay.totals.after == 0 {
            told.insert(0, self.words.say("replay-none-left"));
        }
        let nobody = self.replay.queue.as_ref().map_or(0, |queue| queue.after.nobody);
        if nobody > 0 {
            told.push(self.words.say_n("replay-no-members", nobody));
        }
        if !self.replay.is_faithful() {
            let totals = &self.replay.totals;
            let values = [
                ("differing", Said::from(number(totals.differing))),
                ("stored", number(totals.stored).into()),
            ];
            told.push(self.say("replay-differing", &values));
        }
        told
    }

    fn of_clause(&self, key: &str, clause: &ClauseCount) -> String {
        let stage = clause.stage.code();
        let values = [
            ("clause", Said::from(clause.clause.clone())),
            ("stage", self.words.code("replay-stage", stage, &[]).into()),
            ("n", clause.judged().into()),
            ("shown", number(clause.judged()).into()),
            ("alone", number(clause.alone).into()),
        ];
        self.say(key, &values)
    }

    /// What a reader must know: how it is reckoned, what is left out.
    #[must_use]
    pub fn notes(&self) -> Vec<String> {
        let (replay, totals) = (self.replay, &self.replay.totals);
        let days = replay.usual.0 as f64 / Span::days(1).0 as f64;
        let mut told = vec![self.say("replay-note-as-if", &[("days", tenth(days).into())])];
        if replay.is_faithful() && totals.stored > 0 {
            told.push(self.words.say_n("replay-note-faithful", totals.stored));
        }
        told.push(self.words.say_n("replay-note-erased", totals.erased));
        let idle =
            |clause: &&ClauseCount| clause.judged() > 0 && clause.missing == clause.judged() && clause.stood == 0;
        for clause in replay.clauses.iter().filter(idle) {
            told.push(self.of_clause("replay-note-clause-idle", clause));
        }
        if totals.past > 0 {
            told.push(self.words.say_n("replay-note-past", totals.past));
        }
        match &replay.queue {
            Some(queue) => {
                let minutes = queue.handling.time.0 as f64 / Span::minutes(1).0 as f64;
                let values = [
                    ("minutes", Said::from(tenth(minutes))),
                    ("n", (queue.handling.gaps as u64).into()),
                    ("shown", number(queue.handling.gaps as u64).into()),
                    ("reps", (queue.reps as u64).into()),
                ];
                let key = if queue.handling.measured {
                    "replay-note-queue"
                } else {
                    "replay-note-queue-taken"
                };
                told.push(self.say(key, &values));
            }
            None => told.push(self.words.say("replay-note-queue-cut")),
        }
        told.push(self.words.say("replay-note-load"));
        if !replay.lines_whole {
            told.push(self.words.say_n("replay-note-lines", rules::replay::LINES_MAX as u64));
        }
        told
    }
}
