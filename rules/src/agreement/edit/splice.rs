//! The edits themselves: which bytes go, which come.

use super::Unwritten;
use super::literal::{Literal, key_spelled};
use super::place::{Model, Node, Place, Step, block, find, line_end, line_start, parsed, spans};
use std::ops::Range;
use toml_edit::{Document, Table, TableLike};

type Written = Result<String, Unwritten>;

fn spliced(text: &str, at: Range<usize>, with: &str) -> Written {
    let (before, after) = (text.get(..at.start), text.get(at.end..));
    let (before, after) = before.zip(after).ok_or(Unwritten::OnlyAsText)?;
    Ok([before, with, after].concat())
}

fn spelled(document: &Document<&str>, place: &Place, literal: &Literal, model: Model<'_, '_>) -> String {
    let same = |node: &Node<'_>| Literal::of(node).is_some_and(|said| said.says_as(literal));
    // an entry that goes by another name for now is found where it stands
    let like = model.like(document, place).filter(same);
    let like = like.or_else(|| model.at(place).filter(same));
    like.and_then(|node| model.raw(&node))
        .map_or_else(|| literal.spelled(), str::to_owned)
}

pub(super) fn set(text: &str, place: &Place, literal: &Literal, model: Model<'_, '_>) -> Written {
    let document = parsed(text)?;
    match find(&document, place) {
        Some(node) if Literal::of(&node).is_some_and(|said| said.says_as(literal)) => Ok(text.to_owned()),
        Some(node) => change(text, &document, &node, (place, literal), model),
        None => insert(text, &document, place, literal, model),
    }
}

fn change(
    text: &str,
    document: &Document<&str>,
    node: &Node<'_>,
    (place, literal): (&Place, &Literal),
    model: Model<'_, '_>,
) -> Written {
    match (node, literal) {
        (node, Literal::Table(entries)) if node.table_like().is_some() => {
            let gone = node.keys().into_iter().filter(|key| literal.get(key).is_none());
            let text = gone
                .into_iter()
                .try_fold(text.to_owned(), |text, key| remove(&text, &place.key(&key)))?;
            entries
                .iter()
                .try_fold(text, |text, (key, value)| set(&text, &place.key(key), value, model))
        }
        (node, Literal::List(new)) if node.array().is_some() => {
            let Some(Literal::List(old)) = Literal::of(node) else {
                return Err(Unwritten::OnlyAsText);
            };
            list(text, place, &old, new, model)
        }
        (Node::Leaf(value), literal) => {
            let span = value.span().ok_or(Unwritten::OnlyAsText)?;
            let scalar = !(value.is_array() || value.is_inline_table());
            match scalar || !has_comment(text, &span) {
                true => spliced(text, span, &spelled(document, place, literal, model)),
                false => Err(Unwritten::OnlyAsText),
            }
        }
        _ => Err(Unwritten::OnlyAsText),
    }
}

/// Whether a comment may stand in bytes that hold no text of their own: a `#` inside of quotes counts too, which is on
/// the safe side.
fn has_comment(text: &str, span: &Range<usize>) -> bool {
    text.get(span.clone()).is_none_or(|bytes| bytes.contains('#'))
}

/// What both lists begin and end with stays; what lies between is changed one by one.
fn list(text: &str, place: &Place, old: &[Literal], new: &[Literal], model: Model<'_, '_>) -> Written {
    let same = |pair: &(&Literal, &Literal)| pair.0.says_as(pair.1);
    let head = old.iter().zip(new).take_while(same).count();
    let rest = old.len().min(new.len()) - head;
    let tail = old
        .iter()
        .rev()
        .zip(new.iter().rev())
        .take(rest)
        .take_while(same)
        .count();
    let (old_middle, new_middle) = (old.len() - head - tail, new.len() - head - tail);
    let both = old_middle.min(new_middle);
    let mut text = text.to_owned();
    for (at, value) in new.iter().enumerate().skip(head).take(both) {
        text = set(&text, &place.at(at), value, model)?;
    }
    for at in (head + both..head + old_middle).rev() {
        text = remove(&text, &place.at(at))?;
    }
    for (at, value) in new.iter().enumerate().skip(head + both).take(new_middle - both) {
        text = entry(&text, place, at, value, model)?;
    }
    Ok(text)
}

/// Another entry of a list on this place.
fn entry(text: &str, place: &Place, at: usize, value: &Literal, model: Model<'_, '_>) -> Written {
    let document = parsed(text)?;
    let array = find(&document, place)
        .and_then(|node| node.array())
        .ok_or(Unwritten::NoSuchPlace)?;
    let written = entry_spelled(&document, place, value, model);
    let Some(before) = at.checked_sub(1) else {
        let span = array.span().ok_or(Unwritten::OnlyAsText)?;
        let comma = if array.is_empty() { "" } else { ", " };
        return spliced(text, span.start + 1..span.start + 1, &format!("{written}{comma}"));
    };
    let end = |at: usize| array.get(at).and_then(|value| value.span()).map(|span| span.end);
    let after = end(before).ok_or(Unwritten::NoSuchPlace)?;
    let own = array
        .get(before)
        .and_then(|value| value.span())
        .ok_or(Unwritten::NoSuchPlace)?;
    let indent = text.get(line_start(text, own.start)..own.start).unwrap_or_default();
    let gap = match !indent.is_empty() && indent.trim().is_empty() {
        true => format!(",\n{indent}"),
        false => ", ".to_owned(),
    };
    spliced(text, after..after, &format!("{gap}{written}"))
}

fn entry_spelled(document: &Document<&str>, place: &Place, value: &Literal, model: Model<'_, '_>) -> String {
    let same = |node: Node<'_>| {
        let mut entries = node.array().map(|array| array.iter()).into_iter().flatten();
        entries
            .find(|one| Literal::of_value(one).is_some_and(|one| one.says_as(value)))
            .and_then(|one| model.raw(&Node::Leaf(one)))
            .map(str::to_owned)
    };
    let raw = model.like(document, place).and_then(same);
    let raw = raw.or_else(|| model.at(place).and_then(same));
    raw.unwrap_or_else(|| value.spelled())
}

pub(super) fn remove(text: &str, place: &Place) -> Written {
    let document = parsed(text)?;
    let (Some((parent, last)), Some(node)) = (place.split(), find(&document, place)) else {
        return Ok(text.to_owned());
    };
    let parent = find(&document, &parent).ok_or(Unwritten::NoSuchPlace)?;
    match (&parent, &node, last) {
        (_, Node::Tables(tables), _) => {
            let all = (0..tables.len()).rev();
            all.into_iter()
                .try_fold(text.to_owned(), |text, at| remove(&text, &place.at(at)))
        }
        (_, Node::Table(table), _) => {
            let lines = whole_block(text, &document, table)?;
            spliced(text, with_gap(text, lines), "")
        }
        (parent, _, Step::At(at)) => without_entry(text, parent, *at),
        (Node::Table(table), Node::Leaf(_), Step::Key(key)) => without_line(text, table, key),
        (parent, _, Step::Key(key)) => without_key(text, parent, key),
    }
}

/// The lines of a table, if nothing of another stands between them.
fn whole_block(text: &str, document: &Document<&str>, table: &Table) -> Result<Range<usize>, Unwritten> {
    let lines = block(text, document, table).ok_or(Unwritten::OnlyAsText)?;
    let (mut own, mut all) = (Vec::new(), Vec::new());
    spans(table, &mut own);
    spans(document.as_table(), &mut all);
    let inside = all.iter().filter(|span| lines.contains(&span.start)).count();
    match inside == own.len() {
        true => Ok(lines),
        false => Err(Unwritten::OnlyAsText),
    }
}

/// Lines with the empty ones before them; at the beginning of a text, with those after them.
fn with_gap(text: &str, lines: Range<usize>) -> Range<usize> {
    let before = text.get(..lines.start).unwrap_or_default().trim_end().len();
    if before > 0 {
        return before..lines.end;
    }
    let rest = text.get(lines.end..).unwrap_or_default();
    lines.start..text.len() - rest.trim_start().len()
}

fn without_entry(text: &str, list: &Node<'_>, at: usize) -> Written {
    let array = list.array().ok_or(Unwritten::OnlyAsText)?;
    let span = |at: usize| array.get(at).and_then(|value| value.span());
    let own = span(at).ok_or(Unwritten::NoSuchPlace)?;
    let close = array.span().ok_or(Unwritten::OnlyAsText)?.end.saturating_sub(1);
    let next = span(at + 1).map_or(close, |next| next.start);
    let before = at.checked_sub(1).and_then(span).map(|before| before.end);
    let (gap_after, is_last) = (own.end..next, at + 1 == array.len());
    if !is_last && !has_comment(text, &gap_after) {
        return spliced(text, own.start..next, "");
    }
    if let Some(before) = before.filter(|before| is_last && !has_comment(text, &(*before..own.start))) {
        return spliced(text, before..own.end, "");
    }
    let comma = text.get(gap_after).unwrap_or_default();
    let own_comma = comma.len() - comma.trim_start().len();
    let goes = if comma.trim_start().starts_with(',') {
        own_comma + 1
    } else {
        0
    };
    spliced(text, own.start..own.end + goes, "")
}

fn without_line(text: &str, table: &Table, key: &str) -> Written {
    if table.is_dotted() {
        return Err(Unwritten::OnlyAsText);
    }
    let (from, to) = key_and_value(table, key).ok_or(Unwritten::OnlyAsText)?;
    let (start, end) = (line_start(text, from), line_end(text, to));
    let rest = text.get(to..end).unwrap_or_default();
    if rest.trim().is_empty() {
        return match start.checked_sub(1) {
            Some(feed) => spliced(text, feed..end, ""),
            None => spliced(text, 0..(end + 1).min(text.len()), ""),
        };
    }
    spliced(text, from..end - rest.trim_start().len(), "")
}

/// Where a key begins and its value ends.
fn key_and_value(table: &dyn TableLike, key: &str) -> Option<(usize, usize)> {
    let start = table.key(key)?.span()?.start;
    let end = table.get(key)?.as_value()?.span()?.end;
    Some((start, end))
}

/// Keys with values of their own, in the order of the text.
fn written(table: &dyn TableLike) -> Vec<(String, usize, usize)> {
    let one = |(key, _): (&str, _)| key_and_value(table, key).map(|(from, to)| (key.to_owned(), from, to));
    let mut all: Vec<_> = table.iter().filter_map(one).collect();
    all.sort_by_key(|(_, from, _)| *from);
    all
}

fn without_key(text: &str, parent: &Node<'_>, key: &str) -> Written {
    let table = parent.inline().ok_or(Unwritten::OnlyAsText)?;
    let all = written(table);
    let at = all
        .iter()
        .position(|(name, ..)| name == key)
        .ok_or(Unwritten::OnlyAsText)?;
    let goes = match (
        at.checked_sub(1).and_then(|at| all.get(at)),
        all.get(at + 1),
        all.get(at),
    ) {
        (Some((.., before)), _, Some((.., end))) => *before..*end,
        (None, Some((_, next, _)), Some((_, start, _))) => *start..*next,
        _ => table.span().ok_or(Unwritten::OnlyAsText)?,
    };
    if has_comment(text, &goes) && text.get(goes.clone()).is_some_and(|bytes| bytes.contains('\n')) {
        return Err(Unwritten::OnlyAsText);
    }
    let left = if all.len() == 1 { "{}" } else { "" };
    spliced(text, goes, left)
}

fn insert(text: &str, document: &Document<&str>, place: &Place, literal: &Literal, model: Model<'_, '_>) -> Written {
    let Some((parent, Step::Key(key))) = place.split() else {
        return Err(Unwritten::NoSuchPlace);
    };
    let Some(node) = find(document, &parent) else {
        return begin(text, &parent, &[(key.clone(), literal.clone())]);
    };
    let line = format!("{} = {}", key_spelled(key), spelled(document, place, literal, model));
    if let Some(table) = node.inline() {
        let at = neighbour(document, &parent, key, &written(table), model);
        return into_inline(
            text,
            table.span().ok_or(Unwritten::OnlyAsText)?,
            &written(table),
            at,
            &line,
        );
    }
    let Node::Table(table) = node else {
        return Err(Unwritten::NoSuchPlace);
    };
    match table.span() {
        _ if table.is_dotted() => Err(Unwritten::OnlyAsText),
        Some(header) => {
            let all = written(table);
            let at = neighbour(document, &parent, key, &all, model);
            let after = at.and_then(|at| all.get(at)).map_or(header.end, |(.., end)| *end);
            let end = line_end(text, after);
            spliced(text, end..end, &format!("\n{line}"))
        }
        None => begin(text, &parent, &[(key.clone(), literal.clone())]),
    }
}

/// After which of a table's keys a new one comes: where the model has it, else after the last. `None`: before all.
fn neighbour(
    document: &Document<&str>,
    parent: &Place,
    key: &str,
    all: &[(String, usize, usize)],
    model: Model<'_, '_>,
) -> Option<usize> {
    let order = model.like(document, parent).map(|node| node.keys()).unwrap_or_default();
    let Some(own) = order.iter().position(|known| known == key) else {
        return all.len().checked_sub(1);
    };
    let known = |name: &str| order.iter().position(|known| known == name);
    all.iter()
        .rposition(|(name, ..)| known(name).is_some_and(|at| at < own))
}

fn into_inline(
    text: &str,
    span: Range<usize>,
    all: &[(String, usize, usize)],
    at: Option<usize>,
    line: &str,
) -> Written {
    match (at.and_then(|at| all.get(at)), all.first()) {
        (Some((.., end)), _) => spliced(text, *end..*end, &format!(", {line}")),
        (None, Some((_, start, _))) => spliced(text, *start..*start, &format!("{line}, ")),
        (None, None) => spliced(text, span, &format!("{{ {line} }}")),
    }
}

pub(super) fn add(text: &str, place: &Place, values: &[(String, Literal)], model: Model<'_, '_>) -> Written {
    let document = parsed(text)?;
    let whole = Literal::Table(values.to_vec());
    match find(&document, place) {
        Some(Node::Tables(tables)) => {
            let blocks: Vec<_> = tables
                .iter()
                .filter_map(|table| block(text, &document, table))
                .collect();
            let end = blocks.last().map(|lines| lines.end).ok_or(Unwritten::OnlyAsText)?;
            let gap = gap_between(text, &blocks, place);
            spliced(text, end..end, &format!("{gap}[[{}]]{}", header(place), lines(values)))
        }
        Some(node) => {
            let at = node.array().ok_or(Unwritten::OnlyAsText)?.len();
            entry(text, place, at, &whole, model)
        }
        None => first(text, &document, place, values, model),
    }
}

/// Empty lines stand between entries where they stood before.
fn gap_between(text: &str, blocks: &[Range<usize>], place: &Place) -> &'static str {
    let airy = match blocks {
        [.., one, two] => text.get(one.end..two.start).is_some_and(|gap| gap.starts_with("\n\n")),
        _ => place.keys().len() == 1,
    };
    if airy { "\n\n" } else { "\n" }
}

/// The first entry of a list of tables: inside of what it belongs to, or at the end of the text.
fn first(
    text: &str,
    document: &Document<&str>,
    place: &Place,
    values: &[(String, Literal)],
    model: Model<'_, '_>,
) -> Written {
    let (parent, _) = place.split().ok_or(Unwritten::NoSuchPlace)?;
    let (end, gap) = match find(document, &parent) {
        Some(Node::Table(table)) if !parent.0.is_empty() => (whole_block(text, document, table)?.end, "\n"),
        Some(Node::Table(_)) => (text.trim_end().len(), "\n\n"),
        Some(_) => {
            return set(
                text,
                place,
                &Literal::List(vec![Literal::Table(values.to_vec())]),
                model,
            );
        }
        None => return Err(Unwritten::NoSuchPlace),
    };
    spliced(text, end..end, &format!("{gap}[[{}]]{}", header(place), lines(values)))
}

/// A table with a header of its own, after those beside it.
pub(super) fn begin(text: &str, place: &Place, values: &[(String, Literal)]) -> Written {
    let document = parsed(text)?;
    if place.0.iter().any(|step| matches!(step, Step::At(_))) {
        return Err(Unwritten::OnlyAsText);
    }
    let (parent, _) = place.split().ok_or(Unwritten::NoSuchPlace)?;
    let beside = match find(&document, &parent) {
        Some(Node::Table(table)) if !parent.0.is_empty() => blocks_in(text, &document, table),
        Some(Node::Table(_)) | None => Vec::new(),
        Some(_) => return Err(Unwritten::OnlyAsText),
    };
    let end = beside
        .iter()
        .map(|lines| lines.end)
        .max()
        .unwrap_or(text.trim_end().len());
    spliced(text, end..end, &format!("\n\n[{}]{}", header(place), lines(values)))
}

fn blocks_in(text: &str, document: &Document<&str>, table: &Table) -> Vec<Range<usize>> {
    let tables = table.iter().filter_map(|(_, item)| item.as_table());
    let own = block(text, document, table).into_iter();
    own.chain(tables.filter_map(|table| block(text, document, table)))
        .collect()
}

fn header(place: &Place) -> String {
    let keys: Vec<String> = place.keys().into_iter().map(key_spelled).collect();
    keys.join(".")
}

fn lines(values: &[(String, Literal)]) -> String {
    let line = |(key, value): &(String, Literal)| format!("\n{} = {}", key_spelled(key), value.spelled());
    values.iter().map(line).collect()
}

pub(super) fn up(text: &str, place: &Place) -> Written {
    let document = parsed(text)?;
    let Some((parent, Step::At(at))) = place.split() else {
        return Err(Unwritten::NoSuchPlace);
    };
    let before = at.checked_sub(1).ok_or(Unwritten::NoSuchPlace)?;
    let bytes = |at: usize| match find(&document, &parent.at(at)) {
        Some(Node::Table(table)) => whole_block(text, &document, table),
        Some(node) => node.span().ok_or(Unwritten::OnlyAsText),
        None => Err(Unwritten::NoSuchPlace),
    };
    let (first, second) = (bytes(before)?, bytes(*at)?);
    let of = |span: &Range<usize>| text.get(span.clone()).ok_or(Unwritten::OnlyAsText);
    let swapped = [of(&second)?, of(&(first.end..second.start))?, of(&first)?].concat();
    spliced(text, first.start..second.end, &swapped)
}
