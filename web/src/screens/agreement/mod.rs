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
    /// Where the whole text is.
    pub source: Option<String>,
}
