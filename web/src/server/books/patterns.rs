//! `/patterns`: C's alike in reason and source, and Marketing's one answer to each.

use super::{
    Drawing, PAGE_LINES, ask_id, called, cursor, form_token, in_query, is_allowed, lead_href, names, read_cursor,
    viewer, with_people,
};
use crate::frame::Place;
use crate::screens::error::Kind;
use crate::screens::leads::LeadsPage;
use crate::screens::patterns::{Answered, PatternsPage, Row, Told};
use crate::server::answer::{self, onwards, page, refusal_words};
use crate::server::asked::{Asked, Signed};
use crate::server::{App, when, zone_of};
use crate::shapes::{Choice, Countdown, Field, Filter, Pager};
use axum::Router;
use axum::extract::{Form, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use engine::EngineError;
use engine::pattern::reads::{self, Answer, Pattern};
use rules::agreement::Which;
use rules::ask::OfPattern;
use rules::fact::{Actor, ResponseKind};
use rules::refusal::No;
use rules::roster::{Act, Scope, View};
use rules::{Id, Instant, Span};
use serde::Deserialize;
use std::collections::BTreeMap;

/// How far back C's are looked for.
const LOOK_BACK: Span = Span::days(365);
/// C's named on each pattern.
const TOLD_SHOWN: i64 = 5;
/// Answers shown below the open patterns, and alone.
const ANSWERS_BELOW: usize = 20;
const ANSWERS_ALONE: usize = 200;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/patterns", get(list).post(respond))
        .route("/patterns/leads", get(leads))
}

#[derive(Debug, Default, Deserialize)]
struct Shown {
    #[serde(default)]
    state: String,
}

#[derive(Debug, Default, Deserialize)]
struct Responding {
    #[serde(default)]
    reason: String,
    #[serde(default)]
    source: String,
    #[serde(default)]
    response: String,
    #[serde(default)]
    why: String,
    #[serde(default)]
    ask: String,
}

/// What was typed and what is wrong with it.
struct Problem<'a> {
    typed: &'a Responding,
    words: String,
}

async fn list(State(app): State<App>, asked: Asked, Query(query): Query<Shown>) -> Response {
    let signed = match viewer(&app, &asked, View::Marketing, "/patterns") {
        Ok((signed, _)) => signed,
        Err(answer) => return *answer,
    };
    shown(&app, &asked, signed, query.state == "answered", None).await
}

async fn shown(
    app: &App,
    asked: &Asked,
    signed: &Signed,
    only_answered: bool,
    problem: Option<Problem<'_>>,
) -> Response {
    let status = if problem.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    match filled(app, asked, signed, only_answered, problem).await {
        Ok(screen) => page(&screen.frame.clone(), status, &screen),
        Err(error) => answer::error(app, asked, &error, "/"),
    }
}

async fn filled(
    app: &App,
    asked: &Asked,
    signed: &Signed,
    only_answered: bool,
    problem: Option<Problem<'_>>,
) -> Result<PatternsPage, EngineError> {
    let ledger = app.engine.ledger();
    let from = asked.now - LOOK_BACK;
    let open = reads::open(ledger, from).await?;
    let handed = reads::handed(ledger, from).await?;
    let names = names(app).await?;
    let drawing = Drawing {
        asked,
        zone: zone_of(app),
        names: &names,
    };
    let answers = reads::answers(ledger, if only_answered { ANSWERS_ALONE } else { ANSWERS_BELOW }).await?;
    let may_respond = is_allowed(app, signed, Act::Respond);
    let mut rows = Vec::new();
    if !only_answered {
        for pattern in &open {
            let mut row = open_row(app, &drawing, pattern, &handed, from).await?;
            if may_respond {
                with_form(app, asked, &mut row, pattern, problem.as_ref());
            }
            rows.push(row);
        }
    }
    rows.extend(answers.iter().map(|answer| answered_row(app, &drawing, answer)));
    let frame = asked.frame(app, Place::Patterns);
    let pager = Pager {
        shown: frame.say_n("books-shown", &(rows.len() as u64)),
        ..Pager::default()
    };
    Ok(PatternsPage {
        states: states(asked, open.len(), only_answered),
        frame,
        rows,
        pager,
    })
}

fn states(asked: &Asked, open: usize, only_answered: bool) -> Vec<Filter> {
    let filter = |key: &str, href: &str, count, current| Filter {
        label: asked.words.say(key),
        href: href.to_owned(),
        count,
        current,
    };
    vec![
        filter("patterns-open", "/patterns", Some(open as u64), !only_answered),
        filter("patterns-answered", "/patterns?state=answered", None, only_answered),
    ]
}

/// The agreement's words for a reason.
fn reason_words(app: &App, asked: &Asked, code: &str) -> String {
    let in_force = app.engine.in_force();
    let known = in_force.agreement.feedback.reason(Which::NotAFit, code);
    match known {
        Some(reason) => reason.words.clone(),
        None if code.is_empty() => asked.words.say("patterns-no-reason"),
        None => code.replace('_', " "),
    }
}

fn source_words(asked: &Asked, source: &str) -> String {
    if source.is_empty() {
        asked.words.say("books-no-source")
    } else {
        source.to_owned()
    }
}

async fn open_row(
    app: &App,
    drawing: &Drawing<'_>,
    pattern: &Pattern,
    handed: &BTreeMap<String, i64>,
    from: Instant,
) -> Result<Row, EngineError> {
    let asked = drawing.asked;
    let since = pattern.answered_at.unwrap_or(from).max(from);
    let key = (pattern.reason.as_str(), pattern.source.as_str());
    let told = reads::said(app.engine.ledger(), key, since, None, TOLD_SHOWN).await?;
    let ids: Vec<Id> = told.iter().map(|said| said.lead).collect();
    let people = with_people(app, &ids).await?;
    let tell = |said: reads::Said| Told {
        name: called(asked, people.get(&said.lead).and_then(|(_, person)| person.as_ref())),
        href: lead_href(said.lead),
        who: drawing.name(said.owner),
        at: when::moment(&asked.words, &drawing.zone, said.at, asked.now),
    };
    let of = handed.get(&pattern.source).copied().unwrap_or_default();
    let numbers = [
        ("n", pattern.count.into()),
        ("of", of.into()),
        ("specific", pattern.specific.into()),
    ];
    Ok(Row {
        reason: reason_words(app, asked, &pattern.reason),
        source: source_words(asked, &pattern.source),
        count: u64::try_from(pattern.count).unwrap_or_default(),
        list: format!(
            "/patterns/leads?reason={}&source={}&since={}",
            in_query(&pattern.reason),
            in_query(&pattern.source),
            since.0
        ),
        evidence: asked.words.say_with("patterns-evidence", &numbers),
        told: told.into_iter().map(tell).collect(),
        clock: clock(app, drawing, pattern.first),
        ..Row::default()
    })
}

/// Until when Marketing owes an answer, counted from the first C.
fn clock(app: &App, drawing: &Drawing<'_>, first: Instant) -> Option<Countdown> {
    let in_force = app.engine.in_force();
    let target = in_force.agreement.owed.marketing.respond_to_patterns_within;
    let calendar = in_force.agreement.calendars.values().next()?;
    let due = calendar.due_at(first, target).ok()?;
    Some(when::countdown(
        &drawing.asked.words,
        &drawing.zone,
        first,
        due,
        drawing.asked.now,
    ))
}

fn with_form(app: &App, asked: &Asked, row: &mut Row, pattern: &Pattern, problem: Option<&Problem<'_>>) {
    let mine = problem.filter(|p| p.typed.reason == pattern.reason && p.typed.source == pattern.source);
    let chosen = mine.map(|p| p.typed.response.as_str());
    row.action = "/patterns".to_owned();
    row.token = form_token(app);
    row.codes = (pattern.reason.clone(), pattern.source.clone());
    row.open = mine.is_some();
    row.why = mine.map_or_else(Field::default, |p| Field::wrong(&p.typed.why, &p.words));
    row.responses = ResponseKind::ALL
        .into_iter()
        .map(|kind| Choice {
            value: kind.code().to_owned(),
            label: asked.words.code("response", kind.code(), &[]),
            chosen: chosen == Some(kind.code()),
        })
        .collect();
}

fn answered_row(app: &App, drawing: &Drawing<'_>, answer: &Answer) -> Row {
    let asked = drawing.asked;
    let what = asked.words.code("response", answer.response.code(), &[]);
    let what = match &answer.words {
        Some(words) => format!("{what}: {words}"),
        None => what,
    };
    Row {
        reason: reason_words(app, asked, &answer.reason),
        source: source_words(asked, &answer.source),
        answered: Some(Answered {
            what,
            who: drawing.name(answer.who),
            at: when::moment(&asked.words, &drawing.zone, answer.at, asked.now),
        }),
        ..Row::default()
    }
}

async fn respond(State(app): State<App>, asked: Asked, Form(form): Form<Responding>) -> Response {
    let signed = match viewer(&app, &asked, View::Marketing, "/patterns") {
        Ok((signed, _)) => signed,
        Err(answer) => return *answer,
    };
    if !is_allowed(&app, signed, Act::Respond) {
        return answer::forbidden(&app, &asked);
    }
    let Some(response) = ResponseKind::read(&form.response) else {
        let words = asked.words.say("patterns-choose");
        return shown(&app, &asked, signed, false, Some(Problem { typed: &form, words })).await;
    };
    let command = OfPattern::Respond {
        reason: form.reason.clone(),
        source: form.source.clone(),
        response,
        note: Some(form.why.clone()).filter(|why| !why.trim().is_empty()),
    };
    match app
        .engine
        .ask(ask_id(&form.ask), Actor::User(signed.user), command)
        .await
    {
        Ok(_) => onwards("/patterns", Some("flash-pattern-answered")),
        Err(EngineError::Refused(refusal)) if refusal.no == No::Invalid => {
            let words = refusal_words(&asked.frame(&app, Place::Patterns), &refusal);
            shown(&app, &asked, signed, false, Some(Problem { typed: &form, words })).await
        }
        Err(error) => answer::error(&app, &asked, &error, "/patterns"),
    }
}

#[derive(Debug, Default, Deserialize)]
struct Of {
    #[serde(default)]
    reason: String,
    #[serde(default)]
    source: String,
    #[serde(default)]
    since: i64,
    #[serde(default)]
    after: String,
}

/// The leads of a pattern: exactly those it counted.
async fn leads(State(app): State<App>, asked: Asked, Query(of): Query<Of>) -> Response {
    let scope = viewer(&app, &asked, View::Marketing, "/patterns").map(|_| ());
    let seen = scope.and_then(|()| viewer(&app, &asked, View::Leads, "/patterns"));
    match seen {
        Ok((_, Scope::All)) => {}
        Ok(_) => return answer::plain(&asked.frame(&app, Place::Patterns), Kind::Forbidden, "/patterns"),
        Err(answer) => return *answer,
    }
    match leads_of(&app, &asked, &of).await {
        Ok(screen) => page(&screen.frame.clone(), StatusCode::OK, &screen),
        Err(error) => answer::error(&app, &asked, &error, "/patterns"),
    }
}

async fn leads_of(app: &App, asked: &Asked, of: &Of) -> Result<LeadsPage, EngineError> {
    let [reason, source] = [&of.reason, &of.source].map(|text| text.replace('\0', ""));
    let (key, since) = ((reason.as_str(), source.as_str()), Instant(of.since));
    let before = read_cursor(&of.after);
    let mut said = reads::said(app.engine.ledger(), key, since, before, PAGE_LINES + 1).await?;
    let more = said.len() as i64 > PAGE_LINES;
    said.truncate(PAGE_LINES as usize);
    let next = said.last().filter(|_| more).map(|s| cursor((s.at, s.handoff)));
    let ids: Vec<Id> = said.iter().map(|s| s.lead).collect();
    let found = with_people(app, &ids).await?;
    let names = names(app).await?;
    let drawing = Drawing {
        asked,
        zone: zone_of(app),
        names: &names,
    };
    let rows: Vec<_> = ids
        .iter()
        .filter_map(|id| found.get(id))
        .map(|(lead, person)| drawing.row(lead, person.as_ref()))
        .collect();
    let frame = asked.frame(app, Place::Patterns);
    let (reason, source) = (in_query(&of.reason), in_query(&of.source));
    let here = format!("/patterns/leads?reason={reason}&source={source}&since={}", of.since);
    Ok(LeadsPage {
        title: format!(
            "{} × {}",
            reason_words(app, asked, &of.reason),
            source_words(asked, &of.source)
        ),
        shown: frame.say("feedback-c"),
        pager: Pager {
            shown: frame.say_n("books-shown", &(rows.len() as u64)),
            previous: None,
            next: next.map(|next| format!("{here}&after={next}")),
        },
        rows,
        ..LeadsPage::bare(frame)
    })
}
