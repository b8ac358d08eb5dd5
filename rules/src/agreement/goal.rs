//! The goal above both sides, what both believe, and what follows from the two: how many leads a week are owed.

use super::page::{At, Section};
use super::problem::ProblemCode;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Largest amount of money, in minor units: what a double still tells exactly.
const AMOUNT_MAX: i64 = 1 << 53;
/// Weeks of a quarter.
const WEEKS_A_QUARTER: f64 = 13.0;
/// Longest time to won that is believed, in days.
const DAYS_TO_WON_MAX: f64 = 3_650.0;

/// Money: minor units of a currency.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    /// Cents, pence …
    pub amount: i64,
    /// ISO 4217, three capital letters.
    pub currency: String,
}

/// The line above both sides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Goal {
    /// `2027-Q1`.
    pub quarter: String,
    /// Won amount.
    pub won: Option<Money>,
    /// Pipeline.
    pub pipeline: Option<Money>,
}

/// What both sides believe of leads, or of the leads of one tier. Rates are shares from 0 to 1.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Rates {
    /// Share of leads that become MQL.
    pub lead_to_mql: Option<f64>,
    /// Share of MQLs that Sales accepts.
    pub mql_to_sal: Option<f64>,
    /// Share of SALs that become SQL.
    pub sal_to_sql: Option<f64>,
    /// Share of SQLs that are won.
    pub sql_to_won: Option<f64>,
    /// Days from lead to won.
    pub days_to_won: Option<f64>,
    /// Average purchase.
    pub average_won: Option<Money>,
}

impl Rates {
    /// Share of leads that are won; `None` while one of the rates is not said.
    pub fn lead_to_won(&self) -> Option<f64> {
        Some(self.lead_to_mql? * self.mql_to_won()?)
    }

    /// Share of MQLs that are won; `None` while one of the rates is not said.
    pub fn mql_to_won(&self) -> Option<f64> {
        Some(self.mql_to_sal? * self.sal_to_sql? * self.sql_to_won?)
    }
}

/// What both sides believe: of all leads, and of tiers that differ.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Expected {
    /// Of all leads.
    pub all: Rates,
    /// By tier: only what differs.
    pub tiers: BTreeMap<String, Rates>,
}

impl Expected {
    /// What is believed of a tier's leads: its own where said, else what is said of all.
    pub fn of(&self, tier: &str) -> Rates {
        let (all, Some(own)) = (&self.all, self.tiers.get(tier)) else {
            return self.all.clone();
        };
        Rates {
            lead_to_mql: own.lead_to_mql.or(all.lead_to_mql),
            mql_to_sal: own.mql_to_sal.or(all.mql_to_sal),
            sal_to_sql: own.sal_to_sql.or(all.sal_to_sql),
            sql_to_won: own.sql_to_won.or(all.sql_to_won),
            days_to_won: own.days_to_won.or(all.days_to_won),
            average_won: own.average_won.clone().or_else(|| all.average_won.clone()),
        }
    }

    /// Leads a week that the goal asks for: the won amount, backwards through what is believed. `None` while something
    /// of it is not said, or a rate is zero.
    pub fn leads_a_week(&self, goal: &Goal) -> Option<u64> {
        self.a_week(goal, self.all.lead_to_won()?)
    }

    /// MQLs a week that the goal asks for: what Marketing owes by tier is counted in these.
    pub fn mqls_a_week(&self, goal: &Goal) -> Option<u64> {
        self.a_week(goal, self.all.mql_to_won()?)
    }

    fn a_week(&self, goal: &Goal, to_won: f64) -> Option<u64> {
        let (won, average) = (goal.won.as_ref()?, self.all.average_won.as_ref()?);
        let deals = won.amount as f64 / average.amount as f64;
        let needed = deals / to_won / WEEKS_A_QUARTER;
        (won.currency == average.currency && needed.is_finite()).then(|| needed.ceil() as u64)
    }
}

/// The goal.
pub(super) fn goal(whole: &Section<'_, '_>) -> Option<Goal> {
    let section = whole.section("goal")?;
    let quarter = section.required("quarter", section.text("quarter"));
    if let Some(quarter) = quarter.as_ref().filter(|quarter| !is_quarter(&quarter.value)) {
        section.bad_value(quarter.at, "quarter", &quarter.value, "2027-Q1");
    }
    let (won, pipeline) = (money(&section, "won"), money(&section, "pipeline"));
    if let (Some(won), Some(pipeline)) = (&won, &pipeline) {
        same_currency(&section, pipeline, &won.value);
    }
    section.finish();
    Some(Goal {
        quarter: quarter?.value,
        won: won.map(|won| won.value),
        pipeline: pipeline.map(|pipeline| pipeline.value),
    })
}

fn is_quarter(text: &str) -> bool {
    let year = |year: &str| year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit());
    text.split_once("-Q")
        .is_some_and(|(y, quarter)| year(y) && ["1", "2", "3", "4"].contains(&quarter))
}

fn money(parent: &Section<'_, '_>, key: &'static str) -> Option<At<Money>> {
    let section = parent.section(key)?;
    let at = section.place_of("currency");
    let amount = section.required("amount", section.whole("amount", 0..=AMOUNT_MAX));
    let currency = section.required("currency", section.text("currency"));
    let three = |code: &str| code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase());
    if let Some(currency) = currency.as_ref().filter(|currency| !three(&currency.value)) {
        section.bad_value(currency.at, "currency", &currency.value, "EUR");
    }
    section.finish();
    let value = Money {
        amount: amount?,
        currency: currency?.value,
    };
    Some(At { value, at })
}

/// One agreement counts in one currency: amounts of two cannot be divided by one another.
fn same_currency(section: &Section<'_, '_>, one: &At<Money>, other: &Money) {
    let (found, wanted) = (&one.value.currency, &other.currency);
    if found != wanted {
        section
            .page
            .note(one.at, ProblemCode::Currency, &[found, wanted], wanted);
    }
}

/// What is believed.
pub(super) fn expected(whole: &Section<'_, '_>, tiers: &[&str], goal: Option<&Goal>) -> Expected {
    let Some(section) = whole.section("expected") else {
        return Expected::default();
    };
    let currency = goal.and_then(|goal| goal.won.as_ref().or(goal.pipeline.as_ref()));
    let all = rates(&section, currency);
    let by_tier = by_tier(&section, tiers, currency.or(all.average_won.as_ref()));
    section.finish();
    Expected { all, tiers: by_tier }
}

fn by_tier(parent: &Section<'_, '_>, tiers: &[&str], currency: Option<&Money>) -> BTreeMap<String, Rates> {
    let mut found = BTreeMap::new();
    let Some(section) = parent.section("tier") else {
        return found;
    };
    for (key, value) in section.table.iter() {
        let name = At {
            value: key.get_ref().to_string(),
            at: key.span().start,
        };
        if !tiers.contains(&name.value.as_str()) {
            let known = tiers.iter().copied();
            section.page.note_unknown(ProblemCode::UnknownTier, &name, known);
        }
        if let Some(own) = section.section_of("tier", value) {
            let own_rates = rates(&own, currency);
            own.finish();
            found.insert(name.value, own_rates);
        }
    }
    found
}

fn rates(section: &Section<'_, '_>, currency: Option<&Money>) -> Rates {
    let average = money(section, "average_won");
    if let (Some(average), Some(goal)) = (&average, currency) {
        same_currency(section, average, goal);
    }
    Rates {
        lead_to_mql: section.share("lead_to_mql"),
        mql_to_sal: section.share("mql_to_sal"),
        sal_to_sql: section.share("sal_to_sql"),
        sql_to_won: section.share("sql_to_won"),
        days_to_won: section.number("days_to_won", 0.0..=DAYS_TO_WON_MAX),
        average_won: average.map(|average| average.value),
    }
}

/// What is owed counted by value needs to know what a lead is worth.
pub(super) fn worth_known(expected: &Expected, tier: &str) -> bool {
    let rates = expected.of(tier);
    rates.average_won.is_some()
        && rates.mql_to_sal.is_some()
        && rates.sal_to_sql.is_some()
        && rates.sql_to_won.is_some()
}
