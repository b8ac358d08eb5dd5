//! Changes, a sentence or more each.

use super::Saying;
use super::values::{condition, each, field, plain, quoted, unsaid, value};
use rules::agreement::change::{Area, Change, Kind, Thing, Value};
use rules::criteria::{Condition, Criterion, FieldValue, Test};

/// What the changes say, in their order; at least one sentence for each.
pub fn sentences(say: &Saying<'_>, changes: &[Change]) -> Vec<String> {
    changes.iter().flat_map(|change| one(say, change)).collect()
}

/// Who has to sign a change of this kind; `None` where nothing changes.
pub fn who_signs(say: &Saying<'_>, kind: Option<Kind>) -> String {
    let code = match kind {
        None => "nobody",
        Some(Kind::Shared) => "both",
        Some(Kind::Own(side)) => side.code(),
    };
    say.code("agreed-signs", code, &[])
}

fn one(say: &Saying<'_>, change: &Change) -> Vec<String> {
    match change {
        Change::Bytes => vec![say.words.say("agreed-bytes")],
        Change::New(thing) => vec![thing_said(say, true, thing)],
        Change::Gone(thing) => vec![thing_said(say, false, thing)],
        Change::Order { area, within, old, new } => {
            let (of, old, new) = (named(say, *area, within), old.join(", "), new.join(", "));
            vec![say.code("order", area.code(), &[("of", &of), ("old", &old), ("new", &new)])]
        }
        Change::Term {
            area,
            of,
            key,
            old: Some(Value::Clause(old)),
            new: Some(Value::Clause(new)),
        } => clauses(say, (*area, of, key), old, new),
        Change::Term {
            area,
            of,
            key,
            old,
            new,
        } => vec![term(say, *area, of, key, old.as_ref(), new.as_ref())],
    }
}

/// Something new or gone, with all that it says.
fn thing_said(say: &Saying<'_>, is_new: bool, thing: &Thing) -> String {
    let area = thing.area.code();
    let parts = said(say, thing);
    let terms = match parts.is_empty() {
        true => say.words.say("agreed-nothing"),
        false => parts.join("; "),
    };
    let of = named(say, thing.area, &thing.of);
    let singular = if thing.of.is_empty() { "whole" } else { "one" };
    let (key, values) = (
        format!("{area}_{singular}"),
        [("of", of.as_str()), ("terms", terms.as_str())],
    );
    match is_new {
        true => say.code("new", &key, &values),
        false => say.code("gone", &key, &values),
    }
}

/// What each term of a thing says.
pub(super) fn said(say: &Saying<'_>, thing: &Thing) -> Vec<String> {
    let area = thing.area.code();
    let part = |(key, said): &(&'static str, Value)| {
        let said = value(say, key, said);
        say.code("term", &format!("{area}_{key}"), &[("value", &said)])
    };
    // a rotation is named by what it is called
    let terms = thing.terms.iter().filter(|(key, _)| *key != "called");
    terms.map(part).collect()
}

/// What a thing is called: a clause with its stage, a reason with its answer.
pub(super) fn named(say: &Saying<'_>, area: Area, of: &[String]) -> String {
    let parts: Vec<&str> = of.iter().map(String::as_str).collect();
    match (area, parts.as_slice()) {
        (Area::Escalation, []) => say.words.say("agreement-other-tiers"),
        (Area::Expected, []) => say.words.say("agreed-all-leads"),
        (_, []) => String::new(),
        (Area::Definition, [stage]) | (Area::Clause, [stage]) => say.code("stage", stage, &[]),
        (Area::Clause, [stage, name]) => {
            let stage = say.code("stage", stage, &[]);
            say.code("agreed", "clause_of", &[("stage", &stage), ("name", name)])
        }
        (Area::Tier | Area::Expected | Area::Escalation | Area::Marketing, [tier]) => say.code("tier", tier, &[]),
        (Area::Reason, [which, code]) => {
            let which = say.code("agreed-word", which, &[]);
            say.code("agreed", "reason_of", &[("which", &which), ("name", code)])
        }
        (Area::Exception, [calendar, date]) => format!("{calendar}, {date}"),
        (_, names) => names.join(", "),
    }
}

fn term(say: &Saying<'_>, area: Area, of: &[String], key: &str, old: Option<&Value>, new: Option<&Value>) -> String {
    let said = |term: Option<&Value>| match term {
        Some(term) => value(say, key, term),
        None => unsaid(say, area.code(), key),
    };
    let plain = format!("{}_{key}", area.code());
    // where something begins or ends, some sentences read otherwise
    let begins = format!("{plain}_unsaid");
    let has = say.words.has(&format!("change-{}", begins.replace('_', "-")));
    let key = if has && (old.is_none() || new.is_none()) {
        begins
    } else {
        plain
    };
    let (of, old, new) = (named(say, area, of), said(old), said(new));
    say.code("change", &key, &[("of", &of), ("old", &old), ("new", &new)])
}

type Where<'a> = (Area, &'a [String], &'a str);

/// A clause that reads otherwise: condition by condition where both are plain, else old text and new text.
fn clauses(say: &Saying<'_>, (area, of, _): Where<'_>, old: &Criterion, new: &Criterion) -> Vec<String> {
    let who = subject(say, area, of);
    let plainly = old.conditions().zip(new.conditions());
    let said = plainly
        .map(|(old, new)| conditions(say, &who, &old, &new))
        .unwrap_or_default();
    if !said.is_empty() {
        return said;
    }
    let name = named(say, area, of);
    let (old, new) = (quoted(old.source()), quoted(new.source()));
    let key = format!("{}_when", area.code());
    vec![say.code("change", &key, &[("of", &name), ("old", &old), ("new", &new)])]
}

/// Of whom a clause tells: "A lead", "An MQL", "The tier request".
fn subject(say: &Saying<'_>, area: Area, of: &[String]) -> String {
    match (area, of) {
        (Area::Clause, [stage, ..]) => say.code("agreed-who", stage, &[]),
        (area, of) => say.code("agreed-who", area.code(), &[("name", &named(say, area, of))]),
    }
}

/// What each field's condition became. Empty where nothing plain can be said of it (the same conditions in other words).
fn conditions(say: &Saying<'_>, who: &str, old: &[Condition], new: &[Condition]) -> Vec<String> {
    let gone: Vec<&Condition> = old.iter().filter(|one| !new.contains(one)).collect();
    let mut born: Vec<&Condition> = new.iter().filter(|one| !old.contains(one)).collect();
    let mut said = Vec::new();
    for before in gone {
        let after = born.iter().position(|one| one.field == before.field);
        said.push(match after {
            Some(at) => moved(say, who, before, born.remove(at)),
            None => say.code(
                "agreed",
                "no_longer",
                &[("who", who), ("what", &condition(say, before))],
            ),
        });
    }
    let more = |one: &&Condition| say.code("agreed", "now_also", &[("who", who), ("what", &condition(say, one))]);
    said.extend(born.iter().map(more));
    said
}

/// The same field asked otherwise.
fn moved(say: &Saying<'_>, who: &str, old: &Condition, new: &Condition) -> String {
    let how = match (&old.test, &new.test) {
        (Test::AtLeast(old), Test::AtLeast(new)) => Some(("needs_at_least", old, new)),
        (Test::Above(old), Test::Above(new)) => Some(("needs_above", old, new)),
        (Test::AtMost(old), Test::AtMost(new)) => Some(("has_at_most", old, new)),
        (Test::Below(old), Test::Below(new)) => Some(("has_below", old, new)),
        _ => None,
    };
    if let Some((key, before, after)) = how {
        let (before, after) = (plain(say, before), measured(say, &new.field, after));
        return say.code("agreed", key, &[("who", who), ("old", &before), ("new", &after)]);
    }
    if let (Test::OneOf(before), Test::OneOf(after)) = (&old.test, &new.test) {
        return list_moved(say, who, &new.field, before, after);
    }
    let (old, new) = (condition(say, old), condition(say, new));
    say.code("agreed", "instead", &[("who", who), ("old", &old), ("new", &new)])
}

/// "20 employees", or "a company size of 20".
fn measured(say: &Saying<'_>, name: &str, amount: &FieldValue) -> String {
    let (field, amount) = (field(say, name), plain(say, amount));
    say.code("measure", name, &[("field", &field), ("value", &amount)])
}

fn list_moved(say: &Saying<'_>, who: &str, name: &str, old: &[FieldValue], new: &[FieldValue]) -> String {
    let without = |of: &[FieldValue], all: &[FieldValue]| -> Vec<FieldValue> {
        of.iter().filter(|value| !all.contains(value)).cloned().collect()
    };
    let (more, less, field) = (without(new, old), without(old, new), field(say, name));
    let (more_said, less_said, all) = (each(say, &more), each(say, &less), each(say, new));
    let key = match (more.is_empty(), less.is_empty()) {
        (false, true) => "list_more",
        (true, false) => "list_less",
        (false, false) => "list_both",
        (true, true) => "list_order",
    };
    let values = [
        ("who", who),
        ("field", &field),
        ("more", &more_said),
        ("less", &less_said),
        ("all", &all),
    ];
    say.code("agreed", key, &values)
}
