//! An input of a card: its label, how it is written, what stands in it, what may be chosen.

use super::clause;
use super::fault::Faults;
use super::rename::stands;
use super::shape::{Key, Shape, Thing};
use super::typed::{STEPS_MAX, Typed, shown as shown_as};
use crate::agreed::Saying;
use crate::screens::drafts::{Input, Step};
use crate::shapes::Choice;
use rules::agreement::edit::Literal;
use rules::fact::Role;

/// Its id on the page.
pub(super) fn input_id(card: &str, key: &Key) -> String {
    format!("{card}-{}", key.path.replace(['/', ' '], "-"))
}

/// An input as it is drawn: as the text says, or as it was typed with what is wrong.
pub(super) fn input(
    say: &Saying<'_>,
    text: &str,
    (thing, key): (&Thing, &Key),
    id: &str,
    sent: Option<(&Typed, &Faults)>,
) -> Input {
    let now = stands(text, thing, key);
    let typed = sent.map(|(typed, _)| typed);
    let value = match typed {
        Some(typed) => typed.all(&key.path).collect::<Vec<_>>().join("\n"),
        None => shown_as(&key.shape, now.as_ref()),
    };
    let mut input = Input {
        id: input_id(id, key),
        key: key.path.replace('/', "."),
        name: key.path.clone(),
        label: label(say, thing, key),
        hint: hint(say, thing, key),
        control: control(&key.shape),
        value,
        wrong: sent.and_then(|(_, faults)| faults.inputs.get(&key.path).cloned()),
        ..Input::default()
    };
    fill(say, &mut input, key, now.as_ref(), typed);
    input
}

/// What a key is called. Tiers, where they are keys, have their own names.
pub(super) fn label(say: &Saying<'_>, thing: &Thing, key: &Key) -> String {
    match key.path.split_once('/') {
        Some(("per_week", tier)) => {
            let tier = say.words.code("tier", tier, &[]);
            say.words.code("edit-key", "per_week", &[("name", tier.into())])
        }
        _ if thing.kind == "accepted" && key.path == "name" => say.words.say("edit-accepted-name"),
        _ if thing.kind == "escalation" && key.path == "other" => say.words.say("agreement-other-tiers"),
        _ if thing.kind == "escalation" => say.words.code("tier", &key.path, &[]),
        _ => say.words.code("edit-key", &key.path.replace('/', "_"), &[]),
    }
}

fn hint(say: &Saying<'_>, thing: &Thing, key: &Key) -> String {
    if (thing.kind, key.path.as_str(), thing.is_new) == ("rotation", "name", false) {
        return say.words.say("edit-hint-rotation-name");
    }
    let by_key = key.path.replace('/', "_");
    let by_shape = match key.shape {
        Shape::Length => "edit-hint-length",
        Shape::Share => "edit-hint-share",
        Shape::Lines => "edit-hint-lines",
        Shape::Dates => "edit-hint-dates",
        Shape::Steps => "edit-hint-steps",
        Shape::Clause { always: true, .. } => "edit-hint-always",
        Shape::Clause { .. } => "edit-hint-clause",
        _ => "",
    };
    let own = format!("edit-hint-{}", by_key.replace('_', "-"));
    match say.words.has(&own) {
        true => say.words.code("edit-hint", &by_key, &[]),
        false if by_shape.is_empty() => String::new(),
        false => say.words.say(by_shape),
    }
}

fn control(shape: &Shape) -> &'static str {
    match shape {
        Shape::Lines | Shape::Dates => "lines",
        Shape::OneOf(_) | Shape::Named(_) | Shape::Role => "select",
        Shape::AnyOf(_) => "ticks",
        Shape::Flag => "tick",
        Shape::Clause { .. } => "clause",
        Shape::Steps => "steps",
        Shape::Whole => "number",
        _ => "line",
    }
}

/// What may be chosen, conditions and steps.
fn fill(say: &Saying<'_>, input: &mut Input, key: &Key, now: Option<&Literal>, typed: Option<&Typed>) {
    match &key.shape {
        Shape::OneOf(all) => input.choices = all.iter().map(|one| choice(say, key, one, &[&input.value])).collect(),
        Shape::Named(all) => {
            let one = |(name, label): &(String, String)| Choice {
                value: name.clone(),
                label: if name.is_empty() {
                    say.words.say("edit-unsaid")
                } else {
                    label.clone()
                },
                chosen: *name == input.value,
            };
            input.choices = all.iter().map(one).collect();
        }
        Shape::AnyOf(all) => {
            let ticked: Vec<&str> = input.value.lines().collect();
            input.choices = all.iter().map(|one| choice(say, key, one, &ticked)).collect();
        }
        Shape::Role => input.choices = roles(say, &input.value, false),
        Shape::Flag => {
            let ticked = input.value == "true" || input.value == "yes";
            input.value = if ticked { "yes".to_owned() } else { String::new() };
        }
        Shape::Steps => input.steps = steps(say, &key.path, now, typed),
        Shape::Clause { without, .. } => {
            let source = now.and_then(Literal::as_text);
            match source.filter(|source| !clause::is_shown(source, say.fields)) {
                Some(source) => (input.control, input.value) = ("text", source.to_owned()),
                None => input.conditions = clause::rows(say, &key.path, source, typed, without),
            }
        }
        _ => {}
    }
}

/// A word of the text's own in words; a name as it is.
pub(super) fn choice_label(say: &Saying<'_>, key: &Key, value: &str) -> String {
    match (key.path.as_str(), value) {
        (_, "") => say.words.say("edit-unsaid"),
        ("calendar" | "questions", name) => name.to_owned(),
        (_, word) => say.words.code("agreed-word", word, &[]),
    }
}

/// A role that is told, or the lead's owner.
pub(super) fn role_label(say: &Saying<'_>, role: &str) -> String {
    match role {
        "owner" => say.words.say("agreement-owner"),
        role => say.words.code("role-name", role, &[]),
    }
}

fn choice(say: &Saying<'_>, key: &Key, value: &str, chosen: &[&str]) -> Choice {
    Choice {
        value: value.to_owned(),
        label: choice_label(say, key, value),
        chosen: chosen.contains(&value),
    }
}

fn roles(say: &Saying<'_>, chosen: &str, owner_too: bool) -> Vec<Choice> {
    let owner = owner_too.then(|| ("owner", say.words.say("agreement-owner")));
    let roles = Role::ALL
        .into_iter()
        .map(|role| (role.code(), say.words.code("role-name", role.code(), &[])));
    let all = owner.into_iter().chain(roles);
    all.map(|(value, label)| Choice {
        value: value.to_owned(),
        label,
        chosen: value == chosen,
    })
    .collect()
}

/// The steps, with an empty one behind them.
fn steps(say: &Saying<'_>, name: &str, now: Option<&Literal>, typed: Option<&Typed>) -> Vec<Step> {
    let part = |n: usize, part: &str| format!("{name}.{n}.{part}");
    let mut all: Vec<(String, String)> = match (typed, now) {
        (Some(typed), _) => (0..STEPS_MAX)
            .map(|n| {
                (
                    typed.get(&part(n, "at")).to_owned(),
                    typed.get(&part(n, "tell")).to_owned(),
                )
            })
            .filter(|(at, _)| !at.is_empty())
            .collect(),
        (None, Some(Literal::List(list))) => list.iter().map(step).collect(),
        _ => Vec::new(),
    };
    all.push((String::new(), String::new()));
    let drawn = |(n, (at, tell)): (usize, (String, String))| Step {
        name: format!("{name}.{n}"),
        at,
        tell: roles(say, &tell, true),
    };
    all.into_iter().enumerate().map(drawn).collect()
}

fn step(literal: &Literal) -> (String, String) {
    let of = |key: &str| {
        literal
            .get(key)
            .and_then(Literal::as_text)
            .unwrap_or_default()
            .to_owned()
    };
    (of("at"), of("tell"))
}
