//! Who gave a lead back does not get it again by himself: not as its earlier owner, not as the company's, not by a
//! rotation, unless a person names him. The record says so.

use crate::house::{House, request_of};
use crate::taken::last_routed;
use crate::tries::tries;
use proptest::prelude::*;
use rules::agreement::STARTING;
use rules::ask::{Capture, OfCompany, OfDuty, OfHandoff, OfLead, OfTeam};
use rules::fact::{AttemptResult, RejectReason, ReviewChoice, Role, RouteCause, Which};
use rules::routing::WhyNot;
use rules::{Id, Span};
use std::collections::BTreeSet;

fn gives_back(house: &mut House, of: (Id, Id), reason: RejectReason) {
    let owner = house.owner(of);
    let (lead, handoff) = of;
    let command = OfHandoff::Reject {
        lead,
        handoff,
        reason,
        clause: None,
        covers: None,
    };
    house.by(owner, command).expect("given back");
}

/// Marketing hands it over again.
fn released(house: &mut House, lead: Id) -> (Id, Id) {
    let choice = ReviewChoice::Release;
    house.system(OfLead::Review { lead, choice });
    open(house, lead)
}

fn open(house: &House, lead: Id) -> (Id, Id) {
    (lead, house.lead(lead).open_handoff().expect("open").id)
}

/// Reported as B and back on the day: its rep is its earlier owner by a report.
fn worked(house: &mut House, of: (Id, Id)) {
    house.call(of, AttemptResult::Connected, None).expect("called");
    house.report(of, Which::NotAFit, None).expect("a C");
}

#[test]
fn what_was_given_back_and_released_goes_to_another_and_the_record_says_why() {
    let mut house = House::open(3);
    let of = house.demo("one");
    let first = house.owner(of);
    gives_back(&mut house, of, RejectReason::OutsideDefinition);
    let again = released(&mut house, of.0);
    let second = house.owner(again);
    assert_ne!(second, first);
    assert_eq!(house.handoff(again).cause, Some(RouteCause::Rotation));
    let record = last_routed(&house).decision.clone();
    assert_eq!(record.gave_back, [first]);
    let seen = record.candidates.iter().find(|seen| seen.user == first);
    assert_eq!(seen.expect("a member").why_not, Some(WhyNot::GaveBack));
    // the second gives it back too: the third has it, then nobody is left but who answers
    gives_back(&mut house, again, RejectReason::OutsideDefinition);
    let third = released(&mut house, of.0);
    assert!(![first, second].contains(&house.owner(third)));
    gives_back(&mut house, third, RejectReason::Invalid);
    let last = released(&mut house, of.0);
    assert_eq!(
        (house.owner(last), house.handoff(last).cause),
        (house.manager, Some(RouteCause::Fallback))
    );
    assert_eq!(last_routed(&house).decision.gave_back.len(), 3);
    // by name he gets it, and what he gives back then is told of him anew
    house.move_to(last, first);
    assert_eq!(house.owner(last), first);
    assert!(!house.lead(of.0).gave_back.contains(&first));
    worked(&mut house, last);
    assert!(house.lead(of.0).gave_back.is_empty(), "worked: all is forgotten");
}

/// By whatever rule the lead came to him before.
#[test]
fn no_rule_of_earlier_owners_names_him() {
    type Before = fn(&mut House) -> (Id, Id);
    let person: Before = |house| {
        let of = house.demo("one");
        worked(house, of);
        house.demo("one")
    };
    let company: Before = |house| {
        let of = house.submit(request_of("two", "one.sample-company.de"));
        worked(house, of);
        house.demo("one")
    };
    let named: Before = |house| {
        let of = house.demo("one");
        let rep = house.reps[1];
        house.move_to(of, rep);
        of
    };
    let table: [(&str, Before, RouteCause); 3] = [
        ("had the person", person, RouteCause::EarlierOwner),
        ("had the company", company, RouteCause::Company),
        ("was given it by name", named, RouteCause::Moved),
    ];
    for reason in RejectReason::ALL {
        for (name, before, cause) in table {
            let mut house = House::open(2);
            let of = before(&mut house);
            assert_eq!(house.handoff(of).cause, Some(cause), "{name}");
            let rep = house.owner(of);
            gives_back(&mut house, of, reason);
            let again = released(&mut house, of.0);
            assert_ne!(house.owner(again), rep, "{name} {reason:?}");
            assert!(last_routed(&house).decision.gave_back.contains(&rep), "{name}");
        }
    }
}

#[test]
fn his_cover_is_asked_for_others_and_he_covers_for_nobody() {
    let mut house = House::open(2);
    let of = house.demo("one");
    let earlier = house.owner(of);
    worked(&mut house, of);
    let cover = house.reps.iter().copied().find(|rep| *rep != earlier).expect("another");
    let manager = house.manager;
    let covers = OfTeam::SetCover {
        user: earlier,
        cover: Some(cover),
    };
    house.by(manager, covers).expect("covers");
    let leave = OfDuty::SetLeave {
        user: earlier,
        from: Some(house.now),
        until: Some(house.now + Span::days(5)),
    };
    house.by(manager, leave).expect("on leave");
    let again = house.demo("one");
    assert_eq!(house.owner(again), cover, "he covers");
    gives_back(&mut house, again, RejectReason::OutsideDefinition);
    let last = released(&mut house, of.0);
    assert_ne!(house.owner(last), cover, "not in the other's place either");
}

#[test]
fn whose_account_or_deal_it_is_gets_it_all_the_same() {
    let mut house = House::open(2);
    let of = house.demo("one");
    let rep = house.owner(of);
    gives_back(&mut house, of, RejectReason::AlreadyADeal);
    let (manager, owner) = (house.manager, Some(rep));
    let domain = "one.sample-company.de".to_owned();
    let customer = false;
    let account = OfCompany::SetAccount {
        domain,
        owner,
        customer,
    };
    house.by(manager, account).expect("told");
    let again = released(&mut house, of.0);
    assert_eq!(house.owner(again), rep, "a person named him");
    assert!(last_routed(&house).decision.gave_back.is_empty());
}

/// Those who were given back with the person whose handoff it was.
#[test]
fn a_colleague_given_back_with_it_does_not_come_back_either() {
    let mut house = House::open(2);
    let of = house.submit(request_of("one", "sample-company.de"));
    let with = house.submit(request_of("two", "sample-company.de")).0;
    let rep = house.owner(of);
    assert_eq!(house.lead(with).joined().map(|with| with.owner), Some(Some(rep)));
    gives_back(&mut house, of, RejectReason::WrongTerritory);
    let again = released(&mut house, with);
    assert_ne!(house.owner(again), rep);
    assert_eq!(last_routed(&house).decision.gave_back, [rep]);
}

#[test]
fn before_an_opening_it_is_held_and_goes_to_another_in_the_morning() {
    let mut house = House::open(2);
    let of = house.demo("one");
    let rep = house.owner(of);
    gives_back(&mut house, of, RejectReason::OutsideDefinition);
    house.until(crate::house::at("2026-03-04T22:00:00+01:00"));
    let held = released(&mut house, of.0);
    assert_eq!(house.handoff(held).owner, None);
    house.until(crate::house::at("2026-03-05T09:00:00+01:00"));
    assert_ne!(house.owner(held), rep);
}

#[derive(Clone, Copy, Debug)]
enum Step {
    Back(RejectReason),
    Works,
    Names(usize),
    NotTaken,
    Pass(i64),
}

fn step() -> impl Strategy<Value = Step> {
    let reason = proptest::sample::select(RejectReason::ALL.to_vec());
    prop_oneof![
        5 => reason.prop_map(Step::Back),
        1 => Just(Step::Works),
        1 => (0usize..4).prop_map(Step::Names),
        2 => Just(Step::NotTaken),
        1 => (1i64..2_000).prop_map(Step::Pass),
    ]
}

fn begun() -> House {
    let text = STARTING.replace(
        "fallback = \"sales_manager\"",
        "fallback = \"sales_manager\"\ntake_by = \"3m\"",
    );
    let mut house = House::under(&text, 3);
    house.hire_as("another", Role::Rep);
    house
}

/// What the model knows: who gave it back since it was worked.
#[derive(Default)]
struct Known {
    back: BTreeSet<Id>,
}

fn act(house: &mut House, lead: Id, known: &mut Known, step: Step) -> Result<(), TestCaseError> {
    if house.lead(lead).review.is_some() {
        let choice = ReviewChoice::Release;
        house.system(OfLead::Review { lead, choice });
    }
    if house.lead(lead).open_handoff().is_none() {
        house.submit(person());
    }
    let Some(of) = house.lead(lead).open_handoff().map(|handoff| (lead, handoff.id)) else {
        return Ok(());
    };
    let Some(owner) = house.handoff(of).owner else {
        house.pass(Span::hours(20));
        return Ok(());
    };
    match step {
        Step::Back(reason) if house.handoff(of).attempts == 0 => {
            gives_back(house, of, reason);
            known.back.insert(owner);
        }
        Step::Works => {
            worked(house, of);
            known.back.clear();
        }
        Step::Names(place) => {
            let to = house.reps[place % house.reps.len()];
            if to != owner {
                house.move_to(of, to);
            }
            known.back.remove(&to);
        }
        Step::NotTaken => {
            house.pass(Span::minutes(4));
        }
        Step::Pass(minutes) => {
            house.pass(Span::minutes(minutes));
        }
        Step::Back(_) => {}
    }
    Ok(())
}

fn person() -> Capture {
    request_of("one", "sample-company.de")
}

proptest! {
    #![proptest_config(tries(96, 5_000))]

    #[test]
    fn whatever_happens_nobody_who_gave_it_back_has_it_unless_named(steps in prop::collection::vec(step(), 1..30)) {
        let mut house = begun();
        let lead = house.submit(person()).0;
        let mut known = Known::default();
        for step in steps {
            act(&mut house, lead, &mut known, step)?;
            let open = house.lead(lead).open_handoff();
            if let Some(owner) = open.and_then(|handoff| handoff.owner).filter(|owner| *owner != house.manager) {
                prop_assert!(!known.back.contains(&owner), "{:?}: it came back to who gave it back", step);
            }
            if let Some(open) = open {
                prop_assert!(open.answers().is_some(), "somebody answers");
            }
        }
    }
}
