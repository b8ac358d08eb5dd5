//! `/agreement/running`: what the version in force would change on clocks that run, shown before anything is done.

use super::{is_allowed, names};
use crate::frame::Place;
use crate::screens::running::{Act as Done, Moved, Row, RunningPage};
use crate::server::answer::{self, onwards, page, refusal_words};
use crate::server::asked::{Asked, Signed};
use crate::server::{App, when, zone_of};
use crate::words::number;
use axum::Router;
use axum::extract::{Form, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use engine::EngineError;
use engine::repin::{Preview, Tally, acts, preview};
use engine::slices::{Doing, Progress};
use rules::agreement::life::Applied;
use rules::ask::OfAgreement;
use rules::fact::{Actor, Clock};
use rules::refusal::Refusal;
use rules::roster::{Act, Scope, View, may_see};
use rules::{Id, Instant};
use serde::Deserialize;

/// A page looks at so many leads, and says so where there are more.
const LOOKED_AT_MAX: u64 = 20_000;

pub(super) fn routes() -> Router<App> {
    Router::new().route("/agreement/running", get(shown).post(begin))
}

async fn shown(State(app): State<App>, asked: Asked) -> Response {
    let signed = match asked.somebody("/agreement/running") {
        Ok(signed) => signed,
        Err(answer) => return *answer,
    };
    draw(&app, &asked, signed, None).await
}

/// The page; 409 where somebody began before.
async fn draw(app: &App, asked: &Asked, signed: &Signed, problem: Option<String>) -> Response {
    let status = match problem {
        None => StatusCode::OK,
        Some(_) => StatusCode::CONFLICT,
    };
    match filled(app, asked, signed).await {
        Ok(screen) => {
            let screen = RunningPage { problem, ..screen };
            page(&screen.frame.clone(), status, &screen)
        }
        Err(error) => answer::error(app, asked, &error, "/agreement"),
    }
}

async fn filled(app: &App, asked: &Asked, signed: &Signed) -> Result<RunningPage, EngineError> {
    let found = preview(&app.engine, LOOKED_AT_MAX, &mut |_| {}).await?;
    let acts = acts(&app.engine).await?;
    let runs = acts.iter().any(|act| !act.done);
    let may = is_allowed(app, signed, Act::Apply) && !runs && !found.clocks.is_empty();
    let sees = may_see(&app.engine.roster(), signed.user, View::Leads) == Scope::All;
    let clocks: u64 = found.clocks.values().map(|tally| tally.all()).sum();
    let values = [
        ("version", found.version.to_string().into()),
        ("leads", number(found.leads).into()),
        ("clocks", number(clocks).into()),
    ];
    let key = if found.whole {
        "running-summary"
    } else {
        "running-summary-some"
    };
    Ok(RunningPage {
        frame: asked.frame(app, Place::Agreement),
        summary: asked.words.say_with(key, &values),
        rows: found
            .clocks
            .iter()
            .map(|(clock, tally)| row(asked, *clock, *tally))
            .collect(),
        moved: moved(app, asked, &found, sees),
        acts: acts.iter().map(|act| begun(app, asked, act)).collect(),
        begin: may.then(|| found.version.to_string()),
        after: ended(&acts, found.version)
            .map(|act| act.act.show("act"))
            .unwrap_or_default(),
        problem: None,
    })
}

/// The act that applied a version before and is done: whoever looks has seen its end.
fn ended(acts: &[Progress], version: i64) -> Option<&Progress> {
    let applied = acts.iter().find(|act| act.doing == Doing::Apply { version });
    applied.filter(|act| act.done)
}

fn row(asked: &Asked, clock: Clock, tally: Tally) -> Row {
    Row {
        clock: asked.words.code("clock", clock.code(), &[]),
        earlier: number(tally.earlier),
        later: number(tally.later),
        same: number(tally.same),
        late: number(tally.late),
    }
}

fn moved(app: &App, asked: &Asked, found: &Preview, sees: bool) -> Vec<Moved> {
    let moment = |at| when::moment(&asked.words, &zone_of(app), at, asked.now);
    let one = |moved: &engine::repin::Moved| Moved {
        href: if sees {
            super::lead_href(moved.lead)
        } else {
            String::new()
        },
        clock: asked.words.code("clock", moved.clock.code(), &[]),
        old: moment(moved.old_due),
        new: moment(moved.new_due),
    };
    found.shown.iter().map(one).collect()
}

fn begun(app: &App, asked: &Asked, act: &Progress) -> Done {
    let values = [
        ("leads", number(act.leads).into()),
        ("clocks", number(act.things).into()),
    ];
    let key = if act.done { "running-done" } else { "running-goes-on" };
    let version = match act.doing {
        Doing::Apply { version } => version.to_string(),
        Doing::MoveOut { .. } => String::new(),
    };
    Done {
        version: asked.words.say_of("running-version", &version),
        at: when::moment(&asked.words, &zone_of(app), act.begun_at, asked.now),
        state: asked.words.say_with(key, &values),
    }
}

#[derive(Debug, Default, Deserialize)]
struct Beginning {
    #[serde(default)]
    version: i64,
    /// The act whose end the page showed.
    #[serde(default)]
    after: String,
}

/// The act begins here, once; every node that runs goes on with it.
async fn begin(State(app): State<App>, asked: Asked, Form(form): Form<Beginning>) -> Response {
    let signed = match asked.somebody("/agreement/running") {
        Ok(signed) => signed,
        Err(answer) => return *answer,
    };
    let command = OfAgreement::ApplyToRunning {
        version: form.version,
        after: Id::read("act", &form.after),
    };
    match app.engine.ask(None, Actor::User(signed.user), command).await {
        Ok(_) => onwards("/agreement/running", Some("flash-running")),
        Err(EngineError::Refused(refusal)) if refusal.code == Applied::REFUSED => {
            match told(&app, &asked, refusal).await {
                Ok(words) => draw(&app, &asked, signed, Some(words)).await,
                Err(error) => answer::error(&app, &asked, &error, "/agreement/running"),
            }
        }
        Err(error) => answer::error(&app, &asked, &error, "/agreement/running"),
    }
}

/// Who began it before and when, as people say it.
async fn told(app: &App, asked: &Asked, mut refusal: Refusal) -> Result<String, EngineError> {
    let names = names(app).await?;
    for (name, value) in &mut refusal.args {
        match *name {
            "by" => {
                let name = Id::read("user", value).and_then(|by| names.get(&by));
                name.inspect(|name| value.clone_from(name));
            }
            "at" => *value = moment_of(app, asked, value),
            _ => {}
        }
    }
    Ok(refusal_words(&asked.frame(app, Place::Agreement), &refusal))
}

fn moment_of(app: &App, asked: &Asked, at: &str) -> String {
    let at = Instant::parse(at).map(|at| when::moment(&asked.words, &zone_of(app), at, asked.now));
    at.map(|moment| moment.shown).unwrap_or_default()
}
