//! One version: what it changes of the one it was compared with, who signed, and what the viewer may do with it.

use super::beside::{Beside, beside, may_replay};
use super::{LIST, fields, href, is_shown_here, saying, side, state};
use crate::agreed::{sentences, who_signs};
use crate::frame::Place;
use crate::screens::agreement::Signature;
use crate::screens::error::Kind as Missing;
use crate::screens::versions::{Acts, No, VersionPage};
use crate::server::answer::{self, onwards, page, refusal_words};
use crate::server::asked::{Asked, Signed};
use crate::server::books::agreement::{exact, page_of, part_by_part};
use crate::server::books::names;
use crate::server::books::owed::asked_by_goal;
use crate::server::{App, when, zone_of};
use crate::shapes::Choice;
use axum::Router;
use axum::extract::{Form, Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::post;
use engine::EngineError;
use rules::Id;
use rules::agreement::change::{Kind, changes};
use rules::agreement::life::{Refused, Version, signs_for};
use rules::ask::OfAgreement;
use rules::fact::Actor;
use rules::refusal::Refusal;
use serde::Deserialize;
use std::collections::BTreeMap;

/// What the forms of a version send.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    hash: String,
    words: String,
}

/// What the address of a version says.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Wanted {
    /// The version that it is compared with.
    against: String,
}

pub(super) async fn shown(
    State(app): State<App>,
    asked: Asked,
    Path(version): Path<i64>,
    Query(wanted): Query<Wanted>,
) -> Response {
    match asked.somebody(&href(version)) {
        Ok(signed) => draw(&app, &asked, signed, (version, wanted.against.parse().ok()), None).await,
        Err(answer) => *answer,
    }
}

async fn draw(
    app: &App,
    asked: &Asked,
    signed: &Signed,
    (number, against): (i64, Option<i64>),
    refused: Option<(Refusal, Typed)>,
) -> Response {
    let life = app.engine.life();
    let Some(version) = life.versions.get(&number) else {
        return answer::plain(&asked.frame(app, Place::Agreement), Missing::NotFound, LIST);
    };
    let status = match refused.as_ref().map(|(refusal, _)| refusal.no) {
        None => StatusCode::OK,
        Some(rules::refusal::No::Conflict) => StatusCode::CONFLICT,
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let against = against.filter(|other| *other != number && app.engine.version(*other).is_some());
    let against = against.unwrap_or(version.base);
    match filled(app, asked, signed, (number, against), version, refused).await {
        Ok(screen) => page(&screen.frame.clone(), status, &screen),
        Err(error) => answer::error(app, asked, &error, LIST),
    }
}

async fn filled(
    app: &App,
    asked: &Asked,
    signed: &Signed,
    (number, against): (i64, i64),
    version: &Version,
    refused: Option<(Refusal, Typed)>,
) -> Result<VersionPage, EngineError> {
    let (names, words) = (names(app).await?, &asked.words);
    let proposed = app.engine.version(number);
    let registry = fields(app);
    // its own questions are fields by their words
    let fields = match &proposed {
        Some(proposed) => proposed.agreement.fields(&registry),
        None => registry,
    };
    let say = saying(asked, &fields);
    let may_replay = may_replay(app, signed);
    let replayed = match &proposed {
        Some(proposed) => beside(app, asked, proposed, may_replay && version.is_open()).await?,
        None => Beside::default(),
    };
    let texts = app.engine.version(against).zip(app.engine.version(number));
    let changed = texts
        .map(|(old, new)| changes(&old.agreement, &new.agreement))
        .unwrap_or_default();
    let frame = asked.frame(app, Place::Agreement);
    let needed = version.needs();
    let kind = if needed.len() > 1 { Kind::Shared } else { version.kind };
    Ok(VersionPage {
        title: words.say_of("version-title", &number.to_string()),
        state: state(words, &app.engine.life(), number, version, asked.now),
        until: until(app, asked, version),
        against: choices(app, asked, number, against),
        goal: proposed.as_ref().and_then(|of| asked_by_goal(words, &of.agreement)),
        who_signs: match version.trial {
            true => words.say("version-trial-signs"),
            false => who_signs(&say, Some(kind)),
        },
        sentences: sentences(&say, &changed),
        signatures: signatures(app, asked, &names, version),
        one_person: version.is_by_one_person(),
        nos: nos(app, asked, &names, version).await?,
        hash: version.hash.clone(),
        text: format!("{}/text", href(number)),
        tried: crate::server::books::trial::href(number),
        action: href(number),
        replay: may_replay.then(|| match &replayed.runs {
            Some(window) => format!("{}/replay?{window}", href(number)),
            None => format!("{}/replay", href(number)),
        }),
        replayed: replayed.lines,
        acts: acts(app, asked, signed, version),
        problem: refused.as_ref().map(|(refusal, _)| refusal_words(&frame, refusal)),
        typed: refused.map(|(_, typed)| typed.words).unwrap_or_default(),
        frame,
    })
}

/// Until when an answer is awaited, or the other side may object.
fn until(app: &App, asked: &Asked, version: &Version) -> Option<String> {
    let (key, at) = match version.object_until.filter(|_| version.objected.is_none()) {
        Some(at) => ("version-object-until", at),
        None if version.is_open() => ("version-answer-by", version.answer_by),
        None => return None,
    };
    let shown = when::moment(&asked.words, &zone_of(app), at, asked.now).shown;
    (asked.now <= at).then(|| asked.words.say_of(key, &shown))
}

/// The other versions, and the text that Baton came with.
fn choices(app: &App, asked: &Asked, number: i64, against: i64) -> Vec<Choice> {
    let life = app.engine.life();
    let others = std::iter::once(0).chain(life.versions.keys().copied());
    let choice = |other: i64| Choice {
        value: other.to_string(),
        label: match other {
            0 => asked.words.say("version-built-in"),
            _ => asked.words.say_of("version-title", &other.to_string()),
        },
        chosen: other == against,
    };
    others.filter(|other| *other != number).map(choice).collect()
}

/// Signatures that are there, then the sides still awaited.
pub(in crate::server::books) fn signatures(
    app: &App,
    asked: &Asked,
    names: &BTreeMap<Id, String>,
    version: &Version,
) -> Vec<Signature> {
    let (words, zone) = (&asked.words, zone_of(app));
    let of = |sides: &[rules::agreement::Side], deputy: bool| {
        let said: Vec<String> = sides.iter().map(|one| side(words, *one)).collect();
        match deputy {
            true => words.say_of("version-deputy-of", &said.join(", ")),
            false => said.join(", "),
        }
    };
    let there = version.signatures.iter().map(|signature| Signature {
        name: names.get(&signature.user).cloned().unwrap_or_default(),
        side: of(&signature.sides, signature.deputy),
        at: Some(when::moment(words, &zone, signature.at, asked.now)),
    });
    let awaited = version.lacks().into_iter().map(|one| Signature {
        side: side(words, one),
        ..Signature::default()
    });
    there.chain(awaited).collect()
}

async fn nos(
    app: &App,
    asked: &Asked,
    names: &BTreeMap<Id, String>,
    version: &Version,
) -> Result<Vec<No>, EngineError> {
    let mut all = Vec::new();
    let said = [
        ("version-declined-by", &version.declined),
        ("version-objected-by", &version.objected),
    ];
    for (key, refused) in said {
        let Some(Refused {
            user, side: of, note, ..
        }) = refused
        else {
            continue;
        };
        let words = match note {
            Some(note) => engine::note::reads::words_of(app.engine.ledger(), *note).await?,
            None => None,
        };
        let name = names.get(user).cloned().unwrap_or_default();
        let values = [("who", name.into()), ("side", side(&asked.words, *of).into())];
        all.push(No {
            head: asked.words.say_with(key, &values),
            words: words.unwrap_or_default(),
        });
    }
    Ok(all)
}

/// What the viewer may do; the door decides again.
fn acts(app: &App, asked: &Asked, signed: &Signed, version: &Version) -> Acts {
    let signs = signs_for(&app.engine.roster(), &app.engine.life(), signed.user);
    let sides = signs.map(|signs| signs.sides).unwrap_or_default();
    let has_signed = version.signatures.iter().any(|signature| signature.user == signed.user);
    let (needs, lacks) = (version.needs(), version.lacks());
    let other = match version.kind {
        Kind::Own(own) => sides.iter().any(|side| *side != own),
        Kind::Shared => false,
    };
    let in_time = version.object_until.is_some_and(|until| asked.now <= until);
    Acts {
        sign: version.is_open() && !has_signed && sides.iter().any(|side| lacks.contains(side)),
        decline: version.is_open() && sides.iter().any(|side| needs.contains(side)),
        object: other && in_time && version.objected.is_none(),
        withdraw: version.is_open() && version.force.is_empty() && version.by == Some(signed.user),
    }
}

/// All that a version says, part by part.
pub(super) async fn annex(State(app): State<App>, asked: Asked, Path(version): Path<i64>) -> Response {
    if let Err(answer) = asked.somebody(&href(version)) {
        return *answer;
    }
    let life = app.engine.life();
    let (Some(known), Some(text)) = (life.versions.get(&version), app.engine.version(version)) else {
        return answer::plain(&asked.frame(&app, Place::Agreement), Missing::NotFound, LIST);
    };
    let said = super::said(&app, &asked, version, known);
    let here = href(version);
    part_by_part(
        &app,
        &asked,
        (said, &text.agreement),
        (&format!("{here}/page"), &format!("{here}/text")),
    )
}

/// Page one of a version, what it changes marked in it.
pub(super) async fn page_one(State(app): State<App>, asked: Asked, Path(version): Path<i64>) -> Response {
    if let Err(answer) = asked.somebody(&href(version)) {
        return *answer;
    }
    match page_of(&app, &asked, version).await {
        Ok(Some(screen)) => page(&screen.frame.clone(), StatusCode::OK, &screen),
        Ok(None) => answer::plain(&asked.frame(&app, Place::Agreement), Missing::NotFound, LIST),
        Err(error) => answer::error(&app, &asked, &error, LIST),
    }
}

/// The exact text, as its hash was made of it.
pub(super) async fn text(State(app): State<App>, asked: Asked, Path(version): Path<i64>) -> Response {
    if let Err(answer) = asked.somebody(&href(version)) {
        return *answer;
    }
    if version != 0 && !app.engine.life().versions.contains_key(&version) {
        return answer::plain(&asked.frame(&app, Place::Agreement), Missing::NotFound, LIST);
    }
    exact(&app, &asked, version, LIST).await
}

/// What may be done with a version, as its address and its command have it.
#[derive(Clone, Copy, Debug)]
enum Deed {
    Sign,
    Decline,
    Object,
    Withdraw,
}

impl Deed {
    fn command(self, version: i64, typed: &Typed) -> OfAgreement {
        let words = typed.words.clone();
        match self {
            Self::Sign => OfAgreement::Sign {
                version,
                hash: typed.hash.clone(),
            },
            Self::Decline => OfAgreement::Decline { version, words },
            Self::Object => OfAgreement::Object { version, words },
            Self::Withdraw => OfAgreement::Withdraw { version },
        }
    }

    fn flash(self) -> &'static str {
        match self {
            Self::Sign => "flash-signed",
            Self::Decline => "flash-declined",
            Self::Object => "flash-objected",
            Self::Withdraw => "flash-withdrawn",
        }
    }
}

/// The doors: each does one deed with what its form sends.
pub(super) fn acts_routes() -> Router<App> {
    let deeds = [
        ("sign", Deed::Sign),
        ("decline", Deed::Decline),
        ("object", Deed::Object),
        ("withdraw", Deed::Withdraw),
    ];
    deeds.into_iter().fold(Router::new(), |router, (name, deed)| {
        let door = move |State(app): State<App>, asked: Asked, Path(version): Path<i64>, Form(typed): Form<Typed>| async move {
            done(&app, &asked, version, deed, typed).await
        };
        router.route(&format!("{LIST}/{{version}}/{name}"), post(door))
    })
}

async fn done(app: &App, asked: &Asked, version: i64, deed: Deed, typed: Typed) -> Response {
    let signed = match asked.somebody(&href(version)) {
        Ok(signed) => signed,
        Err(answer) => return *answer,
    };
    let command = deed.command(version, &typed);
    match app.engine.ask(None, Actor::User(signed.user), command).await {
        Ok(_) => onwards(&href(version), Some(deed.flash())),
        Err(EngineError::Refused(refusal)) if is_shown_here(&refusal) => {
            draw(app, asked, signed, (version, None), Some((refusal, typed))).await
        }
        Err(error) => answer::error(app, asked, &error, &href(version)),
    }
}
