//! A part of a draft as forms: each thing a card, each key an input that fits it.

use super::clause;
use super::shape::{Key, Shape, Text, Thing, things};
use super::typed::{STEPS_MAX, Typed, Wrongs, added, edits, place_of, shown as shown_as};
use super::{Open, href, is_shown_here, load, names, opened, parts, refused_words, said, status_of};
use crate::agreed::Saying;
use crate::frame::Place as Where;
use crate::screens::drafts::{Card, Input, PartPage, Step};
use crate::screens::error::Kind as Missing;
use crate::server::App;
use crate::server::answer::{self, onwards, page};
use crate::server::asked::{Asked, Signed};
use crate::server::books::{ask_id, form_token};
use crate::shapes::Choice;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use engine::EngineError;
use rules::agreement::Problem;
use rules::agreement::edit::{self, Edit, Literal, Place, Unwritten};
use rules::ask::Command;
use rules::fact::{Actor, Role};
use rules::fields::Registry;
use std::collections::BTreeMap;

/// What came of a card that was sent.
#[derive(Default)]
struct Sent {
    /// Its place, and whether it was the new one.
    at: Option<(String, bool)>,
    typed: Typed,
    /// What is wrong with inputs, in words, by their names.
    wrong: BTreeMap<String, String>,
    /// What is wrong with the card.
    card: Option<String>,
    /// What is wrong with the page.
    page: Option<String>,
}

pub(super) async fn shown(
    State(app): State<App>,
    asked: Asked,
    Path((draft, part)): Path<(String, String)>,
) -> Response {
    match opened(&app, &asked, &draft).await {
        Ok((_, open)) => draw(&app, &asked, &open, &part, &Sent::default(), StatusCode::OK),
        Err(answer) => *answer,
    }
}

pub(super) async fn save(
    State(app): State<App>,
    asked: Asked,
    Path((draft, part)): Path<(String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Response {
    let (signed, open) = match opened(&app, &asked, &draft).await {
        Ok(found) => found,
        Err(answer) => return *answer,
    };
    let typed = Typed::of(sent);
    let found = open.read.as_ref().ok().and_then(|agreement| {
        let text = Text {
            text: &open.text,
            agreement,
        };
        let all = things(&text, &part)?;
        let is =
            |thing: &Thing| thing.place.to_string() == typed.get("_at") && thing.is_new == (typed.get("_new") == "yes");
        all.into_iter().find(is)
    });
    let Some(thing) = found else {
        return answer::plain(&asked.frame(&app, Where::Agreement), Missing::NotFound, &href(open.id));
    };
    if typed.get("_act") == "look" {
        let sent = Sent {
            at: Some((thing.place.to_string(), thing.is_new)),
            typed,
            ..Sent::default()
        };
        return draw(&app, &asked, &open, &part, &sent, StatusCode::OK);
    }
    keep(&app, &asked, signed, &open, (&part, &thing), typed).await
}

/// Writes what was typed into the text, looks at it, and keeps it.
async fn keep(
    app: &App,
    asked: &Asked,
    signed: &Signed,
    open: &Open,
    (part, thing): (&str, &Thing),
    typed: Typed,
) -> Response {
    let mut sent = Sent {
        at: Some((thing.place.to_string(), thing.is_new)),
        ..Sent::default()
    };
    let base = engine::agreement::reads::text_of(app.engine.ledger(), open.row.base).await;
    let written = match base {
        Ok(base) => written(app, asked, open, thing, &typed, &base),
        Err(error) => return answer::error(app, asked, &error, &href(open.id)),
    };
    sent.typed = typed;
    let text = match written {
        Ok(text) => text,
        Err(wrong) => {
            (sent.wrong, sent.card) = wrong;
            return draw(app, asked, open, part, &sent, StatusCode::UNPROCESSABLE_ENTITY);
        }
    };
    let command = Command::KeepDraft {
        draft: Some(open.id),
        text,
        base: open.row.base,
        seen: Some(sent.typed.get("_seen").to_owned()),
    };
    let id = ask_id(sent.typed.get("_ask"));
    match app.engine.ask(id, Actor::User(signed.user), command).await {
        Ok(_) => onwards(&format!("{}/{part}", href(open.id)), Some("flash-draft-kept")),
        Err(EngineError::Refused(refusal)) if is_shown_here(&refusal) => match names(app).await {
            Ok(names) => {
                let frame = asked.frame(app, Where::Agreement);
                sent.page = Some(refused_words(app, &frame, &names, open.id, &refusal));
                draw(app, asked, open, part, &sent, status_of(&refusal))
            }
            Err(error) => answer::error(app, asked, &error, &href(open.id)),
        },
        Err(error) => answer::error(app, asked, &error, &href(open.id)),
    }
}

/// What is wrong with a card's inputs, by name, and with the card.
type CardWrong = (BTreeMap<String, String>, Option<String>);

/// The text with what was typed written into it, if that is an agreement.
fn written(
    app: &App,
    asked: &Asked,
    open: &Open,
    thing: &Thing,
    typed: &Typed,
    base: &str,
) -> Result<String, CardWrong> {
    let fields = open.fields(app);
    let say = Saying {
        words: &asked.words,
        fields: &fields,
    };
    let in_words = |wrongs: Wrongs| -> CardWrong {
        let words = wrongs.into_iter().map(|(name, key)| (name, asked.words.say(key)));
        (words.collect(), None)
    };
    let edits = acts(&open.text, thing, typed, &fields).map_err(in_words)?;
    let text =
        edit::edit(&open.text, &edits, Some(base)).map_err(|no| (BTreeMap::new(), Some(unwritten(asked, no))))?;
    match load(app, &text) {
        Ok(_) => Ok(text),
        Err(problems) => Err(spotted(&say, open, &text, thing, &problems)),
    }
}

fn unwritten(asked: &Asked, no: Unwritten) -> String {
    asked.words.say(match no {
        Unwritten::NoSuchPlace => "edit-no-such-place",
        Unwritten::NotToml | Unwritten::OnlyAsText => "edit-only-as-text",
    })
}

fn acts(text: &str, thing: &Thing, typed: &Typed, fields: &Registry) -> Result<Vec<Edit>, Wrongs> {
    let at = thing.order.map_or(0, |(at, _)| at);
    let beside = |by: usize| sibling(&thing.place, by);
    Ok(match typed.get("_act") {
        "up" if at > 0 => vec![Edit::Up(thing.place.clone())],
        "down" => beside(at + 1).map(Edit::Up).into_iter().collect(),
        "remove" if thing.remove => vec![Edit::Drop(thing.place.clone())],
        _ if thing.is_new => vec![added(text, thing, typed, fields)?],
        _ => edits(text, thing, typed, fields)?,
    })
}

fn sibling(place: &Place, at: usize) -> Option<Place> {
    let mut steps = place.0.clone();
    steps.pop()?;
    Some(Place(steps).at(at))
}

/// Problems beside the inputs that they are about; those of other places on the card.
fn spotted(say: &Saying<'_>, open: &Open, text: &str, thing: &Thing, problems: &[Problem]) -> CardWrong {
    let place = match thing.is_new {
        true if thing.kind == "calendar" => thing.place.clone(),
        true => thing
            .place
            .at(edit::count(&open.text, &thing.place).unwrap_or_default()),
        false => thing.place.clone(),
    };
    let (mut inputs, mut card) = (BTreeMap::new(), Vec::new());
    for problem in problems {
        let sentence = said(say, problem);
        match input_of(text, &place, thing, problem) {
            Some(name) => drop(inputs.entry(name).or_insert(sentence)),
            None => card.push(format!("{}:{} {sentence}", problem.line, problem.column)),
        }
    }
    (inputs, Some(card.join(" ")).filter(|words| !words.is_empty()))
}

/// The input that a problem is about: by its place, or by the key that it names.
fn input_of(text: &str, place: &Place, thing: &Thing, problem: &Problem) -> Option<String> {
    let at = edit::place_at(text, problem.line, problem.column)?;
    let inside = |outer: &Place| at.0.starts_with(&outer.0);
    let by_place = thing.keys.iter().filter(|key| inside(&place_of(place, key)));
    let by_place = by_place.max_by_key(|key| key.path.len());
    let named = |key: &&Key| {
        let last = key.path.rsplit('/').next();
        problem
            .args
            .first()
            .is_some_and(|arg| last == Some(arg.as_str()) || key.path == *arg)
    };
    let by_name = || thing.keys.iter().find(|key| inside(place) && named(key));
    by_place.or_else(by_name).map(|key| key.path.clone())
}

fn draw(app: &App, asked: &Asked, open: &Open, part: &str, sent: &Sent, status: StatusCode) -> Response {
    let fields = open.fields(app);
    let say = Saying {
        words: &asked.words,
        fields: &fields,
    };
    let Ok(agreement) = &open.read else {
        // what does not load any more (a field was retired) has no forms: its text tells what is wrong
        return onwards(&format!("{}/text", href(open.id)), None);
    };
    let text = Text {
        text: &open.text,
        agreement,
    };
    let Some(things) = things(&text, part) else {
        return answer::plain(&asked.frame(app, Where::Agreement), Missing::NotFound, &href(open.id));
    };
    let cards = things.iter().enumerate().map(|(n, thing)| Card {
        token: form_token(app),
        ..card(&say, open, n, thing, sent)
    });
    let screen = PartPage {
        href: href(open.id),
        action: format!("{}/{part}", href(open.id)),
        parts: parts(asked, open.id, part),
        title: asked.words.code("edit-part", part, &[]),
        about: asked.words.code("edit-about", part, &[]),
        cards: cards.collect(),
        problem: sent.page.clone(),
        seen: open.row.hash.clone(),
        frame: asked.frame(app, Where::Agreement),
    };
    page(&screen.frame.clone(), status, &screen)
}

fn card(say: &Saying<'_>, open: &Open, n: usize, thing: &Thing, sent: &Sent) -> Card {
    let at = thing.place.to_string();
    let sent = Some(sent).filter(|sent| sent.at == Some((at.clone(), thing.is_new)));
    let inputs = thing
        .keys
        .iter()
        .map(|key| input(say, open, &format!("c{n}"), thing, key, sent));
    let (up, down) = thing.order.map_or((false, false), |(at, many)| (at > 0, at + 1 < many));
    Card {
        id: format!("c{n}"),
        title: title(say, open, thing),
        is_new: thing.is_new,
        inside: thing.inside,
        open: sent.is_some(),
        inputs: inputs.collect(),
        up,
        down,
        remove: thing.remove,
        problem: sent.and_then(|sent| sent.card.clone()),
        at,
        ..Card::default()
    }
}

/// "A lead of the tier request", "Another clause".
fn title(say: &Saying<'_>, open: &Open, thing: &Thing) -> String {
    let named = |key: &str| edit::said(&open.text, &thing.place.key(key)).ok().flatten();
    let own = ["name", "ask", "words"]
        .into_iter()
        .find_map(|key| named(key)?.as_text().map(str::to_owned));
    let name = match (thing.kind, thing.name.as_str()) {
        ("definition", stage) => say.words.code("stage", stage, &[]),
        ("expected_tier", tier) => say.words.code("tier", tier, &[]),
        (_, "") => own.unwrap_or_default(),
        (_, name) => name.to_owned(),
    };
    match thing.is_new {
        true => say.words.code("edit-new", thing.kind, &[]),
        false => say.words.code("edit-thing", thing.kind, &[("name", name.into())]),
    }
}

fn input(say: &Saying<'_>, open: &Open, id: &str, thing: &Thing, key: &Key, sent: Option<&Sent>) -> Input {
    let place = place_of(&thing.place, key);
    let now = if thing.is_new {
        None
    } else {
        edit::said(&open.text, &place).ok().flatten()
    };
    let typed = sent.map(|sent| &sent.typed);
    let value = match typed {
        Some(typed) => typed.all(&key.path).collect::<Vec<_>>().join("\n"),
        None => shown_as(&key.shape, now.as_ref()),
    };
    let mut input = Input {
        id: format!("{id}-{}", key.path.replace(['/', ' '], "-")),
        name: key.path.clone(),
        label: label(say, thing, key),
        hint: hint(say, key),
        control: control(&key.shape),
        value,
        wrong: sent.and_then(|sent| sent.wrong.get(&key.path).cloned()),
        ..Input::default()
    };
    fill(say, &mut input, key, now.as_ref(), typed);
    input
}

/// What a key is called. Tiers, where they are keys, have their own names.
fn label(say: &Saying<'_>, thing: &Thing, key: &Key) -> String {
    match key.path.split_once('/') {
        Some(("per_week", tier)) => {
            let tier = say.words.code("tier", tier, &[]);
            say.words.code("edit-key", "per_week", &[("name", tier.into())])
        }
        _ if thing.kind == "escalation" && key.path == "other" => say.words.say("agreement-other-tiers"),
        _ if thing.kind == "escalation" => say.words.code("tier", &key.path, &[]),
        _ => say.words.code("edit-key", &key.path.replace('/', "_"), &[]),
    }
}

fn hint(say: &Saying<'_>, key: &Key) -> String {
    let by_key = key.path.replace('/', "_");
    let by_shape = match key.shape {
        Shape::Length => "edit-hint-length",
        Shape::Share => "edit-hint-share",
        Shape::Lines => "edit-hint-lines",
        Shape::Dates => "edit-hint-dates",
        Shape::Steps => "edit-hint-steps",
        Shape::Clause { always: true, .. } => "edit-hint-always",
        Shape::Clause { .. } => "edit-hint-clause",
        _ => "",
    };
    let own = format!("edit-hint-{}", by_key.replace('_', "-"));
    match say.words.has(&own) {
        true => say.words.code("edit-hint", &by_key, &[]),
        false if by_shape.is_empty() => String::new(),
        false => say.words.say(by_shape),
    }
}

fn control(shape: &Shape) -> &'static str {
    match shape {
        Shape::Lines | Shape::Dates => "lines",
        Shape::OneOf(_) | Shape::Role => "select",
        Shape::AnyOf(_) => "ticks",
        Shape::Flag => "tick",
        Shape::Clause { .. } => "clause",
        Shape::Steps => "steps",
        Shape::Whole => "number",
        _ => "line",
    }
}

/// What may be chosen, conditions and steps.
fn fill(say: &Saying<'_>, input: &mut Input, key: &Key, now: Option<&Literal>, typed: Option<&Typed>) {
    match &key.shape {
        Shape::OneOf(all) => input.choices = all.iter().map(|one| choice(say, key, one, &[&input.value])).collect(),
        Shape::AnyOf(all) => {
            let ticked: Vec<&str> = input.value.lines().collect();
            input.choices = all.iter().map(|one| choice(say, key, one, &ticked)).collect();
        }
        Shape::Role => input.choices = roles(say, &input.value, false),
        Shape::Flag => {
            let ticked = input.value == "true" || input.value == "yes";
            input.value = if ticked { "yes".to_owned() } else { String::new() };
        }
        Shape::Steps => input.steps = steps(say, &key.path, now, typed),
        Shape::Clause { without, .. } => {
            let source = now.and_then(Literal::as_text);
            match source.filter(|source| !clause::is_shown(source, say.fields)) {
                Some(source) => (input.control, input.value) = ("text", source.to_owned()),
                None => input.conditions = clause::rows(say, &key.path, source, typed, without),
            }
        }
        _ => {}
    }
}

/// A word of the text's own in words; a name as it is.
fn choice(say: &Saying<'_>, key: &Key, value: &str, chosen: &[&str]) -> Choice {
    let label = match (key.path.as_str(), value) {
        (_, "") => say.words.say("edit-unsaid"),
        ("calendar" | "questions", name) => name.to_owned(),
        (_, word) => say.words.code("agreed-word", word, &[]),
    };
    Choice {
        value: value.to_owned(),
        label,
        chosen: chosen.contains(&value),
    }
}

fn roles(say: &Saying<'_>, chosen: &str, owner_too: bool) -> Vec<Choice> {
    let owner = owner_too.then(|| ("owner", say.words.say("agreement-owner")));
    let roles = Role::ALL
        .into_iter()
        .map(|role| (role.code(), say.words.code("role-name", role.code(), &[])));
    let all = owner.into_iter().chain(roles);
    all.map(|(value, label)| Choice {
        value: value.to_owned(),
        label,
        chosen: value == chosen,
    })
    .collect()
}

/// The steps, with an empty one behind them.
fn steps(say: &Saying<'_>, name: &str, now: Option<&Literal>, typed: Option<&Typed>) -> Vec<Step> {
    let part = |n: usize, part: &str| format!("{name}.{n}.{part}");
    let mut all: Vec<(String, String)> = match (typed, now) {
        (Some(typed), _) => (0..STEPS_MAX)
            .map(|n| {
                (
                    typed.get(&part(n, "at")).to_owned(),
                    typed.get(&part(n, "tell")).to_owned(),
                )
            })
            .filter(|(at, _)| !at.is_empty())
            .collect(),
        (None, Some(Literal::List(list))) => list.iter().map(step).collect(),
        _ => Vec::new(),
    };
    all.push((String::new(), String::new()));
    let drawn = |(n, (at, tell)): (usize, (String, String))| Step {
        name: format!("{name}.{n}"),
        at,
        tell: roles(say, &tell, true),
    };
    all.into_iter().enumerate().map(drawn).collect()
}

fn step(literal: &Literal) -> (String, String) {
    let of = |key: &str| {
        literal
            .get(key)
            .and_then(Literal::as_text)
            .unwrap_or_default()
            .to_owned()
    };
    (of("at"), of("tell"))
}
