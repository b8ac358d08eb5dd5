//! Every number of the scorecard, computed again from folded facts, to the unit; and every list has exactly its number.
#![allow(clippy::unwrap_used, clippy::print_stderr)] // helpers stand outside the test functions

mod common;

use common::{facts, monday, plan, played};
use engine::duty::reads as duties;
use engine::scorecard::list::{Line, ListOf, list};
use engine::scorecard::parts::Filter;
use engine::scorecard::reads::{Asked, Deals, Numbers, numbers, went};
use engine::{Engine, Place};
use rules::fact::{AttemptResult, Body, Clock, Fact, RejectReason, SubjectKind, Which};
use rules::handoff::{Ending, Handoff, Stop, Verdict};
use rules::lead::Lead;
use rules::pattern::Pattern;
use rules::scorecard::{By, FollowUp, Kept, Part, Period, Said, Share, Speed, Went, waited};
use rules::{Id, Instant, Span};
use std::collections::BTreeMap;

/// A handoff as its facts leave it, and where its lead came from.
struct Folded {
    handoff: Handoff,
    source: Option<String>,
}

fn folded(facts: &[Fact]) -> Vec<Folded> {
    let mut found: BTreeMap<Id, Folded> = BTreeMap::new();
    let mut lead: Option<Lead> = None;
    for fact in facts {
        match &mut lead {
            Some(known) if known.id == fact.subject.id => known.apply(fact),
            _ => lead = Lead::born(fact),
        }
        let state = lead.as_ref().unwrap();
        for handoff in &state.handoffs {
            let (handoff, source) = (handoff.clone(), state.came_from.source.clone());
            found.insert(handoff.id, Folded { handoff, source });
        }
    }
    found.into_values().collect()
}

fn fits(of: &Folded, filter: &Filter) -> bool {
    filter.tier.as_ref().is_none_or(|tier| *tier == of.handoff.tier)
        && filter
            .source
            .as_ref()
            .is_none_or(|s| *s == of.source.clone().unwrap_or_default())
        && filter.owner.is_none_or(|owner| of.handoff.owner == Some(owner))
}

fn due(h: &Handoff) -> Option<Instant> {
    h.first_attempt.as_ref().map(|t| t.due)
}

fn kept(all: &[&Folded], asked: &Asked) -> Kept {
    let mut kept = Kept::default();
    for h in all
        .iter()
        .map(|f| &f.handoff)
        .filter(|h| due(h).is_some_and(|at| asked.period.has(at)))
    {
        match h.verdict(asked.now) {
            Verdict::Met => kept.met += 1,
            Verdict::Claimed => kept.claimed += 1,
            Verdict::Breached => kept.breached += 1,
            Verdict::Rejected => kept.given_back += 1,
            Verdict::Pending => kept.pending += 1,
            Verdict::Nothing => {}
        }
    }
    kept
}

fn triggered<'a>(all: &'a [&Folded], asked: &'a Asked) -> impl Iterator<Item = &'a Folded> {
    all.iter().copied().filter(|f| asked.period.has(f.handoff.trigger_at))
}

fn n<'a>(of: impl Iterator<Item = &'a Handoff>, is: impl Fn(&Handoff) -> bool) -> i64 {
    of.filter(|h| is(h)).count() as i64
}

fn speed(all: &[&Folded], asked: &Asked) -> Speed {
    let cohort = || triggered(all, asked).map(|f| &f.handoff).filter(|h| due(h).is_some());
    let wait = |h: &Handoff| h.first_try().map(|t| (t.at - h.trigger_at).0);
    let mut ended: Vec<i64> = cohort().filter_map(wait).collect();
    ended.sort_unstable();
    let untried = |h: &Handoff| h.first_try().is_none() && h.stop().is_none();
    let unanswered = n(cohort(), |h| untried(h) && due(h).unwrap() < asked.now);
    Speed {
        tried: ended.len() as i64,
        met: n(cohort(), |h| h.stop() == Some(Stop::Met)),
        unanswered,
        pending: n(cohort(), |h| untried(h) && due(h).unwrap() >= asked.now),
        median: waited(&ended, unanswered, 500),
        p90: waited(&ended, unanswered, 900),
    }
}

fn follow_up(all: &[&Folded], asked: &Asked) -> FollowUp {
    let old = |h: &Handoff| h.trigger_at <= asked.now - asked.within;
    let soon = |h: &Handoff| h.first_try().is_some_and(|t| t.at - h.trigger_at <= asked.within);
    FollowUp {
        within: asked.within,
        old_enough: n(triggered(all, asked).map(|f| &f.handoff), old),
        followed: n(triggered(all, asked).map(|f| &f.handoff), |h| old(h) && soon(h)),
    }
}

fn sources(all: &[&Folded], asked: &Asked) -> Vec<Said> {
    let mut by_source: BTreeMap<Option<String>, Vec<&Handoff>> = BTreeMap::new();
    for f in triggered(all, asked) {
        by_source.entry(f.source.clone()).or_default().push(&f.handoff);
    }
    by_source
        .into_iter()
        .map(|(source, handoffs)| said(source, &handoffs, asked.now))
        .collect()
}

fn said(source: Option<String>, handoffs: &[&Handoff], now: Instant) -> Said {
    let each = || handoffs.iter().copied();
    let heard = |which| {
        n(each(), move |h: &Handoff| {
            h.said.as_ref().is_some_and(|s| s.which == which)
        })
    };
    let due = |h: &Handoff| h.connected_at.is_some() && h.feedback_owed.as_ref().is_some_and(|t| t.due <= now);
    Said {
        source,
        handed: handoffs.len() as i64,
        connected: n(each(), |h| h.connected_at.is_some()),
        due: n(each(), due),
        answered: n(each(), |h| due(h) && h.said.is_some()),
        advanced: heard(Which::Advanced),
        not_ready: heard(Which::FitNotReady),
        not_a_fit: heard(Which::NotAFit),
        rejected: n(each(), |h| h.rejected.is_some()),
        not_a_lead: n(each(), |h| h.not_a_lead.is_some()),
    }
}

/// How far a cohort went, from the facts alone.
fn gone(all: &[&Folded], asked: &Asked) -> Went {
    let handoffs: Vec<&Handoff> = triggered(all, asked).map(|f| &f.handoff).collect();
    let each = || handoffs.iter().copied();
    let due = |h: &Handoff| h.connected_at.is_some() && h.feedback_owed.as_ref().is_some_and(|t| t.due <= asked.now);
    let in_time = |h: &Handoff| {
        due(h)
            && h.said
                .as_ref()
                .is_some_and(|s| s.at <= h.feedback_owed.as_ref().unwrap().due)
    };
    let specific = |h: &Handoff| h.said.as_ref().is_some_and(|s| s.which == Which::NotAFit && s.specific);
    let over = |h: &Handoff| h.connected_at.is_none() && h.plan.is_some_and(|plan| plan.by <= asked.now);
    let kept = |h: &Handoff| {
        let plan = h.plan.unwrap();
        let tries = h.tries.iter().filter(|t| t.at <= plan.by).count() as u32;
        let reason = matches!(h.ending, Some(Ending::Rejected | Ending::NotALead)) && h.closed_at.unwrap() <= plan.by;
        tries >= plan.attempts || reason
    };
    let is_sql = |h: &Handoff| {
        h.said
            .as_ref()
            .is_some_and(|s| s.which == Which::Advanced && s.lacks.is_empty())
    };
    Went {
        said: Said {
            source: None,
            ..said(None, &handoffs, asked.now)
        },
        in_time: n(each(), in_time),
        specific: n(each(), specific),
        valid: n(each(), |h| {
            h.not_a_lead.is_none() && h.rejected != Some(RejectReason::Invalid)
        }),
        asked: n(each(), |h| h.questions.is_some()),
        questions_answered: 0,
        plan_over: n(each(), over),
        persisted: n(each(), |h| over(h) && kept(h)),
        won: n(each(), |h| h.outcome.as_ref().is_some_and(|o| o.won)),
        lost: n(each(), |h| h.outcome.as_ref().is_some_and(|o| !o.won)),
        accepted: n(each(), |h| h.accepted_at.is_some()),
        sql: n(each(), is_sql),
        sql_won: n(each(), |h| is_sql(h) && h.outcome.as_ref().is_some_and(|o| o.won)),
    }
}

/// Deals that ended in the period, from the facts alone: (won, amount, lost).
fn ended(facts: &[Fact], period: Period) -> (i64, i64, i64) {
    let mut found = (0, 0, 0);
    for fact in facts.iter().filter(|fact| period.has(fact.occurred_at)) {
        match &fact.body {
            Body::Won(won) => {
                found.0 += 1;
                found.1 += won.amount.as_ref().map_or(0, |money| money.amount);
            }
            Body::Lost(_) => found.2 += 1,
            _ => {}
        }
    }
    found
}

/// Duties of a clock in the order of facts: due and done, from what began and ended them.
fn run(facts: &[Fact], clock: Clock, period: Period, now: Instant) -> Share {
    let ends = |body: &Body| match clock {
        Clock::Review => matches!(
            body,
            Body::ReviewDecided(_) | Body::Routed(_) | Body::Held(_) | Body::NotALead(_)
        ),
        _ => matches!(
            body,
            Body::AliveAnswered(_) | Body::Won(_) | Body::Lost(_) | Body::Feedback(_)
        ),
    };
    let mut share = Share::default();
    for (place, fact) in facts.iter().enumerate() {
        let Body::ClockStarted(started) = &fact.body else {
            continue;
        };
        if started.clock != clock || !period.has(started.terms.due) {
            continue;
        }
        let lead = fact.subject.id;
        let of_lead = facts[place + 1..].iter().take_while(|other| other.subject.id == lead);
        let done = of_lead
            .filter(|other| ends(&other.body))
            .map(|other| other.occurred_at)
            .next();
        match done {
            Some(at) => (share.part, share.of) = (share.part + i64::from(at <= started.terms.due), share.of + 1),
            None => share.of += i64::from(started.terms.due < now),
        }
    }
    share
}

async fn every_page(engine: &Engine, of: &ListOf) -> Vec<Line> {
    let mut lines: Vec<Line> = vec![];
    loop {
        let page = list(engine.ledger(), of, lines.last().map(Line::cursor), 7)
            .await
            .unwrap();
        let last = page.len() < 7;
        lines.extend(page);
        if last {
            return lines;
        }
    }
}

async fn everybody(engine: &Engine, asked: &Asked) -> Went {
    let mut all = Went::default();
    let by_tier = went(engine.ledger(), asked).await.unwrap();
    by_tier.values().for_each(|tier| all.add(tier));
    all
}

fn numbers_of(read: &Numbers) -> Vec<(Part, By, i64)> {
    vec![
        (Part::Met, By::Due, read.kept.met),
        (Part::Claimed, By::Due, read.kept.claimed),
        (Part::Breached, By::Due, read.kept.breached),
        (Part::GivenBack, By::Due, read.kept.given_back),
        (Part::Pending, By::Due, read.kept.pending),
        (Part::Tried, By::Trigger, read.speed.tried),
        (Part::Met, By::Trigger, read.speed.met),
        (Part::Unanswered, By::Trigger, read.speed.unanswered),
        (Part::Pending, By::Trigger, read.speed.pending),
        (Part::OldEnough, By::Trigger, read.follow_up.old_enough),
        (Part::Followed, By::Trigger, read.follow_up.followed),
        (
            Part::NotFollowed,
            By::Trigger,
            read.follow_up.old_enough - read.follow_up.followed,
        ),
        (Part::Handed, By::Trigger, read.all.handed),
        (Part::Connected, By::Trigger, read.all.connected),
        (Part::FeedbackDue, By::Trigger, read.all.due),
        (Part::Answered, By::Trigger, read.all.answered),
        (Part::Silent, By::Trigger, read.all.due - read.all.answered),
        (Part::Advanced, By::Trigger, read.all.advanced),
        (Part::NotReady, By::Trigger, read.all.not_ready),
        (Part::NotAFit, By::Trigger, read.all.not_a_fit),
        (Part::Rejected, By::Trigger, read.all.rejected),
        (Part::NotALead, By::Trigger, read.all.not_a_lead),
        (Part::NoAnswer, By::Trigger, read.all.unanswered()),
        (Part::Won, By::Outcome, read.deals.won.count),
        (Part::Lost, By::Outcome, read.deals.lost),
    ]
}

async fn lists_have_their_number(engine: &Engine, read: &Numbers) {
    let gone = everybody(engine, &read.asked).await;
    let owed = [
        (Part::InTime, By::Trigger, gone.in_time),
        (Part::Accepted, By::Trigger, gone.accepted),
        (Part::Specific, By::Trigger, gone.specific),
        (Part::Sql, By::Trigger, gone.sql),
        (Part::SqlWon, By::Trigger, gone.sql_won),
        (Part::Valid, By::Trigger, gone.valid),
        (Part::PlanOver, By::Trigger, gone.plan_over),
        (Part::Persisted, By::Trigger, gone.persisted),
        (Part::GaveUp, By::Trigger, gone.plan_over - gone.persisted),
        (Part::NoOutcome, By::Trigger, gone.said.advanced - gone.won - gone.lost),
        (Part::QuestionsAsked, By::Trigger, gone.asked),
    ];
    for (part, by, number) in numbers_of(read).into_iter().chain(owed) {
        let lines = every_page(engine, &read.list_by(part, by, None)).await;
        assert_eq!(lines.len() as i64, number, "{part:?} {by:?} {:?}", read.asked.filter);
        let mut ids: Vec<Id> = lines.iter().map(|line| line.handoff).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), lines.len(), "no line twice");
    }
    for source in &read.sources {
        let of = read.list(Part::Advanced, Some(source.source.as_deref().unwrap_or_default()));
        assert_eq!(
            every_page(engine, &of).await.len() as i64,
            source.advanced,
            "{source:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_number_is_what_the_facts_say_and_opens_its_list() {
    let (engine, _) = played(Place::Memory, plan(21, 24, 8)).await;
    let all = folded(&facts(&engine, SubjectKind::Lead).await);
    assert!(all.len() > 60);
    let owner = all.iter().find_map(|f| f.handoff.owner);
    let filters = [
        Filter::default(),
        Filter {
            tier: Some("request".into()),
            ..Filter::default()
        },
        Filter {
            source: Some("google".into()),
            ..Filter::default()
        },
        Filter {
            source: Some(String::new()),
            ..Filter::default()
        },
        Filter {
            owner,
            ..Filter::default()
        },
    ];
    let whole = (monday() - Span::days(1), monday() + Span::days(60));
    let weeks = (monday() + Span::days(7), monday() + Span::days(21));
    let nothing = (monday() - Span::days(9), monday() - Span::days(8));
    for (from, to) in [whole, weeks, nothing] {
        for filter in &filters {
            for now in [engine.now(), monday() + Span::days(24) + Span::hours(11)] {
                let asked = Asked {
                    period: Period { from, to },
                    filter: filter.clone(),
                    now,
                    within: Span::hours(24),
                };
                let read = numbers(engine.ledger(), asked.clone()).await.unwrap();
                let fitting: Vec<&Folded> = all.iter().filter(|f| fits(f, filter)).collect();
                assert_eq!(read.kept, kept(&fitting, &asked), "{asked:?}");
                assert_eq!(read.speed, speed(&fitting, &asked), "{asked:?}");
                assert_eq!(read.follow_up, follow_up(&fitting, &asked), "{asked:?}");
                assert_eq!(read.sources, sources(&fitting, &asked), "{asked:?}");
                assert_eq!(everybody(&engine, &asked).await, gone(&fitting, &asked), "{asked:?}");
                lists_have_their_number(&engine, &read).await;
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn deals_and_duties_are_what_the_facts_say() {
    let (engine, _) = played(Place::Memory, plan(5, 70, 6)).await;
    let of_leads = facts(&engine, SubjectKind::Lead).await;
    let now = engine.now();
    let tried = |fact: &&Fact| matches!(&fact.body, Body::Attempted(a) if a.result == AttemptResult::Connected);
    assert!(of_leads.iter().filter(tried).count() > 50);
    for (from, to) in [(0, 80), (21, 49), (35, 70)] {
        let period = Period {
            from: monday() + Span::days(from),
            to: monday() + Span::days(to),
        };
        let asked = Asked {
            period,
            filter: Filter::default(),
            now,
            within: Span::hours(24),
        };
        let Deals { won, lost } = numbers(engine.ledger(), asked).await.unwrap().deals;
        let (count, amount, given_up) = ended(&of_leads, period);
        assert_eq!(
            (won.count, won.of("EUR"), lost),
            (count, amount, given_up),
            "{period:?}"
        );
        for clock in [Clock::Review, Clock::StillAlive] {
            let counted = duties::kept(engine.ledger(), clock, period, now).await.unwrap();
            assert_eq!(counted, run(&of_leads, clock, period, now), "{clock:?} {period:?}");
            let all = duties::list(engine.ledger(), (clock, duties::Part::All), (period, now), None, 1_000);
            assert_eq!(all.await.unwrap().len() as i64, counted.of, "{clock:?}");
        }
    }
    let whole = Period {
        from: monday(),
        to: monday() + Span::days(80),
    };
    let (wins, _, losses) = ended(&of_leads, whole);
    assert!(wins > 0 && losses > 0, "a world in which deals end: {wins} {losses}");
    let mut patterns: BTreeMap<Id, Pattern> = BTreeMap::new();
    for fact in facts(&engine, SubjectKind::Pattern).await {
        patterns.entry(fact.subject.id).or_default().apply(&fact);
    }
    let mut folded: Vec<_> = patterns
        .values()
        .flat_map(|p| p.rounds.clone())
        .map(|r| (r.due, r.answered_at))
        .collect();
    let read = engine::pattern::reads::rounds(engine.ledger()).await.unwrap();
    let mut read: Vec<_> = read.into_iter().map(|round| (round.due, round.answered_at)).collect();
    folded.sort_unstable();
    read.sort_unstable();
    assert_eq!(read, folded);
}
