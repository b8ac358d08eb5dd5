//! Parsing and checking: everything that needs only the ask. Runs before the transaction, in parallel.

use super::{Ask, Capture, Command, OfAgreement, OfHandoff, OfLead, OfPattern};
use crate::check::{self, Checked, Contact, Submit, SubmitLimits};
use crate::person::Person;
use crate::refusal::Refusal;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Longest name, company, title.
pub const LINE_MAX: usize = 200;
/// Longest message or note.
pub const NOTE_MAX: usize = 5_000;
/// Most registry fields and most unmapped inputs in one submission.
pub const FIELDS_MAX: usize = 100;

/// An ask that needs nothing but the state to be decided.
#[derive(Clone, Debug)]
pub struct Prepared {
    /// The ask.
    pub ask: Ask,
    /// SHA-256 of what was asked, to tell a repeat from another ask with the same id.
    pub body_hash: [u8; 32],
    /// The submission, cleaned and checked, when it is one.
    pub readied: Option<Box<Readied>>,
}

/// A submission, cleaned and checked.
#[derive(Clone, Debug)]
pub struct Readied {
    /// What is known of the person; `id` and `lead` are set when it is decided.
    pub person: Person,
    /// The checks and what they found.
    pub checked: Checked,
    /// The message.
    pub message: Option<String>,
    /// Form, source, campaign, landing page: short codes.
    pub form: Option<String>,
    /// Source code.
    pub source: Option<String>,
    /// Campaign code.
    pub campaign: Option<String>,
    /// Landing page.
    pub landing: Option<String>,
    /// Consent words.
    pub consent: Option<String>,
    /// Unmapped inputs.
    pub extra: BTreeMap<String, String>,
}

/// Cleans and checks an ask.
///
/// # Errors
/// `Refusal` naming the field that is wrong.
pub fn prepare(ask: Ask) -> Result<Prepared, Refusal> {
    let body = serde_json::to_vec(&ask.command).map_err(|_| Refusal::invalid("unwritable", "body"))?;
    let body_hash = hash_of(&ask, &body);
    let readied = match &ask.command {
        Command::Lead(OfLead::Capture(capture) | OfLead::History { capture, .. }) => Some(Box::new(ready(capture)?)),
        // each answer is cleaned where its question is known, and refused by its name
        Command::Lead(OfLead::Answer { .. }) => None,
        command => {
            bounded(command)?;
            // one such text would keep everybody else's asks of the same commit from being kept
            if holds_nul(&body) {
                return Err(Refusal::invalid("nul", "body"));
            }
            None
        }
    };
    Ok(Prepared {
        ask,
        body_hash,
        readied,
    })
}

fn hash_of(ask: &Ask, body: &[u8]) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(ask.actor.to_string().as_bytes());
    hash.update(body);
    hash.finalize().into()
}

/// Free words are no longer than may be kept.
fn bounded(command: &Command) -> Result<(), Refusal> {
    match command {
        Command::Handoff(OfHandoff::Feedback { note, detail, .. }) => {
            text("note", note, NOTE_MAX)?;
            text("detail", detail, NOTE_MAX)?;
        }
        Command::Handoff(OfHandoff::Attempt { note, .. }) | Command::Pattern(OfPattern::Respond { note, .. }) => {
            text("note", note, NOTE_MAX)?;
        }
        Command::Agreement(OfAgreement::Decline { words, .. } | OfAgreement::Object { words, .. }) => {
            text("words", &Some(words.clone()), NOTE_MAX)?;
        }
        _ => {}
    }
    Ok(())
}

/// Whether a text in a JSON document holds a NUL character: `\u0000` behind an even number of backslashes.
fn holds_nul(json: &[u8]) -> bool {
    let mut at = 0;
    while let Some(escape) = json[at..].iter().position(|byte| *byte == b'\\') {
        at += escape + 1;
        if json[at..].starts_with(b"u0000") {
            return true;
        }
        // the escaped letter, which may be a backslash
        at += 1;
        if at >= json.len() {
            return false;
        }
    }
    false
}

/// Cleans one optional line of text; empty is none.
fn text(field: &str, value: &Option<String>, max: usize) -> Result<Option<String>, Refusal> {
    let Some(value) = value else { return Ok(None) };
    let clean = check::clean_text(value, max).map_err(|reason| {
        Refusal::invalid("text", field)
            .with("reason", reason.word())
            .with("max", max)
    })?;
    Ok(Some(clean).filter(|text| !text.is_empty()))
}

fn map(field: &'static str, values: &BTreeMap<String, String>) -> Result<BTreeMap<String, String>, Refusal> {
    if values.len() > FIELDS_MAX {
        return Err(Refusal::invalid("too_many_fields", field).with("max", FIELDS_MAX));
    }
    let mut clean = BTreeMap::new();
    for (name, value) in values {
        let name = text(field, &Some(name.clone()), LINE_MAX)?;
        let value = text(name.as_deref().unwrap_or(field), &Some(value.clone()), NOTE_MAX)?;
        if let (Some(name), Some(value)) = (name, value) {
            clean.insert(name, value);
        }
    }
    Ok(clean)
}

fn ready(capture: &Capture) -> Result<Readied, Refusal> {
    let mut person = Person {
        name: text("name", &capture.name, LINE_MAX)?,
        email: text("email", &capture.email, 320)?,
        phone: text("phone", &capture.phone, 64)?,
        job_title: text("job_title", &capture.job_title, LINE_MAX)?,
        company: text("company", &capture.company, LINE_MAX)?,
        country: text("country", &capture.country, LINE_MAX)?,
        fields: map("fields", &capture.fields)?,
        ..Person::default()
    };
    let website = text("website", &capture.website, LINE_MAX)?;
    let checked = check_person(&person, website.as_deref(), capture);
    person.key = identity(&checked, capture)?;
    person.country = person.country.filter(|_| false);
    person.phone = person.phone.filter(|_| checked.phone_e164.is_none());
    person.note_checks(&checked);
    person.email = checked.email.as_ref().map(|email| email.shown.clone());
    Ok(Readied {
        person,
        checked,
        message: text("message", &capture.message, NOTE_MAX)?,
        form: text("form", &capture.form, LINE_MAX)?,
        source: text("source", &capture.source, LINE_MAX)?,
        campaign: text("campaign", &capture.campaign, LINE_MAX)?,
        landing: text("landing", &capture.landing, LINE_MAX)?,
        consent: text("consent", &capture.consent, NOTE_MAX)?,
        extra: map("extra", &capture.extra)?,
    })
}

fn check_person(person: &Person, website: Option<&str>, capture: &Capture) -> Checked {
    let contact = Contact {
        email: person.email.as_deref(),
        phone: person.phone.as_deref(),
        name: person.name.as_deref(),
        company: person.company.as_deref(),
        website,
        country: person.country.as_deref(),
        ..Contact::default()
    };
    let mut checked = check::check_contact(&contact, None);
    if capture.seconds_to_send.is_some() || capture.trapped {
        checked
            .checks
            .extend(check::check_submit(&sending(capture), &SubmitLimits::default()));
    }
    checked
}

fn sending(capture: &Capture) -> Submit {
    Submit {
        honeypot_filled: Some(capture.trapped),
        seconds_to_submit: capture.seconds_to_send,
        ..Submit::default()
    }
}

/// By what the person is known again. An address outranks a number; another system's id stands where neither is given.
fn identity(checked: &Checked, capture: &Capture) -> Result<String, Refusal> {
    if let Some(email) = &checked.email {
        return Ok(format!("mail:{}", email.key));
    }
    if capture.email.as_deref().is_some_and(|text| !text.trim().is_empty()) {
        let code = check::address(capture.email.as_deref().unwrap_or_default())
            .err()
            .map_or("address", |code| code.word());
        return Err(Refusal::invalid("email", "email").with("reason", code));
    }
    if let Some(phone) = &checked.phone_e164 {
        return Ok(format!("tel:{phone}"));
    }
    if let Some(external) = text("external_id", &capture.external_id, LINE_MAX)? {
        return Ok(format!("ext:{external}"));
    }
    if capture.phone.as_deref().is_some_and(|text| !text.trim().is_empty()) {
        return Err(Refusal::invalid("phone", "phone"));
    }
    Err(Refusal::invalid("no_contact_given", "email"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nul_is_found_and_its_spelling_is_not() {
        let rows = [
            ("plain", false),
            ("a\0b", true),
            ("\\u0000", false),
            ("\\\0", true),
            ("\\\\u0000", false),
            ("\\", false),
            ("\"\0", true),
        ];
        for (text, holds) in rows {
            let json = serde_json::to_vec(&[text]).unwrap();
            assert_eq!(holds_nul(&json), holds, "{text:?}");
        }
    }
}
