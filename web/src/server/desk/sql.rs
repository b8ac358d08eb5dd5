//! Whether an "A · advanced" is an SQL: what the agreement's definition came to when it was said, in words.

use super::Telling;
use rules::fact::{Feedback, Which};

/// Of an A that the definition did not hold for: what it lacks. Empty otherwise.
pub(super) fn short(telling: &Telling<'_>, feedback: &Feedback) -> String {
    match lacks(telling, feedback) {
        Some(lacks) => telling.frame.say_of("event-not-sql", &lacks),
        None => String::new(),
    }
}

/// Of an A whose definition was judged: that it held, or what it lacks. Empty otherwise.
pub(super) fn held(telling: &Telling<'_>, feedback: &Feedback) -> String {
    match lacks(telling, feedback) {
        Some(lacks) => telling.frame.say_of("sql-lacks", &lacks),
        None if feedback.verdict.is_some() => telling.frame.say("sql-held"),
        None => String::new(),
    }
}

/// Clauses by their names and questions by their words; none where it is an SQL, or is no A.
fn lacks(telling: &Telling<'_>, feedback: &Feedback) -> Option<String> {
    let judged = feedback.verdict.as_ref();
    let verdict = judged.filter(|_| feedback.which == Which::Advanced && !feedback.is_sql())?;
    let all: Vec<String> = verdict.lacks().iter().map(|id| asked(telling, id)).collect();
    Some(all.join("; "))
}

/// A question by its words; what is no question's id stays as it is.
pub(super) fn asked(telling: &Telling<'_>, id: &str) -> String {
    let known = telling.agreement.questions.iter().find(|question| question.id == id);
    known.map_or_else(|| id.to_owned(), |question| question.ask.clone())
}
