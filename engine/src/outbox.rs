//! The outbox: letters written in the same commit as their facts are sent after it, outside any transaction.
//!
//! What this room promises:
//! - a letter is sent at least once: a crash between sending and keeping the answer sends it a second time, with the
//!   same id, so that a receiver can tell;
//! - no two nodes send one letter at once: whoever sends it has it under a lease;
//! - a send that failed is tried again, ever later, [`TRIES_MAX`] times; then the letter is dead, shown, and sent again
//!   by hand;
//! - what a chat or program will not take goes by mail, once, and says so; else it is dead, and shown;
//! - after an outage nobody gets a flood: what is older than [`STALE_AFTER`] comes as one digest a person, and nobody
//!   gets more than [`SINGLES_MAX`] messages within [`WINDOW`].

mod bundle;
mod send;
mod views;

pub use bundle::{SINGLES_MAX, STALE_AFTER, WINDOW};
pub use send::{BASE_WAIT, SENDING_MAX, TRIES_MAX};

use crate::engine::Engine;
use crate::error::EngineError;
use crate::letter::{reads, records};
use bundle::{Recent, Sorted};
use ledger::Row;
pub use post::webhook::secret_of as webhook_secret;
pub use post::{Channel, Message, Post};
use rules::agreement::NotePart;
use rules::ask::{AlertPlace, OfLetter, POSTPONED_MAX};
use rules::decide::LetterKind;
use rules::fact::Actor;
use rules::{Id, Instant, Span};
use std::sync::Arc;
use std::time::Duration;

/// How long whoever claimed letters has them.
pub const LEASE: Span = Span::minutes(5);
/// Letters claimed at a time.
pub const BATCH: i64 = 1_000;
/// Letters taken in hand in one go; after an outage a digest covers them all.
pub const GO_MAX: usize = 20_000;
/// The loop looks at least this often.
pub const SLEEP_MAX: Duration = Duration::from_secs(1);
/// The loop looks no more often than this.
pub const SLEEP_MIN: Duration = Duration::from_millis(50);

/// Everything that words about a letter may need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LetterView {
    /// The letter.
    pub letter: Id,
    /// What it is about.
    pub kind: LetterKind,
    /// To whom.
    pub to: Id,
    /// The user's name.
    pub to_name: String,
    /// The user's address.
    pub to_email: String,
    /// The chat or program where he is told; none: by mail.
    pub place: Option<AlertPlace>,
    /// Why that place did not take it, as a code: now it goes by mail.
    pub refused: Option<String>,
    /// About which lead.
    pub lead: Option<Id>,
    /// The name of the person behind the lead, if it is known and not erased.
    pub person: Option<String>,
    /// The person's company, likewise.
    pub company: Option<String>,
    /// The handoff's tier.
    pub tier: Option<String>,
    /// Until when the first attempt is due.
    pub due: Option<Instant>,
    /// About which handoff.
    pub handoff: Option<Id>,
    /// What was answered to the agreement's questions: their words, and the answer.
    pub answers: Vec<(String, String)>,
    /// The note that goes with the handoff.
    pub note: Vec<(NotePart, String)>,
    /// About which version of the agreement.
    pub about: Option<About>,
    /// When it came about.
    pub at: Instant,
    /// Now.
    pub now: Instant,
}

/// A version of the agreement that a letter tells of, and what it asks of whom it is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct About {
    /// Its number.
    pub version: i64,
    /// What is asked.
    pub asks: Asks,
}

/// What a version asks of somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asks {
    /// Nothing: it is told.
    Nothing,
    /// To sign or to decline, until then.
    Answer(Instant),
    /// He may object, until then.
    Object(Instant),
}

/// Finds the words, when a letter is sent.
pub trait Words: Send + Sync {
    /// One letter. `None` where there is nothing to say it with: the letter is dead then, and shown.
    fn message(&self, view: &LetterView) -> Option<Message>;
    /// Several letters of one person, the oldest first; as `message`.
    fn digest(&self, views: &[LetterView]) -> Option<Message>;
}

/// What became of the letters in hand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sent {
    /// Letters that were delivered.
    pub letters: usize,
    /// Messages that they went in.
    pub messages: usize,
    /// Letters to be tried again.
    pub later: usize,
    /// Letters that are dead.
    pub dead: usize,
    /// Letters that wait: their person is away, or was told enough for now.
    pub waiting: usize,
}

/// Sends for one node. It remembers who was told how much of late.
#[derive(Debug, Default)]
pub struct Outbox {
    recent: Recent,
}

impl Outbox {
    /// Sends everything due at `now`.
    ///
    /// # Errors
    /// `EngineError` when the ledger fails; letters in hand come again when their lease is over.
    pub async fn send_due(
        &mut self,
        engine: &Engine,
        post: &Post,
        words: &dyn Words,
        now: Instant,
    ) -> Result<Sent, EngineError> {
        let rows = claim(engine, now).await?;
        if rows.is_empty() {
            return Ok(Sent::default());
        }
        let roster = engine.roster();
        let (known, unknown) = views::of(engine, &rows, now).await?;
        let Sorted { parcels, waiting } = self.recent.sort(known, &roster, now);
        let mut sent = Sent {
            waiting: waiting.len(),
            ..Sent::default()
        };
        postpone(engine, &waiting).await?;
        send::bury(engine, &unknown, "no_such_user", &mut sent).await;
        send::all(engine, post, words, parcels, now + LEASE, &mut sent).await;
        metrics::counter!("baton_letters_sent").increment(sent.letters as u64);
        metrics::counter!("baton_letters_dead").increment(sent.dead as u64);
        Ok(sent)
    }
}

/// Sends everything due at `now`, with no memory of who was told how much before.
///
/// # Errors
/// As `Outbox::send_due`.
pub async fn send_due(engine: &Engine, post: &Post, words: &dyn Words, now: Instant) -> Result<Sent, EngineError> {
    Outbox::default().send_due(engine, post, words, now).await
}

/// Sends until told to stop: woken by a commit, or after a second at the latest.
pub async fn run(engine: Engine, post: Post, words: Arc<dyn Words>, mut stop: tokio::sync::watch::Receiver<bool>) {
    let mut outbox = Outbox::default();
    while !*stop.borrow() {
        let now = engine.now();
        // looked at before it is claimed: claiming takes the writer's turn, and mostly nothing is due
        match reads::next_due(engine.ledger(), now).await {
            Ok(Some(due)) if due <= now => {
                if let Err(error) = outbox.send_due(&engine, &post, &*words, now).await {
                    tracing::error!(%error, "letters could not be sent");
                }
            }
            Ok(_) => {}
            Err(error) => tracing::error!(%error, "letters could not be read"),
        }
        tokio::select! {
            () = tokio::time::sleep(SLEEP_MIN) => {}
            _ = stop.changed() => break,
        }
        tokio::select! {
            () = tokio::time::sleep(SLEEP_MAX) => {}
            () = engine.woken() => {}
            _ = stop.changed() => {}
        }
    }
}

/// Takes letters in hand: a batch, and after an outage all that is stale, so that a digest covers it.
async fn claim(engine: &Engine, now: Instant) -> Result<Vec<Row>, EngineError> {
    let mut rows = Vec::new();
    while rows.len() < GO_MAX {
        let mut tx = engine.ledger().begin().await?;
        let until = now + LEASE;
        let some = tx.claim(&records::CLAIM, now.0, until.0, BATCH).await?;
        tx.commit().await?;
        let last = (some.len() as i64) < BATCH;
        rows.extend(some);
        if last {
            break;
        }
    }
    Ok(rows)
}

/// Through the one door, in slices.
async fn postpone(engine: &Engine, waiting: &[(Id, Instant)]) -> Result<(), EngineError> {
    for letters in waiting.chunks(POSTPONED_MAX) {
        let letters = letters.to_vec();
        engine.ask(None, Actor::System, OfLetter::Postpone { letters }).await?;
    }
    Ok(())
}
