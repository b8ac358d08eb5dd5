//! What is known of a lead by the agreement's questions, and how its deal ended.

use super::handoffs::money;
use super::posts::{Handoff, Lead};
use super::problem::Problem;
use super::reading::{Object, escaped, wrong_type};
use rules::agreement::NotePart;
use rules::ask::{Answers, OfDeal, OfLead};

/// The names of answers.
pub const ANSWERS_KEYS: [&str; 2] = ["answers", "note"];
/// The names of a win.
pub const WON_KEYS: [&str; 2] = ["amount", "at"];
/// The names of a loss.
pub const LOST_KEYS: [&str; 2] = ["reason", "at"];

/// `POST /api/v1/leads/{id}/answers`.
pub(super) fn answers(Lead(lead): Lead, object: &Object<'_>) -> Result<OfLead, Problem> {
    let answers = read(object)?;
    Ok(OfLead::Answer { lead, answers })
}

/// Answers by id of the question, and parts of the note.
pub(super) fn read(object: &Object<'_>) -> Result<Answers, Problem> {
    let mut answers = read_answers(object)?;
    if let Some(value) = object.get("note") {
        let known = NotePart::ALL.map(|(name, _)| name);
        let note = Object::read(value, &object.place("note"), &known)?;
        for (name, part) in NotePart::ALL {
            answers.note.extend(note.text(name)?.map(|text| (part, text)));
        }
    }
    Ok(answers)
}

/// Answers alone.
pub(super) fn read_answers(object: &Object<'_>) -> Result<Answers, Problem> {
    let mut answers = Answers::default();
    if let Some(value) = object.get("answers") {
        let place = object.place("answers");
        let map = value.as_object().ok_or_else(|| wrong_type(&place, "object", value))?;
        for (id, value) in map.iter().filter(|(_, value)| !value.is_null()) {
            let text = super::leads::plain(value);
            let wrong = || wrong_type(&format!("{place}/{}", escaped(id)), "string, number or boolean", value);
            answers.answers.insert(id.clone(), text.ok_or_else(wrong)?);
        }
    }
    Ok(answers)
}

/// `POST /api/v1/handoffs/{id}/won`.
pub(super) fn won(Handoff { lead, handoff }: Handoff, object: &Object<'_>) -> Result<OfDeal, Problem> {
    Ok(OfDeal::Won {
        lead,
        handoff,
        amount: money(object)?,
        at: object.instant("at")?,
    })
}

/// `POST /api/v1/handoffs/{id}/lost`.
pub(super) fn lost(Handoff { lead, handoff }: Handoff, object: &Object<'_>) -> Result<OfDeal, Problem> {
    Ok(OfDeal::Lost {
        lead,
        handoff,
        reason: object.needed("reason", object.code("reason")?)?,
        at: object.instant("at")?,
    })
}

/// `POST /api/v1/handoffs/{id}/undo-outcome`.
pub(super) fn undo(Handoff { lead, handoff }: Handoff, _: &Object<'_>) -> Result<OfDeal, Problem> {
    Ok(OfDeal::UndoOutcome { lead, handoff })
}
