//! Plain conditions: a clause as people edit and compare it, field by field. What is more than that stays text.

use super::facets::FieldValue;
use super::judge::{Comparison, Node};
use serde::Serialize;

/// What is asked of one field.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "test", content = "value")]
pub enum Test {
    /// It is this.
    Equal(FieldValue),
    /// It is anything but this.
    Unequal(FieldValue),
    /// It is below this.
    Below(FieldValue),
    /// It is this at most.
    AtMost(FieldValue),
    /// It is above this.
    Above(FieldValue),
    /// It is this at least.
    AtLeast(FieldValue),
    /// It is one of these.
    OneOf(Vec<FieldValue>),
    /// It is none of these.
    NoneOf(Vec<FieldValue>),
    /// It is there.
    Known,
    /// It is not there.
    Unknown,
}

/// One plain condition.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Condition {
    /// The field's name.
    pub field: String,
    /// What is asked of it.
    #[serde(flatten)]
    pub test: Test,
}

/// The clause that says these conditions, all of which must hold; `true` where there are none.
pub fn clause(conditions: &[Condition]) -> String {
    let all: Vec<String> = conditions.iter().map(Condition::source).collect();
    match all.is_empty() {
        true => "true".to_owned(),
        false => all.join(" && "),
    }
}

impl Condition {
    fn source(&self) -> String {
        let field = &self.field;
        let compared = |how: &str, value: &FieldValue| format!("{field} {how} {}", literal(value));
        match &self.test {
            Test::Equal(FieldValue::Bool(true)) => field.clone(),
            Test::Equal(FieldValue::Bool(false)) => format!("!{field}"),
            Test::Equal(value) => compared("==", value),
            Test::Unequal(value) => compared("!=", value),
            Test::Below(value) => compared("<", value),
            Test::AtMost(value) => compared("<=", value),
            Test::Above(value) => compared(">", value),
            Test::AtLeast(value) => compared(">=", value),
            Test::OneOf(list) => format!("{field} in {}", literals(list)),
            Test::NoneOf(list) => format!("!({field} in {})", literals(list)),
            Test::Known => format!("has({field})"),
            Test::Unknown => format!("!has({field})"),
        }
    }
}

fn literals(list: &[FieldValue]) -> String {
    let list: Vec<String> = list.iter().map(literal).collect();
    format!("[{}]", list.join(", "))
}

fn literal(value: &FieldValue) -> String {
    match value {
        FieldValue::Bool(flag) => flag.to_string(),
        FieldValue::Number(number) => format!("{number}"),
        FieldValue::Text(text) => {
            let text = text.replace('\\', "\\\\").replace('\'', "\\'");
            format!(
                "'{}'",
                text.replace('\n', "\\n").replace('\r', "\\r").replace('\t', "\\t")
            )
        }
    }
}

/// The tree as conditions that must all hold.
pub(super) fn read(node: &Node, fields: &[String]) -> Option<Vec<Condition>> {
    let Node::Both(pair) = node else {
        return Some(vec![one(node, fields)?]);
    };
    let mut all = Vec::new();
    for part in pair.iter() {
        all.extend(read(part, fields)?);
    }
    Some(all)
}

fn one(node: &Node, fields: &[String]) -> Option<Condition> {
    let (slot, test) = match node {
        Node::Field(slot, _) => (slot, Test::Equal(FieldValue::Bool(true))),
        Node::Has(slot) => (slot, Test::Known),
        Node::Among(of, list) => (slot_of(of)?, Test::OneOf(list.clone())),
        Node::Compare(how, pair) => compared(*how, pair)?,
        Node::Not(of) => match of.as_ref() {
            Node::Field(slot, _) => (slot, Test::Equal(FieldValue::Bool(false))),
            Node::Has(slot) => (slot, Test::Unknown),
            Node::Among(of, list) => (slot_of(of)?, Test::NoneOf(list.clone())),
            _ => return None,
        },
        _ => return None,
    };
    let field = fields.get(usize::from(*slot))?.clone();
    Some(Condition { field, test })
}

fn slot_of(node: &Node) -> Option<&u8> {
    match node {
        Node::Field(slot, _) => Some(slot),
        _ => None,
    }
}

/// `field >= 20`, and `20 <= field`, which means the same.
fn compared(how: Comparison, pair: &[Node; 2]) -> Option<(&u8, Test)> {
    match pair {
        [Node::Field(slot, _), Node::Literal(value)] => Some((slot, test(how, value.clone()))),
        [Node::Literal(value), Node::Field(slot, _)] => Some((slot, test(turned(how), value.clone()))),
        _ => None,
    }
}

fn turned(how: Comparison) -> Comparison {
    match how {
        Comparison::Below => Comparison::Above,
        Comparison::AtMost => Comparison::AtLeast,
        Comparison::Above => Comparison::Below,
        Comparison::AtLeast => Comparison::AtMost,
        same => same,
    }
}

fn test(how: Comparison, value: FieldValue) -> Test {
    match how {
        Comparison::Equal => Test::Equal(value),
        Comparison::Unequal => Test::Unequal(value),
        Comparison::Below => Test::Below(value),
        Comparison::AtMost => Test::AtMost(value),
        Comparison::Above => Test::Above(value),
        Comparison::AtLeast => Test::AtLeast(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::criteria::Criterion;
    use crate::fields::Registry;

    fn conditions(source: &str) -> Option<Vec<(String, Test)>> {
        let clause = Criterion::compile(source, &Registry::starting()).unwrap();
        let read = clause.conditions()?;
        Some(read.into_iter().map(|c| (c.field, c.test)).collect())
    }

    #[test]
    fn plain_clauses_are_read_field_by_field() {
        let number = |n: f64| FieldValue::Number(n);
        let size = "company.employees".to_owned();
        assert_eq!(
            conditions("company.employees >= 20"),
            Some(vec![(size.clone(), Test::AtLeast(number(20.0)))])
        );
        assert_eq!(
            conditions("20 < company.employees && !company.is_customer && !has(lead.city)"),
            Some(vec![
                (size, Test::Above(number(20.0))),
                ("company.is_customer".into(), Test::Equal(false.into())),
                ("lead.city".into(), Test::Unknown),
            ])
        );
    }

    #[test]
    fn conditions_are_written_as_the_clause_that_says_them() {
        let registry = Registry::starting();
        for source in [
            "company.employees >= 20",
            "company.employees < 20.5 && company.employees != 7 && !company.is_customer && lead.free_mail",
            "lead.country in ['DE', 'AT'] && !(lead.country in ['CH'])",
            "has(lead.city) && !has(lead.state)",
            "lead.city == 'L\\'Aquila \\\\ x'",
            "company.revenue >= -3",
        ] {
            let read = Criterion::compile(source, &registry).unwrap().conditions().unwrap();
            let written = clause(&read);
            let again = Criterion::compile(&written, &registry).unwrap().conditions().unwrap();
            assert_eq!(again, read, "{written}");
        }
        assert_eq!(clause(&[]), "true");
    }

    #[test]
    fn what_says_more_stays_text() {
        for more in [
            "company.employees >= 20 || lead.country == 'DE'",
            "lead.job_title.matches('head')",
            "company.employees * 2 >= 20",
        ] {
            assert_eq!(conditions(more), None, "{more}");
        }
    }

    #[test]
    fn a_clause_that_no_lead_can_change_is_known_as_such() {
        let constant = |source: &str| Criterion::compile(source, &Registry::starting()).unwrap().constant();
        assert_eq!(constant("company.employees >= 20 || true"), Some(true));
        assert_eq!(constant("has(lead.city) && 1 > 2"), Some(false));
        assert_eq!(constant("has(lead.city) || company.employees >= 20"), None);
        assert_eq!(constant("company.employees >= 20"), None);
    }
}
