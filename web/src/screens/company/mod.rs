//! A company, from a lead's page: whose account and open deal it is, and who worked with it last.

use askama::Template;

use crate::frame::Frame;
use crate::shapes::Choice;

/// What may be told of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Telling {
    /// Where it is posted.
    pub action: String,
    /// Whose account it may be.
    pub account: Vec<Choice>,
    /// An existing customer.
    pub customer: bool,
    /// Whose open deal it may be.
    pub deal: Vec<Choice>,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "company.html")]
pub struct CompanyPage {
    /// What stands round it.
    pub frame: Frame,
    /// The domain it is known by.
    pub domain: String,
    /// Back to the lead.
    pub back: String,
    /// What was refused, in words.
    pub problem: Option<String>,
    /// What is known, a sentence each, in the order in which it decides.
    pub known: Vec<String>,
    /// Telling more; `None`: this viewer may not.
    pub telling: Option<Telling>,
}
