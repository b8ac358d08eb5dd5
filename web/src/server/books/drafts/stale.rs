//! Somebody changed the draft meanwhile: what was typed beside what it says now.

use super::clause;
use super::input::{choice_label, label, role_label};
use super::rename::stands;
use super::shape::{Key, Shape, Thing};
use super::typed::{Typed, read, shown, texts};
use crate::agreed::{Saying, clause as clause_said};
use crate::screens::drafts::Difference;
use rules::agreement::edit::Literal;
use rules::criteria::Criterion;
use rules::fields::Registry;

/// Longest texts that are compared line by line; of longer ones only what lies between the same ends is shown.
const LINES_MAX: usize = 1_500;

/// Each input whose value differs: its label, what was typed, what stands in the text now.
pub(super) fn of_card(say: &Saying<'_>, text: &str, thing: &Thing, typed: &Typed) -> Vec<Difference> {
    let one = |key: &Key| {
        let now = stands(text, thing, key);
        let difference = Difference {
            label: label(say, thing, key),
            mine: mine(say, key, typed, say.fields),
            now: now.as_ref().map(|now| spoken(say, key, now)).unwrap_or_default(),
        };
        (difference.mine != difference.now).then_some(difference)
    };
    thing.keys.iter().filter_map(one).collect()
}

/// What was typed for a thing that is not there any more, by the labels of the form.
pub(super) fn of_nothing(say: &Saying<'_>, typed: &Typed) -> Vec<Difference> {
    let mut all: Vec<Difference> = Vec::new();
    for (name, value) in typed
        .0
        .iter()
        .filter(|(name, value)| !name.starts_with('_') && !value.is_empty())
    {
        let key = name.split('.').next().unwrap_or_default().replace('/', "_");
        let label = say.words.code("edit-key", &key, &[]);
        match all.last_mut().filter(|last| last.label == label) {
            Some(last) => last.mine = format!("{} {value}", last.mine),
            None => all.push(Difference {
                label,
                mine: value.clone(),
                now: String::new(),
            }),
        }
    }
    all
}

/// What was typed, as the text would say it; what cannot be read, as it was typed.
fn mine(say: &Saying<'_>, key: &Key, typed: &Typed, fields: &Registry) -> String {
    match read(key, typed, None, fields) {
        Ok(said) => said.map(|said| spoken(say, key, &said)).unwrap_or_default(),
        Err(_) => typed.all(&key.path).collect::<Vec<_>>().join("\n"),
    }
}

fn spoken(say: &Saying<'_>, key: &Key, said: &Literal) -> String {
    match (&key.shape, said) {
        (Shape::Clause { .. }, Literal::Text(source)) => {
            let plain = Some(source).filter(|source| clause::is_shown(source, say.fields));
            let read = plain.and_then(|source| Criterion::compile(source, say.fields).ok());
            read.map_or_else(|| source.clone(), |read| clause_said(say, &read))
        }
        (Shape::Steps, Literal::List(steps)) => {
            let of =
                |step: &Literal, key: &str| step.get(key).and_then(Literal::as_text).unwrap_or_default().to_owned();
            let one = |step: &Literal| format!("{} {}", of(step, "at"), role_label(say, &of(step, "tell")));
            steps.iter().map(one).collect::<Vec<_>>().join(", ")
        }
        (Shape::OneOf(_), Literal::Text(word)) => choice_label(say, key, word),
        (Shape::Named(all), Literal::Text(name)) => {
            let named = all.iter().find(|(known, _)| known == name);
            named.map_or_else(|| name.clone(), |(_, label)| label.clone())
        }
        (Shape::Role, Literal::Text(role)) => role_label(say, role),
        (Shape::AnyOf(_), list) => {
            let words = texts(list);
            words
                .iter()
                .map(|word| choice_label(say, key, word))
                .collect::<Vec<_>>()
                .join(", ")
        }
        (shape, said) => shown(shape, Some(said)),
    }
}

/// Stretches of lines that differ, by the line of mine at which they begin.
pub(super) fn of_text(mine: &str, now: &str) -> Vec<Difference> {
    let (mine, now): (Vec<&str>, Vec<&str>) = (mine.lines().collect(), now.lines().collect());
    let head = mine.iter().zip(&now).take_while(|(one, other)| one == other).count();
    let rest = mine.len().min(now.len()) - head;
    let ends = mine.iter().rev().zip(now.iter().rev());
    let tail = ends.take(rest).take_while(|(one, other)| one == other).count();
    let (mine, now) = (&mine[head..mine.len() - tail], &now[head..now.len() - tail]);
    if mine.len().max(now.len()) > LINES_MAX {
        return vec![difference(head, mine, now)];
    }
    let common = common(mine, now);
    let (mut all, mut at, mut to) = (Vec::new(), 0, 0);
    let (mut from, mut since) = (0, 0);
    let mut close = |from: usize, at: usize, since: usize, to: usize| {
        if from < at || since < to {
            all.push(difference(head + from, &mine[from..at], &now[since..to]));
        }
    };
    while at < mine.len() && to < now.len() {
        if mine[at] == now[to] {
            close(from, at, since, to);
            (at, to) = (at + 1, to + 1);
            (from, since) = (at, to);
        } else if common[at + 1][to] >= common[at][to + 1] {
            at += 1;
        } else {
            to += 1;
        }
    }
    close(from, mine.len(), since, now.len());
    all
}

fn difference(at: usize, mine: &[&str], now: &[&str]) -> Difference {
    Difference {
        label: (at + 1).to_string(),
        mine: mine.join("\n"),
        now: now.join("\n"),
    }
}

/// The length of the longest common rest from each pair of places on.
fn common(one: &[&str], two: &[&str]) -> Vec<Vec<u32>> {
    let mut lengths = vec![vec![0; two.len() + 1]; one.len() + 1];
    for (at, line) in one.iter().enumerate().rev() {
        for (to, other) in two.iter().enumerate().rev() {
            lengths[at][to] = match line == other {
                true => lengths[at + 1][to + 1] + 1,
                false => lengths[at + 1][to].max(lengths[at][to + 1]),
            };
        }
    }
    lengths
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_lines_that_differ_stand_side_by_side() {
        let found = of_text("a\nb\nc\nd\ne\n", "a\nx\nc\nd\ny\nz\ne\n");
        let said: Vec<(&str, &str, &str)> = found
            .iter()
            .map(|one| (one.label.as_str(), one.mine.as_str(), one.now.as_str()))
            .collect();
        assert_eq!(said, [("2", "b", "x"), ("5", "", "y\nz")]);
        assert_eq!(of_text("same\n", "same\n"), []);
    }
}
