//! A draft as a whole: what it changes, from when it shall hold, and proposing it.

use super::{
    Open, drafts_side, gone, href, is_shown_here, names, opened, parts, refused_words, status_of, undo, wrong_said,
};
use crate::agreed::{Saying, sentences, who_signs};
use crate::frame::Place;
use crate::screens::drafts::{DraftPage, Undo};
use crate::server::answer::{self, onwards, page};
use crate::server::asked::{Asked, Signed};
use crate::server::books::agreement::known;
use crate::server::books::owed::asked_by_goal;
use crate::server::books::versions::LOOK_AGAIN_SECONDS;
use crate::server::books::versions::beside::{Beside, beside, may_replay};
use crate::server::books::{ask_id, form_token};
use crate::server::{App, when, zone_of};
use crate::shapes::Field;
use axum::extract::{Form, Path, Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use engine::EngineError;
use rules::agreement::change::{Kind, changes, kind};
use rules::ask::OfAgreement;
use rules::decide::InForce;
use rules::fact::Actor;
use rules::refusal::Refusal;
use rules::{Id, Instant, Span};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What the form to propose sends.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    ask: String,
    seen: String,
    trial: String,
    from: String,
    from_day: String,
    from_time: String,
}

/// What was typed and why it did not go through.
#[derive(Default)]
struct Note {
    typed: Option<Typed>,
    from: Option<String>,
    page: Option<String>,
    undo: Option<Undo>,
}

/// What the address of a draft says.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Wanted {
    /// Not empty: it is replayed on the last 90 days.
    tried: String,
}

pub(super) async fn shown(
    State(app): State<App>,
    asked: Asked,
    Path(draft): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Response {
    let (signed, open) = match opened(&app, &asked, &draft, &[]).await {
        Ok(found) => found,
        Err(answer) => return *answer,
    };
    let note = Note {
        undo: undo::button(&app, &asked, signed, &open, ""),
        ..Note::default()
    };
    let mut screen = match filled(&app, &asked, &open, note).await {
        Ok(screen) => screen,
        Err(error) => return answer::error(&app, &asked, &error, super::LIST),
    };
    let tried = match tried(&app, &asked, signed, open, !wanted.tried.is_empty()).await {
        Ok(tried) => tried.filter(|_| screen.ready),
        Err(error) => return answer::error(&app, &asked, &error, super::LIST),
    };
    let runs = tried.as_ref().is_some_and(|tried| tried.runs.is_some());
    if let Some(tried) = tried {
        screen.replay = Some(format!("{}?tried=yes", screen.href));
        screen.replayed = tried.lines;
    }
    let mut answer = page(&screen.frame.clone(), StatusCode::OK, &screen);
    if runs {
        let seconds = HeaderValue::from(LOOK_AGAIN_SECONDS);
        answer.headers_mut().insert(header::REFRESH, seconds);
    }
    answer
}

/// What it would have changed of the last 90 days. `begins`: where nobody asked yet, it is reckoned now.
async fn tried(
    app: &App,
    asked: &Asked,
    signed: &Signed,
    open: Open,
    begins: bool,
) -> Result<Option<Beside>, EngineError> {
    let Some(agreement) = open.read.ok().filter(|_| may_replay(app, signed)) else {
        return Ok(None);
    };
    let proposed = Arc::new(InForce { version: 0, agreement });
    beside(app, asked, &proposed, begins).await.map(Some)
}

async fn draw(app: &App, asked: &Asked, open: &Open, note: Note, status: StatusCode) -> Response {
    match filled(app, asked, open, note).await {
        Ok(screen) => page(&screen.frame.clone(), status, &screen),
        Err(error) => answer::error(app, asked, &error, super::LIST),
    }
}

/// The beginning of the next business day, by the calendar of the first rotation in force.
fn next_business_day(app: &App, now: Instant) -> Option<Instant> {
    let in_force = app.engine.in_force();
    let rule = in_force.agreement.rotations.first()?;
    let calendar = in_force.agreement.calendar_of(rule)?;
    let today = now.stamp().to_zoned(calendar.zone().clone()).date();
    let tomorrow = today.tomorrow().ok()?.to_zoned(calendar.zone().clone()).ok()?;
    let tomorrow = Instant(tomorrow.timestamp().as_microsecond());
    if calendar.is_open(tomorrow) {
        return Some(tomorrow);
    }
    calendar.next_open(tomorrow)
}

/// Who began it, who changed it last, who sees it.
fn about(app: &App, asked: &Asked, open: &Open, names: &BTreeMap<Id, String>) -> String {
    let name = |user: Option<Id>| gone::who(asked, user, names);
    let kept = when::moment(&asked.words, &zone_of(app), open.row.kept_at, asked.now);
    let values = [
        ("by", name(open.row.by).into()),
        ("last", name(open.row.kept_by).into()),
        ("at", kept.shown.into()),
        ("sides", drafts_side(asked, &open.row).into()),
    ];
    asked.words.say_with("draft-about", &values)
}

/// Another version came into force since the draft was begun.
fn moved_on(app: &App, asked: &Asked, open: &Open) -> Option<String> {
    let in_force = app.engine.in_force().version;
    let values = [("version", in_force.into()), ("base", open.row.base.into())];
    (in_force != open.row.base).then(|| asked.words.say_with("draft-moved-on", &values))
}

/// The form as it is first shown: in force from the next business day.
fn usual(app: &App, asked: &Asked) -> Typed {
    let from = next_business_day(app, asked.now).unwrap_or(asked.now + Span::days(1));
    let local = |form: &str| from.stamp().to_zoned(zone_of(app)).strftime(form).to_string();
    Typed {
        from: "then".to_owned(),
        from_day: local("%Y-%m-%d"),
        from_time: local("%H:%M"),
        ..Typed::default()
    }
}

async fn filled(app: &App, asked: &Asked, open: &Open, note: Note) -> Result<DraftPage, EngineError> {
    let names = names(app).await?;
    let typed = note.typed.unwrap_or_else(|| usual(app, asked));
    let mut screen = DraftPage {
        href: href(open.id),
        about: about(app, asked, open, &names),
        moved_on: moved_on(app, asked, open),
        parts: parts(asked, open.id, ""),
        wrong: Vec::new(),
        sentences: Vec::new(),
        who_signs: String::new(),
        goal: None,
        replayed: Vec::new(),
        replay: None,
        ready: false,
        trial: typed.trial == "yes",
        from_day: match &note.from {
            Some(words) => Field::wrong(&typed.from_day, words),
            None => Field::of(&typed.from_day),
        },
        from_time: typed.from_time,
        at_once: typed.from != "then",
        zone: zone_of(app).iana_name().unwrap_or("UTC").to_owned(),
        problem: note.page,
        undo: note.undo,
        known: Vec::new(),
        looked_at: String::new(),
        seen: open.row.hash.clone(),
        token: form_token(app),
        frame: asked.frame(app, Place::Agreement),
    };
    tell(app, asked, open, &mut screen).await?;
    Ok(screen)
}

/// What it changes of the version in force; or what is wrong with it.
async fn tell(app: &App, asked: &Asked, open: &Open, screen: &mut DraftPage) -> Result<(), EngineError> {
    let fields = open.fields(app);
    let say = Saying {
        words: &asked.words,
        fields: &fields,
    };
    let new = match &open.read {
        Ok(new) => new,
        Err(problems) => {
            screen.wrong = wrong_said(&say, problems);
            return Ok(());
        }
    };
    let in_force = app.engine.in_force();
    let found = changes(&in_force.agreement, new);
    let first = in_force.version == 0;
    let whose = kind(&found).map(|whose| if first { Kind::Shared } else { whose });
    screen.ready = !found.is_empty() || first;
    screen.sentences = sentences(&say, &found);
    screen.who_signs = who_signs(&say, whose);
    screen.goal = asked_by_goal(&asked.words, new);
    (screen.known, screen.looked_at) = known(app, asked, new).await?;
    Ok(())
}

/// From when; `None` at once. A day that cannot be read, or lies in the past, is told.
fn from(app: &App, asked: &Asked, typed: &Typed) -> Result<Option<Instant>, String> {
    if typed.from != "then" {
        return Ok(None);
    }
    let words = format!("{}T{}", typed.from_day.trim(), typed.from_time.trim());
    let local: Option<jiff::civil::DateTime> = words.parse().ok();
    let at = local.and_then(|local| local.to_zoned(zone_of(app)).ok());
    let at = at.map(|at| Instant(at.timestamp().as_microsecond()));
    let right = at.filter(|at| *at > asked.now);
    right.map(Some).ok_or_else(|| asked.words.say("draft-from-wrong"))
}

pub(super) async fn propose(
    State(app): State<App>,
    asked: Asked,
    Path(draft): Path<String>,
    Form(typed): Form<Typed>,
) -> Response {
    let sent = [("seen".to_owned(), typed.seen.clone())];
    let (signed, open) = match opened(&app, &asked, &draft, &sent).await {
        Ok(found) => found,
        Err(answer) => return *answer,
    };
    let from = match from(&app, &asked, &typed) {
        Ok(from) => from,
        Err(words) => {
            let note = Note {
                typed: Some(typed),
                from: Some(words),
                ..Note::default()
            };
            return draw(&app, &asked, &open, note, StatusCode::UNPROCESSABLE_ENTITY).await;
        }
    };
    if typed.seen != open.row.hash {
        return refused(&app, &asked, &open, typed, &Refusal::conflict("draft_moved_on")).await;
    }
    let command = OfAgreement::Propose {
        text: open.text.clone(),
        trial: typed.trial == "yes",
        from,
        base: app.engine.in_force().version,
        draft: Some(open.id),
    };
    let asking = app.engine.ask(ask_id(&typed.ask), Actor::User(signed.user), command);
    match asking.await {
        Ok(answer) => {
            let version = answer.get("version").and_then(serde_json::Value::as_i64);
            let to = version.map_or(super::LIST.to_owned(), |version| format!("{}/{version}", super::LIST));
            onwards(&to, Some("flash-proposed"))
        }
        Err(EngineError::Refused(refusal)) if is_shown_here(&refusal) => {
            refused(&app, &asked, &open, typed, &refusal).await
        }
        Err(error) => answer::error(&app, &asked, &error, super::LIST),
    }
}

/// The page with what was typed and why it was not proposed.
async fn refused(app: &App, asked: &Asked, open: &Open, typed: Typed, refusal: &Refusal) -> Response {
    let names = match names(app).await {
        Ok(names) => names,
        Err(error) => return answer::error(app, asked, &error, super::LIST),
    };
    let words = refused_words(app, asked, &names, open.id, (refusal, "propose-moved-on"));
    let note = Note {
        typed: Some(typed),
        page: Some(words),
        ..Note::default()
    };
    draw(app, asked, open, note, status_of(refusal)).await
}
