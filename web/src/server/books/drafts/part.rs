//! A part of a draft as forms: each thing a card, each key an input that fits it.

use super::fault::{Faults, spotted};
use super::input::{input, input_id, label};
use super::rename::{self, references};
use super::shape::{Key, PARTS, Text, Thing, things};
use super::typed::{Typed, Wrongs, added, edits};
use super::{Open, href, is_shown_here, load, moved_on, names, opened, parts, refused_words, stale, status_of, undo};
use crate::agreed::Saying;
use crate::frame::Place as Where;
use crate::screens::drafts::{Card, Fault, PartPage, Stale};
use crate::screens::error::Kind as Missing;
use crate::server::App;
use crate::server::answer::{self, onwards, page};
use crate::server::asked::{Asked, Signed};
use crate::server::books::{ask_id, form_token, in_query};
use crate::words::Words;
use axum::extract::{Form, Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use engine::EngineError;
use rules::agreement::edit::{self, Edit, Place, Unwritten};
use rules::ask::OfAgreement;
use rules::fact::Actor;
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
    let command = OfAgreement::KeepDraft {
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
        if let Ok(agreement) = &self.open.read
            && rename::is_taken(&Text { text, agreement }, thing, typed)
        {
            let key = if thing.kind == "question" { "id" } else { "name" };
            return Err(in_words(Wrongs::from([(key.to_owned(), "edit-wrong-taken")])));
        }
        let edits = acts(text, thing, typed, &fields).map_err(in_words)?;
        let mut edits = rename::called(text, thing, base, edits);
        let also = match saves(typed) {
            true => references(text, thing, typed, base),
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
    let typed = sent.map(|sent| (&sent.typed, &sent.faults));
    let drawn = |key: &Key| input(say, &open.text, (thing, key), &format!("c{n}"), typed);
    let inputs = thing.keys.iter().map(drawn);
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

/// "A lead of the tier request", "Another clause".
pub(super) fn title(say: &Saying<'_>, open: &Open, thing: &Thing) -> String {
    let named = |key: &str| edit::said(&open.text, &thing.place.key(key)).ok().flatten();
    let own = ["called", "name", "ask", "words"]
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
