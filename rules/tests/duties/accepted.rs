//! Accepted by Sales (SAL): by talking with the lead; where the agreement has a definition, when its clauses hold too.

use crate::house::House;
use rules::agreement::{STARTING, Stage};
use rules::fact::{AttemptResult, Body, Which};
use rules::{Id, Span};

const ACCEPTS: &str = "[[definition]]\nstage = \"sal\"\nowner = \"sales\"\n[[definition.requires]]\nname = \"we know what they do there\"\n\
                       when = \"has(lead.job_title) && lead.job_title != ''\"\n\n[[definition]]\nstage = \"sql\"";

fn strict() -> House {
    House::under(&STARTING.replacen("[[definition]]\nstage = \"sql\"", ACCEPTS, 1), 1)
}

fn stage(house: &House, of: (Id, Id)) -> Stage {
    house.lead(of.0).stage
}

#[test]
fn without_a_definition_to_talk_is_to_accept_and_to_try_is_not() {
    let mut house = House::open(1);
    let of = house.demo("one");
    house.call(of, AttemptResult::NoAnswer, None).unwrap();
    assert_eq!((stage(&house, of), house.handoff(of).accepted_at), (Stage::Mql, None));
    house.pass(Span::minutes(3));
    house.call(of, AttemptResult::Connected, None).unwrap();
    assert_eq!(stage(&house, of), Stage::Sal);
    assert_eq!(house.handoff(of).accepted_at, house.handoff(of).connected_at);
}

#[test]
fn with_a_definition_its_clauses_must_hold_when_they_talk() {
    let mut house = strict();
    let of = house.demo("one");
    let done = house.call(of, AttemptResult::Connected, None).unwrap();
    let verdict = done.facts.iter().find_map(|fact| match &fact.body {
        Body::Connected(talk) => talk.verdict.clone(),
        _ => None,
    });
    assert_eq!(verdict.unwrap().clauses.len(), 1, "kept with the fact");
    assert_eq!((stage(&house, of), house.handoff(of).accepted_at), (Stage::Mql, None));
    assert!(
        house.handoff(of).feedback_owed.is_some(),
        "feedback is owed all the same"
    );
    let owed = house.handoff(of).feedback_owed.clone();

    let mut told = crate::house::request("one");
    told.fields
        .insert("lead.job_title".to_owned(), "Head of Operations".to_owned());
    house.submit(told);
    house.pass(Span::minutes(9));
    house.call(of, AttemptResult::Connected, None).unwrap();
    assert_eq!(stage(&house, of), Stage::Sal, "the next talk accepts it");
    assert!(house.handoff(of).accepted_at > house.handoff(of).connected_at);
    assert_eq!(house.handoff(of).feedback_owed, owed, "no clock began anew");
    let again = house.call(of, AttemptResult::Connected, None).unwrap();
    let talks = again
        .facts
        .iter()
        .filter(|fact| matches!(fact.body, Body::Connected(_)));
    assert_eq!(talks.count(), 0, "once is enough");
}

#[test]
fn whoever_goes_on_with_a_lead_has_accepted_it() {
    let mut house = strict();
    let of = house.demo("one");
    house.call(of, AttemptResult::Connected, None).unwrap();
    house
        .report(of, Which::Advanced, Some(house.now + Span::days(3)))
        .unwrap();
    assert_eq!(stage(&house, of), Stage::Sql);
    assert!(house.handoff(of).accepted_at.is_some());
}
