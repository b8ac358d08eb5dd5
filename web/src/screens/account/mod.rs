//! One's own account: password, single keys, sessions.

use askama::Template;

use crate::frame::Frame;
use crate::shapes::{Choice, Field, Moment};

/// A place where one is signed in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Session {
    /// "Firefox on Linux".
    pub device: String,
    /// Last seen.
    pub seen: Moment,
    /// The one that asks.
    pub this: bool,
    /// Where to end it.
    pub end: String,
}

/// Where one is told of what concerns one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Alerts {
    /// Mail, chat, program.
    pub ways: Vec<Choice>,
    /// The address of the chat or the program.
    pub url: Field,
    /// What a program verifies alerts with.
    pub secret: Option<String>,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "account.html")]
pub struct AccountPage {
    /// What stands round it.
    pub frame: Frame,
    /// The name.
    pub name: String,
    /// The address.
    pub email: String,
    /// What is wrong with the whole, in words.
    pub problem: Option<String>,
    /// The password now; its value is always empty.
    pub current: Field,
    /// The new one; its value is always empty.
    pub password: Field,
    /// Where one is told of what concerns one.
    pub alerts: Alerts,
    /// Where one is signed in.
    pub sessions: Vec<Session>,
}
