//! Facets: what a criterion can see of a lead.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// One value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum FieldValue {
    /// True or false.
    Bool(bool),
    /// A number.
    Number(f64),
    /// Text; also a country's two letters, a choice, a day `YYYY-MM-DD`.
    Text(String),
}

impl From<bool> for FieldValue {
    fn from(value: bool) -> Self {
        FieldValue::Bool(value)
    }
}

impl From<f64> for FieldValue {
    fn from(value: f64) -> Self {
        FieldValue::Number(value)
    }
}

impl From<&str> for FieldValue {
    fn from(value: &str) -> Self {
        FieldValue::Text(value.to_owned())
    }
}

impl From<String> for FieldValue {
    fn from(value: String) -> Self {
        FieldValue::Text(value)
    }
}

/// The values known of a lead, by field. What is not set is absent; nothing stands in for it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Facets {
    /// Sorted by the name's length, then by name: found by halving, without hashing, and names of one length are few.
    values: Vec<(Cow<'static, str>, FieldValue)>,
}

impl Facets {
    /// Nothing known.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets a field, in place of what it held. A number that is not finite counts as absent.
    pub fn set(&mut self, name: impl Into<Cow<'static, str>>, value: impl Into<FieldValue>) {
        let (name, value) = (name.into(), value.into());
        if matches!(value, FieldValue::Number(number) if !number.is_finite()) {
            return self.unset(&name);
        }
        match self.place(&name) {
            Ok(place) => self.values[place].1 = value,
            Err(place) => self.values.insert(place, (name, value)),
        }
    }

    /// Sets a field if there is a value, and leaves it alone otherwise.
    pub fn set_some(&mut self, name: impl Into<Cow<'static, str>>, value: Option<impl Into<FieldValue>>) {
        if let Some(value) = value {
            self.set(name, value);
        }
    }

    /// Makes a field absent.
    pub fn unset(&mut self, name: &str) {
        if let Ok(place) = self.place(name) {
            self.values.remove(place);
        }
    }

    /// What a field holds.
    pub fn get(&self, name: &str) -> Option<&FieldValue> {
        let place = self.place(name).ok()?;
        Some(&self.values[place].1)
    }

    /// The text a field holds, where it holds text.
    pub fn text(&self, name: &str) -> Option<&str> {
        match self.get(name)? {
            FieldValue::Text(text) => Some(text),
            _ => None,
        }
    }

    fn place(&self, name: &str) -> Result<usize, usize> {
        let order = |held: &str| held.len().cmp(&name.len()).then_with(|| held.cmp(name));
        self.values.binary_search_by(|(held, _)| order(held))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_set_is_absent() {
        let mut facets = Facets::new();
        facets.set("lead.country", "DE");
        facets.set("company.employees", 40.0);
        facets.set("company.employees", f64::NAN);
        assert_eq!(facets.text("lead.country"), Some("DE"));
        assert_eq!(facets.get("company.employees"), None);
    }
}
