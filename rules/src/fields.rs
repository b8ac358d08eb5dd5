//! The field registry: every field that a criterion, a form, a mapping or a filter may name.
//!
//! A name is `group.field`. The kind types the agreement's criteria, so a mistake is found when the text is read and not
//! when a lead arrives.

mod own;

pub use own::{CHOICES_MAX, LABEL_MAX, OWN_GROUPS, OwnField, OwnFields};

use crate::criteria::FieldValue;
use serde::{Deserialize, Serialize};

/// Most fields a registry holds.
pub const FIELDS_MAX: usize = 200;
/// Most fields that may be indexed.
pub const INDEXED_MAX: usize = 30;
/// Of a text so many characters count when lists are filtered by it.
pub const PLAIN_CHARS_MAX: usize = 200;
/// Longest name of a field, in bytes.
pub const NAME_BYTES_MAX: usize = 64;

/// What values a field holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// Free text.
    Text,
    /// A number (a double).
    Number,
    /// True or false.
    Bool,
    /// A day, `YYYY-MM-DD`.
    Date,
    /// A country, by the two letters of ISO 3166-1.
    Country,
    /// One of the texts listed.
    Choice(Vec<String>),
}

impl FieldKind {
    /// The kind's name without its choices: `text`, `number`, `bool`, `date`, `country`, `choice`.
    pub const fn name(&self) -> &'static str {
        match self {
            FieldKind::Text => "text",
            FieldKind::Number => "number",
            FieldKind::Bool => "bool",
            FieldKind::Date => "date",
            FieldKind::Country => "country",
            FieldKind::Choice(_) => "choice",
        }
    }

    /// Every kind's name.
    pub const NAMES: [&str; 6] = ["text", "number", "bool", "date", "country", "choice"];

    /// The kind of this name; a choice takes its choices.
    pub fn named(name: &str, choices: Vec<String>) -> Option<FieldKind> {
        Some(match name {
            "text" => FieldKind::Text,
            "number" => FieldKind::Number,
            "bool" => FieldKind::Bool,
            "date" => FieldKind::Date,
            "country" => FieldKind::Country,
            "choice" => FieldKind::Choice(choices),
            _ => return None,
        })
    }

    /// A written value as this kind holds it; `None` for one that it cannot hold.
    pub fn read(&self, written: &str) -> Option<FieldValue> {
        let text = || FieldValue::Text(written.to_owned());
        match self {
            FieldKind::Text => Some(text()),
            FieldKind::Number => written
                .parse()
                .ok()
                .filter(|n: &f64| n.is_finite())
                .map(FieldValue::Number),
            FieldKind::Bool => written.parse().ok().map(FieldValue::Bool),
            FieldKind::Date => (written.len() == 10 && written.parse::<jiff::civil::Date>().is_ok()).then(text),
            FieldKind::Country => rust_iso3166::from_alpha2(written).map(|_| text()),
            FieldKind::Choice(choices) => choices.iter().any(|choice| choice == written).then(text),
        }
    }

    /// A written value as filters compare it: case folded, numbers in one form, at most [`PLAIN_CHARS_MAX`] characters;
    /// `None` for one that this kind cannot hold.
    pub fn plain(&self, written: &str) -> Option<String> {
        let text = match self.read(written.trim())? {
            FieldValue::Text(text) => text.to_lowercase(),
            FieldValue::Number(number) => number.to_string(),
            FieldValue::Bool(yes) => yes.to_string(),
        };
        Some(text.chars().take(PLAIN_CHARS_MAX).collect())
    }
}

/// One field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// `group.field`, as criteria write it: `lead.country`.
    pub name: String,
    /// What it holds.
    pub kind: FieldKind,
    /// Whether it tells of a person and is erased with them.
    pub personal: bool,
    /// Whether lists can be filtered by it fast.
    pub indexed: bool,
    /// What people call it, where a company named it itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
}

/// Why a field was not taken into the registry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldProblem {
    /// The name is not `group.field` in small letters, digits and `_`, or too long.
    Name(String),
    /// The name is taken.
    Duplicate(String),
    /// There are [`FIELDS_MAX`] already.
    TooMany,
    /// There are [`INDEXED_MAX`] indexed ones already.
    TooManyIndexed,
}

/// All fields, in order of their names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registry {
    fields: Vec<Field>,
}

impl Registry {
    /// The fields that Baton ships with.
    pub fn starting() -> Self {
        let mut fields: Vec<Field> = Vec::with_capacity(FIELDS_MAX);
        for group in [lead(), company(), submission(), touch(), score()] {
            fields.extend(group);
        }
        fields.sort_by(|a, b| a.name.cmp(&b.name));
        Self { fields }
    }

    /// The field of this name.
    pub fn get(&self, name: &str) -> Option<&Field> {
        let place = self.place(name).ok()?;
        self.fields.get(place)
    }

    /// Every field, in order of the names.
    pub fn iter(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter()
    }

    /// Adds a field.
    ///
    /// # Errors
    /// A bad or taken name, or a full registry.
    pub fn add(&mut self, field: Field) -> Result<(), FieldProblem> {
        if !well_named(&field.name) {
            return Err(FieldProblem::Name(field.name));
        }
        let Err(place) = self.place(&field.name) else {
            return Err(FieldProblem::Duplicate(field.name));
        };
        if self.fields.len() >= FIELDS_MAX {
            return Err(FieldProblem::TooMany);
        }
        if field.indexed && self.fields.iter().filter(|f| f.indexed).count() >= INDEXED_MAX {
            return Err(FieldProblem::TooManyIndexed);
        }
        self.fields.insert(place, field);
        Ok(())
    }

    /// Puts in a field that was let in before, whatever the limits say by now.
    fn place_in(&mut self, field: Field) {
        if let Err(place) = self.place(&field.name) {
            self.fields.insert(place, field);
        }
    }

    /// The known name that a mistyped one most likely means: of the same group where there is such a group.
    pub fn nearest(&self, name: &str) -> Option<&str> {
        let names = || self.fields.iter().map(|f| f.name.as_str());
        let group = name.find('.').map_or(name, |dot| &name[..=dot]);
        let mut of_group = names()
            .filter_map(|known| Some((known, known.strip_prefix(group)?)))
            .peekable();
        if of_group.peek().is_none() {
            return nearest(name, names());
        }
        let found = nearest(&name[group.len()..], of_group.map(|(_, field)| field))?;
        names().find(|known| known.strip_prefix(group) == Some(found))
    }

    fn place(&self, name: &str) -> Result<usize, usize> {
        self.fields.binary_search_by(|f| f.name.as_str().cmp(name))
    }
}

/// The candidate that a mistyped name most likely means: the fewest edits, at most a third of its letters (and one
/// always). `None` when nothing is near.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let longest = name.chars().count().max(3);
    if longest > NAME_BYTES_MAX * 2 {
        return None;
    }
    candidates
        .into_iter()
        .map(|candidate| (edits(name, candidate), candidate))
        .filter(|(distance, _)| *distance <= (longest / 3).max(1))
        .min()
        .map(|(_, candidate)| candidate)
}

/// Letters to insert, drop or change to make one text of the other; case does not count.
fn edits(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().flat_map(char::to_lowercase).collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (above, letter) in one.chars().flat_map(char::to_lowercase).enumerate() {
        let mut left = above + 1;
        let mut corner = above;
        for (seen, cell) in other.iter().zip(row.iter_mut().skip(1)) {
            let changed = corner + usize::from(*seen != letter);
            corner = *cell;
            left = changed.min(left + 1).min(corner + 1);
            *cell = left;
        }
        if let Some(first) = row.first_mut() {
            *first = above + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

fn well_named(name: &str) -> bool {
    let parts: Vec<&str> = name.split('.').collect();
    name.len() <= NAME_BYTES_MAX && parts.len() == 2 && parts.iter().all(|part| well_spelled(part))
}

/// Small letters, digits and `_`, a letter first: as ids and field names are spelled.
pub fn well_spelled(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_lowercase())
        && word
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

fn field(name: &str, kind: FieldKind) -> Field {
    Field {
        name: name.to_owned(),
        kind,
        personal: false,
        indexed: false,
        label: None,
    }
}

fn personal(name: &str, kind: FieldKind) -> Field {
    Field {
        personal: true,
        ..field(name, kind)
    }
}

fn indexed(field: Field) -> Field {
    Field { indexed: true, ..field }
}

fn choice(names: &[&str]) -> FieldKind {
    FieldKind::Choice(names.iter().map(|name| (*name).to_owned()).collect())
}

fn lead() -> Vec<Field> {
    vec![
        personal("lead.email", FieldKind::Text),
        indexed(field("lead.email_domain", FieldKind::Text)),
        field("lead.free_mail", FieldKind::Bool),
        personal("lead.first_name", FieldKind::Text),
        personal("lead.last_name", FieldKind::Text),
        personal("lead.phone", FieldKind::Text),
        personal("lead.mobile", FieldKind::Text),
        indexed(field("lead.country", FieldKind::Country)),
        field("lead.state", FieldKind::Text),
        personal("lead.city", FieldKind::Text),
        personal("lead.postal_code", FieldKind::Text),
        personal("lead.job_title", FieldKind::Text),
        field("lead.language", FieldKind::Text),
        // true while the handoff in question is a "fit, not ready" that comes back on its agreed day
        field("lead.returned", FieldKind::Bool),
    ]
}

fn company() -> Vec<Field> {
    vec![
        field("company.name", FieldKind::Text),
        indexed(field("company.domain", FieldKind::Text)),
        field("company.website", FieldKind::Text),
        field("company.country", FieldKind::Country),
        indexed(field("company.employees", FieldKind::Number)),
        field("company.revenue", FieldKind::Number),
        indexed(field("company.industry", FieldKind::Text)),
        field("company.is_customer", FieldKind::Bool),
    ]
}

/// The kinds of submission: those that are leads, then those that are not.
pub const SUBMISSION_KINDS: [&str; 12] = [
    "request",
    "content",
    "event",
    "newsletter",
    "customer",
    "support",
    "applicant",
    "supplier",
    "press",
    "student",
    "competitor",
    "test",
];

fn submission() -> Vec<Field> {
    vec![
        indexed(field("submission.kind", choice(&SUBMISSION_KINDS))),
        indexed(field("submission.form", FieldKind::Text)),
        indexed(field("submission.campaign", FieldKind::Text)),
        indexed(field("submission.source", FieldKind::Text)),
        field("submission.medium", FieldKind::Text),
        // days from collecting a list to its import; absent where the lead wrote to us itself
        field("submission.days_old", FieldKind::Number),
    ]
}

/// The kinds of touch.
pub const TOUCH_KINDS: [&str; 10] = [
    "form",
    "page",
    "mail_open",
    "mail_click",
    "reply",
    "download",
    "event",
    "webinar",
    "chat",
    "booking",
];

fn touch() -> Vec<Field> {
    vec![
        field("touch.kind", choice(&TOUCH_KINDS)),
        field("touch.form", FieldKind::Text),
        field("touch.path", FieldKind::Text),
        field("touch.campaign", FieldKind::Text),
    ]
}

fn score() -> Vec<Field> {
    vec![
        indexed(field("score.fit", FieldKind::Number)),
        indexed(field("score.engagement", FieldKind::Number)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_starting_fields_are_found_by_name() {
        let registry = Registry::starting();
        assert_eq!(registry.get("lead.country").map(|f| &f.kind), Some(&FieldKind::Country));
        assert_eq!(registry.get("lead.nope"), None);
        assert!(registry.iter().all(|f| well_named(&f.name)));
    }

    #[test]
    fn a_mistyped_name_finds_its_neighbour() {
        let registry = Registry::starting();
        assert_eq!(registry.nearest("lead.contry"), Some("lead.country"));
        assert_eq!(registry.nearest("company.employes"), Some("company.employees"));
        assert_eq!(registry.nearest("weather"), None);
        assert_eq!(
            nearest("nmae", ["name", "when"]),
            None,
            "two edits in four letters are too many"
        );
        assert_eq!(nearest("nam", ["name", "when"]), Some("name"));
    }

    #[test]
    fn edits_are_counted() {
        assert_eq!(edits("", "abc"), 3);
        assert_eq!(edits("kitten", "sitting"), 3);
        assert_eq!(edits("Same", "same"), 0);
    }

    #[test]
    fn a_registry_has_limits() {
        let mut registry = Registry::default();
        for n in 0..FIELDS_MAX {
            registry.add(field(&format!("lead.f{n}"), FieldKind::Text)).unwrap();
        }
        assert_eq!(
            registry.add(field("lead.more", FieldKind::Text)),
            Err(FieldProblem::TooMany)
        );
        assert!(matches!(
            registry.add(field("lead.f1", FieldKind::Text)),
            Err(FieldProblem::Duplicate(_))
        ));
        assert!(matches!(
            registry.add(field("Lead.x", FieldKind::Text)),
            Err(FieldProblem::Name(_))
        ));
    }
}
