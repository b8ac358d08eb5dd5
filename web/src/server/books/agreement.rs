//! `/agreement`, page one: at most twelve sentences made from the agreement in force. Read only.

use super::names;
pub(super) use crate::agreed::sheet::target_said as target;
use crate::agreed::sheet::{compared, sentences};
use crate::agreed::{Saying, annex, field_name, parts};
use crate::frame::Place;
use crate::screens::agreement::{AgreementPage, AnnexPage, Known, Meeting, Sentence, Signature};
use crate::server::answer::{self, page};
use crate::server::asked::Asked;
use crate::server::{App, when, zone_of};
use crate::words::number;
use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use engine::EngineError;
use rules::Instant;
use rules::agreement::dates::NEAR;
use rules::agreement::filled::{FieldOfClause, SHARE_MIN};
use rules::agreement::{Agreement, Money};
use rules::decide::InForce;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/agreement", get(shown))
        .route("/agreement/text", get(text))
        .route("/agreement/annex", get(whole))
}

async fn shown(State(app): State<App>, asked: Asked) -> Response {
    if let Err(answer) = asked.somebody("/agreement") {
        return *answer;
    }
    match filled(&app, &asked).await {
        Ok(screen) => page(&screen.frame.clone(), StatusCode::OK, &screen),
        Err(error) => answer::error(&app, &asked, &error, "/"),
    }
}

async fn filled(app: &App, asked: &Asked) -> Result<AgreementPage, EngineError> {
    let in_force = app.engine.in_force();
    let version = version(app, asked, &in_force);
    let sentences = sentences(&asked.words, &in_force.agreement, asked.now);
    let (known, looked_at) = known(app, asked, &in_force.agreement).await?;
    let marked = new_since(app, asked, &in_force);
    let mut owed = super::owed::owed(app, asked, &in_force.agreement).await?;
    super::ideal::fill(app, asked, &in_force.agreement, &mut owed).await?;
    let annex = match before(app, &in_force) {
        Some(before) => in_annex(app, asked, &before.agreement, &in_force.agreement),
        None => Vec::new(),
    };
    Ok(AgreementPage {
        frame: asked.frame(app, Place::Agreement),
        version,
        back: None,
        annex,
        about: Vec::new(),
        compared: marked.is_some().then(|| asked.words.say("page-new-since")),
        meetings: meetings(app, asked, &in_force.agreement),
        owed: Some(owed),
        title: in_force.agreement.name.clone(),
        sentences: marked.unwrap_or(sentences),
        signatures: signatures(app, asked, &in_force).await?,
        hash: in_force.agreement.hash_hex(),
        known,
        looked_at,
        source: Some("/agreement/text".to_owned()),
        whole: "/agreement/annex".to_owned(),
    })
}

/// All that the version in force says.
async fn whole(State(app): State<App>, asked: Asked) -> Response {
    if let Err(answer) = asked.somebody("/agreement/annex") {
        return *answer;
    }
    let in_force = app.engine.in_force();
    let said = version(&app, &asked, &in_force);
    part_by_part(
        &app,
        &asked,
        (said, &in_force.agreement),
        ("/agreement", "/agreement/text"),
    )
}

/// All that a text says, part by part.
pub(super) fn part_by_part(
    app: &App,
    asked: &Asked,
    (version, agreement): (String, &Agreement),
    (back, source): (&str, &str),
) -> Response {
    let fields = agreement.fields(&app.engine.fields().registry_of_all());
    let say = Saying {
        words: &asked.words,
        fields: &fields,
    };
    let screen = AnnexPage {
        frame: asked.frame(app, Place::Agreement),
        version,
        back: back.to_owned(),
        source: source.to_owned(),
        parts: parts(&say, agreement),
    };
    page(&screen.frame.clone(), StatusCode::OK, &screen)
}

/// What the version in force says that the one before did not; `None` where it is the first.
fn new_since(app: &App, asked: &Asked, in_force: &InForce) -> Option<Vec<Sentence>> {
    let before = before(app, in_force)?;
    let all = compared(&asked.words, &before.agreement, &in_force.agreement, asked.now);
    Some(all.into_iter().filter_map(Sentence::kept).collect())
}

/// The version that the one in force was compared with; `None` where it is the first.
fn before(app: &App, in_force: &InForce) -> Option<std::sync::Arc<InForce>> {
    let base = app.engine.life().versions.get(&in_force.version)?.base;
    app.engine.version(base).filter(|_| base > 0)
}

/// What a version changes that none of page one's sentences shows.
fn in_annex(app: &App, asked: &Asked, old: &Agreement, new: &Agreement) -> Vec<String> {
    let fields = app.engine.fields().registry_of_all();
    let say = Saying {
        words: &asked.words,
        fields: &fields,
    };
    annex(&say, old, new)
}

/// When both sides meet next over it.
pub(super) fn meetings(app: &App, asked: &Asked, agreement: &Agreement) -> Vec<Meeting> {
    let (Some(review), zone) = (&agreement.review, zone_of(app)) else {
        return Vec::new();
    };
    let said = |key: &str, at: Instant, near: bool| Meeting {
        label: asked.words.code("meeting", key, &[]),
        at: when::moment(&asked.words, &zone, at, asked.now),
        near: near.then(|| {
            asked.words.say_n(
                "meeting-near",
                ((at - asked.now).whole_seconds() / 86_400).unsigned_abs(),
            )
        }),
    };
    let weekly = review
        .next_meeting(&zone, asked.now)
        .map(|at| said("weekly", at, false));
    let look = review.next_look(&zone, asked.now);
    let look = look.map(|at| said(review.definitions.code(), at, at - asked.now <= NEAR));
    weekly.into_iter().chain(look).collect()
}

/// Page one of a version against the one that it was compared with; `None` where there is no such version.
pub(super) async fn page_of(app: &App, asked: &Asked, number: i64) -> Result<Option<AgreementPage>, EngineError> {
    let (life, words) = (app.engine.life(), &asked.words);
    let (Some(version), Some(new)) = (life.versions.get(&number), app.engine.version(number)) else {
        return Ok(None);
    };
    let old = app.engine.version(version.base);
    let old = old.as_ref().map_or(&new.agreement, |old| &old.agreement);
    let (zone, names) = (zone_of(app), names(app).await?);
    let by = version.by.and_then(|by| names.get(&by).cloned()).unwrap_or_default();
    let proposed = [("who", by.into()), ("at", when::whole(&zone, version.at).into())];
    let from = version.force.last().map(|force| force.from).or(version.wanted_from);
    let from = match from {
        Some(from) => words.say_with("page-from", &[("at", when::whole(&zone, from).into())]),
        None => words.say("page-from-signed"),
    };
    Ok(Some(AgreementPage {
        frame: asked.frame(app, Place::Agreement),
        version: super::versions::said(app, asked, number, version),
        back: Some((
            format!("{}/{number}", super::versions::LIST),
            words.say_of("page-back", &number.to_string()),
        )),
        annex: in_annex(app, asked, old, &new.agreement),
        about: vec![words.say_with("page-proposed", &proposed), from],
        compared: Some(words.say_with("page-compared", &[("base", version.base.into())])),
        meetings: Vec::new(),
        owed: None,
        title: new.agreement.name.clone(),
        sentences: compared(words, old, &new.agreement, asked.now),
        signatures: super::versions::signatures(app, asked, &names, version),
        hash: version.hash.clone(),
        known: Vec::new(),
        looked_at: String::new(),
        source: Some(format!("{}/{number}/text", super::versions::LIST)),
        whole: format!("{}/{number}/annex", super::versions::LIST),
    }))
}

/// Which version, and since when.
fn version(app: &App, asked: &Asked, in_force: &InForce) -> String {
    let words = &asked.words;
    let since = app.engine.life().force_at(asked.now).map(|(_, force)| force.from);
    let Some(since) = since.filter(|_| in_force.version > 0) else {
        return words.say("agreement-built-in");
    };
    let since = when::whole(&zone_of(app), since);
    words.say_with(
        "agreement-version",
        &[("version", in_force.version.into()), ("since", since.into())],
    )
}

/// Who signed the version in force, for which side, when; a side that has not yet stands empty.
async fn signatures(app: &App, asked: &Asked, in_force: &InForce) -> Result<Vec<Signature>, EngineError> {
    let life = app.engine.life();
    let Some(version) = life.versions.get(&in_force.version) else {
        return Ok(Vec::new());
    };
    let names = names(app).await?;
    Ok(super::versions::signatures(app, asked, &names, version))
}

/// Each clause's fields with the share of the last 90 days' leads that have them, and of how many leads that is.
pub(super) async fn known(
    app: &App,
    asked: &Asked,
    agreement: &Agreement,
) -> Result<(Vec<Known>, String), EngineError> {
    let own = app.engine.fields();
    let filled = engine::agreement::filled::of(app.engine.ledger(), &own, asked.now).await?;
    let registry = agreement.fields(&own.registry_of_all());
    let say = Saying {
        words: &asked.words,
        fields: &registry,
    };
    let row = |of: FieldOfClause| Known {
        stage: asked.words.code("stage", of.stage.code(), &[]),
        field: field_name(&say, &of.field),
        share: of.share.map_or_else(|| asked.words.say("known-none"), percent),
        rare: of.share.is_some_and(|share| share < SHARE_MIN),
        clause: of.clause,
    };
    let rows = agreement.filled(&filled).into_iter().map(row).collect();
    Ok((rows, asked.words.say_n("known-about", filled.leads)))
}

/// The exact text, as its hash was made of it.
async fn text(State(app): State<App>, asked: Asked) -> Response {
    if let Err(answer) = asked.somebody("/agreement/text") {
        return *answer;
    }
    exact(&app, &asked, app.engine.in_force().version, "/agreement").await
}

/// A version's text, byte for byte; `back` is where a reader goes when it cannot be read.
pub(super) async fn exact(app: &App, asked: &Asked, version: i64, back: &str) -> Response {
    match engine::agreement::reads::text_of(app.engine.ledger(), version).await {
        Ok(text) => {
            let headers = [
                (header::CONTENT_TYPE, "text/plain; charset=utf-8"),
                (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
                (header::CACHE_CONTROL, "no-store"),
            ];
            (headers, text).into_response()
        }
        Err(error) => answer::error(app, asked, &error, back),
    }
}

pub(super) fn money(money: &Money) -> String {
    format!(
        "{}\u{a0}{}",
        number(u64::try_from(money.amount / 100).unwrap_or_default()),
        money.currency
    )
}

/// A share in whole per cent.
fn percent(share: f64) -> String {
    format!("{:.0}\u{a0}%", share * 100.0)
}
