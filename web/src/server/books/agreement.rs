//! `/agreement`, page one: at most twelve sentences made from the agreement in force. Read only.

use super::names;
use crate::agreed::{self, Saying, annex, field_name, pieces};
use crate::frame::Place;
use crate::screens::agreement::{AgreementPage, Known, Meeting, Piece, Signature};
use crate::server::answer::{self, page};
use crate::server::asked::Asked;
use crate::server::{App, when, zone_of};
use crate::words::{Said, Words, number};
use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use engine::EngineError;
use jiff::tz::TimeZone;
use rules::agreement::change::changes;
use rules::agreement::dates::NEAR;
use rules::agreement::filled::{FieldOfClause, SHARE_MIN};
use rules::agreement::{
    Agreement, Definition, Desk, Money, Often, OwedByMarketing, OwedBySales, Rung, RungAt, Stage, Tier,
};
use rules::calendar::{Calendar, Target};
use rules::decide::InForce;
use rules::{Instant, Span};
use std::collections::BTreeMap;

/// Most sentences of page one.
pub const SENTENCES_MAX: usize = 12;
/// Weeks looked at to tell the usual hours from a holiday's.
const WEEKS_LOOKED_AT: i64 = 6;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/agreement", get(shown))
        .route("/agreement/text", get(text))
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
        sentences: marked.unwrap_or_else(|| sentences.into_iter().map(|text| vec![Piece::Same(text)]).collect()),
        signatures: signatures(app, asked, &in_force).await?,
        hash: in_force.agreement.hash_hex(),
        known,
        looked_at,
        source: Some("/agreement/text".to_owned()),
    })
}

/// What the version in force says that the one before did not; `None` where it is the first.
fn new_since(app: &App, asked: &Asked, in_force: &InForce) -> Option<Vec<Vec<Piece>>> {
    let before = before(app, in_force)?;
    let all = compared(&asked.words, &before.agreement, &in_force.agreement, asked.now);
    let stays = |pieces: Vec<Piece>| -> Vec<Piece> {
        pieces
            .into_iter()
            .filter(|piece| !matches!(piece, Piece::Gone(_)))
            .collect()
    };
    Some(all.into_iter().map(stays).filter(|pieces| !pieces.is_empty()).collect())
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
    annex(&say, &changes(old, new))
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

/// The agreement in sentences, at most `SENTENCES_MAX`.
pub fn sentences(words: &Words, agreement: &Agreement, now: Instant) -> Vec<String> {
    keyed(words, agreement, now)
        .into_iter()
        .map(|(_, sentence)| sentence)
        .collect()
}

/// The sentences of a version against those of another, piece by piece. A sentence that is gone comes where it stood.
pub(super) fn compared(words: &Words, old: &Agreement, new: &Agreement, now: Instant) -> Vec<Vec<Piece>> {
    let (old, new) = (keyed(words, old, now), keyed(words, new, now));
    let find = |all: &[(usize, String)], at: usize| all.iter().find(|(known, _)| *known == at).map(|(_, s)| s.clone());
    let one = |at: usize| match (find(&old, at), find(&new, at)) {
        (Some(before), Some(after)) => Some(pieces(&before, &after)),
        (None, Some(after)) => Some(vec![Piece::New(after)]),
        (Some(before), None) => Some(vec![Piece::Gone(before)]),
        (None, None) => None,
    };
    (0..SENTENCES_MAX).filter_map(one).collect()
}

/// The sentences with their places among all that there can be.
fn keyed(words: &Words, agreement: &Agreement, now: Instant) -> Vec<(usize, String)> {
    let all = [
        agreement.goal.as_ref().and_then(|goal| {
            let amount = goal.won.as_ref().or(goal.pipeline.as_ref())?;
            Some(say(
                words,
                "agreement-goal",
                &[("quarter", &goal.quarter), ("amount", &agreed::amount(amount))],
            ))
        }),
        agreement
            .definition(Stage::Lead)
            .map(|d| clauses(words, "agreement-counts", d)),
        agreement
            .definition(Stage::Mql)
            .map(|d| ready(words, agreement.desk, d)),
        agreement
            .definition(Stage::Sql)
            .map(|qualified| accepted(words, agreement.definition(Stage::Sal), qualified)),
        Some(say(
            words,
            "agreement-first",
            &[("tiers", &each(&agreement.tiers, |tier| first(words, tier)))],
        )),
        Some(say(
            words,
            "agreement-cadence",
            &[("tiers", &each(&agreement.tiers, |tier| cadence(words, tier)))],
        )),
        Some(say(
            words,
            "agreement-hours",
            &[("hours", &hours(words, agreement, now))],
        )),
        Some(say(
            words,
            "agreement-feedback",
            &[("due", &target(words, agreement.feedback.due))],
        )),
        Some(say(
            words,
            "agreement-escalation",
            &[("steps", &escalation(words, agreement))],
        )),
        Some(marketing_owes(words, &agreement.owed.marketing)),
        Some(sales_owes(words, &agreement.owed.sales)),
        agreement.review.as_ref().map(|review| {
            let often = match review.definitions {
                Often::Monthly => words.say("agreement-monthly"),
                Often::Quarterly => words.say("agreement-quarterly"),
                Often::Yearly => words.say("agreement-yearly"),
            };
            let time = format!("{:02}:{:02}", review.minute / 60, review.minute % 60);
            let day = weekday(words, usize::from(review.weekday));
            say(
                words,
                "agreement-review",
                &[("day", &day), ("time", &time), ("often", &often)],
            )
        }),
    ];
    let there = all.into_iter().enumerate().filter_map(|(at, said)| Some((at, said?)));
    there.take(SENTENCES_MAX).collect()
}

fn say(words: &Words, key: &str, values: &[(&'static str, &str)]) -> String {
    let values: Vec<(&'static str, Said<'_>)> = values.iter().map(|(name, value)| (*name, (*value).into())).collect();
    words.say_with(key, &values)
}

pub(super) fn money(money: &Money) -> String {
    format!(
        "{}\u{a0}{}",
        number(u64::try_from(money.amount / 100).unwrap_or_default()),
        money.currency
    )
}

fn each(tiers: &[Tier], one: impl Fn(&Tier) -> Option<String>) -> String {
    tiers.iter().filter_map(one).collect::<Vec<_>>().join("; ")
}

fn clauses(words: &Words, key: &str, definition: &Definition) -> String {
    let names: Vec<&str> = definition.clauses.iter().map(|clause| clause.name.as_str()).collect();
    say(words, key, &[("clauses", &names.join("; "))])
}

/// When Sales has accepted a lead, and when it calls it qualified: one sentence.
fn accepted(words: &Words, accepts: Option<&Definition>, qualified: &Definition) -> String {
    let names = |definition: &Definition| {
        let names: Vec<&str> = definition.clauses.iter().map(|clause| clause.name.as_str()).collect();
        names.join("; ")
    };
    let clauses = names(qualified);
    match accepts {
        Some(own) => say(
            words,
            "agreement-accepted-when",
            &[("accepted", &names(own)), ("clauses", &clauses)],
        ),
        None => say(words, "agreement-accepted", &[("clauses", &clauses)]),
    }
}

fn ready(words: &Words, desk: Desk, definition: &Definition) -> String {
    let who = match desk {
        Desk::Marketing => words.say("agreement-desk-marketing"),
        Desk::Sdr => words.say("agreement-desk-sdr"),
        Desk::Rep => words.say("agreement-desk-rep"),
    };
    let names: Vec<&str> = definition.clauses.iter().map(|clause| clause.name.as_str()).collect();
    say(words, "agreement-mql", &[("who", &who), ("clauses", &names.join("; "))])
}

/// A target as people say it.
pub(super) fn target(words: &Words, target: Target) -> String {
    let fields = rules::fields::Registry::default();
    agreed::target(&Saying { words, fields: &fields }, target)
}

fn first(words: &Words, tier: &Tier) -> Option<String> {
    let name = words.code("tier", &tier.name, &[]);
    let Some(within) = tier.first_attempt else {
        return Some(say(words, "agreement-tier-nurture", &[("tier", &name)]));
    };
    let within = target(words, within);
    Some(match tier.after_hours {
        Some(after) => {
            let after = target(words, after);
            say(
                words,
                "agreement-tier-after",
                &[("tier", &name), ("within", &within), ("after", &after)],
            )
        }
        None => say(words, "agreement-tier", &[("tier", &name), ("within", &within)]),
    })
}

fn cadence(words: &Words, tier: &Tier) -> Option<String> {
    let plan = tier.cadence.as_ref()?;
    let values = [
        ("tier", words.code("tier", &tier.name, &[]).into()),
        ("attempts", plan.attempts.into()),
        ("calls", plan.calls_min.into()),
        ("within", target(words, plan.within).into()),
    ];
    Some(words.say_with("agreement-tier-cadence", &values))
}

fn escalation(words: &Words, agreement: &Agreement) -> String {
    let steps = |rungs: &[Rung]| {
        rungs
            .iter()
            .map(|rung| step(words, rung))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let named = agreement.escalation.tiers.iter().map(|(tier, rungs)| {
        let tier = words.code("tier", tier, &[]);
        say(words, "agreement-steps", &[("tier", &tier), ("steps", &steps(rungs))])
    });
    let other = say(
        words,
        "agreement-steps",
        &[
            ("tier", &words.say("agreement-other-tiers")),
            ("steps", &steps(&agreement.escalation.other)),
        ],
    );
    named.chain(std::iter::once(other)).collect::<Vec<_>>().join("; ")
}

fn step(words: &Words, rung: &Rung) -> String {
    let who = match rung.tell.as_str() {
        "owner" => words.say("agreement-owner"),
        role => words.code("role-name", role, &[]),
    };
    match rung.at {
        RungAt::Percent(n) => words.say_with("agreement-at-percent", &[("n", n.into()), ("who", who.into())]),
        RungAt::Due => say(words, "agreement-at-due", &[("who", &who)]),
        RungAt::Daily => say(words, "agreement-at-daily", &[("who", &who)]),
    }
}

/// A share in whole per cent.
fn percent(share: f64) -> String {
    format!("{:.0}\u{a0}%", share * 100.0)
}

fn marketing_owes(words: &Words, owed: &OwedByMarketing) -> String {
    let weekly: Vec<String> = owed
        .per_week
        .iter()
        .map(|(tier, n)| format!("{n} {}", words.code("tier", tier, &[])))
        .collect();
    let mut parts = Vec::new();
    if !weekly.is_empty() {
        parts.push(say(words, "agreement-per-week", &[("leads", &weekly.join(", "))]));
    }
    let shares = [
        ("agreement-pipeline-share", owed.pipeline_share),
        ("agreement-valid", owed.valid_min),
        ("agreement-questions", owed.questions_answered_min),
    ];
    parts.extend(said_shares(words, &shares));
    parts.push(say(
        words,
        "agreement-review-within",
        &[("within", &target(words, owed.review_within))],
    ));
    let answer = target(words, owed.respond_to_patterns_within);
    parts.push(say(words, "agreement-respond-within", &[("within", &answer)]));
    say(words, "agreement-marketing-owes", &[("what", &parts.join("; "))])
}

fn sales_owes(words: &Words, owed: &OwedBySales) -> String {
    let shares = [
        ("agreement-kept", owed.first_attempt_kept_min),
        ("agreement-persistence", owed.persistence_min),
        ("agreement-feedback-in-time", owed.feedback_in_time_min),
        ("agreement-specific", owed.specific_min),
    ];
    let mut parts = said_shares(words, &shares);
    let alive = target(words, owed.still_alive_within);
    parts.push(say(words, "agreement-still-alive", &[("within", &alive)]));
    say(words, "agreement-sales-owes", &[("what", &parts.join("; "))])
}

fn said_shares(words: &Words, shares: &[(&str, Option<f64>)]) -> Vec<String> {
    shares
        .iter()
        .filter_map(|(key, share)| Some(say(words, key, &[("share", &agreed::percent((*share)?))])))
        .collect()
}

fn weekday(words: &Words, day: usize) -> String {
    let days = words.say("agreement-weekdays");
    days.split_whitespace().nth(day).unwrap_or_default().to_owned()
}

fn hours(words: &Words, agreement: &Agreement, now: Instant) -> String {
    let one = |(name, calendar): (&String, &Calendar)| {
        let week = usual_week(calendar, now);
        let values = [
            ("name", name.as_str()),
            ("week", &week_said(words, &week)),
            ("zone", calendar.zone_name()),
        ];
        say(words, "agreement-calendar", &values)
    };
    agreement.calendars.iter().map(one).collect::<Vec<_>>().join("; ")
}

/// The hours that each weekday usually has, from Monday: of several weeks those met most often.
fn usual_week(calendar: &Calendar, now: Instant) -> [String; 7] {
    let zone = calendar.zone();
    let mut seen: [BTreeMap<String, usize>; 7] = Default::default();
    for day in 0..WEEKS_LOOKED_AT * 7 {
        let date = (now + Span::days(day)).stamp().to_zoned(zone.clone()).date();
        let at = usize::try_from(date.weekday().to_monday_zero_offset()).unwrap_or_default();
        if let Some(counts) = seen.get_mut(at) {
            *counts.entry(day_hours(calendar, zone, date)).or_default() += 1;
        }
    }
    seen.map(|counts| {
        let most = counts.into_iter().max_by_key(|(_, n)| *n);
        most.map(|(hours, _)| hours).unwrap_or_default()
    })
}

fn day_hours(calendar: &Calendar, zone: &TimeZone, date: jiff::civil::Date) -> String {
    let start = |date: jiff::civil::Date| {
        date.to_zoned(zone.clone())
            .map(|z| Instant(z.timestamp().as_microsecond()))
    };
    let (Ok(mut at), Ok(end)) = (start(date), date.tomorrow().and_then(start)) else {
        return String::new();
    };
    let clock = |at: Instant| at.stamp().to_zoned(zone.clone()).strftime("%H:%M").to_string();
    let mut windows = Vec::new();
    while let Some(open) = calendar.next_open(at).filter(|open| *open < end) {
        let Some(close) = calendar.next_close(open) else { break };
        windows.push(format!("{}–{}", clock(open), clock(close)));
        at = close;
    }
    windows.join(", ")
}

/// Days with the same hours in a row are said together; closed ones are not said.
fn week_said(words: &Words, week: &[String; 7]) -> String {
    let mut runs: Vec<(usize, usize, &String)> = Vec::new();
    for (day, hours) in week.iter().enumerate() {
        match runs.last_mut() {
            Some((_, last, same)) if *same == hours => *last = day,
            _ => runs.push((day, day, hours)),
        }
    }
    let said = runs.into_iter().filter(|(_, _, hours)| !hours.is_empty());
    said.map(|(from, to, hours)| match from == to {
        true => format!("{} {hours}", weekday(words, from)),
        false => format!("{}–{} {hours}", weekday(words, from), weekday(words, to)),
    })
    .collect::<Vec<_>>()
    .join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agreed::stands_on_page_one;

    const WHOLE: &str = include_str!("../../../../rules/tests/whole_agreement.toml");
    /// Each line a change of the whole text: every part of it is there.
    const KINDS: &str = include_str!("../../../../rules/tests/agreement_kinds.tsv");

    fn on_page(agreement: &Agreement) -> (String, Vec<String>) {
        let now = Instant::parse("2026-03-04T10:00:00+01:00").unwrap();
        (agreement.name.clone(), sentences(&Words::new("en"), agreement, now))
    }

    #[test]
    fn a_change_is_told_in_the_annex_if_and_only_if_page_one_reads_as_before() {
        let old = Agreement::load_plain(WHOLE).unwrap();
        let mut annexed = 0;
        for line in KINDS.lines().filter(|line| !line.starts_with('#')).skip(1) {
            let cells: Vec<String> = line.split('\t').map(|cell| cell.replace("\\n", "\n")).collect();
            let new = Agreement::load_plain(&WHOLE.replacen(&cells[0], &cells[1], 1)).unwrap();
            let found = changes(&old, &new);
            let seen = found.iter().any(stands_on_page_one);
            assert_eq!(seen, on_page(&old) != on_page(&new), "{line}: {found:?}");
            annexed += usize::from(!seen);
        }
        assert!(annexed > 25, "{annexed}");
    }

    #[test]
    fn what_is_signed_stands_exactly_on_page_one() {
        let text = WHOLE
            .replace("persistence_min = 0.90", "persistence_min = 0.0095")
            .replace("won = { amount = 400_000_00", "won = { amount = 400_000_50")
            .replace("feedback_in_time_min = 0.95", "feedback_in_time_min = 0.9333")
            .replace("first_attempt = \"15m\"", "first_attempt = \"90m\"");
        let (_, said) = on_page(&Agreement::load_plain(&text).unwrap());
        let whole = said.join("\n");
        for part in [
            "0.95\u{a0}% of leads tried",
            "93.33\u{a0}% of feedback",
            "000.50\u{a0}EUR",
            "within 90\u{a0}min",
        ] {
            assert!(whole.contains(part), "{part} in\n{whole}");
        }
        assert!(said.len() <= SENTENCES_MAX);
    }

    #[test]
    fn the_starting_agreement_is_said_in_at_most_twelve_sentences() {
        let agreement = Agreement::starting().unwrap();
        let now = Instant::parse("2026-03-04T10:00:00+01:00").unwrap();
        let said = sentences(&Words::new("en"), &agreement, now);
        assert!(said.len() <= SENTENCES_MAX && said.len() >= 10, "{said:#?}");
        let whole = said.join("\n");
        for part in [
            "a company of a size we serve",
            "15\u{a0}min",
            "Mon–Thu 09:00–17:30, Fri 09:00–16:00",
            "Europe/Berlin",
            "2 business days",
            "the owner at 66 % of the time",
            "95\u{a0}%",
            "15 request",
            "Mon at 10:00",
        ] {
            assert!(whole.contains(part), "{part} in\n{whole}");
        }
        assert!(!whole.contains("agreement-"), "no bare key: {whole}");
    }
}
