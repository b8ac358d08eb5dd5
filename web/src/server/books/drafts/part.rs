//! A part of a draft as forms: each thing a card, each key an input that fits it.

use super::clause;
use super::fault::{Faults, spotted};
use super::rename::{self, references};
use super::shape::{Key, PARTS, Shape, Text, Thing, things};
use super::typed::{STEPS_MAX, Typed, Wrongs, added, edits, place_of, shown as shown_as};
use super::{Open, href, is_shown_here, load, moved_on, names, opened, parts, refused_words, stale, status_of, undo};
use crate::agreed::Saying;
use crate::frame::Place as Where;
use crate::screens::drafts::{Card, Fault, Input, PartPage, Stale, Step};
use crate::screens::error::Kind as Missing;
use crate::server::App;
use crate::server::answer::{self, onwards, page};
use crate::server::asked::{Asked, Signed};
use crate::server::books::{ask_id, form_token, in_query};
use crate::shapes::Choice;
use crate::words::Words;
use axum::extract::{Form, Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use engine::EngineError;
use rules::agreement::edit::{self, Edit, Literal, Place, Unwritten};
use rules::ask::Command;
use rules::fact::{Actor, Role};
use rules::fields::Registry;

/// What came of a card that was sent.
#[derive(Default)]
struct Sent {
    /// Its place, and whether it was the new one.
    at: Option<(String, bool)>,
    typed: Typed,
    /// What is wrong with inputs, by their names, and with other places of the text.
    faults: Faults,
    /// What is wrong with the card.
    card: Option<String>,
    /// What is wrong with the page.
    page: Option<String>,
    /// Somebody changed the draft meanwhile: in words.
    moved: Option<String>,
}

/// What a save before tells this page.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub(super) struct Told {
    /// A name that other parts referred to, as it is called now.
    renamed: String,
    /// The parts in which it was renamed too.
    parts: String,
}

pub(super) async fn shown(
    State(app): State<App>,
    asked: Asked,
    Path((draft, part)): Path<(String, String)>,
    Query(told): Query<Told>,
) -> Response {
    match opened(&app, &asked, &draft, &[]).await {
        Ok((signed, open)) => {
            let drawing = Drawing {
                app: &app,
                asked: &asked,
                signed,
                open: &open,
                part: &part,
                renamed: renamed_said(&asked, &told),
            };
            drawing.page(&Sent::default(), StatusCode::OK)
        }
        Err(answer) => *answer,
    }
}

/// Where a name was changed besides, in words; only parts that there are.
fn renamed_said(asked: &Asked, told: &Told) -> Option<String> {
    let known = told.parts.split(',').filter(|part| PARTS.contains(part));
    let parts: Vec<String> = known.map(|part| asked.words.code("edit-part", part, &[])).collect();
    let values = [
        ("name", told.renamed.as_str().into()),
        ("parts", parts.join(", ").into()),
    ];
    (!parts.is_empty() && !told.renamed.is_empty()).then(|| asked.words.say_with("edit-renamed", &values))
}

pub(super) async fn save(
    State(app): State<App>,
    asked: Asked,
    Path((draft, part)): Path<(String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Response {
    let (signed, open) = match opened(&app, &asked, &draft, &sent).await {
        Ok(found) => found,
        Err(answer) => return *answer,
    };
    let typed = Typed::of(sent);
    let drawing = Drawing {
        app: &app,
        asked: &asked,
        signed,
        open: &open,
        part: &part,
        renamed: None,
    };
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
    let is_stale = !typed.get("_seen").is_empty() && typed.get("_seen") != open.row.hash;
    let Some(thing) = found else {
        return match is_stale {
            true => drawing.moved(None, typed).await,
            false => answer::plain(&asked.frame(&app, Where::Agreement), Missing::NotFound, &href(open.id)),
        };
    };
    if typed.get("_act") == "look" {
        let sent = Sent {
            at: Some((thing.place.to_string(), thing.is_new)),
            typed,
            ..Sent::default()
        };
        return drawing.page(&sent, StatusCode::OK);
    }
    match is_stale {
        true => drawing.moved(Some(&thing), typed).await,
        false => keep(&drawing, &thing, typed).await,
    }
}

/// Writes what was typed into the text, looks at it, and keeps it.
async fn keep(drawing: &Drawing<'_>, thing: &Thing, typed: Typed) -> Response {
    let Drawing { app, asked, open, .. } = *drawing;
    let base = engine::agreement::reads::text_of(app.engine.ledger(), open.row.base).await;
    let written = match base {
        Ok(base) => drawing.written(thing, &typed, &base),
        Err(error) => return answer::error(app, asked, &error, &href(open.id)),
    };
    let mut sent = Sent {
        at: Some((thing.place.to_string(), thing.is_new)),
        typed,
        ..Sent::default()
    };
    let (text, also) = match written {
        Ok(written) => written,
        Err(wrong) => {
            (sent.faults, sent.card) = wrong;
            return drawing.page(&sent, StatusCode::UNPROCESSABLE_ENTITY);
        }
    };
    let command = Command::KeepDraft {
        draft: Some(open.id),
        text,
        base: open.row.base,
        seen: Some(sent.typed.get("_seen").to_owned()),
    };
    let id = ask_id(sent.typed.get("_ask"));
    match app.engine.ask(id, Actor::User(drawing.signed.user), command).await {
        Ok(_) => onwards(&drawing.onwards(thing, &sent.typed, &also), Some("flash-draft-kept")),
        // somebody was faster by less than a moment: with what the draft says now
        Err(EngineError::Refused(refusal)) if refusal.code == "draft_moved_on" => {
            match opened(app, asked, &open.id.show("draft"), &sent.typed.0).await {
                Ok((_, open)) => {
                    let now = Drawing {
                        open: &open,
                        renamed: None,
                        ..*drawing
                    };
                    now.moved(Some(thing), sent.typed).await
                }
                Err(answer) => *answer,
            }
        }
        Err(EngineError::Refused(refusal)) if is_shown_here(&refusal) => match names(app).await {
            Ok(names) => {
                let told = (&refusal, "edit-moved-on");
                sent.page = Some(refused_words(app, asked, &names, open.id, told));
                drawing.page(&sent, status_of(&refusal))
            }
            Err(error) => answer::error(app, asked, &error, &href(open.id)),
        },
        Err(error) => answer::error(app, asked, &error, &href(open.id)),
    }
}

/// What is wrong with a card: its inputs and other places, or the card as a whole.
type CardWrong = (Faults, Option<String>);

/// Who draws what for whom.
struct Drawing<'a> {
    app: &'a App,
    asked: &'a Asked,
    signed: &'a Signed,
    open: &'a Open,
    part: &'a str,
    renamed: Option<String>,
}

impl Drawing<'_> {
    /// Back to the part; with the parts in which a new name was written too.
    fn onwards(&self, thing: &Thing, typed: &Typed, also: &[&str]) -> String {
        let here = format!("{}/{}", href(self.open.id), self.part);
        if also.is_empty() {
            return here;
        }
        let name = typed.get(if thing.kind == "question" { "id" } else { "name" });
        format!("{here}?renamed={}&parts={}", in_query(name.trim()), also.join(","))
    }

    /// The text with what was typed written into it, if that is an agreement; and where a new name was written besides.
    fn written(&self, thing: &Thing, typed: &Typed, base: &str) -> Result<(String, Vec<&'static str>), CardWrong> {
        let fields = self.open.fields(self.app);
        let words = &self.asked.words;
        let say = Saying { words, fields: &fields };
        let in_words = |wrongs: Wrongs| -> CardWrong {
            let words = wrongs.into_iter().map(|(name, key)| (name, words.say(key)));
            let inputs = words.collect();
            (
                Faults {
                    inputs,
                    ..Faults::default()
                },
                None,
            )
        };
        let text = self.open.text.as_str();
        if let Ok(agreement) = &self.open.read {
            if rename::is_taken(&Text { text, agreement }, thing, typed) {
                let key = if thing.kind == "question" { "id" } else { "name" };
                return Err(in_words(Wrongs::from([(key.to_owned(), "edit-wrong-taken")])));
            }
        }
        let mut edits = acts(text, thing, typed, &fields).map_err(in_words)?;
        let also = match saves(typed) {
            true => references(text, thing, typed),
            false => rename::Renamed::default(),
        };
        edits.extend(also.edits);
        let text =
            edit::edit(text, &edits, Some(base)).map_err(|no| (Faults::default(), Some(unwritten(words, no))))?;
        match load(self.app, &text) {
            Ok(_) => Ok((text, also.parts)),
            Err(problems) => Err((spotted(&say, self.open, &text, thing, &problems), None)),
        }
    }

    /// 409: what was typed beside what the draft says now.
    async fn moved(&self, thing: Option<&Thing>, typed: Typed) -> Response {
        let names = match names(self.app).await {
            Ok(names) => names,
            Err(error) => return answer::error(self.app, self.asked, &error, &href(self.open.id)),
        };
        let key = if thing.is_some() {
            "edit-moved-on"
        } else {
            "edit-gone-meanwhile"
        };
        let sent = Sent {
            at: thing.map(|thing| (thing.place.to_string(), thing.is_new)),
            typed,
            moved: Some(moved_on(self.app, self.asked, &names, self.open.id, key)),
            ..Sent::default()
        };
        self.page(&sent, StatusCode::CONFLICT)
    }

    /// What was typed beside what the draft says now.
    fn stale(&self, say: &Saying<'_>, things: &[Thing], sent: &Sent) -> Option<Stale> {
        let words = sent.moved.clone()?;
        let is = |thing: &&Thing| sent.at == Some((thing.place.to_string(), thing.is_new));
        let rows = match things.iter().find(is) {
            Some(thing) => stale::of_card(say, &self.open.text, thing, &sent.typed),
            None => stale::of_nothing(say, &sent.typed),
        };
        Some(Stale {
            words,
            rows,
            take: format!("{}/{}", href(self.open.id), self.part),
            lines: false,
        })
    }

    fn page(&self, sent: &Sent, status: StatusCode) -> Response {
        let Drawing {
            app, asked, open, part, ..
        } = *self;
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
            stale: self.stale(&say, &things, sent),
            renamed: self.renamed.clone(),
            undo: undo::button(app, asked, self.signed, open, part),
            seen: open.row.hash.clone(),
            frame: asked.frame(app, Where::Agreement),
        };
        page(&screen.frame.clone(), status, &screen)
    }
}

/// Whether a card's values are to be written, and it is not moved or taken out.
fn saves(typed: &Typed) -> bool {
    !["up", "down", "remove"].contains(&typed.get("_act"))
}

fn unwritten(words: &Words, no: Unwritten) -> String {
    words.say(match no {
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
        _ if thing.is_new => added(text, thing, typed, fields)?,
        _ => edits(text, thing, typed, fields)?,
    })
}

fn sibling(place: &Place, at: usize) -> Option<Place> {
    let mut steps = place.0.clone();
    steps.pop()?;
    Some(Place(steps).at(at))
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
        faults: sent.map(|sent| faults(say, n, thing, sent)).unwrap_or_default(),
        at,
        ..Card::default()
    }
}

/// What is wrong, in the order of the inputs, each with the way to it; then what is wrong elsewhere.
fn faults(say: &Saying<'_>, n: usize, thing: &Thing, sent: &Sent) -> Vec<Fault> {
    let of = |key: &Key| {
        let sentence = sent.faults.inputs.get(&key.path)?.clone();
        Some(Fault {
            href: format!("#{}", input_id(&format!("c{n}"), key)),
            label: label(say, thing, key),
            sentence,
        })
    };
    let own = thing.keys.iter().filter_map(of);
    own.chain(sent.faults.elsewhere.iter().cloned()).collect()
}

fn input_id(card: &str, key: &Key) -> String {
    format!("{card}-{}", key.path.replace(['/', ' '], "-"))
}

/// "A lead of the tier request", "Another clause".
pub(super) fn title(say: &Saying<'_>, open: &Open, thing: &Thing) -> String {
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
        id: input_id(id, key),
        key: key.path.replace('/', "."),
        name: key.path.clone(),
        label: label(say, thing, key),
        hint: hint(say, key),
        control: control(&key.shape),
        value,
        wrong: sent.and_then(|sent| sent.faults.inputs.get(&key.path).cloned()),
        ..Input::default()
    };
    fill(say, &mut input, key, now.as_ref(), typed);
    input
}

/// What a key is called. Tiers, where they are keys, have their own names.
pub(super) fn label(say: &Saying<'_>, thing: &Thing, key: &Key) -> String {
    match key.path.split_once('/') {
        Some(("per_week", tier)) => {
            let tier = say.words.code("tier", tier, &[]);
            say.words.code("edit-key", "per_week", &[("name", tier.into())])
        }
        _ if thing.kind == "accepted" && key.path == "name" => say.words.say("edit-accepted-name"),
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
pub(super) fn choice_label(say: &Saying<'_>, key: &Key, value: &str) -> String {
    match (key.path.as_str(), value) {
        (_, "") => say.words.say("edit-unsaid"),
        ("calendar" | "questions", name) => name.to_owned(),
        (_, word) => say.words.code("agreed-word", word, &[]),
    }
}

/// A role that is told, or the lead's owner.
pub(super) fn role_label(say: &Saying<'_>, role: &str) -> String {
    match role {
        "owner" => say.words.say("agreement-owner"),
        role => say.words.code("role-name", role, &[]),
    }
}

fn choice(say: &Saying<'_>, key: &Key, value: &str, chosen: &[&str]) -> Choice {
    Choice {
        value: value.to_owned(),
        label: choice_label(say, key, value),
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
