//! Trying and asking again: wrong contact data, calls that are agreed, machines that send, tries logged late, repeats of a
//! lead that Sales has.

use crate::house::{House, request, wednesday};
use rules::agreement::Stage;
use rules::ask::OfHandoff;
use rules::decide::LetterKind;
use rules::fact::{AttemptResult, Channel, RejectReason, SubmissionKind};
use rules::{Id, Span};

fn gives_back(house: &mut House, of: (Id, Id), reason: RejectReason) -> Result<(), &'static str> {
    let command = OfHandoff::Reject {
        lead: of.0,
        handoff: of.1,
        reason,
        clause: None,
        covers: None,
    };
    let owner = house.owner(of);
    house.by(owner, command).map(|_| ()).map_err(|refusal| refusal.code)
}

fn tries(house: &mut House, of: (Id, Id), channel: Channel, result: AttemptResult) {
    let command = OfHandoff::Attempt {
        lead: of.0,
        handoff: of.1,
        channel,
        result,
        occurred_at: None,
        seen: true,
        note: None,
    };
    let owner = house.owner(of);
    house.by(owner, command).expect("logged");
}

#[test]
fn contact_data_that_a_try_found_wrong_can_be_given_back_and_for_no_other_reason() {
    let mut house = House::open(1);
    let of = house.demo("one");
    house.call(of, AttemptResult::NoAnswer, None).expect("logged");
    assert_eq!(gives_back(&mut house, of, RejectReason::Invalid), Err("already_tried"));
    house.call(of, AttemptResult::WrongContact, None).expect("logged");
    assert_eq!(
        gives_back(&mut house, of, RejectReason::Duplicate),
        Err("already_tried")
    );
    assert_eq!(gives_back(&mut house, of, RejectReason::Invalid), Ok(()));
    assert!(!house.handoff(of).is_open() && house.lead(of.0).review.is_some());
    assert!(house.handoff(of).next_attempt.is_none(), "nobody has to try on");
}

/// Six tries in time, so many of them by phone: whether Sales kept at it.
fn six_tries(phone: bool, calls: usize) -> Option<bool> {
    let mut house = House::open(1);
    let mut asks = request("one");
    asks.phone = phone.then(|| "+49 30 901820".to_owned());
    let of = house.submit(asks);
    for n in 0..6 {
        house.pass(Span::hours(1));
        let (channel, result) = match n < calls {
            true => (Channel::Call, AttemptResult::NoAnswer),
            false => (Channel::Mail, AttemptResult::Sent),
        };
        tries(&mut house, of, channel, result);
    }
    house.handoff(of).kept_at_it()
}

#[test]
fn the_agreed_calls_belong_to_keeping_at_it_where_there_is_a_number() {
    assert_eq!(six_tries(true, 2), Some(true));
    assert_eq!(six_tries(true, 1), Some(false), "two of six are to be calls");
    assert_eq!(six_tries(false, 0), Some(true), "nobody can be called without a number");
}

#[test]
fn a_machine_does_not_use_up_the_plan() {
    let mut house = House::open(1);
    let of = house.demo("one");
    house.call(of, AttemptResult::NoAnswer, None).expect("logged");
    for _ in 0..7 {
        house.pass(Span::minutes(10));
        let step = OfHandoff::MachineSent {
            lead: of.0,
            handoff: of.1,
            channel: Channel::Mail,
            sequence: true,
            occurred_at: None,
        };
        let rep = house.owner(of);
        house.by(rep, step).expect("sent");
    }
    assert_eq!(house.handoff(of).persistence(), 2);
    assert!(
        house.handoff(of).next_attempt.is_some(),
        "four of six are still to be made"
    );
}

#[test]
fn a_try_logged_late_begins_a_duty_that_is_past_and_alarms_nobody() {
    let mut house = House::open(1);
    let of = house.demo("one");
    house.pass(Span::days(5));
    house.told(LetterKind::NextAttempt);
    let days_ago = house.now - Span::days(4);
    house.call(of, AttemptResult::NoAnswer, Some(days_ago)).expect("logged");
    let due = house.handoff(of).next_attempt.as_ref().map(|terms| terms.due);
    assert!(due.is_some_and(|due| due < house.now), "it shows late");
    house.pass(Span::minutes(5));
    assert!(house.told(LetterKind::NextAttempt).is_empty());
    house.call(of, AttemptResult::NoAnswer, None).expect("logged");
    house.pass(Span::days(6));
    assert_eq!(
        house.told(LetterKind::NextAttempt).len(),
        1,
        "a duty that begins in time is told as ever"
    );
}

#[test]
fn a_repeat_that_says_less_turns_nothing_back_and_its_owner_hears_of_it() {
    let mut house = House::open(1);
    let of = house.demo("one");
    let owner = house.owner(of);
    let before = house.lead(of.0).stage;
    assert_eq!(before, Stage::Mql);
    for kind in [SubmissionKind::Event, SubmissionKind::Content] {
        house.pass(Span::minutes(1));
        house.told(LetterKind::AskedAgain);
        let mut again = request("one");
        again.kind = kind;
        again.fields.clear();
        house.submit(again);
        assert_eq!(house.told(LetterKind::AskedAgain), [owner], "{kind:?}");
        let lead = house.lead(of.0);
        assert_eq!(
            (lead.stage, lead.review.is_none(), lead.nurture.is_none()),
            (before, true, true),
            "{kind:?}"
        );
    }
    assert!(house.now > wednesday() && house.handoff(of).is_open());
}
