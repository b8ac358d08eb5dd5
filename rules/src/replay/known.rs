//! What was known of a person at an instant: the submissions so far, in their order, as they were read then.

use crate::Instant;
use crate::criteria::Facets;
use crate::fact::Fact;
use crate::fields::OwnFields;
use crate::person::Person;
use std::collections::BTreeMap;

/// Stands for an answer in words: that there is one is known, not what it says.
pub(super) const ANSWERED: &str = "answered";

/// What a submission said, by name, as its row keeps it.
pub type Given = BTreeMap<String, String>;

/// The company's own fields as they stood at each instant.
#[derive(Clone, Debug, Default)]
pub struct OwnFieldsAt(Vec<(Instant, OwnFields)>);

impl OwnFieldsAt {
    /// From the facts of the subject, in order.
    pub fn of(facts: &[Fact]) -> Self {
        let mut fields = OwnFields::default();
        let after = |fact: &Fact| {
            fields.apply(fact);
            (fact.recorded_at, fields.clone())
        };
        Self(facts.iter().map(after).collect())
    }

    /// As they stood at an instant; `None` before the first.
    fn at(&self, at: Instant) -> Option<&OwnFields> {
        let after = self.0.partition_point(|(since, _)| *since <= at);
        Some(&self.0.get(after.checked_sub(1)?)?.1)
    }

    /// What clauses can see of a person at an instant.
    pub(super) fn facets(&self, person: &Person, at: Instant) -> Facets {
        let mut facets = person.facets();
        if let Some(fields) = self.at(at) {
            fields.read_into(&mut facets, &person.fields);
        }
        facets
    }
}

/// The person that a submission tells of.
pub(super) fn person_of(given: &Given) -> Person {
    let text = |name: &str| given.get(name).cloned();
    let is_field = |name: &str| name.contains('.') && !name.starts_with("extra.");
    let fields = given.iter().filter(|(name, _)| is_field(name));
    Person {
        name: text("name"),
        email: text("email"),
        phone: text("phone"),
        job_title: text("job_title"),
        company: text("company"),
        company_domain: text("company_domain"),
        country: text("country"),
        free_mail: given.contains_key("free_mail"),
        fields: fields.map(|(name, value)| (name.clone(), value.clone())).collect(),
        ..Person::default()
    }
}
