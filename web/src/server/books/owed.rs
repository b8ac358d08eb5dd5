//! Owed and kept, on the agreement's own page: the goal with its pace, what each side owes by week, expected rates with
//! what is so. Every number is one of the scorecard's, counted by the same text.

use super::agreement::{money, target};
use super::passed::{self, Passed};
use super::scorecard::{href, percent};
use crate::agreed::percent as signed;
use crate::screens::agreement::Owed as Screen;
use crate::screens::scorecard::Figure;
use crate::server::asked::Asked;
use crate::server::{App, zone_of};
use crate::words::{Said as Word, Words};
use engine::EngineError;
use engine::duty;
use engine::scorecard::list::ListOf;
use engine::scorecard::owed::{self, Sum};
use engine::scorecard::parts::Filter;
use engine::scorecard::reads::{Asked as Counted, kept, went};
use rules::agreement::dates::{Stretch, weeks};
use rules::agreement::{Agreement, Counted as CountedBy, Money};
use rules::calendar::Calendar;
use rules::calendar::Target;
use rules::fact::Clock;
use rules::pattern::Round;
use rules::roster::{Scope, View, may_see};
use rules::scorecard::{By, Kept, Part, Period, Share, Went};
use rules::{Instant, Span};
use std::collections::BTreeMap;

/// Weeks shown, the running one last.
const WEEKS: u8 = 8;

/// One week, counted.
pub(super) struct Week {
    pub(super) stretch: Stretch,
    by_tier: BTreeMap<String, Went>,
    kept: Kept,
    went: Went,
    reviews: Share,
    alive: Share,
    patterns: Share,
    pub(super) passed: Option<Passed>,
}

impl Week {
    /// Leads of a tier handed over in it.
    pub(super) fn handed(&self, tier: &str) -> i64 {
        self.by_tier.get(tier).map(|went| went.said.handed).unwrap_or_default()
    }
}

/// Who says it, and as of when.
pub(super) struct Telling<'a> {
    pub(super) words: &'a Words,
    pub(super) agreement: &'a Agreement,
    calendar: Option<&'a Calendar>,
    pub(super) now: Instant,
    /// Whether whoever looks may open the patterns.
    sees_patterns: bool,
}

/// Everything owed under the agreement in force, and what is kept of it.
pub(super) async fn owed(app: &App, asked: &Asked, agreement: &Agreement) -> Result<Screen, EngineError> {
    let rule = agreement.rotations.first();
    let telling = Telling {
        words: &asked.words,
        agreement,
        calendar: rule.and_then(|rule| agreement.calendar_of(rule)),
        now: asked.now,
        sees_patterns: asked
            .signed
            .as_ref()
            .is_some_and(|signed| may_see(&app.engine.roster(), signed.user, View::Marketing) != Scope::None),
    };
    let rounds = engine::pattern::reads::rounds(app.engine.ledger()).await?;
    let stretches = weeks(&zone_of(app), asked.now, WEEKS);
    let from = stretches.first().map_or(asked.now, |first| first.from);
    let shown = Period { from, to: asked.now };
    let any = engine::scorecard::reads::passed_on(app.engine.ledger(), shown).await?;
    let mut all = Vec::new();
    for stretch in stretches {
        let mut counted_week = week(app, asked.now, stretch, &rounds).await?;
        counted_week.passed = passed::week(app, counted(stretch.from, stretch.to, asked.now, None), any).await?;
        all.push(counted_week);
    }
    let mut screen = Screen {
        marketing: telling.marketing(&all),
        sales: telling.sales(&all),
        backwards: backwards(telling.words, telling.agreement),
        ..Screen::default()
    };
    goal(app, &telling, &mut screen).await?;
    super::owed_rates::rates(app, &telling, &mut screen).await?;
    Ok(screen)
}

async fn week(app: &App, now: Instant, stretch: Stretch, rounds: &[Round]) -> Result<Week, EngineError> {
    let ledger = app.engine.ledger();
    let counted = counted(stretch.from, stretch.to, now, None);
    let period = counted.period;
    let (kept, by_tier, reviews, alive) = tokio::try_join!(
        kept(ledger, &counted),
        went(ledger, &counted),
        duty::reads::kept(ledger, Clock::Review, period, now),
        duty::reads::kept(ledger, Clock::StillAlive, period, now)
    )?;
    let mut went = Went::default();
    by_tier.values().for_each(|tier| went.add(tier));
    Ok(Week {
        stretch,
        by_tier,
        kept,
        went,
        reviews,
        alive,
        patterns: answered(rounds, period, now),
        passed: None,
    })
}

/// Answers to patterns that were due in a period: how many were given in time.
fn answered(rounds: &[Round], period: Period, now: Instant) -> Share {
    let due = rounds.iter().filter(|round| period.has(round.due));
    let kept: Vec<bool> = due.filter_map(|round| round.kept(now)).collect();
    Share::of(kept.iter().filter(|kept| **kept).count() as i64, kept.len() as i64)
}

pub(super) fn counted(from: Instant, to: Instant, now: Instant, tier: Option<&str>) -> Counted {
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

pub(super) fn list(part: Part, by: By, asked: Counted) -> String {
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

impl Telling<'_> {
    pub(super) fn said(&self, key: &str, values: &[(&'static str, String)]) -> String {
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
        let state = self.state(quarter, reached >= pace, reached >= wanted.amount);
        Figure {
            name,
            value: in_currency(reached),
            of,
            parts: vec![(state, String::new())],
            ..Figure::default()
        }
    }

    /// Where a quarter's sum stands: not begun, on pace or behind it, reached or not.
    fn state(&self, quarter: Stretch, on_pace: bool, reached: bool) -> String {
        let words = self.words;
        if self.now < quarter.from {
            let zone = self
                .calendar
                .map_or(jiff::tz::TimeZone::UTC, |calendar| calendar.zone().clone());
            let day = quarter.from.stamp().to_zoned(zone).strftime("%-d %b %Y").to_string();
            return words.say_of("owed-begins", &day);
        }
        words.say(match (self.now < quarter.to, on_pace, reached) {
            (_, _, true) => "owed-reached",
            (true, true, _) => "owed-on-pace",
            (true, false, _) => "owed-behind",
            (false, ..) => "owed-not-reached",
        })
    }

    fn marketing(&self, weeks: &[Week]) -> Vec<Figure> {
        let owed = &self.agreement.owed.marketing;
        let mut all = match owed.counted_by {
            CountedBy::Leads => self.delivered_by_number(weeks),
            CountedBy::Value => self.delivered_by_value(weeks),
        };
        if let Some(least) = owed.valid_min {
            let valid = |week: &Week| week.went.validity();
            all.push(self.share("valid", least, weeks, valid, (Part::Valid, By::Trigger)));
        }
        if let Some(least) = owed.questions_answered_min {
            all.push(self.questions(least, weeks));
        }
        all.extend(
            owed.pipeline_share
                .map(|least| self.not_countable("pipeline_share", least)),
        );
        all.push(
            self.timely(("review", Clock::Review), owed.review_within, weeks, |week| {
                week.reviews
            }),
        );
        all.push(self.patterns(owed.respond_to_patterns_within, weeks));
        all
    }

    fn sales(&self, weeks: &[Week]) -> Vec<Figure> {
        let owed = &self.agreement.owed.sales;
        let mut all = Vec::new();
        if let Some(least) = owed.first_attempt_kept_min {
            let kept = |week: &Week| week.kept.share();
            all.push(self.share("kept", least, weeks, kept, (Part::Met, By::Due)));
        }
        if let Some(least) = owed.persistence_min {
            let kept_at_it = |week: &Week| week.went.persistence();
            let mut figure = self.share("persistence", least, weeks, kept_at_it, (Part::Persisted, By::Trigger));
            self.beside(
                &mut figure,
                weeks,
                (Part::GaveUp, |went| went.plan_over - went.persisted),
            );
            all.push(figure);
        }
        if let Some(least) = owed.feedback_in_time_min {
            let in_time = |week: &Week| week.went.feedback_in_time();
            all.push(self.share("feedback", least, weeks, in_time, (Part::InTime, By::Trigger)));
        }
        if let Some(least) = owed.specific_min {
            let specific = |week: &Week| week.went.specifically();
            all.push(self.share("specific", least, weeks, specific, (Part::Specific, By::Trigger)));
        }
        all.push(
            self.timely(("alive", Clock::StillAlive), owed.still_alive_within, weeks, |week| {
                week.alive
            }),
        );
        all.extend(self.passed_on(weeks));
        all
    }

    /// With the questions answered; where the agreement asks none before a handoff, that is what there is to say.
    fn questions(&self, least: f64, weeks: &[Week]) -> Figure {
        let answered = |week: &Week| week.went.answered();
        let mut figure = self.share(
            "answered",
            least,
            weeks,
            answered,
            (Part::QuestionsAnswered, By::Trigger),
        );
        let asks = !self.agreement.handoff.questions.is_empty();
        if !asks && weeks.iter().all(|week| week.went.asked == 0) {
            figure.of = self.said("owed-no-questions", &[("least", signed(least))]);
            figure.list = String::new();
            figure.weeks.clear();
        }
        self.beside(
            &mut figure,
            weeks,
            (Part::QuestionsOpen, |went| went.asked - went.questions_answered),
        );
        figure
    }

    /// Beside a share: those that are not in it, with their list.
    fn beside(&self, figure: &mut Figure, weeks: &[Week], (part, count): (Part, fn(&Went) -> i64)) {
        let n: i64 = weeks.iter().map(|week| count(&week.went)).sum();
        if n == 0 {
            return;
        }
        let from = weeks.first().map_or(self.now, |week| week.stretch.from);
        let href = list(part, By::Trigger, counted(from, self.now + Span(1), self.now, None));
        let label = self.words.code("part", part.code(), &[]);
        figure.parts.push((format!("{n} {label}"), href));
    }

    /// What cannot be told from the facts: why not, in words.
    fn not_countable(&self, key: &str, least: f64) -> Figure {
        let values = [("least", signed(least).into())];
        Figure {
            name: self.words.code("owed", key, &[]),
            of: self.words.code("owed-why-not", key, &values),
            ..Figure::default()
        }
    }

    /// A duty with a time: how many were done in it, by the week in which they were due.
    fn timely(
        &self,
        (key, clock): (&str, Clock),
        within: Target,
        weeks: &[Week],
        of: impl Fn(&Week) -> Share,
    ) -> Figure {
        let mut figure = self.in_time(key, within, weeks, of);
        let from = weeks.first().map_or(self.now, |week| week.stretch.from);
        let to = weeks.last().map_or(self.now, |week| week.stretch.to);
        let period = Period { from, to };
        let href = |part| super::duties::href(clock, part, period, self.now);
        figure.list = href(duty::reads::Part::All);
        for (_, list) in figure.parts.iter_mut().skip(1) {
            *list = href(duty::reads::Part::Late);
        }
        figure
    }

    /// Patterns answered in time; the patterns themselves stand on their own page.
    fn patterns(&self, within: Target, weeks: &[Week]) -> Figure {
        let mut figure = self.in_time("respond", within, weeks, |week| week.patterns);
        if self.sees_patterns {
            figure.list = "/patterns?state=answered".to_owned();
            let late = figure.parts.iter_mut().skip(1);
            late.for_each(|(_, list)| "/patterns".clone_into(list));
        }
        figure
    }

    fn in_time(&self, key: &str, within: Target, weeks: &[Week], of: impl Fn(&Week) -> Share) -> Figure {
        let shares: Vec<Share> = weeks.iter().map(of).collect();
        let whole = sum_of(&shares);
        let late = whole.of - whole.part;
        let state = if late == 0 { "is_kept" } else { "is_missed" };
        let mut parts = Vec::new();
        if whole.of > 0 {
            parts.push((self.words.code("owed", state, &[]), String::new()));
        }
        if late > 0 {
            parts.push((self.words.say_n("owed-late", late.unsigned_abs()), String::new()));
        }
        let values = [("within", target(self.words, within)), ("n", whole.of.to_string())];
        Figure {
            name: self.words.code("owed", key, &[]),
            value: percent(whole),
            of: self.said("owed-within-of", &values),
            parts,
            weeks: shares.iter().map(|share| per_mille(share.part, share.of)).collect(),
            weeks_said: self.weeks_said(shares.iter().map(|share| percent(*share))),
            ..Figure::default()
        }
    }

    /// Leads of each tier handed over, by number.
    pub(super) fn delivered_by_number(&self, weeks: &[Week]) -> Vec<Figure> {
        let owed = self.agreement.owed.marketing.per_week.iter();
        owed.map(|(tier, leads)| self.delivered(tier, i64::from(*leads), weeks))
            .collect()
    }

    /// Which share of a week's open time has passed.
    pub(super) fn passed(&self, week: &Week) -> f64 {
        let passed = |calendar| week.stretch.passed(calendar, self.now);
        self.calendar.map_or(0.0, passed)
    }

    /// Leads of a tier handed over, this week so far against pace, and the weeks before.
    fn delivered(&self, tier: &str, owed: i64, weeks: &[Week]) -> Figure {
        let of = |week: &Week| week.handed(tier);
        let Some(last) = weeks.last() else {
            return Figure::default();
        };
        let pace = (owed as f64 * self.passed(last)).round() as i64;
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
        let whole = sum_of(&shares);
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
                &[("least", signed(least)), ("n", whole.of.to_string())],
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

    pub(super) fn weeks_said(&self, each: impl Iterator<Item = String>) -> String {
        let none = self.words.say("owed-nothing");
        let each: Vec<String> = each
            .map(|one| if one.is_empty() { none.clone() } else { one })
            .collect();
        self.said("owed-weeks", &[("each", each.join(", "))])
    }
}

pub(super) fn sum_of(shares: &[Share]) -> Share {
    let add = |all: Share, one: &Share| Share::of(all.part + one.part, all.of + one.of);
    shares.iter().fold(Share::default(), add)
}

pub(super) fn whole_percent(share: f64) -> String {
    format!("{:.0}\u{a0}%", share * 100.0)
}

pub(super) fn per_mille(n: i64, of: i64) -> u32 {
    u32::try_from(n.saturating_mul(1_000) / of.max(1)).unwrap_or_default()
}

/// What the goal of a text asks for, where it has one: said while it is edited, and beside the signature.
pub(in crate::server::books) fn asked_by_goal(words: &Words, agreement: &Agreement) -> Option<String> {
    agreement.goal.as_ref().map(|_| backwards(words, agreement))
}

/// The won goal through the rates: leads a week, and whether what is owed is enough.
fn backwards(words: &Words, agreement: &Agreement) -> String {
    let Some(goal) = &agreement.goal else {
        return words.say("owed-no-goal");
    };
    let expected = &agreement.expected;
    let Some((leads, mqls)) = expected.leads_a_week(goal).zip(expected.mqls_a_week(goal)) else {
        return words.say("owed-no-rates");
    };
    let owed: u64 = agreement.owed.marketing.per_week.values().map(|n| u64::from(*n)).sum();
    let values = [
        ("leads", leads.to_string().into()),
        ("mqls", mqls.to_string().into()),
        ("goal", goal.won.as_ref().map(money).unwrap_or_default().into()),
        ("owed", owed.to_string().into()),
    ];
    let enough = if owed >= mqls {
        "owed-backwards-enough"
    } else {
        "owed-backwards-short"
    };
    format!("{} {}", words.say_with("owed-backwards", &values), words.say(enough))
}
