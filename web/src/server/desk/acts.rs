//! The acts on a handoff: a page that asks, and what becomes of what was typed.

use super::called::{self, Called};
use super::forms::{Doing, Making, Wrong};
use super::names::{Names, lead_name};
use super::onward;
use super::typed::{Typed, time};
use super::{Looker, Telling, fault, frame, not_there, outcomes, presses, reports, sheet, together, zone_for};
use crate::frame::{Frame, Place};
use crate::screens::error::{ErrorPage, Kind};
use crate::screens::lead::{Act as Shown, ActPage};
use crate::server::App;
use crate::server::answer::{self, onwards, page, refusal_words};
use crate::server::asked::Asked;
use axum::extract::{Form, Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use engine::EngineError;
use engine::lead::reads::Sheet;
use rules::Id;
use rules::ask::{Command, OfHandoff};
use rules::fact::{Actor, AttemptResult, Body, Channel, RejectReason, SubmissionKind};
use rules::handoff::Handoff;
use rules::refusal::{No, Refusal};
use rules::roster::Act;
use std::collections::HashMap;

/// A handoff that somebody wants to act on, and sees.
pub(super) struct Found {
    pub looker: Looker,
    pub doing: Doing,
    pub sheet: Sheet,
    pub handoff: Handoff,
}

pub(super) async fn form(
    State(app): State<App>,
    asked: Asked,
    headers: HeaderMap,
    Path((id, word)): Path<(String, String)>,
) -> Response {
    let found = match find(&app, &asked, &id, &word).await {
        Ok(found) => found,
        Err(answer) => return *answer,
    };
    if !may_do(&found) {
        return answer::forbidden(&app, &asked);
    }
    if let Some(refusal) = not_now(&found) {
        return first_was(&app, &asked, &found, &refusal).await;
    }
    let called = called::waiting(&app, &headers, found.looker.user, &found.handoff, asked.now);
    let typed = Typed::default();
    ask_again(&app, &asked, &found, &typed, &[], called).await
}

pub(super) async fn act(
    State(app): State<App>,
    asked: Asked,
    Path((id, word)): Path<(String, String)>,
    Form(typed): Form<HashMap<String, String>>,
) -> Response {
    let found = match find(&app, &asked, &id, &word).await {
        Ok(found) => found,
        Err(answer) => return *answer,
    };
    let typed = Typed(typed);
    let called = called::sent(&app, &typed, found.looker.user, found.handoff.id);
    let command = match read(&app, &asked, &found, &typed, called.as_ref()) {
        Ok(command) => command,
        Err(wrong) => return ask_again(&app, &asked, &found, &typed, &wrong, called).await,
    };
    // the same press twice is one act: the form's own id is the ask's
    let id = typed.some("form_token").map(|token| Id::named("form", &token));
    match app.engine.ask(id, Actor::User(found.looker.user), command).await {
        Ok(_) => done(&found, &typed),
        Err(EngineError::Refused(refusal)) => refused(&app, &asked, &found, &typed, called, &refusal).await,
        Err(error) => answer::error(&app, &asked, &error, &back(&found)),
    }
}

async fn find(app: &App, asked: &Asked, id: &str, word: &str) -> Result<Found, Box<Response>> {
    let (Some(handoff), Some(doing)) = (Id::read("handoff", id), Doing::read(word)) else {
        return Err(Box::new(not_there(app, asked)));
    };
    let looker = Looker::of(app, asked, &format!("/handoffs/{id}/{word}"))?;
    let lead = engine::handoff::reads::lead_of(app.engine.ledger(), handoff).await;
    let Some(lead) = lead.map_err(|error| fault(app, asked, &error))? else {
        return Err(Box::new(not_there(app, asked)));
    };
    let sheet = sheet(app, asked, &looker, lead).await?;
    let Some(handoff) = sheet.lead.handoff(handoff).cloned() else {
        return Err(Box::new(not_there(app, asked)));
    };
    Ok(Found {
        looker,
        doing,
        sheet,
        handoff,
    })
}

fn may_do(found: &Found) -> bool {
    match found.doing {
        // who had it is told who has it now
        Doing::Take => found.handoff.owners.contains(&found.looker.user),
        Doing::Move | Doing::GiveOn => found.looker.may(Act::Move) && found.looker.may_work(&found.handoff),
        _ => found.looker.may_work(&found.handoff),
    }
}

/// Why the form is not even shown: somebody was first. The rules say the same when it is sent.
fn not_now(found: &Found) -> Option<Refusal> {
    let handoff = &found.handoff;
    let corrects = matches!(found.doing, Doing::Feedback(_)) && handoff.said.is_some();
    // why it was late, and whether a deal lives, is said of what has ended too
    let after = found.doing.is_of_the_ended();
    if found.doing.is_outcome() {
        return outcomes::not_now(found);
    }
    if !handoff.is_open() && !corrects && !after {
        let ending = handoff.ending.map_or("", |ending| ending.code());
        return Some(Refusal::conflict("handoff_closed").with("ending", ending));
    }
    if let Some(refusal) = onward::not_now(found) {
        return Some(refusal);
    }
    let tried = found.doing == Doing::Reject && !handoff.may_be_given_back(RejectReason::Invalid);
    tried.then(|| Refusal::conflict("already_tried").with("attempts", handoff.attempts))
}

fn back(found: &Found) -> String {
    format!("/queue?lead={}", found.sheet.lead.id.show("lead"))
}

/// After a talk feedback is wanted, so the lead stays beside the queue; after anything else the next one is up.
fn done(found: &Found, typed: &Typed) -> Response {
    let talked = found.doing == Doing::Attempt && typed.get("result") == AttemptResult::Connected.code();
    let stays = talked || found.doing == Doing::Take;
    let to = if stays { back(found) } else { "/queue".to_owned() };
    let flash = if talked { "flash-connected" } else { found.doing.flash() };
    onwards(&to, Some(flash))
}

async fn refused(
    app: &App,
    asked: &Asked,
    found: &Found,
    typed: &Typed,
    called: Option<Called>,
    refusal: &Refusal,
) -> Response {
    match refusal.no {
        No::Invalid => {
            let frame = asked.frame(app, Place::Queue);
            let field = field_of(refusal.field.as_deref().unwrap_or_default(), found.doing);
            let wrong = [(field.to_owned(), refusal_words(&frame, refusal))];
            ask_again(app, asked, found, typed, &wrong, called).await
        }
        No::Conflict => first_was(app, asked, found, refusal).await,
        No::Forbidden | No::NotFound => {
            let error = EngineError::Refused(refusal.clone());
            answer::error(app, asked, &error, &back(found))
        }
    }
}

/// The form's name of what the rules call otherwise.
fn field_of(field: &str, doing: Doing) -> &str {
    match field {
        "next_step_at" if doing == Doing::Conversation => "at",
        "next_step_at" if doing == Doing::Alive => "step_on",
        "back_at" => "again_on",
        "occurred_at" => "at",
        "next_step_at" => "next_step_on",
        "at" if doing.is_outcome() => "on",
        other => other,
    }
}

/// Somebody was first: says who, and when.
async fn first_was(app: &App, asked: &Asked, found: &Found, refusal: &Refusal) -> Response {
    // read again: what came between is what there is to tell
    let lead = found.sheet.lead.id;
    let fresh = engine::lead::reads::sheet(app.engine.ledger(), lead)
        .await
        .ok()
        .flatten();
    let names = Names::read(&app.engine).await.unwrap_or_default();
    let frame = asked.frame(app, Place::Queue);
    let mut ending = refusal.clone();
    for (name, value) in &mut ending.args {
        *value = match *name {
            "ending" => frame.words.code("ending", value, &[]),
            "outcome" => frame.words.code("outcome", value, &[]),
            "at" => outcomes::day(app, found, value),
            _ => continue,
        };
    }
    onward::name_owner(&mut ending, &names);
    let words = refusal_words(&frame, &ending);
    let last = fresh.iter().flat_map(|sheet| sheet.facts.iter().rev()).find(|fact| {
        let decides = matches!(
            fact.body,
            Body::Feedback(_)
                | Body::Rejected(_)
                | Body::NotALead(_)
                | Body::NoContact(_)
                | Body::Routed(_)
                | Body::Won(_)
                | Body::Lost(_)
        );
        let tried = refusal.code == "already_tried" && matches!(fact.body, Body::Attempted(_));
        let told_already = onward::says_who(refusal);
        fact.body.handoff() == Some(found.handoff.id) && (decides || tried) && !told_already
    });
    let who = last.map(|fact| names.who(&frame, fact.actor)).unwrap_or_default();
    let happened = if who.is_empty() {
        words
    } else {
        format!("{words} {}", frame.say_of("first-was", &who))
    };
    let screen = ErrorPage::refused(frame.clone(), Kind::Conflict, happened, &back(found));
    page(&frame, StatusCode::CONFLICT, &screen)
}

/// The form, with what was typed and what is wrong with it.
async fn ask_again(
    app: &App,
    asked: &Asked,
    found: &Found,
    typed: &Typed,
    wrong: &[Wrong],
    called: Option<Called>,
) -> Response {
    let frame = match frame(app, asked, &found.looker, Place::Queue).await {
        Ok(frame) => frame,
        Err(error) => return *fault(app, asked, &error),
    };
    let names = match Names::read(&app.engine).await {
        Ok(names) => names,
        Err(error) => return *fault(app, asked, &error),
    };
    let status = if wrong.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let act = shown(app, asked, found, typed, wrong, called, &frame, &names);
    let screen = ActPage {
        frame: frame.clone(),
        act,
    };
    page(&frame, status, &screen)
}

#[allow(clippy::too_many_arguments)] // what was found, what was typed, what is wrong, and how it is said
fn shown(
    app: &App,
    asked: &Asked,
    found: &Found,
    typed: &Typed,
    wrong: &[Wrong],
    called: Option<Called>,
    frame: &Frame,
    names: &Names,
) -> Shown {
    let in_force = app.engine.in_force();
    let telling = Telling {
        frame,
        names,
        agreement: &in_force.agreement,
        zone: zone_for(&in_force.agreement, &found.handoff.rotation),
        now: asked.now,
    };
    let making = Making {
        telling: &telling,
        looker: &found.looker,
        sheet: &found.sheet,
        handoff: &found.handoff,
        typed,
        wrong,
        called,
    };
    let person = found.sheet.person.clone().unwrap_or_default();
    let (name, email, phone) = (person.name.as_deref(), person.email.as_deref(), person.phone.as_deref());
    let above = wrong.iter().find(|(field, _)| !making.shows(found.doing, field));
    let again = || (!wrong.is_empty()).then(|| frame.say("form-again"));
    let problem = above.map(|(_, words)| words.clone()).or_else(again);
    let clock = found
        .handoff
        .owed()
        .map(|(_, terms)| telling.countdown(terms.start, terms.due));
    let token = typed
        .some("form_token")
        .unwrap_or_else(|| app.engine.fresh_id().show("form"));
    Shown {
        who: lead_name(frame, name, email, phone),
        about: person.company.clone().unwrap_or_default(),
        clock,
        action: format!("/handoffs/{}/{}", found.handoff.id.show("handoff"), found.doing.word()),
        token,
        back: back(found),
        problem,
        people: together::people(&telling, found, typed),
        form: making.form(found.doing),
    }
}

/// What was typed, as a command; or what is wrong with it.
fn read(
    app: &App,
    asked: &Asked,
    found: &Found,
    typed: &Typed,
    called: Option<&Called>,
) -> Result<Command, Vec<Wrong>> {
    match found.doing {
        Doing::Feedback(which) => reports::read(app, asked, found, typed, which).map(Command::from),
        Doing::Won | Doing::Lost | Doing::UndoOutcome => outcomes::read(app, asked, found, typed).map(Command::from),
        _ => read_one(app, asked, found, typed, called).map_err(|wrong| vec![wrong]),
    }
}

/// The same, of forms that have one thing that can be wrong.
fn read_one(app: &App, asked: &Asked, found: &Found, typed: &Typed, called: Option<&Called>) -> Result<Command, Wrong> {
    let (lead, handoff) = (found.sheet.lead.id, found.handoff.id);
    let wrong = |field: &str, key: &str| (field.to_owned(), asked.words.say(key));
    match found.doing {
        Doing::Attempt => attempt(app, asked, found, typed, called).map(Command::from),
        Doing::Reject => {
            let code = typed.get("reason");
            let reason = RejectReason::read(code).ok_or_else(|| wrong("reason", "reason-choose"))?;
            let clause = typed.some(&format!("detail_{code}"));
            Ok(OfHandoff::Reject {
                lead,
                handoff,
                reason,
                clause,
                covers: together::ticked(&found.handoff, typed).filter(|_| reason.is_of_the_company()),
            }
            .into())
        }
        Doing::NotALead => {
            let what = SubmissionKind::read(typed.get("kind")).ok_or_else(|| wrong("", "kind-choose"))?;
            Ok(OfHandoff::NotALead { lead, handoff, what }.into())
        }
        Doing::Take | Doing::GiveOn => onward::read(asked, found, typed).map(Command::from),
        Doing::Move => {
            let to = Id::read("user", typed.get("to")).ok_or_else(|| wrong("", "move-choose"))?;
            Ok(OfHandoff::Move { lead, handoff, to }.into())
        }
        _ => presses::read(app, asked, found, typed),
    }
}

fn attempt(
    app: &App,
    asked: &Asked,
    found: &Found,
    typed: &Typed,
    called: Option<&Called>,
) -> Result<OfHandoff, Wrong> {
    let wrong = |field: &str, key: &str| (field.to_owned(), asked.words.say(key));
    let channel = Channel::read(typed.get("channel")).ok_or_else(|| wrong("", "channel-choose"))?;
    let result = AttemptResult::read(typed.get("result")).ok_or_else(|| wrong("", "result-choose"))?;
    let zone = zone_for(&app.engine.in_force().agreement, &found.handoff.rotation);
    let typed_at = match typed.get("at") {
        "" => None,
        text => Some(time(&zone, text).ok_or_else(|| wrong("at", "time-unread"))?),
    };
    if typed_at.is_some_and(|at| at > asked.now) {
        return Err(wrong("at", "time-ahead"));
    }
    // only a call can have been seen here
    let seen = called.filter(|_| channel == Channel::Call);
    Ok(OfHandoff::Attempt {
        lead: found.sheet.lead.id,
        handoff: found.handoff.id,
        channel,
        result,
        occurred_at: seen.map(|called| called.at).or(typed_at),
        seen: seen.is_some(),
        note: typed.some("note"),
    })
}
