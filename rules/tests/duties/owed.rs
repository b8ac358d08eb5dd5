//! What the sides owe beside time: questions answered, tries to the end, reviews and answers in time; how deals end.

use crate::house::{House, at, found_out, request, wednesday};
use rules::agreement::{Money, NotePart, STARTING, Stage};
use rules::ask::{Answers, OfDeal, OfHandoff, OfLead};
use rules::fact::{Actor, AliveAnswer, AttemptResult, Body, Clock, ReviewChoice, Role, Which};
use rules::handoff::{Stop, Tried, stop_of};
use rules::pattern::Round;
use rules::refusal::No;
use rules::{Id, Instant, Span};

/// The starting agreement, with two questions to be answered before a handoff.
fn asking() -> House {
    House::under(
        &format!("{STARTING}\n[handoff]\nquestions = [\"timeline\", \"problem\"]\n"),
        1,
    )
}

fn answers(pairs: &[(&str, &str)]) -> Answers {
    Answers {
        answers: pairs
            .iter()
            .map(|(id, text)| ((*id).to_owned(), (*text).to_owned()))
            .collect(),
        ..Answers::default()
    }
}

fn marketer(house: &House) -> Id {
    let users = &house.world.roster.users;
    users
        .iter()
        .find(|(_, user)| user.is(Role::Marketer))
        .map(|(id, _)| *id)
        .unwrap()
}

fn kept(house: &House, of: (Id, Id)) -> Option<bool> {
    house.handoff(of).questions_kept()
}

#[test]
fn without_questions_nothing_is_owed_and_a_form_that_answers_all_keeps_it() {
    let mut plain = House::open(1);
    let of = plain.demo("one");
    assert_eq!(kept(&plain, of), None);
    let mut house = asking();
    let mut full = request("full");
    full.fields.insert("answers.timeline".into(), "now".into());
    full.fields.insert("answers.problem".into(), "Too slow".into());
    let of = house.submit(full);
    assert_eq!(kept(&house, of), Some(true));
    let of = house.demo("open");
    assert_eq!(kept(&house, of), Some(false));
    assert_eq!(
        house.handoff(of).questions.as_ref().map(|q| q.open.clone()),
        Some(vec!["timeline".to_owned(), "problem".to_owned()])
    );
}

#[test]
fn marketing_keeps_it_until_sales_acts_and_a_claim_of_an_earlier_try_turns_it() {
    let mut house = asking();
    let of = house.demo("one");
    let marketer = marketer(&house);
    house.pass(Span::minutes(2));
    let half = OfLead::Answer {
        lead: of.0,
        answers: answers(&[("timeline", "this year")]),
    };
    house.by(marketer, half).expect("answered");
    assert_eq!(kept(&house, of), Some(false), "one is open");
    house.pass(Span::minutes(1));
    let rest = OfLead::Answer {
        lead: of.0,
        answers: answers(&[("problem", "Stock out of sync")]),
    };
    house.by(marketer, rest).expect("answered");
    assert_eq!(kept(&house, of), Some(true));
    house.pass(Span::minutes(10));
    house.call(of, AttemptResult::NoAnswer, None).expect("tried");
    assert_eq!(kept(&house, of), Some(true));
    // a try told of later was made before the answers were there
    house
        .call(of, AttemptResult::NoAnswer, Some(wednesday() + Span::minutes(1)))
        .expect("told of");
    assert_eq!(kept(&house, of), Some(false));
}

#[test]
fn what_a_rep_found_out_is_known_and_not_counted_for_marketing() {
    let mut house = asking();
    let of = house.demo("one");
    let rep = house.owner(of);
    let told = answers(&[("timeline", "now"), ("problem", "Returns")]);
    house
        .by(
            rep,
            OfLead::Answer {
                lead: of.0,
                answers: told,
            },
        )
        .expect("his own lead");
    assert_eq!(kept(&house, of), Some(false));
    assert_eq!(house.world.people[&of.0].answer("problem"), Some("Returns"));
    let facts: Vec<&Body> = house.facts.iter().map(|fact| &fact.body).collect();
    let answered = facts.iter().find_map(|body| match body {
        Body::Answered(answered) => Some(answered.answers.clone()),
        _ => None,
    });
    let answered = answered.expect("a fact");
    assert_eq!(answered["timeline"].as_deref(), Some("now"), "a choice is a code");
    assert_eq!(answered["problem"], None, "words are the person's alone");
    let other = house.hire_only(Role::Rep);
    let told = answers(&[("timeline", "now")]);
    let refused = house
        .by(
            other,
            OfLead::Answer {
                lead: of.0,
                answers: told,
            },
        )
        .unwrap_err();
    assert_eq!((refused.no, refused.code), (No::Forbidden, "not_your_handoff"));
}

#[test]
fn a_repeat_submission_that_answers_counts_from_then_on() {
    let mut house = asking();
    let of = house.demo("one");
    house.pass(Span::minutes(3));
    let mut again = request("one");
    again.fields.insert("answers.timeline".into(), "now".into());
    again.fields.insert("answers.problem".into(), "Too slow".into());
    assert_eq!(house.submit(again), of, "one open handoff");
    assert_eq!(kept(&house, of), Some(true));
}

#[test]
fn answers_that_do_not_fit_are_refused_with_the_field_and_nothing_is_kept() {
    let mut house = asking();
    let of = house.demo("one");
    let by = marketer(&house);
    type Case = (&'static [(&'static str, &'static str)], &'static str, &'static str);
    let cases: [Case; 4] = [
        (&[("nope", "x")], "unknown_question", "answers.nope"),
        (&[("timeline", "some day")], "answer_kind", "answers.timeline"),
        (&[("problem", "a\0b")], "text", "answers.problem"),
        (&[("problem", "  ")], "nothing_answered", "answers"),
    ];
    for (pairs, code, field) in cases {
        let command = OfLead::Answer {
            lead: of.0,
            answers: answers(pairs),
        };
        let refused = house.by(by, command).unwrap_err();
        assert_eq!((refused.code, refused.field.as_deref()), (code, Some(field)));
    }
    let mut note = Answers::default();
    note.note.insert(NotePart::WhenToCall, "Mornings".into());
    house
        .by(
            by,
            OfLead::Answer {
                lead: of.0,
                answers: note,
            },
        )
        .expect("a note");
    assert_eq!(house.world.people[&of.0].note(NotePart::WhenToCall), Some("Mornings"));
    assert_eq!(kept(&house, of), Some(false), "a note is no answer");
}

#[test]
fn advanced_needs_what_is_asked_before_sql_and_says_which() {
    let mut house = House::open(1);
    let of = house.demo("one");
    house.call(of, AttemptResult::Connected, None).expect("talked");
    let rep = house.owner(of);
    let say = |answers: Answers| OfHandoff::Feedback {
        lead: of.0,
        handoff: of.1,
        which: Which::Advanced,
        reason: Some("meeting".into()),
        detail: None,
        note: None,
        back_at: None,
        next_step_at: None,
        amount: None,
        covers: None,
        answers,
    };
    let refused = house.by(rep, say(Answers::default())).unwrap_err();
    assert_eq!(
        (refused.code, refused.field.as_deref()),
        ("question_open", Some("answers.problem"))
    );
    let partly = answers(&[("problem", "Returns"), ("who_decides", "Purchasing")]);
    let refused = house.by(rep, say(partly)).unwrap_err();
    assert_eq!(refused.field.as_deref(), Some("answers.timeline"));
    assert!(
        refused
            .args
            .iter()
            .any(|(_, words)| words.starts_with("When would you")),
        "{refused:?}"
    );
    let all = found_out(&house.world.in_force.agreement.clone(), Which::Advanced);
    house.by(rep, say(all)).expect("advanced");
    house
        .by(rep, say(Answers::default()))
        .expect("a correction asks nothing anew");
}

fn euros(amount: i64) -> Money {
    Money {
        amount,
        currency: "EUR".into(),
    }
}

fn won_of((lead, handoff): (Id, Id), amount: i64, at: Option<Instant>) -> OfDeal {
    let amount = Some(euros(amount));
    OfDeal::Won {
        lead,
        handoff,
        amount,
        at,
    }
}

/// A lead whose deal began two days ago.
fn dealing() -> (House, (Id, Id)) {
    let mut house = House::open(1);
    let of = house.demo("one");
    house.call(of, AttemptResult::Connected, None).expect("talked");
    let rep = house.owner(of);
    assert_eq!(house.by(rep, won_of(of, 1, None)).unwrap_err().code, "deal_not_begun");
    house
        .report(of, Which::Advanced, Some(house.now + Span::days(3)))
        .expect("advanced");
    house.pass(Span::days(2));
    (house, of)
}

#[test]
fn what_cannot_be_won_is_refused_by_name() {
    let (mut house, of) = dealing();
    let rep = house
        .lead(of.0)
        .deal
        .as_ref()
        .and_then(|deal| deal.owner)
        .expect("a deal runs");
    let won = |amount, at| won_of(of, amount, at);
    let other = house.hire_only(Role::Rep);
    assert_eq!(house.by(other, won(1, None)).unwrap_err().code, "not_your_handoff");
    let cases = [
        (won(0, None), "amount_range"),
        (won(1, Some(house.now + Span::days(1))), "outcome_ahead"),
        (won(1, Some(wednesday() - Span::days(1))), "outcome_before"),
    ];
    for (command, code) in cases {
        assert_eq!(house.by(rep, command).unwrap_err().code, code);
    }
}

#[test]
fn a_deal_is_won_once_with_amount_and_day_and_that_is_taken_back() {
    let (mut house, of) = dealing();
    let (lead, handoff) = of;
    let rep = house
        .lead(of.0)
        .deal
        .as_ref()
        .and_then(|deal| deal.owner)
        .expect("a deal runs");
    let stage = house.lead(lead).stage;
    let won = |amount, at| won_of(of, amount, at);
    let day = house.now - Span::hours(20);
    house.by(rep, won(1_250_000, Some(day))).expect("won");
    let state = house.lead(lead);
    assert_eq!((state.stage, state.won_at), (Stage::Won, Some(day)));
    assert_eq!(state.won_amount, Some(euros(1_250_000)));
    assert_eq!(
        house.handoff(of).outcome.as_ref().map(|o| (o.won, o.at)),
        Some((true, day))
    );
    assert_eq!(house.by(rep, won(1, None)).unwrap_err().code, "deal_won");
    let lost = OfDeal::Lost {
        lead,
        handoff,
        reason: "price".into(),
        at: None,
    };
    assert_eq!(house.by(rep, lost.clone()).unwrap_err().code, "deal_won");
    let alive = AliveAnswer::Moving { next_step_at: None };
    let alive = OfDeal::StillAlive {
        lead,
        handoff,
        answer: alive,
    };
    assert_eq!(house.by(rep, alive).unwrap_err().code, "deal_won");
    let corrected = house.report(of, Which::NotAFit, None).unwrap_err();
    assert_eq!(corrected.code, "outcome_recorded");
    let undo = OfDeal::UndoOutcome { lead, handoff };
    house.by(rep, undo.clone()).expect("taken back");
    let state = house.lead(lead);
    assert_eq!(
        (state.stage, state.won_at, state.won_amount.is_some()),
        (stage, None, false)
    );
    assert!(
        state.deal.is_some() && house.handoff(of).outcome.is_none(),
        "the deal runs again"
    );
    assert_eq!(house.by(rep, undo.clone()).unwrap_err().code, "no_outcome");
    house.by(rep, lost).expect("lost after all");
    assert_eq!(house.lead(lead).stage, Stage::Lost);
    assert_eq!(house.by(rep, won(1, None)).unwrap_err().code, "deal_lost");
    house.demo("one");
    assert_eq!(house.by(rep, undo).unwrap_err().code, "outcome_passed");
}

#[test]
fn keeping_at_it_is_every_planned_try_in_its_time_or_a_reason_to_stop() {
    let mut house = House::open(1);
    let of = house.demo("one");
    let plan = house.handoff(of).plan.expect("a cadence is agreed");
    assert_eq!(house.handoff(of).kept_at_it(), Some(false), "nobody tried");
    for n in 0..plan.attempts {
        assert_eq!(house.handoff(of).kept_at_it(), Some(false), "{n} tries");
        house.call(of, AttemptResult::NoAnswer, None).expect("tried");
        house.pass(Span::minutes(5));
    }
    assert_eq!(house.handoff(of).kept_at_it(), Some(true));
    let given_up = house.demo("two");
    house.call(given_up, AttemptResult::NoAnswer, None).expect("tried");
    // on a morning, when somebody is there
    house.until(house.handoff(given_up).plan.expect("a plan").by + Span::hours(41));
    assert_eq!(house.handoff(given_up).kept_at_it(), Some(false), "given up early");
    let reached = house.demo("three");
    house.call(reached, AttemptResult::Connected, None).expect("talked");
    assert_eq!(house.handoff(reached).kept_at_it(), None, "reached: not in this share");
    let no_lead = house.demo("four");
    let what = rules::fact::SubmissionKind::Student;
    let rep = house.owner(no_lead);
    house
        .by(
            rep,
            OfHandoff::NotALead {
                lead: no_lead.0,
                handoff: no_lead.1,
                what,
            },
        )
        .expect("no lead");
    assert_eq!(house.handoff(no_lead).kept_at_it(), Some(true), "a reason to stop");
}

#[test]
fn reviews_and_answers_for_quiet_deals_leave_a_duty_with_its_end() {
    let mut house = House::open(1);
    let mut unclear = request("unclear");
    unclear.kind = rules::fact::SubmissionKind::Content;
    unclear.fields.clear();
    let (lead, _) = house.submit(unclear);
    let duty = house.lead(lead).duties.first().cloned().expect("a look is owed");
    assert_eq!((duty.clock, duty.done_at), (Clock::Review, None));
    assert_eq!(
        (duty.kept(duty.due), duty.kept(duty.due + Span(1))),
        (None, Some(false))
    );
    house.pass(Span::minutes(10));
    let by = marketer(&house);
    let release = OfLead::Review {
        lead,
        choice: ReviewChoice::Release,
    };
    house.by(by, release).expect("decided");
    let duty = &house.lead(lead).duties[0];
    assert_eq!((duty.done_at, duty.kept(house.now)), (Some(house.now), Some(true)));

    let of = house.demo("deal");
    house.call(of, AttemptResult::Connected, None).expect("talked");
    let step = at("2026-03-11T09:00:00+01:00");
    house.report(of, Which::Advanced, Some(step)).expect("advanced");
    house.until(step);
    let duty = house.lead(of.0).duties.last().cloned().expect("an answer is owed");
    assert_eq!((duty.clock, duty.owner), (Clock::StillAlive, Some(house.owner(of))));
    house.until(duty.due + Span::days(1));
    let rep = house.owner(of);
    let amount = None;
    house
        .by(
            rep,
            OfDeal::Won {
                lead: of.0,
                handoff: of.1,
                amount,
                at: None,
            },
        )
        .expect("won");
    let duty = house.lead(of.0).duties.last().expect("kept");
    assert_eq!(
        (duty.done_at, duty.kept(house.now)),
        (Some(house.now), Some(false)),
        "late"
    );
}

#[test]
fn one_definition_tells_what_stopped_a_first_attempt() {
    let due = Instant(1_000);
    let at = |n: i64| Some(Instant(n));
    let tried = |proved, first, connected, given_back| Tried {
        proved,
        first,
        connected,
        given_back,
    };
    let rows = [
        (tried(at(900), Some((Instant(900), false)), None, None), Some(Stop::Met)),
        (
            tried(at(1_001), Some((Instant(1_001), false)), None, None),
            Some(Stop::Late),
        ),
        (tried(None, Some((Instant(900), true)), None, None), Some(Stop::Claimed)),
        (tried(at(990), Some((Instant(900), true)), None, None), Some(Stop::Met)),
        (tried(None, Some((Instant(1_001), true)), None, None), Some(Stop::Late)),
        (tried(None, None, at(900), None), Some(Stop::Claimed)),
        (tried(None, None, None, at(1_000)), Some(Stop::Rejected)),
        (tried(None, None, None, at(1_001)), None),
        (Tried::default(), None),
    ];
    for (tried, stop) in rows {
        assert_eq!(stop_of(due, &tried), stop, "{tried:?}");
    }
}

#[test]
fn an_answer_to_a_pattern_is_in_time_until_it_is_due() {
    let round = |answered_at| Round {
        due: Instant(10),
        answered_at,
    };
    assert_eq!(round(Some(Instant(10))).kept(Instant(99)), Some(true));
    assert_eq!(round(Some(Instant(11))).kept(Instant(99)), Some(false));
    assert_eq!(
        (round(None).kept(Instant(10)), round(None).kept(Instant(11))),
        (None, Some(false))
    );
}

#[test]
fn programs_answer_for_marketing_and_the_boss_does_not() {
    let mut house = asking();
    let of = house.demo("one");
    let told = || OfLead::Answer {
        lead: of.0,
        answers: answers(&[("timeline", "now"), ("problem", "x")]),
    };
    let boss = house.hire_only(Role::Boss);
    assert_eq!(house.by(boss, told()).unwrap_err().no, No::Forbidden);
    house.ask(Actor::Token(Id([7; 16])), told()).expect("may write");
    assert_eq!(kept(&house, of), Some(true));
}
