//! What is wrong with what was typed, told by the labels of the form, each with the way to its input.

use super::input::label;
use super::shape::{Key, PARTS, Shape, Text, Thing, things};
use super::typed::place_of;
use super::{Open, href, part, said};
use crate::agreed::Saying;
use crate::screens::drafts::Fault;
use rules::agreement::edit::{self, Place};
use rules::agreement::{Problem, ProblemCode};
use std::collections::BTreeMap;

/// What is wrong with a card: inputs by their names, and what stands elsewhere.
#[derive(Default)]
pub(super) struct Faults {
    /// In words, by the input's name.
    pub inputs: BTreeMap<String, String>,
    /// What is wrong in other places of the text.
    pub elsewhere: Vec<Fault>,
}

/// Problems beside the inputs that they are about; those of other places by the way to them.
pub(super) fn spotted(say: &Saying<'_>, open: &Open, text: &str, thing: &Thing, problems: &[Problem]) -> Faults {
    let place = match thing.is_new {
        true if thing.kind == "calendar" => thing.place.clone(),
        true => thing
            .place
            .at(edit::count(&open.text, &thing.place).unwrap_or_default()),
        false => thing.place.clone(),
    };
    let mut faults = Faults::default();
    for problem in problems {
        match input_of(text, &place, thing, problem) {
            Some(key) => {
                let sentence = by_label(say, thing, key, problem);
                faults.inputs.entry(key.path.clone()).or_insert(sentence);
            }
            None => faults.elsewhere.push(elsewhere(say, open, text, problem)),
        }
    }
    faults
}

/// The input that a problem is about: by its place, or by the key that it names.
fn input_of<'t>(text: &str, place: &Place, thing: &'t Thing, problem: &Problem) -> Option<&'t Key> {
    let at = edit::place_at(text, problem.line, problem.column)?;
    let inside = |outer: &Place| at.0.starts_with(&outer.0);
    let by_place = thing.keys.iter().filter(|key| inside(&place_of(place, key)));
    let by_place = by_place.max_by_key(|key| key.path.len());
    let by_name = || thing.keys.iter().find(|key| inside(place) && is_named(key, problem));
    by_place.or_else(by_name)
}

fn is_named(key: &Key, problem: &Problem) -> bool {
    let last = key.path.rsplit('/').next();
    let named = problem.args.first();
    named.is_some_and(|arg| last == Some(arg.as_str()) || key.path == *arg)
}

/// The sentence of a problem with the label of the form where it names a key of the text, and in the form's unit.
fn by_label(say: &Saying<'_>, thing: &Thing, key: &Key, problem: &Problem) -> String {
    if problem.code == ProblemCode::BadValue {
        match key.shape {
            Shape::Share => return say.words.say("edit-wrong-share"),
            Shape::Amount => return say.words.say("edit-wrong-amount"),
            _ => {}
        }
    }
    let mut problem = problem.clone();
    let named = names_a_key(problem.code) && is_named(key, &problem);
    if let Some(first) = problem.args.first_mut().filter(|_| named) {
        *first = label(say, thing, key);
    }
    said(say, &problem)
}

/// Whether a problem's first argument is a key of the text.
fn names_a_key(code: ProblemCode) -> bool {
    use ProblemCode::*;
    matches!(
        code,
        UnknownKey | MissingKey | WrongKind | BadValue | TooMany | WithoutFirstAttempt
    )
}

/// A problem of another place: which part and thing, and the way there; of none that a form shows, the line.
fn elsewhere(say: &Saying<'_>, open: &Open, text: &str, problem: &Problem) -> Fault {
    let Some((name, thing)) = holder(open, text, problem) else {
        let line = [("line", problem.line.into())];
        return Fault {
            href: format!("{}/text", href(open.id)),
            label: say.words.say_with("edit-fault-text", &line),
            sentence: said(say, problem),
        };
    };
    let key = input_of(text, &thing.place, &thing, problem);
    Fault {
        href: format!("{}/{name}", href(open.id)),
        label: format!(
            "{} · {}",
            say.words.code("edit-part", name, &[]),
            part::title(say, open, &thing)
        ),
        sentence: match key {
            Some(key) => {
                let label = label(say, &thing, key);
                let sentence = by_label(say, &thing, key, problem);
                let values = [("label", label.into()), ("sentence", sentence.into())];
                say.words.say_with("edit-fault-of", &values)
            }
            None => said(say, problem),
        },
    }
}

/// The thing of any part, as the draft stands, in which a problem lies.
fn holder(open: &Open, text: &str, problem: &Problem) -> Option<(&'static str, Thing)> {
    let at = edit::place_at(text, problem.line, problem.column)?;
    let known = Text {
        text: &open.text,
        agreement: open.read.as_ref().ok()?,
    };
    let all = PARTS.into_iter().flat_map(|name| {
        let things = things(&known, name).unwrap_or_default();
        things.into_iter().map(move |thing| (name, thing))
    });
    let holds =
        |(_, thing): &(&str, Thing)| !thing.is_new && !thing.place.0.is_empty() && at.0.starts_with(&thing.place.0);
    all.filter(holds).max_by_key(|(_, thing)| thing.place.0.len())
}
