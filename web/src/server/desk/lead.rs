//! A lead as its page shows it: what is owed and why, the score, checks, contact, what to say, what happened, why this rep.

use super::names::{Names, call, lead_name};
use super::timeline::{self, events};
use super::{Looker, Telling, answers, fault, frame, needs, onward, outcomes, presses, sheet, together, zone_for};
use crate::frame::Place;
use crate::screens::lead::{
    Acts, Candidate, Check, Contact, Decision, FeedbackActs, Lead, LeadPage, Owed, SayLine, Score, ScoreLine, Span,
    Verdict, Way,
};
use crate::server::answer::page;
use crate::server::asked::Asked;
use crate::server::{App, when};
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use engine::lead::reads::Sheet;
use rules::calendar::{CountedSpan, Target, Why};
use rules::check::Mark;
use rules::company::of_person;
use rules::contact::Hours;
use rules::fact::{Body, Clock, Qualified, Routed, Terms};
use rules::person::Person;
use rules::roster::Act;
use rules::score::{self, Group};
use rules::{Id, Instant};
use serde::Deserialize;

/// Which part of the timeline.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Earlier {
    before: Option<i64>,
}

pub(super) async fn lead_page(
    State(app): State<App>,
    asked: Asked,
    Path(id): Path<String>,
    Query(earlier): Query<Earlier>,
) -> Response {
    match show(&app, &asked, &id, earlier.before).await {
        Ok(answer) => answer,
        Err(answer) => *answer,
    }
}

async fn show(app: &App, asked: &Asked, id: &str, before: Option<i64>) -> Result<Response, Box<Response>> {
    let next = format!("/leads/{id}");
    let Some(lead) = Id::read("lead", id) else {
        return Err(Box::new(super::not_there(app, asked)));
    };
    let looker = Looker::of(app, asked, &next)?;
    let sheet = sheet(app, asked, &looker, lead).await?;
    let frame = frame(app, asked, &looker, Place::Leads)
        .await
        .map_err(|e| fault(app, asked, &e))?;
    let names = Names::read(&app.engine).await.map_err(|e| fault(app, asked, &e))?;
    let in_force = app.engine.in_force();
    let rotation = sheet
        .lead
        .handoffs
        .last()
        .map_or("", |handoff| handoff.rotation.as_str());
    let telling = Telling {
        frame: &frame,
        names: &names,
        agreement: &in_force.agreement,
        zone: zone_for(&in_force.agreement, rotation),
        now: asked.now,
    };
    let lead = body(&telling, &looker, &sheet, before);
    let screen = LeadPage {
        frame: frame.clone(),
        lead,
    };
    Ok(page(&frame, StatusCode::OK, &screen))
}

/// Everything that a person reads about a lead.
pub(super) fn body(telling: &Telling<'_>, looker: &Looker, sheet: &Sheet, before: Option<i64>) -> Lead {
    let (lead, person) = (&sheet.lead, sheet.person.clone().unwrap_or_default());
    let last = lead.open_handoff().or(lead.handoffs.last());
    let acts = acts(looker, sheet);
    let tell = lead
        .open_handoff()
        .map(|h| format!("/handoffs/{}/called", h.id.show("handoff")));
    let number = person.phone.as_deref().filter(|_| acts.log.is_some());
    let (timeline, earlier) = events(telling, sheet, before);
    Lead {
        name: lead_name(
            telling.frame,
            person.name.as_deref(),
            person.email.as_deref(),
            person.phone.as_deref(),
        ),
        title: person.job_title.clone().unwrap_or_default(),
        company: called_company(&person),
        company_href: of_person(&person)
            .map(|_| format!("/leads/{}/company", lead.id.show("lead")))
            .unwrap_or_default(),
        place: person.country.clone().unwrap_or_default(),
        stage: telling.say_code("stage", lead.stage.code()),
        tier: lead
            .tier
            .as_deref()
            .map(|tier| telling.say_code("tier", tier))
            .unwrap_or_default(),
        source: lead.came_from.source.clone().unwrap_or_default(),
        owner: telling.names.of_some(lead.held_by()),
        together: together::together(telling, sheet),
        owed: owed(telling, looker, sheet),
        known: answers::known(&telling.frame.words, telling.agreement, looker, sheet),
        ended: outcomes::ended(telling, lead),
        score: score(telling, sheet),
        missing: missing(telling, sheet),
        needs: needs::needs(telling, sheet),
        checks: checks(telling, sheet),
        contact: contact(telling, sheet),
        call: number.map(|phone| call(phone, tell.unwrap_or_default())),
        say: say(telling, sheet),
        timeline,
        earlier,
        decision: decision(telling, sheet),
        had: last.and_then(|handoff| presses::had(telling, lead.submitted_at, handoff)),
        feedback: timeline::given(telling, sheet),
        acts: Acts {
            call: number.is_some(),
            presses: presses::presses(telling, looker, sheet)
                .into_iter()
                .chain(outcomes::presses(telling, looker, sheet))
                .collect(),
            ..acts
        },
    }
}

/// The company as given, or the domain it is known by.
fn called_company(person: &Person) -> String {
    let named = person.company.clone().or(person.company_domain.clone());
    named.unwrap_or_default()
}

/// What this viewer may do now; the rules decide again when it is sent.
fn acts(looker: &Looker, sheet: &Sheet) -> Acts {
    let Some(last) = sheet.lead.open_handoff().or(sheet.lead.handoffs.last()) else {
        return Acts::default();
    };
    if !looker.may_work(last) {
        return Acts::default();
    }
    let to = |act: &str| format!("/handoffs/{}/{act}", last.id.show("handoff"));
    let open = last.is_open();
    let may_say = open || last.said.is_some();
    let feedback = FeedbackActs {
        advanced: to("advanced"),
        nurture: to("not-ready"),
        not_a_fit: to("not-a-fit"),
    };
    Acts {
        call: false,
        log: open.then(|| to("attempt")),
        feedback: may_say.then_some(feedback),
        reject: (open && (last.attempts == 0 || last.wrong_contact)).then(|| to("reject")),
        not_a_lead: open.then(|| to("not-a-lead")),
        hand_on: (open && looker.may(Act::Move)).then(|| to("move")),
        presses: Vec::new(),
    }
}

/// Running duties, the nearest first.
fn owed(telling: &Telling<'_>, looker: &Looker, sheet: &Sheet) -> Vec<Owed> {
    let mut running: Vec<(Clock, Terms)> = Vec::new();
    if let Some(handoff) = sheet.lead.open_handoff() {
        running.extend(handoff.owed().map(|(clock, terms)| (clock, terms.clone())));
        running.extend(handoff.to_be_taken().map(|terms| (Clock::TakeBy, terms.clone())));
        running.extend(handoff.to_go_on().map(|terms| (Clock::Reassign, terms.clone())));
        running.extend(handoff.stretch_owed().map(|terms| (Clock::Stretch, terms.clone())));
        let ends = handoff.cadence.as_ref().filter(|_| handoff.connected_at.is_none());
        let not_yet = !running.iter().any(|(clock, _)| *clock == Clock::Cadence);
        running.extend(ends.filter(|_| not_yet).map(|terms| (Clock::Cadence, terms.clone())));
    }
    let review = sheet.lead.review.as_ref().and_then(|review| review.terms.clone());
    running.extend(review.map(|terms| (Clock::Review, terms)));
    let alive = sheet.lead.deal.as_ref().and_then(|deal| deal.terms.clone());
    running.extend(alive.map(|terms| (Clock::StillAlive, terms)));
    running.sort_by_key(|(_, terms)| terms.due);
    let mut all: Vec<Owed> = waits(telling, sheet);
    let handoff = sheet.lead.open_handoff();
    let called = |clock: Clock| onward::called(telling, looker, handoff, clock);
    all.extend(
        running
            .iter()
            .map(|(clock, terms)| duty(telling, called(*clock), terms)),
    );
    all
}

/// Held, or cared for until an agreed day.
fn waits(telling: &Telling<'_>, sheet: &Sheet) -> Vec<Owed> {
    let held = sheet
        .lead
        .open_handoff()
        .and_then(|h| h.held_until.map(|at| (Clock::Held, h.opened_at, at)));
    let nurture = sheet.lead.nurture.as_ref();
    let back = nurture.and_then(|n| n.until.map(|at| (Clock::Return, n.since, at)));
    let waits = |(clock, since, at): (Clock, Instant, Instant)| Owed {
        what: telling.say_code("clock", clock.code()),
        target: String::new(),
        clock: telling.countdown(since, at),
        spans: Vec::new(),
        terms: String::new(),
    };
    held.into_iter().chain(back).map(waits).collect()
}

fn duty(telling: &Telling<'_>, what: String, terms: &Terms) -> Owed {
    let zone = telling
        .agreement
        .calendars
        .get(&terms.calendar)
        .map(|calendar| calendar.zone_name().to_owned());
    let values = [
        ("version", terms.version.to_string().into()),
        ("calendar", terms.calendar.as_str().into()),
        ("zone", zone.unwrap_or_default().into()),
    ];
    Owed {
        what,
        target: target(telling, terms.target),
        clock: telling.countdown(terms.start, terms.due),
        spans: terms.spans.iter().map(|span| counted(telling, span)).collect(),
        terms: telling.frame.say_with("owed-terms", &values),
    }
}

fn target(telling: &Telling<'_>, target: Target) -> String {
    match target {
        Target::Span(span) => telling.frame.say_of("owed-time", &when::length(span)),
        Target::BusinessDays(days) => telling.frame.say_n("owed-days", &u64::from(days)),
    }
}

fn counted(telling: &Telling<'_>, span: &CountedSpan) -> Span {
    let face = |at: Instant, form: &str| at.stamp().to_zoned(telling.zone.clone()).strftime(form).to_string();
    let same_day = face(span.from, "%F") == face(span.to, "%F");
    let until = face(span.to, if same_day { "%H:%M" } else { "%a %H:%M" });
    let (code, day) = match span.why {
        Why::Counted => ("counted", String::new()),
        Why::Closed => ("closed", String::new()),
        Why::Weekend => ("weekend", String::new()),
        Why::Exception(day) => ("exception", day.to_string()),
        Why::Holiday(day) => ("holiday", day.to_string()),
    };
    let counts = span.why == Why::Counted;
    Span {
        when: format!("{} – {until}", face(span.from, "%a %H:%M")),
        length: if counts {
            when::length(span.counted)
        } else {
            String::new()
        },
        why: telling.frame.words.code("why", code, &[("name", day.into())]),
        counts,
    }
}

/// Points now, the heaviest line first.
fn score(telling: &Telling<'_>, sheet: &Sheet) -> Score {
    let whole = |points: f64| points.round() as i64;
    let lines = &sheet.lead.score;
    let (fit, engagement) = (
        whole(score::total(lines, Group::Fit, telling.now)),
        whole(score::total(lines, Group::Engagement, telling.now)),
    );
    let shown = |line: &score::ScoreLine| ScoreLine {
        what: line.rule.clone(),
        points: whole(line.value_at(telling.now)),
        note: if line.times > 1 {
            telling.frame.say_n("score-times", &u64::from(line.times))
        } else {
            String::new()
        },
    };
    let mut shown: Vec<ScoreLine> = lines.iter().map(shown).collect();
    shown.sort_by_key(|line| std::cmp::Reverse(line.points));
    let values = [
        ("total", (fit + engagement).to_string().into()),
        ("fit", fit.to_string().into()),
        ("engagement", engagement.to_string().into()),
    ];
    Score {
        total: telling.frame.say_with("score-total", &values),
        lines: shown,
    }
}

/// The last time a definition was judged.
pub(super) fn qualified(sheet: &Sheet) -> Option<&Qualified> {
    sheet.facts.iter().rev().find_map(|fact| match &fact.body {
        // the agreed day asks no definition: what was judged before it still tells what is missing
        Body::Qualified(qualified) if !qualified.verdict.clauses.is_empty() => Some(qualified),
        _ => None,
    })
}

fn missing(telling: &Telling<'_>, sheet: &Sheet) -> Vec<String> {
    let Some(qualified) = qualified(sheet) else {
        return Vec::new();
    };
    let field = |name: &String| telling.say_code("field", name);
    let question = |id: &String| super::sql::asked(telling, id);
    let absent = qualified.verdict.absent.iter().map(field);
    absent
        .chain(qualified.verdict.unanswered.iter().map(question))
        .collect()
}

fn checks(telling: &Telling<'_>, sheet: &Sheet) -> Vec<Check> {
    let check = |check: &rules::check::Check| Check {
        what: telling.say_code("check", check.what.word()),
        verdict: match check.mark {
            Mark::Ok => Verdict::Pass,
            Mark::Bad => Verdict::Warn,
            Mark::Unknown => Verdict::Unknown,
        },
        why: check
            .reason
            .map(|code| telling.say_code("check-why", code.word()))
            .unwrap_or_default(),
    };
    sheet.lead.checks.iter().map(check).collect()
}

fn contact(telling: &Telling<'_>, sheet: &Sheet) -> Vec<Contact> {
    let Some(person) = &sheet.person else { return Vec::new() };
    let way = |kind, href: String, shown: &str| Contact {
        kind,
        href,
        shown: shown.to_owned(),
        note: String::new(),
    };
    let mut ways = Vec::new();
    if let Some(phone) = &person.phone {
        ways.push(way(Way::Phone, call(phone, String::new()).href, phone));
    }
    if let Some(email) = &person.email {
        ways.push(way(Way::Mail, format!("mailto:{email}"), email));
    }
    if let Some(domain) = &person.company_domain {
        ways.push(way(Way::Link, format!("https://{domain}"), domain));
    }
    if person.phone.is_some() {
        ways.push(their_hour(telling, person));
    }
    if let Some(sent) = sheet.sent.iter().find(|sent| sent.consent.is_some()) {
        let agreed = Contact {
            note: telling.moment(sent.occurred_at).shown,
            ..way(Way::Consent, String::new(), sent.consent.as_deref().unwrap_or_default())
        };
        ways.push(agreed);
    }
    ways
}

/// What hour it is where they are, and whether they may be called now.
fn their_hour(telling: &Telling<'_>, person: &Person) -> Contact {
    let hours = Hours::of(Some(person), &telling.zone);
    let there = telling.now.stamp().to_zoned(hours.zone()).strftime("%H:%M").to_string();
    let key = if hours.holds(telling.now) {
        "contact-call-until"
    } else {
        "contact-call-from"
    };
    Contact {
        kind: Way::Hours,
        href: String::new(),
        shown: telling.frame.say_of("contact-there", &there),
        note: telling.frame.say(key),
    }
}

/// What the person wrote last, and what brought them.
fn say(telling: &Telling<'_>, sheet: &Sheet) -> Vec<SayLine> {
    let Some(sent) = sheet.sent.first() else {
        return Vec::new();
    };
    let given = |name: &str| sent.given.get(name).cloned();
    let came = given("campaign")
        .or(given("source"))
        .or(given("form"))
        .unwrap_or_default();
    let message = sent.message.as_deref().unwrap_or_default();
    let say = if message.is_empty() {
        telling.frame.say("say-nothing-written")
    } else {
        telling.frame.say_of("say-wrote", message)
    };
    let line = SayLine {
        campaign: came,
        saw: given("landing").unwrap_or_default(),
        say,
    };
    vec![line]
}

/// The last time somebody was chosen.
fn decision(telling: &Telling<'_>, sheet: &Sheet) -> Option<Decision> {
    let (routed, at) = sheet.facts.iter().rev().find_map(|fact| match &fact.body {
        Body::Routed(routed) => Some((routed, fact.occurred_at)),
        _ => None,
    })?;
    let decided = [
        ("rotation", telling.agreement.rotation_called(&routed.rotation).into()),
        ("name", telling.moment(at).shown.into()),
    ];
    Some(Decision {
        short: why_this_rep(telling, routed),
        candidates: candidates(telling, routed),
        version: telling.frame.say_with("decision-made", &decided),
    })
}

/// Why he has it, in a sentence; and for whom, where he covers.
pub(super) fn why_this_rep(telling: &Telling<'_>, routed: &Routed) -> String {
    let name = telling.names.of(routed.covers_for().unwrap_or(routed.owner));
    let rotation = telling.agreement.rotation_called(&routed.rotation);
    let values = [("name", name.into()), ("rotation", rotation.into())];
    let why = telling.frame.words.code("route", routed.cause.code(), &values);
    if let Some(passed) = onward::passed(telling, &routed.decision) {
        return format!("{passed} {why}");
    }
    let why = match onward::given_back(telling, routed) {
        Some(back) => format!("{back} {why}"),
        None => why,
    };
    let Some(away) = routed.covers_for() else { return why };
    let values = [
        ("away", telling.names.of(away).into()),
        ("name", telling.names.of(routed.owner).into()),
    ];
    format!("{why} {}", telling.frame.say_with("route-covers", &values))
}

fn candidates(telling: &Telling<'_>, routed: &Routed) -> Vec<Candidate> {
    let chosen_because = |over: bool| {
        telling
            .frame
            .say(if over { "chosen-over-limit" } else { "chosen-turn" })
    };
    let one = |seen: &rules::routing::Considered| Candidate {
        name: telling.names.of(seen.user),
        turn: crate::words::number(u64::try_from(seen.turn).unwrap_or_default()),
        chosen: seen.user == routed.owner,
        why: match seen.why_not {
            Some(why) => onward::why_not(telling, &routed.decision, seen, why),
            None => chosen_because(routed.decision.over_capacity),
        },
    };
    routed.decision.candidates.iter().map(one).collect()
}
