//! `/review`: what waits for Marketing, why, since when, until when; release, nurture or discard.

use super::{
    Drawing, ask_id, called, cursor, form_token, is_allowed, lead_href, names, read_cursor, viewer, with_people,
};
use crate::frame::Place;
use crate::screens::error::Kind;
use crate::screens::review::{ReviewPage, Row};
use crate::server::answer::{self, onwards, page};
use crate::server::asked::Asked;
use crate::server::{App, when, zone_of};
use crate::shapes::{Choice, Filter, Pager};
use axum::Router;
use axum::extract::{Form, Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use engine::EngineError;
use rules::Id;
use rules::agreement::{ClauseOutcome, Stage, Which};
use rules::ask::OfLead;
use rules::fact::{Actor, ReviewChoice, ReviewReason};
use rules::lead::{Lead, Review};
use rules::person::{Person, add_play};
use rules::roster::{Act, View};
use serde::Deserialize;

const PAGE_LINES: i64 = 25;
const REASONS: [ReviewReason; 3] = [
    ReviewReason::RejectedBySales,
    ReviewReason::MissingFacts,
    ReviewReason::SuspectedSpam,
];
/// What may be decided, by its code, and the message after it.
const CHOICES: [(&str, ReviewChoice, &str); 3] = [
    ("release", ReviewChoice::Release, "flash-review-release"),
    ("nurture", ReviewChoice::Nurture, "flash-review-nurture"),
    ("discard", ReviewChoice::Discard, "flash-review-discard"),
];

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/review", get(list))
        .route("/review/{lead}", post(decide))
}

#[derive(Debug, Default, Deserialize)]
struct Asking {
    #[serde(default)]
    kind: String,
    #[serde(default)]
    after: String,
}

async fn list(State(app): State<App>, asked: Asked, Query(query): Query<Asking>) -> Response {
    let signed = match viewer(&app, &asked, View::Marketing, "/review") {
        Ok((signed, _)) => signed,
        Err(answer) => return *answer,
    };
    let decides = is_allowed(&app, signed, Act::Review);
    match filled(&app, &asked, &query, decides).await {
        Ok(screen) => page(&screen.frame.clone(), StatusCode::OK, &screen),
        Err(error) => answer::error(&app, &asked, &error, "/"),
    }
}

async fn filled(app: &App, asked: &Asked, query: &Asking, decides: bool) -> Result<ReviewPage, EngineError> {
    let ledger = app.engine.ledger();
    let kind = REASONS.iter().map(|r| r.code()).find(|code| *code == query.kind);
    let mut leads = engine::review::reads::waiting(ledger, kind, read_cursor(&query.after), PAGE_LINES + 1).await?;
    let more = leads.len() as i64 > PAGE_LINES;
    leads.truncate(PAGE_LINES as usize);
    let next = leads
        .last()
        .filter(|_| more)
        .and_then(|lead| Some(cursor((lead.review.as_ref()?.since, lead.id))));
    let counts = engine::review::reads::counts(ledger).await?;
    let ids: Vec<Id> = leads.iter().map(|lead| lead.id).collect();
    let people = with_people(app, &ids).await?;
    let names = names(app).await?;
    let drawing = Drawing {
        asked,
        zone: zone_of(app),
        names: &names,
    };
    let rows: Vec<Row> = leads
        .iter()
        .filter_map(|lead| {
            let person = people.get(&lead.id).and_then(|(_, person)| person.as_ref());
            Some(row(app, &drawing, lead, lead.review.as_ref()?, person, decides))
        })
        .collect();
    let frame = asked.frame(app, Place::Review);
    let pager = Pager {
        shown: frame.say_n("books-shown", &(rows.len() as u64)),
        previous: None,
        next: next.map(|next| format!("/review?kind={}&after={next}", query.kind)),
    };
    let kinds = kinds(asked, &counts, kind);
    Ok(ReviewPage {
        frame,
        kinds,
        rows,
        pager,
    })
}

fn kinds(asked: &Asked, counts: &[(String, i64)], current: Option<&str>) -> Vec<Filter> {
    let all: i64 = counts.iter().map(|(_, n)| n).sum();
    let every = Filter {
        label: asked.words.say("books-all"),
        href: "/review".to_owned(),
        count: u64::try_from(all).ok(),
        current: current.is_none(),
    };
    let one = |reason: ReviewReason| {
        let count = counts
            .iter()
            .find(|(code, _)| code == reason.code())
            .map_or(0, |(_, n)| *n);
        Filter {
            label: asked.words.code("review-reason", reason.code(), &[]),
            href: format!("/review?kind={}", reason.code()),
            count: u64::try_from(count).ok(),
            current: current == Some(reason.code()),
        }
    };
    std::iter::once(every).chain(REASONS.into_iter().map(one)).collect()
}

fn row(app: &App, drawing: &Drawing<'_>, lead: &Lead, review: &Review, person: Option<&Person>, decides: bool) -> Row {
    let (words, now) = (&drawing.asked.words, drawing.asked.now);
    let back = (review.reason == ReviewReason::RejectedBySales)
        .then(|| lead.handoffs.last())
        .flatten();
    let choice = |(code, _, _): &(&str, ReviewChoice, &str)| Choice {
        value: (*code).to_owned(),
        label: words.code("review-choice", code, &[]),
        chosen: false,
    };
    Row {
        href: lead_href(lead.id),
        name: called(drawing.asked, person),
        company: person.and_then(|p| p.company.clone()).unwrap_or_default(),
        kind: words.code("review-reason", review.reason.code(), &[]),
        what: what(app, drawing, lead, review, person),
        who: drawing.name(back.and_then(|h| h.owner)),
        since: when::moment(words, &drawing.zone, review.since, now),
        known: known(drawing, lead, person),
        clock: review
            .terms
            .as_ref()
            .map(|t| when::countdown(words, &drawing.zone, t.start, t.due, now)),
        action: format!("/review/{}", lead.id.show("lead")),
        token: form_token(app),
        decisions: if decides {
            CHOICES.iter().map(choice).collect()
        } else {
            Vec::new()
        },
    }
}

/// What exactly is to be decided: the rep's reason, or the clauses that cannot be told.
fn what(app: &App, drawing: &Drawing<'_>, lead: &Lead, review: &Review, person: Option<&Person>) -> String {
    let in_force = app.engine.in_force();
    match review.reason {
        ReviewReason::RejectedBySales => {
            let code = lead.handoffs.last().and_then(|h| h.rejected).map(|r| r.code());
            let reason = code.and_then(|code| in_force.agreement.feedback.reason(Which::Rejected, code));
            reason.map_or_else(|| code.unwrap_or_default().replace('_', " "), |r| r.words.clone())
        }
        ReviewReason::MissingFacts => {
            let mut facets = person.map(Person::facets).unwrap_or_default();
            let came = &lead.came_from;
            let (source, form) = (came.source.as_deref(), came.form.as_deref());
            add_play(&mut facets, lead.kind, source, form, &lead.score, review.since);
            let verdict = in_force.agreement.judge(Stage::Mql, &facets);
            let open = verdict.clauses.iter().filter(|(_, o)| *o != ClauseOutcome::True);
            let clauses: Vec<&str> = open.map(|(name, _)| name.as_str()).collect();
            match clauses.as_slice() {
                [] => String::new(),
                some => drawing.asked.words.say_of("review-cannot-tell", &some.join("; ")),
            }
        }
        ReviewReason::SuspectedSpam => drawing.asked.words.say("review-spam"),
    }
}

fn known(drawing: &Drawing<'_>, lead: &Lead, person: Option<&Person>) -> Vec<(String, String)> {
    let words = &drawing.asked.words;
    let kind = words.code("kind", lead.kind.code(), &[]);
    let of = |pick: fn(&Person) -> Option<&String>| person.and_then(pick).cloned();
    let facts = [
        ("books-asked-for", Some(kind)),
        ("word-email", of(|p| p.email.as_ref())),
        ("books-phone", of(|p| p.phone.as_ref())),
        ("books-job-title", of(|p| p.job_title.as_ref())),
        ("books-country", of(|p| p.country.as_ref())),
        ("word-source", lead.came_from.source.clone()),
    ];
    facts
        .into_iter()
        .filter_map(|(key, value)| Some((words.say(key), value?)))
        .collect()
}

#[derive(Debug, Default, Deserialize)]
struct Decision {
    #[serde(default)]
    decision: String,
    #[serde(default)]
    ask: String,
}

async fn decide(
    State(app): State<App>,
    asked: Asked,
    Path(lead): Path<String>,
    Form(form): Form<Decision>,
) -> Response {
    let signed = match viewer(&app, &asked, View::Marketing, "/review") {
        Ok((signed, _)) => signed,
        Err(answer) => return *answer,
    };
    let plain = |kind| answer::plain(&asked.frame(&app, Place::Review), kind, "/review");
    let Some(lead) = Id::read("lead", &lead) else {
        return plain(Kind::NotFound);
    };
    let Some((_, choice, flash)) = CHOICES.iter().find(|(code, _, _)| *code == form.decision) else {
        return plain(Kind::Unprocessable);
    };
    let command = OfLead::Review { lead, choice: *choice };
    let reply = app
        .engine
        .ask(ask_id(&form.ask), Actor::User(signed.user), command)
        .await;
    match reply {
        Ok(_) => onwards("/review", Some(flash)),
        Err(error) => answer::error(&app, &asked, &error, "/review"),
    }
}
