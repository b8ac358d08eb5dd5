//! Applying a version to running clocks is begun once: who comes second is told who began it and when.

use crate::house::House;
use rules::agreement::{Agreement, STARTING};
use rules::ask::OfAgreement;
use rules::decide::InForce;
use rules::fact::{Actor, Body, Role, SubjectKind};
use rules::refusal::{No, Refusal};
use rules::slices::{Doing, Progress};
use rules::{Id, Span};
use std::sync::Arc;

/// A house with two heads, where a stricter version is in force and a lead's clock runs under the one before.
fn stricter() -> (House, [Id; 2], Id) {
    let mut house = House::open(2);
    let heads = [
        house.hire_only(Role::HeadOfSales),
        house.hire_only(Role::HeadOfMarketing),
    ];
    let (lead, _) = house.demo("one");
    put(&mut house, 2, "first_attempt = \"10m\"");
    (house, heads, lead)
}

fn put(house: &mut House, version: i64, target: &str) {
    let text = STARTING.replacen("first_attempt = \"15m\"", target, 1);
    let agreement = Agreement::load_plain(&text).expect("it loads");
    house.world.in_force = Arc::new(InForce { version, agreement });
}

fn apply(house: &mut House, by: Id, version: i64, after: Option<Id>) -> Result<Id, Refusal> {
    let done = house.by(by, OfAgreement::ApplyToRunning { version, after })?;
    let act = done.answer["act"].as_str().and_then(|text| Id::read("act", text));
    Ok(act.expect("an act"))
}

/// One slice with all leads there are, after the one before it.
fn slice(house: &mut House, act: Id, version: i64, last: bool) -> Progress {
    let after = house.world.acts[&act].upto;
    house.system(slice_after(house, (act, version), after, last));
    house.world.acts[&act].clone()
}

fn slice_after(house: &House, (act, version): (Id, i64), after: Id, last: bool) -> OfAgreement {
    let mut leads: Vec<Id> = house.world.leads.keys().copied().collect();
    leads.sort();
    let upto = leads.last().copied().unwrap_or_default();
    OfAgreement::RepinSlice {
        act,
        version,
        after,
        leads,
        upto,
        last,
    }
}

fn told<'a>(refusal: &'a Refusal, name: &str) -> &'a str {
    let found = refusal.args.iter().find(|(known, _)| *known == name);
    found.map_or("", |(_, value)| value.as_str())
}

#[test]
fn who_comes_second_is_told_who_began_it_and_when_and_nothing_happens() {
    let (mut house, [sales, marketing], _) = stricter();
    let begun_at = house.now;
    let act = apply(&mut house, sales, 2, None).expect("begun");
    assert_eq!(house.world.acts[&act].doing, Doing::Apply { version: 2 });
    house.pass(Span::minutes(1));
    let before = house.facts.len();
    let late = apply(&mut house, marketing, 2, None).expect_err("it was begun before");
    assert_eq!((late.no, late.code), (No::Conflict, "applied_before"));
    assert_eq!(told(&late, "version"), "2");
    assert_eq!(told(&late, "by"), sales.show("user"));
    assert_eq!(told(&late, "at"), begun_at.rfc3339());
    assert_eq!(house.facts.len(), before);
    let of_agreement = house.facts.iter().filter(|fact| {
        fact.subject.kind == SubjectKind::Agreement && matches!(&fact.body, Body::AppliedToRunning(of) if of.act == act)
    });
    assert_eq!(of_agreement.count(), 1);
}

#[test]
fn it_begins_again_only_for_who_has_seen_the_end_of_the_time_before() {
    let (mut house, [sales, marketing], lead) = stricter();
    let act = apply(&mut house, sales, 2, None).expect("begun");
    let refused = |house: &mut House, after| apply(house, marketing, 2, after).expect_err("not now").code;
    assert_eq!(refused(&mut house, Some(act)), "applied_before", "it has not ended");
    let half = slice(&mut house, act, 2, false);
    assert_eq!((half.slices, half.leads, half.things, half.done), (1, 1, 1, false));
    assert_eq!(refused(&mut house, Some(act)), "applied_before", "it has not ended yet");
    let end = slice(&mut house, act, 2, true);
    assert_eq!(
        (end.slices, end.things, end.done),
        (2, 1, true),
        "nothing is done twice"
    );
    assert_eq!(
        house
            .lead(lead)
            .open_handoff()
            .expect("open")
            .first_attempt
            .as_ref()
            .expect("runs")
            .version,
        2
    );
    assert_eq!(refused(&mut house, None), "applied_before", "its end was not seen");
    assert_eq!(refused(&mut house, Some(lead)), "applied_before", "that is no act");
    let again = apply(&mut house, marketing, 2, Some(act)).expect("its end was seen");
    assert_ne!(again, act);
    let late = apply(&mut house, sales, 2, Some(act)).expect_err("there is a newer one");
    assert_eq!(told(&late, "by"), marketing.show("user"));
}

#[test]
fn a_slice_that_does_not_follow_on_what_is_kept_is_refused() {
    let (mut house, [sales, _], lead) = stricter();
    let act = apply(&mut house, sales, 2, None).expect("begun");
    let refused = |house: &mut House, after| {
        let late = slice_after(house, (act, 2), after, true);
        house.ask(Actor::System, late).expect_err("not now").code
    };
    assert_eq!(
        refused(&mut house, lead),
        "out_of_turn",
        "the one before it was not kept"
    );
    slice(&mut house, act, 2, false);
    assert_eq!(refused(&mut house, Id::default()), "out_of_turn", "it was kept before");
    slice(&mut house, act, 2, true);
    assert_eq!(refused(&mut house, lead), "out_of_turn", "there is nothing left");
    let unknown = slice_after(&house, (lead, 2), Id::default(), true);
    let unknown = house.ask(Actor::System, unknown).expect_err("no act").code;
    assert_eq!(unknown, "out_of_turn");
}

#[test]
fn a_newer_version_is_applied_whatever_became_of_the_one_before() {
    let (mut house, [sales, _], _) = stricter();
    let act = apply(&mut house, sales, 2, None).expect("begun");
    put(&mut house, 3, "first_attempt = \"20m\"");
    let stale = apply(&mut house, sales, 2, None).expect_err("it is over");
    assert_eq!((stale.code, told(&stale, "version")), ("not_in_force", "3"));
    apply(&mut house, sales, 3, None).expect("begun");
    let over = slice(&mut house, act, 2, false);
    assert!(over.done && over.things == 0, "the older act ends by itself: {over:?}");
    let manager = house.manager;
    assert_eq!(
        apply(&mut house, manager, 3, None).expect_err("no head").code,
        "may_not"
    );
}

#[test]
fn the_life_of_versions_forgets_the_oldest_and_tells_of_the_last() {
    let (mut house, [sales, _], _) = stricter();
    let first = apply(&mut house, sales, 2, None).expect("begun");
    let mut last = first;
    for _ in 0..rules::agreement::life::APPLIED_MAX {
        slice(&mut house, last, 2, true);
        last = apply(&mut house, sales, 2, Some(last)).expect("its end was seen");
    }
    let life = &house.world.life;
    assert_eq!(life.applied.len(), rules::agreement::life::APPLIED_MAX);
    assert!(life.applied.iter().all(|applied| applied.act != first));
    assert_eq!(life.last_applied(2).map(|applied| applied.act), Some(last));
    assert_eq!(life.last_applied(1), None);
}
