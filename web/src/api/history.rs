//! The numbers of the past, as the page on it counts them.

use super::caller::Caller;
use super::problem::Problem;
use super::reading::query;
use super::scorecard::share;
use crate::server::App;
use axum::extract::State;
use axum::http::Uri;
use axum::response::Json;
use engine::scorecard::history::{Past, TimeToWon, history};
use rules::fact::TokenScope;
use serde_json::{Map, Value, json};

/// `GET /api/v1/scorecard/history`.
pub async fn index(State(app): State<App>, caller: Caller, uri: Uri) -> Result<Json<Value>, Problem> {
    caller.may(TokenScope::Read)?;
    query(&uri, &[])?;
    let read = history(app.engine.ledger()).await?;
    let months = read
        .months
        .iter()
        .map(|((year, month), line)| named("month", Some(&format!("{year:04}-{month:02}")), line));
    let sources = read
        .sources
        .iter()
        .map(|(name, line)| named("source", name.as_deref(), line));
    let landings = read
        .landings
        .iter()
        .map(|(name, line)| named("landing", name.as_deref(), line));
    Ok(Json(json!({
        "outcomes_from": read.outcomes_from.map(|at| at.rfc3339()),
        "outcomes_to": read.outcomes_to.map(|at| at.rfc3339()),
        "comparable_from": read.comparable_from().map(|at| at.rfc3339()),
        "all": Value::Object(line(&read.all)),
        "sources": sources.collect::<Vec<_>>(),
        "months": months.collect::<Vec<_>>(),
        "landings": landings.collect::<Vec<_>>(),
    })))
}

fn named(kind: &str, name: Option<&str>, of: &Past) -> Value {
    let mut object = line(of);
    object.insert(kind.to_owned(), json!(name));
    Value::Object(object)
}

fn line(of: &Past) -> Map<String, Value> {
    let pairs = [
        ("leads", json!(of.leads)),
        ("won", json!(of.won)),
        ("conversion", share(of.share())),
        ("won_before_first_contact", json!(of.early)),
        ("to_won", to_won(of.took, of.timed())),
    ];
    pairs
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

fn to_won(took: Option<TimeToWon>, of: i64) -> Value {
    took.map_or(Value::Null, |took| {
        json!({
            "of": of,
            "first_quartile_seconds": took.first_quartile.whole_seconds(),
            "median_seconds": took.median.whole_seconds(),
            "third_quartile_seconds": took.third_quartile.whole_seconds(),
        })
    })
}
