//! The fields: those that Baton ships with and a company's own, each with its kind; those who may change them, here.

use askama::Template;

use crate::frame::Frame;
use crate::shapes::{Choice, Field};

/// A field.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// As clauses write it.
    pub name: String,
    /// What people call it.
    pub label: String,
    /// What it holds, in words.
    pub kind: String,
    /// Tells of a person.
    pub personal: bool,
    /// Lists can be filtered by it fast.
    pub indexed: bool,
    /// Nothing new is written in it.
    pub retired: bool,
    /// Where label and retiring are posted; `None`: Baton's own field, a retired one, or this viewer may not.
    pub change: Option<String>,
    /// What was refused, in words.
    pub problem: Option<String>,
}

/// The form to add a field.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Add {
    /// What is wrong as a whole.
    pub problem: Option<String>,
    /// `lead.…` or `company.…`.
    pub name: Field,
    /// What people call it.
    pub label: Field,
    /// The kinds there are.
    pub kinds: Vec<Choice>,
    /// A choice a line.
    pub choices: Field,
    /// Personal.
    pub personal: bool,
    /// Indexed.
    pub indexed: bool,
    /// Carried, so that sending twice does it once.
    pub token: String,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "fields.html")]
pub struct FieldsPage {
    /// What stands round it.
    pub frame: Frame,
    /// "42 of 200 fields, 12 of 30 indexed".
    pub room: String,
    /// A company's own fields.
    pub own: Vec<Row>,
    /// Baton's.
    pub shipped: Vec<Row>,
    /// Adding one; `None`: this viewer may not.
    pub add: Option<Add>,
}
