//! `/rotations/trial`: the rules of a proposed version tried on the last 90 days before anybody signs them.

use super::rotations::HREF;
use crate::frame::Place;
use crate::screens::error::Kind;
use crate::screens::rotations::{LeadRow, LoadRow, TrialPage, TrialRow};
use crate::server::answer::{self, page};
use crate::server::asked::{Asked, Signed};
use crate::server::books::leads::plain_cell;
use crate::server::books::{called, lead_href, names, viewer, with_people};
use crate::server::{App, when, zone_of};
use crate::words::number;
use axum::Router;
use axum::extract::{Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use engine::EngineError;
use engine::rotation::trial::past;
use rules::Id;
use rules::agreement::Agreement;
use rules::agreement::filled::LOOKED_BACK;
use rules::roster::{Scope, View, may_see};
use rules::routing::trial::{Judged, Trial, trial};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Most leads of the page's list; the file has all.
const LISTED_MAX: usize = 200;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/rotations/trial", get(shown))
        .route("/rotations/trial.csv", get(file))
}

/// The address of a version's trial.
pub fn href(version: i64) -> String {
    format!("/rotations/trial?version={version}")
}

/// Versions that wait, whose rules can be tried.
pub(super) fn offered(app: &App, asked: &Asked) -> Vec<(String, String)> {
    let life = app.engine.life();
    let waiting = life.versions.iter().filter(|(_, version)| version.is_open());
    waiting
        .map(|(number, _)| (asked.words.say_of("trial-of", &number.to_string()), href(*number)))
        .collect()
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Choosing {
    version: i64,
}

/// The rules of a version tried against those in force; `None` where there is no such version. Whether there were more
/// leads than were looked at.
pub async fn tried(app: &App, version: i64) -> Result<Option<(Trial, bool)>, EngineError> {
    let known = app.engine.life().versions.contains_key(&version);
    let Some(after) = app.engine.version(version).filter(|_| known) else {
        return Ok(None);
    };
    let (found, more) = past(app.engine.ledger(), &app.engine.fields(), app.engine.now()).await?;
    let before = app.engine.in_force();
    let roster = app.engine.roster();
    let tried = trial(&before.agreement, &after.agreement, &roster, &found);
    Ok(Some((as_read(tried, &after.agreement), more)))
}

/// With the names that people would read.
fn as_read(found: Trial, agreement: &Agreement) -> Trial {
    let name = |name: String| agreement.rotation_called(&name).to_owned();
    let one = |one: Judged| Judged {
        went: name(one.went),
        before: one.before.map(name),
        after: one.after.map(name),
        ..one
    };
    Trial {
        rotations: found
            .rotations
            .into_iter()
            .map(|(of, tally)| (name(of), tally))
            .collect(),
        load: found
            .load
            .into_iter()
            .map(|((of, user), n)| ((name(of), user), n))
            .collect(),
        leads: found.leads.into_iter().map(one).collect(),
        ..found
    }
}

async fn shown(State(app): State<App>, asked: Asked, Query(choosing): Query<Choosing>) -> Response {
    let signed = match viewer(&app, &asked, View::Team, HREF) {
        Ok((signed, _)) => signed,
        Err(answer) => return *answer,
    };
    match filled(&app, &asked, signed, choosing.version).await {
        Ok(Some(screen)) => page(&screen.frame.clone(), StatusCode::OK, &screen),
        Ok(None) => answer::plain(&asked.frame(&app, Place::Team), Kind::NotFound, HREF),
        Err(error) => answer::error(&app, &asked, &error, HREF),
    }
}

async fn filled(app: &App, asked: &Asked, signed: &Signed, version: i64) -> Result<Option<TrialPage>, EngineError> {
    let Some((found, more)) = tried(app, version).await? else {
        return Ok(None);
    };
    let words = &asked.words;
    let changed: Vec<&Judged> = found.leads.iter().rev().filter(|one| one.is_changed()).collect();
    let sees = may_see(&app.engine.roster(), signed.user, View::Leads) == Scope::All;
    let listed: Vec<&Judged> = changed.iter().take(LISTED_MAX).copied().collect();
    let shown = |n: usize| number(u64::try_from(n).unwrap_or_default());
    let about = [
        ("leads", shown(found.leads.len()).into()),
        ("changed", shown(changed.len()).into()),
    ];
    let many = [
        ("shown", shown(listed.len()).into()),
        ("all", shown(changed.len()).into()),
    ];
    Ok(Some(TrialPage {
        title: words.say_of("trial-page", &version.to_string()),
        about: words.say_with(if more { "trial-about-newest" } else { "trial-about" }, &about),
        untaken: match found.untaken {
            0 => String::new(),
            n => words.say_n("trial-untaken", u64::try_from(n).unwrap_or_default()),
        },
        version: format!("/agreement/versions/{version}"),
        csv: format!("/rotations/trial.csv?version={version}"),
        rotations: found.rotations.iter().map(|(name, of)| row(name, of)).collect(),
        load: load(&found, &names(app).await?),
        leads: leads(app, asked, &listed, sees).await?,
        more: match changed.len() > listed.len() {
            true => words.say_with("trial-more", &many),
            false => String::new(),
        },
        frame: asked.frame(app, Place::Team),
    }))
}

fn row(name: &str, of: &rules::routing::trial::Tally) -> TrialRow {
    TrialRow {
        name: name.to_owned(),
        before: of.before,
        after: of.after,
        came: of.came,
        went: of.went,
    }
}

fn load(found: &Trial, names: &BTreeMap<Id, String>) -> Vec<LoadRow> {
    let weeks = LOOKED_BACK.whole_seconds() as f64 / (7.0 * 86_400.0);
    let one = |((rotation, user), (before, after)): (&(String, Id), &(i64, i64))| LoadRow {
        rotation: rotation.clone(),
        name: names.get(user).cloned().unwrap_or_default(),
        before: *before,
        after: *after,
        weekly: format!("{:.1}", *after as f64 / weeks),
    };
    found.load.iter().map(one).collect()
}

async fn leads(app: &App, asked: &Asked, listed: &[&Judged], sees: bool) -> Result<Vec<LeadRow>, EngineError> {
    let ids: Vec<Id> = listed.iter().map(|one| one.lead).collect();
    let people = match sees {
        true => with_people(app, &ids).await?,
        false => BTreeMap::new(),
    };
    let zone = zone_of(app);
    let none = asked.words.say("trial-nowhere");
    let one = |one: &&Judged| LeadRow {
        name: match people.get(&one.lead) {
            Some((_, person)) => called(asked, person.as_ref()),
            None => one.lead.show("lead"),
        },
        href: if sees { lead_href(one.lead) } else { String::new() },
        at: when::moment(&asked.words, &zone, one.trigger, asked.now),
        went: one.went.clone(),
        before: one.before.clone().unwrap_or_else(|| none.clone()),
        after: one.after.clone().unwrap_or_else(|| none.clone()),
    };
    Ok(listed.iter().map(one).collect())
}

/// Every lead with where it went, goes and would go: a spreadsheet goes on from here.
async fn file(State(app): State<App>, asked: Asked, Query(choosing): Query<Choosing>) -> Response {
    if let Err(answer) = viewer(&app, &asked, View::Team, HREF) {
        return *answer;
    }
    let found = match tried(&app, choosing.version).await {
        Ok(Some((found, _))) => found,
        Ok(None) => return answer::plain(&asked.frame(&app, Place::Team), Kind::NotFound, HREF),
        Err(error) => return answer::error(&app, &asked, &error, HREF),
    };
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"rotations-trial.csv\"",
        ),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    match written(&asked, &found) {
        Ok(bytes) => (headers, bytes).into_response(),
        Err(error) => answer::error(&app, &asked, &EngineError::kept("trial", &error), HREF),
    }
}

fn written(asked: &Asked, found: &Trial) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
    let mut file = csv::Writer::from_writer(Vec::new());
    let keys = [
        "trial-lead",
        "trial-at",
        "trial-then",
        "trial-before",
        "trial-after",
        "trial-changed-mark",
    ];
    file.write_record(keys.map(|key| asked.words.say(key)))?;
    for one in &found.leads {
        let (before, after) = (
            one.before.as_deref().unwrap_or_default(),
            one.after.as_deref().unwrap_or_default(),
        );
        file.write_record([
            one.lead.show("lead"),
            one.trigger.rfc3339(),
            plain_cell(&one.went),
            plain_cell(before),
            plain_cell(after),
            u8::from(one.is_changed()).to_string(),
        ])?;
    }
    Ok(file.into_inner()?)
}
