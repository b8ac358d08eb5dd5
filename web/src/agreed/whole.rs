//! The annex: all that an agreement says, part by part, in the words in which its changes are told.

use super::Saying;
use super::changes::{named, said};
use rules::agreement::Agreement;
use rules::agreement::change::{Area, Thing, Value, whole};

/// A part of the text with what it says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// For links.
    pub id: &'static str,
    /// Its heading.
    pub title: String,
    /// A line each.
    pub lines: Vec<Line>,
}

/// One thing of a part.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// Its name; may be empty.
    pub name: String,
    /// What it says.
    pub says: Vec<String>,
}

/// Every part that says anything, in the order of the text.
pub fn parts(say: &Saying<'_>, agreement: &Agreement) -> Vec<Part> {
    let things = whole(agreement);
    let line = |thing: &Thing| Line {
        name: named(say, thing.area, &thing.of),
        says: says(say, thing),
    };
    let part = |area: Area| Part {
        id: area.code(),
        title: say.code("annex", area.code(), &[]),
        lines: things
            .iter()
            .filter(|thing| thing.area == area)
            .map(line)
            .filter(|line| !line.says.is_empty())
            .collect(),
    };
    let all = Area::ALL.into_iter().map(part);
    all.filter(|part| !part.lines.is_empty()).collect()
}

/// A clause that is true of everything is said as that.
fn says(say: &Saying<'_>, thing: &Thing) -> Vec<String> {
    let takes_all = |(key, value): &(&'static str, Value)| *key == "when" && is_always(value);
    let mut rest = thing.clone();
    rest.terms.retain(|term| !takes_all(term));
    let all = (rest.terms.len() < thing.terms.len()).then(|| say.words.say("annex-takes-all"));
    all.into_iter().chain(said(say, &rest)).collect()
}

fn is_always(value: &Value) -> bool {
    matches!(value, Value::Clause(clause) if clause.always())
}
