//! The books: lists and numbers that both sides read, and the few acts that belong to them.
//!
//! Promises: every page asks `may_see` first; what a viewer may not change has no form; a number's link opens exactly
//! what it counted.

mod agreement;
mod drafts;
mod duties;
mod fields;
mod first_steps;
mod history;
mod history_file;
mod ideal;
mod leads;
mod owed;
mod owed_rates;
mod owed_value;
mod passed;
mod patterns;
mod review;
mod roster;
mod running;
mod scorecard;
mod status;
mod team;
mod teammate;
mod versions;

pub use roster::{out, rotations, trial};

use super::App;
use super::answer;
use super::asked::{Asked, Signed};
use super::when;
use crate::screens::leads::Row;
use crate::shapes::Feedback;
use axum::Router;
use axum::response::Response;
use engine::EngineError;
use jiff::tz::TimeZone;
use rules::fact::{Actor, Which};
use rules::lead::Lead;
use rules::person::Person;
use rules::roster::{Act, Scope, View, may, may_see};
use rules::score::{Group, total};
use rules::{Id, Instant};
use std::collections::BTreeMap;

/// Lines of one page of a list.
const PAGE_LINES: i64 = 50;

/// The addresses.
pub fn routes() -> Router<App> {
    Router::new()
        .merge(agreement::routes())
        .merge(drafts::routes())
        .merge(duties::routes())
        .merge(history::routes())
        .merge(fields::routes())
        .merge(leads::routes())
        .merge(patterns::routes())
        .merge(review::routes())
        .merge(roster::routes())
        .merge(running::routes())
        .merge(scorecard::routes())
        .merge(status::routes())
        .merge(team::routes())
        .merge(teammate::routes())
        .merge(versions::routes())
}

/// Who looks, when he may look at this at all.
fn viewer<'a>(app: &App, asked: &'a Asked, view: View, next: &str) -> Result<(&'a Signed, Scope), Box<Response>> {
    let signed = asked.somebody(next)?;
    match may_see(&app.engine.roster(), signed.user, view) {
        Scope::None => Err(Box::new(answer::forbidden(app, asked))),
        scope => Ok((signed, scope)),
    }
}

/// Whether the one who signed in may act.
fn is_allowed(app: &App, signed: &Signed, act: Act) -> bool {
    may(&app.engine.roster(), Actor::User(signed.user), &[], act)
}

/// What a form carries, so that sending it twice does it once.
fn form_token(app: &App) -> String {
    app.engine.fresh_id().show("ask")
}

/// The ask's id that a form carried.
fn ask_id(token: &str) -> Option<Id> {
    Id::read("ask", token)
}

/// Everybody's name.
async fn names(app: &App) -> Result<BTreeMap<Id, String>, EngineError> {
    let accounts = engine::account::reads::all(app.engine.ledger()).await?;
    Ok(accounts.into_iter().map(|a| (a.user, a.name)).collect())
}

/// A place in a list: an instant and an id.
fn read_cursor(text: &str) -> Option<(Instant, Id)> {
    let (at, id) = text.split_once('.')?;
    Some((Instant(at.parse().ok()?), Id::parse(id)?))
}

/// The same, for an address.
fn cursor((at, id): (Instant, Id)) -> String {
    format!("{}.{id}", at.0)
}

/// A value inside a query.
pub(in crate::server) fn in_query(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte);
    text.bytes()
        .map(|byte| {
            if plain(byte) {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}

/// A lead's page.
fn lead_href(lead: Id) -> String {
    format!("/leads/{}", lead.show("lead"))
}

/// How a person is called on a list: the name, or what else is known.
fn called(asked: &Asked, person: Option<&Person>) -> String {
    person
        .and_then(|p| {
            let name = p.name.clone().or_else(|| p.email.clone()).or_else(|| p.phone.clone());
            name.or_else(|| p.key.strip_prefix("ext:").map(str::to_owned))
        })
        .unwrap_or_else(|| asked.words.say("books-nameless"))
}

/// Leads with their people, by lead.
async fn with_people(app: &App, leads: &[Id]) -> Result<BTreeMap<Id, (Lead, Option<Person>)>, EngineError> {
    let ledger = app.engine.ledger();
    let states = engine::review::reads::leads(ledger, leads).await?;
    let mut people: BTreeMap<Id, Person> = engine::review::reads::people(ledger, leads)
        .await?
        .into_iter()
        .map(|person| (person.lead, person))
        .collect();
    let pair = |lead: Lead| {
        let person = people.remove(&lead.id);
        (lead.id, (lead, person))
    };
    Ok(states.into_iter().map(pair).collect())
}

fn feedback(which: Which) -> Feedback {
    match which {
        Which::Advanced => Feedback::Advanced,
        Which::FitNotReady => Feedback::Nurture,
        Which::NotAFit => Feedback::NotAFit,
    }
}

/// What draws a line of a list.
struct Drawing<'a> {
    asked: &'a Asked,
    zone: TimeZone,
    names: &'a BTreeMap<Id, String>,
}

impl Drawing<'_> {
    fn name(&self, user: Option<Id>) -> String {
        user.and_then(|user| self.names.get(&user).cloned()).unwrap_or_default()
    }

    fn row(&self, lead: &Lead, person: Option<&Person>) -> Row {
        let (words, now) = (&self.asked.words, self.asked.now);
        let open = lead.open_handoff();
        let said = lead.handoffs.last().and_then(|h| h.said.as_ref());
        let owed = open.and_then(|h| h.owed()).map(|(_, terms)| terms);
        let terms = owed.or(lead.review.as_ref().and_then(|r| r.terms.as_ref()));
        let score = total(&lead.score, Group::Fit, now) + total(&lead.score, Group::Engagement, now);
        Row {
            href: lead_href(lead.id),
            name: called(self.asked, person),
            company: person.and_then(|p| p.company.clone()).unwrap_or_default(),
            stage: words.code("stage", lead.stage.code(), &[]),
            feedback: said.map(|s| feedback(s.which)),
            source: lead.came_from.source.clone().unwrap_or_default(),
            owner: self.name(lead.held_by()),
            clock: terms.map(|t| when::countdown(words, &self.zone, t.start, t.due, now)),
            score: score.round() as i64,
            last: when::moment(words, &self.zone, lead.touched_at, now),
        }
    }
}
