//! The last save undone by one press, while nobody saved after it. It is a save of the text before it, so pressing again
//! redoes it.

use super::shape::PARTS;
use super::{Open, href, moved_on, names, opened};
use crate::frame::Place;
use crate::screens::drafts::Undo;
use crate::screens::error::{ErrorPage, Kind};
use crate::server::answer::{self, onwards, page};
use crate::server::asked::{Asked, Signed};
use crate::server::books::ask_id;
use crate::server::{App, when, zone_of};
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use engine::EngineError;
use engine::agreement::reads::draft_of;
use rules::ask::OfAgreement;
use rules::fact::Actor;
use serde::Deserialize;

/// What the button sends: the text that was seen, and where it stood.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Pressed {
    ask: String,
    seen: String,
    back: String,
}

/// The button, for whoever saved last.
pub(super) fn button(app: &App, asked: &Asked, signed: &Signed, open: &Open, part: &str) -> Option<Undo> {
    let own = open.row.kept_by == Some(signed.user) && open.row.before.is_some();
    let at = when::moment(&asked.words, &zone_of(app), open.row.kept_at, asked.now);
    own.then(|| Undo {
        action: format!("{}/undo", href(open.id)),
        about: asked.words.say_with("draft-undo-about", &[("at", at.shown.into())]),
        seen: open.row.hash.clone(),
        back: part.to_owned(),
        token: super::super::form_token(app),
    })
}

/// Where the button stood.
fn back(open: &Open, part: &str) -> String {
    match PARTS.contains(&part) || part == "text" {
        true => format!("{}/{part}", href(open.id)),
        false => href(open.id),
    }
}

pub(super) async fn press(
    State(app): State<App>,
    asked: Asked,
    Path(draft): Path<String>,
    Form(pressed): Form<Pressed>,
) -> Response {
    let sent = [("seen".to_owned(), pressed.seen.clone())];
    let (signed, open) = match opened(&app, &asked, &draft, &sent).await {
        Ok(found) => found,
        Err(answer) => return *answer,
    };
    let to = back(&open, &pressed.back);
    if pressed.seen != open.row.hash {
        return late(&app, &asked, &open, &to).await;
    }
    let before = match &open.row.before {
        Some(hash) => draft_of(app.engine.ledger(), open.id, hash).await,
        None => Ok(None),
    };
    let text = match before {
        Ok(Some(text)) => text,
        Ok(None) => return told(&app, &asked, asked.words.say("edit-undo-nothing"), &to),
        Err(error) => return answer::error(&app, &asked, &error, &to),
    };
    let command = OfAgreement::KeepDraft {
        draft: Some(open.id),
        text,
        base: open.row.base,
        seen: Some(pressed.seen),
    };
    match app
        .engine
        .ask(ask_id(&pressed.ask), Actor::User(signed.user), command)
        .await
    {
        Ok(_) => onwards(&to, Some("flash-draft-undone")),
        Err(EngineError::Refused(refusal)) if refusal.code == "draft_moved_on" => late(&app, &asked, &open, &to).await,
        Err(error) => answer::error(&app, &asked, &error, &to),
    }
}

/// Somebody saved after: who, and that nothing was changed.
async fn late(app: &App, asked: &Asked, open: &Open, to: &str) -> Response {
    match names(app).await {
        Ok(names) => told(app, asked, moved_on(app, asked, &names, open.id, "edit-undo-late"), to),
        Err(error) => answer::error(app, asked, &error, to),
    }
}

fn told(app: &App, asked: &Asked, words: String, to: &str) -> Response {
    let frame = asked.frame(app, Place::Agreement);
    let screen = ErrorPage {
        action: asked.words.say("draft-title"),
        ..ErrorPage::refused(frame.clone(), Kind::Conflict, words, to)
    };
    page(&frame, StatusCode::CONFLICT, &screen)
}
