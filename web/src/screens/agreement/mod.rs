//! The agreement, page one: twelve sentences, what changed since the last version, the signatures.

use askama::Template;

use crate::agreed::Part;
use crate::frame::Frame;
use crate::screens::scorecard::Figure;
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

/// A line under a sentence, cell by cell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// Each in pieces; the first names it.
    pub cells: Vec<Vec<Piece>>,
}

/// A sentence of page one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sentence {
    /// Its words.
    pub text: Vec<Piece>,
    /// Heads of the columns of its lines; none where the lines are a plain list.
    pub heads: Vec<String>,
    /// The lines under it.
    pub rows: Vec<Row>,
    /// How many more lines there are, in words; may be empty.
    pub more: Vec<Piece>,
}

impl From<Vec<Piece>> for Sentence {
    fn from(text: Vec<Piece>) -> Self {
        Self {
            text,
            ..Self::default()
        }
    }
}

impl Sentence {
    /// The head of a column.
    #[must_use]
    pub fn head(&self, at: &usize) -> &str {
        self.heads.get(*at).map_or("", String::as_str)
    }

    /// Without what is gone; `None` where nothing is left.
    #[must_use]
    pub fn kept(self) -> Option<Self> {
        let stays = |pieces: Vec<Piece>| -> Vec<Piece> {
            let is_there = |piece: &Piece| !matches!(piece, Piece::Gone(_));
            pieces.into_iter().filter(is_there).collect()
        };
        let row = |row: Row| Row {
            cells: row.cells.into_iter().map(stays).collect(),
        };
        let is_there = |row: &Row| row.cells.iter().any(|cell| !cell.is_empty());
        let kept = Self {
            text: stays(self.text),
            rows: self.rows.into_iter().map(row).filter(is_there).collect(),
            more: stays(self.more),
            heads: self.heads,
        };
        (!kept.text.is_empty()).then_some(kept)
    }

    /// The lines that it takes on a printed sheet, about.
    fn printed(&self) -> usize {
        let letters = |pieces: &[Piece]| -> usize { pieces.iter().map(|piece| piece.text().chars().count()).sum() };
        let lines = |letters: usize| letters.div_ceil(PRINTED_LETTERS);
        let row = |row: &Row| lines(row.cells.iter().map(|cell| letters(cell) + 1).sum()).max(1);
        let heads = if self.heads.is_empty() { 0 } else { 2 };
        lines(letters(&self.text)) + heads + self.rows.iter().map(row).sum::<usize>() + lines(letters(&self.more))
    }
}

impl Piece {
    /// Its words, whatever its kind.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Same(text) | Self::New(text) | Self::Gone(text) => text,
        }
    }
}

/// Letters of a printed line, about.
const PRINTED_LETTERS: usize = 100;
/// From so many printed lines on the print is smaller, and smaller still.
const PRINTED_SMALLER: [(usize, &str); 2] = [(46, "smallest"), (34, "smaller")];

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

/// A meeting over it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Meeting {
    /// Which.
    pub label: String,
    /// When.
    pub at: Moment,
    /// It is near: in words.
    pub near: Option<String>,
}

/// What is believed of a rate, and what is so.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rate {
    /// Which.
    pub name: String,
    /// What both sides believe; may be empty.
    pub expected: String,
    /// What is so; empty: nothing to count yet.
    pub actual: String,
    /// Its interval, and of how many: in words.
    pub of: String,
    /// Its list; may be empty.
    pub list: String,
}

/// The goal, what each side owes, the rates: owed and kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Owed {
    /// Won and pipeline of the quarter against the goal, with pace.
    pub goal: Vec<Figure>,
    /// What the goal asks for, worked backwards; or why that cannot be told.
    pub backwards: String,
    /// Marketing's duties, the last eight weeks.
    pub marketing: Vec<Figure>,
    /// Sales's.
    pub sales: Vec<Figure>,
    /// Expected and actual rates.
    pub rates: Vec<Rate>,
    /// Of which leads the rates are.
    pub rates_of: String,
    /// Clauses of the ideal customer: how often they hold among won customers.
    pub ideal: Vec<Rate>,
    /// Of how many won customers.
    pub ideal_of: String,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "agreement.html")]
pub struct AgreementPage {
    /// What stands round it.
    pub frame: Frame,
    /// "Version 3, in force since 2 March".
    pub version: String,
    /// The version's own page: its address and what it is called; `None`: it is the one in force.
    pub back: Option<(String, String)>,
    /// What it changes that none of the sentences shows.
    pub annex: Vec<String>,
    /// The heading of the document.
    pub title: String,
    /// What is marked in it, in words; `None`: nothing is compared.
    pub compared: Option<String>,
    /// What stands under the version: from when it shall hold, who proposed it.
    pub about: Vec<String>,
    /// Meetings to come.
    pub meetings: Vec<Meeting>,
    /// Owed and kept; `None`: this version is not in force.
    pub owed: Option<Owed>,
    /// The sentences.
    pub sentences: Vec<Sentence>,
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
    /// Where it is said part by part.
    pub whole: String,
}

/// All that a text says, part by part.
#[derive(Debug, Template)]
#[template(path = "annex.html")]
pub struct AnnexPage {
    /// What stands round it.
    pub frame: Frame,
    /// Which version.
    pub version: String,
    /// Page one.
    pub back: String,
    /// The exact text.
    pub source: String,
    /// The parts.
    pub parts: Vec<Part>,
}

impl AgreementPage {
    /// How small page one is printed, so that it is one sheet: a class, or nothing.
    #[must_use]
    pub fn print(&self) -> &'static str {
        let lines: usize = self.sentences.iter().map(Sentence::printed).sum::<usize>() + self.about.len();
        let step = PRINTED_SMALLER.iter().find(|(from, _)| lines >= *from);
        step.map_or("", |(_, class)| class)
    }
}
