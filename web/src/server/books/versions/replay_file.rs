//! A replay as a file: CSV for a spreadsheet, JSON for a program; where there is none, why, as a page or as a problem.

use super::LIST;
use super::replay::{Typed, bare, reps, seen, standing};
use crate::api::problem::Problem;
use crate::replayed::{Telling, csv, json};
use crate::server::App;
use crate::server::answer::{self, page};
use crate::server::asked::{Asked, Signed};
use crate::server::books::names;
use crate::words::number;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use engine::EngineError;
use engine::replay::Standing;
use rules::decide::InForce;
use rules::replay::Replay;
use rules::roster::{Scope, View, may_see};

/// A replay as a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum File {
    Csv,
    Json,
}

impl File {
    fn headers(self) -> [(header::HeaderName, &'static str); 4] {
        let (kind, name) = match self {
            Self::Csv => ("text/csv; charset=utf-8", "attachment; filename=\"replay.csv\""),
            Self::Json => ("application/json", "attachment; filename=\"replay.json\""),
        };
        [
            (header::CONTENT_TYPE, kind),
            (header::CONTENT_DISPOSITION, name),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            (header::CACHE_CONTROL, "no-store"),
        ]
    }
}

pub(super) async fn csv_file(
    State(app): State<App>,
    asked: Asked,
    Path(version): Path<i64>,
    Query(typed): Query<Typed>,
    headers: HeaderMap,
) -> Response {
    file(&app, &asked, (version, &typed), File::Csv, &headers).await
}

pub(super) async fn json_file(
    State(app): State<App>,
    asked: Asked,
    Path(version): Path<i64>,
    Query(typed): Query<Typed>,
    headers: HeaderMap,
) -> Response {
    file(&app, &asked, (version, &typed), File::Json, &headers).await
}

/// The file of a replay that is done; of any other why there is none.
async fn file(app: &App, asked: &Asked, (version, typed): (i64, &Typed), kind: File, headers: &HeaderMap) -> Response {
    let (signed, proposed) = match seen(app, asked, version) {
        Ok(both) => both,
        Err(answer) => return *answer,
    };
    let found = match standing(app, asked, &proposed, typed) {
        Ok(Some(Standing::Done(found))) => found,
        other => return no_file(app, asked, (version, typed), other, headers),
    };
    match bytes(app, asked, signed, (&found, &proposed), kind).await {
        Ok(bytes) => (kind.headers(), bytes).into_response(),
        Err(error) => answer::error(app, asked, &error, LIST),
    }
}

async fn bytes(
    app: &App,
    asked: &Asked,
    signed: &Signed,
    (found, proposed): (&Replay, &InForce),
    kind: File,
) -> Result<Vec<u8>, EngineError> {
    let reps = reps(app, signed);
    if kind == File::Json {
        let mut shown = json(found, reps);
        if may_see(&app.engine.roster(), signed.user, View::Leads) != Scope::All {
            shown["leads"] = serde_json::json!([]);
        }
        return Ok(shown.to_string().into_bytes());
    }
    let names = names(app).await?;
    let telling = Telling {
        words: &asked.words,
        replay: found,
        agreement: &proposed.agreement,
        names: &names,
        reps,
        lists: None,
        whole: true,
    };
    csv(&telling).map_err(|error| EngineError::kept("replay", &error))
}

/// Why there is no file: a page for who reads pages, a problem for a program.
fn no_file(
    app: &App,
    asked: &Asked,
    (version, typed): (i64, &Typed),
    standing: Result<Option<Standing>, &'static str>,
    headers: &HeaderMap,
) -> Response {
    let (problem, words) = match standing {
        Err(code) => (
            Problem::wrong(&format!("window_{code}")),
            asked.words.code("replay-problem", code, &[]),
        ),
        Ok(Some(Standing::Running(looked, of))) => {
            let values = [("looked", number(looked).into()), ("of", number(of).into())];
            let problem = Problem::new(StatusCode::CONFLICT, "replay_not_done");
            (
                problem.with("looked", looked).with("of", of),
                asked.words.say_with("replay-not-done", &values),
            )
        }
        Ok(Some(Standing::Failed)) => (
            Problem::new(StatusCode::NOT_FOUND, "replay_failed"),
            asked.words.say("replay-file-failed"),
        ),
        Ok(_) => (
            Problem::new(StatusCode::NOT_FOUND, "replay_not_asked"),
            asked.words.say("replay-not-asked"),
        ),
    };
    if !reads_pages(headers) {
        return problem.into_response();
    }
    let mut screen = bare(app, asked, version, typed);
    screen.problem = Some(words);
    page(&screen.frame.clone(), problem.status, &screen)
}

fn reads_pages(headers: &HeaderMap) -> bool {
    let accepts = headers.get(header::ACCEPT).and_then(|kinds| kinds.to_str().ok());
    accepts.is_some_and(|kinds| kinds.contains("text/html"))
}
