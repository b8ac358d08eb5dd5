//! Rows that are no facts: personal data, which can be erased, and hashes of secrets.

use crate::ask::{AlertPlace, Told};
use crate::fact::{SubmissionKind, TokenScope};
use crate::person::Person;
use crate::{Id, Instant};
use std::collections::BTreeMap;

/// One raw act of raising a hand, kept as it came.
#[derive(Clone, Debug, PartialEq)]
pub struct Submission {
    /// Its id.
    pub id: Id,
    /// The lead.
    pub lead: Id,
    /// When, at the source.
    pub occurred_at: Instant,
    /// When it was kept.
    pub recorded_at: Instant,
    /// The kind.
    pub kind: SubmissionKind,
    /// What the person gave, as it came.
    pub given: BTreeMap<String, String>,
    /// What the person wrote.
    pub message: Option<String>,
    /// The consent words beside the box that was ticked.
    pub consent: Option<String>,
}

/// Detail and free words of an act.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    /// Its id.
    pub id: Id,
    /// The lead; none when it is about a pattern.
    pub lead: Option<Id>,
    /// When.
    pub at: Instant,
    /// The coded detail's value.
    pub detail: Option<String>,
    /// Free words.
    pub words: Option<String>,
}

/// A row that is no fact.
#[derive(Clone, Debug, PartialEq)]
pub enum Paper {
    /// A person, new or with newer knowledge.
    Person(Box<Person>),
    /// A submission.
    Submission(Box<Submission>),
    /// A note.
    Note(Box<Note>),
    /// A text of the agreement.
    Agreement {
        /// Its number.
        version: i64,
        /// The exact text.
        text: String,
        /// Its SHA-256, in hexadecimal.
        hash: String,
        /// When.
        at: Instant,
    },
    /// A draft's text as it reads now. The one before it stays in the other slot.
    Draft {
        /// Which.
        draft: Id,
        /// Which of its slots.
        slot: u32,
        /// The exact text.
        text: String,
        /// Its SHA-256, in hexadecimal.
        hash: String,
        /// When.
        at: Instant,
    },
    /// A user's name and address.
    User {
        /// Whose.
        user: Id,
        /// Name.
        name: String,
        /// Address, folded.
        email: String,
        /// When.
        at: Instant,
    },
    /// A user's password.
    Password {
        /// Whose.
        user: Id,
        /// argon2id, PHC text.
        hash: String,
        /// When.
        at: Instant,
    },
    /// Where a user is told of what concerns him; none: by mail.
    Alerts {
        /// Whose.
        user: Id,
        /// The chat or program.
        place: Option<AlertPlace>,
    },
    /// A one-time link.
    Link {
        /// Hash of its secret.
        hash: String,
        /// Whose.
        user: Option<Id>,
        /// Until when.
        until: Instant,
        /// When it was made.
        at: Instant,
    },
    /// A one-time link was used.
    LinkUsed {
        /// Hash of its secret.
        hash: String,
        /// When.
        at: Instant,
    },
    /// A session.
    Session {
        /// Hash of its secret.
        hash: String,
        /// Whose.
        user: Id,
        /// Since when.
        at: Instant,
        /// Until when.
        until: Instant,
    },
    /// A session ended.
    SessionOver {
        /// Hash of its secret.
        hash: String,
        /// When.
        at: Instant,
    },
    /// Every session of a user ended.
    SessionsOver {
        /// Whose.
        user: Id,
        /// When.
        at: Instant,
    },
    /// A token.
    Token {
        /// Its id.
        token: Id,
        /// What it is called.
        name: String,
        /// What it may do.
        scopes: Vec<TokenScope>,
        /// Hash of its secret.
        hash: String,
        /// When.
        at: Instant,
    },
    /// A token was withdrawn.
    TokenOver {
        /// Its id.
        token: Id,
        /// When.
        at: Instant,
    },
    /// The secret address of somebody's calendar.
    Feed {
        /// Its id.
        feed: Id,
        /// Whose.
        user: Id,
        /// Hash of its secret.
        hash: String,
        /// When.
        at: Instant,
    },
    /// What came of sending a message.
    Told {
        /// The outbox row.
        letter: Id,
        /// What came of it.
        outcome: Told,
        /// When.
        at: Instant,
    },
}
