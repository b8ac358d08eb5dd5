//! `/scorecard/history.csv`: all numbers of the past, a line for the whole and for each origin, month and landing page.

use super::history::month_code;
use super::leads::plain_cell;
use super::viewer;
use crate::server::App;
use crate::server::answer;
use crate::server::asked::Asked;
use crate::words::Words;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use engine::scorecard::history::{History, Past, TimeToWon, history};
use rules::Span;
use rules::roster::View;

pub(super) async fn file(State(app): State<App>, asked: Asked) -> Response {
    if let Err(answer) = viewer(&app, &asked, View::Scorecard, "/scorecard/history") {
        return *answer;
    }
    let read = match history(app.engine.ledger()).await {
        Ok(read) => read,
        Err(error) => return answer::error(&app, &asked, &error, "/scorecard/history"),
    };
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"history.csv\""),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    match written(&asked.words, &read) {
        Ok(bytes) => (headers, bytes).into_response(),
        Err(error) => {
            let error = engine::EngineError::kept("history", &error);
            answer::error(&app, &asked, &error, "/scorecard/history")
        }
    }
}

fn written(words: &Words, read: &History) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
    let mut file = csv::Writer::from_writer(Vec::new());
    file.write_record(head(words))?;
    file.write_record(cells("all", "", &read.all))?;
    for (source, line) in &read.sources {
        file.write_record(cells("origin", source.as_deref().unwrap_or_default(), line))?;
    }
    for (month, line) in &read.months {
        file.write_record(cells("month", &month_code(*month), line))?;
    }
    for (landing, line) in &read.landings {
        file.write_record(cells("landing", landing.as_deref().unwrap_or_default(), line))?;
    }
    Ok(file.into_inner()?)
}

fn head(words: &Words) -> Vec<String> {
    let keys = [
        "history-file-group",
        "history-file-name",
        "history-leads",
        "history-won",
        "history-file-comparable",
        "history-file-comparable-won",
        "history-conversion",
        "history-file-low",
        "history-file-high",
        "history-file-early",
        "history-file-timed",
        "history-file-first",
        "history-file-median",
        "history-file-third",
    ];
    keys.iter().map(|key| words.say(key)).collect()
}

/// Numbers as numbers, empty where there is none: a spreadsheet goes on from here.
fn cells(group: &str, name: &str, line: &Past) -> Vec<String> {
    let share = line.share();
    let part = |value: Option<f64>| value.map_or_else(String::new, |it| format!("{it:.6}"));
    let took = |which: fn(TimeToWon) -> Span| {
        let span = line.took.map(which);
        part(span.map(|span| span.0 as f64 / Span::days(1).0 as f64))
    };
    vec![
        group.to_owned(),
        plain_cell(name),
        line.leads.to_string(),
        line.won.to_string(),
        line.comparable.to_string(),
        line.comparable_won.to_string(),
        part(share.value()),
        part(share.interval().map(|(low, _)| low)),
        part(share.interval().map(|(_, high)| high)),
        line.early.to_string(),
        line.timed().to_string(),
        took(|t| t.first_quartile),
        took(|t| t.median),
        took(|t| t.third_quartile),
    ]
}
