//! What a head reads of a proposed version, story by story.

use super::house::{House, at, sent, text, wednesday};
use rules::agreement::{STARTING, Stage};
use rules::fact::{ReviewChoice, SubmissionKind, Which};
use rules::replay::{Change, Replay, SaidOf, Window};
use rules::scorecard::Share;
use rules::{Id, Span};

/// Six leads: two small, one large that Sales advanced, one large C, one that cannot be told, one download.
fn week() -> (House, [Id; 6]) {
    let mut house = House::open(2);
    let request = SubmissionKind::Request;
    let small = house.capture(sent(1, request, Some(12)));
    let smaller = house.capture(sent(2, request, Some(5)));
    let large = house.capture(sent(3, request, Some(400)));
    let wrong = house.capture(sent(4, request, Some(50)));
    let unknown = house.capture(sent(5, SubmissionKind::Event, None));
    let reads = house.capture(sent(6, SubmissionKind::Content, Some(80)));
    house.report(large, Which::Advanced, "", None);
    house.report(wrong, Which::NotAFit, "too_small", None);
    (house, [small, smaller, large, wrong, unknown, reads])
}

fn of(found: &Replay, change: Change) -> Vec<Id> {
    let lines = found.lines.iter().filter(|line| line.change() == change);
    lines.map(|line| line.lead).collect()
}

fn sorted(mut ids: Vec<Id>) -> Vec<Id> {
    ids.sort();
    ids
}

#[test]
fn a_lower_limit_lets_two_in_and_nobody_ever_said_anything_of_them() {
    let (house, [small, smaller, ..]) = week();
    let found = house.under(&text("company.employees >= 20", "company.employees >= 5"));
    assert_eq!((found.totals.before, found.totals.after), (2, 4));
    assert_eq!(sorted(of(&found, Change::In)), sorted(vec![small, smaller]));
    assert_eq!(found.said(Change::In, SaidOf::NeverHad), 2);
    assert_eq!(found.changed(Change::Out), 0);
}

#[test]
fn a_higher_limit_keeps_the_c_away_and_says_so_of_each_clause_and_each_rep() {
    let (house, [_, _, large, wrong, ..]) = week();
    let found = house.under(&text("company.employees >= 20", "company.employees >= 100"));
    assert_eq!(of(&found, Change::Out), [wrong]);
    assert_eq!(of(&found, Change::Same), [large]);
    assert_eq!(found.said(Change::Out, SaidOf::NotAFit), 1);
    assert_eq!(found.reasons[0].reason, "too_small");
    let lost: u64 = found.reps.iter().map(|rep| rep.advanced_lost).sum();
    let had: u64 = found.reps.iter().map(|rep| rep.advanced).sum();
    assert_eq!((had, lost), (1, 0));
}

#[test]
fn a_stricter_sql_changes_nobody_who_came_and_is_not_told_as_nothing() {
    let (house, _) = week();
    let as_it_is = house.under(STARTING);
    assert!(as_it_is.is_same() && as_it_is.is_same_later());
    assert_eq!((as_it_is.totals.sql_before, as_it_is.totals.sql_after), (1, 1));
    let found = house.under(&text(
        "answers.timeline in ['now', 'this quarter', 'this year']",
        "answers.timeline in ['now', 'this quarter', 'this year'] && company.employees >= 1000",
    ));
    assert!(found.is_same() && !found.is_same_later());
    assert_eq!((found.totals.sql_before, found.totals.sql_after), (1, 0));
    let clause = found
        .clauses
        .iter()
        .find(|clause| clause.stage == Stage::Sql)
        .expect("counted");
    assert_eq!((clause.judged(), clause.fails, clause.alone), (1, 1, 1));
}

#[test]
fn a_question_that_nobody_was_asked_then_keeps_no_a_from_being_an_sql() {
    let (house, _) = week();
    let asked = text(
        "questions = [\"problem\", \"timeline\", \"who_decides\"]",
        "questions = [\"problem\", \"timeline\", \"who_decides\", \"rival\"]",
    );
    let asked = format!("{asked}\n[[question]]\nid = \"rival\"\nask = \"Who else is asked?\"\nkind = \"text\"\n");
    let found = house.under(&asked);
    assert_eq!((found.totals.sql_before, found.totals.sql_after), (1, 1));
}

#[test]
fn a_stricter_sal_is_counted_over_those_that_were_talked_with() {
    let (house, _) = week();
    let sql = "[[definition]]\nstage = \"sql\"";
    let sal = "[[definition]]\nstage = \"sal\"\nowner = \"sales\"\n[[definition.requires]]\nname = \"large\"\nwhen = \"company.employees >= 100\"\n\n";
    let found = house.under(&text(sql, &format!("{sal}{sql}")));
    assert_eq!((found.totals.accepted_before, found.totals.accepted_after), (2, 1));
    assert!(found.is_same());
}

#[test]
fn an_a_that_would_not_have_come_stands_by_its_rep() {
    let (house, [_, _, large, ..]) = week();
    let found = house.under(&text("company.employees >= 20", "company.employees >= 1000"));
    assert!(of(&found, Change::Out).contains(&large));
    let owner = found
        .lines
        .iter()
        .find(|line| line.lead == large)
        .unwrap()
        .owner
        .unwrap();
    let load = found.reps.iter().find(|rep| rep.rep == owner).unwrap();
    assert_eq!((load.advanced, load.advanced_lost, load.kept), (1, 1, 0));
}

#[test]
fn a_clause_that_never_holds_is_exposed() {
    let (house, _) = week();
    let found = house.under(&text(
        "when = \"lead.country in ['DE', 'AT', 'CH', 'FR', 'GB', 'US']\"",
        "when = \"lead.country in ['LI', 'MC']\"",
    ));
    assert_eq!(
        (found.totals.before, found.totals.after),
        (2, 0),
        "nobody would have come"
    );
    let bad = found
        .clauses
        .iter()
        .find(|c| c.clause == "in a country we sell to")
        .unwrap();
    assert_eq!((bad.stage, bad.holds, bad.judged()), (Stage::Mql, 0, 6));
    assert!(bad.alone >= 2, "it alone kept the two away: {}", bad.alone);
}

#[test]
fn a_clause_that_errs_is_missing_and_a_request_passes_it() {
    let (house, _) = week();
    let found = house.under(&text(
        "when = \"company.employees >= 20\"",
        "when = \"company.employees * 1e300 * 1e300 >= 20.0\"",
    ));
    let bad = found
        .clauses
        .iter()
        .find(|c| c.clause == "a company of a size we serve")
        .unwrap();
    assert_eq!(
        (bad.holds, bad.fails, bad.missing),
        (0, 0, 6),
        "it errs for each, and is true or false for none"
    );
    assert_eq!(found.totals.after, 4, "requests pass what cannot be told");
}

#[test]
fn a_window_without_leads_is_empty_and_says_nothing() {
    let house = House::open(1);
    let found = house.under(STARTING);
    assert_eq!((found.totals.leads, found.lines.len(), found.weeks.len()), (0, 0, 1));
    assert!(found.is_same() && found.thresholds_after.is_empty());
    let queue = found.queue.unwrap();
    assert_eq!((queue.after.owed, queue.handling.measured), (0, false));
}

#[test]
fn tiers_by_other_names_are_other_tiers_and_not_other_leads() {
    let (house, _) = week();
    let found = house.under(
        &text("name = \"request\"\nwhen", "name = \"hot\"\nwhen")
            .replace("\nrequest = [", "\nhot = [")
            .replace("{ request = 15", "{ hot = 15"),
    );
    assert_eq!(found.changed(Change::OtherTier), 2);
    assert_eq!((found.changed(Change::In), found.changed(Change::Out)), (0, 0));
    let named: Vec<_> = found
        .counts
        .iter()
        .map(|c| (c.tier.as_str(), c.before, c.after))
        .collect();
    assert_eq!(named, [("hot", 0, 2), ("request", 2, 0)]);
}

#[test]
fn a_tier_in_which_nobody_calls_takes_its_leads_out() {
    let (house, _) = week();
    let found = house.under(&text(
        "when = \"submission.kind == 'request'\"\nfirst_attempt = \"15m\"\nafter_hours = \"1h\" ",
        "when = \"submission.kind == 'request'\"\nfirst_attempt = \"none\"\n# ",
    ).replace("cadence = { attempts = 6, within = \"10bd\", calls_min = 2, gaps = [\"0m\", \"2h\", \"1bd\", \"2bd\", \"2bd\", \"3bd\"] }", ""));
    assert_eq!((found.changed(Change::Out), found.totals.after), (2, 0));
}

#[test]
fn who_was_erased_is_on_neither_side_and_is_counted() {
    let (house, [_, _, large, ..]) = week();
    let mut stories = house.stories();
    let gone = stories.iter_mut().find(|story| story.lead == large).unwrap();
    gone.erased = true;
    let whole = house.replay_of(house.everything(), house.in_force(), &stories);
    assert_eq!(
        (whole.totals.erased, whole.totals.before, whole.totals.after),
        (1, 1, 1)
    );
    let gone = stories.iter_mut().find(|story| story.lead == large).unwrap();
    (gone.erased, gone.given) = (false, Default::default());
    let without = house.replay_of(house.everything(), house.in_force(), &stories);
    assert_eq!(
        without.totals.erased, 1,
        "a submission that is gone cannot be judged either"
    );
}

#[test]
fn leads_of_the_past_have_no_verdict_and_are_left_out() {
    let (mut house, _) = week();
    let mut old = sent(77, SubmissionKind::Request, Some(900));
    old.occurred_at = Some(at("2024-01-08T09:00:00Z"));
    house.of_the_past(old);
    let found = house.under(&text("company.employees >= 20", "company.employees >= 1"));
    assert_eq!((found.totals.past, found.totals.leads), (1, 6));
}

#[test]
fn what_was_before_the_window_stands_as_it_stood() {
    let mut house = House::open(2);
    let early = house.capture(sent(1, SubmissionKind::Request, Some(50)));
    let from = house.now + Span::days(1);
    house.pass(from);
    house.capture(sent(1, SubmissionKind::Request, Some(50)));
    let window = Window {
        from,
        to: house.now + Span(1),
    };
    let found = house.replay(window, house.in_force());
    assert_eq!(found.totals.leads, 1, "it asked again within the window");
    assert!(found.lines.is_empty(), "and Sales had {early:?} already");
}

#[test]
fn a_lead_that_does_not_become_a_b_does_not_come_back_either() {
    let mut house = House::open(2);
    let lead = house.capture(sent(1, SubmissionKind::Request, Some(30)));
    house.report(
        lead,
        Which::FitNotReady,
        "no_budget_yet",
        Some(house.now + Span::days(10)),
    );
    let until = house.now + Span::days(20);
    house.pass(until);
    let found = house.under(STARTING);
    assert_eq!(
        (found.totals.handed_before, found.totals.handed_after),
        (2, 2),
        "it came, and came back"
    );
    let found = house.under(&text("company.employees >= 20", "company.employees >= 100"));
    assert_eq!((found.totals.handed_before, found.totals.handed_after), (2, 0));
}

#[test]
fn a_release_counts_only_where_the_lead_would_have_waited() {
    let mut house = House::open(2);
    let lead = house.capture(sent(1, SubmissionKind::Event, None));
    assert!(house.review(lead, ReviewChoice::Release));
    let found = house.under(STARTING);
    assert_eq!(
        (
            found.totals.review_before,
            found.totals.review_after,
            found.totals.after
        ),
        (1, 1, 1)
    );
    let strict = house.under(&text(
        "when = \"company.employees >= 20\"\nmissing = \"review\"",
        "when = \"company.employees >= 20\"\nmissing = \"fail\"",
    ));
    assert_eq!((strict.totals.review_after, strict.totals.after), (0, 0));
    let lax = house.under(&text(
        "when = \"company.employees >= 20\"\nmissing = \"review\"",
        "when = \"company.employees >= 20\"\nmissing = \"pass\"",
    ));
    assert_eq!(
        (lax.totals.review_after, lax.changed(Change::OtherTime)),
        (0, 1),
        "it would have come earlier"
    );
}

#[test]
fn points_of_the_proposed_rules_count_from_the_windows_first_instant() {
    let mut house = House::open(2);
    house.capture(sent(1, SubmissionKind::Content, Some(50)));
    house.pass(wednesday() + Span::days(2));
    house.capture(sent(1, SubmissionKind::Content, Some(50)));
    let more = text(
        "points = 10\nhalf_life = \"14d\"\ncap = 20",
        "points = 30\nhalf_life = \"14d\"\ncap = 60",
    );
    let found = house.under(&more);
    assert_eq!(
        found.changed(Change::In),
        1,
        "twice thirty is over forty, decay and all"
    );
    let late = Window {
        from: wednesday() + Span::days(1),
        to: house.now + Span(1),
    };
    let agreement = super::house::compiled(&more, &house.world);
    let proposed = std::sync::Arc::new(rules::decide::InForce { version: 0, agreement });
    let found = house.replay(late, proposed);
    assert_eq!(
        found.changed(Change::In),
        0,
        "the first ten points were given by the rules of then"
    );
}

#[test]
fn what_sales_called_no_lead_counts_against_a_threshold() {
    let mut house = House::open(2);
    let good = house.capture(sent(1, SubmissionKind::Request, Some(50)));
    let bad = house.capture(sent(2, SubmissionKind::Request, Some(50)));
    house.report(good, Which::Advanced, "", None);
    assert!(house.not_a_lead(bad));
    let found = house.under(STARTING);
    let lowest = &found.thresholds_before[0];
    assert_eq!((lowest.precision, lowest.recall), (Share::of(1, 2), Share::of(1, 1)));
    assert_eq!(found.said(Change::Same, SaidOf::NotALead), 1);
}

#[test]
fn forty_leads_at_once_are_more_than_two_reps_can_keep() {
    let mut house = House::open(2);
    for person in 0..40 {
        house.capture(sent(person, SubmissionKind::Request, Some(50)));
    }
    let queue = house.under(STARTING).queue.unwrap();
    assert_eq!((queue.reps, queue.after.owed), (2, 40));
    // each is taken for ten minutes, and the last may begin after fifteen: two rounds of two
    assert_eq!(
        (queue.after.kept, queue.before, queue.in_fact.owed),
        (4, queue.after, 0)
    );
    house.pass(house.now + Span::days(1));
    let queue = house.under(STARTING).queue.unwrap();
    assert_eq!(
        (queue.in_fact.owed, queue.in_fact.kept),
        (40, 0),
        "and in fact nobody called"
    );
}
