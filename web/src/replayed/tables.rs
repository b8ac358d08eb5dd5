//! The tables of a replay.

use super::{
    Cell, REASONS_SHOWN, ROWS_MAX, Reps, THRESHOLDS_SHOWN, Table, Telling, difference, figure, percent, range, signed,
    tenth, word,
};
use rules::replay::{Change, Count, Reckoned, SaidOf, Threshold};
use rules::scorecard::Share;
use std::collections::BTreeMap;

/// Before and after.
type Both = (u64, u64);

impl Telling<'_> {
    /// All tables, those with nothing in them left out.
    #[must_use]
    pub fn tables(&self) -> Vec<Table> {
        let all = [
            self.changes(),
            self.tiers(),
            self.weeks(),
            self.clauses(),
            self.reasons(),
            self.reps(),
            self.queues(),
            self.thresholds("score-after", &self.replay.thresholds_after),
            self.thresholds("score-before", &self.replay.thresholds_before),
        ];
        let same = self.replay.thresholds_before == self.replay.thresholds_after;
        let twice = |table: &Table| same && table.id == "score-before";
        let shown = |table: &Table| !(table.rows.is_empty() || twice(table));
        all.into_iter().filter(shown).collect()
    }

    fn table(&self, id: &'static str, heads: &[&str], rows: Vec<Vec<Cell>>) -> Table {
        let head = |code: &&str| self.words.code("replay-head", code, &[]);
        let mut table = Table {
            id,
            title: self.words.code("replay-table", id, &[]),
            about: self.words.code("replay-about", id, &[]),
            heads: heads.iter().map(head).collect(),
            rows,
        };
        if !self.whole {
            table.rows.truncate(ROWS_MAX);
        }
        table
    }

    fn changes(&self) -> Table {
        let row = |change: &Change| {
            let all = self.replay.changed(*change);
            let query = format!("change={}", change.code());
            let said = |said: &SaidOf| {
                let n = self.replay.said(*change, *said);
                self.counted(n, &format!("{query}&said={}", said.code()))
            };
            let first = [
                word(self.words.code("replay-change", change.code(), &[])),
                self.counted(all, &query),
            ];
            first.into_iter().chain(SaidOf::ALL.iter().map(said)).collect()
        };
        let mut heads = vec!["change", "leads"];
        heads.extend(SaidOf::ALL.map(SaidOf::code));
        let some = self.replay.lines.len();
        let rows = if some == 0 {
            Vec::new()
        } else {
            Change::ALL.iter().map(row).collect()
        };
        self.table("changes", &heads, rows)
    }

    fn both(&self, (before, after): Both, query: &str) -> [Cell; 3] {
        [
            self.counted(before, &format!("side=before{query}")),
            self.counted(after, &format!("side=after{query}")),
            figure(difference(before, after)),
        ]
    }

    fn summed<K: Ord>(&self, key: impl Fn(&Count) -> K) -> BTreeMap<K, Both> {
        let mut sums: BTreeMap<K, Both> = BTreeMap::new();
        for count in &self.replay.counts {
            let sum = sums.entry(key(count)).or_default();
            (sum.0, sum.1) = (sum.0 + count.before, sum.1 + count.after);
        }
        sums
    }

    fn tiers(&self) -> Table {
        let sums = self.summed(|count| count.tier.clone());
        let weeks = self.replay.window.weeks_long().max(f64::MIN_POSITIVE);
        let row = |name: &str| {
            let both = *sums.get(name)?;
            let a_week = [both.0, both.1].map(|n| figure(tenth(n as f64 / weeks)));
            let query = format!("&tier={}", in_query(name));
            let cells = self.both(both, &query).into_iter().chain(a_week);
            Some(std::iter::once(word(name)).chain(cells).collect())
        };
        let rows = self.replay.tiers.iter().filter_map(row).collect();
        self.table(
            "tiers",
            &["tier", "before", "after", "difference", "before-week", "after-week"],
            rows,
        )
    }

    fn weeks(&self) -> Table {
        let sums = self.summed(|count| (count.week, count.tier.clone()));
        let row = |((week, tier), both): (&(usize, String), &Both)| {
            let monday = self.replay.weeks.get(*week)?;
            let shown = match monday.whole {
                true => monday.monday.clone(),
                false => self.words.say_of("replay-week-cut", &monday.monday),
            };
            let query = format!("&week={week}&tier={}", in_query(tier));
            let first = [word(shown), word(tier.clone())];
            Some(first.into_iter().chain(self.both(*both, &query)).collect())
        };
        let rows = sums.iter().filter_map(row).collect();
        self.table("weeks", &["week", "tier", "before", "after", "difference"], rows)
    }

    fn clauses(&self) -> Table {
        let row = |clause: &rules::replay::ClauseCount| {
            let stage = clause.stage.code();
            let share = Share::of(signed(clause.holds), signed(clause.judged()));
            vec![
                word(clause.clause.clone()),
                word(self.words.code("replay-stage", stage, &[])),
                self.counted(clause.holds, ""),
                self.counted(clause.fails, ""),
                self.counted(clause.missing, ""),
                figure(percent(share)),
                self.counted(clause.alone, ""),
            ]
        };
        let rows = self.replay.clauses.iter().filter(|clause| clause.judged() > 0).map(row);
        let heads = ["clause", "stage", "holds", "fails", "missing", "share", "alone"];
        self.table("clauses", &heads, rows.collect())
    }

    fn reasons(&self) -> Table {
        let row = |it: &rules::replay::ReasonCount| {
            vec![
                word(self.words.code("replay-change", it.change.code(), &[])),
                word(self.words.code("replay-said", it.said.code(), &[])),
                word(self.reason(&it.reason)),
                self.counted(it.leads, ""),
            ]
        };
        let changed = self
            .replay
            .reasons
            .iter()
            .filter(|it| self.whole || it.change != Change::Same);
        let max = if self.whole { usize::MAX } else { REASONS_SHOWN };
        let rows = changed.take(max).map(row).collect();
        self.table("reasons", &["change", "said", "reason", "leads"], rows)
    }

    fn reps(&self) -> Table {
        let shown = |rep: &&rules::replay::RepLoad| match self.reps {
            Reps::All => true,
            Reps::Own(user) => rep.rep == user,
            Reps::Nobody => false,
        };
        let row = |it: &rules::replay::RepLoad| {
            let rep = format!("rep={}", it.rep.show("user"));
            vec![
                word(self.rep(it.rep)),
                self.counted(it.had, &format!("side=before&{rep}")),
                self.counted(it.had - it.kept, &format!("change=out&{rep}")),
                figure(tenth(it.had_a_week)),
                figure(tenth(it.would_have_a_week)),
                self.counted(it.advanced, &format!("side=before&said=advanced&{rep}")),
                self.counted(it.advanced_lost, &format!("change=out&said=advanced&{rep}")),
            ]
        };
        let mut rows: Vec<Vec<Cell>> = self.replay.reps.iter().filter(shown).map(row).collect();
        rows.sort_by(|a, b| a[0].shown.cmp(&b[0].shown));
        let heads = [
            "rep",
            "had",
            "gone",
            "before-week",
            "after-week",
            "advanced",
            "advanced-lost",
        ];
        self.table("reps", &heads, rows)
    }

    fn queues(&self) -> Table {
        let Some(queue) = &self.replay.queue else {
            return Table::default();
        };
        let row = |name: String, of: &Reckoned| {
            vec![
                word(name),
                self.counted(of.owed, ""),
                self.counted(of.kept, ""),
                figure(percent(Share::of(signed(of.kept), signed(of.owed)))),
            ]
        };
        let side = |code: &str| self.words.code("replay-queue-row", code, &[]);
        let mut rows = vec![
            row(side("fact"), &queue.in_fact),
            row(side("before"), &queue.before),
            row(side("after"), &queue.after),
        ];
        let tier = |name: &String| {
            self.words
                .code("replay-queue-row", "tier", &[("tier", name.clone().into())])
        };
        rows.extend(queue.tiers.iter().map(|(name, of)| row(tier(name), of)));
        if queue.before.owed + queue.after.owed == 0 {
            rows.clear();
        }
        self.table("queue", &["side", "owed", "kept", "share"], rows)
    }

    fn thresholds(&self, id: &'static str, all: &[Threshold]) -> Table {
        let step = if self.whole {
            1
        } else {
            all.len().div_ceil(THRESHOLDS_SHOWN).max(1)
        };
        let row = |it: &Threshold| {
            vec![
                figure(it.points.to_string()),
                self.counted(it.advanced, ""),
                self.counted(it.fit_not_ready, ""),
                self.counted(it.not_a_fit, ""),
                figure(percent(it.precision)),
                figure(range(it.precision)),
                figure(percent(it.recall)),
                figure(range(it.recall)),
            ]
        };
        let rows = all.iter().step_by(step).map(row).collect();
        let heads = [
            "points",
            "advanced",
            "fit_not_ready",
            "not_a_fit",
            "precision",
            "precision-range",
            "recall",
            "recall-range",
        ];
        self.table(id, &heads, rows)
    }
}

/// A value inside a query.
fn in_query(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte);
    let sign = |byte: u8| {
        if plain(byte) {
            char::from(byte).to_string()
        } else {
            format!("%{byte:02X}")
        }
    };
    text.bytes().map(sign).collect()
}
