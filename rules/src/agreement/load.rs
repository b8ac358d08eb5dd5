//! From text to agreement: each part read on its own, then all together looked at for sense.

use super::page::{At, Page, Section};
use super::problem::{Problem, ProblemCode};
use super::terms::{Desk, HandOff, NotePart, Often, Question, Review};
use super::{Agreement, FORMAT, TEXT_BYTES_MAX, definitions, duties, goal, sense, tiers};
use crate::calendar::{Calendar, CalendarProblem, CalendarText, Holidays};
use crate::fields::{Field, FieldKind, FieldProblem, Registry, well_spelled};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use toml::Spanned;
use toml::de::{DeTable, DeValue, ValueDeserializer};

/// Most questions.
const QUESTIONS_MAX: usize = 50;
/// Most choices of a question.
const CHOICES_MAX: usize = 50;
/// Most calendars.
const CALENDARS_MAX: usize = 50;

/// Reads a text.
pub(super) fn load(text: &str, registry: &Registry, holidays: &Holidays) -> Result<Agreement, Vec<Problem>> {
    let page = Page::new(text);
    if text.len() > TEXT_BYTES_MAX {
        let (found, allowed) = (text.len().to_string(), TEXT_BYTES_MAX.to_string());
        page.note(0, ProblemCode::TooLong, &[&found, &allowed], &allowed);
        return Err(page.problems());
    }
    let table = match DeTable::parse(text) {
        Ok(table) => table,
        Err(error) => {
            page.note(
                error.span().map_or(0, |span| span.start),
                ProblemCode::Syntax,
                &[error.message()],
                "",
            );
            return Err(page.problems());
        }
    };
    let whole = Section::new(&page, table.get_ref(), 0);
    let agreement = read(&whole, registry, holidays);
    whole.finish();
    match agreement {
        Some(agreement) if page.clean() => Ok(agreement),
        _ => Err(page.problems()),
    }
}

fn read(whole: &Section<'_, '_>, registry: &Registry, holidays: &Holidays) -> Option<Agreement> {
    format(whole);
    let name = whole.required("name", whole.text("name"));
    let questions = questions(whole, registry);
    let registry = with_answers(registry, &questions);
    let definitions = definitions::definitions(whole, &registry);
    let scores = definitions::scores(whole, &registry);
    let tiers = tiers::tiers(whole, &registry);
    let names = whole.names_in("tier", "name");
    let calendars = calendars(whole, holidays);
    let rotations = tiers::rotations(whole, &registry);
    sense::calendars_known(whole, &rotations, &calendars);
    sense::hands_on(whole, &rotations);
    let feedback = whole.required("feedback", duties::feedback(whole));
    let goal = goal::goal(whole);
    let expected = goal::expected(whole, &names, goal.as_ref());
    let escalation = duties::escalation(whole, &names);
    let owed = duties::owed(whole, &names, &expected);
    let ideal = definitions::ideal(whole, &registry);
    // every part is read before the first `?`: a part that nobody asked for would be told as unknown
    let (desk, handoff, review) = (desk(whole), handoff(whole), review(whole));
    Some(Agreement {
        version: None,
        hash: Sha256::digest(whole.page.text.as_bytes()).into(),
        feedback: feedback?,
        name: name?.value,
        goal,
        expected,
        desk,
        handoff,
        ideal,
        escalation,
        owed,
        review,
        calendars: calendars
            .into_iter()
            .filter_map(|(name, calendar)| Some((name, calendar?)))
            .collect(),
        rotations: rotations.into_iter().map(|rotation| rotation.rule).collect(),
        questions,
        definitions,
        scores,
        tiers,
    })
}

fn format(whole: &Section<'_, '_>) {
    let range = 1..=i64::from(u32::MAX);
    match whole.required("format", whole.whole("format", range)) {
        Some(format) if format != i64::from(FORMAT) => {
            let at = whole.place_of("format");
            whole
                .page
                .note(at, ProblemCode::Format, &[&format.to_string()], &FORMAT.to_string());
        }
        _ => {}
    }
}

impl Question {
    /// The field that holds the answer.
    pub fn field(&self) -> Field {
        Field {
            name: crate::person::answer_field(&self.id),
            kind: self.kind.clone(),
            personal: true,
            indexed: false,
            label: Some(self.ask.clone()),
        }
    }
}

fn questions(whole: &Section<'_, '_>, registry: &Registry) -> Vec<Question> {
    let mut fields = registry.clone();
    let mut questions = Vec::new();
    for section in whole.sections("question", QUESTIONS_MAX) {
        let at = section.place_of("id");
        if let Some(question) = question(section) {
            taken_in(whole.page, at, &mut fields, question.field());
            questions.push(question);
        }
    }
    questions
}

fn question(section: Section<'_, '_>) -> Option<Question> {
    let id = section.required("id", spelled(&section, "id"));
    let ask = section.required("ask", section.text("ask"));
    let kind = answer_kind(&section);
    section.finish();
    Some(Question {
        id: id?.value,
        ask: ask?.value,
        kind,
    })
}

/// `kind` and `choices`, as questions and details have them; text where neither is said.
pub(super) fn answer_kind(section: &Section<'_, '_>) -> FieldKind {
    let choices = section.texts("choices", CHOICES_MAX);
    let kinds = [
        ("text", FieldKindName::Text),
        ("number", FieldKindName::Number),
        ("bool", FieldKindName::Bool),
        ("date", FieldKindName::Date),
        ("country", FieldKindName::Country),
        ("choice", FieldKindName::Choice),
    ];
    let kind = section.one_of("kind", &kinds);
    let at = section.place_of("choices");
    match kind.unwrap_or(if choices.is_empty() {
        FieldKindName::Text
    } else {
        FieldKindName::Choice
    }) {
        FieldKindName::Choice => {
            if choices.is_empty() {
                section.page.note(at, ProblemCode::MissingKey, &["choices"], "choices");
            }
            unique(section.page, choices.iter());
            FieldKind::Choice(choices.into_iter().map(|choice| choice.value).collect())
        }
        _ if !choices.is_empty() => {
            section.bad_value(at, "choices", "", "kind = \"choice\"");
            FieldKind::Text
        }
        FieldKindName::Text => FieldKind::Text,
        FieldKindName::Number => FieldKind::Number,
        FieldKindName::Bool => FieldKind::Bool,
        FieldKindName::Date => FieldKind::Date,
        FieldKindName::Country => FieldKind::Country,
    }
}

#[derive(Clone, Copy)]
enum FieldKindName {
    Text,
    Number,
    Bool,
    Date,
    Country,
    Choice,
}

/// Adds a question's field; one that is there already in the same kind is fine if the registry brought it.
fn taken_in(page: &Page<'_>, at: usize, fields: &mut Registry, field: Field) {
    let name = field.name.clone();
    match fields.add(field) {
        Ok(()) => {}
        Err(FieldProblem::TooMany | FieldProblem::TooManyIndexed) => {
            page.note(at, ProblemCode::TooMany, &["question"], "");
        }
        Err(_) => page.note(at, ProblemCode::Duplicate, &[&name], ""),
    }
}

fn with_answers(registry: &Registry, questions: &[Question]) -> Registry {
    let mut fields = registry.clone();
    for question in questions {
        // a name that is taken has been noted
        let _taken = fields.add(question.field());
    }
    fields
}

/// An id or a name that other parts refer to.
pub(super) fn spelled(section: &Section<'_, '_>, key: &'static str) -> Option<At<String>> {
    let text = section.text(key)?;
    if !well_spelled(&text.value) || text.value.len() > 40 {
        section.bad_value(text.at, key, &text.value, "a-z 0-9 _");
        return None;
    }
    Some(text)
}

/// Notes every name that was there before.
pub(super) fn unique<'a>(page: &Page<'_>, names: impl Iterator<Item = &'a At<String>>) {
    let mut seen: Vec<&str> = Vec::new();
    for name in names {
        if seen.contains(&name.value.as_str()) {
            page.note(name.at, ProblemCode::Duplicate, &[&name.value], "");
        }
        seen.push(&name.value);
    }
}

/// Every calendar by name, those that are not right as `None`.
fn calendars(whole: &Section<'_, '_>, holidays: &Holidays) -> BTreeMap<String, Option<Calendar>> {
    let Some(section) = whole.required("calendar", whole.section("calendar")) else {
        return BTreeMap::new();
    };
    section.bounded("calendar", section.at, section.table.len(), CALENDARS_MAX);
    let entries = section.table.iter().take(CALENDARS_MAX);
    entries
        .map(|(name, value)| (name.get_ref().to_string(), calendar(&section, value, holidays)))
        .collect()
}

fn calendar<'t>(all: &Section<'_, 't>, value: &Spanned<DeValue<'t>>, holidays: &Holidays) -> Option<Calendar> {
    let section = all.section_of("calendar", value)?;
    if !keys_known(&section) {
        return None;
    }
    let text = match CalendarText::deserialize(ValueDeserializer::from(value.clone())) {
        Ok(text) => text,
        Err(error) => {
            let at = error.span().map_or(section.at, |span| span.start);
            all.page
                .note(at, ProblemCode::Calendar("calendar.malformed"), &[error.message()], "");
            return None;
        }
    };
    match Calendar::build(&text, holidays) {
        Ok(calendar) => Some(calendar),
        Err(problem) => {
            note_calendar(&section, &problem);
            None
        }
    }
}

/// Unknown keys with their nearest, and missing ones, before the strict reading that stops at the first.
fn keys_known(section: &Section<'_, '_>) -> bool {
    let known = Section::new(section.page, section.table, section.at);
    for key in ["exceptions", "holidays"] {
        let _asked = known.find(key);
    }
    let zone = known.required("zone", known.text("zone"));
    let week = known.required("week", known.section("week"));
    let unknown = week.map(|week| {
        for day in ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] {
            let _asked = week.find(day);
        }
        week.finish()
    });
    known.finish() == 0 && unknown == Some(0) && zone.is_some()
}

fn note_calendar(section: &Section<'_, '_>, problem: &CalendarProblem) {
    let args: Vec<(&str, String)> = problem.args();
    let named = |wanted: &str| {
        args.iter()
            .find(|(name, _)| *name == wanted)
            .map(|(_, value)| value.as_str())
    };
    let place = match problem {
        CalendarProblem::UnknownZone { .. } => "zone",
        CalendarProblem::UnknownHolidays { .. } => "holidays",
        CalendarProblem::NeverOpens { .. } => "week",
        _ => named("place").unwrap_or_default(),
    };
    let (key, inner) = place.split_once('.').unwrap_or((place, ""));
    let value = section.table.get(key);
    let inside = value.and_then(|value| value.get_ref().as_table()?.get(inner));
    let at = inside.or(value).map_or(section.at, |value| value.span().start);
    let expected = named("nearest").unwrap_or_default().to_owned();
    let values = args
        .iter()
        .filter(|(name, _)| *name != "nearest")
        .map(|(_, value)| value.clone())
        .collect();
    section
        .page
        .note_owned(at, ProblemCode::Calendar(problem.code()), values, expected);
}

fn desk(whole: &Section<'_, '_>) -> Desk {
    let Some(section) = whole.section("who_qualifies") else {
        return Desk::default();
    };
    let desks = [("marketing", Desk::Marketing), ("sdr", Desk::Sdr), ("rep", Desk::Rep)];
    let desk = section.required("desk", section.one_of("desk", &desks));
    section.finish();
    desk.unwrap_or_default()
}

/// What goes with a handoff; where nothing is said, no question and the whole note.
fn handoff(whole: &Section<'_, '_>) -> HandOff {
    let mut handoff = HandOff {
        questions: Vec::new(),
        note: NotePart::ALL.into_iter().map(|(_, part)| part).collect(),
    };
    let Some(section) = whole.section("handoff") else {
        return handoff;
    };
    let questions = whole.names_in("question", "id");
    handoff.questions = definitions::asked(&section, &questions);
    let parts = section.texts("note", NotePart::ALL.len());
    if section.table.get("note").is_some() {
        unique(section.page, parts.iter());
        let read = |part: &At<String>| section.named(part, "note", &NotePart::ALL);
        handoff.note = parts.iter().filter_map(read).collect();
    }
    section.finish();
    handoff
}

fn review(whole: &Section<'_, '_>) -> Option<Review> {
    let section = whole.section("review")?;
    let often = [
        ("monthly", Often::Monthly),
        ("quarterly", Often::Quarterly),
        ("yearly", Often::Yearly),
    ];
    let definitions = section.one_of("definitions", &often).unwrap_or_default();
    let meeting = section.required("meeting", section.text("meeting"));
    let when = meeting.as_ref().and_then(|meeting| weekly(&meeting.value));
    if let (Some(meeting), None) = (&meeting, when) {
        section.bad_value(meeting.at, "meeting", &meeting.value, "mon 10:00");
    }
    section.finish();
    let (weekday, minute) = when?;
    Some(Review {
        weekday,
        minute,
        definitions,
    })
}

/// `mon 10:00`: the weekday from Monday and the minute of the day.
fn weekly(text: &str) -> Option<(u8, u16)> {
    let (day, time) = text.split_once(' ')?;
    let weekday = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
        .iter()
        .position(|name| *name == day)?;
    let (hour, minute) = time.split_once(':')?;
    let two = |text: &str, below: u16| {
        let digits = text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit());
        text.parse::<u16>().ok().filter(|number| digits && *number < below)
    };
    Some((u8::try_from(weekday).ok()?, two(hour, 24)? * 60 + two(minute, 60)?))
}
