//! The system's health: queues, timers, letters that could not be delivered, the database.

use askama::Template;

use crate::frame::Frame;
use crate::shapes::{Icon, Key, Moment};

/// How a thing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Health {
    /// In order.
    Fine,
    /// Worth a look.
    Look,
    /// Not working.
    Broken,
}

impl Health {
    /// Its words.
    #[must_use]
    pub fn key(self) -> Key {
        match self {
            Self::Fine => Key("verdict-pass"),
            Self::Look => Key("verdict-warn"),
            Self::Broken => Key("health-broken"),
        }
    }

    /// Its icon.
    #[must_use]
    pub fn icon(self) -> Icon {
        match self {
            Self::Fine => Icon("circle-check"),
            Self::Look => Icon("triangle-alert"),
            Self::Broken => Icon("circle-x"),
        }
    }

    /// Its class in the styles.
    #[must_use]
    pub fn class(self) -> &'static str {
        match self {
            Self::Fine => "ok",
            Self::Look => "look",
            Self::Broken => "broken",
        }
    }
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// How it is.
    pub health: Health,
    /// What.
    pub what: String,
    /// The number.
    pub value: String,
    /// Its list; may be empty.
    pub href: String,
    /// What it means and what to do; may be empty.
    pub note: String,
    /// What it counted, each with its page (which may be empty).
    pub links: Vec<(String, String)>,
}

/// Lines that belong together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Group {
    /// Its name.
    pub name: String,
    /// Its lines.
    pub lines: Vec<Line>,
}

/// A letter that could not be delivered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DeadLetter {
    /// What it was.
    pub what: String,
    /// Why it could not be delivered.
    pub why: String,
    /// The last try.
    pub at: Moment,
    /// Where to send it again; `None`: this viewer may not.
    pub resend: Option<String>,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "status.html")]
pub struct StatusPage {
    /// What stands round it.
    pub frame: Frame,
    /// One sentence.
    pub summary: String,
    /// The groups.
    pub groups: Vec<Group>,
    /// Letters that could not be delivered.
    pub dead: Vec<DeadLetter>,
}
