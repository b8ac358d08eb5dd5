//! A company that has worked for a while: leads of the past, handoffs with feedback, the same 30 reps.

use crate::{Tried, staff};
use engine::{Engine, Lane, Outside, Place};
use futures_util::StreamExt;
use rules::agreement::STARTING;
use rules::ask::{Answers, Ask, Capture, Command, OfAccount, OfHandoff, OfLead};
use rules::fact::{Actor, AttemptResult, Channel, Origin, Role, SubmissionKind, TokenScope, Which};
use rules::{Id, Instant, Span};
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use web::server::hash_secret;

/// Asks under way at once.
const AT_ONCE: usize = 256;
const DAY: i64 = 86_400_000_000;
/// Handoffs are spread over so many days before now, weekends moved back.
const DAYS: u64 = 85;
/// Handoffs of the last so many of these days are open: 5,900 of 250,000.
const OPEN_DAYS: u64 = 2;

/// The real clock; what looks random is counted.
struct Now(AtomicU64);

impl Outside for Now {
    #[allow(
        clippy::disallowed_methods,
        reason = "a program that is run by hand: its database meets a server's real clock"
    )]
    fn now(&self) -> Instant {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        Instant(since.map_or(0, |it| it.as_micros() as i64))
    }

    fn random(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(16) {
            let n = self.0.fetch_add(1, Ordering::Relaxed);
            chunk.copy_from_slice(&Id::named("load", &n.to_string()).0[..chunk.len()]);
        }
    }
}

/// Fills a new database.
pub async fn fill(place: &str, leads: u64, handoffs: u64) -> Tried<Value> {
    let place = if place.starts_with("postgres") {
        let (url, pool) = (place.to_owned(), 8);
        Place::Postgres { url, pool }
    } else {
        Place::File(place.into())
    };
    let (engine, manager) = staff::open(place, Arc::new(Now(AtomicU64::new(0)))).await?;
    staff::agree(&engine, manager, round_the_clock()?).await?;
    let token = "load-token".to_owned();
    let make = OfAccount::MakeToken {
        name: "load".into(),
        scopes: vec![TokenScope::Read, TokenScope::Write, TokenScope::Backdate],
        hash: hash_secret(&token),
    };
    let admin = admin(&engine, manager)?;
    engine.ask(None, Actor::User(admin), make).await?;
    let mut sessions = Vec::new();
    for user in engine.roster().users.keys().copied().filter(|user| *user != admin) {
        sessions.push((user == manager, open_session(&engine, user).await?));
    }
    sessions.sort_by_key(|(is_manager, _)| !is_manager);
    let sessions: Vec<String> = sessions.into_iter().map(|(_, session)| session).collect();
    let begun = tokio::time::Instant::now();
    each(leads, |n| past(&engine, admin, n, leads)).await?;
    let (filled, begun) = (begun.elapsed().as_secs_f64(), tokio::time::Instant::now());
    each(handoffs, |n| worked(&engine, manager, n)).await?;
    let seconds = (filled, begun.elapsed().as_secs_f64());
    Ok(json!({ "token": token, "sessions": sessions, "leads_seconds": seconds.0, "handoffs_seconds": seconds.1 }))
}

/// The starting agreement with a company that never closes: a lead gets its rep whatever the hour of the measure.
fn round_the_clock() -> Tried<String> {
    let line = STARTING.lines().find(|line| line.starts_with("week = "));
    let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].map(|day| format!("{day} = [\"00:00-24:00\"]"));
    let week = format!("week = {{ {} }}", days.join(", "));
    Ok(STARTING.replacen(line.ok_or("the starting agreement has no week")?, &week, 1))
}

async fn each<F: Future<Output = Tried<()>>>(names: u64, one: impl Fn(u64) -> F) -> Tried<()> {
    let mut running = futures_util::stream::iter(0..names).map(one).buffer_unordered(AT_ONCE);
    while let Some(done) = running.next().await {
        done?;
    }
    Ok(())
}

fn admin(engine: &Engine, manager: Id) -> Tried<Id> {
    let roster = engine.roster();
    let mut admins = roster
        .users
        .iter()
        .filter(|(id, user)| **id != manager && user.roles.contains(&Role::Admin));
    admins.next().map(|(id, _)| *id).ok_or_else(|| "nobody is admin".into())
}

async fn open_session(engine: &Engine, user: Id) -> Tried<String> {
    let secret = format!("load-session-{user}");
    let until = engine.now() + Span::days(30);
    let hash = hash_secret(&secret);
    engine
        .ask(None, Actor::User(user), OfAccount::OpenSession { user, hash, until })
        .await?;
    Ok(secret)
}

fn submission(name: &str, n: u64) -> Capture {
    Capture {
        kind: SubmissionKind::Request,
        email: Some(format!("person{name}@sample-company-{n}.de")),
        name: Some(format!("Sample Person {n}")),
        company: Some(format!("Sample Company {}", n % 5_000)),
        country: Some(["DE", "AT", "FR", "US"][(n % 4) as usize].into()),
        source: Some(["webinar", "search", "partner", "fair", "mail"][(n % 5) as usize].into()),
        form: Some("demo".into()),
        message: Some("Please show us how it works.".into()),
        ..Capture::default()
    }
}

/// A lead of the last two years, without clocks.
async fn past(engine: &Engine, admin: Id, n: u64, of: u64) -> Tried<()> {
    let mut capture = submission(&format!("p{n}"), n);
    let back = (of - n) as i64 * (2 * 365 * DAY / of.max(1) as i64);
    capture.occurred_at = Some(Instant(engine.now().0 - back));
    let ask = Ask {
        id: Id::named("past", &n.to_string()),
        actor: Actor::User(admin),
        scopes: vec![],
        at: engine.now(),
        origin: Origin::History,
        command: OfLead::History {
            capture: Box::new(capture),
            won: None,
        }
        .into(),
    };
    engine.submit(ask, Lane::Bulk).await?;
    Ok(())
}

/// A handoff of the last 90 days, called and told of; those of the last days are open still.
async fn worked(engine: &Engine, manager: Id, n: u64) -> Tried<()> {
    let at = open_instant(engine.now(), n);
    let ask = |step: &str, actor, command: Command| Ask {
        id: Id::named("worked", &format!("{n}-{step}")),
        actor,
        scopes: vec![],
        at,
        origin: Origin::Live,
        command,
    };
    let capture = OfLead::Capture(Box::new(submission(&format!("w{n}"), n)));
    let answer = engine
        .submit(ask("capture", Actor::Visitor, capture.into()), Lane::Bulk)
        .await?;
    let id = |name: &str| answer[name].as_str().and_then(|text| Id::read(name, text));
    let (Some(lead), Some(handoff)) = (id("lead"), id("handoff")) else {
        return Err(format!("no handoff: {answer}").into());
    };
    if n % DAYS < OPEN_DAYS {
        return Ok(());
    }
    let attempt = OfHandoff::Attempt {
        lead,
        handoff,
        channel: Channel::Call,
        result: AttemptResult::Connected,
        occurred_at: None,
        seen: true,
        note: None,
    };
    engine
        .submit(ask("attempt", Actor::User(manager), attempt.into()), Lane::Bulk)
        .await?;
    engine
        .submit(
            ask("feedback", Actor::User(manager), said(lead, handoff, at, n).into()),
            Lane::Bulk,
        )
        .await?;
    Ok(())
}

/// An instant of the last 90 days, on a working day between 9 and 14 o'clock UTC: the company is open then.
fn open_instant(now: Instant, n: u64) -> Instant {
    let day = now.0 / DAY - 1 - (n % DAYS) as i64;
    // 1 January 1970 was a Thursday: 0 is Sunday, 6 Saturday
    let day = match (day + 4) % 7 {
        0 => day - 2,
        6 => day - 1,
        _ => day,
    };
    Instant(day * DAY + 9 * DAY / 24 + (n / DAYS % 300) as i64 * (DAY / 1_440))
}

fn said(lead: Id, handoff: Id, at: Instant, n: u64) -> OfHandoff {
    let (which, reason, detail, back_at) = if n.is_multiple_of(3) {
        (Which::NotAFit, "too_small", Some("12".to_owned()), None)
    } else {
        (Which::FitNotReady, "no_budget_yet", None, Some(at + Span::days(200)))
    };
    OfHandoff::Feedback {
        lead,
        handoff,
        which,
        reason: Some(reason.to_owned()),
        detail,
        note: None,
        back_at,
        next_step_at: None,
        amount: None,
        covers: None,
        answers: Answers::default(),
    }
}
