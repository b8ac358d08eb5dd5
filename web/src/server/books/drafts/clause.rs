//! Clauses as forms: field, comparison, value, a row each; an empty row adds one, a row without a field is gone.

use super::typed::{Typed, Wrong, number};
use crate::agreed::{Saying, field_name};
use crate::screens::drafts::Condition as Row;
use crate::shapes::Choice;
use rules::agreement::edit::Literal;
use rules::criteria::{Condition, Criterion, FieldValue, Test, clause};
use rules::fields::{Field, FieldKind, Registry};

/// Most rows of a clause in a form.
const ROWS_MAX: usize = 30;

const TESTS: [&str; 10] = [
    "equal", "unequal", "at_least", "at_most", "above", "below", "one_of", "none_of", "known", "unknown",
];

/// A row as it is typed.
#[derive(Clone, Debug, Default, PartialEq)]
struct Raw {
    field: String,
    test: String,
    values: Vec<String>,
}

/// The conditions that a clause's text says, if a form can show it. What takes everything has none.
fn conditions(source: &str, fields: &Registry) -> Option<Vec<Condition>> {
    let criterion = Criterion::compile(source, fields).ok()?;
    if criterion.always() {
        return Some(Vec::new());
    }
    criterion.conditions()
}

/// Whether a form shows this clause whole.
pub(super) fn is_shown(source: &str, fields: &Registry) -> bool {
    conditions(source, fields).is_some()
}

/// The rows of a clause, with an empty one behind them.
pub(super) fn rows(
    say: &Saying<'_>,
    name: &str,
    now: Option<&str>,
    typed: Option<&Typed>,
    without: &[&str],
) -> Vec<Row> {
    let mut raws = match typed {
        Some(typed) => typed_rows(typed, name),
        None => now
            .and_then(|source| conditions(source, say.fields))
            .unwrap_or_default()
            .iter()
            .map(raw)
            .collect(),
    };
    raws.push(Raw::default());
    let row = |(n, raw): (usize, &Raw)| drawn(say, &format!("{name}.{n}"), raw, without);
    raws.iter().enumerate().map(row).collect()
}

fn typed_rows(typed: &Typed, name: &str) -> Vec<Raw> {
    let row = |n: usize| {
        let part = |part: &str| format!("{name}.{n}.{part}");
        let field = typed.get(&part("field")).to_owned();
        let values = typed.all(&part("value")).map(str::to_owned).collect();
        let test = typed.get(&part("test")).to_owned();
        (!field.is_empty()).then_some(Raw { field, test, values })
    };
    (0..ROWS_MAX).filter_map(row).collect()
}

fn raw(condition: &Condition) -> Raw {
    let one = |value: &FieldValue| vec![written(value)];
    let (test, values) = match &condition.test {
        Test::Equal(value) => ("equal", one(value)),
        Test::Unequal(value) => ("unequal", one(value)),
        Test::Below(value) => ("below", one(value)),
        Test::AtMost(value) => ("at_most", one(value)),
        Test::Above(value) => ("above", one(value)),
        Test::AtLeast(value) => ("at_least", one(value)),
        Test::OneOf(list) => ("one_of", list.iter().map(written).collect()),
        Test::NoneOf(list) => ("none_of", list.iter().map(written).collect()),
        Test::Known => ("known", Vec::new()),
        Test::Unknown => ("unknown", Vec::new()),
    };
    Raw {
        field: condition.field.clone(),
        test: test.to_owned(),
        values,
    }
}

fn written(value: &FieldValue) -> String {
    match value {
        FieldValue::Bool(flag) => flag.to_string(),
        FieldValue::Number(number) => number.to_string(),
        FieldValue::Text(text) => text.clone(),
    }
}

fn drawn(say: &Saying<'_>, name: &str, raw: &Raw, without: &[&str]) -> Row {
    let field = say.fields.get(&raw.field);
    let control = field.map_or("text", |field| control(field, &raw.test));
    Row {
        name: name.to_owned(),
        fields: fields(say, &raw.field, without),
        tests: TESTS.iter().map(|test| test_choice(say, test, &raw.test)).collect(),
        control,
        value: match control {
            "lines" => raw.values.join("\n"),
            _ => raw.values.first().cloned().unwrap_or_default(),
        },
        choices: field.map(|field| choices(say, field, &raw.values)).unwrap_or_default(),
        wrong: None,
    }
}

/// What a value of this field is typed in.
fn control(field: &Field, test: &str) -> &'static str {
    let list = ["one_of", "none_of"].contains(&test);
    match (&field.kind, test) {
        (_, "known" | "unknown") => "none",
        (FieldKind::Choice(_), _) if list => "ticks",
        (_, _) if list => "lines",
        (FieldKind::Choice(_) | FieldKind::Bool, _) => "select",
        (FieldKind::Number, _) => "number",
        (FieldKind::Date, _) => "date",
        _ => "text",
    }
}

fn fields(say: &Saying<'_>, chosen: &str, without: &[&str]) -> Vec<Choice> {
    let here = |field: &&Field| field.name == chosen || !without.iter().any(|group| field.name.starts_with(group));
    let choice = |field: &Field| Choice {
        value: field.name.clone(),
        label: field_name(say, &field.name),
        chosen: field.name == chosen,
    };
    let mut all: Vec<Choice> = say.fields.iter().filter(here).map(choice).collect();
    all.sort_by_key(|choice| choice.label.to_lowercase());
    all
}

fn test_choice(say: &Saying<'_>, test: &str, chosen: &str) -> Choice {
    Choice {
        value: test.to_owned(),
        label: say.words.code("edit-test", test, &[]),
        chosen: test == chosen,
    }
}

fn choices(say: &Saying<'_>, field: &Field, chosen: &[String]) -> Vec<Choice> {
    let choice = |value: &str, label: String| Choice {
        value: value.to_owned(),
        label,
        chosen: chosen.iter().any(|one| one == value),
    };
    match &field.kind {
        FieldKind::Choice(all) => all.iter().map(|value| choice(value, value.clone())).collect(),
        FieldKind::Bool => ["true", "false"]
            .into_iter()
            .map(|flag| choice(flag, say.words.code("edit-flag", flag, &[])))
            .collect(),
        _ => Vec::new(),
    }
}

/// The clause that the rows say. What no form shows stays as it is; so does what says the same in other words.
pub(super) fn read(
    typed: &Typed,
    name: &str,
    now: Option<&Literal>,
    registry: &Registry,
    always: bool,
) -> Result<Option<Literal>, Wrong> {
    let source = now.and_then(Literal::as_text);
    let before = source.map(|source| conditions(source, registry));
    if before == Some(None) {
        return Ok(now.cloned());
    }
    let rows = typed_rows(typed, name);
    let all = rows
        .iter()
        .map(|raw| condition(raw, registry))
        .collect::<Result<Vec<_>, _>>()?;
    let before = before.flatten();
    let all: Vec<Condition> = all.into_iter().map(|one| as_before(one, before.as_deref())).collect();
    if before.as_ref() == Some(&all) {
        return Ok(now.cloned());
    }
    match all.is_empty() && !always {
        true => Err("edit-wrong-clause"),
        false => Ok(Some(Literal::Text(clause(&all)))),
    }
}

/// Ticks come in the field's order: the same values are the list that stood there.
fn as_before(one: Condition, before: Option<&[Condition]>) -> Condition {
    let sorted = |list: &[FieldValue]| {
        let mut all: Vec<String> = list.iter().map(written).collect();
        all.sort();
        all
    };
    let same = |other: &&Condition| {
        other.field == one.field
            && match (&other.test, &one.test) {
                (Test::OneOf(before), Test::OneOf(now)) | (Test::NoneOf(before), Test::NoneOf(now)) => {
                    sorted(before) == sorted(now)
                }
                _ => false,
            }
    };
    let known = before.into_iter().flatten().find(same);
    known.cloned().unwrap_or(one)
}

fn condition(raw: &Raw, registry: &Registry) -> Result<Condition, Wrong> {
    let field = registry.get(&raw.field).ok_or("edit-wrong-field")?;
    let one = || value(field, raw.values.first().map_or("", |value| value.as_str()));
    let test = match raw.test.as_str() {
        "equal" => Test::Equal(one()?),
        "unequal" => Test::Unequal(one()?),
        "below" => Test::Below(one()?),
        "at_most" => Test::AtMost(one()?),
        "above" => Test::Above(one()?),
        "at_least" => Test::AtLeast(one()?),
        "one_of" => Test::OneOf(several(field, &raw.values)?),
        "none_of" => Test::NoneOf(several(field, &raw.values)?),
        "known" => Test::Known,
        "unknown" => Test::Unknown,
        _ => return Err("edit-wrong-test"),
    };
    Ok(Condition {
        field: raw.field.clone(),
        test,
    })
}

/// Several values: ticks, lines, or on one line with commas.
fn several(field: &Field, values: &[String]) -> Result<Vec<FieldValue>, Wrong> {
    let parted = |text: &String| -> Vec<String> {
        let by = if text.contains('\n') { '\n' } else { ',' };
        text.split(by).map(|part| part.trim().to_owned()).collect()
    };
    let all: Vec<String> = match (&field.kind, values) {
        (FieldKind::Choice(choices), values) if values.iter().all(|value| choices.contains(value)) => values.to_vec(),
        (_, values) => values.iter().flat_map(parted).collect(),
    };
    let all = all
        .iter()
        .filter(|part| !part.is_empty())
        .map(|part| value(field, part));
    let all = all.collect::<Result<Vec<_>, _>>()?;
    if all.is_empty() {
        Err("edit-wrong-value")
    } else {
        Ok(all)
    }
}

fn value(field: &Field, text: &str) -> Result<FieldValue, Wrong> {
    let text = text.trim();
    if text.is_empty() {
        return Err("edit-wrong-value");
    }
    match &field.kind {
        FieldKind::Number => number(text).map(FieldValue::Number),
        FieldKind::Country => {
            let code = text.to_uppercase();
            field.kind.read(&code).ok_or("edit-wrong-country")
        }
        FieldKind::Date => field.kind.read(text).ok_or("edit-wrong-date"),
        FieldKind::Choice(_) => field.kind.read(text).ok_or("edit-wrong-choice"),
        FieldKind::Bool => field.kind.read(text).ok_or("edit-wrong-flag"),
        FieldKind::Text => Ok(FieldValue::Text(text.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(rows: &[(&str, &str, &[&str])]) -> Typed {
        let mut all = Vec::new();
        for (n, (field, test, values)) in rows.iter().enumerate() {
            all.push((format!("when.{n}.field"), (*field).to_owned()));
            all.push((format!("when.{n}.test"), (*test).to_owned()));
            all.extend(
                values
                    .iter()
                    .map(|value| (format!("when.{n}.value"), (*value).to_owned())),
            );
        }
        Typed(all)
    }

    fn said(rows: &[(&str, &str, &[&str])], now: Option<&str>) -> Result<Option<Literal>, Wrong> {
        let now = now.map(Literal::text);
        read(&typed(rows), "when", now.as_ref(), &Registry::starting(), false)
    }

    #[test]
    fn rows_are_a_clause_and_the_same_rows_the_same_bytes() {
        let rows = [
            ("company.employees", "at_least", &["20"][..]),
            ("lead.country", "one_of", &["de\nAT"][..]),
            ("company.is_customer", "equal", &["false"][..]),
        ];
        let written = "company.employees >= 20 && lead.country in ['DE', 'AT'] && !company.is_customer";
        assert_eq!(said(&rows, None), Ok(Some(Literal::text(written))));
        let other = "20<=company.employees && lead.country in [ 'DE','AT' ] && !company.is_customer";
        assert_eq!(said(&rows, Some(other)), Ok(Some(Literal::text(other))));
    }

    #[test]
    fn what_no_form_shows_stays_whatever_is_typed() {
        let more = "company.employees >= 20 || lead.country == 'DE'";
        assert_eq!(said(&[], Some(more)), Ok(Some(Literal::text(more))));
        assert_eq!(said(&[], Some("company.employees >= 20")), Err("edit-wrong-clause"));
    }

    #[test]
    fn values_fit_their_fields() {
        let wrong = |field: &str, test: &str, value: &str| said(&[(field, test, &[value])], None).unwrap_err();
        assert_eq!(wrong("company.employees", "equal", "many"), "edit-wrong-number");
        assert_eq!(wrong("lead.country", "equal", "Germany"), "edit-wrong-country");
        assert_eq!(wrong("submission.kind", "equal", "demo"), "edit-wrong-choice");
        assert_eq!(wrong("company.employees", "one_of", ""), "edit-wrong-value");
        assert_eq!(wrong("company.nope", "equal", "1"), "edit-wrong-field");
    }
}
