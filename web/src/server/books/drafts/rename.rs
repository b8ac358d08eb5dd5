//! A name that other parts of the text refer to: with it every reference is renamed, in the same save. A rotation of the
//! version that the draft began as keeps its name and is called otherwise from then on: members, rota, leads and what was
//! decided are kept under that name, so they stay with it.

use super::shape::{Key, Text, Thing};
use super::typed::{Typed, place_of};
use rules::agreement::edit::{Edit, Literal, Place, count, said};

/// What the text says of a key; of a rotation's name, what people read for it.
pub(super) fn stands(text: &str, thing: &Thing, key: &Key) -> Option<Literal> {
    if thing.is_new {
        return None;
    }
    let called = match (thing.kind, key.path.as_str()) {
        ("rotation", "name") => said(text, &thing.place.key("called")).ok().flatten(),
        _ => None,
    };
    called.or_else(|| said(text, &place_of(&thing.place, key)).ok().flatten())
}

/// The edits of a rotation with its name as it is to be kept: in its place where it is known under none yet, else as what
/// it is called.
pub(super) fn called(text: &str, thing: &Thing, base: &str, edits: Vec<Edit>) -> Vec<Edit> {
    let place = thing.place.key("name");
    let name = said(text, &place).ok().flatten();
    let is_known = name.as_ref().is_some_and(|name| is_in(base, name));
    if thing.kind != "rotation" || thing.is_new || !is_known {
        return edits;
    }
    let one = |edit: Edit| match edit {
        Edit::Set(at, typed) if at == place => match Some(&typed) == name.as_ref() {
            true => Edit::Drop(thing.place.key("called")),
            false => Edit::Set(thing.place.key("called"), typed),
        },
        edit => edit,
    };
    edits.into_iter().map(one).collect()
}

/// Whether a text has a rotation that is kept under this name.
fn is_in(text: &str, name: &Literal) -> bool {
    (0..many(text, "/rotation")).any(|at| {
        let place = Place::read("/rotation").at(at).key("name");
        said(text, &place).ok().flatten().as_ref() == Some(name)
    })
}

/// The edits that follow from a new name, and the parts in which they lie.
#[derive(Default)]
pub(super) struct Renamed {
    pub edits: Vec<Edit>,
    pub parts: Vec<&'static str>,
}

impl Renamed {
    fn push(&mut self, part: &'static str, edit: Edit) {
        self.edits.push(edit);
        if !self.parts.contains(&part) {
            self.parts.push(part);
        }
    }
}

/// What a thing is called now, and what it is to be called, where that differs.
fn names(text: &str, thing: &Thing, typed: &Typed, key: &str) -> Option<(String, String)> {
    let now = said(text, &thing.place.key(key)).ok().flatten()?;
    let (old, new) = (now.as_text()?.to_owned(), typed.get(key).trim().to_owned());
    (!thing.is_new && !new.is_empty() && old != new).then_some((old, new))
}

/// Whether the new name of a thing is another one's.
pub(super) fn is_taken(text: &Text<'_>, thing: &Thing, typed: &Typed) -> bool {
    let new = |key: &str| names(text.text, thing, typed, key).map(|(_, new)| new);
    match thing.kind {
        "tier" => new("name").is_some_and(|new| new == "other" || text.agreement.tier_named(&new).is_some()),
        "rotation" => new("name").is_some_and(|new| is_read(text, thing, &new)),
        "question" => new("id").is_some_and(|new| text.agreement.questions.iter().any(|known| known.id == new)),
        _ => false,
    }
}

/// Whether people read this name for another rotation.
fn is_read(text: &Text<'_>, thing: &Thing, name: &str) -> bool {
    let own = said(text.text, &thing.place.key("name")).ok().flatten();
    let others = text.agreement.rotations.iter();
    let mut others = others.filter(|rule| Some(Literal::text(&rule.name)) != own);
    others.any(|rule| rule.called() == name)
}

/// Every reference to a tier, a question or a rotation whose name becomes another.
pub(super) fn references(text: &str, thing: &Thing, typed: &Typed, base: &str) -> Renamed {
    let mut renamed = Renamed::default();
    let key = if thing.kind == "question" { "id" } else { "name" };
    match (thing.kind, names(text, thing, typed, key)) {
        ("tier", Some((old, new))) => of_tier(text, &old, &new, &mut renamed),
        ("question", Some((old, new))) => of_question(text, &old, &new, &mut renamed),
        ("rotation", Some((old, new))) if !is_in(base, &Literal::text(&old)) => {
            of_rotation(text, &old, &new, &mut renamed);
        }
        _ => {}
    }
    renamed
}

fn of_tier(text: &str, old: &str, new: &str, renamed: &mut Renamed) {
    let places = [
        ("expected", "/expected/tier"),
        ("escalation", "/escalation"),
        ("owed", "/owed/marketing/per_week"),
    ];
    for (part, place) in places {
        let place = Place::read(place).key(old);
        if said(text, &place).ok().flatten().is_some() {
            renamed.push(part, Edit::Rename(place, new.to_owned()));
        }
    }
}

fn of_question(text: &str, old: &str, new: &str, renamed: &mut Renamed) {
    let lists = (0..many(text, "/definition"))
        .map(|at| ("definitions", Place::read(&format!("/definition/{at}/questions"))))
        .chain([("questions", Place::read("/handoff/questions"))]);
    for (part, list) in lists {
        for at in 0..count(text, &list).unwrap_or_default() {
            let place = list.at(at);
            if said(text, &place) == Ok(Some(Literal::text(old))) {
                renamed.push(part, Edit::Set(place, Literal::text(new)));
            }
        }
    }
    for (part, place) in clauses(text) {
        let (from, to) = (format!("answers.{old}"), format!("answers.{new}"));
        let source = said(text, &place).ok().flatten();
        if source
            .as_ref()
            .and_then(Literal::as_text)
            .is_some_and(|source| source.contains(&from))
        {
            renamed.push(part, Edit::Reword(place, from, to));
        }
    }
}

fn of_rotation(text: &str, old: &str, new: &str, renamed: &mut Renamed) {
    for at in 0..many(text, "/rotation") {
        let place = Place::read("/rotation").at(at).key("hands_to");
        if said(text, &place) == Ok(Some(Literal::text(old))) {
            renamed.push("rotations", Edit::Set(place, Literal::text(new)));
        }
    }
}

fn many(text: &str, place: &str) -> usize {
    count(text, &Place::read(place)).unwrap_or_default()
}

/// Every clause of the text.
fn clauses(text: &str) -> Vec<(&'static str, Place)> {
    let lists = [
        ("ideal", "/ideal"),
        ("tiers", "/tier"),
        ("scores", "/score"),
        ("rotations", "/rotation"),
    ];
    let mut all = Vec::new();
    for (part, list) in lists {
        let place = Place::read(list);
        all.extend((0..many(text, list)).map(|at| (part, place.at(at).key("when"))));
    }
    for at in 0..many(text, "/definition") {
        let list = format!("/definition/{at}/requires");
        let place = Place::read(&list);
        all.extend((0..many(text, &list)).map(|at| ("definitions", place.at(at).key("when"))));
    }
    all
}
