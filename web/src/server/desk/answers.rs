//! `/leads/{id}/answers`: the agreement's questions of a lead, and the note that goes with its handoff. Whoever may answer
//! does it here; everybody who sees the lead reads the answers on its page.

use super::forms::Wrong;
use super::names::lead_name;
use super::typed::Typed;
use super::{Looker, fault, frame, not_there, sheet};
use crate::frame::Place;
use crate::screens::lead::{Act as Shown, ActPage, AnswersForm, AskedLine, Form as ActForm, Known, KnownLine};
use crate::server::App;
use crate::server::answer::{self, onwards, page, refusal_words};
use crate::server::asked::Asked;
use crate::shapes::{Choice, Field};
use crate::words::Words;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use engine::EngineError;
use engine::lead::reads::Sheet;
use rules::Id;
use rules::agreement::{Agreement, NotePart, Question, Stage};
use rules::ask::{Answers, OfLead};
use rules::fact::Actor;
use rules::fields::FieldKind;
use rules::person::{Person, answer_field, note_field};
use rules::refusal::No;
use rules::roster::Act;
use std::collections::HashMap;

/// A lead whose questions somebody may answer.
struct Found {
    looker: Looker,
    sheet: Sheet,
}

pub(super) async fn shown(State(app): State<App>, asked: Asked, Path(id): Path<String>) -> Response {
    match find(&app, &asked, &id).await {
        Ok(found) => draw(&app, &asked, &found, &Typed::default(), &[]).await,
        Err(answer) => *answer,
    }
}

pub(super) async fn send(
    State(app): State<App>,
    asked: Asked,
    Path(id): Path<String>,
    Form(typed): Form<HashMap<String, String>>,
) -> Response {
    let found = match find(&app, &asked, &id).await {
        Ok(found) => found,
        Err(answer) => return *answer,
    };
    let typed = Typed(typed);
    let in_force = app.engine.in_force();
    let answers = sent(&in_force.agreement, &typed);
    let check = |question: &Question| wrong(&asked.words, question, &answers, false);
    let wrong: Vec<Wrong> = in_force.agreement.questions.iter().filter_map(check).collect();
    if !wrong.is_empty() {
        return draw(&app, &asked, &found, &typed, &wrong).await;
    }
    let lead = found.sheet.lead.id;
    let token = typed.some("form_token").map(|token| Id::named("form", &token));
    let command = OfLead::Answer { lead, answers };
    match app.engine.ask(token, Actor::User(found.looker.user), command).await {
        Ok(_) => onwards(&format!("/leads/{}", lead.show("lead")), Some("flash-answered")),
        Err(EngineError::Refused(refusal)) if refusal.no == No::Invalid => {
            let frame = asked.frame(&app, Place::Leads);
            let field = refusal.field.clone().unwrap_or_default();
            let wrong = [(field, refusal_words(&frame, &refusal))];
            draw(&app, &asked, &found, &typed, &wrong).await
        }
        Err(error) => answer::error(&app, &asked, &error, &format!("/leads/{}", lead.show("lead"))),
    }
}

async fn find(app: &App, asked: &Asked, id: &str) -> Result<Found, Box<Response>> {
    let Some(lead) = Id::read("lead", id) else {
        return Err(Box::new(not_there(app, asked)));
    };
    let looker = Looker::of(app, asked, &format!("/leads/{id}/answers"))?;
    let sheet = sheet(app, asked, &looker, lead).await?;
    if !may(&looker, &sheet) {
        return Err(Box::new(answer::forbidden(app, asked)));
    }
    Ok(Found { looker, sheet })
}

/// Whether this viewer may answer, as the rules will decide it.
fn may(looker: &Looker, sheet: &Sheet) -> bool {
    let last = sheet.lead.open_handoff().or(sheet.lead.handoffs.last());
    let own = last.is_some_and(|handoff| handoff.owner == Some(looker.user));
    let any = looker.may(Act::Review) || looker.may(Act::WorkAny);
    looker.may(Act::Answer) && (any || own) && sheet.person.is_some()
}

async fn draw(app: &App, asked: &Asked, found: &Found, typed: &Typed, wrong: &[Wrong]) -> Response {
    let frame = match frame(app, asked, &found.looker, Place::Leads).await {
        Ok(frame) => frame,
        Err(error) => return *fault(app, asked, &error),
    };
    let in_force = app.engine.in_force();
    let person = found.sheet.person.clone().unwrap_or_default();
    let asking = Asking {
        words: &asked.words,
        person: &person,
        typed,
        wrong,
    };
    let lead = format!("/leads/{}", found.sheet.lead.id.show("lead"));
    let form = AnswersForm {
        questions: in_force
            .agreement
            .questions
            .iter()
            .map(|question| asking.line(question))
            .collect(),
        note: in_force
            .agreement
            .handoff
            .note
            .iter()
            .map(|part| asking.note(*part))
            .collect(),
    };
    let beside = |field: &str| form.questions.iter().chain(&form.note).any(|line| line.name == field);
    let problem = wrong.first().map(|(field, words)| match beside(field) {
        true => frame.say("form-again"),
        false => words.clone(),
    });
    let (name, email, phone) = (person.name.as_deref(), person.email.as_deref(), person.phone.as_deref());
    let act = Shown {
        people: None,
        who: lead_name(&frame, name, email, phone),
        about: person.company.clone().unwrap_or_default(),
        clock: None,
        action: format!("{lead}/answers"),
        token: typed
            .some("form_token")
            .unwrap_or_else(|| app.engine.fresh_id().show("form")),
        back: lead,
        problem,
        form: ActForm::Answers(form),
    };
    let status = match wrong.is_empty() {
        true => StatusCode::OK,
        false => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let screen = ActPage {
        frame: frame.clone(),
        act,
    };
    page(&frame, status, &screen)
}

/// What a form's lines of questions are made of.
pub(super) struct Asking<'a> {
    pub words: &'a Words,
    pub person: &'a Person,
    pub typed: &'a Typed,
    pub wrong: &'a [Wrong],
}

impl Asking<'_> {
    /// A question as a line: what was typed, else what is known.
    pub fn line(&self, question: &Question) -> AskedLine {
        let name = answer_field(&question.id);
        let known = self.person.answer(&question.id).unwrap_or_default();
        let value = self.value(&name, known);
        let choice = |value_of: &str, label: String| Choice {
            chosen: value == value_of,
            value: value_of.to_owned(),
            label,
        };
        let choices = match &question.kind {
            FieldKind::Choice(all) => all.iter().map(|one| choice(one, one.clone())).collect(),
            FieldKind::Bool => ["true", "false"]
                .map(|code| choice(code, self.words.code("answer", code, &[])))
                .into(),
            _ => Vec::new(),
        };
        let kind = match &question.kind {
            FieldKind::Date => "date",
            _ => "text",
        };
        AskedLine {
            field: self.field(&name, &value),
            label: question.ask.clone(),
            kind: kind.to_owned(),
            choices,
            name,
        }
    }

    /// A part of the note as a line.
    fn note(&self, part: NotePart) -> AskedLine {
        let name = note_field(part);
        let value = self.value(&name, self.person.note(part).unwrap_or_default());
        AskedLine {
            field: self.field(&name, &value),
            label: self.words.code("note-part", part.code(), &[]),
            kind: "text".to_owned(),
            choices: Vec::new(),
            name,
        }
    }

    fn value(&self, name: &str, known: &str) -> String {
        match self.typed.0.get(name) {
            Some(typed) => typed.trim().to_owned(),
            None => known.to_owned(),
        }
    }

    fn field(&self, name: &str, value: &str) -> Field {
        let wrong = self.wrong.iter().find(|(field, _)| field == name);
        wrong.map_or_else(|| Field::of(value), |(_, words)| Field::wrong(value, words))
    }
}

/// The answers that a form sent.
pub(super) fn sent(agreement: &Agreement, typed: &Typed) -> Answers {
    let answer = |question: &Question| Some((question.id.clone(), typed.some(&answer_field(&question.id))?));
    let note = |part: &NotePart| Some((*part, typed.some(&note_field(*part))?));
    Answers {
        answers: agreement.questions.iter().filter_map(answer).collect(),
        note: agreement.handoff.note.iter().filter_map(note).collect(),
    }
}

/// What is wrong with the answer to a question: needed and not there, or not one that it takes.
pub(super) fn wrong(words: &Words, question: &Question, sent: &Answers, needed: bool) -> Option<Wrong> {
    let field = answer_field(&question.id);
    let Some(text) = sent.answers.get(&question.id) else {
        return needed.then(|| (field, words.say("answer-needed")));
    };
    let unread = || (field.clone(), words.code("answer-wrong", question.kind.name(), &[]));
    question.kind.read(text).is_none().then(unread)
}

/// What is known of a lead by the agreement's questions, for its page: answered ones first in the agreement's order, then
/// those that are asked before a handoff or before SQL and are open.
pub(super) fn known(words: &Words, agreement: &Agreement, looker: &Looker, sheet: &Sheet) -> Known {
    let Some(person) = &sheet.person else {
        return Known::default();
    };
    let before_handoff = |id: &String| agreement.handoff.questions.contains(id);
    let before_sql = |id: &String| {
        agreement
            .questions_before(Stage::Sql)
            .any(|question| question.id == *id)
    };
    let line = |question: &Question| {
        let answer = said(words, question, person);
        let asked = before_handoff(&question.id) || before_sql(&question.id);
        (answer.is_some() || asked).then(|| KnownLine {
            ask: question.ask.clone(),
            answer: answer.unwrap_or_default(),
            before: match (before_handoff(&question.id), before_sql(&question.id)) {
                (true, _) => words.say("answer-before-handoff"),
                (false, true) => words.say("answer-before-sql"),
                (false, false) => String::new(),
            },
        })
    };
    let note = |part: &NotePart| {
        Some(KnownLine {
            ask: words.code("note-part", part.code(), &[]),
            answer: person.note(*part)?.to_owned(),
            before: String::new(),
        })
    };
    let mut lines: Vec<KnownLine> = agreement.questions.iter().filter_map(line).collect();
    lines.sort_by_key(|line| line.answer.is_empty());
    let edit = may(looker, sheet).then(|| format!("/leads/{}/answers", sheet.lead.id.show("lead")));
    Known {
        lines,
        note: agreement.handoff.note.iter().filter_map(note).collect(),
        edit: edit.unwrap_or_default(),
    }
}

/// An answer as people read it.
fn said(words: &Words, question: &Question, person: &Person) -> Option<String> {
    let answer = person.answer(&question.id)?;
    Some(match question.kind {
        FieldKind::Bool => words.code("answer", answer, &[]),
        _ => answer.to_owned(),
    })
}

/// The same in one short line, for a card: choices, numbers and days, not words.
pub(super) fn short(words: &Words, agreement: &Agreement, person: &Person) -> String {
    let coded = agreement
        .questions
        .iter()
        .filter(|question| question.kind != FieldKind::Text);
    let said: Vec<String> = coded.filter_map(|question| said(words, question, person)).collect();
    said.join(" · ")
}
