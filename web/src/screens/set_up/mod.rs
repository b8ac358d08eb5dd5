//! The first start, and an invitation: a link that works once, a name, a password.

use askama::Template;

use crate::frame::Frame;
use crate::shapes::{Choice, Field};

/// The page.
#[derive(Debug, Template)]
#[template(path = "set_up.html")]
pub struct SetUpPage {
    /// What stands round it.
    pub frame: Frame,
    /// The first account of all, which also names the company.
    pub first: bool,
    /// Where the form posts; holds the one-time token.
    pub action: String,
    /// What is wrong with the whole, in words.
    pub problem: Option<String>,
    /// The person's name.
    pub person: Field,
    /// The address.
    pub email: Field,
    /// The password; its value is always empty.
    pub password: Field,
    /// What the first user does beside operating; empty for who was invited.
    pub roles: Vec<Choice>,
}
