//! From SDR to account executive: an advanced lead goes on in the same commit, off unless the text says so.

use crate::house::{House, request, request_of};
use rules::ask::Command;
use rules::decide::LetterKind;
use rules::fact::{AttemptResult, Clock, Role, RouteCause, Which};
use rules::handoff::{Ending, Verdict};
use rules::{Id, Span};

const CLOSERS: &str = "[[rotation]]\nname = \"Closers\"\nwhen = \"false\"\ncalendar = \"sales\"\nopen_work_max = 25\nfallback = \"sales_manager\"\n\n";

/// SDRs in every rotation, and two who close.
fn house() -> (House, [Id; 2]) {
    let text = rules::agreement::STARTING
        .replacen("[[rotation]]", &format!("{CLOSERS}[[rotation]]"), 1)
        .replace(
            "fallback = \"sales_manager\"\n\n[escalation]",
            "fallback = \"sales_manager\"\nhands_to = \"Closers\"\nhands_to_within = \"4h\"\n\n[escalation]",
        );
    let text = text.replacen(
        "name = \"DACH\"\n",
        "name = \"DACH\"\nhands_to = \"Closers\"\nhands_to_within = \"4h\"\n",
        1,
    );
    let mut house = House::under(&text, 2);
    let closers = ["closer0", "closer1"].map(|name| house.hire_as(name, Role::Rep));
    for user in closers {
        let rotation = "Closers".to_owned();
        house.system(Command::SetMember {
            rotation,
            user,
            weight: 1,
        });
    }
    (house, closers)
}

fn open(house: &House, lead: Id) -> (Id, Id) {
    (lead, house.lead(lead).open_handoff().expect("open").id)
}

#[test]
fn an_advanced_lead_goes_on_with_a_clock_of_its_own_and_the_first_rep_keeps_the_credit() {
    let (mut house, closers) = house();
    let of = house.demo("one");
    let sdr = house.owner(of);
    assert!(house.reps.contains(&sdr));
    house.call(of, AttemptResult::Connected, None).expect("called");
    let first = house.handoff(of).first_attempt.clone();
    house.pass(Span::minutes(10));
    house
        .report(of, Which::Advanced, Some(house.now + Span::days(2)))
        .expect("an A");
    let said = house.handoff(of);
    assert_eq!(
        (said.ending, said.owner),
        (Some(Ending::Feedback), Some(sdr)),
        "credited"
    );
    assert_eq!(said.first_attempt, first, "its clock stays as it was");
    let next = open(&house, of.0);
    let handoff = house.handoff(next);
    let closer = handoff.owner.expect("somebody");
    assert!(closers.contains(&closer));
    assert_eq!((handoff.from, handoff.rotation.as_str()), (Some(of.1), "Closers"));
    assert_eq!(handoff.cause, Some(RouteCause::Rotation), "a pick of that rotation");
    let due = handoff
        .owed()
        .map(|(clock, terms)| (clock, terms.start, terms.target.to_string()));
    assert_eq!(due, Some((Clock::FirstAttempt, house.now, "4h".to_owned())));
    assert_eq!(handoff.verdict(house.now), Verdict::Pending);
    assert_eq!(house.told(LetterKind::PassedOn), vec![closer]);
    assert_eq!(house.lead(of.0).stage.code(), "sql");
    assert!(house.lead(of.0).deal.is_none(), "the deal begins with the next report");
    // what became of it is the next rep's to say
    let refused = house.report(of, Which::NotAFit, None).expect_err("handed on");
    assert_eq!(refused.code, "handed_on");
    house.call(next, AttemptResult::Connected, None).expect("met");
    house.report(next, Which::Advanced, None).expect("an A");
    assert!(house.lead(of.0).open_handoff().is_none(), "once, and no further");
    assert_eq!(house.lead(of.0).deal.as_ref().and_then(|deal| deal.owner), Some(closer));
    assert_eq!(
        house.lead(of.0).last_owner(),
        Some(closer),
        "who asks again goes to him"
    );
}

#[test]
fn the_company_is_the_next_reps_and_nothing_else_goes_on() {
    let (mut house, closers) = house();
    let of = house.submit(request_of("one", "sample-company.de"));
    house.call(of, AttemptResult::Connected, None).expect("called");
    house.report(of, Which::Advanced, None).expect("an A");
    let next = open(&house, of.0);
    let colleague = house.submit(request_of("two", "sample-company.de"));
    assert_eq!(
        house.lead(colleague.0).joined().map(|with| with.handoff),
        Some(next.1),
        "joins what is open"
    );
    house.call(next, AttemptResult::Connected, None).expect("met");
    house.report(next, Which::NotAFit, None).expect("a C");
    let later = house.submit(request_of("three", "sample-company.de"));
    assert!(
        closers.contains(&house.owner(later)),
        "the earlier owner of the company is the next rep"
    );
    for which in [Which::FitNotReady, Which::NotAFit] {
        let of = house.submit(request(&format!("other{}", which.code())));
        house.call(of, AttemptResult::Connected, None).expect("called");
        house.report(of, which, None).expect("said");
        assert!(house.lead(of.0).open_handoff().is_none(), "{which:?}");
        house.report(of, Which::Advanced, None).expect("corrected to an A");
        assert!(
            closers.contains(&house.owner(open(&house, of.0))),
            "and then it goes on"
        );
    }
    let mut plain = House::open(2);
    let of = plain.demo("one");
    plain.call(of, AttemptResult::Connected, None).expect("called");
    plain.report(of, Which::Advanced, None).expect("an A");
    assert!(plain.lead(of.0).open_handoff().is_none(), "off unless the text says so");
}
