//! Where one is told of what concerns one: by mail, in a chat, or by a program of one's own.

use super::App;
use super::account::account_page;
use super::answer::{self, onwards, refusal_words};
use super::asked::Asked;
use crate::frame::{Frame, Place};
use crate::screens::account::Alerts;
use crate::shapes::{Choice, Field};
use axum::Router;
use axum::extract::{Form, State};
use axum::response::Response;
use axum::routing::post;
use engine::EngineError;
use engine::outbox::webhook_secret;
use rules::ask::{AlertBy, AlertPlace, OfAccount};
use rules::fact::Actor;
use rules::refusal::Refusal;
use serde::Deserialize;

/// What the form sends where mail is chosen.
const MAIL: &str = "mail";

pub(super) fn routes() -> Router<App> {
    Router::new().route("/account/alerts", post(set_alerts))
}

/// What was typed, and the words of why it cannot stay.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Typed {
    #[serde(default)]
    by: String,
    #[serde(default)]
    url: String,
    #[serde(skip)]
    wrong: Option<String>,
}

impl Typed {
    fn of(place: Option<&AlertPlace>) -> Self {
        Self {
            by: place.map_or(MAIL, |place| place.by.code()).to_owned(),
            url: place.map(|place| place.url.clone()).unwrap_or_default(),
            wrong: None,
        }
    }

    /// Nothing is a place where mail is chosen; what was typed beside it is not looked at.
    fn place(&self) -> Result<Option<AlertPlace>, Refusal> {
        let url = self.url.trim().to_owned();
        match AlertBy::read(&self.by) {
            Some(by) => Ok(Some(AlertPlace { by, url })),
            None if self.by == MAIL => Ok(None),
            None => Err(Refusal::invalid("alert_by", "url")),
        }
    }

    /// Whether something was typed that cannot stay.
    pub fn is_wrong(&self) -> bool {
        self.wrong.is_some()
    }
}

/// The box on the account's page: as it is kept, or as it was typed.
pub(super) fn shape(app: &App, frame: &Frame, email: &str, kept: Option<&AlertPlace>, typed: Option<&Typed>) -> Alerts {
    let shown = typed.cloned().unwrap_or_else(|| Typed::of(kept));
    let ways = [MAIL].into_iter().chain(AlertBy::ALL.map(AlertBy::code));
    let way = |code: &str| Choice {
        value: code.to_owned(),
        label: frame.words.code("account-alerts", code, &[("email", email.into())]),
        chosen: code == shown.by,
    };
    let program = kept.filter(|place| place.by == AlertBy::Webhook);
    Alerts {
        ways: ways.map(way).collect(),
        url: Field {
            value: shown.url,
            wrong: shown.wrong,
        },
        secret: program.map(|place| webhook_secret(&app.shown.secret_key, &place.url)),
    }
}

async fn set_alerts(State(app): State<App>, asked: Asked, Form(typed): Form<Typed>) -> Response {
    let signed = match asked.somebody("/account") {
        Ok(signed) => signed,
        Err(answer) => return *answer,
    };
    let user = signed.user;
    let set = |place| OfAccount::SetAlerts { user, place };
    let asked_for = match typed.place() {
        Ok(place) => app.engine.ask(None, Actor::User(user), set(place)).await,
        Err(refusal) => Err(EngineError::Refused(refusal)),
    };
    match asked_for {
        Ok(_) => onwards("/account", Some("flash-alerts")),
        Err(EngineError::Refused(refusal)) if refusal.field.is_some() => {
            let wrong = Some(refusal_words(&asked.frame(&app, Place::Account), &refusal));
            account_page(&app, &asked, signed, (None, Some(Typed { wrong, ..typed }))).await
        }
        Err(error) => answer::error(&app, &asked, &error, "/account"),
    }
}
