//! "Held for you, take by": off unless agreed; not taken goes to the next in turn, and the record says why.

use crate::house::{House, at};
use crate::tries::tries;
use proptest::prelude::*;
use rules::agreement::STARTING;
use rules::ask::OfHandoff;
use rules::decide::LetterKind;
use rules::fact::{Actor, AttemptResult, Body, Clock, RouteCause, Routed, Rung};
use rules::lead::deadlines;
use rules::routing::{PassedOn, PassedWhy, WhyNot};
use rules::{Id, Instant, Span};

/// Three reps, three minutes to take.
pub fn agreed() -> House {
    House::under(&text(), 3)
}

fn text() -> String {
    let text = STARTING.replace(
        "fallback = \"sales_manager\"",
        "fallback = \"sales_manager\"\ntake_by = \"3m\"",
    );
    assert_ne!(text, STARTING);
    text
}

pub fn last_routed(house: &House) -> &Routed {
    let routed = house.facts.iter().rev().find_map(|fact| match &fact.body {
        Body::Routed(routed) => Some(routed),
        _ => None,
    });
    routed.expect("routed")
}

fn why_not(house: &House, user: Id) -> Option<WhyNot> {
    let seen = last_routed(house)
        .decision
        .candidates
        .iter()
        .find(|seen| seen.user == user);
    seen.expect("a member").why_not
}

fn takes(house: &mut House, of: (Id, Id), who: Id) -> Result<(), &'static str> {
    let (lead, handoff) = of;
    let command = OfHandoff::Take {
        lead,
        handoff,
        by: None,
    };
    house.by(who, command).map(|_| ()).map_err(|no| no.code)
}

#[test]
fn it_is_off_by_default() {
    let mut house = House::open(2);
    let of = house.demo("one");
    let owner = house.owner(of);
    assert_eq!(house.told(LetterKind::NewLead), [owner]);
    assert_eq!(takes(&mut house, of, owner), Err("nothing_to_take"));
    house.pass(Span::minutes(10));
    assert_eq!(house.owner(of), owner);
}

#[test]
fn not_taken_in_time_goes_to_the_next_in_turn_and_the_record_says_why() {
    let mut house = agreed();
    let of = house.demo("one");
    let (first, due) = (house.owner(of), house.handoff(of).first_attempt.clone());
    let held = house.handoff(of).to_be_taken().expect("held for him").clone();
    assert_eq!(held.due, house.now + Span::minutes(3));
    assert!(!held.spans.is_empty(), "it explains itself");
    assert_eq!(house.told(LetterKind::HeldForYou), [first]);
    assert_eq!(house.told(LetterKind::NewLead), []);
    let turns = house.world.turns.clone();
    house.pass(Span::minutes(3));
    let second = house.owner(of);
    assert_ne!(first, second);
    assert_eq!(
        house.handoff(of).first_attempt,
        due,
        "the first attempt's clock is never reset"
    );
    let routed = last_routed(&house);
    assert_eq!(routed.cause, RouteCause::Rotation);
    let (from, why) = (first, PassedWhy::NotTaken);
    assert_eq!(routed.decision.passed, Some(PassedOn { from, why }));
    assert_eq!(why_not(&house, first), Some(WhyNot::NotTaken));
    let rotation = routed.rotation.clone();
    let place = |turns: &std::collections::BTreeMap<String, rules::routing::Turns>, user| turns[&rotation].place(user);
    assert_eq!(
        place(&house.world.turns, first),
        place(&turns, first),
        "he is given nothing back"
    );
    assert!(place(&house.world.turns, second) > place(&turns, second));
    assert_eq!(house.told(LetterKind::NotTaken), [first]);
    assert_eq!(house.told(LetterKind::HeldForYou), [second]);
    assert_eq!(takes(&mut house, of, first), Err("has_it_now"));
    assert_eq!(house.strikes(Clock::TakeBy, Rung::Due), 1);
    house.pass(Span::minutes(3));
    assert_eq!(why_not(&house, first), Some(WhyNot::NotTaken));
    assert_eq!(why_not(&house, second), Some(WhyNot::NotTaken));
    house.pass(Span::minutes(3));
    let manager = house.manager;
    assert_eq!(
        house.owner(of),
        manager,
        "nobody took it: who answers for the rotation has it"
    );
    assert_eq!(house.told(LetterKind::NobodyCould), [manager]);
    assert_eq!(last_routed(&house).cause, RouteCause::Fallback);
    assert!(house.handoff(of).to_be_taken().is_none());
    house.pass(Span::minutes(30));
    assert_eq!(house.owner(of), manager, "and there it stays");
    assert_eq!(house.strikes(Clock::TakeBy, Rung::Due), 3);
}

#[test]
fn what_is_taken_or_tried_stays() {
    let mut house = agreed();
    let (one, two) = (house.demo("one"), house.demo("two"));
    let (first, second) = (house.owner(one), house.owner(two));
    let other = *house.reps.iter().find(|rep| **rep != first).expect("another");
    let manager = house.manager;
    assert_eq!(takes(&mut house, one, other), Err("not_your_handoff"));
    assert_eq!(
        takes(&mut house, one, manager),
        Err("not_your_handoff"),
        "a manager moves it instead"
    );
    assert_eq!(takes(&mut house, one, first), Ok(()));
    assert_eq!(takes(&mut house, one, first), Err("nothing_to_take"), "taken already");
    house.call(two, AttemptResult::NoAnswer, None).expect("called");
    house.pass(Span::minutes(10));
    assert_eq!((house.owner(one), house.owner(two)), (first, second));
    assert_eq!(house.strikes(Clock::TakeBy, Rung::Due), 0);
}

#[test]
fn another_program_says_who_takes_it_and_is_told_who_has_it() {
    let mut house = agreed();
    let of = house.demo("one");
    let (owner, (lead, handoff)) = (house.owner(of), of);
    let token = Actor::Token(Id::named("token", "crm"));
    let mut ask = |by: Option<Id>| house.ask(token, OfHandoff::Take { lead, handoff, by });
    assert_eq!(ask(None).expect_err("who").code, "who_takes");
    let other = Id::named("user", "other");
    let no = ask(Some(other)).expect_err("not his");
    assert_eq!(no.code, "has_it_now");
    assert!(
        no.args
            .iter()
            .any(|(name, value)| *name == "owner" && *value == owner.show("user"))
    );
    assert!(ask(Some(owner)).is_ok());
}

#[test]
fn its_minutes_are_open_time_and_a_hand_move_holds_for_nobody() {
    let mut house = agreed();
    house.until(at("2026-03-04T17:28:00+01:00"));
    let of = house.demo("one");
    let due = house.handoff(of).to_be_taken().expect("held").due;
    assert_eq!(due, at("2026-03-05T09:01:00+01:00"));
    let to = *house.reps.iter().find(|rep| **rep != house.owner(of)).expect("another");
    house.move_to(of, to);
    assert!(house.handoff(of).to_be_taken().is_none());
    house.until(at("2026-03-05T09:10:00+01:00"));
    assert_eq!(house.owner(of), to);
}

/// What happens next, after so many microseconds.
#[derive(Clone, Copy, Debug)]
enum Step {
    Take,
    Move(usize),
    Give,
    Try(bool),
    Pass,
}

fn step() -> impl Strategy<Value = (i64, Step)> {
    let what = prop_oneof![
        2 => Just(Step::Take),
        1 => (0usize..3).prop_map(Step::Move),
        1 => Just(Step::Give),
        1 => any::<bool>().prop_map(Step::Try),
        4 => Just(Step::Pass),
    ];
    (0i64..9 * 60_000_000, what)
}

fn act(house: &mut House, of: (Id, Id), what: Step) {
    let ((lead, handoff), owner, manager) = (of, house.owner(of), house.manager);
    let _refused = match what {
        Step::Take => house
            .by(
                owner,
                OfHandoff::Take {
                    lead,
                    handoff,
                    by: None,
                },
            )
            .is_ok(),
        Step::Move(n) => {
            let to = house.reps[n];
            house.by(manager, OfHandoff::Move { lead, handoff, to }).is_ok()
        }
        Step::Give => house
            .by(
                manager,
                OfHandoff::GiveOn {
                    lead,
                    handoff,
                    from: owner,
                },
            )
            .is_ok(),
        Step::Try(connected) => {
            let result = if connected {
                AttemptResult::Connected
            } else {
                AttemptResult::NoAnswer
            };
            house.call(of, result, None).is_ok()
        }
        Step::Pass => false,
    };
}

proptest! {
    #![proptest_config(tries(256, u32::MAX))]

    #[test]
    fn the_time_adds_up_to_the_microsecond_whoever_did_not_take_it_and_wherever_it_went(
        minute in 0i64..10 * 60,
        steps in prop::collection::vec(step(), 1..12),
    ) {
        let text = text().replacen("first_attempt = \"15m\"", "first_attempt = \"15m\"\nreassign_after = \"4m\"", 1);
        let mut house = House::under(&text, 3);
        house.until(house.now + Span::minutes(minute));
        let roster = std::sync::Arc::make_mut(&mut house.world.roster);
        roster.begun_at = Some(house.now - Span::days(31));
        let trigger = house.now;
        let of = house.demo("one");
        let calendar = house.world.in_force.agreement.calendars["sales"].clone();
        let first = house.handoff(of).first_attempt.clone();
        for (after, what) in steps {
            house.pass(Span(after));
            let handoff = house.handoff(of);
            if !handoff.is_open() {
                break;
            }
            if handoff.held_until.is_none() {
                act(&mut house, of, what);
            }
            let handoff = house.handoff(of);
            let end = handoff.stopped_at().unwrap_or(house.now);
            let parts = handoff.partition(&calendar, house.now);
            prop_assert_eq!(parts.open() + parts.closed(), Span((end - trigger).0.max(0)));
            prop_assert_eq!(parts.open(), calendar.business(trigger, end));
            prop_assert_eq!(&handoff.first_attempt, &first, "no move touches the customer's clock");
            prop_assert!(handoff.answers().is_some());
            let overdue = |at: Instant| at <= house.now;
            prop_assert!(!deadlines(house.lead(of.0)).iter().any(|d| overdue(d.at)), "all that was due has struck");
        }
        let fold: Vec<_> = house.facts.iter().filter(|fact| fact.subject.id == of.0).cloned().collect();
        prop_assert_eq!(&rules::lead::Lead::fold(&fold).expect("a lead"), house.lead(of.0));
        let went_on = fold.iter().filter(|fact| matches!(&fact.body, Body::Routed(routed) if routed.decision.went_on()));
        prop_assert!(went_on.count() <= 1, "one hop");
    }
}
