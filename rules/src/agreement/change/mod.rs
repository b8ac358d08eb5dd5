//! What a version changes of another, and whose change it is.
//!
//! The room promises: two texts that load to different terms differ in at least one [`Change`]; two that load to the
//! same terms and are not the same bytes differ in [`Change::Bytes`] alone. [`kind`] is a function of the changes.

mod kind;
mod term;

pub use kind::{Kind, kind};
pub use term::{Area, Order, Thing, Value};

use super::Agreement;
use serde::Serialize;
use term::{Terms, terms};

/// One change.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "change")]
pub enum Change {
    /// Something that was not there.
    New(Thing),
    /// Something that is no longer there.
    Gone(Thing),
    /// Something says otherwise than before.
    Term {
        /// Which part.
        area: Area,
        /// Its name.
        of: Vec<String>,
        /// Which key.
        key: &'static str,
        /// What it said; `None` where it said nothing.
        old: Option<Value>,
        /// What it says.
        new: Option<Value>,
    },
    /// What stays comes in another order. Only what is in both is named.
    Order {
        /// Of what.
        area: Area,
        /// Within what.
        within: Vec<String>,
        /// Before.
        old: Vec<String>,
        /// Now.
        new: Vec<String>,
    },
    /// The same terms in other bytes: comments, spacing, another spelling.
    Bytes,
}

/// All that an agreement says, a thing at a time, in the order of its parts.
pub fn whole(agreement: &Agreement) -> Vec<Thing> {
    terms(agreement).things
}

/// What `new` changes of `old`, in the order of the text's parts. Empty for the same bytes.
pub fn changes(old: &Agreement, new: &Agreement) -> Vec<Change> {
    let (was, is) = (terms(old), terms(new));
    let mut found = things(&was, &is);
    found.retain(|change| !only_renames(change, old, new));
    found.extend(orders(&was, &is));
    found.sort_by_key(|change| change.area().map_or(Area::ALL.len(), |area| area as usize));
    if found.is_empty() && old.hash != new.hash {
        found.push(Change::Bytes);
    }
    found
}

impl Change {
    /// The part it is in; `None` for [`Change::Bytes`].
    pub fn area(&self) -> Option<Area> {
        match self {
            Change::New(thing) | Change::Gone(thing) => Some(thing.area),
            Change::Term { area, .. } | Change::Order { area, .. } => Some(*area),
            Change::Bytes => None,
        }
    }
}

impl Agreement {
    /// Whether both texts load to the same terms, whatever their comments and bytes.
    pub fn same_terms(&self, other: &Agreement) -> bool {
        terms(self) == terms(other)
    }
}

/// Whether a rotation goes on to the same one as before, which only reads otherwise.
fn only_renames(change: &Change, old: &Agreement, new: &Agreement) -> bool {
    let Change::Term {
        key: "hands_to",
        old: Some(Value::Text(was)),
        new: Some(Value::Text(is)),
        ..
    } = change
    else {
        return false;
    };
    let name = |of: &Agreement, called: &str| {
        let found = of.rotations.iter().find(|rule| rule.called() == called);
        found.map(|rule| rule.name.clone())
    };
    name(old, was) == name(new, is)
}

fn find<'a>(all: &'a Terms, like: &Thing) -> Option<&'a Thing> {
    all.things.iter().find(|thing| {
        let same_name = match (&thing.known_as, &like.known_as) {
            (Some(name), Some(other)) => name == other,
            _ => thing.of == like.of,
        };
        thing.area == like.area && same_name
    })
}

fn things(was: &Terms, is: &Terms) -> Vec<Change> {
    let mut found = Vec::new();
    for thing in &was.things {
        match find(is, thing) {
            Some(now) => found.extend(differences(thing, now)),
            None => found.push(Change::Gone(thing.clone())),
        }
    }
    let born = is.things.iter().filter(|thing| find(was, thing).is_none());
    found.extend(born.cloned().map(Change::New));
    found
}

fn differences(was: &Thing, is: &Thing) -> Vec<Change> {
    let said = |thing: &Thing, key: &str| {
        let term = thing.terms.iter().find(|(known, _)| *known == key);
        term.map(|(_, value)| value.clone())
    };
    let mut keys: Vec<&'static str> = was.terms.iter().map(|(key, _)| *key).collect();
    keys.extend(
        is.terms
            .iter()
            .map(|(key, _)| *key)
            .filter(|key| said(was, key).is_none()),
    );
    let change = |key: &'static str| {
        let (old, new) = (said(was, key), said(is, key));
        (old != new).then(|| Change::Term {
            area: was.area,
            of: is.of.clone(),
            key,
            old,
            new,
        })
    };
    keys.into_iter().filter_map(change).collect()
}

fn orders(was: &Terms, is: &Terms) -> Vec<Change> {
    let mut found = Vec::new();
    for old in &was.orders {
        let same = |new: &&Order| new.area == old.area && new.within == old.within;
        let Some(new) = is.orders.iter().find(same) else {
            continue;
        };
        let (before, after) = (common(old, new), common(new, old));
        if before != after {
            let called = |names: Vec<String>| names.into_iter().map(|name| is.called(old.area, name)).collect();
            found.push(Change::Order {
                area: old.area,
                within: old.within.clone(),
                old: called(before),
                new: called(after),
            });
        }
    }
    found
}

fn common(of: &Order, with: &Order) -> Vec<String> {
    of.names
        .iter()
        .filter(|name| with.names.contains(name))
        .cloned()
        .collect()
}
