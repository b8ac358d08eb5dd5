//! A draft as text: what does not load stays in the page, each problem with its line and column.

use super::{
    Open, href, is_shown_here, load, moved_on, names, opened, parts, refused_words, stale, status_of, undo, wrong_said,
};
use crate::agreed::Saying;
use crate::frame::Place;
use crate::screens::drafts::{Stale, TextPage};
use crate::server::App;
use crate::server::answer::{self, onwards, page};
use crate::server::asked::{Asked, Signed};
use crate::server::books::{ask_id, form_token};
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use engine::EngineError;
use rules::ask::OfAgreement;
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

/// What came of a text that was sent.
#[derive(Default)]
struct Sent {
    text: Option<String>,
    /// What was refused, in words.
    problem: Option<String>,
    /// Somebody changed the draft meanwhile: in words.
    moved: Option<String>,
}

pub(super) async fn shown(State(app): State<App>, asked: Asked, Path(draft): Path<String>) -> Response {
    match opened(&app, &asked, &draft, &[]).await {
        Ok((signed, open)) => draw(&app, &asked, signed, &open, Sent::default(), StatusCode::OK),
        Err(answer) => *answer,
    }
}

pub(super) async fn save(
    State(app): State<App>,
    asked: Asked,
    Path(draft): Path<String>,
    Form(typed): Form<Typed>,
) -> Response {
    let text = typed.text.replace("\r\n", "\n");
    let sent = [("text".to_owned(), text.clone())];
    let (signed, open) = match opened(&app, &asked, &draft, &sent).await {
        Ok(found) => found,
        Err(answer) => return *answer,
    };
    let typed_text = || Sent {
        text: Some(text.clone()),
        ..Sent::default()
    };
    if typed.seen != open.row.hash {
        return moved(&app, &asked, signed, &open, typed_text()).await;
    }
    if load(&app, &text).is_err() {
        return draw(
            &app,
            &asked,
            signed,
            &open,
            typed_text(),
            StatusCode::UNPROCESSABLE_ENTITY,
        );
    }
    let command = OfAgreement::KeepDraft {
        draft: Some(open.id),
        text: text.clone(),
        base: open.row.base,
        seen: Some(typed.seen),
    };
    let id = ask_id(&typed.ask);
    match app.engine.ask(id, Actor::User(signed.user), command).await {
        Ok(_) => onwards(&href(open.id), Some("flash-draft-kept")),
        // somebody was faster by less than a moment: with what the draft says now
        Err(EngineError::Refused(refusal)) if refusal.code == "draft_moved_on" => {
            match opened(&app, &asked, &draft, &sent).await {
                Ok((signed, open)) => moved(&app, &asked, signed, &open, typed_text()).await,
                Err(answer) => *answer,
            }
        }
        Err(EngineError::Refused(refusal)) if is_shown_here(&refusal) => match names(&app).await {
            Ok(names) => {
                let words = refused_words(&app, &asked, &names, open.id, (&refusal, "edit-moved-on"));
                let sent = Sent {
                    problem: Some(words),
                    ..typed_text()
                };
                draw(&app, &asked, signed, &open, sent, status_of(&refusal))
            }
            Err(error) => answer::error(&app, &asked, &error, &href(open.id)),
        },
        Err(error) => answer::error(&app, &asked, &error, &href(open.id)),
    }
}

async fn moved(app: &App, asked: &Asked, signed: &Signed, open: &Open, mut sent: Sent) -> Response {
    match names(app).await {
        Ok(names) => {
            sent.moved = Some(moved_on(app, asked, &names, open.id, "edit-moved-on"));
            draw(app, asked, signed, open, sent, StatusCode::CONFLICT)
        }
        Err(error) => answer::error(app, asked, &error, &href(open.id)),
    }
}

fn draw(app: &App, asked: &Asked, signed: &Signed, open: &Open, sent: Sent, status: StatusCode) -> Response {
    let fields = open.fields(app);
    let say = Saying {
        words: &asked.words,
        fields: &fields,
    };
    let text = sent.text.unwrap_or_else(|| open.text.clone());
    let wrong = load(app, &text).err().unwrap_or_default();
    let screen = TextPage {
        href: href(open.id),
        parts: parts(asked, open.id, "text"),
        stale: sent.moved.map(|words| Stale {
            words,
            rows: stale::of_text(&text, &open.text),
            take: format!("{}/text", href(open.id)),
            lines: true,
        }),
        undo: undo::button(app, asked, signed, open, "text"),
        text,
        wrong: wrong_said(&say, &wrong),
        problem: sent.problem,
        seen: open.row.hash.clone(),
        token: form_token(app),
        frame: asked.frame(app, Place::Agreement),
    };
    page(&screen.frame.clone(), status, &screen)
}
