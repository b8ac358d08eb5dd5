//! A sentence against the one before, word by word: what stays, what is new, what is gone.

use crate::screens::agreement::Piece;

/// Most words of a sentence that is compared word by word; a longer one is new as a whole.
const WORDS_MAX: usize = 400;

/// The new sentence in pieces, what is gone in its place.
pub fn pieces(old: &str, new: &str) -> Vec<Piece> {
    let (before, after) = (words(old), words(new));
    if before.len() > WORDS_MAX || after.len() > WORDS_MAX {
        return vec![Piece::Gone(old.to_owned()), Piece::New(new.to_owned())];
    }
    let common = common(&before, &after);
    let mut all = Vec::new();
    let (mut at, mut to) = (0, 0);
    while at < before.len() || to < after.len() {
        let length = |at: usize, to: usize| common.get(at).and_then(|row| row.get(to)).copied().unwrap_or_default();
        match (before.get(at), after.get(to)) {
            (Some(gone), Some(new)) if gone == new => {
                all.push(Piece::Same((*new).to_owned()));
                (at, to) = (at + 1, to + 1);
            }
            (Some(gone), None) => {
                all.push(Piece::Gone((*gone).to_owned()));
                at += 1;
            }
            (Some(gone), Some(_)) if length(at + 1, to) >= length(at, to + 1) => {
                all.push(Piece::Gone((*gone).to_owned()));
                at += 1;
            }
            (_, Some(new)) => {
                all.push(Piece::New((*new).to_owned()));
                to += 1;
            }
            (None, None) => break,
        }
    }
    joined(all)
}

/// Words with the space behind them.
fn words(text: &str) -> Vec<&str> {
    text.split_inclusive(' ').collect()
}

/// The length of the longest common rest from each pair of places on.
fn common(one: &[&str], two: &[&str]) -> Vec<Vec<usize>> {
    let mut lengths = vec![vec![0; two.len() + 1]; one.len() + 1];
    for (at, word) in one.iter().enumerate().rev() {
        for (to, other) in two.iter().enumerate().rev() {
            let longest = match word == other {
                true => lengths[at + 1][to + 1] + 1,
                false => lengths[at + 1][to].max(lengths[at][to + 1]),
            };
            lengths[at][to] = longest;
        }
    }
    lengths
}

/// Neighbours of a kind as one piece.
fn joined(all: Vec<Piece>) -> Vec<Piece> {
    let mut joined: Vec<Piece> = Vec::new();
    for piece in all {
        match (joined.last_mut(), &piece) {
            (Some(Piece::Same(before)), Piece::Same(text))
            | (Some(Piece::New(before)), Piece::New(text))
            | (Some(Piece::Gone(before)), Piece::Gone(text)) => before.push_str(text),
            _ => joined.push(piece),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(pieces: &[Piece]) -> String {
        let one = |piece: &Piece| match piece {
            Piece::Same(text) => text.clone(),
            Piece::New(text) => format!("[+{text}]"),
            Piece::Gone(text) => format!("[-{text}]"),
        };
        pieces.iter().map(one).collect()
    }

    #[test]
    fn only_what_changed_is_marked() {
        let now = pieces(
            "Sales owes: 95 % in time; 90 % tried.",
            "Sales owes: 97 % in time; 90 % tried.",
        );
        assert_eq!(said(&now), "Sales owes: [-95 ][+97 ]% in time; 90 % tried.");
        assert_eq!(said(&pieces("a b c", "a b c")), "a b c");
        assert_eq!(said(&pieces("a b", "a b c")), "a [-b][+b c]");
        assert_eq!(said(&pieces("", "new")), "[+new]");
    }

    #[test]
    fn new_and_old_can_be_read_out_of_the_pieces() {
        let (old, new) = ("one two three four five", "zero two four five six");
        let pieces = pieces(old, new);
        let of = |without: fn(&Piece) -> bool| -> String {
            let text = |piece: &Piece| match piece {
                Piece::Same(text) | Piece::New(text) | Piece::Gone(text) => text.clone(),
            };
            pieces.iter().filter(|piece| !without(piece)).map(text).collect()
        };
        assert_eq!(of(|piece| matches!(piece, Piece::Gone(_))), new);
        assert_eq!(of(|piece| matches!(piece, Piece::New(_))), old);
    }
}
