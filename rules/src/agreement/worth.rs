//! What leads handed over are expected to be worth: of each tier the rates from there to won times its average purchase,
//! summed. Told only where all of it is said, in one currency.

use super::goal::{Expected, Money};

/// Why leads cannot be counted by what they are worth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoWorth {
    /// A rate or the average purchase of this tier is not said.
    Unsaid(String),
    /// Average purchases are in several currencies.
    Currencies,
    /// There is no tier to count.
    Nothing,
}

impl Expected {
    /// What a lead of a tier is expected to bring once it is handed over, in minor units, and in which currency.
    fn worth(&self, tier: &str) -> Option<(f64, String)> {
        let rates = self.of(tier);
        let (rate, average) = (rates.mql_to_won()?, rates.average_won?);
        Some((rate * average.amount as f64, average.currency))
    }

    /// What so many leads of each tier are worth together; rounded once, at the end.
    ///
    /// # Errors
    /// Where it is not told.
    pub fn worth_of<'t>(&self, leads: impl IntoIterator<Item = (&'t str, i64)>) -> Result<Money, NoWorth> {
        let mut sum: Option<(f64, String)> = None;
        for (tier, n) in leads {
            let (one, currency) = self.worth(tier).ok_or_else(|| NoWorth::Unsaid(tier.to_owned()))?;
            let (known, known_in) = sum.unwrap_or_else(|| (0.0, currency.clone()));
            if known_in != currency {
                return Err(NoWorth::Currencies);
            }
            sum = Some((known + one * n as f64, currency));
        }
        let (amount, currency) = sum.ok_or(NoWorth::Nothing)?;
        Ok(Money {
            amount: amount.round() as i64,
            currency,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agreement::Rates;

    fn euros(amount: i64) -> Option<Money> {
        Some(Money {
            amount,
            currency: "EUR".into(),
        })
    }

    fn expected() -> Expected {
        let mut expected = Expected {
            all: Rates {
                mql_to_sal: Some(0.9),
                sal_to_sql: Some(0.4),
                sql_to_won: Some(0.25),
                average_won: euros(1_800_000),
                ..Rates::default()
            },
            ..Expected::default()
        };
        let dear = Rates {
            sql_to_won: Some(0.5),
            average_won: euros(2_000_000),
            ..Rates::default()
        };
        expected.tiers.insert("request".into(), dear);
        expected
    }

    #[test]
    fn each_tier_counts_at_its_own_rate_and_average_purchase() {
        let expected = expected();
        // 0.9 × 0.4 × 0.5 × 20 000.00 = 3 600.00; 0.9 × 0.4 × 0.25 × 18 000.00 = 1 620.00
        let worth = expected.worth_of([("request", 2), ("qualified", 3)]);
        assert_eq!(worth.ok(), euros(360_000 * 2 + 162_000 * 3));
        assert_eq!(expected.worth_of([("request", 0)]).ok(), euros(0));
        assert_eq!(expected.worth_of([]), Err(NoWorth::Nothing));
    }

    #[test]
    fn what_is_unsaid_or_in_two_currencies_is_not_summed() {
        let mut expected = expected();
        if let Some(own) = expected.tiers.get_mut("request") {
            own.average_won = Some(Money {
                amount: 1,
                currency: "CHF".into(),
            });
        }
        let both = [("qualified", 1), ("request", 1)];
        assert_eq!(expected.worth_of(both), Err(NoWorth::Currencies));
        expected.all.sal_to_sql = None;
        assert_eq!(expected.worth_of(both), Err(NoWorth::Unsaid("qualified".into())));
    }
}
