//! "Take out of rotation until 14:00?": asked of a manager about a rep who let leads pass one after the other; done only
//! by his press, undone by another, over by itself.

use super::{Pairs, user_id, value};
use crate::screens::rotations::{OutAsk, OutBox, OutNow};
use crate::server::App;
use crate::server::answer::{self, onwards};
use crate::server::asked::Asked;
use crate::server::books::{is_allowed, names};
use crate::shapes::Choice;
use crate::words::Words;
use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::post;
use engine::EngineError;
use engine::rotation::let_pass::{LetPass, let_pass};
use jiff::tz::TimeZone;
use rules::agreement::Agreement;
use rules::ask::OfDuty;
use rules::calendar::Calendar;
use rules::fact::Actor;
use rules::roster::{Act, Roster, day_start, until_choices};
use rules::routing::OutSeen;
use rules::{Id, Instant};
use std::collections::BTreeMap;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/rotations/out", post(take_out))
        .route("/rotations/back", post(put_back))
}

/// The calendar of the first rotation that somebody is in.
fn calendar_of<'a>(agreement: &'a Agreement, roster: &Roster, user: Id) -> Option<&'a Calendar> {
    let is_in = |name: &str| {
        roster
            .rotations
            .get(name)
            .is_some_and(|members| members.contains_key(&user))
    };
    let rule = agreement.rotations.iter().find(|rule| is_in(&rule.name))?;
    agreement.calendar_of(rule)
}

/// Who is asked about: in a rotation, here, not out already, while the office is open.
pub async fn asked_about(app: &App, now: Instant) -> Result<Vec<LetPass>, EngineError> {
    let (roster, in_force) = (app.engine.roster(), app.engine.in_force());
    let members = roster.rotations.values().flat_map(BTreeMap::keys);
    let day = |user: &Id| {
        let calendar = calendar_of(&in_force.agreement, &roster, *user).filter(|calendar| calendar.is_open(now))?;
        let asks = roster.is_here(*user, now) && roster.out(*user, now).is_none();
        asks.then(|| (*user, day_start(calendar, now)))
    };
    let days = members.filter_map(day).collect();
    let_pass(app.engine.ledger(), &days, now).await
}

/// What is said of somebody who is out, and what the presses are called.
struct Telling<'a> {
    words: &'a Words,
    names: &'a BTreeMap<Id, String>,
    now: Instant,
}

impl Telling<'_> {
    fn name(&self, user: Id) -> String {
        self.names.get(&user).cloned().unwrap_or_default()
    }

    /// "out of rotation until 14:00 (by Sample Manager)".
    fn out(&self, zone: &TimeZone, out: OutSeen) -> String {
        let (until, by) = (at(zone, out.until, self.now), out.by.map(|by| self.name(by)));
        let key = if by.is_some() { "out-until-by" } else { "out-until" };
        let values = [("until", until.into()), ("by", by.unwrap_or_default().into())];
        self.words.say_with(key, &values)
    }
}

/// "14:00" of the same day, else with its day.
fn at(zone: &TimeZone, at: Instant, now: Instant) -> String {
    let there = at.stamp().to_zoned(zone.clone());
    let same = there.date() == now.stamp().to_zoned(zone.clone()).date();
    there.strftime(if same { "%H:%M" } else { "%a %H:%M" }).to_string()
}

/// How somebody is out of rotation, in words; `None` where he is in.
pub fn out_said(app: &App, words: &Words, names: &BTreeMap<Id, String>, user: Id, now: Instant) -> Option<String> {
    let (roster, in_force) = (app.engine.roster(), app.engine.in_force());
    let out = roster.out(user, now)?;
    let zone = calendar_of(&in_force.agreement, &roster, user).map_or(TimeZone::UTC, |of| of.zone().clone());
    Some(Telling { words, names, now }.out(&zone, out))
}

/// What a manager is asked, and who is out by such a press; nothing for anybody else.
pub async fn shown(app: &App, asked: &Asked, viewer: Id, back: &'static str) -> Result<OutBox, EngineError> {
    let (roster, in_force) = (app.engine.roster(), app.engine.in_force());
    if !rules::roster::may(&roster, Actor::User(viewer), &[], Act::TakeOut) {
        return Ok(OutBox::default());
    }
    let (about, names, now) = (asked_about(app, asked.now).await?, names(app).await?, asked.now);
    let words = &asked.words;
    let telling = Telling {
        words,
        names: &names,
        now,
    };
    let asks = about.iter().filter_map(|of| {
        let calendar = calendar_of(&in_force.agreement, &roster, of.user)?;
        Some(ask(&telling, calendar, of))
    });
    let outs = roster.users.keys().filter_map(|user| {
        let said = out_said(app, words, &names, *user, now)?;
        let who = telling.name(*user);
        let user = user.show("user");
        Some(OutNow { user, who, said })
    });
    Ok(OutBox {
        asks: asks.collect(),
        outs: outs.collect(),
        back,
    })
}

fn ask(telling: &Telling<'_>, calendar: &Calendar, of: &LetPass) -> OutAsk {
    let choices = until_choices(calendar, telling.now);
    let last = choices.last().copied();
    let choice = |until: &Instant| {
        let shown = at(calendar.zone(), *until, telling.now);
        let key = if Some(*until) == last {
            "out-until-end"
        } else {
            "out-until-hour"
        };
        Choice {
            value: until.rfc3339(),
            label: telling.words.say_of(key, &shown),
            chosen: false,
        }
    };
    let who = telling.name(of.user);
    let values = [
        ("who", who.as_str().into()),
        ("n", (of.times as u64).into()),
        ("shown", of.times.to_string().into()),
    ];
    OutAsk {
        user: of.user.show("user"),
        question: telling.words.say_of("out-ask", &who),
        why: telling.words.say_with("out-why", &values),
        choices: choices.iter().map(choice).collect(),
        who,
    }
}

fn back(form: &Pairs) -> &'static str {
    match value(form, "back") {
        "/queue" => "/queue",
        _ => "/rotations",
    }
}

async fn take_out(State(app): State<App>, asked: Asked, axum::Form(form): axum::Form<Pairs>) -> Response {
    let until = Instant::parse(value(&form, "until"));
    let command = user_id(value(&form, "user")).zip(until);
    let command = command.map(|(user, until)| OfDuty::TakeOut { user, until });
    press(&app, &asked, &form, command, "flash-taken-out").await
}

async fn put_back(State(app): State<App>, asked: Asked, axum::Form(form): axum::Form<Pairs>) -> Response {
    let command = user_id(value(&form, "user")).map(|user| OfDuty::PutBack { user });
    press(&app, &asked, &form, command, "flash-put-back").await
}

async fn press(app: &App, asked: &Asked, form: &Pairs, command: Option<OfDuty>, flash: &str) -> Response {
    let to = back(form);
    let signed = match asked.somebody(to) {
        Ok(signed) => signed,
        Err(answer) => return *answer,
    };
    if !is_allowed(app, signed, Act::TakeOut) {
        return answer::forbidden(app, asked);
    }
    let Some(command) = command else {
        let refusal = rules::refusal::Refusal::invalid("until_when", "until");
        return answer::error(app, asked, &EngineError::Refused(refusal), to);
    };
    match app.engine.ask(None, Actor::User(signed.user), command).await {
        Ok(_) => onwards(to, Some(flash)),
        Err(error) => answer::error(app, asked, &error, to),
    }
}
