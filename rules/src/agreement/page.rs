//! Walking the text's tables: each value with its place, each problem noted and the walk going on, so that a person
//! sees all of them at once.

use super::problem::{Problem, ProblemCode};
use crate::calendar::Target;
use crate::criteria::Criterion;
use crate::fields::{Registry, nearest};
use std::cell::RefCell;
use std::ops::RangeInclusive;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Most problems told at once.
pub(super) const PROBLEMS_MAX: usize = 100;
/// Longest text in a value, in characters; clauses have their own limit.
const TEXT_CHARACTERS_MAX: usize = 2_000;

/// The text and what is wrong with it so far.
pub(super) struct Page<'t> {
    pub(super) text: &'t str,
    problems: RefCell<Vec<Problem>>,
}

/// A value with its place, a byte of the text.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct At<T> {
    pub(super) value: T,
    pub(super) at: usize,
}

impl<'t> Page<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            text,
            problems: RefCell::default(),
        }
    }

    pub(super) fn note(&self, at: usize, code: ProblemCode, args: &[&str], expected: &str) {
        let args = args.iter().map(|arg| (*arg).to_owned()).collect();
        self.note_owned(at, code, args, expected.to_owned());
    }

    pub(super) fn note_owned(&self, at: usize, code: ProblemCode, args: Vec<String>, expected: String) {
        let (line, column) = self.place(at);
        let mut problems = self.problems.borrow_mut();
        if problems.len() < PROBLEMS_MAX {
            problems.push(Problem {
                line,
                column,
                code,
                args,
                expected,
            });
        }
    }

    /// Notes an unknown name, with the nearest known or else all of them.
    pub(super) fn note_unknown<'a>(&self, code: ProblemCode, name: &At<String>, known: impl Iterator<Item = &'a str>) {
        self.note_owned(name.at, code, vec![name.value.clone()], near_or_all(&name.value, known));
    }

    /// All problems in order of place.
    pub(super) fn problems(self) -> Vec<Problem> {
        let mut problems = self.problems.into_inner();
        problems.sort_by_key(|problem| (problem.line, problem.column));
        problems
    }

    pub(super) fn clean(&self) -> bool {
        self.problems.borrow().is_empty()
    }

    fn place(&self, at: usize) -> (u32, u32) {
        let before = self.text.get(..at).unwrap_or(self.text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        (line as u32, column as u32)
    }
}

pub(super) fn near_or_all<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> String {
    let known: Vec<&str> = known.collect();
    nearest(name, known.iter().copied()).map_or_else(|| known.join(", "), str::to_owned)
}

/// A table of the text. Every key that is asked for is known; `finish` notes the others.
pub(super) struct Section<'p, 't> {
    pub(super) page: &'p Page<'t>,
    pub(super) table: &'p DeTable<'t>,
    pub(super) at: usize,
    asked: RefCell<Vec<&'static str>>,
}

impl<'p, 't> Section<'p, 't> {
    pub(super) fn new(page: &'p Page<'t>, table: &'p DeTable<'t>, at: usize) -> Self {
        Self {
            page,
            table,
            at,
            asked: RefCell::default(),
        }
    }

    /// Notes every key that nobody asked for; how many there were.
    pub(super) fn finish(self) -> usize {
        let asked = self.asked.into_inner();
        let unknown: Vec<_> = self
            .table
            .keys()
            .filter(|key| !asked.contains(&key.get_ref().as_ref()))
            .collect();
        for key in &unknown {
            let name = At {
                value: key.get_ref().to_string(),
                at: key.span().start,
            };
            self.page
                .note_unknown(ProblemCode::UnknownKey, &name, asked.iter().copied());
        }
        unknown.len()
    }

    pub(super) fn find(&self, key: &'static str) -> Option<&'p Spanned<DeValue<'t>>> {
        self.asked.borrow_mut().push(key);
        self.table.get(key)
    }

    /// Where a key's value stands, or else the table.
    pub(super) fn place_of(&self, key: &str) -> usize {
        self.table.get(key).map_or(self.at, |value| value.span().start)
    }

    pub(super) fn wrong_kind(&self, at: usize, key: &str, expected: &str) {
        self.page.note(at, ProblemCode::WrongKind, &[key], expected);
    }

    pub(super) fn bad_value(&self, at: usize, key: &str, found: &str, expected: &str) {
        self.page.note(at, ProblemCode::BadValue, &[key, found], expected);
    }

    /// Notes that a key is missing unless something was found, or found wanting.
    pub(super) fn required<T>(&self, key: &'static str, found: Option<T>) -> Option<T> {
        if found.is_none() && self.table.get(key).is_none() {
            self.page.note(self.at, ProblemCode::MissingKey, &[key], key);
        }
        found
    }

    pub(super) fn text(&self, key: &'static str) -> Option<At<String>> {
        let value = self.find(key)?;
        self.text_of(key, value)
    }

    pub(super) fn text_of(&self, key: &str, value: &Spanned<DeValue<'t>>) -> Option<At<String>> {
        let at = value.span().start;
        let Some(text) = value.get_ref().as_str() else {
            self.wrong_kind(at, key, "text");
            return None;
        };
        if text.trim().is_empty() || text.chars().count() > TEXT_CHARACTERS_MAX {
            self.bad_value(at, key, "", "text");
            return None;
        }
        Some(At {
            value: text.to_owned(),
            at,
        })
    }

    /// A list of texts; empty where there is none.
    pub(super) fn texts(&self, key: &'static str, max: usize) -> Vec<At<String>> {
        let Some(value) = self.find(key) else { return Vec::new() };
        let Some(list) = value.get_ref().as_array() else {
            self.wrong_kind(value.span().start, key, "list");
            return Vec::new();
        };
        self.bounded(key, value.span().start, list.len(), max);
        list.iter()
            .take(max)
            .filter_map(|entry| self.text_of(key, entry))
            .collect()
    }

    /// Notes too many of something.
    pub(super) fn bounded(&self, key: &str, at: usize, found: usize, max: usize) {
        if found > max {
            let (found, max) = (found.to_string(), max.to_string());
            self.page.note(at, ProblemCode::TooMany, &[key, &found, &max], &max);
        }
    }

    pub(super) fn flag(&self, key: &'static str) -> bool {
        let Some(value) = self.find(key) else { return false };
        value.get_ref().as_bool().unwrap_or_else(|| {
            self.wrong_kind(value.span().start, key, "true, false");
            false
        })
    }

    pub(super) fn number(&self, key: &'static str, range: RangeInclusive<f64>) -> Option<f64> {
        let value = self.find(key)?;
        let at = value.span().start;
        let number = match value.get_ref() {
            DeValue::Integer(whole) => i64::from_str_radix(whole.as_str(), whole.radix())
                .ok()
                .map(|n| n as f64),
            DeValue::Float(float) => float.as_str().parse().ok(),
            _ => {
                self.wrong_kind(at, key, "number");
                return None;
            }
        };
        let number = number.filter(|number| range.contains(number));
        if number.is_none() {
            self.bad_value(at, key, "", &format!("{} – {}", range.start(), range.end()));
        }
        number
    }

    pub(super) fn whole(&self, key: &'static str, range: RangeInclusive<i64>) -> Option<i64> {
        let value = self.find(key)?;
        let at = value.span().start;
        let Some(whole) = value.get_ref().as_integer() else {
            self.wrong_kind(at, key, "whole number");
            return None;
        };
        let number = i64::from_str_radix(whole.as_str(), whole.radix())
            .ok()
            .filter(|number| range.contains(number));
        if number.is_none() {
            self.bad_value(at, key, whole.as_str(), &format!("{} – {}", range.start(), range.end()));
        }
        number
    }

    /// A whole number that fits its place for certain, because the range does.
    pub(super) fn count(&self, key: &'static str, range: RangeInclusive<u32>) -> Option<u32> {
        let range = i64::from(*range.start())..=i64::from(*range.end());
        self.whole(key, range).and_then(|number| u32::try_from(number).ok())
    }

    /// A share, 0 to 1.
    pub(super) fn share(&self, key: &'static str) -> Option<f64> {
        self.number(key, 0.0..=1.0)
    }

    pub(super) fn target(&self, key: &'static str) -> Option<Target> {
        let text = self.text(key)?;
        self.target_of(key, &text)
    }

    pub(super) fn target_of(&self, key: &str, text: &At<String>) -> Option<Target> {
        let target = text.value.parse().ok();
        if target.is_none() {
            self.bad_value(text.at, key, &text.value, "15m, 2h, 2bd");
        }
        target
    }

    /// Whether a key is there with just this word, such as `off`: a default, written out.
    pub(super) fn spelled_out(&self, key: &str, word: &str) -> bool {
        let value = self.table.get(key).and_then(|value| value.get_ref().as_str());
        value == Some(word)
    }

    /// One of the names given.
    pub(super) fn one_of<T: Copy>(&self, key: &'static str, names: &[(&'static str, T)]) -> Option<T> {
        let text = self.text(key)?;
        self.named(&text, key, names)
    }

    /// What a text names.
    pub(super) fn named<T: Copy>(&self, text: &At<String>, key: &str, names: &[(&'static str, T)]) -> Option<T> {
        let found = names
            .iter()
            .find(|(name, _)| *name == text.value)
            .map(|(_, value)| *value);
        if found.is_none() {
            let expected = near_or_all(&text.value, names.iter().map(|(name, _)| *name));
            self.bad_value(text.at, key, &text.value, &expected);
        }
        found
    }

    /// A table inside.
    pub(super) fn section(&self, key: &'static str) -> Option<Section<'p, 't>> {
        let value = self.find(key)?;
        self.section_of(key, value)
    }

    pub(super) fn section_of(&self, key: &str, value: &'p Spanned<DeValue<'t>>) -> Option<Section<'p, 't>> {
        let at = value.span().start;
        let Some(table) = value.get_ref().as_table() else {
            self.wrong_kind(at, key, "table");
            return None;
        };
        Some(Section::new(self.page, table, at))
    }

    /// A list of tables; empty where there is none.
    pub(super) fn sections(&self, key: &'static str, max: usize) -> Vec<Section<'p, 't>> {
        let Some(value) = self.find(key) else { return Vec::new() };
        let Some(list) = value.get_ref().as_array() else {
            self.wrong_kind(value.span().start, key, "list of tables");
            return Vec::new();
        };
        self.bounded(key, value.span().start, list.len(), max);
        list.iter()
            .take(max)
            .filter_map(|entry| self.section_of(key, entry))
            .collect()
    }

    /// The names in a list of tables, also of those that are not right: so that one mistake is told once.
    pub(super) fn names_in(&self, list: &str, name: &str) -> Vec<&'p str> {
        let list = self.table.get(list).and_then(|value| value.get_ref().as_array());
        let tables = list
            .into_iter()
            .flat_map(|list| list.iter())
            .filter_map(|entry| entry.get_ref().as_table());
        tables.filter_map(|table| table.get(name)?.get_ref().as_str()).collect()
    }

    /// A clause, checked.
    pub(super) fn criterion(&self, key: &'static str, registry: &Registry) -> Option<At<Criterion>> {
        let value = self.find(key)?;
        let Some(source) = value.get_ref().as_str() else {
            self.wrong_kind(value.span().start, key, "text");
            return None;
        };
        match Criterion::compile(source, registry) {
            Ok(criterion) => {
                self.depends_on_the_lead(value.span().start, &criterion);
                Some(At {
                    value: criterion,
                    at: value.span().start,
                })
            }
            Err(problem) => {
                let at = self.inside(value, source, problem.at);
                self.page
                    .note_owned(at, ProblemCode::Clause(problem.code), problem.args, problem.expected);
                None
            }
        }
    }

    /// Notes a clause that names fields and comes out the same whatever they hold.
    fn depends_on_the_lead(&self, at: usize, criterion: &Criterion) {
        if let Some(told) = criterion.constant().filter(|_| !criterion.fields().is_empty()) {
            let args = [criterion.source(), if told { "true" } else { "false" }];
            self.page.note(at, ProblemCode::ClauseConstant, &args, args[1]);
        }
    }

    /// The place of a text's n-th character. Where the text is written with escapes, its beginning.
    fn inside(&self, value: &Spanned<DeValue<'t>>, source: &str, characters: usize) -> usize {
        let span = value.span();
        let written = self.page.text.get(span.clone()).unwrap_or_default();
        let bytes = source
            .char_indices()
            .nth(characters)
            .map_or(source.len(), |(byte, _)| byte);
        written
            .find(source)
            .filter(|_| !source.is_empty())
            .map_or(span.start, |start| span.start + start + bytes)
    }
}
