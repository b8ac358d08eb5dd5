//! Judging a checked clause: true, false or missing, by Kleene's three values.
//!
//! A part that reads an absent field, or meets a value of another kind than the registry says, has no value. `false && x`
//! is false and `true || x` is true whatever x is; everything else that rests on a part without a value has none itself.

use super::facets::{Facets, FieldValue};
use regex::Regex;
use std::cell::Cell;
use std::cmp::Ordering;

/// The kind of a part, as the checker settled it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Base {
    Text,
    Number,
    Bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Comparison {
    Equal,
    Unequal,
    Below,
    AtMost,
    Above,
    AtLeast,
}

impl Comparison {
    fn holds(self, order: Ordering) -> bool {
        match self {
            Comparison::Equal => order.is_eq(),
            Comparison::Unequal => order.is_ne(),
            Comparison::Below => order.is_lt(),
            Comparison::AtMost => order.is_le(),
            Comparison::Above => order.is_gt(),
            Comparison::AtLeast => order.is_ge(),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Arithmetic {
    Plus,
    Minus,
    Times,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TextTest {
    Contains,
    StartsWith,
    EndsWith,
}

/// A checked clause as a tree. Its size and the steps it takes are bounded by the checker.
#[derive(Clone, Debug)]
pub(super) enum Node {
    Literal(FieldValue),
    /// The clause's n-th field, which must hold this kind.
    Field(u8, Base),
    /// The variable of the `exists` or `all` around it.
    Bound,
    Has(u8),
    Not(Box<Node>),
    Both(Box<[Node; 2]>),
    Either(Box<[Node; 2]>),
    Compare(Comparison, Box<[Node; 2]>),
    Calculate(Arithmetic, Box<[Node; 2]>),
    Negative(Box<Node>),
    Among(Box<Node>, Vec<FieldValue>),
    Size(Box<Node>),
    Text(TextTest, Box<[Node; 2]>),
    Matches(Box<Node>, Regex),
    Quantified {
        every: bool,
        over: Vec<FieldValue>,
        body: Box<Node>,
    },
}

impl Node {
    /// The most steps that judging takes.
    pub(super) fn steps(&self) -> usize {
        match self {
            Node::Literal(_) | Node::Field(..) | Node::Bound | Node::Has(_) => 1,
            Node::Not(of) | Node::Negative(of) | Node::Size(of) => 1 + of.steps(),
            Node::Both(pair)
            | Node::Either(pair)
            | Node::Compare(_, pair)
            | Node::Calculate(_, pair)
            | Node::Text(_, pair) => 1 + pair.iter().map(Node::steps).sum::<usize>(),
            Node::Among(of, list) => list.len() + of.steps(),
            Node::Matches(of, _) => PATTERN_STEPS + of.steps(),
            Node::Quantified { over, body, .. } => 1 + over.len() * body.steps(),
        }
    }
}

/// A pattern weighs as much as this many plain steps.
const PATTERN_STEPS: usize = 20;

#[derive(Clone, Copy, Debug)]
pub(super) enum Seen<'a> {
    Text(&'a str),
    Number(f64),
    Bool(bool),
}

impl Seen<'_> {
    fn base(self) -> Base {
        match self {
            Seen::Text(_) => Base::Text,
            Seen::Number(_) => Base::Number,
            Seen::Bool(_) => Base::Bool,
        }
    }

    fn order(self, other: Seen<'_>) -> Option<Ordering> {
        match (self, other) {
            (Seen::Text(one), Seen::Text(two)) => Some(one.cmp(two)),
            (Seen::Number(one), Seen::Number(two)) => one.partial_cmp(&two),
            (Seen::Bool(one), Seen::Bool(two)) => Some(one.cmp(&two)),
            _ => None,
        }
    }
}

fn seen(value: &FieldValue) -> Seen<'_> {
    match value {
        FieldValue::Text(text) => Seen::Text(text),
        FieldValue::Number(number) => Seen::Number(*number),
        FieldValue::Bool(flag) => Seen::Bool(*flag),
    }
}

/// One judging: what is known, and which fields were read in vain.
pub(super) struct Sight<'a> {
    pub(super) fields: &'a [String],
    pub(super) facets: &'a Facets,
    /// Nothing is told at all, not even whether a field is there: what comes out true or false is so of every lead.
    pub(super) blind: bool,
    /// A bit for each field read and absent; the checker keeps clauses under 128 fields.
    pub(super) absent: Cell<u128>,
}

impl<'a> Sight<'a> {
    /// True, false, or `None` where it cannot be told.
    pub(super) fn truth(&self, node: &'a Node, bound: Option<Seen<'a>>) -> Option<bool> {
        match self.value(node, bound)? {
            Seen::Bool(flag) => Some(flag),
            _ => None,
        }
    }

    fn value(&self, node: &'a Node, bound: Option<Seen<'a>>) -> Option<Seen<'a>> {
        match node {
            Node::Literal(value) => Some(seen(value)),
            Node::Field(slot, base) => self.read(*slot).filter(|value| value.base() == *base),
            Node::Bound => bound,
            Node::Calculate(how, pair) => self.calculate(*how, pair, bound),
            Node::Negative(of) => Some(Seen::Number(-self.number(of, bound)?)),
            Node::Size(of) => Some(Seen::Number(self.text(of, bound)?.chars().count() as f64)),
            _ => self.test(node, bound).map(Seen::Bool),
        }
    }

    fn test(&self, node: &'a Node, bound: Option<Seen<'a>>) -> Option<bool> {
        match node {
            Node::Has(_) if self.blind => None,
            Node::Has(slot) => Some(self.read(*slot).is_some()),
            Node::Not(of) => Some(!self.truth(of, bound)?),
            Node::Both(pair) => self.until(false, pair.iter().map(|part| self.truth(part, bound))),
            Node::Either(pair) => self.until(true, pair.iter().map(|part| self.truth(part, bound))),
            Node::Compare(how, pair) => self.compare(*how, pair, bound),
            Node::Among(of, list) => {
                let value = self.value(of, bound)?;
                Some(
                    list.iter()
                        .any(|entry| value.order(seen(entry)).is_some_and(Ordering::is_eq)),
                )
            }
            Node::Text(how, pair) => self.text_test(*how, pair, bound),
            Node::Matches(of, pattern) => Some(pattern.is_match(self.text(of, bound)?)),
            Node::Quantified { every, over, body } => {
                self.until(!every, over.iter().map(|entry| self.truth(body, Some(seen(entry)))))
            }
            _ => None,
        }
    }

    /// Kleene's or (`decisive` true) and and (`decisive` false): one decisive part settles it, otherwise one part that
    /// cannot be told leaves it open.
    fn until(&self, decisive: bool, parts: impl Iterator<Item = Option<bool>>) -> Option<bool> {
        let mut told = Some(!decisive);
        for part in parts {
            match part {
                Some(flag) if flag == decisive => return Some(decisive),
                Some(_) => {}
                None => told = None,
            }
        }
        told
    }

    fn compare(&self, how: Comparison, pair: &'a [Node; 2], bound: Option<Seen<'a>>) -> Option<bool> {
        let (one, two) = self.both(pair, bound);
        Some(how.holds(one?.order(two?)?))
    }

    fn calculate(&self, how: Arithmetic, pair: &'a [Node; 2], bound: Option<Seen<'a>>) -> Option<Seen<'a>> {
        let (one, two) = (self.number(&pair[0], bound), self.number(&pair[1], bound));
        let (one, two) = (one?, two?);
        let result = match how {
            Arithmetic::Plus => one + two,
            Arithmetic::Minus => one - two,
            Arithmetic::Times => one * two,
        };
        Some(Seen::Number(result)).filter(|_| result.is_finite())
    }

    fn text_test(&self, how: TextTest, pair: &'a [Node; 2], bound: Option<Seen<'a>>) -> Option<bool> {
        let (text, with) = (self.text(&pair[0], bound), self.text(&pair[1], bound));
        let (text, with) = (text?, with?);
        Some(match how {
            TextTest::Contains => text.contains(with),
            TextTest::StartsWith => text.starts_with(with),
            TextTest::EndsWith => text.ends_with(with),
        })
    }

    /// Both sides, the second also where the first has no value: the list of absent fields is to be whole.
    fn both(&self, pair: &'a [Node; 2], bound: Option<Seen<'a>>) -> (Option<Seen<'a>>, Option<Seen<'a>>) {
        (self.value(&pair[0], bound), self.value(&pair[1], bound))
    }

    fn number(&self, node: &'a Node, bound: Option<Seen<'a>>) -> Option<f64> {
        match self.value(node, bound)? {
            Seen::Number(number) => Some(number),
            _ => None,
        }
    }

    fn text(&self, node: &'a Node, bound: Option<Seen<'a>>) -> Option<&'a str> {
        match self.value(node, bound)? {
            Seen::Text(text) => Some(text),
            _ => None,
        }
    }

    fn read(&self, slot: u8) -> Option<Seen<'a>> {
        let found = self
            .fields
            .get(usize::from(slot))
            .and_then(|name| self.facets.get(name));
        if found.is_none() {
            self.absent
                .set(self.absent.get() | 1u128.checked_shl(u32::from(slot)).unwrap_or(0));
        }
        found.map(seen)
    }
}
