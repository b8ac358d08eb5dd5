//! Facts: what happened, appended once, never edited.
//!
//! A fact carries codes and ids, never a name, an address or free words: those live in rows that can be erased.

mod body;
mod upcast;

pub use body::*;
pub use upcast::{Unreadable, upcast};

use crate::{Id, Instant};
use serde::{Deserialize, Serialize};
use std::fmt;

/// What a fact is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SubjectKind {
    /// A person in play.
    Lead,
    /// Who is who: users, members, weights, leave.
    Roster,
    /// The signed whole, all its versions.
    Agreement,
    /// C's alike in reason and source.
    Pattern,
    /// A file taken in.
    Import,
    /// A credential of another program.
    Token,
    /// The company's own fields.
    Fields,
    /// An act over many leads, done in slices.
    Act,
    /// An organisation, by its mail domain.
    Company,
}

impl SubjectKind {
    /// Every kind.
    pub const ALL: [SubjectKind; 9] = [
        Self::Lead,
        Self::Roster,
        Self::Agreement,
        Self::Pattern,
        Self::Import,
        Self::Token,
        Self::Fields,
        Self::Act,
        Self::Company,
    ];

    /// As stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Lead => "lead",
            Self::Roster => "roster",
            Self::Agreement => "agreement",
            Self::Pattern => "pattern",
            Self::Import => "import",
            Self::Token => "token",
            Self::Fields => "fields",
            Self::Act => "act",
            Self::Company => "company",
        }
    }

    /// Reads what `code` wrote.
    pub fn read(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// A subject: its kind and id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Subject {
    /// Its kind.
    pub kind: SubjectKind,
    /// Its id; the roster and the agreement have one fixed id each.
    pub id: Id,
}

impl Subject {
    /// The lead with this id.
    pub fn lead(id: Id) -> Self {
        Self {
            kind: SubjectKind::Lead,
            id,
        }
    }

    /// The one roster.
    pub fn roster() -> Self {
        Self {
            kind: SubjectKind::Roster,
            id: Id::named("subject", "roster"),
        }
    }

    /// The one agreement.
    pub fn agreement() -> Self {
        Self {
            kind: SubjectKind::Agreement,
            id: Id::named("subject", "agreement"),
        }
    }

    /// The act with this id.
    pub fn act(id: Id) -> Self {
        Self {
            kind: SubjectKind::Act,
            id,
        }
    }

    /// The company's own fields, all of them.
    pub fn fields() -> Self {
        Self {
            kind: SubjectKind::Fields,
            id: Id::named("subject", "fields"),
        }
    }

    /// The pattern of C's with this reason and source.
    pub fn pattern(reason: &str, source: &str) -> Self {
        Self {
            kind: SubjectKind::Pattern,
            id: Id::named("pattern", &format!("{reason}\u{1f}{source}")),
        }
    }
}

/// Who did it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Actor {
    /// Baton itself: a timer, a rule.
    System,
    /// Somebody outside: a form.
    Visitor,
    /// Somebody who signed in.
    User(Id),
    /// Another program with a bearer token.
    Token(Id),
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::System => f.write_str("system"),
            Self::Visitor => f.write_str("visitor"),
            Self::User(id) => write!(f, "user_{id}"),
            Self::Token(id) => write!(f, "token_{id}"),
        }
    }
}

impl Actor {
    /// Who it is, where somebody who signed in did it.
    pub fn user(self) -> Option<Id> {
        match self {
            Self::User(id) => Some(id),
            _ => None,
        }
    }

    /// Reads what `Display` wrote.
    pub fn read(text: &str) -> Option<Self> {
        match text {
            "system" => Some(Self::System),
            "visitor" => Some(Self::Visitor),
            _ => Id::read("user", text)
                .map(Self::User)
                .or_else(|| Id::read("token", text).map(Self::Token)),
        }
    }
}

/// Where a fact comes from. Only *live* and *demo* facts meet clocks, routing and alerts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// As it happened.
    #[default]
    Live,
    /// From a file of people to work now.
    Import,
    /// From a file about the past.
    History,
    /// A demo world.
    Demo,
}

impl Origin {
    /// As stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Import => "import",
            Self::History => "history",
            Self::Demo => "demo",
        }
    }

    /// Reads what `code` wrote.
    pub fn read(code: &str) -> Option<Self> {
        [Self::Live, Self::Import, Self::History, Self::Demo]
            .into_iter()
            .find(|o| o.code() == code)
    }
}

/// One fact of one subject.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// About what.
    pub subject: Subject,
    /// Its place among the subject's facts, from 1, without holes.
    pub seq: i64,
    /// Where it comes from.
    pub origin: Origin,
    /// When it happened, at the source.
    pub occurred_at: Instant,
    /// When it was kept, here; later than the subject's last.
    pub recorded_at: Instant,
    /// Who did it.
    pub actor: Actor,
    /// What happened.
    pub body: Body,
}

impl Fact {
    /// Reads a stored fact of any version ever released.
    ///
    /// # Errors
    /// `Unreadable` when the kind, the version or the body is not one that this Baton knows.
    #[allow(clippy::too_many_arguments)] // the columns of the row, in their order
    pub fn read(
        subject: Subject,
        seq: i64,
        kind: &str,
        v: i64,
        origin: Origin,
        occurred_at: Instant,
        recorded_at: Instant,
        actor: Actor,
        body: &str,
    ) -> Result<Self, Unreadable> {
        let body = upcast(kind, v, body)?;
        Ok(Self {
            subject,
            seq,
            origin,
            occurred_at,
            recorded_at,
            actor,
            body,
        })
    }
}
