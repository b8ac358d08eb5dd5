//! Laws over generated pasts: submissions of all kinds, own fields, reviews, feedback, returns, versions that change.

use super::house::{House, compiled, text, wednesday};
use crate::tries::tries;
use proptest::prelude::*;
use rules::Span;
use rules::ask::Capture;
use rules::fact::{Body, Fact, ReviewChoice, SubmissionKind, Which};
use rules::fields::FieldKind;
use rules::replay::{Change, Window};
use std::sync::Arc;

/// One thing that happens.
#[derive(Clone, Debug)]
enum Event {
    Comes {
        person: u32,
        kind: usize,
        employees: Option<u32>,
        country: usize,
        source: usize,
        form: usize,
        plan: Option<u8>,
        trapped: bool,
    },
    Reviewed {
        person: usize,
        choice: u8,
    },
    Said {
        person: usize,
        which: u8,
        days: i64,
    },
    NoLead {
        person: usize,
    },
    Passes {
        hours: i64,
    },
}

fn event() -> impl Strategy<Value = Event> {
    let comes = (
        (
            0u32..14,
            0usize..SubmissionKind::ALL.len() * 2,
            proptest::option::of(1u32..60),
        ),
        (
            0usize..5,
            0usize..3,
            0usize..4,
            proptest::option::of(0u8..3),
            proptest::bool::weighted(0.1),
        ),
    )
        .prop_map(
            |((person, kind, employees), (country, source, form, plan, trapped))| Event::Comes {
                person,
                kind,
                employees,
                country,
                source,
                form,
                plan,
                trapped,
            },
        );
    prop_oneof![
        6 => comes,
        2 => (0usize..14, 0u8..3).prop_map(|(person, choice)| Event::Reviewed { person, choice }),
        3 => (0usize..14, 0u8..3, 1i64..40).prop_map(|(person, which, days)| Event::Said { person, which, days }),
        1 => (0usize..14).prop_map(|person| Event::NoLead { person }),
        4 => (1i64..200).prop_map(|hours| Event::Passes { hours }),
    ]
}

fn capture(event: &Event) -> Option<Capture> {
    let Event::Comes {
        person,
        kind,
        employees,
        country,
        source,
        form,
        plan,
        trapped,
    } = event
    else {
        return None;
    };
    // the kinds that are leads come oftener
    let kind = SubmissionKind::ALL
        .get(*kind)
        .copied()
        .unwrap_or(SubmissionKind::ALL[kind % 4]);
    let host = ["gmail.com", "firm.example.com"][*person as usize % 2];
    let mut capture = Capture {
        kind,
        email: Some(format!("p{person}@{host}")),
        country: [None, Some("DE"), Some("Austria"), Some("BR"), Some("US")][*country].map(str::to_owned),
        website: (source % 2 == 0).then(|| format!("https://www.firm{person}.example.com")),
        source: [None, Some("google"), Some("webinar")][*source].map(str::to_owned),
        form: [None, Some("demo"), Some("content"), Some("price")][*form].map(str::to_owned),
        trapped: *trapped,
        seconds_to_send: trapped.then_some(30),
        ..Capture::default()
    };
    if let Some(employees) = employees {
        capture
            .fields
            .insert("company.employees".to_owned(), employees.to_string());
    }
    if let Some(plan) = plan {
        let value = ["7", "many", "true"][usize::from(*plan)];
        capture.fields.insert("company.plan".to_owned(), value.to_owned());
    }
    Some(capture)
}

/// Plays the events; the house's second half has another version and a field of its own.
fn played(events: &[Event]) -> House {
    let mut house = House::open(3);
    for (place, event) in events.iter().enumerate() {
        if place == events.len() / 3 {
            house.add_field("company.plan", FieldKind::Text);
        }
        if place == events.len() / 2 {
            house.put_in_force(&second());
        }
        happen(&mut house, event);
    }
    house
}

/// A version that asks about an own field, scores otherwise and has another tier first.
fn second() -> String {
    let text = text(
        "when = \"company.employees >= 20\"",
        "when = \"company.employees >= 10 || company.plan == '7'\"",
    );
    let text = text.replace("points = 40", "points = 30").replace(
        "score.engagement >= 40.0",
        "score.engagement >= 30.0 && score.fit >= 0.0",
    );
    let sql = "[[definition]]\nstage = \"sql\"";
    let accepted = "[[definition]]\nstage = \"sal\"\nowner = \"sales\"\n[[definition.requires]]\nname = \"scored, of a size\"\n\
                    when = \"score.engagement >= 20.0 && company.employees >= 15\"\nmissing = \"fail\"\n\n";
    text.replace(sql, &format!("{accepted}{sql}"))
}

fn happen(house: &mut House, event: &Event) {
    let lead = |house: &House, n: usize| {
        let all: std::collections::BTreeSet<_> = house.world.leads.keys().copied().collect();
        all.into_iter().nth(n)
    };
    match event {
        Event::Comes { .. } => {
            if let Some(capture) = capture(event) {
                house.capture(capture);
            }
        }
        Event::Reviewed { person, choice } => {
            let choice = [ReviewChoice::Release, ReviewChoice::Nurture, ReviewChoice::Discard][usize::from(*choice)];
            if let Some(lead) = lead(house, *person) {
                house.review(lead, choice);
            }
        }
        Event::Said { person, which, days } => {
            let (which, reason) = [
                (Which::Advanced, ""),
                (Which::FitNotReady, "no_budget_yet"),
                (Which::NotAFit, "too_small"),
            ][usize::from(*which)];
            let back = (which == Which::FitNotReady).then(|| house.now + Span::days(*days));
            if let Some(lead) = lead(house, *person) {
                house.report(lead, which, reason, back);
            }
        }
        Event::NoLead { person } => {
            if let Some(lead) = lead(house, *person) {
                house.not_a_lead(lead);
            }
        }
        Event::Passes { hours } => {
            let until = house.now + Span::hours(*hours);
            house.pass(until);
        }
    }
}

/// Of whatever stage.
fn has_verdict(body: &Body) -> bool {
    match body {
        Body::Qualified(_) => true,
        Body::Connected(talk) => talk.verdict.is_some(),
        Body::Feedback(said) => said.verdict.is_some(),
        _ => false,
    }
}

proptest! {
    #![proptest_config(tries(100, 5_000))]

    #[test]
    fn every_stored_verdict_comes_out_again(events in proptest::collection::vec(event(), 5..80)) {
        let house = played(&events);
        let found = house.replay(house.everything(), house.in_force());
        let window = house.everything();
        let counted = |fact: &&Fact| matches!(fact.body, Body::Qualified(_)) || window.holds(fact.recorded_at);
        let stored = house.facts.iter().filter(counted).filter(|fact| has_verdict(&fact.body)).count() as u64;
        prop_assert_eq!(found.totals.stored, stored);
        prop_assert_eq!(found.totals.differing, 0, "{:?}", found.differing);
    }

    #[test]
    fn the_version_in_force_changes_nothing_of_a_window_that_it_ruled(
        events in proptest::collection::vec(event(), 5..80), from in 0i64..400,
    ) {
        let mut house = House::open(3);
        events.iter().for_each(|event| happen(&mut house, event));
        let window = Window { from: wednesday() + Span::hours(from), to: house.now + Span(1) };
        let Ok(window) = window.checked(house.now) else { return Ok(()) };
        for found in house.walked(&house.setting(window, house.in_force())) {
            let told = |of: &[rules::replay::Arrival]| of.iter().map(|a| (a.at, a.tier, a.due, a.trigger)).collect::<Vec<_>>();
            prop_assert_eq!(told(&found.before), told(&found.after));
            prop_assert_eq!(found.reviews[0], found.reviews[1]);
            prop_assert!(found.scores.is_none_or(|[old, new]| old == new));
        }
        let whole = house.replay(window, house.in_force());
        prop_assert!(whole.is_same() && whole.is_same_later(), "{:?}", whole.totals);
        prop_assert_eq!(whole.totals.differing, 0);
    }

    #[test]
    fn sums_agree_and_the_same_comes_out_twice(events in proptest::collection::vec(event(), 5..60)) {
        let house = played(&events);
        let agreement = compiled(&text("company.employees >= 20", "company.employees >= 35"), &house.world);
        let proposed = Arc::new(rules::decide::InForce { version: 9, agreement });
        let found = house.replay(house.everything(), proposed.clone());
        let again = house.replay(house.everything(), proposed);
        prop_assert_eq!(serde_json::to_string(&found).unwrap(), serde_json::to_string(&again).unwrap());
        prop_assert_eq!(found.totals.after + found.changed(Change::Out), found.totals.before + found.changed(Change::In));
        let sum = |side: fn(&rules::replay::Count) -> u64| found.counts.iter().map(side).sum::<u64>();
        prop_assert_eq!(sum(|c| c.before), found.totals.before);
        prop_assert_eq!(sum(|c| c.after), found.totals.after);
        let lines = found.lines.len() as u64;
        prop_assert_eq!(lines, found.changes.iter().map(|(_, n)| n).sum::<u64>());
        prop_assert_eq!(lines, found.said.iter().map(|s| s.leads).sum::<u64>());
    }
}
