//! The agreement, page one: twelve sentences, what changed since the last version, the signatures.

use askama::Template;

use crate::frame::Frame;
use crate::shapes::Moment;

/// A piece of a sentence against the version before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// As before.
    Same(String),
    /// New.
    New(String),
    /// No longer.
    Gone(String),
}

/// A signature at the foot.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Signature {
    /// Who; empty: not signed.
    pub name: String,
    /// For which side.
    pub side: String,
    /// When.
    pub at: Option<Moment>,
}

/// A field that a clause asks about, and how many leads have it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    /// Whose definition.
    pub stage: String,
    /// The clause.
    pub clause: String,
    /// The field, in words.
    pub field: String,
    /// The share of leads that have it.
    pub share: String,
    /// Fewer than half have it.
    pub rare: bool,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "agreement.html")]
pub struct AgreementPage {
    /// What stands round it.
    pub frame: Frame,
    /// "Version 3, in force since 2 March".
    pub version: String,
    /// The heading of the document.
    pub title: String,
    /// The sentences, each in pieces.
    pub sentences: Vec<Vec<Piece>>,
    /// SHA-256 of the exact text, in hexadecimal; may be empty.
    pub hash: String,
    /// The signatures.
    pub signatures: Vec<Signature>,
    /// Each clause's fields with the share of the last 90 days' leads that have them.
    pub known: Vec<Known>,
    /// Of how many leads, in words.
    pub looked_at: String,
    /// Where the whole text is.
    pub source: Option<String>,
}
