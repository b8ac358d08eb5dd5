//! Questions answered, and the note that goes with a handoff: by the person in a form, by Marketing, by a rep.

use super::Paper;
use super::draft::Draft;
use crate::Id;
use crate::agreement::{NotePart, Question, Stage};
use crate::ask::{Answers, LINE_MAX, NOTE_MAX};
use crate::check;
use crate::fact::{Actor, Answered, AnsweredBy, Body};
use crate::fields::FieldKind;
use crate::person::{Person, answer_field, note_field};
use crate::refusal::Refusal;
use crate::roster::Act;
use serde_json::json;
use std::collections::BTreeMap;

/// Answers that were read: by id of the question, and by part of the note.
#[derive(Default)]
struct Read {
    answers: BTreeMap<String, (String, bool)>,
    note: BTreeMap<NotePart, String>,
}

/// Somebody answers questions of a lead, or writes its note.
pub(super) fn answer(draft: &mut Draft<'_>, lead: Id, sent: &Answers) -> Result<(), Refusal> {
    draft.take(lead)?;
    let by = who(draft)?;
    let read = read(draft, sent)?;
    if read.answers.is_empty() && read.note.is_empty() {
        return Err(Refusal::invalid("nothing_answered", "answers"));
    }
    keep(draft, lead, read, by)?;
    let stage = draft.lead.as_ref().map(|l| l.stage);
    draft.answer(json!({ "lead": lead.show("lead"), "stage": stage }));
    Ok(())
}

/// Marketing answers of every lead, a rep of his own.
fn who(draft: &Draft<'_>) -> Result<AnsweredBy, Refusal> {
    draft.allow(Act::Answer)?;
    if draft.user().is_none() || draft.may(Act::Review) {
        return Ok(AnsweredBy::Marketing);
    }
    let mine = |lead: &crate::lead::Lead| {
        let open = lead.open_handoff().or(lead.handoffs.last());
        open.is_some_and(|handoff| handoff.owner == draft.user())
    };
    match draft.may(Act::WorkAny) || draft.lead.as_ref().is_some_and(mine) {
        true => Ok(AnsweredBy::Sales),
        false => Err(Refusal::forbidden("not_your_handoff")),
    }
}

/// What a rep found out goes with his feedback; an A needs what the agreement asks before SQL.
pub(super) fn with_feedback(draft: &mut Draft<'_>, lead: Id, sent: &Answers, advanced: bool) -> Result<(), Refusal> {
    let read = read(draft, sent)?;
    if advanced && let Some(open) = open_before_sql(draft, lead, &read) {
        return Err(Refusal::invalid("question_open", &answer_field(&open.id)).with("question", &open.ask));
    }
    if read.answers.is_empty() && read.note.is_empty() {
        return Ok(());
    }
    keep(draft, lead, read, AnsweredBy::Sales)
}

fn open_before_sql(draft: &Draft<'_>, lead: Id, read: &Read) -> Option<Question> {
    let agreement = &draft.world.in_force.agreement;
    let known = draft.known_person(lead);
    let is_open = |question: &&Question| {
        let known = known.is_some_and(|person| person.answer(&question.id).is_some());
        !known && !read.answers.contains_key(&question.id)
    };
    agreement.questions_before(Stage::Sql).find(is_open).cloned()
}

fn read(draft: &Draft<'_>, sent: &Answers) -> Result<Read, Refusal> {
    let questions = &draft.world.in_force.agreement.questions;
    let mut read = Read::default();
    for (id, text) in &sent.answers {
        let field = answer_field(id);
        let Some(question) = questions.iter().find(|question| question.id == *id) else {
            return Err(Refusal::invalid("unknown_question", &field).with("question", id));
        };
        if let Some(text) = clean(&field, text, LINE_MAX)? {
            let coded = fits(question, &field, &text)?;
            read.answers.insert(id.clone(), (text, coded));
        }
    }
    for (part, text) in &sent.note {
        let text = clean(&note_field(*part), text, NOTE_MAX)?;
        read.note.extend(text.map(|text| (*part, text)));
    }
    Ok(read)
}

fn clean(field: &str, text: &str, max: usize) -> Result<Option<String>, Refusal> {
    let wrong = |code: check::Code| {
        Refusal::invalid("text", field)
            .with("reason", code.word())
            .with("max", max)
    };
    let clean = check::clean_text(text, max).map_err(wrong)?;
    Ok(Some(clean).filter(|text| !text.is_empty()))
}

/// Whether the answer is one that the question takes, and a code rather than words.
fn fits(question: &Question, field: &str, text: &str) -> Result<bool, Refusal> {
    let wrong = |wanted: String| {
        Refusal::invalid("answer_kind", field)
            .with("question", &question.ask)
            .with("wanted", wanted)
    };
    match &question.kind {
        FieldKind::Text => Ok(false),
        kind if kind.read(text).is_some() => Ok(true),
        FieldKind::Choice(choices) => Err(wrong(choices.join(", "))),
        kind => Err(wrong(kind.name().to_owned())),
    }
}

fn keep(draft: &mut Draft<'_>, lead: Id, read: Read, by: AnsweredBy) -> Result<(), Refusal> {
    let Some(mut person) = draft.known_person(lead).cloned() else {
        return Err(Refusal::conflict("person_erased"));
    };
    let answers = read
        .answers
        .iter()
        .map(|(id, (text, _))| (answer_field(id), text.clone()));
    let note = read.note.iter().map(|(part, text)| (note_field(*part), text.clone()));
    person.fields.extend(answers.chain(note));
    let open = draft.lead.as_ref().and_then(|l| l.open_handoff()).map(|h| h.id);
    let answered = Answered {
        handoff: open,
        answers: read
            .answers
            .into_iter()
            .map(|(id, (text, coded))| (id, coded.then_some(text)))
            .collect(),
        note: read.note.into_keys().collect(),
        by,
    };
    draft.paper(Paper::Person(Box::new(person)));
    draft.lead_fact(lead, draft.now(), Body::Answered(answered));
    Ok(())
}

/// A submission that answers what was open when its lead was handed over: told to that handoff.
pub(super) fn came_in(draft: &mut Draft<'_>, lead: Id, sent: &Person) {
    let Some(handoff) = draft.lead.as_ref().and_then(|l| l.open_handoff()) else {
        return;
    };
    let open = handoff.questions.as_ref().map(|questions| questions.open.as_slice());
    let answered: BTreeMap<String, Option<String>> = open
        .unwrap_or_default()
        .iter()
        .filter(|id| sent.answer(id).is_some())
        .map(|id| (id.clone(), None))
        .collect();
    if answered.is_empty() {
        return;
    }
    let by = if matches!(draft.ask.actor, Actor::User(_)) {
        AnsweredBy::Marketing
    } else {
        AnsweredBy::Lead
    };
    let answered = Answered {
        handoff: Some(handoff.id),
        answers: answered,
        note: Vec::new(),
        by,
    };
    draft.lead_fact(lead, draft.now(), Body::Answered(answered));
}
