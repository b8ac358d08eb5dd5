//! `/status`: the health of the house. Letters and timers, leads out of service, the database and its clock.

use super::{is_allowed, lead_href, names, viewer};
use crate::frame::Place;
use crate::screens::error::Kind;
use crate::screens::status::{DeadLetter, Group, Health, Line, StatusPage};
use crate::server::answer::{self, onwards, page};
use crate::server::asked::{Asked, Signed};
use crate::server::{App, when, zone_of};
use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use engine::EngineError;
use engine::status::reads::{Health as Found, health};
use rules::ask::{OfLetter, Told};
use rules::fact::Actor;
use rules::roster::{Act, Scope, View, may_see};
use rules::{Id, Instant, Span};

/// A node further off the database's clock is worth a look; beyond a second it is not ready.
const CLOCK_FINE: Span = Span(200_000);
const CLOCK_BROKEN: Span = Span::seconds(1);
/// Timers later than this are worth a look.
const LATE_FINE: Span = Span::seconds(5);
/// Letters that wait longer than this are worth a look.
const LETTER_FINE: Span = Span::minutes(2);

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/status", get(shown))
        .route("/status/letters/{letter}/resend", post(resend))
}

async fn shown(State(app): State<App>, asked: Asked) -> Response {
    let signed = match viewer(&app, &asked, View::Status, "/status") {
        Ok((signed, _)) => signed,
        Err(answer) => return *answer,
    };
    match filled(&app, &asked, signed).await {
        Ok(screen) => page(&screen.frame.clone(), StatusCode::OK, &screen),
        Err(error) => answer::error(&app, &asked, &error, "/"),
    }
}

async fn filled(app: &App, asked: &Asked, signed: &Signed) -> Result<StatusPage, EngineError> {
    let found = health(app.engine.ledger(), &app.engine.roster(), asked.now).await?;
    let sees_leads = may_see(&app.engine.roster(), signed.user, View::Leads) != Scope::None;
    let groups = vec![
        letters(asked, &found),
        timers(app, asked, &found, sees_leads),
        database(app, asked).await?,
    ];
    let dead = dead_letters(app, asked, signed, &found).await?;
    let worst = |health| {
        groups
            .iter()
            .flat_map(|g| &g.lines)
            .filter(|l| l.health == health)
            .count()
    };
    let summary = match (worst(Health::Broken), worst(Health::Look)) {
        (0, 0) => asked.words.say("status-all-fine"),
        (0, look) => asked.words.say_n("status-look", look as u64),
        (broken, _) => asked.words.say_n("status-broken", broken as u64),
    };
    Ok(StatusPage {
        frame: asked.frame(app, Place::Status),
        summary,
        groups,
        dead,
    })
}

fn line(health: Health, what: String, value: String, note: String) -> Line {
    Line {
        health,
        what,
        value,
        href: String::new(),
        note,
        links: Vec::new(),
    }
}

fn count(n: i64) -> String {
    crate::words::number(u64::try_from(n).unwrap_or_default())
}

fn letters(asked: &Asked, found: &Found) -> Group {
    let words = &asked.words;
    let age = found.oldest_letter.map_or(Span::ZERO, |at| asked.now - at);
    let waiting = if age > LETTER_FINE { Health::Look } else { Health::Fine };
    let oldest = match found.oldest_letter {
        Some(_) => words.say_of("status-oldest", &when::length(age)),
        None => String::new(),
    };
    let dead = if found.dead > 0 { Health::Look } else { Health::Fine };
    Group {
        name: words.say("status-letters"),
        lines: vec![
            line(waiting, words.say("status-waiting"), count(found.letters), oldest),
            line(dead, words.say("status-dead"), count(found.dead), String::new()),
        ],
    }
}

fn timers(app: &App, asked: &Asked, found: &Found, sees_leads: bool) -> Group {
    let words = &asked.words;
    let late = found.next_due.map_or(Span::ZERO, |due| asked.now - due);
    let lag = (found.overdue > 0).then(|| words.say_of("status-lag", &when::length(late)));
    let overdue = if late > LATE_FINE { Health::Look } else { Health::Fine };
    let next = found.next_due.map_or_else(
        || words.say("status-no-timer"),
        |due| when::moment(words, &zone_of(app), due, asked.now).shown,
    );
    let ownerless = if found.ownerless > 0 {
        Health::Broken
    } else {
        Health::Fine
    };
    let away = if found.quarantined > 0 {
        Health::Broken
    } else {
        Health::Fine
    };
    let link = |(lead, _): &(Id, Instant)| {
        let href = if sees_leads { lead_href(*lead) } else { String::new() };
        (lead.show("lead"), href)
    };
    let quarantined = Line {
        links: found.quarantined_list.iter().map(link).collect(),
        ..line(
            away,
            words.say("status-quarantined"),
            count(found.quarantined),
            if found.quarantined > 0 {
                words.say("status-quarantined-note")
            } else {
                String::new()
            },
        )
    };
    let note = if found.ownerless > 0 {
        words.say("status-ownerless-note")
    } else {
        String::new()
    };
    Group {
        name: words.say("status-timers"),
        lines: vec![
            line(Health::Fine, words.say("status-next"), next, String::new()),
            line(
                overdue,
                words.say("status-overdue"),
                count(found.overdue),
                lag.unwrap_or_default(),
            ),
            quarantined,
            line(Health::Fine, words.say("status-open"), count(found.open), String::new()),
            line(ownerless, words.say("status-ownerless"), count(found.ownerless), note),
        ],
    }
}

async fn database(app: &App, asked: &Asked) -> Result<Group, EngineError> {
    let (words, ledger) = (&asked.words, app.engine.ledger());
    let megabytes = ledger.size_bytes().await? as f64 / 1e6;
    let durability = ledger.durability().await?;
    let clock = Instant(ledger.clock_micros().await?);
    let apart = Span((clock - app.engine.now()).0.abs());
    let clock_health = match apart {
        far if far > CLOCK_BROKEN => Health::Broken,
        off if off > CLOCK_FINE => Health::Look,
        _ => Health::Fine,
    };
    let kept = match (durability.disk, durability.standby) {
        (true, true) => words.say("status-durable-standby"),
        (true, false) => words.say("status-durable-disk"),
        (false, _) => words.say("status-durable-not"),
    };
    let kept_health = if durability.disk { Health::Fine } else { Health::Look };
    let note = if durability.disk && !durability.standby {
        words.say("status-durable-note")
    } else {
        String::new()
    };
    Ok(Group {
        name: words.say("status-database"),
        lines: vec![
            line(
                Health::Fine,
                words.say("status-engine"),
                format!("{}, {megabytes:.1}\u{a0}MB", ledger.engine_name()),
                String::new(),
            ),
            line(kept_health, words.say("status-durability"), kept, note),
            line(
                clock_health,
                words.say("status-clock"),
                format!("{}\u{a0}ms", apart.0 / 1_000),
                String::new(),
            ),
            line(
                Health::Fine,
                words.say("status-version"),
                app.shown.version.to_owned(),
                String::new(),
            ),
        ],
    })
}

async fn dead_letters(
    app: &App,
    asked: &Asked,
    signed: &Signed,
    found: &Found,
) -> Result<Vec<DeadLetter>, EngineError> {
    let names = names(app).await?;
    let may_resend = is_allowed(app, signed, Act::Operate);
    let zone = zone_of(app);
    let letter = |dead: &engine::status::reads::Dead| {
        let to = names.get(&dead.to).cloned().unwrap_or_default();
        DeadLetter {
            what: asked.words.code("letter", &dead.kind, &[("name", to.into())]),
            why: dead.why.clone().unwrap_or_default(),
            at: when::moment(&asked.words, &zone, dead.at, asked.now),
            resend: may_resend.then(|| format!("/status/letters/{}/resend", dead.letter.show("letter"))),
        }
    };
    Ok(found.dead_list.iter().map(letter).collect())
}

async fn resend(State(app): State<App>, asked: Asked, Path(letter): Path<String>) -> Response {
    let signed = match viewer(&app, &asked, View::Status, "/status") {
        Ok((signed, _)) => signed,
        Err(answer) => return *answer,
    };
    let Some(letter) = Id::read("letter", &letter) else {
        return answer::plain(&asked.frame(&app, Place::Status), Kind::NotFound, "/status");
    };
    let command = OfLetter::Tell {
        letter,
        outcome: Told::Again,
    };
    match app.engine.ask(None, Actor::User(signed.user), command).await {
        Ok(_) => onwards("/status", Some("flash-letter-again")),
        Err(error) => answer::error(&app, &asked, &error, "/status"),
    }
}
