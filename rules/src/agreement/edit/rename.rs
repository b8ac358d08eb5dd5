//! Another name for a key, and for a name inside of a value: the bytes of the name change wherever it stands, no others.

use super::literal::key_spelled;
use super::place::{Node, Place, Step, find, parsed};
use super::{Literal, Unwritten, said};
use std::ops::Range;
use toml_edit::{Document, Table};

/// Gives a key another name: in its line, or in its own header and those of all below it.
pub(super) fn rename(text: &str, place: &Place, to: &str) -> Result<String, Unwritten> {
    let document = parsed(text)?;
    let spans = spans(text, &document, place, to)?;
    let renamed = spliced(text, spans, &key_spelled(to))?;
    let (outer, _) = place.split().ok_or(Unwritten::NoSuchPlace)?;
    // what was told of the old name is told of the new one, or nothing is done
    match said(&renamed, &outer.key(to))? == said(text, place)? {
        true => Ok(renamed),
        false => Err(Unwritten::OnlyAsText),
    }
}

fn spans(text: &str, document: &Document<&str>, place: &Place, to: &str) -> Result<Vec<Range<usize>>, Unwritten> {
    let Some((outer, Step::Key(from))) = place.split() else {
        return Err(Unwritten::NoSuchPlace);
    };
    let parent = find(document, &outer).ok_or(Unwritten::NoSuchPlace)?;
    let table = parent.table_like().ok_or(Unwritten::NoSuchPlace)?;
    let node = table.get(from).and_then(Node::of).ok_or(Unwritten::NoSuchPlace)?;
    if table.contains_key(to) {
        return Err(Unwritten::OnlyAsText);
    }
    if let Node::Leaf(_) = node {
        let dotted = matches!(parent, Node::Table(table) if table.is_dotted());
        let span = table.key(from).and_then(|key| key.span()).filter(|_| !dotted);
        return span.map(|span| vec![span]).ok_or(Unwritten::OnlyAsText);
    }
    let mut headers = Vec::new();
    heads(&node, &mut headers)?;
    let nth = place.keys().len() - 1;
    let part = |header: Range<usize>| parts(text, header).into_iter().nth(nth);
    let all: Option<Vec<Range<usize>>> = headers.into_iter().map(part).collect();
    all.filter(|all| !all.is_empty()).ok_or(Unwritten::OnlyAsText)
}

/// The headers of a table, or of each of a list, and of all below.
fn heads(node: &Node<'_>, all: &mut Vec<Range<usize>>) -> Result<(), Unwritten> {
    match node {
        Node::Leaf(_) => Ok(()),
        Node::Tables(tables) => tables.iter().try_for_each(|table| heads_of(table, all)),
        Node::Table(table) => heads_of(table, all),
    }
}

fn heads_of(table: &Table, all: &mut Vec<Range<usize>>) -> Result<(), Unwritten> {
    if table.is_dotted() {
        return Err(Unwritten::OnlyAsText);
    }
    all.extend(table.span().filter(|span| !span.is_empty()));
    let inner = table.iter().filter_map(|(_, item)| Node::of(item));
    inner.into_iter().try_for_each(|node| heads(&node, all))
}

/// The keys of a header, each with its bytes: quotes belong to them.
fn parts(text: &str, header: Range<usize>) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let (mut all, mut at) = (Vec::new(), header.start);
    while let Some(byte) = bytes.get(at).filter(|_| at < header.end) {
        let end = match byte {
            b'"' | b'\'' => quoted_end(bytes, at),
            byte if is_bare(*byte) => at + bytes[at..].iter().take_while(|byte| is_bare(**byte)).count(),
            _ => {
                at += 1;
                continue;
            }
        };
        all.push(at..end);
        at = end;
    }
    all
}

fn is_bare(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-'
}

fn quoted_end(bytes: &[u8], from: usize) -> usize {
    let quote = bytes.get(from).copied().unwrap_or_default();
    let mut at = from + 1;
    while let Some(byte) = bytes.get(at) {
        match *byte {
            b'\\' if quote == b'"' => at += 2,
            byte if byte == quote => return at + 1,
            _ => at += 1,
        }
    }
    bytes.len()
}

/// Puts another name where a name stands as a whole word in the text of a value: `answers.timeline` in a clause.
pub(super) fn reword(text: &str, place: &Place, from: &str, to: &str) -> Result<String, Unwritten> {
    let document = parsed(text)?;
    let Some(node) = find(&document, place) else {
        return Ok(text.to_owned());
    };
    let (Some(span), Some(Literal::Text(before))) = (node.span(), Literal::of(&node)) else {
        return Err(Unwritten::OnlyAsText);
    };
    let raw = text.get(span.clone()).ok_or(Unwritten::OnlyAsText)?;
    let words = words(raw, from)
        .into_iter()
        .map(|word| span.start + word.start..span.start + word.end);
    let reworded = spliced(text, words.collect(), to)?;
    let mut wanted = before.clone();
    for word in words_of(&before, from) {
        wanted.replace_range(word, to);
    }
    match said(&reworded, place)? == Some(Literal::Text(wanted)) {
        true => Ok(reworded),
        false => Err(Unwritten::OnlyAsText),
    }
}

/// Where a name stands as a whole word, the last first.
fn words_of(text: &str, name: &str) -> Vec<Range<usize>> {
    let mut all = words(text, name);
    all.reverse();
    all
}

fn words(text: &str, name: &str) -> Vec<Range<usize>> {
    let part = |letter: Option<char>| letter.is_some_and(|letter| letter.is_alphanumeric() || "_.".contains(letter));
    let whole = |at: &usize| {
        let (before, after) = (text[..*at].chars().next_back(), text[at + name.len()..].chars().next());
        !part(before) && !after.is_some_and(|letter| letter.is_alphanumeric() || letter == '_')
    };
    let found = text.match_indices(name).map(|(at, _)| at).filter(whole);
    found.map(|at| at..at + name.len()).collect()
}

/// The bytes of all spans with others in their place.
fn spliced(text: &str, mut spans: Vec<Range<usize>>, with: &str) -> Result<String, Unwritten> {
    spans.sort_by_key(|span| std::cmp::Reverse(span.start));
    let mut text = text.to_owned();
    for span in spans {
        if text.get(span.clone()).is_none() {
            return Err(Unwritten::OnlyAsText);
        }
        text.replace_range(span, with);
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agreement::edit::{Edit, edit};

    const TEXT: &str = "\
[expected.tier.request] # our best\n\
lead_to_mql = 0.80\n\
[expected.tier.request.average_won]\n\
amount = 1\n\
[escalation]\n\
request = [{ at = \"due\", tell = \"owner\" }] # who\n\
[[escalation.\"old one\"]]\n\
at = \"due\"\n\
[[ escalation . \"old one\" ]]\n\
at = \"daily\"\n\
[owed.marketing]\n\
per_week = { request = 15, qualified = 25 }\n\
[[definition]]\n\
when = \"\"\"answers.size > 3 && answers.sizes > 4 \\\n\
  || answers.size == 0\"\"\" # ours\n";

    fn renamed(place: Place, to: &str) -> Result<String, Unwritten> {
        edit(TEXT, &[Edit::Rename(place, to.to_owned())], None)
    }

    #[test]
    fn a_key_is_renamed_wherever_it_stands_and_nothing_else_moves() {
        let tier = Place::read("/expected/tier/request");
        let now = renamed(tier, "first").unwrap();
        assert_eq!(now, TEXT.replace("[expected.tier.request", "[expected.tier.first"));
        let now = renamed(Place::read("/escalation/request"), "hand up").unwrap();
        assert_eq!(now, TEXT.replace("request = [", "\"hand up\" = ["));
        let now = renamed(Place::read("/owed/marketing/per_week/request"), "first").unwrap();
        assert_eq!(now, TEXT.replace("{ request = 15", "{ first = 15"));
        let now = renamed(Place::read("/escalation").key("old one"), "old").unwrap();
        assert_eq!(now, TEXT.replace("\"old one\"", "old"));
    }

    #[test]
    fn what_is_taken_or_not_there_or_dotted_is_left_alone() {
        let taken = renamed(Place::read("/owed/marketing/per_week/request"), "qualified");
        assert_eq!(taken, Err(Unwritten::OnlyAsText));
        assert_eq!(renamed(Place::read("/nothing"), "x"), Err(Unwritten::NoSuchPlace));
        let dotted = "a.b.c = 1\n";
        let edits = [Edit::Rename(Place::read("/a/b"), "x".to_owned())];
        assert_eq!(edit(dotted, &edits, None), Err(Unwritten::OnlyAsText));
    }

    #[test]
    fn a_name_inside_of_a_clause_is_changed_as_a_whole_word() {
        let edits = [Edit::Reword(
            Place::read("/definition/0/when"),
            "answers.size".to_owned(),
            "answers.people".to_owned(),
        )];
        let now = edit(TEXT, &edits, None).unwrap();
        let wanted = TEXT
            .replace("answers.size >", "answers.people >")
            .replace("answers.size ==", "answers.people ==");
        assert_eq!(now, wanted);
    }
}
