//! Proposing a text: looked at first (what is wrong, what it changes, who signs), then proposed. Nothing typed is lost.

use super::{fields, href, is_shown_here, may_propose, saying};
use crate::agreed::{expected, problem, sentences, who_signs};
use crate::frame::Place;
use crate::screens::versions::{ProposePage, Wrong};
use crate::server::App;
use crate::server::answer::{self, onwards, page, refusal_words};
use crate::server::asked::{Asked, Signed};
use crate::server::books::agreement::known;
use crate::server::books::{ask_id, form_token};
use axum::extract::{Form, State};
use axum::http::StatusCode;
use axum::response::Response;
use engine::EngineError;
use rules::agreement::change::{Kind, changes, kind};
use rules::agreement::{Agreement, Problem};
use rules::ask::OfAgreement;
use rules::calendar::Holidays;
use rules::fact::Actor;
use rules::refusal::Refusal;
use serde::Deserialize;

const HERE: &str = "/agreement/propose";

/// What the form sends.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    ask: String,
    base: String,
    text: String,
    trial: String,
    act: String,
}

/// The one who may propose.
fn proposer<'a>(app: &App, asked: &'a Asked) -> Result<&'a Signed, Box<Response>> {
    let signed = asked.somebody(HERE)?;
    match may_propose(app, signed) {
        true => Ok(signed),
        false => Err(Box::new(answer::forbidden(app, asked))),
    }
}

pub(super) async fn form(State(app): State<App>, asked: Asked) -> Response {
    if let Err(answer) = proposer(&app, &asked) {
        return *answer;
    }
    let in_force = app.engine.in_force();
    let text = engine::agreement::reads::text_of(app.engine.ledger(), in_force.version).await;
    match text {
        Ok(text) => {
            let typed = Typed {
                text,
                base: in_force.version.to_string(),
                ..Typed::default()
            };
            draw(&app, &asked, &typed, None, StatusCode::OK).await
        }
        Err(error) => answer::error(&app, &asked, &error, "/agreement"),
    }
}

pub(super) async fn post(State(app): State<App>, asked: Asked, Form(mut typed): Form<Typed>) -> Response {
    let signed = match proposer(&app, &asked) {
        Ok(signed) => signed,
        Err(answer) => return *answer,
    };
    // a form sends lines as CRLF; the text that is signed has the line ends that files have
    typed.text = typed.text.replace("\r\n", "\n");
    match typed.act.as_str() {
        "propose" => propose(&app, &asked, signed, &typed).await,
        "defaults" => {
            let registry = app.engine.fields().registry();
            if let Ok(written) = Agreement::propose(&typed.text, &registry, &Holidays::shipped()) {
                typed.text = written;
            }
            looked_at(&app, &asked, &typed).await
        }
        _ => looked_at(&app, &asked, &typed).await,
    }
}

async fn looked_at(app: &App, asked: &Asked, typed: &Typed) -> Response {
    let status = match read(app, &typed.text) {
        Ok(_) => StatusCode::OK,
        Err(_) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    draw(app, asked, typed, None, status).await
}

fn read(app: &App, text: &str) -> Result<Agreement, Vec<Problem>> {
    Agreement::load(text, &app.engine.fields().registry(), &Holidays::shipped())
}

async fn propose(app: &App, asked: &Asked, signed: &Signed, typed: &Typed) -> Response {
    let command = OfAgreement::Propose {
        text: typed.text.clone(),
        trial: typed.trial == "yes",
        from: None,
        base: typed.base.parse().unwrap_or(-1),
        draft: None,
    };
    let id = ask_id(&typed.ask);
    match app.engine.ask(id, Actor::User(signed.user), command).await {
        Ok(answer) => {
            let version = answer.get("version").and_then(serde_json::Value::as_i64);
            let to = version.map_or(super::LIST.to_owned(), href);
            onwards(&to, Some("flash-proposed"))
        }
        Err(EngineError::Refused(refusal)) if is_shown_here(&refusal) => {
            draw(app, asked, typed, Some(&refusal), StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => answer::error(app, asked, &error, HERE),
    }
}

async fn draw(app: &App, asked: &Asked, typed: &Typed, refused: Option<&Refusal>, status: StatusCode) -> Response {
    let mut screen = filled(app, asked, typed, refused);
    if let Ok(new) = read(app, &typed.text) {
        match known(app, asked, &new).await {
            Ok((known, looked_at)) => (screen.known, screen.looked_at) = (known, looked_at),
            Err(error) => return answer::error(app, asked, &error, HERE),
        }
    }
    page(&screen.frame.clone(), status, &screen)
}

fn filled(app: &App, asked: &Asked, typed: &Typed, refused: Option<&Refusal>) -> ProposePage {
    let fields = fields(app);
    let say = saying(asked, &fields);
    let frame = asked.frame(app, Place::Agreement);
    let in_force = app.engine.in_force();
    let trial = typed.trial == "yes";
    let mut screen = ProposePage {
        text: typed.text.clone(),
        // compared anew each time: with what is in force now
        base: in_force.version.to_string(),
        trial,
        wrong: Vec::new(),
        sentences: Vec::new(),
        who_signs: String::new(),
        ready: false,
        problem: refused.map(|refusal| refusal_words(&frame, refusal)),
        known: Vec::new(),
        looked_at: String::new(),
        token: form_token(app),
        frame,
    };
    match read(app, &typed.text) {
        Ok(new) => {
            let found = changes(&in_force.agreement, &new);
            let shared = in_force.version == 0;
            let whose = kind(&found).map(|whose| if shared { Kind::Shared } else { whose });
            screen.ready = !found.is_empty() || shared;
            screen.sentences = sentences(&say, &found);
            screen.who_signs = match trial {
                true => asked.words.say("version-trial-signs"),
                false => who_signs(&say, whose),
            };
        }
        Err(problems) => {
            let wrong = |one: &Problem| Wrong {
                place: format!("{}:{}", one.line, one.column),
                sentence: [Some(problem(&say, one)), expected(&say, one)]
                    .into_iter()
                    .flatten()
                    .collect::<Vec<_>>()
                    .join(" "),
            };
            screen.wrong = problems.iter().map(wrong).collect();
        }
    }
    screen
}
