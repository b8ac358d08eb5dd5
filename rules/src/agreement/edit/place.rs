//! Places of the text: the way to a value by keys and numbers, the bytes that it covers, and whose bytes stand there.

use super::Unwritten;
use std::fmt;
use std::ops::Range;
use toml_edit::{Array, ArrayOfTables, Document, InlineTable, Item, Table, TableLike, Value};

/// One step of the way.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Into a table.
    Key(String),
    /// Into a list, from 0.
    At(usize),
}

/// The way to a value, as a JSON pointer writes it: `/tier/0/cadence/gaps`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place(pub Vec<Step>);

impl Place {
    /// Reads a JSON pointer; a step of digits is a number.
    pub fn read(pointer: &str) -> Self {
        let step = |step: &str| match step.parse() {
            Ok(at) if step.len() <= 6 => Step::At(at),
            _ => Step::Key(step.replace("~1", "/").replace("~0", "~")),
        };
        Self(pointer.split('/').skip(1).map(step).collect())
    }

    /// One step further into a table.
    pub fn key(&self, key: &str) -> Self {
        self.with(Step::Key(key.to_owned()))
    }

    /// One step further into a list.
    pub fn at(&self, at: usize) -> Self {
        self.with(Step::At(at))
    }

    fn with(&self, step: Step) -> Self {
        let mut steps = self.0.clone();
        steps.push(step);
        Self(steps)
    }

    /// What it lies in, and the last step.
    pub(super) fn split(&self) -> Option<(Place, &Step)> {
        let (last, before) = self.0.split_last()?;
        Some((Place(before.to_vec()), last))
    }

    /// The keys alone, as a header names a table.
    pub(super) fn keys(&self) -> Vec<&str> {
        let mut all = Vec::new();
        for step in &self.0 {
            if let Step::Key(key) = step {
                all.push(key.as_str());
            }
        }
        all
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|step| match step {
            Step::Key(key) => write!(f, "/{}", key.replace('~', "~0").replace('/', "~1")),
            Step::At(at) => write!(f, "/{at}"),
        })
    }
}

/// What stands at a place.
#[derive(Clone, Copy)]
pub(super) enum Node<'d> {
    Leaf(&'d Value),
    Table(&'d Table),
    Tables(&'d ArrayOfTables),
}

impl<'d> Node<'d> {
    pub(super) fn of(item: &'d Item) -> Option<Self> {
        match item {
            Item::None => None,
            Item::Value(value) => Some(Self::Leaf(value)),
            Item::Table(table) => Some(Self::Table(table)),
            Item::ArrayOfTables(tables) => Some(Self::Tables(tables)),
        }
    }

    pub(super) fn table_like(&self) -> Option<&'d dyn TableLike> {
        match self {
            Self::Table(table) => Some(*table),
            Self::Leaf(Value::InlineTable(table)) => Some(table),
            _ => None,
        }
    }

    pub(super) fn inline(&self) -> Option<&'d InlineTable> {
        match self {
            Self::Leaf(Value::InlineTable(table)) => Some(table),
            _ => None,
        }
    }

    pub(super) fn array(&self) -> Option<&'d Array> {
        match self {
            Self::Leaf(Value::Array(list)) => Some(list),
            _ => None,
        }
    }

    fn step(&self, step: &Step) -> Option<Node<'d>> {
        match (self, step) {
            (Self::Tables(tables), Step::At(at)) => tables.get(*at).map(Node::Table),
            (Self::Leaf(Value::Array(list)), Step::At(at)) => list.get(*at).map(Node::Leaf),
            (node, Step::Key(key)) => Node::of(node.table_like()?.get(key)?),
            _ => None,
        }
    }

    pub(super) fn len(&self) -> usize {
        match self {
            Self::Tables(tables) => tables.len(),
            Self::Leaf(Value::Array(list)) => list.len(),
            node => node.table_like().map_or(0, |table| table.len()),
        }
    }

    pub(super) fn keys(&self) -> Vec<String> {
        let table = self.table_like();
        table.map_or_else(Vec::new, |table| table.iter().map(|(key, _)| key.to_owned()).collect())
    }

    /// The bytes of a value; of a table that has a header of its own, those of the header.
    pub(super) fn span(&self) -> Option<Range<usize>> {
        match self {
            Self::Leaf(value) => value.span(),
            Self::Table(table) => table.span(),
            Self::Tables(_) => None,
        }
    }

    /// What entries of a list are told apart by, whatever their place.
    fn name(&self) -> Option<Vec<String>> {
        let table = self.table_like()?;
        let said = |keys: &[&str]| -> Option<Vec<String>> {
            keys.iter()
                .map(|key| Some(table.get(key)?.as_str()?.to_owned()))
                .collect()
        };
        said(&["which", "code"])
            .or_else(|| said(&["name"]))
            .or_else(|| said(&["id"]))
            .or_else(|| said(&["stage"]))
    }
}

pub(super) fn parsed(text: &str) -> Result<Document<&str>, Unwritten> {
    Document::parse(text).map_err(|_| Unwritten::NotToml)
}

pub(super) fn find<'d>(document: &'d Document<&str>, place: &Place) -> Option<Node<'d>> {
    let root = Node::Table(document.as_table());
    place.0.iter().try_fold(root, |node, step| node.step(step))
}

/// A text whose spelling is taken over.
#[derive(Clone, Copy)]
pub(super) struct Model<'m, 't>(pub(super) Option<&'m Document<&'t str>>);

impl<'m> Model<'m, '_> {
    /// What the model says at a place of another text: entries of lists are found by their names.
    pub(super) fn like(&self, document: &Document<&str>, place: &Place) -> Option<Node<'m>> {
        let mut here = Node::Table(document.as_table());
        let mut there = Node::Table(self.0?.as_table());
        for step in &place.0 {
            let entry = here.step(step);
            there = match entry
                .and_then(|entry| entry.name())
                .filter(|_| matches!(step, Step::At(_)))
            {
                Some(name) => entry_named(there, &name)?,
                None => there.step(step)?,
            };
            here = entry?;
        }
        Some(there)
    }

    /// What the model says at the same place of itself, whatever its entries are called.
    pub(super) fn at(&self, place: &Place) -> Option<Node<'m>> {
        find(self.0?, place)
    }

    /// The bytes of a value as the model spells them.
    pub(super) fn raw(&self, node: &Node<'_>) -> Option<&'m str> {
        let document = self.0?;
        let Node::Leaf(value) = node else { return None };
        document.raw().get(value.span()?)
    }
}

fn entry_named<'d>(list: Node<'d>, name: &[String]) -> Option<Node<'d>> {
    (0..list.len())
        .filter_map(|at| list.step(&Step::At(at)))
        .find(|entry| entry.name().as_deref() == Some(name))
}

/// Every header and value below a table, as bytes.
pub(super) fn spans(table: &Table, all: &mut Vec<Range<usize>>) {
    // a table without a header of its own has no bytes; the whole text's is empty
    all.extend(table.span().filter(|span| !span.is_empty() && !table.is_dotted()));
    for (_, item) in table.iter() {
        match item {
            Item::Value(value) => all.extend(value.span()),
            Item::Table(inner) => spans(inner, all),
            Item::ArrayOfTables(list) => list.iter().for_each(|inner| spans(inner, all)),
            Item::None => {}
        }
    }
}

/// Where the line that holds a byte ends: at its line feed, or at the end of the text.
pub(super) fn line_end(text: &str, at: usize) -> usize {
    text.get(at..)
        .and_then(|rest| rest.find('\n'))
        .map_or(text.len(), |n| at + n)
}

/// Where the line that holds a byte begins.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    text.get(..at)
        .and_then(|before| before.rfind('\n'))
        .map_or(0, |n| n + 1)
}

/// The lines of a table with all below it: from the comment that stands directly on its header to its last value's
/// line, without the line feed at the end.
pub(super) fn block(text: &str, document: &Document<&str>, table: &Table) -> Option<Range<usize>> {
    let header = table.span().filter(|span| !span.is_empty())?;
    let (mut own, mut all) = (Vec::new(), Vec::new());
    spans(table, &mut own);
    spans(document.as_table(), &mut all);
    let last = own.iter().map(|span| span.end).max()?;
    let floor = all.iter().map(|span| span.end).filter(|end| *end <= header.start).max();
    let floor = floor.map_or(0, |end| (line_end(text, end) + 1).min(header.start));
    let mut start = line_start(text, header.start);
    while start > floor {
        let before = line_start(text, start - 1);
        if !text
            .get(before..start)
            .is_some_and(|line| line.trim_start().starts_with('#'))
        {
            break;
        }
        start = before;
    }
    Some(start..line_end(text, last))
}

/// The place of the value whose bytes hold a line and column (both from 1, the column in characters), as deep as they
/// tell; `None` where the text is no TOML or nothing stands there.
pub fn place_at(text: &str, line: u32, column: u32) -> Option<Place> {
    let document = Document::parse(text).ok()?;
    let at = byte_at(text, line, column)?;
    let mut best = None;
    deepest(&Node::Table(document.as_table()), &Place::default(), at, &mut best);
    best.map(|(_, place)| place)
}

fn byte_at(text: &str, line: u32, column: u32) -> Option<usize> {
    let start = match line {
        0 | 1 => 0,
        line => text.match_indices('\n').nth(line as usize - 2)?.0 + 1,
    };
    let rest = text.get(start..)?;
    let within = rest.char_indices().nth(column.saturating_sub(1) as usize);
    Some(start + within.map_or(rest.len(), |(byte, _)| byte))
}

type Best = Option<(usize, Place)>;

fn deepest(node: &Node<'_>, place: &Place, at: usize, best: &mut Best) {
    let held = node.span().filter(|span| span.contains(&at));
    if held.is_some() && best.as_ref().is_none_or(|(depth, _)| *depth <= place.0.len()) {
        *best = Some((place.0.len(), place.clone()));
    }
    if let Some(table) = node.table_like() {
        for (key, item) in table.iter() {
            let inner = place.key(key);
            let named = table.key(key).and_then(|key| key.span());
            if named.is_some_and(|span| span.contains(&at)) {
                *best = Some((inner.0.len(), inner.clone()));
            }
            if let Some(node) = Node::of(item) {
                deepest(&node, &inner, at, best);
            }
        }
        return;
    }
    for n in 0..node.len() {
        if let Some(entry) = node.step(&Step::At(n)) {
            deepest(&entry, &place.at(n), at, best);
        }
    }
}
