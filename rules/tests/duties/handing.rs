//! From SDR to account executive: an advanced lead goes on in the same commit, off unless the text says so.

use crate::house::{House, request, request_of};
use crate::sql::says_a;
use crate::tries::tries;
use proptest::prelude::*;
use rules::ask::{OfCompany, OfDeal, OfHandoff, OfTeam};
use rules::decide::LetterKind;
use rules::fact::{AttemptResult, Body, Clock, Role, RouteCause, Which};
use rules::handoff::{Ending, Verdict};
use rules::{Id, Span};
use std::collections::BTreeMap;
use std::sync::OnceLock;

const CLOSERS: &str = "[[rotation]]\nname = \"Closers\"\nwhen = \"false\"\ncalendar = \"sales\"\nopen_work_max = 25\nfallback = \"sales_manager\"\n\n";

fn text() -> String {
    let text = rules::agreement::STARTING
        .replacen("[[rotation]]", &format!("{CLOSERS}[[rotation]]"), 1)
        .replace(
            "fallback = \"sales_manager\"\n\n[escalation]",
            "fallback = \"sales_manager\"\nhands_to = \"Closers\"\nhands_to_within = \"4h\"\n\n[escalation]",
        );
    text.replacen(
        "name = \"DACH\"\n",
        "name = \"DACH\"\nhands_to = \"Closers\"\nhands_to_within = \"4h\"\n",
        1,
    )
}

fn house() -> (House, [Id; 2]) {
    under(&text())
}

/// SDRs in every rotation but that of the two who close.
fn under(text: &str) -> (House, [Id; 2]) {
    let mut house = House::under(text, 2);
    let closers = ["closer0", "closer1"].map(|name| house.hire_as(name, Role::Rep));
    // an SDR who closes too would be in it as well: here they are not
    let weights = house.reps.clone().into_iter().map(|user| (user, 0));
    for (user, weight) in weights.chain(closers.map(|user| (user, 1))) {
        let rotation = "Closers".to_owned();
        house.system(OfTeam::SetMember { rotation, user, weight });
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
    house.call(later, AttemptResult::Connected, None).expect("called");
    house.report(later, Which::Advanced, None).expect("an A");
    assert!(
        house.lead(later.0).open_handoff().is_none(),
        "who closes keeps what he advanced himself"
    );
    for which in [Which::FitNotReady, Which::NotAFit] {
        let of = house.submit(request(&format!("other-{}", which.code().replace('_', "-"))));
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

#[test]
fn colleagues_who_joined_go_on_with_it_whether_the_report_covers_them_or_not() {
    let (mut house, closers) = house();
    let of = house.submit(request_of("one", "sample-company.de"));
    let [covered, left] = ["two", "three"].map(|name| house.submit(request_of(name, "sample-company.de")).0);
    house.call(of, AttemptResult::Connected, None).expect("called");
    says_a(&mut house, of, "now", Some(vec![covered])).expect("an A");
    let next = open(&house, of.0);
    let closer = house.owner(next);
    assert!(closers.contains(&closer));
    for lead in [covered, left] {
        let with = house.lead(lead).joined().expect("part of the next rep's");
        assert_eq!((with.handoff, with.owner), (next.1, Some(closer)));
        assert!(house.lead(lead).handoffs.is_empty(), "a company has one open handoff");
    }
    assert_eq!(house.lead(covered).stage.code(), "sql", "advanced with the first");
    let mut joined = house.handoff(next).joined.clone();
    joined.sort_unstable();
    let mut both = vec![covered, left];
    both.sort_unstable();
    assert_eq!(joined, both);
    house.call(next, AttemptResult::Connected, None).expect("met");
    house.report(next, Which::NotAFit, None).expect("a C");
    for lead in [of.0, covered, left] {
        assert_eq!(house.lead(lead).stage.code(), "not_a_fit", "said of all");
    }
}

/// Who gets it, by what is known of the company and of those who close.
#[test]
fn the_companys_owner_comes_first_then_the_pick_then_who_answers() {
    type Given = fn(&mut House, [Id; 2]);
    let account: Given = |house, closers| {
        house.system(OfCompany::SetAccount {
            domain: "sample-company.de".into(),
            owner: Some(closers[1]),
            customer: false,
        });
    };
    let nobody: Given = |house, closers| {
        for user in closers {
            house.system(OfTeam::SetMember {
                rotation: "Closers".into(),
                user,
                weight: 0,
            });
        }
    };
    let table: [(&str, Given, RouteCause); 3] = [
        ("nothing known", |_, _| {}, RouteCause::Rotation),
        ("an account", account, RouteCause::Account),
        ("nobody there", nobody, RouteCause::Fallback),
    ];
    for (name, given, cause) in table {
        let (mut house, closers) = house();
        let of = house.submit(request_of("one", "sample-company.de"));
        house.call(of, AttemptResult::Connected, None).expect("called");
        given(&mut house, closers);
        house.report(of, Which::Advanced, None).expect("an A");
        let next = open(&house, of.0);
        assert_eq!(house.handoff(next).cause, Some(cause), "{name}");
        let owner = house.owner(next);
        match cause {
            RouteCause::Account => assert_eq!(owner, closers[1], "{name}"),
            RouteCause::Fallback => assert_eq!(owner, house.manager, "{name}"),
            _ => assert!(closers.contains(&owner), "{name}"),
        }
    }
}

#[test]
fn the_sdrs_turns_are_as_they_were_and_those_who_close_take_turns() {
    let (mut house, closers) = house();
    let mut got: BTreeMap<Id, usize> = BTreeMap::new();
    for n in 0..10 {
        let of = house.demo(&format!("lead{n}"));
        let rotation = house.handoff(of).rotation.clone();
        house.call(of, AttemptResult::Connected, None).expect("called");
        let before = house.world.turns[&rotation].clone();
        house.report(of, Which::Advanced, None).expect("an A");
        assert_eq!(house.world.turns[&rotation], before, "no turn of an SDR moves");
        let next = open(&house, of.0);
        *got.entry(house.owner(next)).or_default() += 1;
        let shares = closers.map(|user| got.get(&user).copied().unwrap_or_default());
        assert!(shares[0].abs_diff(shares[1]) <= 1, "{shares:?}");
    }
}

/// Those who close take within three minutes; requests go on by themselves ten minutes after an owner's own time.
fn hurried() -> (House, [Id; 2]) {
    let text = text()
        .replacen("name = \"Closers\"\n", "name = \"Closers\"\ntake_by = \"3m\"\n", 1)
        .replacen(
            "first_attempt = \"15m\"",
            "first_attempt = \"15m\"\nreassign_after = \"10m\"",
            1,
        );
    let (mut house, closers) = under(&text);
    house.until(house.now + Span::days(35));
    house.letters.clear();
    (house, closers)
}

/// Somebody of no company: nobody's account and nobody's deal.
fn private(name: &str) -> rules::ask::Capture {
    rules::ask::Capture {
        email: Some(format!("{name}@gmail.com")),
        ..request(name)
    }
}

#[test]
fn a_held_one_says_so_and_whoever_does_not_take_it_hands_the_same_word_on() {
    let (mut house, closers) = hurried();
    let of = house.submit(private("one"));
    house.call(of, AttemptResult::Connected, None).expect("called");
    house.letters.clear();
    house.report(of, Which::Advanced, None).expect("an A");
    let next = open(&house, of.0);
    let first = house.owner(next);
    assert!(closers.contains(&first));
    assert!(house.handoff(next).to_be_taken().is_some());
    assert_eq!(house.told(LetterKind::PassedOnHeld), [first]);
    assert_eq!(house.told(LetterKind::PassedOn), []);
    house.pass(Span::minutes(3));
    let second = house.owner(next);
    assert_ne!(second, first);
    assert_eq!(house.told(LetterKind::NotTaken), [first]);
    assert_eq!(house.told(LetterKind::PassedOnHeld), [second]);
    assert_eq!(house.told(LetterKind::NewLead), [], "it is no new lead to anybody");
    house.move_to(next, first);
    assert_eq!(house.told(LetterKind::PassedOn), [first], "by hand too");
}

/// However it came to whoever has it, and however late the try is: it stays.
#[test]
fn it_never_goes_on_by_itself_for_want_of_a_try() {
    type Given = fn(&mut House, (Id, Id));
    let taken: Given = |house, next| {
        let (lead, handoff) = next;
        let owner = house.owner(next);
        let take = OfHandoff::Take {
            lead,
            handoff,
            by: None,
        };
        house.by(owner, take).expect("taken");
    };
    let not_taken: Given = |house, next| {
        house.pass(Span::minutes(3));
        taken_by_its_owner(house, next);
    };
    let asked_again: Given = |house, next| {
        taken_by_its_owner(house, next);
        house.submit(private("one"));
    };
    for (name, given) in [("taken", taken), ("not taken", not_taken), ("asked again", asked_again)] {
        let (mut house, _) = hurried();
        let of = house.submit(private("one"));
        assert!(house.handoff(of).to_go_on().is_some(), "an SDR's does");
        house.call(of, AttemptResult::Connected, None).expect("called");
        house.report(of, Which::Advanced, None).expect("an A");
        let next = open(&house, of.0);
        given(&mut house, next);
        assert_eq!(house.handoff(next).to_go_on(), None, "{name}");
        let owner = house.owner(next);
        house.pass(Span::days(2));
        assert_eq!(house.handoff(next).verdict(house.now), Verdict::Breached, "{name}");
        assert_eq!(house.owner(next), owner, "{name}");
    }
}

fn taken_by_its_owner(house: &mut House, (lead, handoff): (Id, Id)) {
    let owner = house.owner((lead, handoff));
    let take = OfHandoff::Take {
        lead,
        handoff,
        by: None,
    };
    house.by(owner, take).expect("taken");
}

/// What became of the deal is what became of what Marketing handed over; and so is whether it was an SQL.
#[test]
fn the_outcome_and_the_sql_stand_on_the_first_handoff_too() {
    let (mut house, _) = house();
    let of = house.demo("one");
    house.call(of, AttemptResult::Connected, None).expect("called");
    house.report(of, Which::Advanced, None).expect("an A");
    assert!(house.handoff(of).sql_at.is_some());
    let next = open(&house, of.0);
    house.call(next, AttemptResult::Connected, None).expect("met");
    house.report(next, Which::Advanced, None).expect("an A");
    let (lead, handoff) = next;
    let owner = house.owner(next);
    let (amount, at) = (None, None);
    let won = OfDeal::Won {
        lead,
        handoff,
        amount,
        at,
    };
    house.by(owner, won).expect("won");
    for of in [of, next] {
        assert_eq!(
            house.handoff(of).outcome.as_ref().map(|outcome| outcome.won),
            Some(true)
        );
    }
    house.by(owner, OfDeal::UndoOutcome { lead, handoff }).expect("undone");
    for of in [of, next] {
        assert_eq!(house.handoff(of).outcome, None);
    }
}

/// The next rep's word of it counts for the first handoff too, and so does his correction.
#[test]
fn an_sql_by_the_next_reps_report_goes_with_its_correction() {
    let (mut house, _) = house();
    let of = house.demo("one");
    house.call(of, AttemptResult::Connected, None).expect("called");
    says_a(&mut house, of, "no plan", None).expect("an A");
    assert_eq!(house.handoff(of).sql_at, None);
    let next = open(&house, of.0);
    house.call(next, AttemptResult::Connected, None).expect("met");
    says_a(&mut house, next, "now", None).expect("an A");
    assert!(house.handoff(of).sql_at.is_some(), "what goes on is an SQL now");
    house.report(next, Which::NotAFit, None).expect("a C");
    assert_eq!(house.handoff(of).sql_at, None, "and was none after all");
}

/// What happens next in a company that hands on.
#[derive(Clone, Copy, Debug)]
enum Step {
    Comes { company: u8 },
    Call { at: usize },
    Says { at: usize, which: Which },
    Pass { minutes: i64 },
}

fn step() -> impl Strategy<Value = Step> {
    let which = prop_oneof![3 => Just(Which::Advanced), 1 => Just(Which::FitNotReady), 1 => Just(Which::NotAFit)];
    prop_oneof![
        2 => (0u8..3).prop_map(|company| Step::Comes { company }),
        2 => (0usize..50).prop_map(|at| Step::Call { at }),
        3 => (0usize..50, which).prop_map(|(at, which)| Step::Says { at, which }),
        1 => (1i64..600).prop_map(|minutes| Step::Pass { minutes }),
    ]
}

fn begun() -> (House, [Id; 2]) {
    static BEGUN: OnceLock<(House, [Id; 2])> = OnceLock::new();
    BEGUN.get_or_init(house).clone()
}

fn all_open(house: &House) -> Vec<(Id, Id)> {
    let of = |lead: &rules::lead::Lead| Some((lead.id, lead.open_handoff()?.id));
    house.world.leads.values().filter_map(of).collect()
}

fn act(house: &mut House, n: usize, step: Step) {
    let open = all_open(house);
    let of = |at: usize| open.get(at % open.len().max(1)).copied();
    match step {
        Step::Comes { company } => {
            house.submit(request_of(
                &format!("person{n}"),
                &format!("company{company}.sample-company.de"),
            ));
        }
        Step::Call { at } => {
            if let Some(of) = of(at).filter(|of| house.handoff(*of).owner.is_some()) {
                house.call(of, AttemptResult::Connected, None).expect("called");
            }
        }
        Step::Says { at, which } => {
            if let Some(of) = of(at).filter(|of| house.handoff(*of).owner.is_some()) {
                house.report(of, which, None).expect("said");
            }
        }
        Step::Pass { minutes } => {
            house.pass(Span::minutes(minutes));
        }
    }
}

fn one_open_a_company(house: &House) -> Result<(), TestCaseError> {
    let mut seen: BTreeMap<Id, Id> = BTreeMap::new();
    for (lead, handoff) in all_open(house) {
        let found = house.handoff((lead, handoff));
        prop_assert!(found.answers().is_some(), "nobody answers for {:?}", found);
        if let Some(company) = found.company {
            prop_assert_eq!(seen.insert(company, handoff), None, "two are open for one company");
        }
    }
    Ok(())
}

/// Each time that a handoff was owned is parted between its holders to the microsecond; what was handed on has both.
fn adds_up(house: &House) -> Result<(), TestCaseError> {
    let agreement = &house.world.in_force.agreement;
    for handoff in house.world.leads.values().flat_map(|lead| &lead.handoffs) {
        let Some(first) = &handoff.first_attempt else { continue };
        let rule = agreement
            .rotation_named(&handoff.rotation)
            .expect("it stands in the text");
        let calendar = &agreement.calendars[&rule.calendar];
        let end = handoff.stopped_at().unwrap_or(house.now);
        let parts = handoff.partition(calendar, house.now);
        prop_assert_eq!(parts.open() + parts.closed(), Span((end - first.start).0.max(0)));
        if handoff.from.is_some() {
            prop_assert_eq!(handoff.rotation.as_str(), "Closers");
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(tries(64, 5_000))]

    #[test]
    fn whatever_happens_a_company_has_one_open_handoff_and_the_time_adds_up(
        steps in prop::collection::vec(step(), 1..40),
    ) {
        let (mut house, closers) = begun();
        for (n, step) in steps.into_iter().enumerate() {
            act(&mut house, n, step);
            one_open_a_company(&house)?;
        }
        adds_up(&house)?;
        // picks of the second rotation, which none of its members stood aside from
        let mut got = closers.map(|user| (user, 0u32));
        for fact in &house.facts {
            if let Body::Routed(routed) = &fact.body
                && routed.from.is_some() && routed.cause == RouteCause::Rotation
                && let Some(share) = got.iter_mut().find(|(user, _)| *user == routed.owner)
            {
                share.1 += 1;
            }
        }
        prop_assert!(got[0].1.abs_diff(got[1].1) <= 1, "{:?}", got);
    }
}
