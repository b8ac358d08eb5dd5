//! Each row of "The clocks", as a story.

use crate::house::{House, at, request, wednesday};
use rules::agreement::{STARTING, Stage};
use rules::ask::{OfDeal, OfDuty, OfHandoff, OfPattern};
use rules::clock::partition::{Blame, Holder};
use rules::decide::LetterKind;
use rules::fact::{Actor, AliveAnswer, AttemptResult, BreachWhy, Channel, Clock, Rung, SubmissionKind, Which};
use rules::handoff::Verdict;
use rules::lead::{QUIET_AFTER, deadlines};
use rules::{Id, Span};

#[test]
fn a_new_owner_has_the_smaller_of_his_target_and_what_is_left_and_then_his_target_again() {
    let text = STARTING.replace("first_attempt = \"15m\"", "first_attempt = \"15m\"\nstretch = \"10m\"");
    let mut house = House::under(&text, 2);
    let of = house.demo("one");
    let due = |house: &House| house.handoff(of).stretch_owed().map(|terms| terms.due);
    assert_eq!(
        due(&house),
        Some(wednesday() + Span::minutes(10)),
        "his own target is the smaller"
    );
    house.pass(Span::minutes(8));
    let other = *house.reps.iter().find(|rep| **rep != house.owner(of)).expect("two");
    house.move_to(of, other);
    assert_eq!(
        due(&house),
        None,
        "seven minutes are left: the first-attempt clock is what he owes"
    );
    assert_eq!(
        house.handoff(of).first_attempt.as_ref().map(|t| t.due),
        Some(wednesday() + Span::minutes(15))
    );
    house.pass(Span::minutes(12));
    let first = *house.reps.iter().find(|rep| **rep != other).expect("two");
    house.move_to(of, first);
    assert_eq!(
        due(&house),
        Some(wednesday() + Span::minutes(30)),
        "nothing is left: his target, from now"
    );
    house.pass(Span::minutes(10));
    assert!(house.told(LetterKind::StretchOver).contains(&house.manager));
}

#[test]
fn a_breach_is_charged_to_whoever_first_outran_his_own_target_and_else_to_routing() {
    let mut house = House::open(2);
    let of = house.demo("one");
    let (first, second) = (house.owner(of), house.reps.clone());
    let second = *second.iter().find(|rep| **rep != first).expect("two");
    house.pass(Span::minutes(20));
    house.move_to(of, second);
    house.pass(Span::minutes(4));
    house.call(of, AttemptResult::NoAnswer, None).expect("logged");
    let handoff = house.handoff(of);
    assert_eq!(
        handoff.verdict(house.now),
        Verdict::Breached,
        "a move never resets the clock"
    );
    let holder = Holder::Owner(first);
    assert_eq!(handoff.blame(house.now), Blame::Stretch { place: 0, holder });
    let agreement = &house.world.in_force.agreement;
    let parts = handoff.partition(&agreement.calendars["sales"], house.now);
    assert_eq!(parts.held_by(holder).0, Span::minutes(20));
    assert_eq!(parts.held_by(Holder::Owner(second)).0, Span::minutes(4));
    assert_eq!(parts.open() + parts.closed(), Span::minutes(24), "to the microsecond");
}

#[test]
fn a_lead_told_of_late_is_late_at_birth_sounds_no_alarm_and_its_rep_has_his_own_time() {
    let mut house = House::open(1);
    let mut late = request("late");
    late.occurred_at = Some(house.now - Span::minutes(9));
    let of = house.submit(late);
    house.pass(Span::minutes(6));
    assert_eq!(
        house.handoff(of).verdict(house.now),
        Verdict::Pending,
        "due to the microsecond is in time"
    );
    let mut older = request("older");
    older.occurred_at = Some(house.now - Span::minutes(9));
    let text = STARTING.replace("first_attempt = \"15m\"", "first_attempt = \"5m\"");
    let mut strict = House::under(&text, 1);
    older.occurred_at = Some(strict.now - Span::minutes(9));
    let of = strict.submit(older);
    assert_eq!(strict.handoff(of).verdict(strict.now), Verdict::Breached);
    assert_eq!(strict.handoff(of).blame(strict.now), Blame::Routing);
    assert_eq!(
        strict.handoff(of).stretch_owed().map(|t| t.due),
        Some(strict.now + Span::minutes(5))
    );
    strict.pass(Span::minutes(4));
    assert!(
        strict.told(LetterKind::Late).is_empty(),
        "late when it attached: no alarm"
    );
}

#[test]
fn a_conversation_moves_feedback_to_the_day_after_its_booked_date_twice_and_counted() {
    let mut house = House::open(1);
    let of = house.demo("one");
    let (lead, handoff) = of;
    let talk = |next| OfHandoff::InConversation {
        lead,
        handoff,
        next_step_at: next,
    };
    let rep = house.owner(of);
    let early = house.by(rep, talk(at("2026-03-10T14:00:00+01:00"))).unwrap_err();
    assert_eq!(early.code, "not_connected");
    house.call(of, AttemptResult::Connected, None).expect("talked");
    assert_eq!(
        house.handoff(of).owed().map(|o| o.1.due),
        Some(at("2026-03-06T16:00:00+01:00"))
    );
    let past = house.by(rep, talk(house.now)).unwrap_err();
    assert_eq!((past.code, past.field.as_deref()), ("day_past", Some("next_step_at")));
    house.by(rep, talk(at("2026-03-10T14:00:00+01:00"))).expect("booked");
    assert_eq!(
        house.handoff(of).owed().map(|o| (o.0, o.1.due)),
        Some((Clock::Feedback, at("2026-03-11T17:30:00+01:00")))
    );
    house.by(rep, talk(at("2026-03-12T14:00:00+01:00"))).expect("again");
    assert_eq!(house.handoff(of).conversations, 2);
    let third = house.by(rep, talk(at("2026-03-16T14:00:00+01:00"))).unwrap_err();
    assert_eq!(third.code, "conversation_twice");
    house.until(at("2026-03-13T15:59:59+01:00"));
    assert!(house.told(LetterKind::FeedbackOwed).is_empty());
    house.until(at("2026-03-13T16:00:00+01:00"));
    assert_eq!(house.told(LetterKind::FeedbackOwed), vec![rep]);
}

#[test]
fn the_next_attempt_follows_the_cadence_and_waits_for_a_call_that_was_asked_for() {
    let mut house = House::open(1);
    let of = house.demo("one");
    let (lead, handoff) = of;
    let rep = house.owner(of);
    let asked = |when| OfHandoff::CallBack {
        lead,
        handoff,
        at: when,
    };
    let friday = at("2026-03-06T11:00:00+01:00");
    assert_eq!(
        house.by(rep, asked(friday)).unwrap_err().code,
        "not_tried_yet",
        "the first attempt never pauses"
    );
    house.call(of, AttemptResult::NoAnswer, None).expect("logged");
    let next = |house: &House| house.handoff(of).next_attempt.as_ref().map(|t| t.due);
    assert_eq!(
        next(&house),
        Some(wednesday() + Span::hours(2)),
        "the second after two hours"
    );
    house.pass(Span::minutes(30));
    house.by(rep, asked(friday)).expect("asked for");
    assert_eq!(
        next(&house),
        Some(friday + Span::minutes(90)),
        "what was left, from the call on"
    );
    let ends = house.handoff(of).cadence.as_ref().map(|t| t.due);
    assert_eq!(
        ends,
        Some(at("2026-03-18T17:30:00+01:00")),
        "ten business days from the first"
    );
}

#[test]
fn the_cadence_ends_by_tier_without_a_connect_and_is_its_own_outcome() {
    let mut house = House::open(1);
    let of = house.demo("one");
    house.call(of, AttemptResult::NoAnswer, None).expect("logged");
    house.until(at("2026-03-18T17:30:00+01:00"));
    assert_eq!(house.lead(of.0).stage, Stage::Nurture);
    assert_eq!(house.handoff(of).ending.map(|e| e.code()), Some("no_contact"));
}

#[test]
fn attempts_that_come_to_light_in_any_order_plan_the_same() {
    let mut house = House::open(1);
    let of = house.demo("one");
    house.pass(Span::minutes(50));
    house
        .call(of, AttemptResult::NoAnswer, Some(wednesday() + Span::minutes(45)))
        .expect("logged");
    house
        .call(of, AttemptResult::NoAnswer, Some(wednesday() + Span::minutes(5)))
        .expect("logged");
    let handoff = house.handoff(of);
    assert_eq!(handoff.verdict(house.now), Verdict::Met);
    assert_eq!(
        handoff.cadence.as_ref().map(|t| t.start),
        Some(wednesday() + Span::minutes(5))
    );
    assert_eq!(
        handoff.next_attempt.as_ref().map(|t| t.start),
        Some(wednesday() + Span::minutes(45))
    );
}

#[test]
fn a_verdict_that_turns_tells_those_who_were_alarmed() {
    let mut house = House::open(1);
    let of = house.demo("one");
    house.pass(Span::minutes(20));
    let alarmed = house.told(LetterKind::Late);
    assert_eq!(alarmed, vec![house.manager]);
    house
        .call(of, AttemptResult::NoAnswer, Some(wednesday() + Span::minutes(7)))
        .expect("told of");
    assert_eq!(house.told(LetterKind::Turned), alarmed);
    house
        .call(of, AttemptResult::NoAnswer, Some(wednesday() + Span::minutes(6)))
        .expect("told of");
    assert!(house.told(LetterKind::Turned).is_empty(), "it turned already");
}

#[test]
fn an_advanced_deal_is_asked_after_when_its_step_passes_and_answered_by_one_press() {
    let mut house = House::open(1);
    let of = house.demo("one");
    let (lead, handoff) = of;
    let rep = house.owner(of);
    house.call(of, AttemptResult::Connected, None).expect("talked");
    let step = at("2026-03-11T09:00:00+01:00");
    house.report(of, Which::Advanced, Some(step)).expect("advanced");
    house.until(step - Span(1));
    assert!(house.told(LetterKind::StillAlive).is_empty());
    house.until(step);
    assert_eq!(house.told(LetterKind::StillAlive), vec![rep]);
    let owed = house
        .lead(lead)
        .deal
        .as_ref()
        .and_then(|deal| deal.terms.clone())
        .expect("owed");
    assert_eq!(owed.due, at("2026-03-18T17:30:00+01:00"), "five business days");
    house.until(owed.due);
    assert_eq!(
        house.told(LetterKind::StillAlive),
        vec![house.manager],
        "not answered in time"
    );
    let until = at("2026-06-01T09:00:00+02:00");
    let say = |answer| OfDeal::StillAlive { lead, handoff, answer };
    house.by(rep, say(AliveAnswer::Stalled { until })).expect("answered");
    assert_eq!(
        deadlines(house.lead(lead)).first().map(|d| (d.clock, d.at)),
        Some((Clock::Quiet, until))
    );
    house.until(until);
    assert_eq!(house.told(LetterKind::StillAlive), vec![rep]);
    house
        .by(rep, say(AliveAnswer::Moving { next_step_at: None }))
        .expect("answered");
    assert_eq!(
        deadlines(house.lead(lead)).first().map(|d| d.at),
        Some(until + QUIET_AFTER)
    );
    let vague = house
        .by(rep, say(AliveAnswer::Lost { reason: "so".into() }))
        .unwrap_err();
    assert_eq!(vague.code, "unknown_reason");
    house
        .by(
            rep,
            say(AliveAnswer::Lost {
                reason: "gone_quiet".into(),
            }),
        )
        .expect("lost");
    assert_eq!(house.lead(lead).stage, Stage::Lost);
    assert!(deadlines(house.lead(lead)).is_empty());
}

#[test]
fn twenty_one_days_without_activity_ask_too_and_activity_moves_them() {
    let mut house = House::open(1);
    let of = house.demo("one");
    house.call(of, AttemptResult::Connected, None).expect("talked");
    house
        .report(of, Which::Advanced, Some(house.now + Span::days(60)))
        .expect("advanced");
    let advanced = house.now;
    house.until(advanced + Span::days(10));
    let mut again = request("one");
    again.kind = SubmissionKind::Content;
    house.submit(again);
    let active = house.now;
    house.until(active + QUIET_AFTER - Span(1));
    assert!(
        house.told(LetterKind::StillAlive).is_empty(),
        "they did something ten days in"
    );
    house.until(active + QUIET_AFTER);
    assert_eq!(house.told(LetterKind::StillAlive).len(), 1);
}

#[test]
fn a_repeat_is_a_touch_and_an_alert_and_a_higher_tier_begins_a_clock_of_its_own() {
    let mut house = House::open(1);
    let mut event = request("one");
    event.kind = SubmissionKind::Event;
    let of = house.submit(event.clone());
    assert_eq!(house.handoff(of).tier, "event");
    house.pass(Span::hours(1));
    house.submit(event);
    assert_eq!(house.told(LetterKind::AskedAgain).len(), 1);
    assert_eq!(
        house.handoff(of).first_attempt.as_ref().map(|t| t.start),
        Some(wednesday()),
        "no higher tier"
    );
    house.call(of, AttemptResult::NoAnswer, None).expect("logged");
    house.pass(Span::hours(1));
    assert_eq!(house.demo("one"), of, "one open handoff a lead");
    let handoff = house.handoff(of);
    assert_eq!(handoff.tier, "request");
    assert_eq!(
        handoff.owed().map(|o| (o.0, o.1.due)),
        Some((Clock::FirstAttempt, house.now + Span::minutes(15)))
    );
    assert_eq!(
        handoff.verdict(house.now),
        Verdict::Pending,
        "the earlier call is no answer to the request"
    );
    house.pass(Span::minutes(15));
    house.call(of, AttemptResult::NoAnswer, None).expect("logged");
    assert_eq!(house.handoff(of).verdict(house.now), Verdict::Met);
}

#[test]
fn a_miss_before_a_higher_tier_stays_a_miss() {
    let mut house = House::open(1);
    let mut event = request("one");
    event.kind = SubmissionKind::Event;
    let of = house.submit(event);
    house.pass(Span::days(3));
    house.demo("one");
    house.call(of, AttemptResult::NoAnswer, None).expect("logged");
    assert_eq!(house.handoff(of).verdict(house.now), Verdict::Breached);
}

#[test]
fn a_meeting_that_the_customer_books_stops_the_clock_and_nobody_here_can_press_it() {
    let mut house = House::open(1);
    let of = house.demo("one");
    let (lead, handoff) = of;
    let booked = || OfHandoff::Booked {
        lead,
        handoff,
        at: at("2026-03-06T11:00:00+01:00"),
    };
    let rep = house.owner(of);
    assert_eq!(house.by(rep, booked()).unwrap_err().code, "customer_books");
    house.ask(Actor::Token(Id([9; 16])), booked()).expect("booked");
    assert_eq!(house.handoff(of).verdict(house.now), Verdict::Met);
    assert_eq!(house.told(LetterKind::Booked), vec![rep]);
    assert_eq!(
        house.handoff(of).owed().map(|o| (o.0, o.1.due)),
        Some((Clock::NextAttempt, at("2026-03-09T17:30:00+01:00")))
    );
    assert_eq!(house.handoff(of).attempts, 0, "no try of ours");
}

#[test]
fn each_rung_strikes_once_and_only_people_on_duty_are_told() {
    let mut house = House::open(2);
    let of = house.demo("one");
    let rep = house.owner(of);
    house.system(OfDuty::SetLeave {
        user: rep,
        from: Some(house.now),
        until: Some(house.now + Span::days(3)),
    });
    house.pass(Span::hours(5));
    assert_eq!(house.strikes(Clock::FirstAttempt, Rung::Reminder), 1);
    assert_eq!(house.strikes(Clock::FirstAttempt, Rung::Due), 1);
    assert_eq!(
        house.told(LetterKind::Reminder),
        vec![house.manager],
        "whoever is away is not told"
    );
    assert_eq!(house.told(LetterKind::Late), vec![house.manager]);
}

#[test]
fn one_press_says_why_a_first_attempt_was_late_and_only_of_one_that_is() {
    let mut house = House::open(1);
    let of = house.demo("one");
    let (lead, handoff) = of;
    let rep = house.owner(of);
    let why = BreachWhy::InMeeting;
    let say = OfHandoff::ExplainBreach { lead, handoff, why };
    assert_eq!(house.by(rep, say.clone()).unwrap_err().code, "not_late");
    house.pass(Span::minutes(16));
    house.by(rep, say).expect("said");
    assert_eq!(house.handoff(of).breach_why, Some(why));
    assert_eq!(
        house.handoff(of).verdict(house.now),
        Verdict::Breached,
        "a reason is no excuse"
    );
}

#[test]
fn forty_weekend_leads_go_out_early_by_tier_and_age_and_none_is_due_before_it_can_be_worked() {
    let mut house = House::open(12);
    house.now = at("2026-03-07T15:00:00+01:00");
    let mut all = vec![];
    for n in 0..40 {
        let mut capture = request(&format!("weekend{n}"));
        if n % 3 == 0 {
            capture.kind = SubmissionKind::Event;
        }
        all.push(house.submit(capture));
        house.now = house.now + Span::minutes(7);
    }
    let opening = at("2026-03-09T09:00:00+01:00");
    assert!(
        all.iter()
            .all(|of| house.handoff(*of).accountable == Some(house.manager)),
        "each has a name"
    );
    house.until(opening - Span::minutes(30) - Span(1));
    assert!(all.iter().all(|of| house.handoff(*of).owner.is_none()));
    house.facts.clear();
    house.until(opening - Span::minutes(30));
    let order: Vec<Id> = house
        .facts
        .iter()
        .filter_map(|fact| match &fact.body {
            rules::fact::Body::Routed(routed) => Some(routed.handoff),
            _ => None,
        })
        .collect();
    let of = |tier: &str| {
        all.iter()
            .map(|of| of.1)
            .filter(|id| all.iter().any(|of| of.1 == *id && house.handoff(*of).tier == tier))
            .collect::<Vec<_>>()
    };
    let expected: Vec<Id> = of("request").into_iter().chain(of("event")).collect();
    assert_eq!(order, expected, "requests first, each tier by age");
    assert!(all.iter().all(|of| {
        house
            .handoff(*of)
            .first_attempt
            .as_ref()
            .is_some_and(|t| t.due >= opening + Span::hours(1))
    }));
}

#[test]
fn a_machines_step_keeps_the_plan_going_and_counts_at_most_half() {
    let mut house = House::open(1);
    let of = house.demo("one");
    let (lead, handoff) = of;
    let rep = house.owner(of);
    house.call(of, AttemptResult::NoAnswer, None).expect("logged");
    for _ in 0..3 {
        house.pass(Span::minutes(10));
        let step = OfHandoff::MachineSent {
            lead,
            handoff,
            channel: Channel::Mail,
            sequence: true,
            occurred_at: None,
        };
        house.by(rep, step).expect("sent");
    }
    assert_eq!(house.handoff(of).attempts, 1);
    assert_eq!(house.handoff(of).persistence(), 2);
    assert_eq!(
        house.handoff(of).next_attempt.as_ref().map(|t| t.start),
        Some(house.now)
    );
}

#[test]
fn marketing_owes_an_answer_from_the_third_c_on_and_a_correction_takes_one_out() {
    let mut house = House::open(1);
    let mut all = vec![];
    for n in 0..4 {
        let of = house.demo(&format!("c{n}"));
        house.call(of, AttemptResult::Connected, None).expect("talked");
        all.push(of);
    }
    let pattern = |house: &House| house.world.patterns.values().next().cloned().unwrap_or_default();
    house.report(all[0], Which::NotAFit, None).expect("c");
    house.report(all[1], Which::NotAFit, None).expect("c");
    house.report(all[1], Which::FitNotReady, None).expect("corrected");
    house.report(all[2], Which::NotAFit, None).expect("c");
    assert_eq!(
        (pattern(&house).misfits, pattern(&house).terms),
        (2, None),
        "a correction is no C"
    );
    house.report(all[3], Which::NotAFit, None).expect("the third");
    assert_eq!(
        pattern(&house).deadline(),
        Some(at("2026-03-11T17:30:00+01:00")),
        "five business days"
    );
    assert_eq!(house.told(LetterKind::PatternAsks).len(), 1);
    let (reason, source) = ("too_small".to_owned(), "webinar".to_owned());
    house.now = at("2026-03-11T17:30:00+01:00");
    let due = house.now;
    let strike = || OfPattern::StrikePattern {
        reason: reason.clone(),
        source: source.clone(),
        due,
    };
    house.system(strike());
    house.system(strike());
    assert_eq!(house.told(LetterKind::PatternDue).len(), 1, "once");
    let answer = OfPattern::Respond {
        reason: reason.clone(),
        source: source.clone(),
        response: rules::fact::ResponseKind::SourceChanged,
        note: None,
    };
    house.system(answer);
    assert_eq!(pattern(&house).deadline(), None);
    assert_eq!(pattern(&house).misfits, 0);
}

#[test]
fn a_rep_may_ask_for_an_answer_before_the_third() {
    let mut house = House::open(1);
    let of = house.demo("c");
    house.call(of, AttemptResult::Connected, None).expect("talked");
    let rep = house.owner(of);
    let please = OfPattern::AskToRespond {
        reason: "too_small".into(),
        source: "webinar".into(),
    };
    assert_eq!(house.by(rep, please.clone()).unwrap_err().code, "no_pattern");
    house.report(of, Which::NotAFit, None).expect("c");
    house.by(rep, please.clone()).expect("asked");
    assert_eq!(
        house.world.patterns.values().filter(|p| p.deadline().is_some()).count(),
        1
    );
    assert_eq!(house.by(rep, please).unwrap_err().code, "asked_already");
}

#[test]
fn the_next_call_is_planned_for_their_day() {
    let mut house = House::open(1);
    let mut far = request("far");
    far.phone = Some("+1 212 555 0123".into());
    far.country = Some("US".into());
    let of = house.submit(far);
    house.call(of, AttemptResult::NoAnswer, None).expect("logged");
    let next = house.handoff(of).next_attempt.clone().expect("planned");
    assert_eq!(
        next.start,
        at("2026-03-04T17:00:00+01:00"),
        "eleven in New York, eight in Los Angeles"
    );
    assert_eq!(
        next.due,
        at("2026-03-05T09:30:00+01:00"),
        "an hour of our time from then"
    );
    let mut near = request("near");
    near.phone = Some("+49 30 901820".into());
    let near = house.submit(near);
    house.call(near, AttemptResult::NoAnswer, None).expect("logged");
    let next = house.handoff(near).next_attempt.clone().expect("planned");
    assert_eq!(next.due, house.now + Span::hours(2), "as the cadence says");
}
