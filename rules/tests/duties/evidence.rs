//! What stops the first-attempt duty, how well it is proved, and the list of what never does.

use crate::house::{House, wednesday};
use rules::ask::OfHandoff;
use rules::fact::{Actor, AttemptResult, Body, Captured, Channel, Clock, Evidence, Fact, MachineSent, Origin, Subject};
use rules::handoff::{Stop, Verdict};
use rules::lead::Lead;
use rules::{Id, Instant, Span};

fn attempt(house: &mut House, of: (Id, Id), seen: bool, when: Option<Instant>) {
    let rep = house.owner(of);
    let command = OfHandoff::Attempt {
        lead: of.0,
        handoff: of.1,
        channel: Channel::Call,
        result: AttemptResult::NoAnswer,
        occurred_at: when,
        seen,
        note: None,
    };
    house.by(rep, command).expect("taken");
}

/// Minutes after the trigger at which it was made, at which it was told of, whether it was seen → evidence and verdict.
const TRIES: &[(i64, i64, bool, Evidence, Verdict)] = &[
    (3, 3, true, Evidence::Seen, Verdict::Met),
    (3, 3, false, Evidence::Logged, Verdict::Met),
    (15, 15, false, Evidence::Logged, Verdict::Met),
    (15, 75, false, Evidence::Logged, Verdict::Met),
    (15, 76, false, Evidence::Claimed, Verdict::Claimed),
    (15, 76, true, Evidence::Seen, Verdict::Met),
    (16, 16, true, Evidence::Seen, Verdict::Breached),
    (16, 90, false, Evidence::Claimed, Verdict::Breached),
];

#[test]
fn seen_logged_and_claimed_are_told_apart_to_the_minute() {
    for (made, told, seen, evidence, verdict) in TRIES {
        let mut house = House::open(1);
        let of = house.demo("one");
        house.now = wednesday() + Span::minutes(*told);
        attempt(&mut house, of, *seen, Some(wednesday() + Span::minutes(*made)));
        let handoff = house.handoff(of);
        assert_eq!(handoff.tries[0].evidence, *evidence, "made {made}, told {told}");
        assert_eq!(handoff.verdict(house.now), *verdict, "made {made}, told {told}");
    }
}

#[test]
fn a_claim_stops_the_alarms_until_evidence_arrives() {
    let mut house = House::open(1);
    let of = house.demo("one");
    house.now = wednesday() + Span::minutes(80);
    attempt(&mut house, of, false, Some(wednesday() + Span::minutes(14)));
    let handoff = house.handoff(of);
    assert_eq!(handoff.stop(), Some(Stop::Claimed));
    assert!(handoff.owed().is_none_or(|(clock, _)| clock != Clock::FirstAttempt));
    attempt(&mut house, of, true, Some(wednesday() + Span::minutes(14)));
    assert_eq!(house.handoff(of).verdict(house.now), Verdict::Met, "evidence arrived");
}

#[test]
fn a_try_before_the_trigger_is_none() {
    let mut house = House::open(1);
    let of = house.demo("one");
    attempt(&mut house, of, true, Some(wednesday() - Span::minutes(5)));
    assert_eq!(house.handoff(of).stop(), None);
}

/// Applies a fact to a lead as it stands.
fn then(lead: &Lead, body: Body) -> Lead {
    let mut lead = lead.clone();
    let fact = Fact {
        subject: Subject::lead(lead.id),
        seq: lead.seq + 1,
        origin: Origin::Live,
        occurred_at: wednesday() + Span::minutes(5),
        recorded_at: lead.last_at + Span::minutes(5),
        actor: Actor::System,
        body,
    };
    lead.apply(&fact);
    lead
}

/// What machines, timers and Marketing do.
fn not_by_hand(handoff: Id, told: Vec<Id>) -> Vec<(&'static str, Body)> {
    let machine = |sequence| {
        Body::MachineSent(MachineSent {
            handoff,
            channel: Channel::Mail,
            sequence,
        })
    };
    let automatic = Body::Attempted(rules::fact::Attempted {
        handoff,
        channel: Channel::Mail,
        result: AttemptResult::Sent,
        evidence: Evidence::Automatic,
        note: None,
    });
    let struck = Body::Struck(rules::fact::Struck {
        clock: Clock::FirstAttempt,
        rung: rules::fact::Rung::Reminder,
        handoff: Some(handoff),
        intended: wednesday() + Span::minutes(5),
        real: wednesday() + Span::minutes(5),
        told,
    });
    vec![
        ("an auto-responder or marketing mail", machine(false)),
        ("a sequence's step", machine(true)),
        ("an automatic message", automatic),
        ("an alert", struck),
    ]
}

/// What leaves the lead untried all the same.
fn no_try(handoff: Id) -> Vec<(&'static str, Body)> {
    // a view that Marketing sees, or a mail that is answered by a machine, comes as a touch
    let touch = Body::Captured(Captured {
        submission: Id([2; 16]),
        person: Id([3; 16]),
        kind: rules::fact::SubmissionKind::Content,
        form: None,
        source: None,
        campaign: None,
        landing: None,
        checks: vec![],
        scored: vec![],
    });
    let dragged = Body::Qualified(rules::fact::Qualified {
        stage: rules::agreement::Stage::Sal,
        version: 1,
        tier: None,
        verdict: rules::agreement::Verdict::agreed_day(),
    });
    let asked = Body::CallBack(rules::fact::CallBack {
        handoff,
        at: wednesday() + Span::days(3),
    });
    let why = Body::BreachExplained(rules::fact::BreachExplained {
        handoff,
        why: rules::fact::BreachWhy::InMeeting,
    });
    vec![
        ("a view", touch),
        ("a status drag", dragged),
        ("a call asked for", asked),
        ("a reason", why),
    ]
}

#[test]
fn what_is_on_the_never_a_stop_list_never_stops() {
    let mut house = House::open(2);
    let of = house.demo("one");
    let (lead, handoff) = of;
    let never = [not_by_hand(handoff, house.reps.clone()), no_try(handoff)].concat();
    for (what, body) in never {
        let after = then(house.lead(lead), body);
        let found = after.handoff(handoff).expect("it stands");
        assert_eq!(found.stop(), None, "{what}");
        assert_eq!(
            found.owed().map(|(clock, _)| clock),
            Some(Clock::FirstAttempt),
            "{what}"
        );
        let due = found.first_attempt.as_ref().map(|terms| terms.due);
        assert_eq!(due, Some(wednesday() + Span::minutes(15)), "{what} moves nothing");
    }
    let moved = *house.reps.iter().find(|rep| **rep != house.owner(of)).expect("two");
    house.move_to(of, moved);
    assert_eq!(house.handoff(of).stop(), None, "a move");
}
