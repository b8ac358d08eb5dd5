//! `propose`: a text with every default written out, so that both sides sign what they read. Comments, order and
//! spelling stay; keys that were not said are added after those that were.
//!
//! What is no default is not written: `missing` of a clause is a choice that nobody makes for somebody else, and what is
//! not said of expected rates or owed shares is not measured.

use super::page::Page;
use super::problem::{Problem, ProblemCode};
use super::terms::{NotePart, Often, Question, Reason, Rung, RungAt};
use super::{Agreement, Counted};
use crate::calendar::Holidays;
use crate::fields::{FieldKind, Registry};
use crate::score::Group;
use toml_edit::{Array, DocumentMut, InlineTable, Item, Table, TableLike, Value};

/// Writes out every default.
pub(super) fn propose(text: &str, registry: &Registry, holidays: &Holidays) -> Result<String, Vec<Problem>> {
    let agreement = Agreement::load(text, registry, holidays)?;
    let mut document: DocumentMut = text.parse().map_err(|error| unreadable(text, &error))?;
    write_out(document.as_table_mut(), &agreement);
    let written = document.to_string();
    let again = Agreement::load(&written, registry, holidays)?;
    if again.same_terms(&agreement) {
        return Ok(written);
    }
    // a text that this cannot write without changing what it says is given back as it came
    Ok(text.to_owned())
}

/// The loader and the writer read the same grammar; where they should ever differ, it is told and not passed over.
fn unreadable(text: &str, error: &toml_edit::TomlError) -> Vec<Problem> {
    let page = Page::new(text);
    let at = error.span().map_or(0, |span| span.start);
    page.note(at, ProblemCode::Syntax, &[error.message()], "");
    page.problems()
}

fn write_out(whole: &mut Table, agreement: &Agreement) {
    if let Some(section) = table(whole, "who_qualifies") {
        default(section, "desk", || agreement.desk.code().into());
    }
    for_each(whole, "definition", |_, definition| {
        default(definition, "questions", || Array::new().into());
    });
    tiers(whole, agreement);
    scores(whole, agreement);
    for_each(whole, "question", |at, section| {
        question(section, agreement.questions.get(at))
    });
    for_each(whole, "rotation", |at, section| {
        default(section, "take_by", || "off".into());
        default(section, "hands_to", || "off".into());
        let onward = agreement.rotations.get(at).and_then(|rule| rule.hands_to.as_ref());
        if let Some(onward) = onward {
            default(section, "hands_to_within", || onward.within.to_string().into());
        }
    });
    if let Some(section) = table(whole, "handoff") {
        default(section, "questions", || Array::new().into());
        default(section, "note", || {
            NotePart::ALL.map(|(name, _)| name).into_iter().collect()
        });
    }
    calendars(whole);
    escalation(whole, agreement);
    feedback(whole, agreement);
    owed(whole, agreement);
    if let Some(review) = there(whole, "review") {
        default(review, "definitions", || Often::default().code().into());
    }
}

fn tiers(whole: &mut Table, agreement: &Agreement) {
    for_each(whole, "tier", |at, section| {
        let Some(tier) = agreement.tiers.get(at).filter(|tier| tier.first_attempt.is_some()) else {
            return;
        };
        default(section, "after_hours", || "off".into());
        if let Some(stretch) = tier.stretch {
            default(section, "stretch", || stretch.to_string().into());
        }
        default(section, "reassign_after", || "off".into());
        if let Some(cadence) = section.get_mut("cadence").and_then(Item::as_table_like_mut) {
            default(cadence, "calls_min", || 0.into());
        }
        tidied(section, "cadence");
    });
}

fn scores(whole: &mut Table, agreement: &Agreement) {
    for_each(whole, "score", |at, section| {
        let Some(rule) = agreement.scores.get(at) else { return };
        if rule.group == Group::Engagement {
            default(section, "half_life", || "never".into());
        }
        default(section, "cap", || number(rule.cap));
    });
}

/// Whole numbers are written without a point.
fn number(number: f64) -> Value {
    if number.fract() == 0.0 && number.abs() < 1e15 {
        return (number as i64).into();
    }
    number.into()
}

fn question(section: &mut dyn TableLike, question: Option<&Question>) {
    if let Some(question) = question {
        kind(section, &question.kind);
    }
}

fn kind(section: &mut dyn TableLike, kind: &FieldKind) {
    default(section, "kind", || kind.name().into());
}

fn calendars(whole: &mut Table) {
    let Some(all) = there(whole, "calendar") else { return };
    let names: Vec<String> = all.iter().map(|(name, _)| name.to_owned()).collect();
    for name in names {
        let Some(calendar) = there(all, &name) else { continue };
        if let Some(week) = there(calendar, "week") {
            for day in ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] {
                default(week, day, || Array::new().into());
            }
        }
        tidied(calendar, "week");
        default(calendar, "holidays", || Array::new().into());
        default(calendar, "exceptions", || InlineTable::new().into());
    }
}

fn escalation(whole: &mut Table, agreement: &Agreement) {
    let Some(section) = table(whole, "escalation") else {
        return;
    };
    for (tier, rungs) in &agreement.escalation.tiers {
        default(section, tier, || steps(rungs));
    }
    default(section, "other", || steps(&agreement.escalation.other));
}

fn steps(rungs: &[Rung]) -> Value {
    rungs.iter().map(step).collect::<Array>().into()
}

fn step(rung: &Rung) -> Value {
    let at = match rung.at {
        RungAt::Percent(percent) => format!("{percent}%"),
        RungAt::Due => "due".to_owned(),
        RungAt::Daily => "daily".to_owned(),
    };
    let mut step = InlineTable::new();
    step.insert("at", at.into());
    step.insert("tell", rung.tell.as_str().into());
    step.into()
}

fn feedback(whole: &mut Table, agreement: &Agreement) {
    let Some(section) = there(whole, "feedback") else {
        return;
    };
    for_each(section, "reason", |at, section| {
        if let Some(reason) = agreement.feedback.reasons.get(at) {
            one_reason(section, reason);
        }
    });
}

fn one_reason(section: &mut dyn TableLike, reason: &Reason) {
    default(section, "vague", || false.into());
    if let (Some(asked), Some(detail)) = (&reason.detail, there(section, "detail")) {
        kind(detail, &asked.kind);
    }
    tidied(section, "detail");
}

fn owed(whole: &mut Table, agreement: &Agreement) {
    let Some(owed) = table(whole, "owed") else { return };
    if let Some(marketing) = table(owed, "marketing") {
        let terms = &agreement.owed.marketing;
        default(marketing, "counted_by", || Counted::default().code().into());
        default(marketing, "review_within", || terms.review_within.to_string().into());
        let answer = terms.respond_to_patterns_within;
        default(marketing, "respond_to_patterns_within", || answer.to_string().into());
    }
    if let Some(sales) = table(owed, "sales") {
        let answer = agreement.owed.sales.still_alive_within;
        default(sales, "still_alive_within", || answer.to_string().into());
    }
}

/// A key with its default, unless the text says something.
fn default(section: &mut dyn TableLike, key: &str, value: impl FnOnce() -> Value) {
    if section.get(key).is_none() {
        section.insert(key, Item::Value(value()));
    }
}

/// A table that is there.
fn there<'t>(section: &'t mut dyn TableLike, key: &str) -> Option<&'t mut dyn TableLike> {
    section.get_mut(key)?.as_table_like_mut()
}

/// A table, made where there is none.
fn table<'t>(section: &'t mut dyn TableLike, key: &str) -> Option<&'t mut dyn TableLike> {
    if section.get(key).is_none() {
        let mut made = Table::new();
        made.set_implicit(key == "owed");
        section.insert(key, Item::Table(made));
    }
    there(section, key)
}

/// Every table of a list, written `[[key]]` or `key = [{ … }]`, with its place.
fn for_each(section: &mut dyn TableLike, key: &str, mut act: impl FnMut(usize, &mut dyn TableLike)) {
    match section.get_mut(key) {
        Some(Item::ArrayOfTables(tables)) => {
            for (at, table) in tables.iter_mut().enumerate() {
                act(at, table);
            }
        }
        Some(Item::Value(Value::Array(entries))) => {
            for (at, entry) in entries.iter_mut().enumerate() {
                if let Some(table) = entry.as_inline_table_mut() {
                    act(at, table);
                }
            }
        }
        _ => {}
    }
}

/// Puts commas and spaces of a table on one line in order, where no comment stands in it.
fn tidied(section: &mut dyn TableLike, key: &str) {
    if let Some(Item::Value(Value::InlineTable(table))) = section.get_mut(key)
        && !table.to_string().contains(['#', '\n'])
    {
        table.fmt();
    }
}
