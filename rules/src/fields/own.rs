//! A company's own fields beside those that Baton ships with: added, given another label, retired. Facts of one subject.
//!
//! A field keeps its name and kind for good; what is retired keeps its name too, so that an old text still means what it
//! meant. New texts, forms and programs see only what is not retired.

use super::{Field, FieldKind, FieldProblem, Registry};
use crate::Instant;
use crate::criteria::Facets;
use crate::fact::{Body, Fact, FieldAdded};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The groups that a company's own fields go in: what is known of the person, what of the company.
pub const OWN_GROUPS: [&str; 2] = ["lead", "company"];
/// Most choices of a field.
pub const CHOICES_MAX: usize = 50;
/// Longest label and longest choice, in characters.
pub const LABEL_MAX: usize = 80;

/// One of a company's own fields.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnField {
    /// What it holds.
    pub kind: FieldKind,
    /// What people call it.
    pub label: String,
    /// Whether it tells of a person and is erased with them.
    pub personal: bool,
    /// Whether lists can be filtered by it fast.
    pub indexed: bool,
    /// Since when nothing new is written in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retired_at: Option<Instant>,
}

impl OwnField {
    fn field(&self, name: &str) -> Field {
        Field {
            name: name.to_owned(),
            kind: self.kind.clone(),
            personal: self.personal,
            indexed: self.indexed,
            label: Some(self.label.clone()),
        }
    }
}

/// All of a company's own fields at one point of their history.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnFields {
    /// The last fact's place.
    pub seq: i64,
    /// When that was recorded.
    pub last_at: Instant,
    /// By name.
    pub fields: BTreeMap<String, OwnField>,
}

impl OwnFields {
    /// Applies one fact.
    pub fn apply(&mut self, fact: &Fact) {
        self.seq = fact.seq;
        self.last_at = fact.recorded_at;
        match &fact.body {
            Body::FieldAdded(added) => {
                self.fields.insert(added.name.clone(), added.field());
            }
            Body::FieldLabelled(labelled) => {
                if let Some(field) = self.fields.get_mut(&labelled.name) {
                    field.label.clone_from(&labelled.label);
                }
            }
            Body::FieldRetired(retired) => {
                if let Some(field) = self.fields.get_mut(&retired.name) {
                    field.retired_at = Some(fact.occurred_at);
                }
            }
            _ => {}
        }
    }

    /// The fields that new texts, forms and programs may name: Baton's and those not retired.
    pub fn registry(&self) -> Registry {
        self.with(|field| field.retired_at.is_none())
    }

    /// The same, retired ones too: for texts that were agreed while they were not.
    pub fn registry_of_all(&self) -> Registry {
        self.with(|_| true)
    }

    /// A field that is there and not retired.
    pub fn current(&self, name: &str) -> Option<&OwnField> {
        self.fields.get(name).filter(|field| field.retired_at.is_none())
    }

    /// The fields that lists are filtered by, with their names: indexed and not retired.
    pub fn filtering(&self) -> impl Iterator<Item = (&str, &OwnField)> {
        let current = self
            .fields
            .iter()
            .filter(|(_, field)| field.indexed && field.retired_at.is_none());
        current.map(|(name, field)| (name.as_str(), field))
    }

    /// Whether there is room for one more; what is retired takes room no longer.
    ///
    /// # Errors
    /// Why the field cannot be added: its name, or a limit.
    pub fn admits(&self, name: &str, field: &OwnField) -> Result<(), FieldProblem> {
        if self.fields.contains_key(name) {
            return Err(FieldProblem::Duplicate(name.to_owned()));
        }
        let group = name.split('.').next().unwrap_or_default();
        if !OWN_GROUPS.contains(&group) {
            return Err(FieldProblem::Name(name.to_owned()));
        }
        self.registry().add(field.field(name))
    }

    /// Reads a person's values of own fields in the kinds they were added with. A value of another kind counts as absent:
    /// a number in a text field is text, and "many" in a number field is nothing.
    pub fn read_into(&self, facets: &mut Facets, values: &BTreeMap<String, String>) {
        for (name, value) in values {
            let Some(field) = self.fields.get(name) else { continue };
            match field.kind.read(value) {
                Some(value) => facets.set(name.clone(), value),
                None => facets.unset(name),
            }
        }
    }

    fn with(&self, wanted: impl Fn(&OwnField) -> bool) -> Registry {
        let mut registry = Registry::starting();
        for (name, field) in self.fields.iter().filter(|(_, field)| wanted(field)) {
            // each was let in by `admits`; with the retired ones there may be more than the limit, and all are known
            registry.place_in(field.field(name));
        }
        registry
    }
}

impl FieldAdded {
    /// The field that was added.
    pub fn field(&self) -> OwnField {
        OwnField {
            kind: self.field_kind.clone(),
            label: self.label.clone(),
            personal: self.personal,
            indexed: self.indexed,
            retired_at: None,
        }
    }
}
