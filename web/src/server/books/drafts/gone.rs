//! A draft that is none any more: it was proposed, and leads to its version; or discarded, and can be taken back. What
//! somebody typed meanwhile stands on the page.

use super::{LIST, href, names};
use crate::frame::Place;
use crate::screens::drafts::GonePage;
use crate::server::answer::{self, page};
use crate::server::asked::Asked;
use crate::server::{App, when, zone_of};
use axum::http::StatusCode;
use axum::response::Response;
use rules::Id;
use rules::agreement::life::{TextDraft, Version};
use std::collections::BTreeMap;

/// What was typed, by the names of the form.
pub(super) type Sent = [(String, String)];

/// Reading what is gone is answered 410; changing it 409, because somebody was first.
fn status(sent: &Sent) -> StatusCode {
    match sent.is_empty() {
        true => StatusCode::GONE,
        false => StatusCode::CONFLICT,
    }
}

pub(super) async fn proposed(app: &App, asked: &Asked, (number, version): (i64, &Version), sent: &Sent) -> Response {
    let names = match names(app).await {
        Ok(names) => names,
        Err(error) => return answer::error(app, asked, &error, LIST),
    };
    let words = &asked.words;
    let at = when::moment(words, &zone_of(app), version.at, asked.now);
    let values = [
        ("who", who(asked, version.by, &names).into()),
        ("at", at.shown.into()),
        ("version", number.into()),
    ];
    let screen = GonePage {
        frame: asked.frame(app, Place::Agreement),
        title: words.say("gone-proposed-title"),
        happened: words.say_with("gone-proposed", &values),
        act: words.say_with("gone-proposed-act", &[("version", number.into())]),
        href: format!("{LIST}/{number}"),
        restore: None,
        typed: typed(asked, sent),
    };
    page(&screen.frame.clone(), status(sent), &screen)
}

pub(super) async fn discarded(app: &App, asked: &Asked, (id, draft): (Id, &TextDraft), sent: &Sent) -> Response {
    let names = match names(app).await {
        Ok(names) => names,
        Err(error) => return answer::error(app, asked, &error, LIST),
    };
    let words = &asked.words;
    let values = [("who", who(asked, draft.kept_by, &names).into())];
    let screen = GonePage {
        frame: asked.frame(app, Place::Agreement),
        title: words.say("gone-discarded-title"),
        happened: words.say_with("gone-discarded", &values),
        act: words.say("gone-discarded-act"),
        href: format!("{LIST}#drafts"),
        restore: Some(format!("{}/restore", href(id))),
        typed: typed(asked, sent),
    };
    page(&screen.frame.clone(), status(sent), &screen)
}

/// Somebody's name; a program has none.
pub(super) fn who(asked: &Asked, user: Option<Id>, names: &BTreeMap<Id, String>) -> String {
    let named = user.and_then(|user| names.get(&user).cloned());
    named.unwrap_or_else(|| asked.words.say("draft-program"))
}

/// What was typed with the labels of the form; what a form carries besides is left out.
fn typed(asked: &Asked, sent: &Sent) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = Vec::new();
    let said = |(name, value): &&(String, String)| {
        !value.trim().is_empty() && !name.starts_with('_') && !["ask", "seen"].contains(&name.as_str())
    };
    for (name, value) in sent.iter().filter(said) {
        let key = name.split('.').next().unwrap_or_default().replace('/', "_");
        let label = match key.as_str() {
            "text" => asked.words.say("edit-part-text"),
            key => asked.words.code("edit-key", key, &[]),
        };
        match all.last_mut().filter(|(known, _)| *known == label) {
            Some((_, values)) => *values = format!("{values} {value}"),
            None => all.push((label, value.clone())),
        }
    }
    all
}
