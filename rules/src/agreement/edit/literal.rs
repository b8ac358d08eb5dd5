//! A value as a form has it, and as TOML spells it.

use super::place::Node;
use toml_edit::{Item, Value};

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    /// Text.
    Text(String),
    /// A whole number.
    Whole(i64),
    /// Any number.
    Number(f64),
    /// Yes or no.
    Flag(bool),
    /// Values in order.
    List(Vec<Literal>),
    /// Values by name, in order.
    Table(Vec<(String, Literal)>),
}

impl Literal {
    /// Text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// A list of texts.
    pub fn texts(texts: impl IntoIterator<Item = String>) -> Self {
        Self::List(texts.into_iter().map(Self::Text).collect())
    }

    /// The text, where it is one.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// What a key of a table says.
    pub fn get(&self, key: &str) -> Option<&Literal> {
        match self {
            Self::Table(entries) => entries.iter().find(|(name, _)| name == key).map(|(_, value)| value),
            _ => None,
        }
    }

    /// What stands at a place of the text; `None` for what no form has: a date of TOML's own.
    pub(super) fn of(node: &Node<'_>) -> Option<Self> {
        match node {
            Node::Leaf(value) => Self::of_value(value),
            Node::Table(table) => {
                let entries = table
                    .iter()
                    .map(|(key, item)| Some((key.to_owned(), Self::of_item(item)?)));
                Some(Self::Table(entries.collect::<Option<_>>()?))
            }
            Node::Tables(tables) => {
                let entries = tables.iter().map(|table| Self::of(&Node::Table(table)));
                Some(Self::List(entries.collect::<Option<_>>()?))
            }
        }
    }

    fn of_item(item: &Item) -> Option<Self> {
        Self::of(&Node::of(item)?)
    }

    pub(super) fn of_value(value: &Value) -> Option<Self> {
        Some(match value {
            Value::String(text) => Self::Text(text.value().clone()),
            Value::Integer(whole) => Self::Whole(*whole.value()),
            Value::Float(number) => Self::Number(*number.value()),
            Value::Boolean(flag) => Self::Flag(*flag.value()),
            Value::Datetime(_) => return None,
            Value::Array(list) => Self::List(list.iter().map(Self::of_value).collect::<Option<_>>()?),
            Value::InlineTable(table) => {
                let entries = table
                    .iter()
                    .map(|(key, value)| Some((key.to_owned(), Self::of_value(value)?)));
                Self::Table(entries.collect::<Option<_>>()?)
            }
        })
    }

    /// Whether both say the same: `1` and `1.0` do, and tables in another order.
    pub fn says_as(&self, other: &Literal) -> bool {
        match (self, other) {
            (Self::Whole(one), Self::Number(two)) | (Self::Number(two), Self::Whole(one)) => *one as f64 == *two,
            (Self::List(one), Self::List(two)) => {
                one.len() == two.len() && one.iter().zip(two).all(|(one, two)| one.says_as(two))
            }
            (Self::Table(one), Self::Table(two)) => {
                let same = |(key, value): &(String, Literal)| other.get(key).is_some_and(|other| value.says_as(other));
                one.len() == two.len() && one.iter().all(same)
            }
            _ => self == other,
        }
    }

    /// As TOML spells it, on one line.
    pub(super) fn spelled(&self) -> String {
        match self {
            Self::Text(text) => quoted(text),
            Self::Whole(whole) => whole.to_string(),
            Self::Number(number) if number.fract() == 0.0 && number.abs() < 1e15 => format!("{}", *number as i64),
            Self::Number(number) => number.to_string(),
            Self::Flag(flag) => flag.to_string(),
            Self::List(entries) => {
                let entries: Vec<String> = entries.iter().map(Self::spelled).collect();
                format!("[{}]", entries.join(", "))
            }
            Self::Table(entries) if entries.is_empty() => "{}".to_owned(),
            Self::Table(entries) => {
                let entries: Vec<String> = entries
                    .iter()
                    .map(|(key, value)| format!("{} = {}", key_spelled(key), value.spelled()))
                    .collect();
                format!("{{ {} }}", entries.join(", "))
            }
        }
    }
}

/// A basic string on one line.
fn quoted(text: &str) -> String {
    let mut spelled = String::with_capacity(text.len() + 2);
    spelled.push('"');
    for letter in text.chars() {
        match letter {
            '"' => spelled.push_str("\\\""),
            '\\' => spelled.push_str("\\\\"),
            '\n' => spelled.push_str("\\n"),
            '\t' => spelled.push_str("\\t"),
            '\r' => spelled.push_str("\\r"),
            control if control.is_control() => spelled.push_str(&format!("\\u{:04X}", u32::from(control))),
            plain => spelled.push(plain),
        }
    }
    spelled.push('"');
    spelled
}

/// A key, in quotes where it needs them, and where it is a date: so that it does not look like one of TOML's own.
pub(super) fn key_spelled(key: &str) -> String {
    let bare = |letter: char| letter.is_ascii_alphanumeric() || letter == '_' || letter == '-';
    match key.starts_with(|first: char| first.is_ascii_alphabetic()) && key.chars().all(bare) {
        true => key.to_owned(),
        false => quoted(key),
    }
}
