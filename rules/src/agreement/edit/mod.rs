//! Editing the text by its values: each edit changes the bytes of what it names and no others, so that comments, order
//! and spelling of everything else stay as somebody wrote them.
//!
//! The room promises: an edit that changes nothing gives the same bytes; a value that is again what another text (the
//! one in force) says is spelled as there; no comment is ever lost. What is written in a way that this cannot change
//! without losing something (dotted keys) is told as such and left alone.

mod literal;
mod place;
mod rename;
mod splice;

pub use literal::Literal;
pub use place::{Place, Step, place_at};

use toml_edit::Document;

/// One edit.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// A key says this; added where it was not there, its table too.
    Set(Place, Literal),
    /// A key, a table, or an entry of a list, is gone.
    Drop(Place),
    /// Another entry of a list of tables, after those that are there.
    Add(Place, Vec<(String, Literal)>),
    /// A table of its own below another: a calendar.
    Begin(Place, Vec<(String, Literal)>),
    /// An entry of a list changes places with the one before it.
    Up(Place),
    /// A key gets another name, in every header that names it too.
    Rename(Place, String),
    /// In the text of a value a name is changed to another, wherever it stands as a whole word.
    Reword(Place, String, String),
}

/// Why a text was not edited; nothing of it was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unwritten {
    /// It is no TOML.
    NotToml,
    /// There is nothing at this place.
    NoSuchPlace,
    /// It is written in a way that only its author changes well: as text.
    OnlyAsText,
}

/// Applies edits one after another. `spelled_in` is a text whose spelling of equal values is taken over.
///
/// # Errors
/// `Unwritten`; nothing is changed then.
pub fn edit(text: &str, edits: &[Edit], spelled_in: Option<&str>) -> Result<String, Unwritten> {
    let model = spelled_in.and_then(|text| Document::parse(text).ok());
    let mut text = text.to_owned();
    for edit in edits {
        text = one(&text, edit, model.as_ref())?;
    }
    Ok(text)
}

fn one(text: &str, edit: &Edit, model: Option<&Document<&str>>) -> Result<String, Unwritten> {
    let model = place::Model(model);
    match edit {
        Edit::Set(place, literal) => splice::set(text, place, literal, model),
        Edit::Drop(place) => splice::remove(text, place),
        Edit::Add(place, entry) => splice::add(text, place, entry, model),
        Edit::Begin(place, entry) => splice::begin(text, place, entry),
        Edit::Up(place) => splice::up(text, place),
        Edit::Rename(place, to) => rename::rename(text, place, to),
        Edit::Reword(place, from, to) => rename::reword(text, place, from, to),
    }
}

/// What the text says at a place, where it says anything.
///
/// # Errors
/// `Unwritten::NotToml`.
pub fn said(text: &str, place: &Place) -> Result<Option<Literal>, Unwritten> {
    let document = place::parsed(text)?;
    Ok(place::find(&document, place).and_then(|node| Literal::of(&node)))
}

/// How many entries a list has; none where there is no list.
///
/// # Errors
/// `Unwritten::NotToml`.
pub fn count(text: &str, place: &Place) -> Result<usize, Unwritten> {
    let document = place::parsed(text)?;
    Ok(place::find(&document, place).map_or(0, |node| node.len()))
}

/// The keys of a table, in the text's order.
///
/// # Errors
/// `Unwritten::NotToml`.
pub fn keys(text: &str, place: &Place) -> Result<Vec<String>, Unwritten> {
    let document = place::parsed(text)?;
    Ok(place::find(&document, place).map_or_else(Vec::new, |node| node.keys()))
}

#[cfg(test)]
mod tests;
