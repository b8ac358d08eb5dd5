//! Signing in: an address and a password.
//!
//! Promises: what was typed is kept but for the password; a wrong pair says nothing about which half was wrong.

use askama::Template;

use crate::frame::Frame;
use crate::shapes::Field;

/// The page.
#[derive(Debug, Template)]
#[template(path = "sign_in.html")]
pub struct SignInPage {
    /// What stands round it.
    pub frame: Frame,
    /// Where to go after.
    pub next: String,
    /// What is wrong with the whole, in words.
    pub problem: Option<String>,
    /// The address.
    pub email: Field,
    /// The password; its value is always empty.
    pub password: Field,
    /// Nobody has an account yet: where the first one is made.
    pub first: bool,
}
