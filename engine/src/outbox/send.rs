//! Sending outside any transaction, and keeping what came of it through the one door.

use super::bundle::Parcel;
use super::views::{Claimed, Unknown};
use super::{LetterView, Sent, Words};
use crate::door::Lane;
use crate::engine::Engine;
use futures_util::StreamExt;
use post::{Channel, Post, SEND_WITHIN, Sent as Answer};
use rules::ask::{Ask, OfLetter, Told};
use rules::fact::Actor;
use rules::{Id, Instant, Span};

/// How often a letter is tried before it is dead.
pub const TRIES_MAX: i64 = 8;
/// About how long after the first failure it is tried again; twice that after each further one.
pub const BASE_WAIT: Span = Span::seconds(30);
/// Messages under way at once.
pub const SENDING_MAX: usize = 32;

/// Sends parcels until the lease is nearly over; the rest comes again when it is.
pub(super) async fn all(
    engine: &Engine,
    post: &Post,
    words: &dyn Words,
    parcels: Vec<Parcel>,
    lease: Instant,
    sent: &mut Sent,
) {
    // a chat that takes nothing, and then mail: two sends
    let latest = lease - Span::seconds(2 * SEND_WITHIN.as_secs() as i64);
    let sends = parcels.into_iter().map(|parcel| async move {
        if engine.now() > latest {
            return None;
        }
        let answer = carry(post, words, &parcel).await;
        for letter in &parcel {
            let told = outcome(engine, letter.tries, &answer);
            tell(engine, letter.view.letter, letter.tries, letter.due_at, told).await;
        }
        Some((parcel, answer))
    });
    let mut sends = futures_util::stream::iter(sends).buffer_unordered(SENDING_MAX);
    while let Some(done) = sends.next().await {
        if let Some((parcel, answer)) = done {
            count(sent, &parcel, &answer);
        }
    }
}

/// To where the person is told. What a chat or program will not take goes by mail, where there is a mail server.
async fn carry(post: &Post, words: &dyn Words, parcel: &Parcel) -> Answer {
    let views: Vec<LetterView> = parcel.iter().map(|letter| letter.view.clone()).collect();
    let answer = send(post, words, &views).await;
    let is_over = parcel.iter().any(|letter| is_last(letter.tries));
    let why = match &answer {
        Answer::Refused { why } => code(why),
        Answer::Retry { why, .. } if is_over => code(why),
        _ => return answer,
    };
    let elsewhere = views.first().is_some_and(|view| view.place.is_some());
    if !elsewhere || !post.serves(Channel::Mail) {
        return answer;
    }
    let by_mail = |view: LetterView| LetterView {
        place: None,
        refused: Some(why.clone()),
        ..view
    };
    send(post, words, &views.into_iter().map(by_mail).collect::<Vec<_>>()).await
}

async fn send(post: &Post, words: &dyn Words, views: &[LetterView]) -> Answer {
    let worded = match views {
        [one] => words.message(one),
        several => words.digest(several),
    };
    match worded {
        Some(message) => post.send(&message).await,
        None => refused("no_words"),
    }
}

fn refused(why: &str) -> Answer {
    Answer::Refused { why: why.to_owned() }
}

fn count(sent: &mut Sent, parcel: &[Claimed], answer: &Answer) {
    match answer {
        Answer::Done { .. } => {
            sent.messages += 1;
            sent.letters += parcel.len();
        }
        Answer::Refused { .. } => sent.dead += parcel.len(),
        Answer::Retry { .. } => {
            let dead = parcel.iter().filter(|letter| is_last(letter.tries)).count();
            sent.dead += dead;
            sent.later += parcel.len() - dead;
        }
    }
}

/// Letters that nobody can get.
pub(super) async fn bury(engine: &Engine, letters: &[Unknown], why: &str, sent: &mut Sent) {
    for (letter, tries, due_at) in letters {
        let told = Told::Dead { why: why.to_owned() };
        tell(engine, *letter, *tries, *due_at, told).await;
        sent.dead += 1;
    }
}

fn is_last(tries: i64) -> bool {
    tries + 1 >= TRIES_MAX
}

fn outcome(engine: &Engine, tries: i64, answer: &Answer) -> Told {
    match answer {
        Answer::Done { .. } => Told::Sent,
        Answer::Refused { why } => Told::Dead { why: code(why) },
        Answer::Retry { why, .. } if is_last(tries) => Told::Dead { why: code(why) },
        Answer::Retry { after, why } => {
            let asked = after.map_or(Span::ZERO, |after| Span(after.as_micros().min(i64::MAX as u128) as i64));
            let wait = wait(tries, u16::from_be_bytes(engine.random())).max(asked);
            let at = engine.now() + wait;
            Told::Later { at, why: code(why) }
        }
    }
}

/// Doubled with each try, and between half and one and a half of that, so that not all come back at once.
fn wait(tries: i64, chance: u16) -> Span {
    let whole = BASE_WAIT.0.saturating_mul(1 << tries.clamp(0, 16));
    let part = i64::from(chance) * 1_000 / i64::from(u16::MAX);
    Span(whole / 1_000 * (500 + part))
}

/// What the other side said may name people: only the code before it is kept.
fn code(why: &str) -> String {
    why.split(':')
        .next()
        .unwrap_or_default()
        .trim()
        .chars()
        .take(64)
        .collect()
}

/// Keeps what came of a try. Its id follows from the try, so that it is kept once, whoever tells it.
async fn tell(engine: &Engine, letter: Id, tries: i64, due_at: Instant, outcome: Told) {
    let ask = Ask {
        id: Id::named("tell", &format!("{letter}/{tries}/{}", due_at.0)),
        actor: Actor::System,
        scopes: Vec::new(),
        at: engine.now(),
        origin: engine.origin(),
        command: OfLetter::Tell { letter, outcome }.into(),
    };
    if let Err(error) = engine.submit(ask, Lane::Bulk).await {
        // the lease ends, and the letter goes again
        tracing::warn!(%error, "what came of a letter could not be kept");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_and_are_spread_by_half_to_either_side() {
        assert_eq!(wait(0, 0), Span::seconds(15));
        assert_eq!(wait(0, u16::MAX), Span::seconds(45));
        assert_eq!(wait(6, 0), Span::minutes(16));
        assert!(wait(60, u16::MAX) > Span::days(20));
    }

    #[test]
    fn what_the_other_side_said_is_not_kept() {
        assert_eq!(code("rejected: no mailbox ann@example.com"), "rejected");
    }
}
