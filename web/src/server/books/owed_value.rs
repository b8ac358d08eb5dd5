//! What Marketing owes counted by value: leads handed over at what they are expected to be worth, against what those owed
//! are worth. Each tier's leads stand beside it, with their list; where the worth cannot be told, the page says why.

use super::agreement::money;
use super::owed::{Telling, Week, counted, list, per_mille};
use crate::screens::scorecard::Figure;
use rules::Span;
use rules::agreement::worth::NoWorth;
use rules::scorecard::{By, Part};

impl Telling<'_> {
    /// The leads delivered by value: one row for all tiers owed.
    pub(super) fn delivered_by_value(&self, weeks: &[Week]) -> Vec<Figure> {
        let owed = &self.agreement.owed.marketing.per_week;
        let owed_leads = owed.iter().map(|(tier, n)| (tier.as_str(), i64::from(*n)));
        let (Some(last), false) = (weeks.last(), owed.is_empty()) else {
            return Vec::new();
        };
        let expected = &self.agreement.expected;
        let worth = |week: &Week| {
            let handed = owed.keys().map(|tier| (tier.as_str(), week.handed(tier)));
            expected.worth_of(handed)
        };
        let sums: Result<Vec<_>, NoWorth> = weeks.iter().map(worth).collect();
        let (wanted, sums) = match (expected.worth_of(owed_leads), sums) {
            (Ok(wanted), Ok(sums)) => (wanted, sums),
            (Err(why), _) | (_, Err(why)) => return self.without_worth(&why, weeks),
        };
        let Some(reached) = sums.last() else { return Vec::new() };
        let mut pace = wanted.clone();
        pace.amount = (wanted.amount as f64 * self.passed(last)).round() as i64;
        let state = match reached.amount >= pace.amount {
            true => "owed-on-pace",
            false => "owed-behind",
        };
        let mut parts = vec![(self.words.say(state), String::new())];
        parts.extend(owed.keys().map(|tier| self.handed_part(tier, last)));
        let most = sums.iter().map(|sum| sum.amount).chain([wanted.amount, 1]).max();
        let figure = Figure {
            name: self.words.say("owed-value"),
            value: money(reached),
            of: self.said("owed-value-of", &[("owed", money(&wanted)), ("pace", money(&pace))]),
            parts,
            weeks: sums
                .iter()
                .map(|sum| per_mille(sum.amount, most.unwrap_or(1)))
                .collect(),
            weeks_said: self.weeks_said(sums.iter().map(money)),
            ..Figure::default()
        };
        vec![figure]
    }

    /// Leads of a tier handed over this week, with their list.
    fn handed_part(&self, tier: &str, week: &Week) -> (String, String) {
        let (from, to) = (week.stretch.from, week.stretch.to.min(self.now + Span(1)));
        let named = self.words.code("tier", tier, &[]);
        let values = [("n", week.handed(tier).to_string()), ("tier", named)];
        let href = list(Part::Handed, By::Trigger, counted(from, to, self.now, Some(tier)));
        (self.said("owed-value-part", &values), href)
    }

    /// Why the value cannot be told, and the leads by number meanwhile.
    fn without_worth(&self, why: &NoWorth, weeks: &[Week]) -> Vec<Figure> {
        let of = match why {
            NoWorth::Unsaid(tier) => {
                let named = self.words.code("tier", tier, &[]);
                self.said("owed-value-unsaid", &[("tier", named)])
            }
            NoWorth::Currencies | NoWorth::Nothing => self.words.say("owed-value-currencies"),
        };
        let figure = Figure {
            name: self.words.say("owed-value"),
            of,
            ..Figure::default()
        };
        let mut all = vec![figure];
        all.extend(self.delivered_by_number(weeks));
        all
    }
}
