//! A due time that explains itself: what `baton clock` prints.

use super::Calendar;
use super::due::{CountedSpan, Due};
use super::problem::CalendarProblem;
use super::target::Target;
use crate::time::{Instant, Span};
use serde_json::{Map, Value, json};

/// `{"due": "…Z", "due_local": "…+01:00", "spans": [{"from", "to", "counted_seconds", "why"}]}`.
/// A target that cannot be reached gives `{"problem": code, "args": {…}}`.
pub fn explain_json(calendar: &Calendar, start: Instant, target: Target) -> Value {
    match calendar.due(start, target) {
        Ok(due) => due_json(calendar, &due),
        Err(problem) => problem_json(&problem),
    }
}

fn due_json(calendar: &Calendar, due: &Due) -> Value {
    let offset = calendar.zone().to_offset(due.at.stamp());
    json!({
        "due": due.at.rfc3339(),
        "due_local": due.at.stamp().display_with_offset(offset).to_string(),
        "spans": due.spans.iter().map(span_json).collect::<Vec<_>>(),
    })
}

fn span_json(span: &CountedSpan) -> Value {
    json!({
        "from": span.from.rfc3339(),
        "to": span.to.rfc3339(),
        "counted_seconds": seconds_json(span.counted),
        "why": span.why.to_string(),
    })
}

/// A whole number wherever it is one.
fn seconds_json(span: Span) -> Value {
    if span.0 % 1_000_000 == 0 {
        json!(span.whole_seconds())
    } else {
        json!(span.0 as f64 / 1e6)
    }
}

fn problem_json(problem: &CalendarProblem) -> Value {
    let args: Map<String, Value> = problem
        .args()
        .into_iter()
        .map(|(name, value)| (name.to_owned(), json!(value)))
        .collect();
    json!({ "problem": problem.code(), "args": args })
}
