//! A draft as text: what does not load stays in the page, each problem with its line and column.

use super::{Open, href, is_shown_here, load, names, opened, parts, refused_words, status_of, wrong_said};
use crate::agreed::Saying;
use crate::frame::Place;
use crate::screens::drafts::TextPage;
use crate::server::App;
use crate::server::answer::{self, onwards, page};
use crate::server::asked::Asked;
use crate::server::books::{ask_id, form_token};
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use engine::EngineError;
use rules::ask::Command;
use rules::fact::Actor;
use serde::Deserialize;

/// What the form sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    ask: String,
    seen: String,
    text: String,
}

pub(super) async fn shown(State(app): State<App>, asked: Asked, Path(draft): Path<String>) -> Response {
    match opened(&app, &asked, &draft).await {
        Ok((_, open)) => draw(&app, &asked, &open, &open.text.clone(), None, StatusCode::OK),
        Err(answer) => *answer,
    }
}

pub(super) async fn save(
    State(app): State<App>,
    asked: Asked,
    Path(draft): Path<String>,
    Form(typed): Form<Typed>,
) -> Response {
    let (signed, open) = match opened(&app, &asked, &draft).await {
        Ok(found) => found,
        Err(answer) => return *answer,
    };
    let text = typed.text.replace("\r\n", "\n");
    if load(&app, &text).is_err() {
        return draw(&app, &asked, &open, &text, None, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let command = Command::KeepDraft {
        draft: Some(open.id),
        text: text.clone(),
        base: open.row.base,
        seen: Some(typed.seen),
    };
    match app
        .engine
        .ask(ask_id(&typed.ask), Actor::User(signed.user), command)
        .await
    {
        Ok(_) => onwards(&href(open.id), Some("flash-draft-kept")),
        Err(EngineError::Refused(refusal)) if is_shown_here(&refusal) => match names(&app).await {
            Ok(names) => {
                let words = refused_words(&app, &asked.frame(&app, Place::Agreement), &names, open.id, &refusal);
                draw(&app, &asked, &open, &text, Some(words), status_of(&refusal))
            }
            Err(error) => answer::error(&app, &asked, &error, &href(open.id)),
        },
        Err(error) => answer::error(&app, &asked, &error, &href(open.id)),
    }
}

fn draw(app: &App, asked: &Asked, open: &Open, text: &str, problem: Option<String>, status: StatusCode) -> Response {
    let fields = open.fields(app);
    let say = Saying {
        words: &asked.words,
        fields: &fields,
    };
    let wrong = load(app, text).err().unwrap_or_default();
    let screen = TextPage {
        href: href(open.id),
        parts: parts(asked, open.id, "text"),
        text: text.to_owned(),
        wrong: wrong_said(&say, &wrong),
        problem,
        seen: open.row.hash.clone(),
        token: form_token(app),
        frame: asked.frame(app, Place::Agreement),
    };
    page(&screen.frame.clone(), status, &screen)
}
