//! Owed and kept, on the agreement's own page: the goal with its pace, what each side owes by week, expected rates with
//! what is so. Every number is one of the scorecard's, counted by the same text.

use super::agreement::{money, target};
use super::scorecard::{href, percent};
use crate::screens::agreement::{Owed as Screen, Rate};
use crate::screens::scorecard::Figure;
use crate::server::asked::Asked;
use crate::server::{App, zone_of};
use crate::words::{Said as Word, Words};
use engine::EngineError;
use engine::scorecard::list::ListOf;
use engine::scorecard::owed::{self, Sum, Went, Won};
use engine::scorecard::parts::Filter;
use engine::scorecard::reads::{Asked as Counted, kept};
use rules::agreement::dates::{Stretch, weeks};
use rules::agreement::{Agreement, Money, Rates};
use rules::calendar::Calendar;
use rules::scorecard::{By, Kept, Part, Period, Share, quantile};
use rules::{Instant, Span};
use std::collections::BTreeMap;

/// Weeks shown, the running one last.
const WEEKS: u8 = 8;
/// Rates are of leads handed over, or come, so long ago …
const RATES_FROM: Span = Span::days(210);
/// … and at least so long ago, so that their windows have passed.
const RATES_TO: Span = Span::days(30);

/// One week, counted.
struct Week {
    stretch: Stretch,
    handed: BTreeMap<String, i64>,
    kept: Kept,
    went: Went,
}

/// Who says it, and as of when.
struct Telling<'a> {
    words: &'a Words,
    agreement: &'a Agreement,
    calendar: Option<&'a Calendar>,
    now: Instant,
}

/// Everything owed under the agreement in force, and what is kept of it.
pub(super) async fn owed(app: &App, asked: &Asked, agreement: &Agreement) -> Result<Screen, EngineError> {
    let rule = agreement.rotations.first();
    let telling = Telling {
        words: &asked.words,
        agreement,
        calendar: rule.and_then(|rule| agreement.calendar_of(rule)),
        now: asked.now,
    };
    let mut all = Vec::new();
    for stretch in weeks(&zone_of(app), asked.now, WEEKS) {
        all.push(week(app, asked.now, stretch).await?);
    }
    let mut screen = Screen {
        marketing: telling.marketing(&all),
        sales: telling.sales(&all),
        backwards: telling.backwards(),
        ..Screen::default()
    };
    goal(app, &telling, &mut screen).await?;
    rates(app, &telling, &mut screen).await?;
    Ok(screen)
}

async fn week(app: &App, now: Instant, stretch: Stretch) -> Result<Week, EngineError> {
    let ledger = app.engine.ledger();
    let (from, to) = (stretch.from, stretch.to);
    let counted = counted(from, to, now, None);
    let (handed, kept, went) = tokio::try_join!(
        owed::handed(ledger, from, to),
        kept(ledger, &counted),
        owed::went(ledger, &counted)
    )?;
    Ok(Week {
        stretch,
        handed,
        kept,
        went,
    })
}

fn counted(from: Instant, to: Instant, now: Instant, tier: Option<&str>) -> Counted {
    Counted {
        period: Period { from, to },
        filter: Filter {
            tier: tier.map(str::to_owned),
            ..Filter::default()
        },
        now,
        within: super::scorecard::FOLLOW_UP_WITHIN,
    }
}

fn list(part: Part, by: By, asked: Counted) -> String {
    href(&ListOf { part, by, asked })
}

async fn goal(app: &App, telling: &Telling<'_>, screen: &mut Screen) -> Result<(), EngineError> {
    let Some(goal) = &telling.agreement.goal else {
        return Ok(());
    };
    let Some(quarter) = goal.stretch(&zone_of(app)) else {
        return Ok(());
    };
    let ledger = app.engine.ledger();
    let (won, pipeline) = tokio::try_join!(
        owed::won(ledger, quarter.from, quarter.to),
        owed::pipeline(ledger, quarter.from, quarter.to)
    )?;
    let name = |key: &str| {
        telling
            .words
            .code("owed-goal", key, &[("quarter", goal.quarter.as_str().into())])
    };
    if let Some(wanted) = &goal.won {
        screen.goal.push(telling.sum(name("won"), wanted, &won.sum, quarter));
    }
    if let Some(wanted) = &goal.pipeline {
        screen
            .goal
            .push(telling.sum(name("pipeline"), wanted, &pipeline, quarter));
    }
    Ok(())
}

async fn rates(app: &App, telling: &Telling<'_>, screen: &mut Screen) -> Result<(), EngineError> {
    let ledger = app.engine.ledger();
    let (from, to) = (telling.now - RATES_FROM, telling.now - RATES_TO);
    let cohort = counted(from, to, telling.now, None);
    let (came, went, won) = tokio::try_join!(
        owed::came(ledger, from, to),
        owed::went(ledger, &cohort),
        owed::won(ledger, telling.now - RATES_FROM, telling.now)
    )?;
    screen.rates = telling.rates(came, went, &won, (from, to));
    screen.rates_of = telling.words.say("owed-rates-of");
    Ok(())
}

impl Telling<'_> {
    fn said(&self, key: &str, values: &[(&'static str, String)]) -> String {
        let values: Vec<(&'static str, Word<'_>)> = values
            .iter()
            .map(|(name, value)| (*name, value.as_str().into()))
            .collect();
        self.words.say_with(key, &values)
    }

    /// A sum of the quarter against its goal, and where the quarter should be by now.
    fn sum(&self, name: String, wanted: &Money, sum: &Sum, quarter: Stretch) -> Figure {
        let passed = self.calendar.map_or(0.0, |calendar| quarter.passed(calendar, self.now));
        let in_currency = |amount: i64| {
            money(&Money {
                amount,
                currency: wanted.currency.clone(),
            })
        };
        let reached = sum.of(&wanted.currency);
        let pace = (wanted.amount as f64 * passed).round() as i64;
        let elsewhere = sum
            .amounts
            .keys()
            .filter(|currency| **currency != wanted.currency)
            .count();
        let mut of = self.said(
            "owed-goal-of",
            &[
                ("goal", in_currency(wanted.amount)),
                ("passed", whole_percent(passed)),
                ("pace", in_currency(pace)),
            ],
        );
        if sum.without > 0 {
            of = format!("{of} {}", self.words.say_n("owed-without", sum.without.unsigned_abs()));
        }
        if elsewhere > 0 {
            of = format!("{of} {}", self.words.say("owed-other-currency"));
        }
        let state = if reached >= pace { "owed-on-pace" } else { "owed-behind" };
        Figure {
            name,
            value: in_currency(reached),
            of,
            parts: vec![(self.words.say(state), String::new())],
            ..Figure::default()
        }
    }

    /// The won goal through the rates: leads a week.
    fn backwards(&self) -> String {
        let (agreement, words) = (self.agreement, self.words);
        let Some(goal) = &agreement.goal else {
            return words.say("owed-no-goal");
        };
        let Some(leads) = agreement.expected.leads_a_week(goal) else {
            return words.say("owed-no-rates");
        };
        let owed: u64 = agreement.owed.marketing.per_week.values().map(|n| u64::from(*n)).sum();
        let values = [
            ("leads", leads.to_string()),
            ("goal", goal.won.as_ref().map(money).unwrap_or_default()),
            ("owed", owed.to_string()),
        ];
        self.said("owed-backwards", &values)
    }

    fn marketing(&self, weeks: &[Week]) -> Vec<Figure> {
        let owed = &self.agreement.owed.marketing;
        let mut all: Vec<Figure> = owed
            .per_week
            .iter()
            .map(|(tier, leads)| self.delivered(tier, i64::from(*leads), weeks))
            .collect();
        if let Some(least) = owed.valid_min {
            let valid = |week: &Week| Share::of(week.went.valid, week.went.handed);
            all.push(self.share("valid", least, weeks, valid, (Part::Valid, By::Trigger)));
        }
        let uncounted = [
            ("pipeline_share", owed.pipeline_share.map(whole_percent)),
            ("review", Some(target(self.words, owed.review_within))),
            ("respond", Some(target(self.words, owed.respond_to_patterns_within))),
        ];
        all.extend(
            uncounted
                .into_iter()
                .filter_map(|(key, least)| Some(self.uncounted(key, least?))),
        );
        all
    }

    fn sales(&self, weeks: &[Week]) -> Vec<Figure> {
        let owed = &self.agreement.owed.sales;
        let mut all = Vec::new();
        if let Some(least) = owed.first_attempt_kept_min {
            let kept = |week: &Week| week.kept.share();
            all.push(self.share("kept", least, weeks, kept, (Part::Met, By::Due)));
        }
        if let Some(least) = owed.feedback_in_time_min {
            let in_time = |week: &Week| Share::of(week.went.feedback_in_time, week.went.feedback_due);
            all.push(self.share("feedback", least, weeks, in_time, (Part::InTime, By::Trigger)));
        }
        if let Some(least) = owed.specific_min {
            let specific = |week: &Week| Share::of(week.went.specific, week.went.not_a_fit);
            all.push(self.share("specific", least, weeks, specific, (Part::Specific, By::Trigger)));
        }
        if let Some(least) = owed.persistence_min {
            all.push(self.uncounted("persistence", whole_percent(least)));
        }
        all.push(self.uncounted("alive", target(self.words, owed.still_alive_within)));
        all
    }

    /// A duty that nothing counts yet: said, not shown as kept.
    fn uncounted(&self, key: &str, least: String) -> Figure {
        Figure {
            name: self.words.code("owed", key, &[]),
            of: self.said("owed-not-counted", &[("least", least)]),
            ..Figure::default()
        }
    }

    /// Leads of a tier handed over, this week so far against pace, and the weeks before.
    fn delivered(&self, tier: &str, owed: i64, weeks: &[Week]) -> Figure {
        let of = |week: &Week| week.handed.get(tier).copied().unwrap_or_default();
        let Some(last) = weeks.last() else {
            return Figure::default();
        };
        let passed = self
            .calendar
            .map_or(0.0, |calendar| last.stretch.passed(calendar, self.now));
        let pace = (owed as f64 * passed).round() as i64;
        let counts: Vec<i64> = weeks.iter().map(of).collect();
        let most = counts.iter().copied().chain([owed, 1]).max().unwrap_or(1);
        let (from, to) = (last.stretch.from, last.stretch.to.min(self.now + Span(1)));
        let named = self.words.code("tier", tier, &[]);
        Figure {
            name: self.said("owed-leads", &[("tier", named)]),
            value: of(last).to_string(),
            of: self.said(
                "owed-leads-of",
                &[("owed", owed.to_string()), ("pace", pace.to_string())],
            ),
            list: list(Part::Handed, By::Trigger, counted(from, to, self.now, Some(tier))),
            parts: vec![(
                self.words.say(if of(last) >= pace {
                    "owed-on-pace"
                } else {
                    "owed-behind"
                }),
                String::new(),
            )],
            weeks: counts.iter().map(|n| per_mille(*n, most)).collect(),
            weeks_said: self.weeks_said(counts.iter().map(i64::to_string)),
        }
    }

    /// A share by week, over all weeks shown.
    fn share(
        &self,
        key: &str,
        least: f64,
        weeks: &[Week],
        of: impl Fn(&Week) -> Share,
        (part, by): (Part, By),
    ) -> Figure {
        let shares: Vec<Share> = weeks.iter().map(of).collect();
        let whole = shares.iter().fold(Share::of(0, 0), |all, one| {
            Share::of(all.part + one.part, all.of + one.of)
        });
        let from = weeks.first().map_or(self.now, |week| week.stretch.from);
        let state = match whole.value() {
            Some(share) if share >= least => Some("is_kept"),
            Some(_) => Some("is_missed"),
            None => None,
        };
        Figure {
            name: self.words.code("owed", key, &[]),
            value: percent(whole),
            of: self.said(
                "owed-share-of",
                &[("least", whole_percent(least)), ("n", whole.of.to_string())],
            ),
            list: list(part, by, counted(from, self.now + Span(1), self.now, None)),
            parts: state
                .map(|key| (self.words.code("owed", key, &[]), String::new()))
                .into_iter()
                .collect(),
            weeks: shares.iter().map(|share| per_mille(share.part, share.of)).collect(),
            weeks_said: self.weeks_said(shares.iter().map(|share| percent(*share))),
        }
    }

    fn weeks_said(&self, each: impl Iterator<Item = String>) -> String {
        let none = self.words.say("owed-nothing");
        let each: Vec<String> = each
            .map(|one| if one.is_empty() { none.clone() } else { one })
            .collect();
        self.said("owed-weeks", &[("each", each.join(", "))])
    }

    fn rates(&self, came: (i64, i64), went: Went, won: &Won, (from, to): (Instant, Instant)) -> Vec<Rate> {
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
                Share::of(went.accepted, went.handed),
                of(Part::Accepted),
            ),
            self.rate(
                "sal_to_sql",
                expected.sal_to_sql,
                Share::of(went.advanced, went.accepted),
                of(Part::Advanced),
            ),
            self.rate(
                "sql_to_won",
                expected.sql_to_won,
                Share::of(went.won, went.advanced),
                String::new(),
            ),
        ];
        all.extend(self.of_wins(expected, won));
        all
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
            expected: expected.map(whole_percent).unwrap_or_default(),
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
        let days = quantile(&won.took, 500).map(|micros| (Span(micros).whole_seconds() / 86_400).to_string());
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
                of: said(won.took.len() as i64),
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

fn whole_percent(share: f64) -> String {
    format!("{:.0}\u{a0}%", share * 100.0)
}

fn per_mille(n: i64, of: i64) -> u32 {
    u32::try_from(n.saturating_mul(1_000) / of.max(1)).unwrap_or_default()
}
