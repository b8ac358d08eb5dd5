//! After a stretch breach: in the first days of use a reminder and one press; later by itself, where agreed, and once.

use crate::house::House;
use crate::taken::last_routed;
use rules::agreement::STARTING;
use rules::ask::{OfCompany, OfDuty, OfHandoff};
use rules::decide::{LetterKind, REMINDS_ONLY};
use rules::fact::{AttemptResult, Clock, RouteCause, Rung, Which};
use rules::routing::{PassedWhy, WhyNot};
use rules::{Id, Span};

/// Requests go on by themselves ten minutes after an owner's own time; past the first days of use, at the same hour.
fn agreed(reps: usize) -> House {
    let text = STARTING.replacen(
        "first_attempt = \"15m\"",
        "first_attempt = \"15m\"\nreassign_after = \"10m\"",
        1,
    );
    assert_ne!(text, STARTING);
    let mut house = House::under(&text, reps);
    house.until(house.now + Span::days(35));
    house
}

fn gives_on(house: &mut House, of: (Id, Id), from: Id) -> Result<(), &'static str> {
    let ((lead, handoff), manager) = (of, house.manager);
    let command = OfHandoff::GiveOn { lead, handoff, from };
    house.by(manager, command).map(|_| ()).map_err(|no| no.code)
}

fn account_of(house: &mut House, name: &str, owner: Option<Id>) {
    let (manager, domain) = (house.manager, format!("{name}.sample-company.de"));
    let customer = false;
    let command = OfCompany::SetAccount {
        domain,
        owner,
        customer,
    };
    house.by(manager, command).expect("told");
}

#[test]
fn it_is_off_by_default_and_in_the_first_days_nothing_moves() {
    let mut house = House::open(2);
    house.until(house.now + Span::days(35));
    let of = house.demo("one");
    let owner = house.owner(of);
    house.pass(Span::hours(2));
    assert_eq!(house.owner(of), owner);
    assert_eq!(house.strikes(Clock::Reassign, Rung::Due), 0);
    let mut house = agreed(2);
    let roster = std::sync::Arc::make_mut(&mut house.world.roster);
    roster.begun_at = Some(house.now - REMINDS_ONLY + Span::hours(1));
    let of = house.demo("one");
    let owner = house.owner(of);
    house.pass(Span::minutes(40));
    assert_eq!(house.owner(of), owner, "who is late is reminded, and no more");
    assert_eq!(house.told(LetterKind::Late), [house.manager]);
    assert_eq!(gives_on(&mut house, of, owner), Ok(()));
}

#[test]
fn untried_ten_minutes_after_its_owners_time_it_goes_on_once_and_three_are_told() {
    let mut house = agreed(3);
    let of = house.demo("one");
    let (first, due) = (house.owner(of), house.handoff(of).first_attempt.clone());
    house.pass(Span::minutes(25));
    let second = house.owner(of);
    assert_ne!(first, second);
    assert_eq!(house.handoff(of).first_attempt, due);
    let routed = last_routed(&house);
    assert_eq!(routed.cause, RouteCause::Rotation);
    assert!(routed.decision.went_on());
    let his = routed.decision.candidates.iter().find(|seen| seen.user == first);
    assert_eq!(his.expect("a member").why_not, Some(WhyNot::NotTried));
    let mut told = house.told(LetterKind::WentOn);
    told.sort();
    let mut both = vec![first, house.manager];
    both.sort();
    assert_eq!(told, both);
    assert!(house.told(LetterKind::NewLead).contains(&second));
    house.pass(Span::hours(3));
    assert_eq!(house.owner(of), second, "one hop");
}

#[test]
fn an_attempt_keeps_it_and_so_does_ownership() {
    let mut house = agreed(2);
    let of = house.demo("one");
    let owner = house.owner(of);
    house.pass(Span::minutes(20));
    house.call(of, AttemptResult::NoAnswer, None).expect("called");
    house.pass(Span::hours(1));
    assert_eq!(house.owner(of), owner);
    // somebody of a named account, whether its owner has it or is away
    let named = house.reps[1];
    account_of(&mut house, "two", Some(named));
    account_of(&mut house, "three", Some(named));
    let of = house.demo("two");
    assert_eq!(house.handoff(of).cause, Some(RouteCause::Account));
    let (from, until) = (Some(house.now), Some(house.now + Span::days(3)));
    house.system(OfDuty::SetLeave {
        user: named,
        from,
        until,
    });
    let away = house.demo("three");
    assert_eq!(house.handoff(away).cause, Some(RouteCause::Rotation));
    let has = (house.owner(of), house.owner(away));
    house.pass(Span::hours(2));
    assert_eq!((house.owner(of), house.owner(away)), has);
    let free = house.demo("four");
    let had = house.owner(free);
    house.pass(Span::minutes(30));
    assert_ne!(
        house.owner(free),
        had,
        "a lead of nobody's account goes on: to the manager, the other being away"
    );
    assert_eq!(house.owner(free), house.manager);
}

#[test]
fn a_return_stays_with_its_rep() {
    let mut house = agreed(2);
    let of = house.demo("one");
    house.call(of, AttemptResult::Connected, None).expect("called");
    house.report(of, Which::FitNotReady, None).expect("reported");
    house.until(house.now + Span::days(30) + Span::hours(8));
    let back = house.lead(of.0).open_handoff().expect("back").clone();
    assert_eq!(back.cause, Some(RouteCause::Return));
    assert!(back.reassign.is_none());
}

#[test]
fn one_press_of_the_manager_gives_it_on_only_when_time_was_let_pass() {
    let mut house = House::open(2);
    let of = house.demo("one");
    let first = house.owner(of);
    assert_eq!(gives_on(&mut house, of, first), Err("time_left"));
    house.pass(Span::minutes(16));
    let (lead, handoff) = of;
    let by_rep = house.by(
        first,
        OfHandoff::GiveOn {
            lead,
            handoff,
            from: first,
        },
    );
    assert_eq!(by_rep.map(|_| ()).map_err(|no| no.code), Err("may_not"));
    assert_eq!(gives_on(&mut house, of, first), Ok(()));
    let second = house.owner(of);
    assert_ne!(first, second);
    let passed = last_routed(&house).decision.passed.expect("it says why");
    assert_eq!((passed.from, passed.why), (first, PassedWhy::GivenOn));
    assert_eq!(house.told(LetterKind::WentOn), [first]);
    assert_eq!(
        gives_on(&mut house, of, first),
        Err("has_it_now"),
        "a page that is older than that"
    );
    assert_eq!(
        gives_on(&mut house, of, second),
        Err("time_left"),
        "the new owner has a time of his own"
    );
    house.call(of, AttemptResult::NoAnswer, None).expect("called");
    house.pass(Span::minutes(30));
    assert_eq!(gives_on(&mut house, of, second), Err("already_tried"));
}

#[test]
fn apply_to_running_moves_when_it_goes_on_with_its_owners_time() {
    let mut house = agreed(2);
    let of = house.demo("one");
    let old = house.handoff(of).to_go_on().expect("agreed").due;
    let text = STARTING.replacen(
        "first_attempt = \"15m\"",
        "first_attempt = \"30m\"\nreassign_after = \"5m\"",
        1,
    );
    let agreement = rules::agreement::Agreement::load_plain(&text).expect("it loads");
    let newer = rules::decide::InForce { version: 2, agreement };
    let pinned = rules::decide::repinned(&newer, house.lead(of.0), house.now);
    let going = pinned
        .iter()
        .find(|one| one.clock == Clock::Reassign)
        .expect("it moves");
    assert_eq!(going.old_due, old);
    assert_eq!(going.terms.due, house.now + Span::minutes(35));
}
