//! A commit's changes as words that travel with it, and back: ids only.

use crate::error::EngineError;
use crate::live::Change;
use ledger::{NOTIFY_MAX, Tx};
use rules::Id;

/// The channel.
pub const CHANNEL: &str = "baton_changes";
/// Most words of one commit; with more to say, the others look at everything.
const WORDS_MAX: usize = 4;

/// Tells the other nodes what a commit changes, when and only when it is kept.
///
/// # Errors
/// `EngineError` when the transaction takes nothing more.
pub fn tell(tx: &mut Tx, node: Id, change: &Change) -> Result<(), EngineError> {
    if change.is_empty() {
        return Ok(());
    }
    for word in words(node, change) {
        tx.notify(CHANNEL, word)?;
    }
    Ok(())
}

/// The change as payloads: `node`, then `r` for the roster or agreement, `t` for tokens, `l…` a lead, `u…` a user, `*` for everything.
fn words(node: Id, change: &Change) -> Vec<String> {
    let mut words = vec![node.to_string()];
    let reference = change.reference.then(|| "r".to_owned());
    let tokens = change.tokens.then(|| "t".to_owned());
    let everything = change.everything.then(|| "*".to_owned());
    let users = change.users.iter().map(|id| format!("u{id}"));
    let leads = change.leads.iter().map(|id| format!("l{id}"));
    for part in reference
        .into_iter()
        .chain(tokens)
        .chain(everything)
        .chain(users)
        .chain(leads)
    {
        match words
            .last_mut()
            .filter(|word| word.len() + 1 + part.len() <= NOTIFY_MAX)
        {
            Some(word) => {
                word.push(' ');
                word.push_str(&part);
            }
            None => words.push(format!("{node} {part}")),
        }
    }
    if words.len() > WORDS_MAX {
        words = vec![format!("{node} r t *")];
    }
    words
}

/// Reads a payload: who told it, and what. A part that this version does not know means everything.
pub fn heard(word: &str) -> (Option<Id>, Change) {
    let mut parts = word.split(' ');
    let node = parts.next().and_then(Id::parse);
    let mut change = Change::default();
    for part in parts {
        let id = part.get(1..).and_then(Id::parse);
        match (part.chars().next(), id) {
            (Some('u'), Some(user)) => {
                change.users.insert(user);
            }
            (Some('l'), Some(lead)) => {
                change.leads.insert(lead);
            }
            (Some('r'), None) => change.reference = true,
            (Some('t'), None) => change.tokens = true,
            _ => change.everything = true,
        }
    }
    (node, change)
}

/// Everything may have changed.
pub fn all() -> Change {
    Change {
        reference: true,
        tokens: true,
        everything: true,
        ..Change::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(leads: usize, users: usize) -> Change {
        let ids = |scope: &str, n: usize| (0..n).map(|n| Id::named(scope, &n.to_string())).collect();
        Change {
            leads: ids("lead", leads),
            users: ids("user", users),
            ..Change::default()
        }
    }

    #[test]
    fn what_is_told_is_what_is_heard_however_many_words_it_takes() {
        let node = Id::named("node", "one");
        for (leads, users, count) in [(1, 1, 1), (0, 3, 1), (256, 30, 2), (900, 100, 4)] {
            let told = change(leads, users);
            let words = words(node, &told);
            assert!(words.iter().all(|word| word.len() <= NOTIFY_MAX));
            assert_eq!(words.len(), count);
            let mut got = Change::default();
            for (from, part) in words.iter().map(|word| heard(word)) {
                assert_eq!(from, Some(node));
                got.leads.extend(part.leads);
                got.users.extend(part.users);
                assert!(!part.everything && !part.reference);
            }
            assert_eq!(got, told);
        }
    }

    #[test]
    fn too_much_to_say_means_everything() {
        let node = Id::named("node", "one");
        let words = words(node, &change(5_000, 1));
        assert_eq!(words.len(), 1);
        assert_eq!(heard(&words[0]), (Some(node), all()));
        assert!(heard("something of a later version").1.everything);
    }
}
