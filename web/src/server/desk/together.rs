//! Colleagues on the pages of a lead: who joined its handoff, whose handoff it joined, whom an act covers.

use super::Telling;
use super::acts::Found;
use super::forms::Doing;
use super::names::lead_name;
use super::typed::Typed;
use crate::frame::Frame;
use crate::screens::lead::{Colleague, Happened, People, Together};
use crate::shapes::Choice;
use engine::lead::reads::Sheet;
use rules::Id;
use rules::fact::{Body, Covered, Joined};
use rules::handoff::Handoff;

/// A colleague's name.
pub(super) fn name(frame: &Frame, sheet: &Sheet, lead: Id) -> String {
    sheet.colleagues.get(&lead).map_or_else(
        || frame.say("joined-somebody"),
        |person| {
            let (name, email) = (person.name.as_deref(), person.email.as_deref());
            lead_name(frame, name, email, person.phone.as_deref())
        },
    )
}

/// What the top of the page says of colleagues.
pub(super) fn together(telling: &Telling<'_>, sheet: &Sheet) -> Option<Together> {
    let frame = telling.frame;
    if let Some(with) = &sheet.lead.with {
        let who = name(frame, sheet, with.lead);
        let values = [("who", who.into()), ("rep", telling.names.of_some(with.owner).into())];
        let key = match (with.over, with.owner) {
            (true, _) => "joined-was",
            (false, Some(_)) => "joined-with",
            (false, None) => "joined-held",
        };
        return Some(Together {
            words: frame.say_with(key, &values),
            href: format!("/leads/{}", with.lead.show("lead")),
            people: Vec::new(),
        });
    }
    let last = sheet.lead.open_handoff().or(sheet.lead.handoffs.last())?;
    let people: Vec<Colleague> = last.joined.iter().map(|lead| colleague(frame, sheet, *lead)).collect();
    (!people.is_empty()).then(|| Together {
        words: frame.say_n("joined-people", &(people.len() as u64)),
        href: String::new(),
        people,
    })
}

fn colleague(frame: &Frame, sheet: &Sheet, lead: Id) -> Colleague {
    let person = sheet.colleagues.get(&lead);
    Colleague {
        name: name(frame, sheet, lead),
        title: person.and_then(|person| person.job_title.clone()).unwrap_or_default(),
        href: format!("/leads/{}", lead.show("lead")),
    }
}

/// What an event of colleagues says.
pub(super) fn said(telling: &Telling<'_>, sheet: &Sheet, body: &Body) -> Option<(Happened, String, String)> {
    let frame = telling.frame;
    let of = |key: &str, lead: Id| frame.say_of(key, &name(frame, sheet, lead));
    match body {
        Body::Joined(joined) => Some(joins(telling, sheet, joined)),
        Body::ColleagueJoined(came) => {
            let tier = telling.say_code("tier", &came.tier);
            Some((Happened::Touch, of("event-colleague-joined", came.lead), tier))
        }
        Body::ColleagueGone(gone) => {
            let what = of("event-colleague-gone", gone.lead);
            Some((Happened::Touch, what, String::new()))
        }
        Body::Covered(covered) => Some(holds(telling, covered)),
        _ => None,
    }
}

fn joins(telling: &Telling<'_>, sheet: &Sheet, joined: &Joined) -> (Happened, String, String) {
    let frame = telling.frame;
    let who = name(frame, sheet, joined.lead);
    let what = frame.say_with("event-joined", &[("who", who.into())]);
    let detail = match joined.owner {
        Some(owner) => frame.say_of("event-joined-with", &telling.names.of(owner)),
        None => frame.say("event-joined-held"),
    };
    (Happened::Routed, what, detail)
}

fn holds(telling: &Telling<'_>, covered: &Covered) -> (Happened, String, String) {
    let what = telling.say_code("covered", covered.by.code());
    let what = telling.frame.say_of("event-covered", &what);
    (Happened::Feedback, what, String::new())
}

/// How many colleagues something covered, in words; empty where nobody had joined.
pub(super) fn covers(telling: &Telling<'_>, covers: &[Id]) -> String {
    match covers.len() {
        0 => String::new(),
        n => telling.frame.say_n("event-covers", &(n as u64)),
    }
}

/// Who of the colleagues an act covers, to be ticked.
pub(super) fn people(telling: &Telling<'_>, found: &Found, typed: &Typed) -> Option<People> {
    let handoff = &found.handoff;
    if handoff.joined.is_empty() {
        return None;
    }
    let (key, ticks) = match found.doing {
        Doing::Feedback(_) if handoff.is_open() => ("people-feedback", true),
        Doing::Feedback(_) => ("people-corrected", false),
        Doing::Reject => ("people-reject", true),
        Doing::NotALead => ("people-not-a-lead", false),
        Doing::Move => ("people-move", false),
        _ => return None,
    };
    let tick = |lead: &Id| Choice {
        value: lead.show("lead"),
        label: name(telling.frame, &found.sheet, *lead),
        chosen: typed.get("people").is_empty() || !typed.get(&format!("with_{}", lead.show("lead"))).is_empty(),
    };
    let ids: Vec<String> = handoff.joined.iter().map(|lead| lead.show("lead")).collect();
    Some(People {
        hint: telling.frame.say(key),
        ticks: handoff.joined.iter().filter(|_| ticks).map(tick).collect(),
        shown: ids.join(","),
    })
}

/// The colleagues that were ticked; `None` where nobody was asked. Who joined after the form was shown was not seen, so he
/// is not covered.
pub(super) fn ticked(handoff: &Handoff, typed: &Typed) -> Option<Vec<Id>> {
    let shown = typed.some("people").filter(|_| handoff.is_open())?;
    let is_ticked = |text: &&str| !typed.get(&format!("with_{text}")).is_empty();
    let ticked = shown.split(',').filter(is_ticked);
    Some(ticked.filter_map(|text| Id::read("lead", text)).collect())
}
