//! The hosted public form: a demo request and its like.
//!
//! Promises: labels on everything, errors beside their field with the input kept, a trap that people do not see;
//! labels, consents and privacy lines are the customer's own text.

use askama::Template;

use crate::frame::Frame;
use crate::shapes::{Choice, Field};

/// How a line is filled in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum LineKind {
    /// One line.
    #[default]
    Line,
    /// Several lines.
    Words,
    /// One of these.
    One(Vec<Choice>),
    /// One of two or three, each in sight.
    Chips(Vec<Choice>),
}

/// A line of the form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    /// The field's name.
    pub name: String,
    /// Its label.
    pub label: String,
    /// Must be filled.
    pub required: bool,
    /// How.
    pub kind: LineKind,
    /// The input's type: `text`, `email`, `tel`, `url`, `number`.
    pub input: String,
    /// The keyboard that a phone shows: `decimal`; empty: as the type says.
    pub mode: String,
    /// The autocomplete token: `name`, `email`, `organization` …
    pub autocomplete: String,
    /// What was typed and what is wrong.
    pub field: Field,
}

/// A consent to give or not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Consent {
    /// The field's name.
    pub name: String,
    /// The text as it is proved later.
    pub text: String,
    /// Given.
    pub given: bool,
}

/// The form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Form {
    /// Its heading.
    pub title: String,
    /// A line under it; may be empty.
    pub intro: String,
    /// Where it posts.
    pub action: String,
    /// The id of this submission: sent twice, it counts once.
    pub token: String,
    /// What is wrong with the whole, in words.
    pub problem: Option<String>,
    /// Its lines.
    pub lines: Vec<Line>,
    /// The name of the trap's field.
    pub trap: String,
    /// Consents.
    pub consents: Vec<Consent>,
    /// The button.
    pub send: String,
    /// The privacy line.
    pub privacy: String,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "form.html")]
pub struct FormPage {
    /// What stands round it.
    pub frame: Frame,
    /// The form.
    pub form: Form,
}
