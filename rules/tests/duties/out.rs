//! Out of rotation for a while: by a manager's word; what he has stays his; it ends by itself and floods nobody.

use crate::house::House;
use crate::taken::last_routed;
use rules::ask::{Command, OfDuty};
use rules::routing::{OutSeen, WhyNot};
use rules::{Id, Span};

fn says(house: &mut House, who: Id, command: impl Into<Command>) -> Result<(), &'static str> {
    house.by(who, command).map(|_| ()).map_err(|no| no.code)
}

#[test]
fn rotations_pass_him_over_until_then_and_the_record_says_by_whose_word() {
    let mut house = House::open(2);
    let mine = house.demo("mine");
    let (user, manager, until) = (house.owner(mine), house.manager, house.now + Span::hours(2));
    let other = *house.reps.iter().find(|rep| **rep != user).expect("another");
    assert_eq!(says(&mut house, user, OfDuty::TakeOut { user, until }), Err("may_not"));
    assert_eq!(says(&mut house, manager, OfDuty::TakeOut { user, until }), Ok(()));
    let later = [house.demo("one"), house.demo("two"), house.demo("three")];
    assert!(later.iter().all(|of| house.owner(*of) == other));
    assert_eq!(house.owner(mine), user, "what he has stays his");
    let decision = &last_routed(&house).decision;
    let his = decision
        .candidates
        .iter()
        .find(|seen| seen.user == user)
        .expect("a member");
    assert_eq!(his.why_not, Some(WhyNot::Out));
    let by = Some(manager);
    assert_eq!(decision.out, [OutSeen { user, until, by }]);
    house.until(until);
    let back: Vec<(Id, Id)> = (0..4).map(|n| house.demo(&format!("back{n}"))).collect();
    let back: Vec<Id> = back.into_iter().map(|of| house.owner(of)).collect();
    assert_eq!(
        back.iter().filter(|owner| **owner == user).count(),
        2,
        "he takes turns again, no more: {back:?}"
    );
}

#[test]
fn it_is_taken_back_with_one_press_and_ends_when_it_ends() {
    let mut house = House::open(1);
    let (user, manager) = (house.reps[0], house.manager);
    assert_eq!(says(&mut house, manager, OfDuty::PutBack { user }), Err("not_out"));
    let until = house.now + Span::hours(2);
    assert_eq!(says(&mut house, manager, OfDuty::TakeOut { user, until }), Ok(()));
    let waits = house.demo("waits");
    assert_eq!(
        house.handoff(waits).held_until,
        Some(until),
        "he is the only one: it waits until he is back in"
    );
    assert_eq!(says(&mut house, manager, OfDuty::PutBack { user }), Ok(()));
    assert_eq!(says(&mut house, manager, OfDuty::PutBack { user }), Err("not_out"));
    let of = house.demo("one");
    assert_eq!(house.owner(of), user);
    house.until(until);
    assert_eq!(house.owner(waits), user);
}

#[test]
fn only_members_only_ahead_and_no_longer_than_a_day() {
    let mut house = House::open(1);
    let (user, manager, now) = (house.reps[0], house.manager, house.now);
    let take_out = |user, until| OfDuty::TakeOut { user, until };
    assert_eq!(says(&mut house, manager, take_out(user, now)), Err("day_past"));
    assert_eq!(
        says(&mut house, manager, take_out(user, now + Span::hours(25))),
        Err("out_too_long")
    );
    assert_eq!(
        says(&mut house, manager, take_out(manager, now + Span::hours(2))),
        Err("in_no_rotation")
    );
}

#[test]
fn two_let_pass_are_seen_of_each_handoff() {
    let mut house = House::open(2);
    let (one, other) = (house.demo("one"), house.reps.clone());
    let first = house.owner(one);
    let second = *other.iter().find(|rep| **rep != first).expect("another");
    house.pass(Span::minutes(20));
    house.move_to(one, second);
    assert_eq!(house.handoff(one).let_pass(house.now).len(), 1);
    house.pass(Span::minutes(20));
    let passed: Vec<Id> = house
        .handoff(one)
        .let_pass(house.now)
        .iter()
        .map(|(user, _)| *user)
        .collect();
    assert_eq!(passed, [first, second]);
}
