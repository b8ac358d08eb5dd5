//! `/scorecard`: both sides' first numbers, each with its cohort, its denominator and the list of exactly its leads.

use super::{Drawing, PAGE_LINES, called, cursor, in_query, lead_href, names, read_cursor, viewer, with_people};
use crate::frame::Place;
use crate::screens::leads::{LeadsPage, Row as LeadRow};
use crate::screens::scorecard::{Figure, ScorecardPage, SourceRow};
use crate::server::answer::{self, page};
use crate::server::asked::Asked;
use crate::server::{App, when, zone_of};
use crate::shapes::{Filter as Link, Pager};
use crate::words::{Said as Word, Words};
use axum::Router;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use engine::EngineError;
use engine::scorecard::list::{self, Line, ListOf};
use engine::scorecard::parts::Filter;
use engine::scorecard::reads::{self, Asked as Counted, Numbers};
use jiff::tz::TimeZone;
use rules::agreement::Money;
use rules::fact::Which;
use rules::lead::Lead;
use rules::person::Person;
use rules::roster::{Scope, View};
use rules::scorecard::{By, Part, Period, Said, Share, Waited};
use rules::{Id, Instant, Span};
use serde::Deserialize;

/// The window of the follow-up rate.
pub const FOLLOW_UP_WITHIN: Span = Span::days(1);
/// In the address of a list: what one rep passed on to the next.
const WITHIN_SALES: &str = "within_sales";
/// Periods to choose from.
const PERIODS: [&str; 3] = ["4w", "quarter", "90d"];

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/scorecard", get(shown))
        .route("/scorecard/leads", get(leads))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Choosing {
    period: String,
}

/// The period that a code names, up to and with now.
fn period(code: &str, zone: &TimeZone, now: Instant) -> Period {
    let from = match code {
        "quarter" => quarter_start(zone, now),
        "90d" => now - Span::days(90),
        _ => now - Span::days(28),
    };
    Period {
        from,
        to: now + Span(1),
    }
}

/// The first instant of the calendar quarter, in the calendar's zone.
fn quarter_start(zone: &TimeZone, now: Instant) -> Instant {
    let today = now.stamp().to_zoned(zone.clone()).date();
    let month = (today.month() - 1) / 3 * 3 + 1;
    let first = jiff::civil::Date::new(today.year(), month, 1).and_then(|date| date.to_zoned(zone.clone()));
    first.map_or(now, |start| Instant(start.timestamp().as_microsecond()))
}

async fn shown(State(app): State<App>, asked: Asked, Query(choosing): Query<Choosing>) -> Response {
    if let Err(answer) = viewer(&app, &asked, View::Scorecard, "/scorecard") {
        return *answer;
    }
    match filled(&app, &asked, &choosing.period).await {
        Ok(screen) => page(&screen.frame.clone(), StatusCode::OK, &screen),
        Err(error) => answer::error(&app, &asked, &error, "/"),
    }
}

async fn filled(app: &App, asked: &Asked, chosen: &str) -> Result<ScorecardPage, EngineError> {
    let chosen = PERIODS.into_iter().find(|code| *code == chosen).unwrap_or(PERIODS[0]);
    let zone = zone_of(app);
    let counted = Counted {
        period: period(chosen, &zone, asked.now),
        filter: Filter::default(),
        now: asked.now,
        within: FOLLOW_UP_WITHIN,
    };
    let numbers = reads::numbers(app.engine.ledger(), counted).await?;
    let words = &asked.words;
    let within = super::passed::figures(app, words, &numbers.asked).await?;
    let left_out = reads::customers(app.engine.ledger(), numbers.asked.period).await?;
    let link = |code: &str| Link {
        label: words.code("period", code, &[]),
        href: format!("/scorecard?period={code}"),
        count: None,
        current: code == chosen,
    };
    let ended = numbers.deals.won.count + numbers.deals.lost;
    let none = numbers.all.handed == 0 && ended == 0 && within.is_empty();
    let is_empty = none && numbers.kept == rules::scorecard::Kept::default();
    let figures = [
        kept(words, &numbers),
        lay(words, &numbers),
        speed(words, &numbers),
        follow_up(words, &numbers),
        deals(words, &numbers),
    ];
    Ok(ScorecardPage {
        frame: asked.frame(app, Place::Scorecard),
        period: with_customers(words, span_said(words, &zone, &numbers.asked.period), left_out),
        periods: PERIODS.into_iter().map(link).collect(),
        figures: if is_empty { Vec::new() } else { figures.into() },
        within,
        sources: numbers
            .sources
            .iter()
            .map(|said| source(words, &numbers, said))
            .collect(),
    })
}

/// The period, and that existing customers are left out of it, where there are any.
fn with_customers(words: &Words, period: String, left_out: u64) -> String {
    match left_out {
        0 => period,
        n => format!("{period} · {}", words.say_n("scorecard-customers", n)),
    }
}

/// "4 Feb 2026 – 4 Mar 2026, Europe/Berlin".
fn span_said(words: &Words, zone: &TimeZone, period: &Period) -> String {
    let day = |at: Instant| at.stamp().to_zoned(zone.clone()).strftime("%-d %b %Y").to_string();
    let values = [
        ("from", day(period.from).into()),
        ("to", day(period.to).into()),
        ("zone", zone.iana_name().unwrap_or("UTC").into()),
    ];
    words.say_with("scorecard-span", &values)
}

/// A share in per cent with one decimal where it matters; empty of nothing.
pub(super) fn percent(share: Share) -> String {
    if share.of == 0 {
        return String::new();
    }
    let tenths = share.part.saturating_mul(1_000) / share.of;
    match tenths % 10 {
        0 => format!("{}\u{a0}%", tenths / 10),
        rest => format!("{}.{rest}\u{a0}%", tenths / 10),
    }
}

pub(super) fn said(words: &Words, key: &str, values: &[(&'static str, i64)]) -> String {
    let values: Vec<(&'static str, Word<'_>)> = values.iter().map(|(name, n)| (*name, (*n).into())).collect();
    words.say_with(key, &values)
}

/// A part with how many, and its list.
pub(super) fn part(words: &Words, numbers: &Numbers, which: (Part, By), n: i64) -> (String, String) {
    let label = words.code("part", which.0.code(), &[]);
    (format!("{n} {label}"), href(&numbers.list_by(which.0, which.1, None)))
}

pub(super) fn kept(words: &Words, numbers: &Numbers) -> Figure {
    let kept = &numbers.kept;
    let by = |part_of, n| part(words, numbers, (part_of, By::Due), n);
    Figure {
        name: words.say("scorecard-kept"),
        value: percent(kept.share()),
        of: said(
            words,
            "scorecard-kept-of",
            &[
                ("n", kept.share().of),
                ("back", kept.given_back),
                ("pending", kept.pending),
            ],
        ),
        list: href(&numbers.list_by(Part::Met, By::Due, None)),
        parts: vec![
            by(Part::Met, kept.met),
            by(Part::Claimed, kept.claimed),
            by(Part::Breached, kept.breached),
            by(Part::GivenBack, kept.given_back),
        ],
        ..Figure::default()
    }
}

/// Whom those lay with that were not in time: a question of where time went, not of who is to blame.
fn lay(words: &Words, numbers: &Numbers) -> Figure {
    let lay = &numbers.lay;
    let some = lay.parts().into_iter().filter(|(_, n)| *n > 0);
    Figure {
        name: words.say("scorecard-lay"),
        value: lay.all().to_string(),
        of: said(words, "scorecard-lay-of", &[("n", numbers.kept.share().of)]),
        list: href(&numbers.list_by(Part::Breached, By::Due, None)),
        parts: some
            .map(|(which, n)| part(words, numbers, (which, By::Due), n))
            .collect(),
        ..Figure::default()
    }
}

fn speed(words: &Words, numbers: &Numbers) -> Figure {
    let speed = &numbers.speed;
    let wait = |waited: Waited| match waited {
        Waited::Nobody => String::new(),
        Waited::Still => words.say("scorecard-still"),
        Waited::For(span) => when::length(span),
    };
    let values = [
        ("n", (speed.tried + speed.unanswered).into()),
        ("pending", speed.pending.into()),
        ("ninety", wait(speed.p90).into()),
    ];
    let by = |part_of, n| part(words, numbers, (part_of, By::Trigger), n);
    Figure {
        name: words.say("scorecard-speed"),
        value: wait(speed.median),
        of: words.say_with("scorecard-speed-of", &values),
        list: href(&numbers.list_by(Part::Tried, By::Trigger, None)),
        parts: vec![
            by(Part::Tried, speed.tried),
            by(Part::Unanswered, speed.unanswered),
            by(Part::Pending, speed.pending),
        ],
        ..Figure::default()
    }
}

pub(super) fn follow_up(words: &Words, numbers: &Numbers) -> Figure {
    let found = &numbers.follow_up;
    let by = |part_of, n| part(words, numbers, (part_of, By::Trigger), n);
    let hours = found.within.whole_seconds() / 3_600;
    Figure {
        name: said(words, "scorecard-follow-up", &[("hours", hours)]),
        value: percent(found.share()),
        of: said(
            words,
            "scorecard-follow-up-of",
            &[("n", found.old_enough), ("hours", hours)],
        ),
        list: href(&numbers.list_by(Part::Followed, By::Trigger, None)),
        parts: vec![
            by(Part::Followed, found.followed),
            by(Part::NotFollowed, found.old_enough - found.followed),
        ],
        ..Figure::default()
    }
}

/// Deals that ended in the period: won, with what they brought, and lost. Where none is recorded, that is said.
fn deals(words: &Words, numbers: &Numbers) -> Figure {
    let deals = &numbers.deals;
    let ended = deals.won.count + deals.lost;
    let by = |part_of, n| part(words, numbers, (part_of, By::Outcome), n);
    let sums = deals.won.amounts.iter().map(|(currency, amount)| {
        let (amount, currency) = (*amount, currency.clone());
        super::agreement::money(&Money { amount, currency })
    });
    let sums: Vec<String> = sums.collect();
    let mut of = match (ended, sums.is_empty()) {
        (0, _) => words.say("scorecard-no-outcome"),
        (_, true) => said(words, "scorecard-deals-of", &[("n", ended)]),
        (_, false) => words.say_with(
            "scorecard-deals-sum",
            &[("n", ended.into()), ("sum", sums.join(", ").into())],
        ),
    };
    if deals.won.without > 0 {
        of = format!("{of} {}", words.say_n("owed-without", deals.won.without.unsigned_abs()));
    }
    Figure {
        name: words.say("scorecard-deals"),
        value: if ended == 0 {
            String::new()
        } else {
            deals.won.count.to_string()
        },
        of,
        list: href(&numbers.list_by(Part::Won, By::Outcome, None)),
        parts: match ended {
            0 => Vec::new(),
            _ => vec![by(Part::Won, deals.won.count), by(Part::Lost, deals.lost)],
        },
        ..Figure::default()
    }
}

fn source(words: &Words, numbers: &Numbers, said: &Said) -> SourceRow {
    let code = said.source.as_deref().unwrap_or_default();
    let count = |n: i64| u64::try_from(n).unwrap_or_default();
    SourceRow {
        name: said.source.clone().unwrap_or_else(|| words.say("books-no-source")),
        list: href_without_part(&numbers.list_by(Part::Handed, By::Trigger, Some(code))),
        handed: count(said.handed),
        advanced: count(said.advanced),
        nurture: count(said.not_ready),
        not_a_fit: count(said.not_a_fit),
        waiting: count(said.due - said.answered),
        no_answer: count(said.unanswered()),
    }
}

/// The address of a list, but for its part.
fn href_without_part(of: &ListOf) -> String {
    let (period, filter) = (of.asked.period, &of.asked.filter);
    let mut href = format!(
        "/scorecard/leads?by={}&from={}&to={}&now={}",
        of.by.code(),
        period.from.0,
        period.to.0,
        of.asked.now.0
    );
    let owner = filter.owner.map(|id| id.show("user"));
    let more = [
        ("source", filter.source.as_deref()),
        ("tier", filter.tier.as_deref()),
        ("owner", owner.as_deref()),
    ];
    for (name, value) in more {
        if let Some(value) = value {
            href.push_str(&format!("&{name}={}", in_query(value)));
        }
    }
    if filter.within_sales {
        href.push_str(&format!("&of={WITHIN_SALES}"));
    }
    href
}

pub(super) fn href(of: &ListOf) -> String {
    format!("{}&part={}", href_without_part(of), of.part.code())
}

/// What the address of a list asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asking {
    part: String,
    by: String,
    from: Option<i64>,
    to: Option<i64>,
    now: Option<i64>,
    source: Option<String>,
    tier: Option<String>,
    owner: String,
    of: String,
    after: String,
}

impl Asking {
    fn list_of(&self, now: Instant) -> ListOf {
        let clean = |text: &Option<String>| text.as_ref().map(|t| t.replace('\0', ""));
        let now = self.now.map_or(now, |at| Instant(at).min(now));
        ListOf {
            part: Part::read(&self.part).unwrap_or(Part::Handed),
            by: By::read(&self.by).unwrap_or(By::Trigger),
            asked: Counted {
                period: Period {
                    from: Instant(self.from.unwrap_or_default()),
                    to: self.to.map_or(now + Span(1), Instant),
                },
                filter: Filter {
                    tier: clean(&self.tier),
                    source: clean(&self.source),
                    owner: Id::read("user", &self.owner),
                    within_sales: self.of == WITHIN_SALES,
                },
                now,
                within: FOLLOW_UP_WITHIN,
            },
        }
    }
}

async fn leads(State(app): State<App>, asked: Asked, Query(asking): Query<Asking>) -> Response {
    let (signed, scope) = match viewer(&app, &asked, View::Leads, "/scorecard") {
        Ok(both) => both,
        Err(answer) => return *answer,
    };
    let mut of = asking.list_of(asked.now);
    let own = (scope != Scope::All).then_some(signed.user);
    let elsewhere = own.is_some() && of.asked.filter.owner.is_some_and(|owner| Some(owner) != own);
    if elsewhere {
        return answer::forbidden(&app, &asked);
    }
    of.asked.filter.owner = of.asked.filter.owner.or(own);
    match leads_of(&app, &asked, &of, &asking.after, own.is_some()).await {
        Ok(screen) => page(&screen.frame.clone(), StatusCode::OK, &screen),
        Err(error) => answer::error(&app, &asked, &error, "/scorecard"),
    }
}

async fn leads_of(app: &App, asked: &Asked, of: &ListOf, after: &str, own: bool) -> Result<LeadsPage, EngineError> {
    let mut lines = list::list(app.engine.ledger(), of, read_cursor(after), PAGE_LINES + 1).await?;
    let more = lines.len() as i64 > PAGE_LINES;
    lines.truncate(PAGE_LINES as usize);
    let next = lines.last().filter(|_| more).map(|line| cursor(line.cursor()));
    let ids: Vec<Id> = lines.iter().map(|line| line.lead).collect();
    let found = with_people(app, &ids).await?;
    let names = names(app).await?;
    let drawing = Drawing {
        asked,
        zone: zone_of(app),
        names: &names,
    };
    let rows: Vec<LeadRow> = lines
        .iter()
        .filter_map(|line| {
            let (lead, person) = found.get(&line.lead)?;
            Some(row(&drawing, line, lead, person.as_ref()))
        })
        .collect();
    let frame = asked.frame(app, Place::Scorecard);
    let said = span_said(&frame.words, &drawing.zone, &of.asked.period);
    let (by, span) = (of.by.code(), [("span", said.into())]);
    let cohort = match of.asked.filter.within_sales {
        true => frame.words.code("cohort-within", by, &span),
        false => frame.words.code("cohort", by, &span),
    };
    let about = frame.words.code("part-about", of.part.code(), &[]);
    let about = if about.is_empty() { about } else { format!(" {about}") };
    Ok(LeadsPage {
        title: frame.words.code("part", of.part.code(), &[]),
        shown: match own {
            true => format!("{cohort}{about} {}", frame.say("leads-own")),
            false => format!("{cohort}{about}"),
        },
        pager: Pager {
            shown: frame.say_n("books-shown", &(rows.len() as u64)),
            previous: None,
            next: next.map(|next| format!("{}&after={next}", href(of))),
        },
        filtered: true,
        rows,
        ..LeadsPage::bare(frame)
    })
}

/// A handoff as a line: what it owes, who has it, what was said of it.
fn row(drawing: &Drawing<'_>, line: &Line, lead: &Lead, person: Option<&Person>) -> LeadRow {
    let (words, now) = (&drawing.asked.words, drawing.asked.now);
    let clock = line
        .owed_at
        .map(|due| when::countdown(words, &drawing.zone, line.trigger_at, due, now));
    LeadRow {
        href: lead_href(line.lead),
        name: called(drawing.asked, person),
        feedback: line.feedback.as_deref().and_then(Which::read).map(super::feedback),
        source: line.source.clone().unwrap_or_default(),
        owner: drawing.name(line.owner.or(line.accountable)),
        clock,
        last: when::moment(words, &drawing.zone, line.trigger_at, now),
        ..drawing.row(lead, person)
    }
}
