//! The checker: from a clause's text to a tree that can be judged without surprise.
//!
//! The bounds on the text come first, because the parser has none of its own that holds: its recursion limit is never
//! counted up.

use super::facets::FieldValue;
use super::judge::{Arithmetic, Base, Comparison, Node, TextTest};
use super::kinds::{Checked, Kind, agree, fits};
use super::problem::{CriterionCode, CriterionProblem};
use super::{
    BRACKETS_MAX, CHARACTERS_MAX, DEPTH_MAX, LIST_MAX, PARTS_MAX, PATTERN_BYTES_MAX, PATTERN_CHARACTERS_MAX, STEPS_MAX,
};
use crate::fields::{Registry, nearest};
use cel::common::ast::{
    CallExpr, ComprehensionExpr, Expr, IdedExpr, ListExpr, LiteralValue, SelectExpr, SourceInfo, operators,
};
use regex::{Regex, RegexBuilder};

const FUNCTIONS: [&str; 8] = [
    "size",
    "contains",
    "startsWith",
    "endsWith",
    "matches",
    "has",
    "exists",
    "all",
];

type Checking<T> = Result<T, CriterionProblem>;

/// Checks a clause: its tree and the fields it names.
pub(super) fn check(source: &str, registry: &Registry) -> Checking<(Node, Vec<String>)> {
    within_bounds(source)?;
    let (tree, places) = cel::parser::Parser::new()
        .parse_with_source_info(source)
        .map_err(|errors| unreadable(source, &errors))?;
    let mut checker = Checker {
        registry,
        places: &places,
        fields: Vec::new(),
        parts: 0,
        bound: None,
    };
    let checked = checker.part(&tree, 0, 0)?;
    if checked.kind.base() != Base::Bool {
        let args = [checked.kind.name()];
        return Err(CriterionProblem::new(CriterionCode::NotTrueOrFalse, 0, &args).expected("bool"));
    }
    let steps = checked.node.steps();
    if steps > STEPS_MAX {
        return Err(CriterionProblem::over(CriterionCode::TooCostly, 0, steps, STEPS_MAX));
    }
    Ok((checked.node, checker.fields))
}

fn within_bounds(source: &str) -> Checking<()> {
    if source.trim().is_empty() {
        return Err(CriterionProblem::new(CriterionCode::Empty, 0, &[]).expected("true"));
    }
    let characters = source.chars().count();
    if characters > CHARACTERS_MAX {
        return Err(CriterionProblem::over(
            CriterionCode::TooLong,
            CHARACTERS_MAX,
            characters,
            CHARACTERS_MAX,
        ));
    }
    match source
        .chars()
        .enumerate()
        .filter(|(_, c)| "([{".contains(*c))
        .nth(BRACKETS_MAX)
    {
        Some((at, _)) => Err(too_deep(at, BRACKETS_MAX)),
        None => Ok(()),
    }
}

fn too_deep(at: usize, allowed: usize) -> CriterionProblem {
    let allowed = allowed.to_string();
    CriterionProblem::new(CriterionCode::TooDeep, at, &[&allowed]).expected(allowed.clone())
}

fn unreadable(source: &str, errors: &cel::ParseErrors) -> CriterionProblem {
    let first = errors.errors.first();
    let (line, column) = first.map_or((1, 1), |error| error.pos);
    let before: usize = source
        .split_inclusive('\n')
        .take(line.max(1) as usize - 1)
        .map(|l| l.chars().count())
        .sum();
    let message = first.map_or(String::new(), |error| error.msg.clone());
    let at = (before + column.max(1) as usize - 1).min(source.chars().count());
    CriterionProblem::new(CriterionCode::Syntax, at, &[&message])
}

struct Checker<'r> {
    registry: &'r Registry,
    places: &'r SourceInfo,
    fields: Vec<String>,
    parts: usize,
    /// The variable of the `exists` or `all` in hand.
    bound: Option<(String, Kind<'r>)>,
}

impl<'r> Checker<'r> {
    /// One part and all below it; `near` is the place of what holds it, for parts that macros made.
    fn part(&mut self, part: &IdedExpr, near: usize, depth: usize) -> Checking<Checked<'r>> {
        let at = self.place(part, near);
        self.parts += 1;
        if self.parts > PARTS_MAX {
            return Err(CriterionProblem::over(
                CriterionCode::TooManyParts,
                at,
                self.parts,
                PARTS_MAX,
            ));
        }
        if depth > DEPTH_MAX {
            return Err(too_deep(at, DEPTH_MAX));
        }
        match &part.expr {
            Expr::Literal(value) => literal(value, at),
            Expr::Ident(name) => self.variable(name, at),
            Expr::Select(select) => self.field(select, at),
            Expr::Call(call) => self.call(call, at, depth + 1),
            Expr::Comprehension(quantifier) => self.quantifier(quantifier, at, depth + 1),
            Expr::List(_) => Err(unsupported("list", at)),
            Expr::Map(_) | Expr::Struct(_) => Err(unsupported("{}", at)),
            Expr::Unspecified => Err(CriterionProblem::new(CriterionCode::Syntax, at, &[""])),
        }
    }

    /// Where a part begins, or else what holds it. The parser puts a selection at its dot.
    fn place(&self, part: &IdedExpr, near: usize) -> usize {
        let first = match &part.expr {
            Expr::Select(select) => leftmost(select),
            _ => part,
        };
        self.places
            .offset_for(first.id)
            .map_or(near, |(start, _)| start as usize)
    }

    fn variable(&self, name: &str, at: usize) -> Checking<Checked<'r>> {
        match &self.bound {
            Some((bound, kind)) if bound == name => Ok(Checked {
                node: Node::Bound,
                kind: *kind,
                at,
            }),
            _ => Err(self.unknown_field(name, at)),
        }
    }

    fn field(&mut self, select: &SelectExpr, at: usize) -> Checking<Checked<'r>> {
        let name = spelled(select).ok_or_else(|| unsupported(".", at))?;
        let shadowed = self
            .bound
            .as_ref()
            .is_some_and(|(bound, _)| name.split('.').next() == Some(bound));
        let Some(field) = self.registry.get(&name).filter(|_| !shadowed) else {
            return Err(self.unknown_field(&name, at));
        };
        let kind = Kind::of_field(&field.kind);
        let slot = self.slot(&name);
        let node = if select.test {
            Node::Has(slot)
        } else {
            Node::Field(slot, kind.base())
        };
        let kind = if select.test { Kind::Bool } else { kind };
        Ok(Checked { node, kind, at })
    }

    /// A field's place in the clause. Never over 127: there are at most `PARTS_MAX` parts.
    fn slot(&mut self, name: &str) -> u8 {
        let place = self.fields.iter().position(|held| held == name).unwrap_or_else(|| {
            self.fields.push(name.to_owned());
            self.fields.len() - 1
        });
        place as u8
    }

    fn unknown_field(&self, name: &str, at: usize) -> CriterionProblem {
        let near = self.registry.nearest(name).unwrap_or_default();
        CriterionProblem::new(CriterionCode::UnknownField, at, &[name]).expected(near)
    }

    fn call(&mut self, call: &CallExpr, at: usize, depth: usize) -> Checking<Checked<'r>> {
        match (call.func_name.as_str(), call.target.as_deref(), call.args.as_slice()) {
            (operators::LOGICAL_AND, None, [one, two]) => self.logic("&&", Node::Both, one, two, (at, depth)),
            (operators::LOGICAL_OR, None, [one, two]) => self.logic("||", Node::Either, one, two, (at, depth)),
            (operators::LOGICAL_NOT, None, [of]) => {
                let of = self.of_base("!", Base::Bool, of, (at, depth))?;
                Ok(Checked {
                    node: Node::Not(Box::new(of.node)),
                    kind: Kind::Bool,
                    at,
                })
            }
            (operators::NEGATE, None, [of]) => {
                let of = self.of_base("-", Base::Number, of, (at, depth))?;
                Ok(Checked {
                    node: negative(of.node),
                    kind: Kind::Number,
                    at,
                })
            }
            (operators::IN, None, [of, list]) => self.among(of, list, at, depth),
            ("size", None, [of]) | ("size", Some(of), []) => {
                let of = self.of_base("size", Base::Text, of, (at, depth))?;
                Ok(Checked {
                    node: Node::Size(Box::new(of.node)),
                    kind: Kind::Number,
                    at,
                })
            }
            ("matches", Some(of), [pattern]) => self.matches(of, pattern, at, depth),
            (name, Some(of), [with]) if text_test(name).is_some() => self.text_test(name, of, with, (at, depth)),
            (name, None, [one, two]) => self.pair(name, one, two, (at, depth)),
            (name, _, args) => Err(unknown_function(name, args.len(), at)),
        }
    }

    fn pair(&mut self, name: &str, one: &IdedExpr, two: &IdedExpr, (at, depth): Place) -> Checking<Checked<'r>> {
        if let Some(how) = comparison(name) {
            return self.compare(how, plain(name), one, two, (at, depth));
        }
        let Some(how) = arithmetic(name) else {
            return Err(unknown_function(name, 2, at));
        };
        let one = self.of_base(plain(name), Base::Number, one, (at, depth))?;
        let two = self.of_base(plain(name), Base::Number, two, (at, depth))?;
        Ok(Checked {
            node: Node::Calculate(how, Box::new([one.node, two.node])),
            kind: Kind::Number,
            at,
        })
    }

    fn logic(
        &mut self,
        sign: &str,
        make: fn(Box<[Node; 2]>) -> Node,
        one: &IdedExpr,
        two: &IdedExpr,
        place: Place,
    ) -> Checking<Checked<'r>> {
        let one = self.of_base(sign, Base::Bool, one, place)?;
        let two = self.of_base(sign, Base::Bool, two, place)?;
        Ok(Checked {
            node: make(Box::new([one.node, two.node])),
            kind: Kind::Bool,
            at: place.0,
        })
    }

    /// A part that an operator or function takes only in one kind.
    fn of_base(&mut self, taker: &str, base: Base, part: &IdedExpr, (at, depth): Place) -> Checking<Checked<'r>> {
        let checked = self.part(part, at, depth)?;
        if checked.kind.base() == base {
            return Ok(checked);
        }
        let args = [taker, checked.kind.name()];
        Err(CriterionProblem::new(CriterionCode::WrongKind, checked.at, &args).expected(base_name(base)))
    }

    fn compare(
        &mut self,
        how: Comparison,
        sign: &str,
        one: &IdedExpr,
        two: &IdedExpr,
        (at, depth): Place,
    ) -> Checking<Checked<'r>> {
        let (one, two) = (self.part(one, at, depth)?, self.part(two, at, depth)?);
        agree(sign, &one, &two)?;
        let equality = matches!(how, Comparison::Equal | Comparison::Unequal);
        if !equality && !one.kind.ordered() && !two.kind.ordered() {
            let args = [sign, one.kind.name(), two.kind.name()];
            return Err(CriterionProblem::new(CriterionCode::WrongKind, at, &args).expected("number, date"));
        }
        Ok(Checked {
            node: Node::Compare(how, Box::new([one.node, two.node])),
            kind: Kind::Bool,
            at,
        })
    }

    fn among(&mut self, of: &IdedExpr, list: &IdedExpr, at: usize, depth: usize) -> Checking<Checked<'r>> {
        let of = self.part(of, at, depth)?;
        let entries = self.entries(list, at, Some(of.kind))?;
        Ok(Checked {
            node: Node::Among(Box::new(of.node), entries),
            kind: Kind::Bool,
            at,
        })
    }

    /// A list written out in the clause: plain values of one kind.
    fn entries(&mut self, list: &IdedExpr, near: usize, wanted: Option<Kind<'r>>) -> Checking<Vec<FieldValue>> {
        let at = self.place(list, near);
        let Expr::List(ListExpr { elements, .. }) = &list.expr else {
            return Err(CriterionProblem::new(CriterionCode::WrongKind, at, &["in"]).expected("list"));
        };
        if elements.len() > LIST_MAX {
            return Err(CriterionProblem::over(
                CriterionCode::ListTooLong,
                at,
                elements.len(),
                LIST_MAX,
            ));
        }
        let mut wanted = wanted;
        let mut entries = Vec::with_capacity(elements.len());
        for element in elements {
            let (value, at) = self.entry(element, at)?;
            let kind = *wanted.get_or_insert(Kind::of_value(&value));
            if Kind::of_value(&value).base() != kind.base() {
                let args = ["in", Kind::of_value(&value).name()];
                return Err(CriterionProblem::new(CriterionCode::WrongKind, at, &args).expected(kind.name()));
            }
            fits(&value, kind, at)?;
            entries.push(value);
        }
        Ok(entries)
    }

    fn entry(&mut self, element: &IdedExpr, near: usize) -> Checking<(FieldValue, usize)> {
        let at = self.place(element, near);
        match &element.expr {
            Expr::Literal(value) => match literal(value, at)?.node {
                Node::Literal(value) => Ok((value, at)),
                _ => Err(unsupported("list", at)),
            },
            _ => Err(CriterionProblem::new(CriterionCode::WrongKind, at, &["in"]).expected("text, number")),
        }
    }

    fn text_test(&mut self, name: &str, of: &IdedExpr, with: &IdedExpr, place: Place) -> Checking<Checked<'r>> {
        let Some(how) = text_test(name) else {
            return Err(unknown_function(name, 1, place.0));
        };
        let of = self.of_base(name, Base::Text, of, place)?;
        let with = self.of_base(name, Base::Text, with, place)?;
        Ok(Checked {
            node: Node::Text(how, Box::new([of.node, with.node])),
            kind: Kind::Bool,
            at: place.0,
        })
    }

    fn matches(&mut self, of: &IdedExpr, pattern: &IdedExpr, at: usize, depth: usize) -> Checking<Checked<'r>> {
        let of = self.of_base("matches", Base::Text, of, (at, depth))?;
        let pattern = self.of_base("matches", Base::Text, pattern, (at, depth))?;
        let Some(FieldValue::Text(text)) = pattern.literal() else {
            return Err(CriterionProblem::new(CriterionCode::PatternNotLiteral, pattern.at, &[]).expected("'…'"));
        };
        let regex = compiled(text, pattern.at)?;
        Ok(Checked {
            node: Node::Matches(Box::new(of.node), regex),
            kind: Kind::Bool,
            at,
        })
    }

    fn quantifier(&mut self, made: &ComprehensionExpr, at: usize, depth: usize) -> Checking<Checked<'r>> {
        if self.bound.is_some() {
            return Err(CriterionProblem::new(CriterionCode::NestedQuantifier, at, &[]));
        }
        let Some((every, body)) = quantified(made) else {
            return Err(unknown_function("map, filter, exists_one", 2, at));
        };
        if matches!(made.iter_range.expr, Expr::Comprehension(_)) {
            return Err(CriterionProblem::new(CriterionCode::NestedQuantifier, at, &[]));
        }
        let over = self.entries(&made.iter_range, at, None)?;
        let kind = over.first().map_or(Kind::Text, Kind::of_value);
        self.bound = Some((made.iter_var.clone(), kind));
        let body = self.of_base(if every { "all" } else { "exists" }, Base::Bool, body, (at, depth))?;
        self.bound = None;
        Ok(Checked {
            node: Node::Quantified {
                every,
                over,
                body: Box::new(body.node),
            },
            kind: Kind::Bool,
            at,
        })
    }
}

/// Where a part stands: characters from the clause's start, and how deep.
type Place = (usize, usize);

/// `exists` and `all` as the parser's macros spell them: what they start from and how they go on tells them apart.
fn quantified(made: &ComprehensionExpr) -> Option<(bool, &IdedExpr)> {
    let Expr::Literal(LiteralValue::Boolean(start)) = &made.accu_init.expr else {
        return None;
    };
    let Expr::Call(step) = &made.loop_step.expr else {
        return None;
    };
    let [accumulated, body] = step.args.as_slice() else {
        return None;
    };
    let plain = matches!(&accumulated.expr, Expr::Ident(name) if *name == made.accu_var) && made.iter_var2.is_none();
    match (*start.inner(), step.func_name.as_str()) {
        (true, operators::LOGICAL_AND) if plain => Some((true, body)),
        (false, operators::LOGICAL_OR) if plain => Some((false, body)),
        _ => None,
    }
}

/// The part that a selection begins with.
fn leftmost(select: &SelectExpr) -> &IdedExpr {
    match &select.operand.expr {
        Expr::Select(inner) => leftmost(inner),
        _ => &select.operand,
    }
}

/// `group.field`, where a selection spells just that.
fn spelled(select: &SelectExpr) -> Option<String> {
    match &select.operand.expr {
        Expr::Ident(group) => Some(format!("{group}.{}", select.field)),
        Expr::Select(inner) if !inner.test => Some(format!("{}.{}", spelled(inner)?, select.field)),
        _ => None,
    }
}

fn literal<'r>(value: &LiteralValue, at: usize) -> Checking<Checked<'r>> {
    let value = match value {
        LiteralValue::Boolean(flag) => FieldValue::Bool(*flag.inner()),
        LiteralValue::Int(whole) => FieldValue::Number(*whole.inner() as f64),
        LiteralValue::UInt(whole) => FieldValue::Number(*whole.inner() as f64),
        LiteralValue::Double(number) => FieldValue::Number(*number.inner()),
        LiteralValue::String(text) => FieldValue::Text(text.inner().to_owned()),
        LiteralValue::Null => return Err(unsupported("null", at).expected("has()")),
        LiteralValue::Bytes(_) => return Err(unsupported("b''", at).expected("''")),
    };
    if matches!(value, FieldValue::Number(number) if !number.is_finite()) {
        return Err(unsupported("∞", at).expected("number"));
    }
    Ok(Checked {
        kind: Kind::of_value(&value),
        node: Node::Literal(value),
        at,
    })
}

fn negative(node: Node) -> Node {
    match node {
        Node::Literal(FieldValue::Number(number)) => Node::Literal(FieldValue::Number(-number)),
        other => Node::Negative(Box::new(other)),
    }
}

fn compiled(pattern: &str, at: usize) -> Checking<Regex> {
    let problem = || CriterionProblem::new(CriterionCode::Pattern, at, &[pattern]);
    if pattern.chars().count() > PATTERN_CHARACTERS_MAX {
        return Err(problem().expected(PATTERN_CHARACTERS_MAX.to_string()));
    }
    let mut builder = RegexBuilder::new(pattern);
    builder
        .size_limit(PATTERN_BYTES_MAX)
        .dfa_size_limit(PATTERN_BYTES_MAX)
        .nest_limit(DEPTH_MAX as u32);
    builder.build().map_err(|_| problem())
}

fn comparison(operator: &str) -> Option<Comparison> {
    Some(match operator {
        operators::EQUALS => Comparison::Equal,
        operators::NOT_EQUALS => Comparison::Unequal,
        operators::LESS => Comparison::Below,
        operators::LESS_EQUALS => Comparison::AtMost,
        operators::GREATER => Comparison::Above,
        operators::GREATER_EQUALS => Comparison::AtLeast,
        _ => return None,
    })
}

fn arithmetic(operator: &str) -> Option<Arithmetic> {
    Some(match operator {
        operators::ADD => Arithmetic::Plus,
        operators::SUBSTRACT => Arithmetic::Minus,
        operators::MULTIPLY => Arithmetic::Times,
        _ => return None,
    })
}

fn text_test(function: &str) -> Option<TextTest> {
    Some(match function {
        "contains" => TextTest::Contains,
        "startsWith" => TextTest::StartsWith,
        "endsWith" => TextTest::EndsWith,
        _ => return None,
    })
}

/// An operator as it is written: `_==_` is `==`.
fn plain(operator: &str) -> &str {
    operator.trim_matches('_')
}

fn base_name(base: Base) -> &'static str {
    match base {
        Base::Text => "text",
        Base::Number => "number",
        Base::Bool => "bool",
    }
}

fn unsupported(what: &str, at: usize) -> CriterionProblem {
    CriterionProblem::new(CriterionCode::Unsupported, at, &[what])
}

/// A function that is not ours, or ours with another number of arguments.
fn unknown_function(name: &str, given: usize, at: usize) -> CriterionProblem {
    if name.starts_with('_') || name.starts_with('@') {
        return unsupported(plain(name), at);
    }
    let near = nearest(name, FUNCTIONS).unwrap_or_default();
    CriterionProblem::new(CriterionCode::UnknownFunction, at, &[name, &given.to_string()]).expected(near)
}
