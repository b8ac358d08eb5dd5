//! What was typed into the forms of feedback, as a command; or everything that is wrong with it at once.

use super::acts::Found;
use super::forms::Wrong;
use super::typed::{Typed, currency, day, day_of, money, opening};
use super::{answers, calendar_of, together, zone_for};
use crate::server::App;
use crate::server::asked::Asked;
use rules::Instant;
use rules::agreement::{Money, Stage};
use rules::ask::{Answers, OfHandoff};
use rules::fact::Which;

/// Reads a form, and gathers what is wrong with it.
struct Reading<'a> {
    app: &'a App,
    asked: &'a Asked,
    found: &'a Found,
    typed: &'a Typed,
    wrong: Vec<Wrong>,
}

impl Reading<'_> {
    fn note(&mut self, field: &str, key: &str) {
        self.wrong.push((field.to_owned(), self.asked.words.say(key)));
    }

    /// The instant that a day opens; noted where it cannot be read.
    fn opens(&mut self, text: &str, field: &str) -> Option<Instant> {
        let in_force = self.app.engine.in_force();
        let rotation = &self.found.handoff.rotation;
        let zone = zone_for(&in_force.agreement, rotation);
        let at = day(text).and_then(|day| opening(calendar_of(&in_force.agreement, rotation), &zone, day));
        if at.is_none() {
            self.note(field, "day-unread");
        }
        at
    }

    /// A is a step with its day, not before today.
    fn next_step(&mut self) -> Option<Instant> {
        if self.typed.get("next_step").is_empty() {
            self.note("step", "step-choose");
        }
        let text = self.typed.get("next_step_on").to_owned();
        if text.is_empty() {
            self.note("next_step_on", "step-day-needed");
            return None;
        }
        let at = self.opens(&text, "next_step_on")?;
        let zone = zone_for(&self.app.engine.in_force().agreement, &self.found.handoff.rotation);
        if day_of(&zone, at) < day_of(&zone, self.asked.now) {
            self.note("next_step_on", "step-day-past");
        }
        Some(at)
    }

    fn amount(&mut self) -> Option<Money> {
        let text = self.typed.get("amount");
        if text.is_empty() {
            return None;
        }
        let read = money(text, &currency(&self.app.engine.in_force().agreement));
        if read.is_none() {
            self.note("amount", "amount-unread");
        }
        read
    }

    /// What is asked before SQL: each that is open is wrong by itself, and so is each that does not fit.
    fn answers(&mut self) -> Answers {
        let in_force = self.app.engine.in_force();
        let sent = answers::sent(&in_force.agreement, self.typed);
        let person = self.found.sheet.person.as_ref();
        for question in in_force.agreement.questions_before(Stage::Sql) {
            let known = person.is_some_and(|person| person.answer(&question.id).is_some());
            if let Some(why) = answers::wrong(&self.asked.words, question, &sent, !known) {
                self.wrong.push(why);
            }
        }
        sent
    }
}

/// Reads the form of a kind of feedback.
pub(super) fn read(
    app: &App,
    asked: &Asked,
    found: &Found,
    typed: &Typed,
    which: Which,
) -> Result<OfHandoff, Vec<Wrong>> {
    let mut reading = Reading {
        app,
        asked,
        found,
        typed,
        wrong: Vec::new(),
    };
    let advanced = which == Which::Advanced;
    let next_step_at = if advanced { reading.next_step() } else { None };
    let amount = if advanced { reading.amount() } else { None };
    let answers = if advanced {
        reading.answers()
    } else {
        Answers::default()
    };
    let back_at = match typed.some("again_on").or(typed.some("again")) {
        Some(text) if which == Which::FitNotReady => reading.opens(&text, "again_on"),
        _ => None,
    };
    if !reading.wrong.is_empty() {
        return Err(reading.wrong);
    }
    let reason = typed.some(if advanced { "next_step" } else { "reason" });
    Ok(OfHandoff::Feedback {
        lead: found.sheet.lead.id,
        handoff: found.handoff.id,
        which,
        detail: detail(typed, reason.as_deref()),
        reason,
        note: typed.some("note"),
        back_at,
        next_step_at,
        amount,
        covers: together::ticked(&found.handoff, typed),
        answers,
    })
}

/// What exactly: the answer beside the reason, and the clause that was wrong.
fn detail(typed: &Typed, reason: Option<&str>) -> Option<String> {
    let beside = reason.and_then(|code| typed.some(&format!("detail_{code}")));
    let both: Vec<String> = beside.into_iter().chain(typed.some("clause")).collect();
    Some(both.join(" · ")).filter(|text| !text.is_empty())
}
