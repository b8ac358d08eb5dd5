//! The human behind a lead: the part that can be erased. Facts never carry any of it.

use crate::agreement::NotePart;
use crate::check::Checked;
use crate::criteria::{Facets, FieldValue};
use crate::fact::SubmissionKind;
use crate::score::{self, Group, ScoreLine};
use crate::{Id, Instant};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What is known of a person, as cleaned text.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Person {
    /// The row's id.
    pub id: Id,
    /// The lead it belongs to.
    pub lead: Id,
    /// By what the person is known again: `mail:…`, `tel:…` or `ext:…`.
    pub key: String,
    /// Name as given.
    pub name: Option<String>,
    /// Address as given.
    pub email: Option<String>,
    /// E.164.
    pub phone: Option<String>,
    /// Job title.
    pub job_title: Option<String>,
    /// Company as given.
    pub company: Option<String>,
    /// The company's domain; none for free mail.
    pub company_domain: Option<String>,
    /// ISO alpha-2.
    pub country: Option<String>,
    /// Whether the address is at a free mail host.
    pub free_mail: bool,
    /// Further registry fields, by name (`company.employees`).
    pub fields: BTreeMap<String, String>,
}

/// The field that holds the answer to a question.
pub fn answer_field(question: &str) -> String {
    format!("answers.{question}")
}

/// The field that holds a part of the note that goes with a handoff.
pub fn note_field(part: NotePart) -> String {
    format!("note.{}", part.code())
}

impl Person {
    /// What was answered to a question.
    pub fn answer(&self, question: &str) -> Option<&str> {
        let text = self.fields.get(&answer_field(question))?;
        Some(text.as_str()).filter(|text| !text.is_empty())
    }

    /// A part of the note that goes with a handoff.
    pub fn note(&self, part: NotePart) -> Option<&str> {
        self.fields.get(&note_field(part)).map(String::as_str)
    }

    /// Takes in what a newer submission said; what it left open stays.
    pub fn learn(&mut self, newer: &Person) {
        let take = |mine: &mut Option<String>, theirs: &Option<String>| {
            if theirs.is_some() {
                mine.clone_from(theirs);
            }
        };
        take(&mut self.name, &newer.name);
        take(&mut self.email, &newer.email);
        take(&mut self.phone, &newer.phone);
        take(&mut self.job_title, &newer.job_title);
        take(&mut self.company, &newer.company);
        take(&mut self.company_domain, &newer.company_domain);
        take(&mut self.country, &newer.country);
        self.free_mail = newer.free_mail || (newer.email.is_none() && self.free_mail);
        self.fields
            .extend(newer.fields.iter().map(|(k, v)| (k.clone(), v.clone())));
    }

    /// What the checks found out is written where the person left it open.
    pub fn note_checks(&mut self, checked: &Checked) {
        self.phone = checked.phone_e164.clone().or(self.phone.take());
        self.country = checked
            .country
            .clone()
            .or(checked.phone_country.clone())
            .or(self.country.take());
        self.company_domain = checked.company_domain.clone();
        self.free_mail = checked.free_mail;
    }

    /// What clauses can see of the person.
    pub fn facets(&self) -> Facets {
        let mut facets = Facets::default();
        let mut text = |name: &'static str, value: &Option<String>| {
            if let Some(value) = value {
                facets.set(name, FieldValue::Text(value.clone()));
            }
        };
        text("lead.country", &self.country);
        text("lead.job_title", &self.job_title);
        text("company.name", &self.company);
        text("company.domain", &self.company_domain);
        text("lead.email_domain", &self.email_domain());
        if self.email.is_some() {
            facets.set("lead.free_mail", FieldValue::Bool(self.free_mail));
        }
        for (name, value) in &self.fields {
            facets.set(name.clone(), read_value(value));
        }
        facets
    }

    fn email_domain(&self) -> Option<String> {
        self.email
            .as_deref()?
            .rsplit_once('@')
            .map(|(_, domain)| domain.to_lowercase())
    }
}

/// Registry fields come as text; numbers and yes/no are read as such.
fn read_value(text: &str) -> FieldValue {
    match text {
        "true" => FieldValue::Bool(true),
        "false" => FieldValue::Bool(false),
        _ => text
            .parse::<f64>()
            .ok()
            .filter(|n| n.is_finite())
            .map_or_else(|| FieldValue::Text(text.to_owned()), FieldValue::Number),
    }
}

/// Adds what clauses can see of the last submission and of the score at an instant.
pub fn add_play(
    facets: &mut Facets,
    kind: SubmissionKind,
    source: Option<&str>,
    form: Option<&str>,
    lines: &[ScoreLine],
    at: Instant,
) {
    facets.set("submission.kind", FieldValue::Text(kind.code().to_owned()));
    if let Some(source) = source {
        facets.set("submission.source", FieldValue::Text(source.to_owned()));
    }
    if let Some(form) = form {
        facets.set("submission.form", FieldValue::Text(form.to_owned()));
    }
    facets.set("score.fit", FieldValue::Number(score::total(lines, Group::Fit, at)));
    facets.set(
        "score.engagement",
        FieldValue::Number(score::total(lines, Group::Engagement, at)),
    );
}

/// Adds what score rules can see of a submission, seen as a touch: its form, campaign and landing page.
pub fn add_touch(facets: &mut Facets, kind: SubmissionKind, of: [Option<&str>; 3]) {
    let touch = if kind == SubmissionKind::Event { "event" } else { "form" };
    facets.set("touch.kind", FieldValue::Text(touch.to_owned()));
    for (name, value) in ["touch.form", "touch.campaign", "touch.path"].into_iter().zip(of) {
        if let Some(value) = value {
            facets.set(name, FieldValue::Text(value.to_owned()));
        }
    }
}
