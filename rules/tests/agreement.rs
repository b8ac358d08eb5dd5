//! Agreements: the starting one and what leads come to under it; bad texts and where they are wrong.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test"
)]

use rules::agreement::{
    Agreement, ClauseOutcome, Desk, Holds, Missing, Problem, RungAt, STARTING, Side, Stage, Verdict, Which,
};
use rules::calendar::{Holidays, Target};
use rules::criteria::Facets;
use rules::fields::{FieldKind, Registry};
use rules::score::{self, Group};
use rules::{Instant, Span};

fn starting() -> Agreement {
    Agreement::starting().unwrap_or_else(|problems| panic!("{}", shown(&problems)))
}

fn shown(problems: &[Problem]) -> String {
    problems.iter().map(|problem| format!("{problem}\n")).collect()
}

fn load(text: &str) -> Result<Agreement, Vec<Problem>> {
    Agreement::load(text, &Registry::starting(), &Holidays::none())
}

fn request() -> Facets {
    let mut facets = Facets::new();
    facets.set("submission.kind", "request");
    facets.set("lead.country", "DE");
    facets.set("company.employees", 120.0);
    facets.set("company.is_customer", false);
    facets.set("score.fit", 0.0);
    facets.set("score.engagement", 0.0);
    facets
}

fn of_kind(kind: &str) -> Facets {
    let mut facets = request();
    facets.set("submission.kind", kind);
    facets
}

#[test]
fn the_starting_agreement_says_what_it_says() {
    let agreement = starting();
    assert_eq!(
        (agreement.name.as_str(), agreement.desk),
        ("How we work leads", Desk::Marketing)
    );
    let tiers: Vec<_> = agreement
        .tiers
        .iter()
        .map(|t| (t.name.as_str(), t.first_attempt))
        .collect();
    let span = |span| Some(Target::Span(span));
    assert_eq!(
        tiers,
        [
            ("request", span(Span::minutes(15))),
            ("qualified", span(Span::hours(2))),
            ("return", span(Span::hours(7))),
            ("event", Some(Target::BusinessDays(1))),
            ("content", None),
        ]
    );
    let cadence = agreement.tier_named("request").unwrap().cadence.as_ref().unwrap();
    assert_eq!(
        (cadence.attempts, cadence.within, cadence.calls_min),
        (6, Target::BusinessDays(10), 2)
    );
    assert_eq!(agreement.feedback.due, Target::BusinessDays(2));
}

#[test]
fn the_starting_agreement_says_who_does_what() {
    let agreement = starting();
    assert_eq!(agreement.definition(Stage::Sql).unwrap().owner, Side::Sales);
    assert_eq!(
        agreement.definition(Stage::Lead).unwrap().clauses[0].missing,
        Some(Missing::Pass)
    );
    for which in [
        Which::Advanced,
        Which::FitNotReady,
        Which::NotAFit,
        Which::Rejected,
        Which::NotALead,
        Which::Lost,
    ] {
        assert!(agreement.feedback.reasons_of(which).count() >= 3, "{which:?}");
    }
    assert_eq!(
        agreement
            .feedback
            .reason(Which::NotAFit, "too_small")
            .unwrap()
            .detail
            .as_ref()
            .unwrap()
            .kind,
        FieldKind::Number
    );
    assert_eq!(agreement.escalation.rungs("request")[0].at, RungAt::Percent(66));
    assert_eq!(agreement.escalation.rungs("event")[1].at, RungAt::Daily);
    assert_eq!(agreement.owed.marketing.per_week["request"], 15);
    assert_eq!(agreement.review.as_ref().map(|r| (r.weekday, r.minute)), Some((0, 600)));
    let rotation = agreement.rotation_named("DACH").unwrap();
    assert_eq!(agreement.calendar_of(rotation).unwrap().zone_name(), "Europe/Berlin");
    assert!(
        agreement
            .fields(&Registry::starting())
            .get("answers.timeline")
            .is_some()
    );
}

#[test]
fn the_hash_is_over_the_exact_bytes() {
    assert_eq!(starting().hash, starting().hash);
    assert_ne!(starting().hash, load(&format!("{STARTING}\n")).unwrap().hash);
}

#[test]
fn a_request_of_the_right_kind_is_an_mql() {
    let agreement = starting();
    let verdict = agreement.judge(Stage::Mql, &request());
    assert_eq!(verdict.holds, Holds::Yes);
    assert!(
        verdict
            .clauses
            .iter()
            .all(|(_, outcome)| *outcome == ClauseOutcome::True)
    );
    assert_eq!(agreement.tier(&request()).unwrap().name, "request");
    assert_eq!(agreement.rotation_for(&request()).unwrap().name, "DACH");
}

#[test]
fn a_request_with_gaps_passes_and_says_what_is_unchecked() {
    let mut facets = request();
    facets.unset("company.employees");
    facets.unset("lead.country");
    let agreement = starting();
    let verdict = agreement.judge(Stage::Mql, &facets);
    assert_eq!(verdict.holds, Holds::Yes);
    assert_eq!(verdict.absent, ["company.employees", "lead.country"]);
    assert_eq!(
        verdict.clauses[0],
        ("a company of a size we serve".to_owned(), ClauseOutcome::Missing)
    );
    assert_eq!(agreement.rotation_for(&facets).unwrap().name, "everyone else");
}

#[test]
fn anything_else_with_gaps_is_reviewed_unless_a_clause_fails() {
    let agreement = starting();
    let mut facets = of_kind("content");
    facets.set("score.engagement", 55.0);
    facets.unset("company.employees");
    assert_eq!(agreement.judge(Stage::Mql, &facets).holds, Holds::Review);
    assert_eq!(agreement.tier(&facets).unwrap().name, "qualified");
    facets.set("lead.country", "BR");
    assert_eq!(agreement.judge(Stage::Mql, &facets).holds, Holds::No);
}

#[test]
fn leads_fall_into_their_tiers() {
    let agreement = starting();
    let tier = |facets: &Facets| agreement.tier(facets).unwrap().name.clone();
    let mut back = of_kind("content");
    back.set("lead.returned", true);
    assert_eq!(tier(&back), "return");
    assert_eq!(agreement.judge(Stage::Mql, &back).holds, Holds::Yes);
    let mut list = of_kind("event");
    assert_eq!(tier(&list), "event");
    list.set("submission.days_old", 24.0);
    assert_eq!(tier(&list), "content", "an old list is no fresh event");
    assert_eq!(agreement.judge(Stage::Mql, &list).holds, Holds::No);
    assert_eq!(tier(&of_kind("newsletter")), "content");
    assert_eq!(tier(&Facets::new()), "content");
}

#[test]
fn who_is_no_lead_is_told_apart_even_where_half_is_unknown() {
    let agreement = starting();
    let lead = |facets: &Facets| agreement.judge(Stage::Lead, facets).holds;
    assert_eq!(lead(&request()), Holds::Yes);
    assert_eq!(lead(&of_kind("student")), Holds::No);
    let mut student = of_kind("student");
    student.unset("company.is_customer");
    assert_eq!(lead(&student), Holds::No);
    let mut unknown = request();
    unknown.unset("company.is_customer");
    assert_eq!(lead(&unknown), Holds::Yes, "missing = pass");
}

#[test]
fn an_sql_needs_its_questions_answered() {
    let agreement = starting();
    let mut facets = request();
    facets.set("answers.timeline", "this quarter");
    facets.set("answers.problem", "leads get cold");
    let verdict = agreement.judge(Stage::Sql, &facets);
    assert_eq!(
        (verdict.holds, verdict.unanswered),
        (Holds::No, vec!["who_decides".to_owned()])
    );
    facets.set("answers.who_decides", "the head of Sales");
    assert_eq!(agreement.judge(Stage::Sql, &facets).holds, Holds::Yes);
    facets.set("answers.timeline", "no plan");
    assert_eq!(agreement.judge(Stage::Sql, &facets).holds, Holds::No);
}

#[test]
fn a_stage_without_a_definition_requires_nothing() {
    let verdict = starting().judge(Stage::Sal, &Facets::new());
    assert_eq!((verdict.holds, verdict.clauses.len()), (Holds::Yes, 0));
}

#[test]
fn a_verdict_is_small_json_and_comes_back() {
    let verdict = starting().judge(Stage::Mql, &request());
    let text = serde_json::to_string(&verdict).unwrap();
    assert!(
        text.starts_with(r#"{"stage":"mql","holds":"yes","clauses":[["a company of a size we serve","true"]"#),
        "{text}"
    );
    assert_eq!(serde_json::from_str::<Verdict>(&text).unwrap(), verdict);
}

#[test]
fn touches_earn_points_and_fit_is_earned_once() {
    let agreement = starting();
    let (mut lines, mut facets) = (Vec::new(), request());
    facets.set("lead.job_title", "Head of Purchasing");
    facets.set("lead.free_mail", false);
    facets.set("touch.kind", "page");
    facets.set("touch.path", "/pricing/teams");
    let day = |n: i64| Instant(0) + Span::days(n);
    let added = agreement.score_touch(&facets, &mut lines, day(0));
    assert_eq!(
        added,
        [
            "decides or advises on buying",
            "writes from a company's address",
            "read about prices",
            "looked around",
        ]
    );
    assert_eq!(
        agreement.score_touch(&facets, &mut lines, day(7)),
        ["read about prices", "looked around"]
    );
    assert_eq!(score::total(&lines, Group::Fit, day(7)), 35.0);
    assert_eq!(score::total(&lines, Group::Engagement, day(7)), 15.0 + 1.5);
    assert_eq!(score::total(&lines, Group::Engagement, day(14)), 7.5 + 0.75);
    facets.set("lead.job_title", "Intern");
    agreement.score_fit(&facets, &mut lines, day(8));
    assert_eq!(
        score::total(&lines, Group::Fit, day(8)),
        10.0,
        "a new title, other points"
    );
}

/// `cargo test -p rules --release --test tables agreement:: -- --ignored --nocapture` prints what judging costs.
#[test]
#[ignore = "a measurement"]
#[expect(clippy::disallowed_methods, reason = "a measurement")]
fn microseconds_a_lead() {
    const LEADS: u32 = 200_000;
    let agreement = starting();
    let mut facets = request();
    facets.set("lead.job_title", "Head of Purchasing");
    facets.set("lead.free_mail", false);
    facets.set("touch.kind", "page");
    facets.set("touch.path", "/pricing/teams");
    facets.set("answers.timeline", "now");
    let measure = |what: &str, act: &mut dyn FnMut() -> usize| {
        let start = std::time::Instant::now();
        let seen: usize = (0..LEADS).map(|_| act()).sum();
        println!(
            "{what}: {:.2} µs ({seen})",
            start.elapsed().as_secs_f64() * 1e6 / f64::from(LEADS)
        );
    };
    measure("facets of a lead", &mut || {
        usize::from(request().get("lead.country").is_some())
    });
    measure("lead, MQL and SQL judged, tier, rotation", &mut || {
        let stages = [Stage::Lead, Stage::Mql, Stage::Sql];
        let clauses: usize = stages
            .iter()
            .map(|stage| agreement.judge(*stage, &facets).clauses.len())
            .sum();
        clauses
            + agreement.tier(&facets).map_or(0, |t| t.name.len())
            + agreement.rotation_for(&facets).map_or(0, |r| r.name.len())
    });
    let mut lines = Vec::new();
    measure("a touch scored by 8 rules", &mut || {
        agreement.score_touch(&facets, &mut lines, Instant(0)).len()
    });
    let when: Vec<_> = agreement
        .definitions
        .iter()
        .flat_map(|d| &d.clauses)
        .map(|c| &c.when)
        .collect();
    measure("the 5 clauses alone", &mut || {
        when.iter().filter(|when| when.holds(&facets)).count()
    });
    let start = std::time::Instant::now();
    starting();
    println!("the text loaded once: {:.1} ms", start.elapsed().as_secs_f64() * 1e3);
}
