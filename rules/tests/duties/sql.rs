//! The definition of SQL is judged when a rep says "A · advanced": the report stands whatever it comes to, and the verdict
//! is kept with it.

use crate::house::{House, found_out, request_of};
use rules::agreement::{ClauseOutcome, Holds, STARTING, Stage, Verdict};
use rules::ask::{OfDeal, OfHandoff};
use rules::decide::Done;
use rules::fact::{AttemptResult, Body, Which};
use rules::refusal::Refusal;
use rules::{Id, Span};

const CLAUSE: &str = "wants it within a year";

/// An A with this answer to "by when".
pub fn says_a(house: &mut House, of: (Id, Id), timeline: &str, covers: Option<Vec<Id>>) -> Result<Done, Refusal> {
    let mut answers = found_out(&house.world.in_force.agreement, Which::Advanced);
    answers.answers.insert("timeline".into(), timeline.into());
    let owner = house.owner(of);
    let command = OfHandoff::Feedback {
        lead: of.0,
        handoff: of.1,
        which: Which::Advanced,
        reason: None,
        detail: None,
        note: None,
        back_at: None,
        next_step_at: Some(house.now + Span::days(2)),
        amount: None,
        covers,
        answers,
    };
    house.by(owner, command)
}

fn verdict(done: &Done) -> Verdict {
    let said = done.facts.iter().find_map(|fact| match &fact.body {
        Body::Feedback(feedback) => feedback.verdict.clone(),
        _ => None,
    });
    said.expect("judged")
}

fn connected(house: &mut House) -> (Id, Id) {
    let of = house.demo("one");
    house.call(of, AttemptResult::Connected, None).expect("called");
    of
}

/// Each answer with what it comes to.
#[test]
fn the_verdict_is_that_of_the_answers_at_that_instant_and_names_what_lacks() {
    let table = [
        ("now", true),
        ("this quarter", true),
        ("this year", true),
        ("1-3 years", false),
        ("no plan", false),
    ];
    for (timeline, holds) in table {
        let mut house = House::open(1);
        let of = connected(&mut house);
        let done = says_a(&mut house, of, timeline, None).expect("an A is never refused for it");
        let verdict = verdict(&done);
        assert_eq!(verdict.stage, Stage::Sql);
        assert_eq!(verdict.holds == Holds::Yes, holds, "{timeline}");
        let told = if holds {
            ClauseOutcome::True
        } else {
            ClauseOutcome::False
        };
        assert_eq!(verdict.clauses, [(CLAUSE.to_owned(), told)], "{timeline}");
        let handoff = house.handoff(of);
        assert_eq!(handoff.sql_at, holds.then_some(house.now), "{timeline}");
        let lacks: &[&str] = if holds { &[] } else { &[CLAUSE] };
        assert_eq!(handoff.said.as_ref().expect("said").lacks, lacks, "{timeline}");
        assert_eq!(
            house.lead(of.0).stage,
            if holds { Stage::Sql } else { Stage::Sal },
            "{timeline}"
        );
        assert!(house.lead(of.0).deal.is_some(), "a deal runs all the same");
        assert!(handoff.accepted_at.is_some());
    }
}

#[test]
fn a_correction_is_judged_anew_and_no_other_report_is() {
    let mut house = House::open(1);
    let of = connected(&mut house);
    says_a(&mut house, of, "no plan", None).expect("an A");
    assert_eq!(house.handoff(of).sql_at, None);
    house.pass(Span::minutes(30));
    says_a(&mut house, of, "this year", None).expect("once more");
    assert_eq!(
        (house.lead(of.0).stage, house.handoff(of).sql_at),
        (Stage::Sql, Some(house.now))
    );
    house.pass(Span::minutes(30));
    says_a(&mut house, of, "now", None).expect("and again");
    assert_eq!(
        house.handoff(of).sql_at,
        Some(house.now - Span::minutes(30)),
        "since the first time that it held"
    );
    says_a(&mut house, of, "1-3 years", None).expect("corrected");
    assert_eq!((house.lead(of.0).stage, house.handoff(of).sql_at), (Stage::Sal, None));
    let done = house.report(of, Which::NotAFit, None).expect("a C");
    let judged = done
        .facts
        .iter()
        .any(|fact| matches!(&fact.body, Body::Feedback(f) if f.verdict.is_some()));
    assert!(!judged && house.handoff(of).sql_at.is_none());
}

#[test]
fn a_clause_that_cannot_be_told_is_no_sql_yet_even_where_it_means_to_look() {
    let text = STARTING.replacen(
        "name = \"wants it within a year\"",
        "name = \"we know what they do there\"\nwhen = \"lead.job_title != ''\"\n[[definition.requires]]\nname = \"wants it within a year\"",
        1,
    );
    assert_ne!(text, STARTING);
    let mut house = House::under(&text, 1);
    let mut sent = request_of("one", "sample-company.de");
    sent.kind = rules::fact::SubmissionKind::Content;
    let request = request_of("one", "sample-company.de");
    let of = house.submit(request);
    house.submit(sent);
    house.call(of, AttemptResult::Connected, None).expect("called");
    let done = says_a(&mut house, of, "now", None).expect("an A");
    let verdict = verdict(&done);
    assert_eq!(verdict.clauses[0].1, ClauseOutcome::Missing, "{verdict:?}");
    assert_eq!(verdict.holds, Holds::Review, "{verdict:?}");
    assert_eq!(house.lead(of.0).stage, Stage::Sal);
    assert_eq!(
        house.handoff(of).said.as_ref().expect("said").lacks,
        ["we know what they do there"]
    );
}

#[test]
fn colleagues_whom_it_covers_are_no_sqls_either_and_stay_so_when_an_outcome_is_taken_back() {
    for (timeline, stage) in [("now", Stage::Sql), ("no plan", Stage::Sal)] {
        let mut house = House::open(1);
        let of = house.submit(request_of("one", "sample-company.de"));
        let with = house.submit(request_of("two", "sample-company.de")).0;
        house.call(of, AttemptResult::Connected, None).expect("called");
        says_a(&mut house, of, timeline, None).expect("an A");
        assert_eq!(house.lead(with).stage, stage, "{timeline}");
        let (lead, handoff) = of;
        let (amount, at) = (None, None);
        let owner = house.owner(of);
        let won = OfDeal::Won {
            lead,
            handoff,
            amount,
            at,
        };
        house.by(owner, won).expect("won");
        assert_eq!(house.lead(with).stage, Stage::Won);
        house.by(owner, OfDeal::UndoOutcome { lead, handoff }).expect("undone");
        assert_eq!(
            (house.lead(with).stage, house.lead(lead).stage),
            (stage, stage),
            "{timeline}"
        );
    }
}
