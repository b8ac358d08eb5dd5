//! The rep's desk: the queue, a lead's page, the acts on a handoff.
//!
//! Promises: nobody sees a lead that is not his to see, and is not told that it exists; what an act did, or why it did
//! not, is said in words; the same form sent twice happens once.

mod acts;
mod answers;
mod called;
mod company;
mod forms;
mod lead;
mod morning;
mod names;
mod needs;
mod onward;
mod outcomes;
mod presses;
mod queue;
mod reports;
mod sql;
mod timeline;
mod together;
mod typed;

use super::App;
use super::answer;
use super::asked::{Asked, Signed};
use crate::frame::{Frame, Place};
use crate::screens::error::Kind;
use axum::Router;
use axum::response::Response;
use axum::routing::get;
use engine::EngineError;
use engine::handoff::reads::Whose;
use engine::lead::reads::Sheet;
use names::Names;
use rules::agreement::Agreement;
use rules::calendar::Calendar;
use rules::fact::{Actor, Body, Role};
use rules::handoff::Handoff;
use rules::roster::{Act, Roster, Scope, View, may, may_see};
use rules::{Id, Instant};
use std::sync::Arc;

/// The addresses.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/queue", get(queue::queue))
        .route("/leads/{id}", get(lead::lead_page))
        .route("/leads/{id}/company", get(company::shown).post(company::told))
        .route("/leads/{id}/answers", get(answers::shown).post(answers::send))
        .route("/handoffs/{id}/called", axum::routing::post(called::called))
        .route("/handoffs/{id}/{act}", get(acts::form).post(acts::act))
}

/// Who looks, and how far he sees.
pub(super) struct Looker {
    pub user: Id,
    pub roster: Arc<Roster>,
    pub sees_all: bool,
}

impl Looker {
    /// Whoever signed in and may see leads.
    fn of(app: &App, asked: &Asked, next: &str) -> Result<Self, Box<Response>> {
        let signed: &Signed = asked.somebody(next)?;
        let roster = app.engine.roster();
        let user = signed.user;
        match may_see(&roster, user, View::Leads) {
            Scope::None => Err(Box::new(answer::forbidden(app, asked))),
            scope => Ok(Self {
                user,
                roster,
                sees_all: scope == Scope::All,
            }),
        }
    }

    fn may(&self, act: Act) -> bool {
        may(&self.roster, Actor::User(self.user), &[], act)
    }

    fn is(&self, role: Role) -> bool {
        self.roster.active(self.user).is_some_and(|user| user.is(role))
    }

    /// Whether he may act on a handoff, as the rules will decide it.
    fn may_work(&self, handoff: &Handoff) -> bool {
        self.may(Act::WorkAny) || (self.may(Act::WorkOwn) && handoff.owner == Some(self.user))
    }

    /// Whether he may see a lead: everybody's, or one that he has, had, or answers for.
    fn may_look(&self, sheet: &Sheet) -> bool {
        let mine = |id: Option<Id>| id == Some(self.user);
        let had = |body: &Body| match body {
            Body::Routed(routed) => routed.owner == self.user,
            Body::Held(held) => mine(held.accountable),
            Body::Joined(joined) => mine(joined.owner),
            _ => false,
        };
        let on = |h: &Handoff| h.owners.contains(&self.user) || mine(h.accountable);
        let joined = sheet.lead.with.as_ref().is_some_and(|with| mine(with.owner));
        self.sees_all || joined || sheet.lead.handoffs.iter().any(on) || sheet.facts.iter().any(|fact| had(&fact.body))
    }

    /// Whose numbers stand in the navigation.
    fn whose(&self) -> Whose {
        if self.sees_all {
            Whose::All
        } else {
            Whose::Of(self.user)
        }
    }
}

/// The lead, if the viewer may see it. What he may not see is not there.
async fn sheet(app: &App, asked: &Asked, looker: &Looker, lead: Id) -> Result<Sheet, Box<Response>> {
    match engine::lead::reads::sheet(app.engine.ledger(), lead).await {
        Ok(Some(sheet)) if looker.may_look(&sheet) => Ok(sheet),
        Ok(_) => Err(Box::new(not_there(app, asked))),
        Err(error) => Err(Box::new(answer::error(app, asked, &error, "/queue"))),
    }
}

fn not_there(app: &App, asked: &Asked) -> Response {
    answer::plain(&asked.frame(app, Place::Elsewhere), Kind::NotFound, "/queue")
}

fn fault(app: &App, asked: &Asked, error: &EngineError) -> Box<Response> {
    Box::new(answer::error(app, asked, error, "/queue"))
}

/// The frame with the numbers beside its places.
async fn frame(app: &App, asked: &Asked, looker: &Looker, place: Place) -> Result<Frame, EngineError> {
    let mut frame = asked.frame(app, place);
    let (open, owed) = engine::handoff::reads::open(app.engine.ledger(), looker.whose()).await?;
    frame.counts = vec![(Place::Queue, open), (Place::Owed, owed)];
    Ok(frame)
}

/// What is needed to say things about a lead: words, names, the agreement, the calendar, now.
pub(super) struct Telling<'a> {
    pub frame: &'a Frame,
    pub names: &'a Names,
    pub agreement: &'a Agreement,
    pub zone: jiff::tz::TimeZone,
    pub now: Instant,
}

impl Telling<'_> {
    fn say_code(&self, family: &str, code: &str) -> String {
        self.frame.words.code(family, code, &[])
    }

    fn moment(&self, at: Instant) -> crate::shapes::Moment {
        super::when::moment(&self.frame.words, &self.zone, at, self.now)
    }

    fn countdown(&self, start: Instant, due: Instant) -> crate::shapes::Countdown {
        super::when::countdown(&self.frame.words, &self.zone, start, due, self.now)
    }
}

/// The calendar that governs a handoff's clocks; the agreement's first where its rotation is gone.
fn calendar_of<'a>(agreement: &'a Agreement, rotation: &str) -> Option<&'a Calendar> {
    let rule = agreement.rotation_named(rotation);
    rule.and_then(|rule| agreement.calendar_of(rule))
        .or_else(|| agreement.calendars.values().next())
}

/// The zone of that calendar.
fn zone_for(agreement: &Agreement, rotation: &str) -> jiff::tz::TimeZone {
    calendar_of(agreement, rotation).map_or(jiff::tz::TimeZone::UTC, |calendar| calendar.zone().clone())
}
