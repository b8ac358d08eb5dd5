//! Kinds: what goes with what. A text beside a country, choice or date field must be a value such a field can hold.

use super::facets::FieldValue;
use super::judge::{Base, Node};
use super::problem::{CriterionCode, CriterionProblem};
use crate::fields::{FieldKind, nearest};

/// The kind of a checked part.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind<'r> {
    Text,
    Number,
    Bool,
    Date,
    Country,
    Choice(&'r [String]),
}

impl<'r> Kind<'r> {
    pub(super) fn of_field(kind: &'r FieldKind) -> Self {
        match kind {
            FieldKind::Text => Kind::Text,
            FieldKind::Number => Kind::Number,
            FieldKind::Bool => Kind::Bool,
            FieldKind::Date => Kind::Date,
            FieldKind::Country => Kind::Country,
            FieldKind::Choice(choices) => Kind::Choice(choices),
        }
    }

    pub(super) fn of_value(value: &FieldValue) -> Self {
        match value {
            FieldValue::Text(_) => Kind::Text,
            FieldValue::Number(_) => Kind::Number,
            FieldValue::Bool(_) => Kind::Bool,
        }
    }

    pub(super) fn base(self) -> Base {
        match self {
            Kind::Number => Base::Number,
            Kind::Bool => Base::Bool,
            Kind::Text | Kind::Date | Kind::Country | Kind::Choice(_) => Base::Text,
        }
    }

    pub(super) const fn name(self) -> &'static str {
        match self {
            Kind::Text => "text",
            Kind::Number => "number",
            Kind::Bool => "bool",
            Kind::Date => "date",
            Kind::Country => "country",
            Kind::Choice(_) => "choice",
        }
    }

    /// Whether a part of this kind has an order that people mean: numbers and dates.
    pub(super) fn ordered(self) -> bool {
        matches!(self, Kind::Number | Kind::Date)
    }
}

/// A part that passed the check.
pub(super) struct Checked<'r> {
    pub(super) node: Node,
    pub(super) kind: Kind<'r>,
    /// Characters from the clause's start.
    pub(super) at: usize,
}

impl Checked<'_> {
    pub(super) fn literal(&self) -> Option<&FieldValue> {
        match &self.node {
            Node::Literal(value) => Some(value),
            _ => None,
        }
    }
}

/// Refuses two parts that cannot be compared.
pub(super) fn agree(operator: &str, one: &Checked<'_>, two: &Checked<'_>) -> Result<(), CriterionProblem> {
    let dates = |a: &Checked<'_>, b: &Checked<'_>| {
        matches!(a.kind, Kind::Date)
            && matches!(b.kind, Kind::Date | Kind::Text)
            && (b.literal().is_some() || matches!(b.kind, Kind::Date))
    };
    let dated = matches!(one.kind, Kind::Date) || matches!(two.kind, Kind::Date);
    if one.kind.base() != two.kind.base() || (dated && !dates(one, two) && !dates(two, one)) {
        let args = [operator, one.kind.name(), two.kind.name()];
        return Err(CriterionProblem::new(CriterionCode::WrongKind, two.at, &args).expected(one.kind.name()));
    }
    fits_beside(one, two)?;
    fits_beside(two, one)
}

fn fits_beside(value: &Checked<'_>, other: &Checked<'_>) -> Result<(), CriterionProblem> {
    match value.literal() {
        Some(literal) => fits(literal, other.kind, value.at),
        None => Ok(()),
    }
}

/// Refuses a text that a field of this kind can never hold.
pub(super) fn fits(value: &FieldValue, kind: Kind<'_>, at: usize) -> Result<(), CriterionProblem> {
    let FieldValue::Text(text) = value else { return Ok(()) };
    let wrong =
        |code: CriterionCode, expected: String| Err(CriterionProblem::new(code, at, &[text]).expected(expected));
    match kind {
        Kind::Country if rust_iso3166::from_alpha2(text).is_none() => wrong(
            CriterionCode::NotACountry,
            country_meant(text).unwrap_or("DE").to_owned(),
        ),
        Kind::Choice(choices) if !choices.contains(text) => {
            let near = nearest(text, choices.iter().map(String::as_str));
            wrong(
                CriterionCode::NotAChoice,
                near.map_or_else(|| choices.join(", "), str::to_owned),
            )
        }
        Kind::Date if text.len() != 10 || text.parse::<jiff::civil::Date>().is_err() => {
            wrong(CriterionCode::NotADate, "YYYY-MM-DD".to_owned())
        }
        _ => Ok(()),
    }
}

/// The two letters somebody meant who wrote `de`, `DEU`, `Germany` or `UK`.
fn country_meant(text: &str) -> Option<&'static str> {
    let upper = text.to_uppercase();
    let upper = if upper == "UK" { "GB" } else { upper.as_str() };
    let by_code = rust_iso3166::from_alpha2(upper).or_else(|| rust_iso3166::from_alpha3(upper));
    let country = by_code.or_else(|| {
        rust_iso3166::ALL
            .iter()
            .find(|c| c.name.eq_ignore_ascii_case(text))
            .copied()
    });
    country.map(|country| country.alpha2)
}
