//! A sentence of page one against the one before: its words piece by piece, its lines by their first cell.

use super::Line;
use crate::agreed::pieces;
use crate::screens::agreement::{Piece, Row, Sentence};

/// A sentence of which everything is of one kind.
pub(super) fn marked(line: Line, mark: fn(String) -> Piece) -> Sentence {
    let whole = |text: String| if text.is_empty() { Vec::new() } else { vec![mark(text)] };
    Sentence {
        text: whole(line.text),
        heads: line.heads,
        rows: line.rows.into_iter().map(|cells| Row::of(cells, mark)).collect(),
        more: whole(line.more),
    }
}

/// The sentence as it is now against the one before.
pub(super) fn compared(old: &Line, new: &Line) -> Sentence {
    Sentence {
        text: pieces(&old.text, &new.text),
        heads: if new.heads.is_empty() { &old.heads } else { &new.heads }.clone(),
        rows: rows(&old.rows, &new.rows),
        more: pieces(&old.more, &new.more),
    }
}

/// Lines that stay in their order, cell by cell; what came, went or moved, as a whole.
fn rows(old: &[Vec<String>], new: &[Vec<String>]) -> Vec<Row> {
    let names = |rows: &[Vec<String>]| -> Vec<String> { rows.iter().filter_map(|row| row.first().cloned()).collect() };
    let (was, is) = (names(old), names(new));
    let stays = stays(&was, &is);
    let gone = |from: usize, to: usize| old[from..to].iter().map(|row| Row::of(row.clone(), Piece::Gone));
    let (mut all, mut at) = (Vec::new(), 0);
    for (to, row) in new.iter().enumerate() {
        match stays.iter().find(|(_, place)| *place == to) {
            Some((from, _)) => {
                all.extend(gone(at, *from));
                all.push(cells(&old[*from], row));
                at = from + 1;
            }
            None => all.push(Row::of(row.clone(), Piece::New)),
        }
    }
    all.extend(gone(at, old.len()));
    all
}

fn cells(old: &[String], new: &[String]) -> Row {
    let before = old.iter().map(String::as_str).chain(std::iter::repeat(""));
    let cells = new.iter().zip(before).map(|(now, before)| pieces(before, now));
    Row { cells: cells.collect() }
}

/// The places, before and now, of the longest row of names that kept its order.
fn stays(was: &[String], is: &[String]) -> Vec<(usize, usize)> {
    let mut longest = vec![vec![0_usize; is.len() + 1]; was.len() + 1];
    for (at, name) in was.iter().enumerate().rev() {
        for (to, other) in is.iter().enumerate().rev() {
            longest[at][to] = match name == other {
                true => longest[at + 1][to + 1] + 1,
                false => longest[at + 1][to].max(longest[at][to + 1]),
            };
        }
    }
    let (mut at, mut to, mut all) = (0, 0, Vec::new());
    while at < was.len() && to < is.len() {
        if was[at] == is[to] {
            all.push((at, to));
            (at, to) = (at + 1, to + 1);
        } else if longest[at + 1][to] >= longest[at][to + 1] {
            at += 1;
        } else {
            to += 1;
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(rows: &[Row]) -> Vec<String> {
        let piece = |piece: &Piece| match piece {
            Piece::Same(text) => text.clone(),
            Piece::New(text) => format!("[+{text}]"),
            Piece::Gone(text) => format!("[-{text}]"),
        };
        let cell = |cell: &Vec<Piece>| cell.iter().map(piece).collect::<String>();
        rows.iter()
            .map(|row| row.cells.iter().map(cell).collect::<Vec<_>>().join(" "))
            .collect()
    }

    fn lines(rows: &[(&str, &str)]) -> Vec<Vec<String>> {
        rows.iter()
            .map(|(name, value)| vec![(*name).to_owned(), (*value).to_owned()])
            .collect()
    }

    #[test]
    fn only_what_changed_of_the_lines_is_marked_and_what_moved_is_seen() {
        let old = lines(&[("a", "1"), ("b", "2"), ("c", "3")]);
        let new = lines(&[("a", "1"), ("b", "5"), ("d", "4")]);
        assert_eq!(said(&rows(&old, &new)), ["a 1", "b [-2][+5]", "[+d] [+4]", "[-c] [-3]"]);
        let turned = lines(&[("b", "2"), ("a", "1"), ("c", "3")]);
        assert_eq!(said(&rows(&old, &turned)), ["[-a] [-1]", "b 2", "[+a] [+1]", "c 3"]);
        assert_eq!(said(&rows(&old, &old)), ["a 1", "b 2", "c 3"]);
    }
}
