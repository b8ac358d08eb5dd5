//! Versions of the agreement: the list, one version with what it changes and who signed, and the form to propose a text.

use askama::Template;

use crate::frame::Frame;
use crate::screens::agreement::{Known, Signature};
use crate::shapes::{Choice, Moment};

/// A version in the list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// Its page.
    pub href: String,
    /// "Version 3".
    pub title: String,
    /// "in force", "waits for Sales".
    pub state: String,
    /// Who proposed it.
    pub by: String,
    /// When.
    pub at: Moment,
}

/// Naming who signs for the viewer's side in his stead.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Deputy {
    /// The side, in words.
    pub side: String,
    /// Who there is, the one named chosen; nobody first.
    pub choices: Vec<Choice>,
    /// What was refused, in words.
    pub problem: Option<String>,
}

/// The list.
#[derive(Debug, Template)]
#[template(path = "versions.html")]
pub struct VersionsPage {
    /// What stands round it.
    pub frame: Frame,
    /// The versions, the newest first.
    pub rows: Vec<Row>,
    /// Drafts of the viewer's side, the discarded ones last; `None`: he works on none.
    pub drafts: Option<Vec<crate::screens::drafts::Row>>,
    /// Carried, so that sending twice does it once.
    pub token: String,
    /// Where to propose; `None`: this viewer may not.
    pub propose: Option<String>,
    /// The viewer's deputy; `None`: he heads no side.
    pub deputy: Option<Deputy>,
}

/// What the viewer may do with a version.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Acts {
    /// Sign.
    pub sign: bool,
    /// Decline.
    pub decline: bool,
    /// Object.
    pub object: bool,
    /// Take back.
    pub withdraw: bool,
}

impl Acts {
    /// Whether there is anything to do.
    #[must_use]
    pub fn is_any(&self) -> bool {
        self.sign || self.decline || self.object || self.withdraw
    }
}

/// A no with its words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct No {
    /// "Declined by … for Sales".
    pub head: String,
    /// The words.
    pub words: String,
}

/// One version.
#[derive(Debug, Template)]
#[template(path = "version.html")]
pub struct VersionPage {
    /// What stands round it.
    pub frame: Frame,
    /// "Version 3".
    pub title: String,
    /// What became of it.
    pub state: String,
    /// Until when an answer is awaited, or the other side may object.
    pub until: Option<String>,
    /// Who has to sign, as a sentence.
    pub who_signs: String,
    /// What its goal asks for, worked backwards; `None`: it has none.
    pub goal: Option<String>,
    /// Versions that it can be compared with, the one it was compared with chosen.
    pub against: Vec<Choice>,
    /// What it changes of that one.
    pub sentences: Vec<String>,
    /// The signatures, those awaited too.
    pub signatures: Vec<Signature>,
    /// One person signed for both sides.
    pub one_person: bool,
    /// Declined, objected to.
    pub nos: Vec<No>,
    /// What it would have changed of a past window, the window first; empty: nobody replayed it lately.
    pub replayed: Vec<String>,
    /// Where it is replayed; `None`: not for this viewer.
    pub replay: Option<String>,
    /// SHA-256 of the exact text.
    pub hash: String,
    /// Where the exact text is.
    pub text: String,
    /// Its rules of rotations, tried on the last 90 days.
    pub tried: String,
    /// Where acts are posted.
    pub action: String,
    /// What may be done.
    pub acts: Acts,
    /// What was refused, in words.
    pub problem: Option<String>,
    /// The words typed, kept.
    pub typed: String,
}

/// Something wrong with a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wrong {
    /// "24:9".
    pub place: String,
    /// The sentence, with what was expected.
    pub sentence: String,
}

/// Proposing a text.
#[derive(Debug, Template)]
#[template(path = "propose.html")]
pub struct ProposePage {
    /// What stands round it.
    pub frame: Frame,
    /// The text as typed, or the one in force.
    pub text: String,
    /// The version it is compared with.
    pub base: String,
    /// As a trial.
    pub trial: bool,
    /// What is wrong with it.
    pub wrong: Vec<Wrong>,
    /// What it changes.
    pub sentences: Vec<String>,
    /// Who has to sign.
    pub who_signs: String,
    /// It was looked at, is right and changes something: it may be proposed.
    pub ready: bool,
    /// What was refused, in words.
    pub problem: Option<String>,
    /// Each clause's fields with the share of the last 90 days' leads that have them.
    pub known: Vec<Known>,
    /// Of how many leads, in words.
    pub looked_at: String,
    /// Carried, so that sending twice does it once.
    pub token: String,
}
