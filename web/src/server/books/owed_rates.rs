//! Expected rates with what is so, on the agreement's own page: of leads old enough, each with its interval.

use super::agreement::money;
use super::owed::{Telling, counted, list, whole_percent};
use super::scorecard::percent;
use crate::screens::agreement::{Owed as Screen, Rate};
use crate::server::App;
use engine::EngineError;
use engine::scorecard::owed::{self, Won};
use engine::scorecard::reads::went;
use rules::agreement::{Money, Rates};
use rules::scorecard::{By, Part, Share, Went, quantile};
use rules::{Instant, Span};
use std::collections::BTreeMap;

/// Rates are of leads handed over, or come, so long ago …
const RATES_FROM: Span = Span::days(210);
/// … and at least so long ago, so that their windows have passed.
const RATES_TO: Span = Span::days(30);

/// Fills in what is so of each rate.
pub(super) async fn rates(app: &App, telling: &Telling<'_>, screen: &mut Screen) -> Result<(), EngineError> {
    let ledger = app.engine.ledger();
    let (from, to) = (telling.now - RATES_FROM, telling.now - RATES_TO);
    let cohort = counted(from, to, telling.now, None);
    let (came, by_tier, won) = tokio::try_join!(
        owed::came(ledger, from, to),
        went(ledger, &cohort),
        owed::won(ledger, telling.now - RATES_FROM, telling.now)
    )?;
    let mut went = Went::default();
    by_tier.values().for_each(|tier| went.add(tier));
    screen.rates = telling.rates(came, &went, &won, (from, to));
    screen.rates.extend(telling.of_tiers(&by_tier, (from, to)));
    screen.rates_of = telling.words.say("owed-rates-of");
    Ok(())
}

impl Telling<'_> {
    fn rates(&self, came: (i64, i64), went: &Went, won: &Won, (from, to): (Instant, Instant)) -> Vec<Rate> {
        let expected = &self.agreement.expected.all;
        let of = |part: Part| list(part, By::Trigger, counted(from, to, self.now, None));
        let mut all = vec![
            self.rate(
                "lead_to_mql",
                expected.lead_to_mql,
                Share::of(came.1, came.0),
                String::new(),
            ),
            self.rate(
                "mql_to_sal",
                expected.mql_to_sal,
                Share::of(went.accepted, went.said.handed),
                of(Part::Accepted),
            ),
            self.rate("sal_to_sql", expected.sal_to_sql, went.sql_of_accepted(), of(Part::Sql)),
            self.won_rate(expected.sql_to_won, went, of(Part::SqlWon)),
        ];
        all.extend(self.of_wins(expected, won));
        all
    }

    /// Rates that are believed otherwise of a tier, with what is so of its leads.
    fn of_tiers(&self, by_tier: &BTreeMap<String, Went>, (from, to): (Instant, Instant)) -> Vec<Rate> {
        let mut all = Vec::new();
        for (tier, own) in &self.agreement.expected.tiers {
            let went = by_tier.get(tier).cloned().unwrap_or_default();
            let of = |part: Part| list(part, By::Trigger, counted(from, to, self.now, Some(tier)));
            let accepted = Share::of(went.accepted, went.said.handed);
            let rates = [
                own.mql_to_sal
                    .map(|rate| self.rate("mql_to_sal", Some(rate), accepted, of(Part::Accepted))),
                own.sal_to_sql
                    .map(|rate| self.rate("sal_to_sql", Some(rate), went.sql_of_accepted(), of(Part::Sql))),
                own.sql_to_won
                    .map(|rate| self.won_rate(Some(rate), &went, of(Part::SqlWon))),
            ];
            let named = |rate: Rate| Rate {
                name: format!("{} · {}", self.words.code("tier", tier, &[]), rate.name),
                ..rate
            };
            all.extend(rates.into_iter().flatten().map(named));
        }
        all
    }

    /// Won of the SQLs. Where no outcome is recorded nothing is known of it, and nothing is shown as 0 %.
    fn won_rate(&self, expected: Option<f64>, went: &Went, list: String) -> Rate {
        let share = went.won_of_sql();
        let mut rate = self.rate("sql_to_won", expected, share.unwrap_or_default(), list);
        if share.is_none() && went.sql > 0 {
            rate.of = self.words.say_n("owed-no-outcome", went.sql.unsigned_abs());
        }
        rate
    }

    fn rate(&self, key: &str, expected: Option<f64>, share: Share, list: String) -> Rate {
        let of = match share.interval() {
            Some((low, high)) => self.said(
                "owed-rate-of",
                &[
                    ("n", share.of.to_string()),
                    ("low", whole_percent(low)),
                    ("high", whole_percent(high)),
                ],
            ),
            None => self.words.say("owed-rate-none"),
        };
        Rate {
            name: self.words.code("edit-key", key, &[]),
            expected: expected.map(crate::agreed::percent).unwrap_or_default(),
            actual: percent(share),
            of,
            list,
        }
    }

    /// Days to won and the average purchase, of the wins of the same time.
    fn of_wins(&self, expected: &Rates, won: &Won) -> [Rate; 2] {
        let said = |n: i64| match n {
            0 => self.words.say("owed-rate-none"),
            n => self.words.say_n("owed-wins", n.unsigned_abs()),
        };
        let whole_days = |micros: i64| (Span(micros).whole_seconds() / 86_400).to_string();
        let days = quantile(&won.took, 500).map(whole_days);
        let half = quantile(&won.took, 250)
            .zip(quantile(&won.took, 750))
            .map(|(low, high)| {
                let values = [("low", whole_days(low)), ("high", whole_days(high))];
                self.said("owed-days-half", &values)
            });
        let currency = expected
            .average_won
            .as_ref()
            .map_or("EUR", |money| money.currency.as_str());
        let counted = won.sum.count - won.sum.without;
        let average = (counted > 0 && won.sum.amounts.len() == 1).then(|| Money {
            amount: won.sum.of(currency) / counted,
            currency: currency.to_owned(),
        });
        [
            Rate {
                name: self.words.code("edit-key", "days_to_won", &[]),
                expected: expected
                    .days_to_won
                    .map(|days| format!("{days:.0}"))
                    .unwrap_or_default(),
                actual: days.unwrap_or_default(),
                of: [Some(said(won.took.len() as i64)), half.filter(|_| won.took.len() > 1)]
                    .into_iter()
                    .flatten()
                    .collect::<Vec<_>>()
                    .join("; "),
                list: String::new(),
            },
            Rate {
                name: self.words.code("edit-key", "average_won_amount", &[]),
                expected: expected.average_won.as_ref().map(money).unwrap_or_default(),
                actual: average
                    .filter(|money| money.amount > 0)
                    .as_ref()
                    .map(money)
                    .unwrap_or_default(),
                of: said(counted),
                list: String::new(),
            },
        ]
    }
}
