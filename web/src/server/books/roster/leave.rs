//! `/leave/{user}`: one's leaves past and coming, added, changed, taken back; the calendar's address. `/leave/team`: who is
//! away in a month.

use super::{Pairs, day_start, days_on, read_clock, today, user_id, value};
use crate::frame::Place;
use crate::screens::error::Kind;
use crate::screens::leave::{Dates, Feed, Leave as Shown, LeavePage, TeamLeavePage, TeamRow};
use crate::server::answer::{self, onwards, page, refusal_words};
use crate::server::asked::{Asked, Signed};
use crate::server::books::{is_allowed, names, viewer};
use crate::server::{App, hash_secret, new_secret, when, zone_of};
use crate::shapes::Field;
use crate::words::Words;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use engine::EngineError;
use engine::team::reads::{Desk, desk};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use rules::ask::OfDuty;
use rules::calendar::zone_named;
use rules::fact::Actor;
use rules::refusal::{No, Refusal};
use rules::roster::rota::instant;
use rules::roster::{Act, Leave, Roster, Scope, View, may_see};
use rules::{Id, Instant, Span};
use serde::Deserialize;
use std::collections::BTreeMap;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/leave", get(own))
        .route("/leave/team", get(team))
        .route("/leave/{user}", get(shown).post(add))
        .route("/leave/{user}/feed", post(make_feed))
        .route("/leave/{user}/feed/withdraw", post(withdraw_feed))
        .route("/leave/{user}/{leave}", post(change))
        .route("/leave/{user}/{leave}/back", post(back))
}

/// A user's page.
pub(in crate::server::books) fn href(user: Id) -> String {
    format!("/leave/{}", user.show("user"))
}

async fn own(asked: Asked) -> Response {
    match asked.somebody("/leave") {
        Ok(signed) => Redirect::to(&href(signed.user)).into_response(),
        Err(answer) => *answer,
    }
}

/// Who looks at whose page: his own, or anybody's where he may set leave.
fn about<'a>(app: &App, asked: &'a Asked, user: &str) -> Result<(&'a Signed, Id), Box<Response>> {
    let signed = asked.somebody("/leave")?;
    let frame = || asked.frame(app, Place::Team);
    let user = user_id(user).ok_or_else(|| Box::new(answer::plain(&frame(), Kind::NotFound, "/team")))?;
    if user != signed.user && !is_allowed(app, signed, Act::Staff) {
        return Err(Box::new(answer::forbidden(app, asked)));
    }
    match app.engine.roster().active(user) {
        Some(_) => Ok((signed, user)),
        None => Err(Box::new(answer::plain(&frame(), Kind::NotFound, "/team"))),
    }
}

/// What a page shows beside the leaves.
#[derive(Default)]
struct Note<'a> {
    /// What was refused, and what had been typed.
    refused: Option<(Refusal, &'a Pairs)>,
    /// At which leave; at the form to add one where nothing is said.
    at: Option<Id>,
    /// A calendar's address just made.
    url: String,
}

async fn shown(State(app): State<App>, asked: Asked, Path(user): Path<String>) -> Response {
    match about(&app, &asked, &user) {
        Ok((signed, user)) => draw(&app, &asked, (signed, user), Note::default()).await,
        Err(answer) => *answer,
    }
}

async fn draw(app: &App, asked: &Asked, (signed, user): (&Signed, Id), note: Note<'_>) -> Response {
    let status = match note.refused.as_ref().map(|(refusal, _)| refusal.no) {
        None => StatusCode::OK,
        Some(No::Conflict) => StatusCode::CONFLICT,
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    match filled(app, asked, (signed, user), note).await {
        Ok(screen) => page(&screen.frame.clone(), status, &screen),
        Err(error) => answer::error(app, asked, &error, "/"),
    }
}

/// The zone that a user's days are in: that of his own hours, else the calendar's.
fn zone_of_user(app: &App, roster: &Roster, user: Id) -> TimeZone {
    let hours = roster.active(user).and_then(|known| known.hours.as_ref());
    hours
        .and_then(|hours| zone_named(&hours.zone))
        .unwrap_or_else(|| zone_of(app))
}

/// Who covers for a user, in words.
fn cover_said(words: &Words, roster: &Roster, names: &BTreeMap<Id, String>, user: Id) -> String {
    let cover = roster.active(user).and_then(|known| known.cover);
    match cover.and_then(|cover| names.get(&cover)) {
        Some(cover) => words.say_of("leave-cover", cover),
        None => words.say("leave-no-cover"),
    }
}

/// A user's leaves in their order: those that are over, and the rest.
fn leaves_of(roster: &Roster, user: Id, now: Instant) -> (Vec<Leave>, Vec<Leave>) {
    let known = roster.active(user);
    let mut leaves = known.map(|known| known.leaves.clone()).unwrap_or_default();
    leaves.sort_by_key(|leave| (leave.from, leave.id));
    leaves
        .into_iter()
        .partition(|leave| leave.until.is_some_and(|until| until <= now))
}

/// Where what is open on a desk is listed; empty where it is not shown.
fn desk_list(user: Id, shown: bool) -> String {
    match shown {
        true => format!("/scorecard/leads?part=open&owner={}", user.show("user")),
        false => String::new(),
    }
}

/// Why no rotation picks him now, in words; empty where they do.
fn out_of_rotation(app: &App, asked: &Asked, names: &BTreeMap<Id, String>, (user, own): (Id, bool)) -> String {
    let said = super::out::out_said(app, &asked.words, names, user, asked.now);
    let key = if own { "out-you" } else { "out-they" };
    said.map(|said| asked.words.say_of(key, &said)).unwrap_or_default()
}

async fn filled(
    app: &App,
    asked: &Asked,
    (signed, user): (&Signed, Id),
    note: Note<'_>,
) -> Result<LeavePage, EngineError> {
    let roster = app.engine.roster();
    let zone = zone_of_user(app, &roster, user);
    let telling = Telling {
        words: &asked.words,
        zone: &zone,
        now: asked.now,
        note: &note,
    };
    let (past, coming) = leaves_of(&roster, user, asked.now);
    let mut lines = Vec::new();
    for leave in &coming {
        let open = desk(app.engine.ledger(), user, leave.from, leave.until).await?;
        lines.push(telling.leave(leave, &open));
    }
    let now = desk(app.engine.ledger(), user, asked.now, None).await?;
    let frame = asked.frame(app, Place::Team);
    let own = user == signed.user;
    let mut names = names(app).await?;
    let out = out_of_rotation(app, asked, &names, (user, own));
    let cover = cover_said(&asked.words, &roster, &names, user);
    let name = names.remove(&user).unwrap_or_default();
    let sees = own || may_see(&roster, signed.user, View::Leads) == Scope::All;
    Ok(LeavePage {
        problem: note.refused.as_ref().map(|(refusal, _)| refusal_words(&frame, refusal)),
        zone: asked.words.say_of("leave-zone", zone.iana_name().unwrap_or("UTC")),
        out,
        cover,
        cover_href: format!("/team/{}", user.show("user")),
        desk: asked
            .words
            .say_n("leave-desk", u64::try_from(now.open).unwrap_or_default()),
        desk_list: desk_list(user, sees && now.open > 0),
        add: telling.dates(None),
        past: past
            .iter()
            .rev()
            .map(|leave| telling.leave(leave, &Desk::default()))
            .collect(),
        coming: lines,
        feed: own.then(|| Feed {
            made: roster.active(user).is_some_and(|known| known.feed.is_some()),
            url: note.url.clone(),
        }),
        team: match is_allowed(app, signed, Act::Staff) {
            true => "/leave/team".to_owned(),
            false => String::new(),
        },
        user: user.show("user"),
        own,
        name,
        frame,
    })
}

/// What draws a leave.
struct Telling<'a> {
    words: &'a Words,
    zone: &'a TimeZone,
    now: Instant,
    note: &'a Note<'a>,
}

/// "Mon 9 Mar 2026 14:00 – Fri 13 Mar 2026"; the last day is away too.
fn span_said(words: &Words, zone: &TimeZone, from: Instant, until: Option<Instant>) -> String {
    let said = |at: Instant, end: bool| {
        let local = at.stamp().to_zoned(zone.clone());
        let midnight = instant(zone, local.date(), 0) == Some(at);
        match (midnight, end) {
            (true, false) => local.strftime("%a %-d %b %Y").to_string(),
            (true, true) => days_on(local.date(), -1).strftime("%a %-d %b %Y").to_string(),
            (false, _) => local.strftime("%a %-d %b %Y %H:%M").to_string(),
        }
    };
    match until {
        Some(until) if said(from, false) == said(until, true) => said(from, false),
        Some(until) => format!("{} – {}", said(from, false), said(until, true)),
        None => words.say_of("leave-since", &said(from, false)),
    }
}

impl Telling<'_> {
    fn leave(&self, leave: &Leave, desk: &Desk) -> Shown {
        let runs = leave.covers(self.now);
        let state = if runs {
            self.words.say("leave-now")
        } else {
            self.words
                .say_of("leave-in", &when::length((leave.from - self.now).max(Span::ZERO)))
        };
        let values = [("open", desk.open.into()), ("due", desk.due.into())];
        Shown {
            id: leave.id.show("leave"),
            when: span_said(self.words, self.zone, leave.from, leave.until),
            state,
            runs,
            open: self.words.say_with("leave-open", &values),
            dates: self.dates(Some(leave)),
            is_open: leave.until.is_none_or(|until| until > self.now),
        }
    }

    /// The form's dates: as they were typed where they were refused, else as they are.
    fn dates(&self, leave: Option<&Leave>) -> Dates {
        if let Some((refusal, form)) = self
            .note
            .refused
            .as_ref()
            .filter(|_| self.note.at == leave.map(|l| l.id))
        {
            return typed(self.words, refusal, form);
        }
        let Some(leave) = leave else { return Dates::default() };
        let (from, from_time) = self.day(leave.from, false);
        let (until, until_time) = leave.until.map(|until| self.day(until, true)).unwrap_or_default();
        Dates {
            from: Field::of(&from),
            from_time,
            until: Field::of(&until),
            until_time,
        }
    }

    /// A day and, where it is no midnight, its time.
    fn day(&self, at: Instant, end: bool) -> (String, String) {
        let local = at.stamp().to_zoned(self.zone.clone());
        match instant(self.zone, local.date(), 0) == Some(at) {
            true if end => (days_on(local.date(), -1).to_string(), String::new()),
            true => (local.date().to_string(), String::new()),
            false => (local.date().to_string(), local.strftime("%H:%M").to_string()),
        }
    }
}

fn typed(words: &Words, refusal: &Refusal, form: &Pairs) -> Dates {
    let field = |name: &str| match refusal.field.as_deref() == Some(name) {
        true => Field::wrong(value(form, name), &words.code("refusal", refusal.code, &[])),
        false => Field::of(value(form, name)),
    };
    Dates {
        from: field("from"),
        from_time: value(form, "from_time").to_owned(),
        until: field("until"),
        until_time: value(form, "until_time").to_owned(),
    }
}

/// From and until as instants of a zone; without a time, whole days.
fn read_dates(zone: &TimeZone, form: &Pairs) -> Result<(Instant, Option<Instant>), Refusal> {
    let day = |name: &str| {
        value(form, name)
            .parse::<Date>()
            .map_err(|_| Refusal::invalid("date", name))
    };
    let time = |name: &str, field: &str| match value(form, name) {
        "" => Ok(None),
        text => read_clock(text)
            .map(Some)
            .ok_or_else(|| Refusal::invalid("date", field)),
    };
    let at = |date: Date, minute: u16, field: &str| {
        instant(zone, date, minute).ok_or_else(|| Refusal::invalid("date", field))
    };
    let from = at(day("from")?, time("from_time", "from")?.unwrap_or(0), "from")?;
    if value(form, "until").is_empty() {
        return Ok((from, None));
    }
    let (last, minute) = (day("until")?, time("until_time", "until")?);
    let until = at(last, minute.unwrap_or(rules::roster::rota::DAY_MINUTES), "until")?;
    Ok((from, Some(until)))
}

/// Asks, and goes back to the page; what the rules refuse is said there.
async fn ask(
    app: &App,
    asked: &Asked,
    of: (&Signed, Id),
    (form, at): (&Pairs, Option<Id>),
    command: Result<OfDuty, Refusal>,
    flash: &str,
) -> Response {
    let done = match command {
        Ok(command) => app.engine.ask(None, Actor::User(of.0.user), command).await,
        Err(refusal) => Err(EngineError::Refused(refusal)),
    };
    match done {
        Ok(_) => onwards(&href(of.1), Some(flash)),
        Err(EngineError::Refused(refusal)) if refusal.no != No::Forbidden => {
            let note = Note {
                refused: Some((refusal, form)),
                at,
                ..Note::default()
            };
            draw(app, asked, of, note).await
        }
        Err(error) => answer::error(app, asked, &error, &href(of.1)),
    }
}

async fn add(
    State(app): State<App>,
    asked: Asked,
    Path(user): Path<String>,
    axum::Form(form): axum::Form<Pairs>,
) -> Response {
    let of = match about(&app, &asked, &user) {
        Ok(both) => both,
        Err(answer) => return *answer,
    };
    let zone = zone_of_user(&app, &app.engine.roster(), of.1);
    let command = read_dates(&zone, &form).map(|(from, until)| OfDuty::SetLeave {
        user: of.1,
        from: Some(from),
        until,
    });
    ask(&app, &asked, of, (&form, None), command, "flash-leave-set").await
}

async fn change(
    State(app): State<App>,
    asked: Asked,
    Path((user, leave)): Path<(String, String)>,
    axum::Form(form): axum::Form<Pairs>,
) -> Response {
    let of = match about(&app, &asked, &user) {
        Ok(both) => both,
        Err(answer) => return *answer,
    };
    let leave = Id::read("leave", &leave).unwrap_or_default();
    let zone = zone_of_user(&app, &app.engine.roster(), of.1);
    let command = read_dates(&zone, &form).map(|(from, until)| OfDuty::ChangeLeave {
        user: of.1,
        leave,
        from,
        until,
    });
    ask(&app, &asked, of, (&form, Some(leave)), command, "flash-leave-changed").await
}

async fn back(State(app): State<App>, asked: Asked, Path((user, leave)): Path<(String, String)>) -> Response {
    let of = match about(&app, &asked, &user) {
        Ok(both) => both,
        Err(answer) => return *answer,
    };
    let leave = Id::read("leave", &leave).unwrap_or_default();
    let command = Ok(OfDuty::TakeLeaveBack { user: of.1, leave });
    ask(
        &app,
        &asked,
        of,
        (&Vec::new(), Some(leave)),
        command,
        "flash-leave-back",
    )
    .await
}

/// Makes the calendar's address and shows it: only its hash is kept, so this is the one time.
async fn make_feed(State(app): State<App>, asked: Asked, Path(user): Path<String>) -> Response {
    let of = match about(&app, &asked, &user) {
        Ok((signed, user)) if signed.user == user => (signed, user),
        Ok(_) => return answer::forbidden(&app, &asked),
        Err(answer) => return *answer,
    };
    let secret = new_secret(&app.engine);
    let hash = hash_secret(&secret);
    match app.engine.ask(None, Actor::User(of.1), OfDuty::MakeFeed { hash }).await {
        Ok(_) => {
            let note = Note {
                url: format!("{}/calendar/{secret}.ics", app.shown.public_url),
                ..Note::default()
            };
            draw(&app, &asked, of, note).await
        }
        Err(error) => answer::error(&app, &asked, &error, &href(of.1)),
    }
}

async fn withdraw_feed(State(app): State<App>, asked: Asked, Path(user): Path<String>) -> Response {
    let of = match about(&app, &asked, &user) {
        Ok(both) => both,
        Err(answer) => return *answer,
    };
    let command = Ok(OfDuty::WithdrawFeed { user: of.1 });
    ask(&app, &asked, of, (&Vec::new(), None), command, "flash-feed-withdrawn").await
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Choosing {
    month: String,
}

async fn team(State(app): State<App>, asked: Asked, Query(choosing): Query<Choosing>) -> Response {
    let signed = match viewer(&app, &asked, View::Team, "/leave/team") {
        Ok((signed, _)) => signed,
        Err(answer) => return *answer,
    };
    if !is_allowed(&app, signed, Act::Staff) {
        return answer::forbidden(&app, &asked);
    }
    match month(&app, &asked, &choosing.month).await {
        Ok(screen) => page(&screen.frame.clone(), StatusCode::OK, &screen),
        Err(error) => answer::error(&app, &asked, &error, "/team"),
    }
}

async fn month(app: &App, asked: &Asked, chosen: &str) -> Result<TeamLeavePage, EngineError> {
    let zone = zone_of(app);
    let now = today(&zone, asked.now);
    let chosen = format!("{chosen}-01").parse::<Date>().unwrap_or(now);
    let first = chosen.first_of_month();
    let days = u32::from(chosen.days_in_month().unsigned_abs());
    let next = chosen.last_of_month().tomorrow().unwrap_or(first);
    let month = |date: Date| format!("/leave/team?month={}", date.strftime("%Y-%m"));
    let start = |date: Date| day_start(&zone, date).unwrap_or_default();
    let (from, to) = (start(first), start(next));
    let place = |at: Instant| {
        let date = today(&zone, at.max(from).min(to));
        date.since(first).map_or(0, |span| span.get_days().unsigned_abs())
    };
    let (roster, names) = (app.engine.roster(), names(app).await?);
    let row = |(user, name): (Id, String)| {
        let leaves = &roster.active(user)?.leaves;
        let here: Vec<&Leave> = leaves
            .iter()
            .filter(|l| l.from < to && l.until.is_none_or(|end| end > from))
            .collect();
        let said: Vec<String> = here
            .iter()
            .map(|l| span_said(&asked.words, &zone, l.from, l.until))
            .collect();
        let bar = |leave: &&Leave| {
            let begin = place(leave.from);
            let end = leave.until.map_or(days, |until| place(until - Span(1)) + 1);
            (begin, end.min(days).saturating_sub(begin).max(1))
        };
        (!here.is_empty()).then(|| TeamRow {
            name,
            href: href(user),
            said: said.join(", "),
            bars: here.iter().map(bar).collect(),
        })
    };
    let mut rows: Vec<TeamRow> = names.into_iter().filter_map(row).collect();
    rows.sort_by(|a, b| (&a.name, &a.href).cmp(&(&b.name, &b.href)));
    let calendar = app.engine.in_force().agreement.calendars.values().next().cloned();
    let is_closed = |n: &u32| {
        let date = days_on(first, i32::try_from(*n).unwrap_or_default());
        let opens = calendar.as_ref().and_then(|calendar| calendar.next_open(start(date)));
        opens.is_none_or(|opens| opens >= start(days_on(date, 1)))
    };
    Ok(TeamLeavePage {
        month: first.strftime("%B %Y").to_string(),
        before: month(days_on(first, -1)),
        after: month(next),
        days,
        today: (0..days).find(|n| days_on(first, i32::try_from(*n).unwrap_or_default()) == now),
        closed: (0..days).filter(is_closed).collect(),
        rows,
        frame: asked.frame(app, Place::Team),
    })
}
