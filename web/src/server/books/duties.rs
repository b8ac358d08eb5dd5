//! `/scorecard/duties`: the leads behind what is owed beside first attempts: Marketing's look, a rep's "still alive?".

use super::{Drawing, PAGE_LINES, cursor, names, read_cursor, viewer, with_people};
use crate::frame::Place;
use crate::screens::leads::{LeadsPage, Row as LeadRow};
use crate::server::answer::{self, page};
use crate::server::asked::Asked;
use crate::server::{App, when, zone_of};
use crate::shapes::Pager;
use axum::Router;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use engine::EngineError;
use engine::duty::reads::{self, Line, Part};
use rules::fact::Clock;
use rules::roster::{Scope, View};
use rules::scorecard::Period;
use rules::{Id, Instant, Span};
use serde::Deserialize;

pub(super) fn routes() -> Router<App> {
    Router::new().route("/scorecard/duties", get(leads))
}

/// The address of the leads behind a count.
pub(super) fn href(clock: Clock, part: Part, period: Period, now: Instant) -> String {
    format!(
        "/scorecard/duties?clock={}&part={}&from={}&to={}&now={}",
        clock.code(),
        part.code(),
        period.from.0,
        period.to.0,
        now.0
    )
}

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asking {
    clock: String,
    part: String,
    from: Option<i64>,
    to: Option<i64>,
    now: Option<i64>,
    after: String,
}

impl Asking {
    fn clock(&self) -> Clock {
        match Clock::read(&self.clock) {
            Some(Clock::StillAlive) => Clock::StillAlive,
            _ => Clock::Review,
        }
    }

    fn period(&self, now: Instant) -> Period {
        Period {
            from: Instant(self.from.unwrap_or_default()),
            to: self.to.map_or(now + Span(1), Instant),
        }
    }
}

async fn leads(State(app): State<App>, asked: Asked, Query(asking): Query<Asking>) -> Response {
    let (signed, scope) = match viewer(&app, &asked, View::Leads, "/scorecard") {
        Ok(both) => both,
        Err(answer) => return *answer,
    };
    let own = (scope != Scope::All).then_some(signed.user);
    match filled(&app, &asked, &asking, own).await {
        Ok(screen) => page(&screen.frame.clone(), StatusCode::OK, &screen),
        Err(error) => answer::error(&app, &asked, &error, "/scorecard"),
    }
}

async fn filled(app: &App, asked: &Asked, asking: &Asking, own: Option<Id>) -> Result<LeadsPage, EngineError> {
    let now = asking.now.map_or(asked.now, |at| Instant(at).min(asked.now));
    let (clock, part) = (asking.clock(), Part::read(&asking.part).unwrap_or(Part::All));
    let period = asking.period(now);
    let after = read_cursor(&asking.after);
    let mut lines = reads::list(app.engine.ledger(), (clock, part), (period, now), after, PAGE_LINES + 1).await?;
    let more = lines.len() as i64 > PAGE_LINES;
    lines.truncate(PAGE_LINES as usize);
    let next = lines.last().filter(|_| more).map(|line| cursor((line.due, line.lead)));
    let ids: Vec<Id> = lines.iter().map(|line| line.lead).collect();
    let found = with_people(app, &ids).await?;
    let names = names(app).await?;
    let drawing = Drawing {
        asked,
        zone: zone_of(app),
        names: &names,
    };
    let mine = |line: &&Line| own.is_none() || line.owner == own;
    let row = |line: &Line| {
        let (lead, person) = found.get(&line.lead)?;
        let done = line.done_at.unwrap_or(line.due);
        Some(LeadRow {
            owner: drawing.name(line.owner.or(lead.last_owner())),
            last: when::moment(&asked.words, &drawing.zone, done, asked.now),
            ..drawing.row(lead, person.as_ref())
        })
    };
    let rows: Vec<LeadRow> = lines.iter().filter(mine).filter_map(row).collect();
    let frame = asked.frame(app, Place::Scorecard);
    let about = frame
        .words
        .code("duty-about", &format!("{}-{}", clock.code(), part.code()), &[]);
    Ok(LeadsPage {
        title: frame.words.code("duty-list", clock.code(), &[]),
        shown: about,
        pager: Pager {
            shown: frame.say_n("books-shown", &(rows.len() as u64)),
            previous: None,
            next: next.map(|next| format!("{}&after={next}", href(clock, part, period, now))),
        },
        filtered: true,
        rows,
        ..LeadsPage::bare(frame)
    })
}
