//! Tokens as last seen: a program that calls a thousand times a second does not have its token read each time.
//!
//! A token withdrawn through this node is forgotten with that commit, and one withdrawn through another node once its
//! word arrives; should the word be lost, after [`FOR`] at the latest.

use crate::error::EngineError;
use crate::token::records::by_hash;
use ledger::Ledger;
use rules::fact::TokenScope;
use rules::{Id, Instant, Span};
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// How long a token counts as it was read.
pub const FOR: Span = Span::seconds(1);
/// Most tokens kept; with one more all are forgotten.
const KEPT_MAX: usize = 1_000;

/// A token and what it may do.
pub type Token = (Id, Vec<TokenScope>);

/// What is known of tokens, by their hashes.
#[derive(Debug, Default)]
pub struct Known(Mutex<Seen>);

#[derive(Debug, Default)]
struct Seen {
    /// Goes up whenever all is forgotten: what was read before counts no more.
    turn: u64,
    tokens: HashMap<String, (Instant, Token)>,
}

impl Known {
    /// The token with this hash, unless it was withdrawn.
    ///
    /// # Errors
    /// `EngineError` when the ledger cannot be read.
    pub async fn of(&self, ledger: &Ledger, hash: &str, now: Instant) -> Result<Option<Token>, EngineError> {
        let turn = {
            let seen = self.seen();
            if let Some((at, token)) = seen.tokens.get(hash)
                && *at <= now
                && now < *at + FOR
            {
                return Ok(Some(token.clone()));
            }
            seen.turn
        };
        let found = by_hash(ledger, hash).await?;
        if let Some(token) = &found {
            self.note(turn, hash, now, token.clone());
        }
        Ok(found)
    }

    /// Forgets all: one was made or withdrawn.
    pub fn forget(&self) {
        let mut seen = self.seen();
        seen.turn += 1;
        seen.tokens.clear();
    }

    fn note(&self, turn: u64, hash: &str, now: Instant, token: Token) {
        let mut seen = self.seen();
        if seen.turn != turn {
            return;
        }
        if seen.tokens.len() >= KEPT_MAX {
            seen.tokens.clear();
        }
        seen.tokens.insert(hash.to_owned(), (now, token));
    }

    /// A thread that panicked while it held the lock left nothing half done.
    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
