//! What the agreement in force asks before a handoff, as lines of a hosted form: each kind with its own control. At most
//! [`MOST`] are asked, those that must be answered first; a newsletter, which asks nobody to call, asks none. A line must be
//! filled only where a definition up to the handoff requires its question.

use super::questions::{Built, Typed};
use crate::screens::form::{Line, LineKind};
use crate::shapes::{Choice, Field};
use crate::words::Words;
use rules::agreement::{Agreement, Question, Stage};
use rules::fact::SubmissionKind;
use rules::fields::FieldKind;
use rules::person::answer_field;
use std::collections::BTreeMap;

/// Most questions that a visitor is asked beside the form's own lines.
const MOST: usize = 4;

/// A question that a form asks.
pub(super) struct Ask {
    /// The line's name: `answers.timeline`.
    pub name: String,
    question: Question,
    needed: bool,
}

/// The questions that a form asks under an agreement.
pub(super) fn of(agreement: &Agreement, form: &Built) -> Vec<Ask> {
    if form.kind != SubmissionKind::Request {
        return Vec::new();
    }
    let needed = |id: &str| {
        let before = [Stage::Lead, Stage::Mql].map(|stage| agreement.questions_before(stage));
        before.into_iter().flatten().any(|question| question.id == id)
    };
    let asked = |question: &&Question| agreement.handoff.questions.contains(&question.id) || needed(&question.id);
    let ask = |question: &Question| Ask {
        name: answer_field(&question.id),
        needed: needed(&question.id),
        question: question.clone(),
    };
    let mut asks: Vec<Ask> = agreement.questions.iter().filter(asked).map(ask).collect();
    asks.sort_by_key(|ask| !ask.needed);
    asks.truncate(MOST);
    asks
}

impl Ask {
    /// The line with what was typed, and what is wrong with it.
    pub(super) fn line(&self, words: &Words, typed: &Typed, wrong: &BTreeMap<String, String>) -> Line {
        let value = typed.get(&self.name).map_or("", |text| text.trim());
        let field = match wrong.get(&self.name) {
            Some(why) => Field::wrong(value, why),
            None => Field::of(value),
        };
        Line {
            name: self.name.clone(),
            label: self.question.ask.clone(),
            required: self.needed,
            kind: self.kind(words, value),
            input: self.input().to_owned(),
            mode: self.mode().to_owned(),
            autocomplete: "off".to_owned(),
            field,
        }
    }

    fn kind(&self, words: &Words, value: &str) -> LineKind {
        let choice = |code: &str, label: String| Choice {
            chosen: value == code,
            value: code.to_owned(),
            label,
        };
        match &self.question.kind {
            FieldKind::Choice(all) => LineKind::One(all.iter().map(|one| choice(one, one.clone())).collect()),
            FieldKind::Bool => {
                let both = ["true", "false"].map(|code| choice(code, words.code("answer", code, &[])));
                LineKind::Chips(both.into())
            }
            _ => LineKind::Line,
        }
    }

    fn input(&self) -> &'static str {
        match self.question.kind {
            FieldKind::Date => "date",
            _ => "text",
        }
    }

    /// Numbers are typed as text, so that a slip comes back as it was typed.
    fn mode(&self) -> &'static str {
        match self.question.kind {
            FieldKind::Number => "decimal",
            _ => "",
        }
    }

    /// What is wrong with what was typed: needed and open, or not an answer that the question takes.
    pub(super) fn wrong(&self, words: &Words, typed: &Typed) -> Option<String> {
        let text = typed.get(&self.name).map_or("", |text| text.trim());
        if text.is_empty() {
            return self.needed.then(|| words.say("form-wrong-needed"));
        }
        let kind = &self.question.kind;
        kind.read(text)
            .is_none()
            .then(|| words.code("answer-wrong", kind.name(), &[]))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops where it must")]

    use super::*;
    use crate::server::doors::questions;
    use rules::agreement::STARTING;

    const MORE: &str = r#"
[[question]]
id = "seats"
ask = "How many seats?"
kind = "number"
[[question]]
id = "leads_already"
ask = "Do you use one already?"
kind = "bool"
[[question]]
id = "one_more"
ask = "Anything else?"
[handoff]
questions = ["timeline", "seats", "leads_already", "one_more", "problem"]
"#;

    fn agreement(mql: &str) -> Agreement {
        let text = STARTING.replacen("stage = \"mql\"", &format!("stage = \"mql\"\nquestions = [{mql}]"), 1);
        Agreement::load_plain(&format!("{text}{MORE}")).unwrap()
    }

    fn names(mql: &str, form: &str) -> Vec<(String, bool)> {
        let asks = of(&agreement(mql), questions::find(form).unwrap());
        asks.into_iter().map(|ask| (ask.question.id, ask.needed)).collect()
    }

    #[test]
    fn at_most_four_are_asked_and_those_that_must_be_answered_come_first() {
        let few = names("", "demo");
        assert_eq!(few.len(), MOST);
        assert!(few.iter().all(|(_, needed)| !needed));
        let first = names("\"one_more\"", "contact");
        assert_eq!(first[0], ("one_more".to_owned(), true));
        assert!(first[1..].iter().all(|(_, needed)| !needed));
        assert!(names("\"one_more\"", "newsletter").is_empty());
    }

    #[test]
    fn each_kind_has_its_control_and_says_what_it_takes() {
        let asks = of(&agreement("\"seats\""), questions::find("demo").unwrap());
        let words = Words::new("en");
        let typed = Typed::from([
            ("answers.seats".to_owned(), "many".to_owned()),
            ("answers.leads_already".to_owned(), "true".to_owned()),
        ]);
        let ask = |id: &str| asks.iter().find(|ask| ask.question.id == id).unwrap();
        let (seats, yes) = (ask("seats"), ask("leads_already"));
        assert_eq!(seats.wrong(&words, &typed).unwrap(), "Write a number, such as 25.");
        assert_eq!(seats.wrong(&words, &Typed::new()).unwrap(), "This is needed.");
        assert!(yes.wrong(&words, &typed).is_none() && yes.wrong(&words, &Typed::new()).is_none());
        let line = seats.line(&words, &typed, &BTreeMap::new());
        assert_eq!((line.mode.as_str(), line.field.value.as_str()), ("decimal", "many"));
        let LineKind::Chips(both) = yes.line(&words, &typed, &BTreeMap::new()).kind else {
            unreachable!("yes or no is chips");
        };
        assert!(both[0].chosen && !both[1].chosen);
        assert!(matches!(
            ask("timeline").line(&words, &typed, &BTreeMap::new()).kind,
            LineKind::One(all) if all.len() == 5
        ));
    }
}
